"""A post has a category that no other post has.

It makes a page with one line on it.

Bad::

    ---
    title: Fog
    category: Weather
    ---
    Thick.

Reports::

    3:11 “Weather” is the category of this post alone

Good::

    ---
    title: Fog
    category: World
    ---
    Thick.
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.model.finding import Finding, Value
from convert.model.pages import PageFacts
from convert.model.site import SiteIndex
from convert.rules import site_rule


@site_rule("info")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    for term in page.terms:
        if term.kind == "category" and sum(spelling.posts for spelling in site.rivals.spellings(term).values()) == 1:
            yield Finding(f"“{term.name}” is the category of this post alone", Value(term.path), subject=term.name)
