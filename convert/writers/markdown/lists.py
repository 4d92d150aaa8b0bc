"""Lists as Markdown: bullets, numbers, tasks (GFM 5.3), and terms with their definitions (kramdown, Goldmark)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ...model.body import BLOCKS, is_blank, text_of, whole_number
from . import escapes
from .inlines import content, phrasing

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .grammar import Sheet

_NEXT_LINE = re.compile(r"\n(?=[^\n])")
_LAST_NUMBER = 999_999_999
# A block that may follow a paragraph without a blank line between them, and one that a paragraph may follow so.
_INTERRUPTS = re.compile(r"[-*] |1[.)] |> |#{1,6} |```|<(?:table|figure|dl|details|pre)\b")
_IS_HTML = re.compile(r"<(?:table|dl|figure|details|div|pre|section|aside|header|footer|nav|address|del|ins)\b")
_ENDS_ITSELF = re.compile(r"#{1,6}(?: [^\n]*)?\Z|\*\*\*\Z|(`{3,}|~{3,})[^\n]*\n(?:.*\n)*\1\Z")


def items(element: _Element, sheet: Sheet, *, other_marker: bool = False) -> str:
    """A list; right behind a list of its kind, another marker keeps them apart (CommonMark 5.3)."""
    bullet, delimiter = ("*", ")") if other_marker else ("-", ".")
    ordered = element.tag == "ol"
    number = _number(element.get("start"), 1)
    tight = not any(grandchild.tag == "p" for child in element for grandchild in child)
    made = []
    for child in element:
        number = _number(child.get("value"), number)
        marker = f"{number}{delimiter}" if ordered else bullet
        made.append(_item(child, marker, sheet, tight=tight))
        number = min(number + 1, _LAST_NUMBER)
    if not is_blank(element.text):
        made.insert(0, _indented(bullet, escapes.finish(sheet.text(element.text or ""), sheet)))
    return ("\n" if tight else "\n\n").join(made)


def _number(written: str | None, default: int) -> int:
    """The number of an item, as far as Markdown can say it: nothing below zero, nine digits at most (5.2)."""
    number = whole_number(written, default)
    return number if number >= 0 else default


def _item(element: _Element, marker: str, sheet: Sheet, *, tight: bool) -> str:
    from .blocks import blocks
    if element.tag in ("ul", "ol"):               # a list that hangs in a list without an item of its own
        inner = [items(element, sheet)]
    else:
        inner = blocks(element, sheet) if element.tag in BLOCKS else [escapes.finish(phrasing("", [element], sheet), sheet)]
    text = _joined(inner, tight=tight)
    if not is_blank(element.tail):
        text += "\n\n" + escapes.finish(sheet.text(element.tail or ""), sheet)
    return _indented(marker, _checkbox(element, sheet) + text)


def _joined(blocks: list[str], *, tight: bool) -> str:
    """The blocks of an item; in a tight list a blank line stands only where two blocks would be one without it."""
    text = blocks[0] if blocks else ""
    for before, block in pairwise(blocks):
        apart = not tight or _IS_HTML.match(before) or not (_INTERRUPTS.match(block) or _ENDS_ITSELF.match(before))
        text += ("\n\n" if apart else "\n") + block
    return text


def _indented(marker: str, text: str) -> str:
    if marker == "*" and text.startswith("***"):          # with its marker, a break of its own
        text = "---" + text[3:]
    return f"{marker} " + _NEXT_LINE.sub("\n" + " " * (len(marker) + 1), text) if text else marker


def _checkbox(item: _Element, sheet: Sheet) -> str:
    """The box of a task (GFM 5.3), as `[x] `; empty for other items."""
    first = item[0] if len(item) and is_blank(item.text) else None
    if first is not None and first.tag == "p" and len(first) and is_blank(first.text):
        first = first[0]
    if first is None or first.tag != "input" or first.get("type") != "checkbox":
        return ""
    checked = first.get("checked") is not None
    if sheet.grammar.tasks or not sheet.raw_html:
        return "[x] " if checked else "[ ] "
    return f'<input type="checkbox" disabled{" checked" if checked else ""}> '


def definitions(element: _Element, sheet: Sheet) -> str:
    """Terms, each on a line, with their definitions below; empty when the list holds more than that."""
    from .blocks import blocks
    tags = "".join({"dt": "t", "dd": "d"}.get(str(child.tag), "?") for child in element)
    if not re.fullmatch("(?:t+d+)+", tags) or not all(map(is_blank, [element.text, *(child.tail for child in element)])) \
            or any(is_blank(text_of(child)) for child in element):
        return ""
    made, previous = "", ""
    for child in element:
        if child.tag == "dt":
            term = escapes.heading(content(child, sheet), sheet)
            made += ("\n\n" if previous == "dd" else "\n" if previous else "") + term
        else:
            inner = blocks(child, sheet)
            loose = any(grandchild.tag == "p" for grandchild in child)
            made += ("\n\n" if loose else "\n") + _indented(":  ", _joined(inner, tight=not loose))
        previous = str(child.tag)
    return made
