"""A link leads to a place in a page of another site that is not there.

The page is there, and nothing in it has the id (nor is there an `a` of that name) that stands behind the `#`: readers land at its top.

A page that a script builds in the reader's browser says nothing of its ids, nor does one that is no HTML; of texts (`#:~:text=`), moments of a
film (`#t=10`) and what only scripts understand (`#/view`, `#!view`) nobody asks.

Bad::

    ---
    title: Buoys
    ---
    [The south](https://charts.example.com/buoys#south)

Reports::

    4:13 nothing in https://charts.example.com/buoys has the id “south”

Help::

    look which id the place has now, or link the page as a whole

Good::

    ---
    title: Buoys
    ---
    [The north](https://charts.example.com/buoys#north), [all](https://charts.example.com/buoys)
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from ..model.web import Web
from . import web_rule


@web_rule("warning")
def check(page: PageFacts, site: SiteIndex, web: Web) -> Iterator[Finding]:
    for link, answer in web.asked(page, site):
        if answer.missing:
            yield Finding(f"nothing in {link.shown.partition('#')[0]} has the id “{answer.missing}”", link.at,
                          "look which id the place has now, or link the page as a whole", subject=link.written, target=link.target)
