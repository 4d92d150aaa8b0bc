"""Flow content → Markdown blocks: one function per element."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...model.body import BLOCKS, HEADINGS, is_blank, whole_number
from . import escapes
from .inlines import content, phrasing
from .tables import pipe_table

if TYPE_CHECKING:
    from lxml.etree import _Element

_NEXT_LINE = re.compile(r"\n(?=[^\n])")
_EACH_LINE = re.compile(r"^", re.M)
_LANGUAGE = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|highlight-source-|brush:\s*)([^\s;]+)")
_LAST_NUMBER = 999_999_999
_FENCES = re.compile(r"^[ \t]*(`{3,})", re.M)
_INTERRUPTS = re.compile(r"[-*] |1[.)] |> |#{1,6} |```|<(?:table|figure|dl|details|pre)\b")


def blocks(container: _Element) -> list[str]:
    """The blocks of a container, each as Markdown without blank lines around it."""
    made: list[str] = []
    previous = ""
    lead, inlines = container.text, list[Any]()
    for child in container:
        tag = child.tag
        if tag not in BLOCKS:
            inlines.append(child)
            continue
        if inlines or (lead and not lead.isspace()):
            if run := _run(lead, inlines):
                made.append(run)
                previous = "p"
            inlines = []
        lead = child.tail
        if tag == "p":
            block = _paragraph(child)
        else:
            block = _other_marker(child) if tag == previous and tag in ("ul", "ol") else _HANDLERS[tag](child)
        if block:
            made.append(block)
            previous = tag
    if (inlines or (lead and not lead.isspace())) and (run := _run(lead, inlines)):
        made.append(run)
    return made


def _run(lead: str | None, inlines: list[_Element]) -> str:
    return escapes.finish(phrasing(lead or "", inlines))


def _paragraph(element: _Element) -> str:
    if not len(element):
        return escapes.plain(element.text) if element.text else ""
    return escapes.finish(content(element))


def _container(element: _Element) -> str:
    return "\n\n".join(blocks(element))


def _heading(level: int) -> Callable[[_Element], str]:
    def write(element: _Element) -> str:
        title = escapes.heading(content(element))
        return f"{'#' * level} {title}" if title else ""
    return write


def _quote(element: _Element) -> str:
    inner = _container(element)
    return _EACH_LINE.sub("> ", inner).replace("> \n", ">\n") if inner else ""


def _rule(element: _Element) -> str:
    return "***"


def _list(element: _Element) -> str:
    return _items(element, "-", ".")


def _other_marker(element: _Element) -> str:
    """A list right behind a list of its kind: another marker keeps them apart (5.3)."""
    return _items(element, "*", ")")


def _items(element: _Element, bullet: str, delimiter: str) -> str:
    ordered = element.tag == "ol"
    number = _number(element.get("start"), 1)
    tight = not any(grandchild.tag == "p" for child in element for grandchild in child)
    items = []
    for child in element:
        number = _number(child.get("value"), number)
        marker = f"{number}{delimiter}" if ordered else bullet
        items.append(_item(child, marker, tight=tight))
        number = min(number + 1, _LAST_NUMBER)
    if not is_blank(element.text):
        items.insert(0, _indented(bullet, escapes.plain(element.text or "")))
    return ("\n" if tight else "\n\n").join(items)


def _number(written: str | None, default: int) -> int:
    """The number of an item, as far as Markdown can say it: nothing below zero, nine digits at most (5.2)."""
    number = whole_number(written, default)
    return number if number >= 0 else default


def _item(element: _Element, marker: str, *, tight: bool) -> str:
    if element.tag in ("ul", "ol"):               # a list that hangs in a list without an item of its own
        inner = [_list(element)]
    else:
        inner = blocks(element) if element.tag in BLOCKS else [escapes.finish(phrasing("", [element]))]
    box = _checkbox(element)
    text = inner[0] if inner else ""
    for block in inner[1:]:
        text += ("\n" if tight and _INTERRUPTS.match(block) else "\n\n") + block
    if not is_blank(element.tail):
        text += "\n\n" + escapes.plain(element.tail or "")
    return _indented(marker, box + text)


def _indented(marker: str, text: str) -> str:
    return f"{marker} " + _NEXT_LINE.sub("\n" + " " * (len(marker) + 1), text) if text else marker


def _checkbox(item: _Element) -> str:
    """The box of a task (GFM 5.3), as `[x] `; empty for other items."""
    first = item[0] if len(item) and is_blank(item.text) else None
    if first is not None and first.tag == "p" and len(first) and is_blank(first.text):
        first = first[0]
    if first is None or first.tag != "input" or first.get("type") != "checkbox":
        return ""
    return "[x] " if first.get("checked") is not None else "[ ] "


def _code_block(element: _Element) -> str:
    if any(child.tag in ("a", "img") for child in element.iter()):
        return _html(element)
    code = _preformatted(element)
    info = next((match[1] for holder in element.iter() if (match := _LANGUAGE.search(holder.get("class") or ""))), "")
    longest = max(map(len, _FENCES.findall(code)), default=2)
    fence = "`" * max(3, longest + 1)
    if "`" in info:
        fence = "~" * max(3, longest + 1)
    return f"{fence}{info}\n{code}\n{fence}" if code else f"{fence}{info}\n{fence}"


def _preformatted(element: _Element) -> str:
    """The text of a `pre`, breaks as line ends, without the line end that HTML ignores."""
    return "".join(_texts(element)).removeprefix("\n" if element.text else "").removesuffix("\n")


def _texts(element: _Element) -> list[str]:
    texts = [element.text or ""]
    for child in element:
        texts += ["\n"] if child.tag == "br" else _texts(child)
        texts.append(child.tail or "")
    return texts


def _table(element: _Element) -> str:
    return pipe_table(element) or _html(element)


def _html(element: _Element) -> str:
    """A block that Markdown has no words for, as HTML without the blank lines that would end it (4.6)."""
    from ..html import serialized
    html = serialized(element)
    return html if element.tag == "pre" else re.sub(r"\n[ \t\n]*\n", "\n", html)


def _figure(element: _Element) -> str:
    if any(child.tag == "figcaption" for child in element):
        return _html(element)
    return _container(element)


def _details(element: _Element) -> str:
    return _html(element)


_HANDLERS: dict[str, Callable[[_Element], str]] = {
    **dict.fromkeys(sorted(BLOCKS), _container),
    **{tag: _heading(level) for level, tag in enumerate(HEADINGS, 1)},
    "p": _paragraph, "blockquote": _quote, "hr": _rule, "ul": _list, "ol": _list, "pre": _code_block,
    "table": _table, "dl": _html, "figure": _figure, "details": _details,
}

