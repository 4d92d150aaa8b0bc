"""A picture is not there: neither in the site nor made by it.

Readers see a gap, or the words that stand for the picture; a cover that is missing leaves the gap on every list and card.
Each size of a ``srcset`` counts, and so do the pictures that the front matter names (``image``, ``cover``, ``thumbnail`` and
their like), as far as their paths tell where they should be.

Bad::

    ---
    title: The first kettle
    image: /assets/kettel.png
    ---
    <p><img src="/assets/log.png" srcset="/assets/logo.png 1x, /assets/logo-2.png 2x" alt="The logo"></p>

    ![A kettle](/kettle.jpg)

Reports::

    3:8 this site has no picture /assets/kettel.png
    5:14 this site has no picture /assets/log.png
    5:60 this site has no picture /assets/logo-2.png
    7:13 this site has no picture /kettle.jpg

Fixed::

    ---
    title: The first kettle
    image: /assets/kettel.png
    ---
    <p><img src="/assets/logo.png" srcset="/assets/logo.png 1x, /assets/logo-2.png 2x" alt="The logo"></p>

    ![A kettle](/kettle.jpg)

Good::

    ---
    title: The first kettle
    image: /assets/logo.png
    thumbnail: logo.png
    cover: https://example.org/cover.png
    ---
    <p><img src="/assets/logo.png" srcset="../../../assets/logo.png 2x" alt="The logo"></p>

    ![Elsewhere](https://example.org/no.png) ![Here](data:image/png;base64,AAAA)
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, NthLink, Value
from ..model.pages import CoverFact, PageFacts
from ..model.site import Resolution, SiteIndex
from ..model.urls import shown
from . import site_rule
from .link_broken import instead
from .link_malformed import fault_of


@site_rule("error")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    for index, (link, found) in enumerate(zip(page.links, site.resolutions(page), strict=True)):
        if link.is_picture and found.verdict == "missing" and not found.way and not fault_of(link.target):
            said = _finding(site, found, NthLink(index), link.target, site.target_of(link))
            yield said._replace(fix=instead(link, _meant(site, found))) if _meant(site, found) else said
    for cover in page.covers:
        if _is_placed(site, cover) and (found := site.cover(page, cover)).verdict == "missing" and not fault_of(cover.target):
            yield _finding(site, found, cover.at, cover.target, cover.target)


def _finding(site: SiteIndex, found: Resolution, at: NthLink | Value, written: str, target: str) -> Finding:
    meant = _meant(site, found)
    return Finding(f"this site has no picture {site.baseurl}{shown(found.url)}", at,
                   f"did you mean {meant}?" if meant else "put the file there, or take the picture away",
                   subject=written, target=target)


def _meant(site: SiteIndex, found: Resolution) -> str:
    nearest = found.meant if found.way == "case" else site.nearest(found.url, is_page=False)
    return f"{site.baseurl}{nearest}" if nearest else ""


def _is_placed(site: SiteIndex, cover: CoverFact) -> bool:
    """A cover whose path begins at the root. Before any other, and before one that lies elsewhere, the layout may put a folder."""
    target = cover.target
    return target.startswith("/") and not site.has_ending(target)
