"""A category or tag is spelt in two ways: with and without capitals, or in letters of full width.

To Jekyll these are two categories, each with half of the posts, and a page for each category exists twice, or one of the two
overwrites the other. Hugo takes no notice of capitals, so there only the width of letters counts. Which spelling
is meant most posts say; of two that are as frequent, the first one counts.

Bad::

    ---
    title: Kettles
    date: 2022-02-15 09:00:00 +0800
    categories: [world]
    tags: [Ｓｔｅａｍ, tea]
    ---
    <p>It boils.</p>

Reports::

    4:14 “world” is spelt “World” in 2 posts, first in _posts/2022-02-01-kettle.md: the site has two categories of one
    5:8 “Ｓｔｅａｍ” is spelt “Steam” in 1 post, first in _posts/2022-02-01-kettle.md: the site has two tags of one

Help::

    write `World`

Good::

    ---
    title: Kettles
    date: 2022-02-15 09:00:00 +0800
    categories: [World, Worlds]
    tags: [Steam, world]
    ---
    <p>It boils.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, Value
from ..model.pages import PageFacts
from ..model.rivals import Spellings
from ..model.site import SiteIndex
from . import site_rule

_PLURALS = {"category": "categories", "tag": "tags"}


@site_rule("warning")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    if not page.terms or site.generator == "plain":
        return
    for term in dict.fromkeys(page.terms):
        spellings = site.rivals.spellings(term)
        if len(spellings) < 2:
            continue
        meant = _meant(spellings)
        if meant == term.name or (site.generator == "hugo" and meant.casefold() == term.name.casefold()):
            continue
        posts, first = spellings[meant]
        yield Finding(f"“{term.name}” is spelt “{meant}” in {posts:,} post{'' if posts == 1 else 's'}, first in {first}: "
                      f"the site has two {_PLURALS[term.kind]} of one", Value(term.path), f"write `{meant}`", subject=term.name)


def _meant(spellings: Spellings) -> str:
    """The spelling of most posts; of several, that of the first post."""
    return min(spellings, key=lambda name: (-spellings[name].posts, spellings[name].first, name))
