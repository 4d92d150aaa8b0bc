"""The URLs of two pages differ in capitals only.

On the disks of most desks, and of some servers, they are one file: one page overwrites the other. Where both are kept, readers who
type the address get the wrong one.

Where a plug-in may give pages other URLs, nothing is said; nor of an old address that is kept to send readers on.

Bad::

    ---
    title: About the kettle
    date: 2022-02-15 09:00:00 +0800
    permalink: /About.html
    ---
    <p>It boils.</p>

Reports::

    4:12 /About.html and /about.html, the URL of about.md, are one file on a disk that takes no notice of capitals

Help::

    give one of the two pages another permalink or file name

Good::

    ---
    title: About the kettle
    date: 2022-02-15 09:00:00 +0800
    permalink: /About-it.html
    ---
    <p>It boils.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, Value
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from ..model.urls import comparable
from . import site_rule


@site_rule("error")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    if not page.url or not site.certain or not site.twins:
        return
    for url in (page.url, *(alias for alias in page.aliases if alias not in page.redirects)):
        if other := site.twins.get(comparable(url)):
            yield Finding(f"{url} and {other}, the URL of {site.urls[other]}, are one file on a disk that takes no notice of capitals",
                          Value(("url" if site.generator == "hugo" else "permalink",)),
                          "give one of the two pages another permalink or file name", subject=url)
            return
