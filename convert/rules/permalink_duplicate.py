"""Two files of the repository make the same page.

One of the two overwrites the other; which one, says the order in which the generator writes: Jekyll pages first, then files
that are copied, then posts, each in their order. Jekyll warns of it and goes on, Hugo says it only if it is asked to.

Where a plug-in may give pages other URLs, one for each language for example, nothing is said.

Bad::

    ---
    title: Kettles
    date: 2022-02-15 09:00:00 +0800
    permalink: /kettle
    ---
    <p>It boils.</p>

Reports::

    4:12 /kettle is the URL of _posts/2022-02-01-kettle.md, too: one overwrites the other

Help::

    give this page another permalink, slug or file name, or delete one of the two

Good::

    ---
    title: Kettles
    date: 2022-02-15 09:00:00 +0800
    permalink: /kettle/
    ---
    <p>It boils.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, Value
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from . import site_rule


@site_rule("error")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    if not site.rivals.urls or not site.certain or not page.url:
        return
    key = "url" if site.generator == "hugo" else "permalink"
    for url in (page.url, *page.aliases):
        owners = [claim.path for claim in site.claims(url) if not claim.is_redirect] if url not in page.redirects else []
        if page.path in owners[1:] and not _may_be_two(page.path, owners[0]):
            yield Finding(f"{url} is the URL of {owners[0]}, too: one overwrites the other", Value((key,)),
                          "give this page another permalink, slug or file name, or delete one of the two", subject=url)
            return


def _may_be_two(*paths: str) -> bool:
    """The names of two files look the same, but one of them has its accents apart: most disks keep both."""
    from unicodedata import is_normalized
    return not all(is_normalized("NFC", path) for path in paths)
