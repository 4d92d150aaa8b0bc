"""Links, images and the marks of footnotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .attributes import lay
from .definitions import link_id
from .nodes import Node
from .syntax import WHITE, WORD

if TYPE_CHECKING:
    from .spans import Spans

_FOOTNOTE = re.compile(rf"\[\^({WORD})\]", re.A)
_OPENING = re.compile(r"!?\[(?=[^^])")
_BRACKET = re.compile(r"(\])|!?\[")
_REFERENCE = re.compile(r"\s*?\[([^\]]+)?\]", re.A)
_ANGLED = re.compile(r"\(<([^\n]*?)>")
_TARGET_STOP = re.compile(r"""(\()|(\))|\s(?=['"])""", re.A)
_TITLE = re.compile(r"""\s*?(["'])(.+?)\1\s*?\)""", re.S | re.A)
_ESCAPED = re.compile(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=-])")


def footnote_mark(spans: Spans) -> bool:
    """`[^name]`, of a footnote that is defined anywhere; else it is text."""
    match = _FOOTNOTE.match(spans.text, spans.pos)
    if not match:
        return False
    if match[1] in spans.doc.notes:
        spans.parts.append(Node("footnote", match[1]))
    else:
        spans.add(match[0])
    spans.pos = match.end()
    return True


class _Brackets:
    """Counts brackets; those of an image within are its own."""

    def __init__(self, spans: Spans) -> None:
        self.spans = spans
        self.open = 1
        self.counted = 0

    def closes(self, hit: re.Match[str]) -> bool:
        new = self.spans.parts[self.counted:]
        self.counted += len(new)
        self.open += (-1 if hit[1] else 1) - sum(isinstance(part, Node) and part.kind == "img" for part in new)
        return self.open == 0


def link(spans: Spans) -> bool:
    """`[text](target "title")`, `[text][id]`, `[text] [id]`, `[text]`; `!` before it makes an image."""
    opening = _OPENING.match(spans.text, spans.pos)
    if not opening:
        return False
    kind = "a" if len(opening[0]) == 1 else "img"
    if (kind == "a" and spans.is_within("a", "img")) or not spans.may_try:
        return _as_text(spans, opening)
    node = Node(kind)
    spans.pos = opening.end()
    if not spans.parse(node, _BRACKET, _Brackets(spans).closes):
        spans.give_up(opening.end())
        return _as_text(spans, opening)
    text = _ESCAPED.sub(r"\1", spans.text[opening.end():spans.pos])
    spans.pos += 1
    if not (_by_reference(spans, node, text) if not spans.text.startswith("(", spans.pos) else _by_target(spans, node, text)):
        spans.give_up(opening.end())
        return _as_text(spans, opening)
    spans.parts.append(node)
    return True


def _as_text(spans: Spans, opening: re.Match[str]) -> bool:
    spans.add(opening[0])
    spans.pos = opening.end()
    return True


def _by_reference(spans: Spans, node: Node, text: str) -> bool:
    reference = _REFERENCE.match(spans.text, spans.pos)
    if not spans.doc.links:
        return False
    definition = spans.doc.links.get(link_id((reference and reference[1]) or text))
    if not definition:
        return False
    if reference:
        spans.pos = reference.end()
    node.ial = definition.place.ial
    if node.ial:
        lay(node.attr, node.ial, spans.doc.lists)
    return _set_target(node, definition.url, definition.title, text)


def _by_target(spans: Spans, node: Node, text: str) -> bool:
    source = spans.text
    if angled := _ANGLED.match(source, spans.pos):
        url, spans.pos = angled[1], angled.end()
        if source.startswith(")", spans.pos):
            spans.pos += 1
            return _set_target(node, url, None, text)
    else:
        start, depth = spans.pos, 0
        if source.startswith("(<", start):
            spans.doc.credit -= len(source) - start
        while stop := _TARGET_STOP.search(source, spans.pos):
            spans.pos = stop.end()
            depth += 1 if stop[1] else -1 if stop[2] else 0
            if not stop[1] and (not depth or not stop[2]):
                break
        url = source[start + 1:spans.pos - 1].strip(WHITE)
        if not depth:
            return _set_target(node, url, None, text)
    title = _TITLE.match(source, spans.pos)
    if not title:
        spans.doc.credit -= len(source) - spans.pos
        return False
    spans.pos = title.end()
    return _set_target(node, url, title[2], text)


def _set_target(node: Node, url: str, title: str | None, text: str) -> bool:
    if node.kind == "a":
        node.attr["href"] = url
    else:
        node.attr |= {"src": url, "alt": text}
        node.children.clear()
    if title:
        node.attr["title"] = title
    return True
