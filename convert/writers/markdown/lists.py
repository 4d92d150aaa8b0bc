"""Lists as Markdown: bullets, numbers, tasks (GFM 5.3), and terms with their definitions (kramdown, Goldmark)."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING

from ...model.body import BLOCKS, is_blank, runs, text_of, whole_number
from . import escapes, kramdown, raw
from .inlines import content

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .grammar import Sheet

_NEXT_LINE = re.compile(r"\n(?=[^\n])")
_NEXT_WORDS = re.compile(r"\n(?=[ \t]*[^ \t\n])")
_IS_LIST = re.compile(r"- |\d+\. ")
_LAST_NUMBER = 999_999_999
# A block that may follow a paragraph without a blank line between them, and one that a paragraph may follow so.
_INTERRUPTS = re.compile(r"[-*] |1[.)] |> |#{1,6} |```|<(?:table|figure|dl|details|pre)\b")
_IS_HTML = re.compile(r"<(?:table|dl|figure|details|div|pre|section|aside|header|footer|nav|address|del|ins)\b")
_ENDS_ITSELF = re.compile(r"#{1,6}(?: [^\n]*)?\Z|\*\*\*\Z|(`{3,}|~{3,})[^\n]*\n(?:.*\n)*\1\Z")


def items(element: _Element, sheet: Sheet, *, other_marker: bool = False) -> str:
    """A list; right behind a list of its kind, another marker keeps them apart (CommonMark 5.3)."""
    if element.get("reversed") is not None and sheet.raw_html:
        return raw.block(element)
    bullet, delimiter = ("*", ")") if other_marker and not sheet.grammar.is_kramdown else ("-", ".")
    ordered = element.tag == "ol"
    number = _number(element.get("start"), 1)
    tight = _is_tight(element, sheet)
    made = []
    for child in element:
        number = _number(child.get("value"), number)
        marker = f"{number}{delimiter}" if ordered else bullet
        made.append(_item(child, marker, sheet, tight=tight))
        number = min(number + 1, _LAST_NUMBER)
    if not is_blank(element.text):
        made.insert(0, _indented(bullet, escapes.finish(sheet.text(element.text or ""), sheet)))
    text = ("\n" if tight else "\n\n").join(made)
    if sheet.grammar.is_kramdown and not tight and text.endswith("{: }"):        # a blank line would go to the list's end
        text = "\n\n".join(made[:-1]) + "\n" + made[-1]
    if made and sheet.grammar.is_kramdown and ordered and (start := _number(element.get("start"), 1)) != 1:
        text += "\n" + kramdown.attribute_list({"start": str(start)})          # it does not read the first number
    return text


def _is_tight(element: _Element, sheet: Sheet) -> bool:
    """No paragraph stands in an item. To kramdown, a blank line behind the first text of one makes it a paragraph."""
    has_paragraphs = any(grandchild.tag == "p" for child in element for grandchild in child)
    if not sheet.grammar.is_kramdown:
        return not has_paragraphs
    firsts = []
    for item in element:
        first, second = [*runs(item), None, None][:2] if item.tag in BLOCKS else (None, None)
        is_text = _is_text(first)
        if is_text and second is not None and (isinstance(second, tuple) or second.tag not in ("ul", "ol")):
            return False
        firsts.append(is_text)
    return not (has_paragraphs and any(firsts[:-1]))


def _is_text(item: tuple[str, list[_Element]] | _Element | None) -> bool:
    """What stands in a list's item is a text, or a paragraph that is not empty."""
    return item is not None and (isinstance(item, tuple) or (item.tag == "p" and (len(item) > 0 or not is_blank(item.text))))


def _number(written: str | None, default: int) -> int:
    """The number of an item, as far as Markdown can say it: nothing below zero, nine digits at most (5.2)."""
    number = whole_number(written, default)
    return number if number >= 0 else default


def _item(element: _Element, marker: str, sheet: Sheet, *, tight: bool) -> str:
    from .blocks import blocks
    inner = blocks(element if element.tag == "li" else _alone(element), sheet)
    if sheet.grammar.is_kramdown:
        return _kramdown_item(element, inner, marker, sheet, tight=tight)
    text = _joined(inner, tight=tight)
    if not is_blank(element.tail):
        text += "\n\n" + escapes.finish(sheet.text(element.tail or ""), sheet)
    return _indented(marker, _checkbox(element, sheet) + text)


def _alone(element: _Element) -> _Element:
    """What hangs in a list without an item of its own, in one."""
    holder = element.makeelement("li")
    holder.append(deepcopy(element))
    holder[0].tail = None
    return holder


def _kramdown_item(element: _Element, inner: list[str], marker: str, sheet: Sheet, *, tight: bool) -> str:
    """An item whose blocks stand apart, but for a list right behind its text; an empty one has an attribute list."""
    if inner:
        if sheet.raw_html:
            inner = [kramdown.in_item(block, first=not number) for number, block in enumerate(inner)]
        inner[0] = _checkbox(element, sheet) + inner[0]
    if not is_blank(element.tail):
        inner.append(escapes.finish(sheet.text(element.tail or ""), sheet))
    text = "\n\n".join(inner)
    if tight and len(inner) > 1 and _IS_LIST.match(inner[1]) and _is_text(next(runs(element), None)):
        text = f"{inner[0]}\n{text[len(inner[0]) + 2:]}"
    return f"{marker} " + _NEXT_WORDS.sub("\n" + " " * (len(marker) + 1), text or "{: }")


def _joined(blocks: list[str], *, tight: bool) -> str:
    """The blocks of an item; in a tight list a blank line stands only where two blocks would be one without it."""
    text = blocks[0] if blocks else ""
    for before, block in pairwise(blocks):
        apart = not tight or _IS_HTML.match(before) or (before[:1] == block[:1] == ">") \
            or not (_INTERRUPTS.match(block) or _ENDS_ITSELF.match(before))
        text += ("\n\n" if apart else "\n") + block
    return text


def _indented(marker: str, text: str) -> str:
    if marker == "*" and (text == "***" or text.startswith("***\n")):          # with its marker, a break of its own
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
            or any(is_blank(text_of(child)) and child.find(".//img") is None for child in element):
        return ""
    made, previous = "", ""
    for child in element:
        if child.tag == "dt":
            term = escapes.heading(content(child, sheet), sheet)
            made += ("\n\n" if previous == "dd" else "\n" if previous else "") + term
        else:
            inner = blocks(child, sheet)
            loose = any(grandchild.tag == "p" for grandchild in child)
            if sheet.grammar.is_kramdown:
                item = _NEXT_WORDS.sub("\n  ", ": " + "\n\n".join(inner))
            else:
                item = _indented(":  ", _joined(inner, tight=not loose))
            made += ("\n\n" if loose else "\n") + item
        previous = str(child.tag)
    return made
