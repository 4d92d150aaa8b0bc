"""Tables as GFM pipes (GFM 4.10), for those that one header row and one-line cells can hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ...model.body import BLOCKS, is_blank
from . import escapes
from .inlines import content

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .grammar import Sheet

_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
_PARTS = frozenset({"thead", "tbody", "tfoot"})
_RULES = {"": "---", "left": ":--", "right": "--:", "center": ":-:"}


def pipe_table(table: _Element, sheet: Sheet) -> str | None:
    """The table as pipes; None when pipes cannot say all that it says."""
    rows = _rows(table)
    if not _has_pipe_shape(rows):
        return None
    aligns = [_alignment(column) for column in zip(*rows, strict=True)]
    return pipes([[escapes.cell(content(cell, sheet), sheet) for cell in row] for row in rows], aligns)


def pipes(rows: list[list[str]], aligns: list[str]) -> str:
    """Rows of cells as lines of a table, the first its header; `aligns` are "left", "right", "center" or ""."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join(_RULES[align] for align in aligns) + " |")
    return "\n".join(lines)


def rows_as_text(table: _Element, sheet: Sheet, blocks: Callable[[_Element, Sheet], list[str]]) -> Iterator[str]:
    """What a table says where neither pipes nor HTML may say it: a paragraph a row, cells apart by a bar."""
    for part in table:
        if part.tag in _PARTS:
            yield from rows_as_text(part, sheet, blocks)
        elif part.tag == "tr":
            yield " \\| ".join(" ".join(filter(None, " ".join(blocks(cell, sheet)).split("\n"))) for cell in part)
        else:
            yield "\n\n".join(blocks(part, sheet))


def _rows(table: _Element) -> list[_Element]:
    """The rows of a table; none when anything else stands among them."""
    holders = [table, *(part for part in table if part.tag in _PARTS)]
    texts = [text for holder in holders for text in (holder.text, *(child.tail for child in holder))]
    held = [row for part in table for row in (part if part.tag in _PARTS else [part])]
    return held if all(map(is_blank, texts)) and all(row.tag == "tr" for row in held) else []


def _has_pipe_shape(rows: list[_Element]) -> bool:
    """One header row of `th`, the same number of cells below, no cell that spans, no block in a cell."""
    if not rows or not len(rows[0]) or any(cell.tag != "th" for cell in rows[0]):
        return False
    if any(len(row) != len(rows[0]) or not is_blank(row.text) for row in rows):
        return False
    if any(cell.tag not in ("td", "th") or cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1"
           or not is_blank(cell.tail) for row in rows for cell in row):
        return False
    if any(cell.tag == "th" for row in rows[1:] for cell in row):
        return False
    return not any(child.tag in BLOCKS for row in rows for cell in row for child in cell.iterdescendants())


def _alignment(cells: tuple[_Element, ...]) -> str:
    found = {match[1] if (match := _ALIGN.search(cell.get("style") or "")) else "" for cell in cells}
    return found.pop() if len(found) == 1 else ""
