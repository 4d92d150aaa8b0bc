"""Tables: columns side by side where the page has room for them, else a row as lines of `heading: cell`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ...model.body import BLOCKS, runs, whole_number
from .breaking import Broken, cells
from .inlines import BREAK, clean, content, phrasing
from .page import Page, filled

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARTS = frozenset({"thead", "tbody", "tfoot"})
_GAP = "  "
_WIDEST_PADDED = 60        # cells: where lines have no end, one long text does not make all rows of its table as long
_NARROW, _AMPLE = 8, 20    # cells: a column is not made narrower for others, nor kept wider for a long word
_MOST_COLUMNS = 100        # a page has no room for as many: what spans more, or farther, spans these
Run: TypeAlias = "tuple[str, list[_Element]]"


class Cell(NamedTuple):
    """The lines of a cell, not yet wrapped, and the columns `start` to `end` (not included) that it takes."""

    lines: list[str]
    start: int
    end: int
    align: str


class Row(NamedTuple):
    """The cells of a row, from left to right; a row of the head says what its columns hold."""

    cells: list[Cell]
    is_head: bool


class Table(NamedTuple):
    """Rows, and how many columns they have."""

    rows: list[Row]
    columns: int


def blocks_in(table: _Element) -> Iterator[Run | _Element]:
    """The content of a table that is not laid out as one: its cells, and what is none, in order."""
    for row, _ in _rows(table):
        if not isinstance(row, tuple) and row.tag == "tr":
            yield from runs(row)
        else:
            yield row


def is_layout(table: _Element) -> bool:
    """A table that only places things: one column, no headings."""
    return all(isinstance(row, tuple) or row.tag != "tr" or (len(row) <= 1 and row.find("th") is None)
               for row, _ in _rows(table))


def table_of(page: Page, element: _Element, lay_out: Callable[[Page, _Element], None]) -> Table:
    """The rows of a table with the texts of their cells; what stands above them, such as a caption, goes on the page."""
    rows: list[Row] = []
    taken: dict[int, int] = {}          # column → the row at which a cell from above ends
    for index, (row, in_head) in enumerate(_rows(element)):
        if isinstance(row, tuple) or row.tag != "tr":
            lines = _lines(page, row, lay_out)
            if rows:
                rows.append(Row([Cell(lines, 0, _MOST_COLUMNS, "")], is_head=False))
            else:
                page.put([part for line in lines for part in page.filled(line)])
            continue
        made, column = list[Cell](), 0
        for child in runs(row):
            while taken and taken.get(column, 0) > index:
                column += 1
            start, width, height, align = column, 1, 1, ""
            if not isinstance(child, tuple) and child.keys():
                width, height = min(_span(child, "colspan"), _MOST_COLUMNS), _span(child, "rowspan")
                align = _align(child.get("style"))
            column += width
            if height > 1:
                taken.update(dict.fromkeys(range(start, min(column, _MOST_COLUMNS)), index + height))
            made.append(Cell(_lines(page, child, lay_out), start, column, align))
        only_headings = len(row) > 0 and all(child.tag == "th" for child in row)
        rows.append(Row(made, in_head or (only_headings and (not rows or rows[-1].is_head))))
    starts = sorted({cell.start for row in rows for cell in row.cells})
    if all(cell.end <= len(starts) for row in rows for cell in row.cells):
        return Table(rows, len(starts))
    return Table([Row([cell._replace(start=bisect_left(starts, cell.start), end=bisect_left(starts, cell.end))
                       for cell in row.cells], row.is_head) for row in rows], len(starts))


def _rows(table: _Element) -> Iterator[tuple[Run | _Element, bool]]:
    """Rows, and what stands between them; whether each is in the head."""
    stack = [(runs(table), False)]
    while stack:
        content, in_head = stack[-1]
        child = next(content, None)
        if child is None:
            stack.pop()
        elif not isinstance(child, tuple) and child.tag in _PARTS:
            stack.append((runs(child), child.tag == "thead"))
        else:
            yield child, in_head


def _span(cell: _Element, name: str) -> int:
    return max(whole_number(cell.get(name), 1), 1)


def _align(style: str | None) -> str:
    _, found, value = (style or "").partition("text-align:")
    return value.split(";")[0].strip() if found else ""


def _lines(page: Page, cell: Run | _Element, lay_out: Callable[[Page, _Element], None]) -> list[str]:
    if isinstance(cell, tuple):
        text = phrasing(page, *cell)
    elif not len(cell):
        text = cell.text or ""
    elif not any(child.tag in BLOCKS for child in cell):
        text = content(page, cell)
    else:
        inner = Page(page.profile._replace(width=None), page.restore, page.notes, is_cell=True)
        lay_out(inner, cell)
        return [line for line in inner.lines if line]
    return page.set(clean(text)).split(BREAK)


# How tables are written

def write(page: Page, table: Table) -> None:
    """A table as the page's profile has it."""
    if not page.profile.marked:
        page.put(["\t".join(" ".join(cell.lines).replace("\t", " ") for cell in row.cells) for row in table.rows])
    elif (room := page.room) is None:
        page.put(_padded(table))
    else:
        page.put(_columns(table, room) or _records(table, room))


