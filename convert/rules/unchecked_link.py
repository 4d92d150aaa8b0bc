"""Nobody can tell from the sources whether a link works.

A template makes it, or it leads to where themes, plug-ins of one's own or another site may have something. No other rule says anything of such a link;
this one lists them for whoever wants to look for themselves.

Bad::

    ---
    title: Tides
    ---
    [The next one]({{ page.next.url }}), [the chart]({{ site.charts }}/tides.html)

Reports::

    4:16 “{{ page.next.url }}” is made by a template: where it leads, the built site alone tells
    4:50 “{{ site.charts }}/tides.html” is made by a template: where it leads, the built site alone tells

Help::

    look at the built site

Good::

    ---
    title: Tides
    ---
    [About]({{ site.baseurl }}/about.html), [the world](/category/world.html), [nowhere](/none.html), [elsewhere](https://example.org/)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.finding import Finding, NthLink
from ..model.pages import PageFacts
from ..model.site import Resolution, SiteIndex
from . import site_rule

_ASKED = frozenset({"site", "template"})
_NAMES_A_FILE = re.compile(r"\{%-?\s*(?:link|post_url)\b|\{\{[<%]\s*(?:rel)?ref\b")      # of which `link-template` speaks


@site_rule("info", default=False)
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    if page.url is None:
        return
    for index, (link, found) in enumerate(zip(page.links, site.resolutions(page), strict=True)):
        if found.verdict == "unchecked" and not found.way and link.kind in _ASKED and not _NAMES_A_FILE.search(link.target):
            yield Finding(f"“{link.target}” {_why(site, found)}", NthLink(index), _help(found), subject=link.target, target=site.target_of(link))


def _why(site: SiteIndex, found: Resolution) -> str:
    if not found.url:
        return "is made by a template: where it leads, the built site alone tells"
    if site.baseurl and found.url != site.baseurl and not found.url.startswith(f"{site.baseurl}/") and site.complete:
        return f"leads beside the site, which is served below {site.baseurl}/: what is there, others know"
    return "may be there or not: the sources do not tell all URLs of this site"


def _help(found: Resolution) -> str:
    return "look at the built site" if not found.url else "say that it is there by “known-urls”, or show the built site by “built”"
