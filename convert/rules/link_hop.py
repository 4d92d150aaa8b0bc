"""A link leads to its page by a detour: an old address that sends readers on, a folder without its slash, or above the root of the site.

It works, one request later, or because browsers read one ``..`` too many as if it were not there (RFC 3986, 5.2.4). Where the detour is taken
away one day, the site moves below a path, or a copy of it knows nothing of it, it works no more.

Bad::

    ---
    title: Chimes
    ---
    [The port](/port.html#west), [the harbour](//news.example.org/harbour?from=chimes), [about](../../../../about.html)

Reports::

    4:12 /port.html sends readers on to /harbour/
    4:44 /harbour sends readers on to /harbour/
    4:93 “../../../../about.html” leads above the root of the site: browsers take it for /about.html

Help::

    write `/harbour/#west`

Fixed::

    ---
    title: Chimes
    ---
    [The port](/harbour/#west), [the harbour](//news.example.org/harbour/?from=chimes), [about](/about.html)

Good::

    ---
    title: Chimes
    ---
    [The harbour](/harbour/), [the page](/harbour/index.html), [about](/about)
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, Fix, NthLink
from ..model.pages import PageFacts
from ..model.site import Resolution, SiteIndex
from ..model.urls import Target
from . import site_rule


@site_rule("info")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    for index, found in enumerate(site.resolutions(page)):
        if found.way not in ("alias", "slash", "above") or not found.meant:
            continue
        link = page.links[index]
        target = link.target
        meant = _meant(Target.of(target), found, site) if link.kind != "template" else ""
        there = f"{site.baseurl}{found.meant}"
        yield Finding(f"“{target}” leads above the root of the site: browsers take it for {there}" if found.way == "above" else
                      f"{site.baseurl}{found.url} sends readers on to {there}", NthLink(index),
                      f"write `{meant or there}`", subject=target, target=site.target_of(link),
                      fix=Fix("link the page itself", safe=True, target=meant) if meant else None)


def _meant(target: Target, found: Resolution, site: SiteIndex) -> str:
    """The target that leads there at once; empty for one from the page, to which nobody knows the way."""
    if found.way == "slash":
        return f"{target.origin}{target.path}/{target.rest}"
    return target.at(site.baseurl + found.meant) if target.origin or target.path.startswith("/") or found.way == "above" else ""
