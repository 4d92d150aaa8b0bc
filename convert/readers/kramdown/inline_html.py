"""HTML within text, and links of bare addresses between angle brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .html_blocks import asked_model, attributes_of, model_of
from .nodes import Node, with_texts
from .syntax import BLOCK_TAGS, CLOSING_TAG, KNOWN_TAGS, TAG, VOID_TAGS

if TYPE_CHECKING:
    from .spans import Spans

_PART = r"(?u:(?:[^\W_]|[-_.])+)"
_AUTOLINK = re.compile(rf"<((?:mailto|https?|ftps?):[^\n]+?|{_PART}@{_PART})>")
_SCHEMES = ("mailto:", "http:", "https:", "ftp:", "ftps:")
_LINES = re.compile("\n+")


def autolink(spans: Spans) -> bool:
    """`<http://…>`, `<mailto:…>`, `<name@host>`."""
    match = _AUTOLINK.match(spans.text, spans.pos) if spans.doc.credit > 0 else None
    if not match:
        if spans.text.startswith(_SCHEMES, spans.pos + 1):
            spans.doc.credit -= len(spans.text) - spans.pos
        return False
    address = match[1]
    is_url = address.startswith(_SCHEMES)
    spans.parts.append(Node("a", attr={"href": address if is_url else f"mailto:{address}"},
                                    children=[Node("text", address.removeprefix("mailto:"))]))
    spans.pos = match.end()
    return True


def inline_html(spans: Spans) -> bool:
    """A comment, or an element of a tag that is none of blocks'; a closing tag alone is text."""
    text, pos = spans.text, spans.pos
    if text.startswith("<!--", pos) and spans.doc.may_find("-->", text, pos + 4):
        spans.pos = text.index("-->", pos + 4) + 3
        spans.parts.append(Node("verbatim", text[pos:spans.pos]))
        return True
    tag = CLOSING_TAG.match(text, pos)
    if tag:
        return _as_text(spans, tag)
    tag = TAG.match(text, pos)
    if not tag:
        return False
    is_known = tag[1].lower() in KNOWN_TAGS
    name = tag[1].lower() if is_known else tag[1]
    if name in BLOCK_TAGS or not spans.may_try:
        return _as_text(spans, tag)
    attr = {key: _LINES.sub(" ", value) for key, value in attributes_of(tag[2], is_known=is_known).items()}
    node = Node("html", name, attr, closed=bool(tag[3]))
    node.model = "span" if _is_parsed(spans, node) else "raw"
    spans.parts.append(node)
    spans.pos = tag.end()
    if not node.closed and name not in VOID_TAGS:
        _content(spans, node, is_known=is_known)
    return True


def _as_text(spans: Spans, tag: re.Match[str]) -> bool:
    spans.add(tag[0])
    spans.pos = tag.end()
    return True


def _is_parsed(spans: Spans, node: Node) -> bool:
    """The element holds Markdown."""
    holds_raw = model_of(node.text) == "raw"
    is_raw = holds_raw or (spans.tree.kind == "html" and spans.tree.model == "raw")
    asked = node.attr.get("markdown")
    model = asked_model(node.attr, node.text, "raw" if is_raw or not spans.doc.options.parse_span_html else "span")
    if asked == "block":                           # spans hold none
        return not is_raw and spans.doc.options.parse_span_html
    return not holds_raw if asked == "1" else model == "span"


def _content(spans: Spans, node: Node, *, is_known: bool) -> None:
    from .spans import HTML_ONLY
    closing = re.compile(rf"</{re.escape(node.text)}\s*>", re.A | re.I if is_known else re.A)
    if spans.parse(node, closing, mode=None if node.model == "span" else HTML_ONLY):
        tag = closing.match(spans.text, spans.pos)
        assert tag
        spans.pos = tag.end()
        return
    rest = spans.text[spans.pos:]
    if rest:
        node.children = with_texts([*(child.text if child.kind == "text" else child for child in node.children), rest])
    spans.pos = len(spans.text)
