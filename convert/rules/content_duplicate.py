"""Two posts have the same text.

Mostly a script wrote one post twice, under two names. Readers find it twice in each list, and search engines choose one of the two. Tags, blanks and
what stands in the front matter make no difference; texts of less than 200 characters, and those that template tags make, are not
compared. A post that says with ``canonical_url`` where its text belongs is left alone.

Of two posts with the same id ``id-duplicate`` speaks.

Bad::

    ---
    title: The new rope
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>The rope that held the ferry for eleven years was taken down on Monday, measured and laid out on the quay. It had lost four
    strands of its thirty-six, all on the side of the north bank, where the wind comes from. The new one is of the same make,
    and a little longer.</p>

Reports::

    1:1 the text of this post is that of _posts/2022-02-03-rope.md, too

Help::

    delete one of them, or name the first in `canonical_url`

Good::

    ---
    title: The new rope
    date: 2022-02-15 09:00:00 +0800
    canonical_url: https://news.example.org/2022/02/03/rope.html
    ---
    <p>The rope that held the ferry for eleven years was taken down on Monday, measured and laid out on the quay. It had lost four
    strands of its thirty-six, all on the side of the north bank, where the wind comes from. The new one is of the same make,
    and a little longer.</p>

Good::

    ---
    title: The new rope
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>The rope is new.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from . import site_rule


@site_rule("warning")
def check(page: PageFacts, site: SiteIndex) -> Iterator[Finding]:
    first = site.rivals.texts.get(page.text) if page.text else None
    if not first or first == page.path or (page.id and site.ids.get(page.id, page.path) != page.path):
        return
    yield Finding(f"the text of this post is that of {first}, too", help="delete one of them, or name the first in `canonical_url`")
