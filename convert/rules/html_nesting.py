"""Elements are nested so deep that their tags were left out.

Nobody writes a hundred elements one within the other; a broken editor does, closing none of what it opens. Such a
page is read without most of its tags. Its text is all there.

Shown by::

    test_html_nesting
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.body import DEPTH_LIMIT
from ..model.document import Document
from ..model.finding import Finding
from ..model.source import Span
from . import page_rule


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    if document.markup is not None and document.is_flattened:
        start = document.body_start
        yield Finding(f"elements are nested more than {DEPTH_LIMIT} deep: most of their tags were left out",
                      Span(start, start), "close the elements that were left open")
