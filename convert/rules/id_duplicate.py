"""Two posts have the same id: the `id`, `guid` or `uuid` of their front matter, or the number in their file names.

A feed reader shows one of them, an import overwrites the other, and most often both are the same news, written twice by a
script. Of file names only what looks like an id counts: a number of eight digits or more, perhaps behind a few letters.

Bad::

    ---
    title: The first kettle
    id: kettle-1
    ---
    <p>It boils.</p>

Reports::

    1:1 “kettle-1” is the id of _posts/2022-02-01-kettle.md, too

Good::

    ---
    title: The second kettle
    id: kettle-2
    ---
    <p>It boils as well.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from . import site_rule


@site_rule("error")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    first = site.ids.get(page.id) if page.id else None
    if first and first != page.path:
        yield Finding(f"“{page.id}” is the id of {first}, too", help="delete one of them, or give it an id of its own", subject=page.id)
