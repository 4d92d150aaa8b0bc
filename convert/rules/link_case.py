"""A link names a page or a file in capitals or small letters other than its own.

On a disk that takes no notice of capitals, as those of most desks, the link works; on the web server it leads nowhere.

Bad::

    ---
    title: Chimes
    ---
    [About us](/About.html?from=chimes#who), <img src="/assets/Logo.PNG" alt="The logo">

    [World](//news.example.org/category/World.html)

Reports::

    4:12 this site has no /About.html, but /about.html: capitals count in a URL
    4:52 this site has no /assets/Logo.PNG, but /assets/logo.png: capitals count in a URL
    6:9 this site has no /category/World.html, but /category/world.html: capitals count in a URL

Help::

    write `/about.html?from=chimes#who`

Fixed::

    ---
    title: Chimes
    ---
    [About us](/about.html?from=chimes#who), <img src="/assets/logo.png" alt="The logo">

    [World](//news.example.org/category/world.html)

Good::

    ---
    title: Chimes
    ---
    [About us](/about.html), [elsewhere](https://example.org/About.html), [nowhere](/nowhere.html)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.finding import Finding, Fix, NthLink
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from ..model.urls import shown
from . import site_rule

_PARTS = re.compile(r"((?:(?:https?:)?//[^/?#]*)?(?:\.{0,2}/)*)([^?#]*)(.*)\Z", re.I | re.S)


@site_rule("warning")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    for index, found in enumerate(site.resolutions(page)):
        if found.way != "case":
            continue
        link = page.links[index]
        target = link.target
        meant = _meant(target, site.baseurl + found.meant) if link.kind != "template" else ""
        yield Finding(f"this site has no {site.baseurl}{shown(found.url)}, but {site.baseurl}{found.meant}: "
                      "capitals count in a URL", NthLink(index), f"write `{meant}`" if meant else "", subject=target, target=site.target_of(link),
                      fix=Fix("write the URL in its own letters", safe=True, target=meant) if meant else None)


def _meant(target: str, url: str) -> str:
    """The target in the letters of the URL that there is, written as short or as long as it was; empty when that is not certain."""
    parts = _PARTS.match(target)
    if parts is None:
        return ""
    written = parts[2]
    for known in (url, url.removesuffix(".html"), url.removesuffix("/")):
        name = known[-len(written):] if written else ""
        if name and name.casefold() == written.casefold():
            return parts[1] + name + parts[3]
    return ""
