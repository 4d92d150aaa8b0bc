"""A link leads to a page that is there, but not published.

A draft, a post of the future, a file that the site leaves out: whoever follows the link finds nothing, today at least.

Bad::

    ---
    title: Chimes
    ---
    More on this [later](/later.html), and <a href="//news.example.org/later">later</a>.

Reports::

    4:22 /later.html is not published: `published: false` keeps it out
    4:49 /later is not published: `published: false` keeps it out

Help::

    publish it before this page, or take the link away and leave its text

Good::

    ---
    title: Chimes
    ---
    More on this [there](/about.html).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, NthLink
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from . import site_rule


@site_rule("warning")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    for index, found in enumerate(site.resolutions(page)):
        if found.way == "unpublished":
            link = page.links[index]
            yield Finding(f"{site.baseurl}{found.url} is not published: {found.meant}", NthLink(index),
                          "publish it before this page, or take the link away and leave its text", subject=link.target, target=site.target_of(link))
