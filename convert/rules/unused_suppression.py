"""A comment ignores a rule that finds nothing there, or one that there is not.

It was needed once, perhaps; now it would hide the next fault at that place without a word.

Shown by::

    test_unused_suppression
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model.document import Document
from ..model.finding import Finding
from . import page_rule


@page_rule("info")
def check(document: Document) -> Iterable[Finding]:
    """Nothing: what is unused is known when all rules have run; the engine says it."""
    return ()
