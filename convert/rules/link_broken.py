"""A link leads to a page or a file that the site does not have.

The URLs of the site are computed from its sources, as the site generator would: posts, pages, files, aliases and
generated pages. A link to anything else is a “404 not found” for whoever follows it.

Links to other sites are not looked at here; of pictures, `image-missing` speaks.

Bad::

    ---
    title: The first kettle
    ---
    <p><a href="/abuot.html">About</a> <video src="/assets/log.mp4"></video></p>

    [World news](/category/wrold.html), [first report](../first.html), [home](//news.example.org/home.html)

Reports::

    4:13 this site has no page /abuot.html
    4:48 this site has no file /assets/log.mp4
    6:14 this site has no page /category/wrold.html
    6:52 this site has no page /2022/02/first.html
    6:75 this site has no page /home.html

Help::

    did you mean /about.html?

Fixed::

    ---
    title: The first kettle
    ---
    <p><a href="/about.html">About</a> <video src="/assets/log.mp4"></video></p>

    [World news](/category/world.html), [first report](../first.html), [home](//news.example.org/home.html)

Good::

    ---
    title: The first kettle
    ---
    <p><img src="/assets/logo.png" alt="The logo"> <a href="#kettle">Below</a></p>

    [World news](/category/world.html), [home](//news.example.org/), [elsewhere](https://example.org/no.html),
    [about](../../../about)
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, Fix, NthLink
from ..model.pages import LinkFact, PageFacts
from ..model.site import SiteIndex
from ..model.urls import Target, shown
from . import site_rule
from .link_malformed import fault_of


@site_rule("error")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    for index, (link, found) in enumerate(zip(page.links, site.resolutions(page), strict=True)):
        if found.verdict != "missing" or found.way or link.is_picture or fault_of(link.target):
            continue
        what = "page" if link.is_navigation else "file"
        url = site.baseurl + found.url
        meant = _meant(site, link, found.url)
        yield Finding(f"this site has no {what} {shown(url)}", NthLink(index),
                      f"did you mean {meant}?" if meant else "", subject=link.target, target=site.target_of(link),
                      fix=instead(link, meant) if meant else None)


def _meant(site: SiteIndex, link: LinkFact, url: str) -> str:
    if link.target.lower().startswith("www."):
        return f"https://{link.target}"
    nearest = site.nearest(url, is_page=link.is_navigation)
    return f"{site.baseurl}{nearest}" if nearest else ""


def instead(link: LinkFact, meant: str) -> Fix | None:
    """The target that was meant, from the root of the site, with the host, query and fragment of the one that is there."""
    if link.kind == "template":
        return None
    return Fix(f"link {meant}", target=Target.of(link.target.strip()).at(meant) if meant.startswith("/") else meant)
