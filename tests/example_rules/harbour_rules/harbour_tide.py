"""The tide of a post is higher than the quay.

It fails on tides that are no numbers, as rules will.

Bad::

    ---
    title: Storm
    tide: 7
    ---
    The cellars are full.

Reports::

    3:7 the quay is 5 metres high, the tide 7

Good::

    ---
    title: Fog
    tide: 3
    ---
    Thick.
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.model.document import Document
from convert.model.finding import Finding, Value
from convert.rules import page_rule


@page_rule("info")
def check(document: Document) -> Iterator[Finding]:
    tide = int(document.front_matter.values.get("tide", 0))
    if tide > 5:
        yield Finding(f"the quay is 5 metres high, the tide {tide}", Value(("tide",)), subject=str(tide))
