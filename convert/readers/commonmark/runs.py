"""The inline content of a Markdown text, block by block, as the parser's events tell it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import Any, NamedTuple

import pyromark

_INLINE_TAGS = {"Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript"}
_LINK_TAGS = {"Link", "Image"}
_ATOMS = {"Code", "InlineHtml", "FootnoteReference", "InlineMath", "DisplayMath"}


class Kind(IntEnum):
    """What an item of inline content is."""

    TEXT = 0
    BREAK = 1
    MARK = 2             # where emphasis begins
    MARK_END = 3
    HTML = 4
    ATOM = 5             # code, or a reference to a footnote
    LINK = 6             # where a link or an image begins
    LINK_END = 7


class Item(NamedTuple):
    """A piece of inline content, its place in bytes, and its text as it is meant."""

    kind: Kind
    start: int
    end: int
    text: str = ""


class Run(NamedTuple):
    """The inline content of one block and where it ends; `limit` is where a table's cell ends, or the text."""

    items: list[Item]
    end: int
    limit: int
    is_cell: bool


def runs(data: bytes, options: pyromark.Options) -> Iterator[Run]:
    """The inline content of every block that has some, code blocks and HTML blocks left out."""
    items: list[Item] = []
    limit, is_cell, skipped = len(data), False, False
    event: Any
    for event, where in pyromark.events_with_range(data.decode(), options=options):
        start, end = where["start"], where["end"]
        name, value = next(iter(event.items())) if isinstance(event, dict) else (event, "")
        if name == "Text":
            if not skipped:
                items.append(Item(Kind.TEXT, start, end, value))
        elif name in _ATOMS:
            items.append(Item(Kind.HTML if name == "InlineHtml" else Kind.ATOM, start, end, value))
        elif name in {"SoftBreak", "HardBreak"}:
            items.append(Item(Kind.BREAK, start, end))
        elif name in {"Start", "End"}:
            tag = value if isinstance(value, str) else next(iter(value))
            if tag in _INLINE_TAGS:
                items.append(Item(Kind.MARK if name == "Start" else Kind.MARK_END, start, end))
            elif tag in _LINK_TAGS:
                items.append(Item(Kind.LINK if name == "Start" else Kind.LINK_END, start, end))
            else:
                if items:
                    yield Run(items, _end(items), limit, is_cell)
                    items = []
                is_cell = tag == "TableCell" and name == "Start"
                limit = end if is_cell else len(data)
                skipped = tag in {"CodeBlock", "HtmlBlock", "MetadataBlock"} and name == "Start"


def _end(items: list[Item]) -> int:
    """Where the last of some items ends, of which some hold others."""
    return max(item.end for item in items)
