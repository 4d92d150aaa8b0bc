"""A picture, a film or a frame is loaded by ``http:``, though the site itself is ``https:``.

Browsers load pictures by https instead, or not at all, and block all the rest: readers see a gap, and the author, who has it in the
cache, sees nothing amiss. On a site whose own address is ``http:`` nothing is said.

Bad::

    ---
    title: The chart
    ---
    <p><img src="http://img.example.com/chart.png" alt="Prices"></p>

    ![More](http://img.example.com/more.png)

Reports::

    4:14 “http://img.example.com/chart.png” is loaded by http: on an https site browsers may not show it
    6:9 “http://img.example.com/more.png” is loaded by http: on an https site browsers may not show it

Help::

    write `https://img.example.com/chart.png`, if it can be had there

Fixed::

    ---
    title: The chart
    ---
    <p><img src="https://img.example.com/chart.png" alt="Prices"></p>

    ![More](https://img.example.com/more.png)

Good::

    ---
    title: The chart
    ---
    <p><img src="https://img.example.com/chart.png" alt="Prices"> <a href="http://example.com/">a link</a></p>
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.document import Document
from ..model.edits import retargeted
from ..model.finding import Finding, Fix, NthLink
from . import page_rule

_HTTP = "http://"


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    if not document.context.site.startswith("https:"):
        return
    for index, link in enumerate(document.targets):
        if link.kind not in ("external", "site") or link.is_navigation or link.attribute == "cite":
            continue
        target = link.target.strip()
        if target[:len(_HTTP)].lower() == _HTTP:
            at, meant = NthLink(index), f"https://{target[len(_HTTP):]}"
            edits = retargeted(document.source, document.locate(at), meant)
            yield Finding(f"“{target}” is loaded by http: on an https site browsers may not show it", at,
                          f"write `{meant}`, if it can be had there", subject=link.target, target=link.target,
                          fix=Fix("load it by https", edits) if edits else None)
