"""Emphasis and strikethrough."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .ids import is_letter
from .nodes import Node
from .syntax import WHITE

if TYPE_CHECKING:
    from .spans import Spans

_BLANK = re.compile(r"\s", re.A)
_STOPS = {delimiter: re.compile(re.escape(delimiter)) for delimiter in ("*", "**", "_", "__")}
_STRIKE = re.compile(r"~~(?![\s~])(.*?[^\s~])~~", re.S | re.A)


def emphasis(spans: Spans) -> bool:
    """`*em*`, `**strong**`, and the same of `_`, which opens nothing within a word; neither stands within itself."""
    text, pos = spans.text, spans.pos
    sign = text[pos]
    marks = sign * 2 if text.startswith(sign * 2, pos) else sign
    behind = pos + len(marks)
    kind = "strong" if len(marks) == 2 else "em"
    if (sign == "_" and _is_in_word(text, pos)) or _BLANK.match(text, behind) or not spans.may_try or spans.is_within(kind):
        return _as_text(spans, marks)
    node = _closed(spans, marks, kind, behind)
    if not node and kind == "strong" and spans.tree.kind != "em":
        node = _closed(spans, sign, "em", pos + 1)
    if not node:
        spans.pos = pos
        return _as_text(spans, marks)
    spans.parts.append(node)
    return True


def _as_text(spans: Spans, marks: str) -> bool:
    spans.add(marks)
    spans.pos += len(marks)
    return True


def _is_in_word(text: str, pos: int) -> bool:
    before = text[pos - 1:pos]
    return is_letter(before) or (before == "-" and is_letter(text[max(pos - 2, 0):pos - 1]))


def _is_alphanumeric(character: str) -> bool:
    return is_letter(character) or character.isdecimal()


def _closed(spans: Spans, marks: str, kind: str, start: int) -> Node | None:
    """The element that begins at a position, if something closes it; the position is behind it then."""
    text = spans.text
    if text.rfind(marks) < start:
        return None
    node = Node(kind)
    spans.pos = start

    def accepts(hit: re.Match[str]) -> bool:
        at = hit.start()
        return (text[at - 1] not in WHITE
                and (kind != "em" or not text.startswith(marks * 2, at) or text.startswith(marks * 3, at))
                and (marks[0] != "_" or not _is_alphanumeric(text[at + len(marks):at + len(marks) + 1]))
                and bool(spans.parts))

    if spans.parse(node, _STOPS[marks], accepts):
        spans.pos += len(marks)
        return node
    spans.give_up(start)
    return None


def strikethrough(spans: Spans) -> bool:
    """`~~deleted~~`, whose content is a text of its own; GFM's only."""
    from .spans import parse_spans
    if not spans.doc.is_gfm or not spans.may_try or not spans.text.startswith("~~", spans.pos):
        return False
    match = _STRIKE.match(spans.text, spans.pos)
    if not match:
        spans.doc.credit -= len(spans.text) - spans.pos
        return False
    spans.parts.append(Node("html", "del", children=parse_spans(spans.doc, match[1]), model="span"))
    spans.pos = match.end()
    return True