def _padded(table: Table) -> list[str]:
    """A row a line, whatever its length."""
    texts = [[" ".join(cell.lines) for cell in row.cells] for row in table.rows]
    widths = [0] * max(map(len, texts), default=0)
    for row in texts:
        for column, text in enumerate(row[:-1]):
            widths[column] = max(widths[column], min(cells(text), _WIDEST_PADDED))
    lines = (_GAP.join(text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=False)).rstrip(" ")
             for row in texts)
    return [line for line in lines if line]


def _columns(table: Table, room: int) -> list[str]:
    """Columns side by side, cells wrapped; empty when there is not enough room for that."""
    if not (widths := _widths(table, room)):
        return []
    lefts = [0, *accumulate(width + len(_GAP) for width in widths)]
    blocks = [_row(row, lefts) for row in table.rows]
    apart = any(len(block) > 1 for row, block in zip(table.rows, blocks, strict=True) if not row.is_head)
    made: list[str] = []
    for index, (row, block) in enumerate(zip(table.rows, blocks, strict=True)):
        if index and table.rows[index - 1].is_head and not row.is_head:
            made.append(_GAP.join("-" * width for width in widths))
        elif index and apart and not row.is_head:
            made.append("")
        made += block
    return made


def _row(row: Row, lefts: list[int]) -> list[str]:
    """The lines of a row. A cell begins in the last line of the cell before it, so that all lines, one after the other,
    say the row in its order, whether cells are wrapped or not.
    """
    made, used = [""], 0
    for cell in row.cells:
        left, width = lefts[cell.start], lefts[cell.end] - lefts[cell.start] - len(_GAP)
        lines = cell.lines if _natural(cell) <= width else [part for line in cell.lines for part in filled(line, width)]
        for number, text in enumerate(lines):
            if number:
                made.append("")
                used = 0
            if text:
                taken = cells(text)
                free = width - taken
                start = left + (free if cell.align == "right" else free // 2 if cell.align == "center" else 0)
                made[-1] += " " * (start - used) + text
                used = start + taken
    return made


def _natural(cell: Cell) -> int:
    """What a cell takes when nothing is wrapped."""
    lines = cell.lines
    return cells(lines[0]) if len(lines) == 1 else max(map(cells, lines), default=0)


def _widths(table: Table, room: int) -> list[int]:
    """The cells of each column: what it needs, or its share of the room; none when a share would be too small to read."""
    if not table.columns or table.columns * (1 + len(_GAP)) - len(_GAP) > room:
        return []
    room -= len(_GAP) * (table.columns - 1)
    wanted = _needs(table, _natural)
    if sum(wanted) <= room:
        return wanted
    least = _needs(table, _least)
    if sum(least) > room:
        return []
    level = bisect_left(range(room + 1), room + 1, key=lambda level: sum(_levelled(wanted, least, level))) - 1
    made = _levelled(wanted, least, level)
    for column in range(table.columns):
        if made[column] < wanted[column] and sum(made) < room:
            made[column] += 1
    return made


def _needs(table: Table, measure: Callable[[Cell], int]) -> list[int]:
    """The cells that each column needs; of what spans some, the last makes room for what the others have not."""
    widths = [1] * table.columns
    spans = list[Cell]()
    for row in table.rows:
        for cell in row.cells:
            if cell.end - cell.start > 1:
                spans.append(cell)
            elif (need := measure(cell)) > widths[cell.start]:
                widths[cell.start] = need
    for cell in sorted(spans, key=lambda cell: cell.end - cell.start):
        between = len(_GAP) * (cell.end - cell.start - 1)
        widths[cell.end - 1] += max(0, measure(cell) - between - sum(widths[cell.start:cell.end]))
    return widths


def _least(cell: Cell) -> int:
    if (needs := _natural(cell)) <= _NARROW:
        return needs
    return max(_NARROW, min(_AMPLE, max(Broken(line).longest_word() for line in cell.lines)))


def _levelled(wanted: list[int], least: list[int], level: int) -> list[int]:
    return [min(most, max(few, level)) for most, few in zip(wanted, least, strict=True)]


def _records(table: Table, room: int) -> list[str]:
    """The headings in a line, then each row as lines of `heading: cell`; a heading longer than a line is not repeated."""
    labels = [""] * table.columns
    made: list[str] = []
    for row in table.rows:
        if row.is_head:
            lines = filled(" | ".join(" ".join(cell.lines) for cell in row.cells), room)
            for cell in row.cells:
                label = " ".join(cell.lines)
                labels[cell.start] = f"{label}: " if label and cells(label) < room else ""
            made += [*lines, "-" * max(map(cells, lines))]
            continue
        if made:
            made.append("")
        for cell in row.cells:
            if any(cell.lines):
                first, *others = filled(labels[cell.start] + BREAK.join(cell.lines), room - len(_GAP))
                made += [first, *(f"{_GAP}{other}" if other else "" for other in others)]
    return made
