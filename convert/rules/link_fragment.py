"""A link leads to a place in a page that is not there.

Browsers go to the top of the page, or nowhere. Ids are those that the page's HTML gives, that its engine makes of headings,
and that the site's layouts hold; where layouts cannot be seen, as those of a theme, nothing is said.

Bad::

    ---
    title: Lights
    ---
    ## The old lamp

    See [the lamp](#the-old-lamp), [the new lamp](#the-new-lamp), <a href="#wick">the wick</a>, <a href="#wikc">again</a>.

    <p id="wick">The wick, and <a href="/about.html#staf">who trims it</a>.</p>

Reports::

    6:47 nothing in this page has the id “the-new-lamp”
    6:102 nothing in this page has the id “wikc”
    8:37 nothing in /about.html has the id “staf”

Help::

    did you mean #the-old-lamp?

Fixed::

    ---
    title: Lights
    ---
    ## The old lamp

    See [the lamp](#the-old-lamp), [the new lamp](#the-old-lamp), <a href="#wick">the wick</a>, <a href="#wick">again</a>.

    <p id="wick">The wick, and <a href="/about.html#staff">who trims it</a>.</p>

Good::

    ---
    title: Lights
    ---
    [Up](#top), [down](#), [a note](#note), [text](#:~:text=wick), [who](/about.html#staff), [what](/about.html#), [a page](/no.html#x),
    [a view](#/lamps/1).

    <a name="note"></a>A note.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from ..model.finding import Finding, Fix, NthLink
from ..model.pages import PageFacts
from ..model.site import Resolution, SiteIndex
from . import site_rule
from .link_malformed import fault_of

# The top of the page, a text (`:~:`), an address that a script makes something of (`/`, `!`).
_NO_IDS = (":~:", "/", "!")


@site_rule("warning")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    for index, link in enumerate(page.links):
        if "#" not in link.target or not link.is_navigation:
            continue
        target = site.target_of(link)
        written = target.strip().partition("#")[2].partition(":~:")[0]
        name = unquote(written)
        if "{" in target or name.lower() in ("", "top") or name.startswith(_NO_IDS):
            continue
        is_own = link.kind == "fragment" and not page.base
        there = Resolution("found", page.url or "") if is_own else site.resolutions(page)[index]
        ids = _ids(page, site, there)
        if ids is None or name in ids or written in ids or fault_of(link.target) or (is_own and site.bases):
            continue
        where = "this page" if there.url == (page.url or "") else site.baseurl + there.url
        near = _nearest(name, ids)
        yield Finding(f"nothing in {where} has the id “{name}”", NthLink(index),
                      f"did you mean #{near}?" if near else "give the place that is meant this id", subject=link.target, target=target,
                      fix=Fix(f"link #{near}", target=target.partition("#")[0] + f"#{near}") if near and target == link.target else None)


def _ids(page: PageFacts, site: SiteIndex, there: Resolution) -> frozenset[str] | None:
    """The ids of the page that a link leads to; None when they are not known."""
    if there.verdict != "found":
        return None
    if there.url == (page.url or "") and page.anchors is not None:
        return page.anchors
    if page.url is None or (there.url == page.url and page.anchors is None):
        return site.anchors(page.path)
    path = site.file_of(there.url)
    return site.anchors(path) if path else None


def _nearest(name: str, ids: frozenset[str]) -> str:
    from difflib import get_close_matches
    return next(iter(get_close_matches(name, sorted(ids), 1, 0.6)), "")
