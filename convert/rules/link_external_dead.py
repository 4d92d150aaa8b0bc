"""A link leads to a page of another site that is gone.

The other site was asked, twice, with a pause between, and says that there is no such page (404) or not any more (410); or its name leads
to nobody. What may have other reasons (a wall against robots, a server that is busy, a certificate that has expired) is not called
dead: `link-external-unverified` speaks of it.

Where an archive of the web has a copy of the page and `archive` is set, the copy is named, as it was about when the post was written.

Bad::

    ---
    title: Buoys
    ---
    [The chart](https://charts.example.com/gone#north), <img src="//old.example.com/buoy.png" alt="A buoy">

Reports::

    4:13 https://charts.example.com/gone#north is dead: it answers 404 Not Found
    4:63 //old.example.com/buoy.png is dead: there is no host old.example.com; so it was on 2022-05-01

Help::

    link the copy in an archive: https://web.archive.org/web/20220215190000/https://charts.example.com/gone#north

Fixed::

    ---
    title: Buoys
    ---
    [The chart](https://web.archive.org/web/20220215190000/https://charts.example.com/gone#north), <img src="//old.example.com/buoy.png" alt="A buoy">

Good::

    ---
    title: Buoys
    ---
    [The chart](https://charts.example.com/buoys), [members](https://charts.example.com/members),
    [nobody asked](https://charts.example.com/other), [the quay](/about.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, Fix
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from ..model.web import Answer, Web
from . import web_rule


@web_rule("error")
def check(page: PageFacts, site: SiteIndex, web: Web) -> Iterator[Finding]:
    for link, answer in web.asked(page, site):
        if answer.state == "dead":
            since = f"; so it was on {answer.since}" if answer.since else ""
            yield Finding(f"{link.shown} is dead: {answer.said}{since}", link.at, _help(answer), subject=link.written, target=link.target,
                          fix=_copy(answer) if link.written == link.target else None)


def _help(answer: Answer) -> str:
    return f"link the copy in an archive: {answer.snapshot}" if answer.snapshot else "look where it is now, or take the link away"


def _copy(answer: Answer) -> Fix | None:
    return Fix("link the copy in an archive", target=answer.snapshot) if answer.snapshot else None
