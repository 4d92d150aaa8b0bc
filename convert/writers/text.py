"""The text writer: what a reader sees, without marks; nothing is wrapped, nothing is left out."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ..model.body import BLOCKS, is_blank, runs, squeezed, whole_number
from ..model.cells import cells
from ..model.document import Rendering
from .losses import losses_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from ..model.document import Document

_NEXT_LINE = re.compile(r"\n(?=[^\n])")
_RULE = "─" * 20
_CELL_GAP = "  "
_WIDEST_PADDED = 60        # cells: one long text does not make all rows of its table as long
_PARTS = frozenset({"thead", "tbody", "tfoot"})


def write(document: Document, *, front_matter: bool = True) -> Rendering:
    """The visible text; with `front_matter`, headed by title, date and source as far as the post says them."""
    body = plain_text(document)
    head = _title_block(document) if front_matter else ""
    text = f"{head}\n\n{body}" if head and body else head or body
    return Rendering(f"{text}\n" if text else "", losses_of(document, "text"))


def plain_text(document: Document) -> str:
    """The text of a document's body, blocks apart by a blank line."""
    return document.restore(_joined(document.body))


def _title_block(document: Document) -> str:
    meta = document.meta
    lines = [meta.title or ""]
    said = [str(meta.published).replace("T", " ") if meta.published else "", *(author.name for author in meta.authors)]
    lines.append(" · ".join(filter(None, said)))
    return "\n".join(filter(None, lines))


def _joined(container: _Element, gap: str = "\n\n") -> str:
    return gap.join(_blocks(container))


def _blocks(container: _Element) -> list[str]:
    made = []
    for child in runs(container):
        if isinstance(child, tuple):
            block = _lines(_phrasing(child[0], child[1]))
        else:
            block = _HANDLERS.get(str(child.tag), _flow)(child)
        if block:
            made.append(block)
    return made


def _lines(text: str) -> str:
    """A run of text: blanks squeezed, the breaks that the author made kept."""
    return "\n".join(squeezed(line).strip(" ") for line in text.split("\v")).strip("\n")


def _phrasing(lead: str, inlines: list[_Element]) -> str:
    return lead + "".join(_inline(element) + (element.tail or "") for element in inlines)


def _inside(element: _Element) -> str:
    return _phrasing(element.text or "", list(element))


def _inline(element: _Element) -> str:
    match element.tag:
        case "br":
            return "\v"                         # no body holds one: a line end that squeezing leaves alone
        case "img":
            return element.get("alt") or ""
        case "input":
            return "[x] " if element.get("checked") is not None else "[ ] "
        case "rt" if (parent := element.getparent()) is not None and parent.find("rp") is None:
            inner = _inside(element)
            return f"({inner})" if inner.strip() else ""
        case tag if tag in BLOCKS:
            return f" {_inside(element)} "
    return _inside(element)


def _flow(element: _Element) -> str:
    return _joined(element)


def _quote(element: _Element) -> str:
    inner = _joined(element)
    return "    " + _NEXT_LINE.sub("\n    ", inner) if inner else ""


def _list(element: _Element) -> str:
    ordered = element.tag == "ol"
    number = whole_number(element.get("start"), 1)
    items = [] if is_blank(element.text) else [squeezed(element.text or "").strip()]
    loose = any(grandchild.tag == "p" for child in element for grandchild in child)
    for child in element:
        marker = f"{number}. " if ordered else "• "
        inner = _held(child, "\n\n" if loose else "\n")
        items.append(marker + _NEXT_LINE.sub("\n" + " " * len(marker), inner))
        if not is_blank(child.tail):
            items.append(squeezed(child.tail or "").strip())
        number += 1
    return ("\n\n" if loose else "\n").join(items)


def _definitions(element: _Element) -> str:
    lines = []
    for child in element:
        if child.tag == "dd":
            lines.append("    " + _NEXT_LINE.sub("\n    ", _held(child, "\n")))
        else:
            lines.append(_held(child, "\n"))
        if not is_blank(child.tail):
            lines.append(squeezed(child.tail or "").strip())
    lead = squeezed(element.text or "").strip()
    return "\n".join(filter(None, [lead, *lines]))


def _code(element: _Element) -> str:
    text = "".join(_preformatted(element)).removeprefix("\n").rstrip("\n")
    return "    " + _NEXT_LINE.sub("\n    ", text) if text.strip() else ""


def _preformatted(element: _Element) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        pieces += ["\n"] if child.tag == "br" else [child.get("alt") or ""] if child.tag == "img" else _preformatted(child)
        pieces.append(child.tail or "")
    return pieces


def _held(element: _Element, gap: str) -> str:
    """What an element holds, whether it is a block or not."""
    return _joined(element, gap) if element.tag in BLOCKS else _lines(_inline(element))


def _table(element: _Element) -> str:
    """Rows as lines, columns side by side; a cell of several lines, or one that spans, is joined into one line."""
    rows = list(_rows(element))
    widths: Counter[int] = Counter()
    for row in rows:
        for column, text in enumerate(row[:-1]):
            widths[column] = max(widths[column], min(cells(text), _WIDEST_PADDED))
    lines = [_CELL_GAP.join(_padded(text, widths[column]) for column, text in enumerate(row)).rstrip() for row in rows]
    return "\n".join(filter(None, lines))


def _rows(element: _Element) -> Iterator[list[str]]:
    """The rows of a table, or of a part of one, as texts of cells; what is no row there is a row of one cell."""
    for child in runs(element):
        if isinstance(child, tuple):
            yield [_one_line(_lines(_phrasing(*child)))]
        elif child.tag in _PARTS:
            yield from _rows(child)
        elif child.tag == "tr":
            yield [_one_line(_lines(_phrasing(*cell)) if isinstance(cell, tuple) else _held(cell, " "))
                   for cell in runs(child)]
        else:
            yield [_one_line(_held(child, " "))]


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - cells(text))


def _rule(element: _Element) -> str:
    return _RULE


_HANDLERS: dict[str, Callable[[_Element], str]] = {
    "blockquote": _quote, "ul": _list, "ol": _list, "dl": _definitions, "pre": _code, "table": _table, "hr": _rule,
}
