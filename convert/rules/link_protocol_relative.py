"""A link begins with ``//``: whether it is http or https is left to where it is read.

On a web page it is as the page is. In a feed, a mail, a book or a file on a disk there is nothing to be like, and the link leads
nowhere. Checkers of links pass it over.

Bad::

    ---
    title: Buoys
    ---
    [Home](//news.example.org/), [the chart](//charts.example.com/buoys?y=1), <img src="//news.example.org/assets/logo.png" alt="">

Reports::

    4:8 “//news.example.org/” leaves it open whether it is http or https
    4:42 “//charts.example.com/buoys?y=1” leaves it open whether it is http or https
    4:85 “//news.example.org/assets/logo.png” leaves it open whether it is http or https

Help::

    write `/`, the path alone

Fixed::

    ---
    title: Buoys
    ---
    [Home](/), [the chart](https://charts.example.com/buoys?y=1), <img src="/assets/logo.png" alt="">

Good::

    ---
    title: Buoys
    ---
    [Home](/), [the chart](https://charts.example.com//buoys), `//` is a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.edits import retargeted
from ..model.finding import Finding, Fix, NthLink
from . import page_rule

_HOST = re.compile(r"//[^/?#]*")


@page_rule("warning", default=False)
def check(document: Document) -> Iterator[Finding]:
    for index, link in enumerate(document.targets):
        target = link.target.strip()
        if link.kind not in ("site", "external") or not target.startswith("//") or target.startswith("///"):
            continue
        is_own = link.kind == "site"
        meant = _path(target) if is_own else f"https:{target}"
        at = NthLink(index)
        edits = retargeted(document.source, document.locate(at), meant)
        yield Finding(f"“{target}” leaves it open whether it is http or https", at,
                      f"write `{meant}`, the path alone" if is_own else f"write `{meant}`", subject=link.target, target=link.target,
                      fix=Fix(f"write {'the path alone' if is_own else 'https:'}", edits, safe=is_own) if edits else None)


def _path(target: str) -> str:
    path = _HOST.sub("", target, count=1)
    return path if path.startswith("/") else f"/{path}"
