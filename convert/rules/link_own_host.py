"""A link to the site itself names its host.

It is right until the site moves, or is looked at elsewhere: on the author's machine, in a preview, in a copy. There it leads out of
what is being looked at.

Bad::

    ---
    title: Buoys
    ---
    [Home](https://news.example.org), <a href="http://news.example.org/about.html?a=1&amp;b=2">who</a>

    <https://news.example.org/about.html>

Reports::

    4:8 “https://news.example.org” names the site's own host
    4:44 “http://news.example.org/about.html?a=1&b=2” names the site's own host
    6:2 “https://news.example.org/about.html” names the site's own host

Help::

    write `/`, the path alone

Fixed::

    ---
    title: Buoys
    ---
    [Home](/), <a href="http://news.example.org/about.html?a=1&amp;b=2">who</a>

    <https://news.example.org/about.html>

Good::

    ---
    title: Buoys
    ---
    [Home](/), [the chart](https://charts.example.com/buoys)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.edits import retargeted
from ..model.finding import Finding, Fix, NthLink
from . import page_rule

_ORIGIN = re.compile(r"https?://[^/?#]*", re.I)


@page_rule("info", default=False)
def check(document: Document) -> Iterator[Finding]:
    for index, link in enumerate(document.targets):
        target = link.target.strip()
        if link.kind != "site" or not (origin := _ORIGIN.match(target)):
            continue
        path = target[origin.end():]
        meant = path if path.startswith("/") else f"/{path}"
        at = NthLink(index)
        span = document.locate(at)
        is_plain = document.source.slice(span) == link.target
        edits = retargeted(document.source, span, meant) if is_plain else ()
        yield Finding(f"“{target}” names the site's own host", at, f"write `{meant}`, the path alone", subject=link.target,
                      target=link.target, fix=Fix("write the path alone", edits, safe=True) if edits else None)
