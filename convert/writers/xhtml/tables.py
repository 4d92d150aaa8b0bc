"""Tables: one caption, the columns, the head, the bodies, the foot, in this order (HTML Living Standard, 4.9), in cells that
do not lie upon each other (4.9.12 "Forming a table"). What stands in a table's way becomes a row of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from ...model.body import is_blank
from .models import CELLS, GROUPS
from .ways import GONE, shows_nothing

if TYPE_CHECKING:
    from .repairs import Record

_PARTS = GROUPS | {"tr"}
_WHOLE = "data-whole"                # marks a cell that is as wide as its table
_FOOT_CLASS = "table-foot"           # shown where a foot is, wherever its rows stand


def mend_table(table: etree._Element, record: Record) -> None:
    """Bring a table into order, in place; a table without a cell vanishes, its caption stays as a block."""
    before = record.repairs["tables"]
    for child in list(table):
        if child.tag in GROUPS:
            _mend_rows(child, record)
        elif child.tag == "tr":
            _mend_cells(child, record)
    _mend_parts(table, record)
    if table.find(".//td") is None and table.find(".//th") is None:
        for part in table.iter("caption", "colgroup", "col", *_PARTS):
            part.tag = "div" if part.tag == "caption" else GONE
        table.tag = "div" if len(table.attrib) else GONE
        record.repairs["tables"] += 1
        return
    _order(table, record)
    if record.repairs["tables"] != before or table.xpath("boolean(.//@rowspan | .//@colspan)"):
        grid = _Grid(record)
        for rows in _row_groups(table):
            grid.fit(rows)
        grid.widen(table)


def _row_of(text: str | None) -> etree._Element:
    """A row with one cell as wide as the table, around a text."""
    row = etree.Element("tr")
    etree.SubElement(row, "td", {_WHOLE: ""}).text = text
    return row


def _to_row(child: etree._Element, record: Record) -> None:
    """What is no part of a table becomes a row of it, if it shows anything."""
    record.repairs["tables"] += 1
    parent = child.getparent()
    if parent is not None and child.tag != "caption" and is_blank(child.tail) and shows_nothing(child):
        parent.remove(child)
        return
    row = _row_of(None)
    child.addprevious(row)
    row[0].append(child)


def _mend_parts(table: etree._Element, record: Record) -> None:
    """Text and what is no part of a table becomes rows."""
    _rows_for_text(table, record)
    for child in list(table):
        if child.tag == "col":
            group = child.getprevious()
            if group is None or group.get("data-made") is None:
                group = etree.Element("colgroup", {"data-made": ""})
                child.addprevious(group)
            group.append(child)
        elif child.tag not in _PARTS | {"caption", "colgroup"}:
            _to_row(child, record)
    for group in table.findall("colgroup"):
        group.attrib.pop("data-made", None)
        if len(group):
            group.attrib.pop("span", None)


def _mend_rows(group: etree._Element, record: Record) -> None:
    _rows_for_text(group, record)
    for child in list(group):
        if child.tag == "tr":
            _mend_cells(child, record)
        else:
            _to_row(child, record)


def _rows_for_text(parent: etree._Element, record: Record) -> None:
    """Text between the parts of a table, or of a group of rows, becomes rows."""
    for child in list(parent):
        if child.tag in _PARTS | {"caption", "colgroup", "col"} and not is_blank(child.tail):
            row = _row_of(child.tail)
            child.tail = None
            child.addnext(row)
            record.repairs["tables"] += 1
    if not is_blank(parent.text):
        row = _row_of(parent.text)
        parent.text = None
        parent.insert(0, row)
        record.repairs["tables"] += 1


def _mend_cells(row: etree._Element, record: Record) -> None:
    """A row holds cells alone: what stands between them is put into one."""
    if not is_blank(row.text):
        cell = etree.Element("td")
        cell.text, row.text = row.text, None
        row.insert(0, cell)
        record.repairs["tables"] += 1
    for child in list(row):
        if child.tag not in CELLS:
            cell = etree.Element("td")
            child.addprevious(cell)
            cell.append(child)
            record.repairs["tables"] += 1
        elif not is_blank(child.tail):
            cell = etree.Element("td")
            cell.text, child.tail = child.tail, None
            child.addnext(cell)
            record.repairs["tables"] += 1


def _order(table: etree._Element, record: Record) -> None:
    """One caption and no rows before it, columns before rows, one head, then bodies, one foot at the end."""
    wrong = _misplaced(table)
    for child, meant in wrong:
        record.repairs["tables"] += meant != "row"
        match meant:
            case "row":
                _to_row(child, record)
                child.tag = "div"
            case "columns":
                table.remove(child)
            case "first":
                table.insert(0, child)
            case _:
                child.tag = "tbody"
                if meant == "foot":
                    child.set("class", f"{child.get('class', '')} {_FOOT_CLASS}".strip())
    kinds = {child.tag for child in table}
    if "tbody" in kinds and "tr" in kinds:
        _into_bodies(table)


def _misplaced(table: etree._Element) -> list[tuple[etree._Element, str]]:
    """The parts that do not stand in their order, and what is to become of each."""
    wrong: list[tuple[etree._Element, str]] = []
    parts = list(table)
    rows_after = [False] * len(parts)
    for at in range(len(parts) - 2, -1, -1):
        rows_after[at] = rows_after[at + 1] or parts[at + 1].tag in _PARTS or parts[at + 1].tag == "caption"
    captions = rows = feet = 0
    for at, part in enumerate(parts):
        if part.tag == "caption":
            if captions or rows or part.find(".//table") is not None:
                wrong.append((part, "row"))
                rows += 1
            elif at:
                wrong.append((part, "first"))
            captions += 1
        elif part.tag == "colgroup":
            if rows:
                wrong.append((part, "columns"))
        else:
            if part.tag == "thead" and rows:
                wrong.append((part, "body"))
            elif part.tag == "tfoot" and (rows_after[at] or feet):
                wrong.append((part, "body" if feet else "foot"))
            feet += part.tag == "tfoot"
            rows += 1
    return wrong


def _into_bodies(table: etree._Element) -> None:
    """Rows beside bodies go into bodies of their own."""
    body: etree._Element | None = None
    for child in list(table):
        if child.tag != "tr":
            body = None
            continue
        if body is None:
            body = etree.Element("tbody")
            child.addprevious(body)
        body.append(child)


def _row_groups(table: etree._Element) -> list[list[etree._Element]]:
    """The rows of each group; those outside of groups are one."""
    groups = [list(child) for child in table if child.tag in GROUPS]
    if loose := [child for child in table if child.tag == "tr"]:
        groups.append(loose)
    return groups


class _Grid:
    """The columns of a table, as far as its cells need looking after."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.width = 1
        self.has_tall = False                   # a cell that reaches into the rows below
        self.budget = 100_000                   # of steps: past it, cells span nothing

    def fit(self, rows: list[etree._Element]) -> None:
        """Let no cell of a group reach out of its rows, or lie upon another one."""
        below: dict[int, int] = {}              # columns that cells of rows above fill, and for how many rows more
        for at, row in enumerate(rows):
            self.budget -= len(below)
            taken = below if self.budget > 0 else {}
            below = {place: count - 1 for place, count in taken.items() if count > 1}
            column = 0
            for cell in row:
                while column in taken:
                    column += 1
                width = self._fit(cell, "colspan", next((more for more in range(1, int(cell.get("colspan") or 1))
                                                         if column + more in taken), 1000) if taken else 1000)
                height = self._fit(cell, "rowspan", len(rows) - at)
                if height > 1:
                    self.has_tall = True
                    self.budget -= width
                    below.update(dict.fromkeys(range(column, column + width), height - 1))
                column += width
            self.width = max(self.width, column)

    def _fit(self, cell: etree._Element, name: str, most: int) -> int:
        """How many rows or columns a cell spans, once it spans no more than it may."""
        written = cell.get(name)
        if written is None:
            return 1
        number = int(written) or most           # 0: all that are left (4.9.11)
        fitting = min(number, most) if self.budget > 0 else 1
        if fitting < number:
            self.record.repairs["tables"] += 1
            if fitting > 1:
                cell.set(name, str(fitting))
            else:
                del cell.attrib[name]
        return fitting

    def widen(self, table: etree._Element) -> None:
        """Let what was in the way be as wide as the table."""
        for cell in table.iter("td"):
            if cell.attrib.pop(_WHOLE, None) is not None and self.width > 1 and not self.has_tall:
                cell.set("colspan", str(self.width))


def heads_of(table: etree._Element) -> frozenset[str]:
    """The ids of a table's header cells."""
    return frozenset(str(cell.get("id")) for cell in table.iter("th") if cell.get("id"))
