"""A link leads to its page by a detour: an old address that sends readers on, or a folder without its slash.

It works, one request later. Where the detour is taken away one day, or a copy of the site knows nothing of it, it works no more.

Bad::

    ---
    title: Chimes
    ---
    [The port](/port.html#west), [the harbour](//news.example.org/harbour?from=chimes)

Reports::

    4:12 /port.html sends readers on to /harbour/
    4:44 /harbour sends readers on to /harbour/

Help::

    write `/harbour/#west`

Fixed::

    ---
    title: Chimes
    ---
    [The port](/harbour/#west), [the harbour](//news.example.org/harbour/?from=chimes)

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
        if found.way not in ("alias", "slash") or not found.meant:
            continue
        link = page.links[index]
        target = link.target
        meant = _meant(Target.of(target), found, site) if link.kind != "template" else ""
        yield Finding(f"{site.baseurl}{found.url} sends readers on to {site.baseurl}{found.meant}", NthLink(index),
                      f"write `{meant or site.baseurl + found.meant}`", subject=target, target=site.target_of(link),
                      fix=Fix("link the page itself", safe=True, target=meant) if meant else None)


def _meant(target: Target, found: Resolution, site: SiteIndex) -> str:
    """The target that leads there at once; empty for one from the page, to which nobody knows the way."""
    if found.way == "slash":
        return f"{target.origin}{target.path}/{target.rest}"
    return target.at(site.baseurl + found.meant) if target.origin or target.path.startswith("/") else ""
