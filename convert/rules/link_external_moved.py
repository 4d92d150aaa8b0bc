"""A link leads to a page of another site that has moved for good.

It works as long as the other site keeps the redirect (301, 308), one request later. One day the redirect goes, and the link with it.

Redirects that are not for good (302, 307) are followed without a word.

Bad::

    ---
    title: Buoys
    ---
    [The chart](http://charts.example.com/buoys.php?y=1#north), [again](https://charts.example.com/moved)

Reports::

    4:13 http://charts.example.com/buoys.php?y=1#north has moved for good to https://charts.example.com/buoys#north
    4:69 https://charts.example.com/moved has moved for good to https://charts.example.com/buoys

Help::

    write `https://charts.example.com/buoys#north`

Fixed::

    ---
    title: Buoys
    ---
    [The chart](https://charts.example.com/buoys#north), [again](https://charts.example.com/buoys)

Good::

    ---
    title: Buoys
    ---
    [The chart](https://charts.example.com/buoys), [the quay](/about.html)
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.finding import Finding, Fix
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from ..model.web import Web
from . import web_rule


@web_rule("info")
def check(page: PageFacts, site: SiteIndex, web: Web) -> Iterator[Finding]:
    for link, answer in web.asked(page, site):
        if answer.state == "alive" and answer.moved:
            yield Finding(f"{link.shown} has moved for good to {answer.moved}", link.at, f"write `{answer.moved}`", subject=link.written,
                          target=link.target, fix=Fix(f"write {answer.moved}", target=answer.moved) if link.written == link.target else None)
