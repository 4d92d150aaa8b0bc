"""A key stands twice in the front matter.

Of two equal keys Jekyll takes the last without a word, Hugo stops the build, and other tools take the first.

Bad::

    ---
    title: The eel ladder
    date: 2022-02-15 09:00:00 +0800
    tags: weir
    title: The eel ladder opens
    ---
    <p>Eels go up.</p>

Reports::

    5:1 “title” stands here a second time, first on line 2: only the last one counts

Help::

    keep one of the two

Fixed::

    ---
    date: 2022-02-15 09:00:00 +0800
    tags: weir
    title: The eel ladder opens
    ---
    <p>Eels go up.</p>

Good::

    ---
    title: The eel ladder opens
    date: 2022-02-15 09:00:00 +0800
    tags: [weir, eels]
    ---
    <p>Eels go up.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, Related
from ..model.source import Span
from . import page_rule


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    for span in document.front_matter.duplicates:
        key = document.source.slice(span)
        name = key.strip("\"'")
        first = _first(document, span, key)
        where = f", first on line {document.source.position(first.start)[0]}" if first else ""
        yield Finding(f"“{name}” stands here a second time{where}: only the last one counts", span,
                      help="keep one of the two", subject=key, related=(Related("it stands here first", first),) if first else (),
                      fix=_fix(document, first) if first else None)


def _first(document: Document, span: Span, key: str) -> Span | None:
    """Where a key of a block mapping stood first; None where that is not plain to see."""
    text, head = document.source.text, document.front_matter
    start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    indent = text[start:span.start]
    if indent.strip():
        return None
    first = re.compile(rf"^{re.escape(indent + key)}[ \t]*:", re.M).search(text, head.inner.start, span.start)
    return Span(first.start() + len(indent), first.start() + len(indent + key)) if first else None


def _fix(document: Document, first: Span) -> Fix:
    """The entry that does not count goes: its line, and what is indented below it or belongs to its list."""
    text = document.source.text
    start = text.rfind("\n", 0, first.start) + 1
    indent = re.escape(text[start:first.start])
    entry = re.compile(rf".*\r?\n(?:{indent}(?:[ \t]+\S.*|-(?:[ \t].*)?)\r?\n|[ \t]*\r?\n(?={indent}(?:[ \t]|-[ \t])))*").match(text, start)
    return Fix("keep the last one, which counts", (Edit(Span(start, entry.end() if entry else start), ""),))
