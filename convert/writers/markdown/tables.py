"""Tables as GFM pipes (GFM 4.10), for those that one header row and one-line cells can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.body import BLOCKS, has_blocks, is_blank, runs, whole_number
from . import escapes
from .emphasis import BREAK
from .inlines import content, phrasing

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .grammar import Sheet

_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
_PARTS = frozenset({"thead", "tbody", "tfoot"})
_WIDEST = 100              # columns or rows that a cell may reach over where empty cells stand for them
_RULES = {"": "---", "left": ":--", "right": "--:", "center": ":-:"}


def pipe_table(table: _Element, sheet: Sheet) -> str | None:
    """The table as pipes; None when pipes cannot say all that it says."""
    rows = _rows(table)
    has_header = bool(rows) and all(cell.tag == "th" for cell in rows[0])
    if not _has_pipe_shape(rows, has_header=has_header):
        return None
    if sheet.grammar.is_kramdown and has_header and len(rows) == 1:      # which it reads as no header
        return None
    aligns = [_alignment(column) for column in zip(*rows, strict=True)]
    if not has_header and (not sheet.grammar.is_kramdown or any(aligns)):
        return None
    return pipes([[escapes.cell(content(cell, sheet), sheet) for cell in row] for row in rows], aligns if has_header else None)


def pipes(rows: list[list[str]], aligns: list[str] | None) -> str:
    """Rows of cells as lines of a table, the first its header; `aligns` are "left", "right", "center" or "", and None
    for a table without a header, which kramdown has.
    """
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    if aligns is not None:
        lines.insert(1, "| " + " | ".join(_RULES[align] for align in aligns) + " |")
    return "\n".join(lines)


def padded_table(table: _Element, sheet: Sheet) -> str:
    """The texts of any table as pipes, where HTML may not say more: a header without text above a table that has none,
    cells without text where others span, blocks on one line.
    """
    rows: list[list[str]] = []
    around: list[str] = []
    taken: dict[tuple[int, int], str] = {}
    has_header = False
    for element in table.iter():
        if element.tag == "tr" and _table_of(element) is table:
            has_header = has_header or (not rows and all(cell.tag == "th" for cell in element))
            rows.append(_padded_row(element, len(rows), taken, sheet))
        elif element.tag == "caption" and element.getparent() is table:
            around.append(escapes.finish(content(element, sheet), sheet))
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    if not has_header:
        rows.insert(0, [""] * width)
    return "\n\n".join([*around, pipes(rows, [""] * width)]) if width else "\n\n".join(around)


def rows_as_text(table: _Element, sheet: Sheet) -> str:
    """The texts of a table where there are neither pipes nor HTML: a paragraph a row, a line a cell."""
    paragraphs = []
    for element in table.iter("caption", "tr"):
        if element.tag == "caption":
            paragraphs.append(escapes.finish(content(element, sheet), sheet))
        elif _table_of(element) is table:
            lines = [line for cell in element if (line := content(cell, sheet)).strip()]
            paragraphs.append(escapes.finish(BREAK.join(lines), sheet))
    return "\n\n".join(filter(None, paragraphs))


def _padded_row(row: _Element, number: int, taken: dict[tuple[int, int], str], sheet: Sheet) -> list[str]:
    """The cells of a row; `taken` are the places that cells above reach down to."""
    cells: list[str] = []
    for cell in row:
        while (number, len(cells)) in taken:
            cells.append("")
        at = len(cells)
        across, down = (min(max(whole_number(cell.get(name), 1), 1), _WIDEST) for name in ("colspan", "rowspan"))
        taken.update({(number + below, at + beside): "" for below in range(1, down) for beside in range(across)})
        said = escapes.cell(content(cell, sheet), sheet) if not has_blocks(cell) else _on_one_line(cell, sheet)
        cells += [said, *[""] * (across - 1)]
    return cells


def _on_one_line(cell: _Element, sheet: Sheet) -> str:
    texts = [escapes.cell(phrasing(child[0], child[1], sheet) if isinstance(child, tuple) else content(child, sheet), sheet)
             for child in runs(cell)]
    return " ".join(filter(None, texts))


def _table_of(row: _Element) -> _Element | None:
    return next(row.iterancestors("table"), None)


def _rows(table: _Element) -> list[_Element]:
    """The rows of a table; none when anything else stands among them."""
    holders = [table, *(part for part in table if part.tag in _PARTS)]
    texts = [text for holder in holders for text in (holder.text, *(child.tail for child in holder))]
    held = [row for part in table for row in (part if part.tag in _PARTS else [part])]
    return held if all(map(is_blank, texts)) and all(row.tag == "tr" for row in held) else []


def _has_pipe_shape(rows: list[_Element], *, has_header: bool) -> bool:
    """A header row of `th` perhaps, the same number of cells below, no cell that spans, no block in a cell."""
    if not rows or not len(rows[0]):
        return False
    if any(len(row) != len(rows[0]) or not is_blank(row.text) for row in rows):
        return False
    if any(cell.tag not in ("td", "th") or cell.get("colspan", "1") != "1" or cell.get("rowspan", "1") != "1"
           or not is_blank(cell.tail) for row in rows for cell in row):
        return False
    if any(cell.tag == "th" for row in rows[has_header:] for cell in row):
        return False
    return not any(child.tag in BLOCKS for row in rows for cell in row for child in cell.iterdescendants())


def _alignment(cells: tuple[_Element, ...]) -> str:
    found = {match[1] if (match := _ALIGN.search(cell.get("style") or "")) else "" for cell in cells}
    return found.pop() if len(found) == 1 else ""
