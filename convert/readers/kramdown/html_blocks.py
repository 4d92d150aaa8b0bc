"""Raw HTML between blocks: from a tag at a line start to ITS closing tag, across blank lines, or to the end of the text.

What no tag closes swallows the rest; `markdown="1|block|span"` reads an element's content as Markdown again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .document import DEPTH_LIMIT, Document
from .escapes import attributes_text, escape_text
from .nodes import Model, Node
from .syntax import ATTRIBUTE, CLOSING_TAG, HOLD_BLOCKS, HOLD_SPANS, KNOWN_TAGS, NAME, OPT, SPAN_TAGS, TAG, VOID_TAGS

if TYPE_CHECKING:
    from .blocks import Blocks

_MARGIN = re.compile(OPT)
_REST_OF_LINE = re.compile(r"[ \t]*\n")
_MARKUP = re.compile(rf"<(?:{NAME}|/|!--|\?)", re.A)
_MODELS: dict[str, Model | None] = {"0": "raw", "1": None, "span": "span", "block": "block"}


def model_of(tag: str) -> Model:
    """How the content of an element is read where Markdown is wanted in it."""
    return "block" if tag in HOLD_BLOCKS else "span" if tag in HOLD_SPANS else "raw"


def attributes_of(text: str, *, is_known: bool) -> dict[str, str]:
    """The attributes of a tag; names are in lower case when the tag is one of HTML."""
    return {(name.lower() if is_known else name): word or double or single
            for name, word, double, single in ATTRIBUTE.findall(text)}


def asked_model(attr: dict[str, str], tag: str, default: Model) -> Model:
    """The content model that an attribute `markdown` asks for; the attribute is taken away."""
    asked = attr.pop("markdown", None)
    if asked not in _MODELS:
        return default
    return _MODELS[asked] or model_of(tag)


def html_block(blocks: Blocks) -> bool:
    """A comment, or an element of a tag that is none of text's; the closing tag of the element around ends it."""
    text, pos = blocks.text, blocks.pos
    if end := _end_of_comment(blocks.doc, text, pos):
        blocks.node.children.append(Node("verbatim", text[pos:end], is_block=True))
        blocks.pos = _behind(_REST_OF_LINE, text, end)
        return True
    margin = _behind(_MARGIN, text, pos)
    tag = TAG.match(text, margin)
    if tag and tag[1].lower() not in SPAN_TAGS:
        _element(blocks, tag)
        return True
    tag = CLOSING_TAG.match(text, margin)
    if tag and blocks.node.kind == "html" and blocks.node.text == tag[1].lower() and tag[1].lower() not in SPAN_TAGS:
        blocks.pos = tag.end()
        blocks.closed = True
        return True
    return False


def _behind(pattern: re.Pattern[str], text: str, pos: int) -> int:
    match = pattern.match(text, pos)
    return match.end() if match else pos


def _end_of_comment(doc: Document, text: str, pos: int) -> int:
    """Where the comment at a position ends; 0 when there is none."""
    if not text.startswith("<!--", pos) or not doc.may_find("-->", text, pos + 4):
        return 0
    return text.index("-->", pos + 4) + 3


def _element(blocks: Blocks, tag: re.Match[str]) -> None:
    """An element, with its content: where it holds no Markdown, as one text of HTML."""
    node = _opened(tag)
    node.ial, blocks.ial = blocks.ial, None
    blocks.node.children.append(node)
    blocks.pos = tag.end()
    if node.text in {"script", "style"}:
        node.children.append(Node("verbatim", _to_closing_tag(blocks, node.text)))
        asked_model(node.attr, node.text, "raw")
        return
    options = blocks.doc.options
    node.model = asked_model(node.attr, node.text, model_of(node.text) if options.parse_block_html else "raw")
    if node.model == "block":
        blocks.pos = _behind(_REST_OF_LINE, blocks.text, blocks.pos)
    if not node.closed:
        _content(blocks, node)
        blocks.pos = _behind(_REST_OF_LINE, blocks.text, blocks.pos)


def _opened(tag: re.Match[str]) -> Node:
    is_known = tag[1].lower() in KNOWN_TAGS
    name = tag[1].lower() if is_known else tag[1]
    return Node("html", name, attributes_of(tag[2], is_known=is_known), closed=bool(tag[3]) or name in VOID_TAGS, is_block=True)


def _content(blocks: Blocks, node: Node) -> None:
    from .blocks import Blocks as Inner
    if node.model == "block" and blocks.depth < DEPTH_LIMIT:
        inner = Inner(blocks.doc, blocks.text, blocks.pos, node, blocks.depth + 1)
        inner.run()
        blocks.pos = inner.pos
    elif node.model == "span":
        node.children.append(Node("source", _to_closing_tag(blocks, node.text)))
    else:
        node.model = "raw"
        _raw(blocks, node)


def _to_closing_tag(blocks: Blocks, name: str) -> str:
    """The text up to the closing tag, or all of it; the position is behind the tag."""
    text, pos = blocks.text, blocks.pos
    closing = blocks.doc.search(re.compile(rf"</{re.escape(name)}\s*>", re.I | re.A), text, pos)
    blocks.pos = closing.end() if closing else len(text)
    return text[pos:closing.start() if closing else None]


def _raw(blocks: Blocks, node: Node) -> None:
    """The content of a raw element: tags within are kept in order by names; what closes nothing is text."""
    text = blocks.text
    open_tags = [node.text]
    pieces: list[str] = []
    while open_tags:
        pos = blocks.pos
        markup = _MARKUP.search(text, pos)
        if not markup:
            pieces += [escape_text(text[pos:]), *(f"</{name}>" for name in open_tags[:0:-1])]
            blocks.pos = len(text)
            break
        pieces.append(escape_text(text[pos:markup.start()]))
        blocks.pos = pos = markup.start()
        if end := _end_of_comment(blocks.doc, text, pos) or _end_of_instruction(blocks.doc, text, pos):
            pieces.append(text[pos:end])
            blocks.pos = end
        elif tag := TAG.match(text, pos):
            _raw_element(blocks, node, tag, open_tags, pieces)
        elif tag := CLOSING_TAG.match(text, pos):
            name = tag[1].lower() if open_tags[-1] in KNOWN_TAGS else tag[1]
            if name == open_tags[-1]:
                open_tags.pop()
                pieces.append(f"</{name}>" if open_tags else "")
            else:
                pieces.append(escape_text(tag[0]))
            blocks.pos = tag.end()
        else:
            pieces.append("&lt;")
            blocks.pos = pos + 1
    node.children.append(Node("verbatim", "".join(pieces)))


def _end_of_instruction(doc: Document, text: str, pos: int) -> int:
    if not text.startswith("<?", pos) or not doc.may_find("?>", text, pos + 2):
        return 0
    return text.index("?>", pos + 2) + 2


def _raw_element(blocks: Blocks, node: Node, tag: re.Match[str], open_tags: list[str], pieces: list[str]) -> None:
    """An element within a raw one; one that asks for Markdown becomes a node of its own."""
    inner = _opened(tag)
    blocks.pos = tag.end()
    if inner.text in {"script", "style"}:
        asked_model(inner.attr, inner.text, "raw")
        content = _to_closing_tag(blocks, inner.text)
        pieces += f"<{inner.text}{attributes_text(inner.attr)}>", content, f"</{inner.text}>"
        return
    inner.model = asked_model(inner.attr, inner.text, "raw")
    if inner.model == "raw" or blocks.depth >= DEPTH_LIMIT:
        pieces.append(f"<{inner.text}{attributes_text(inner.attr)}{' /' if inner.closed else ''}>")
        if not inner.closed:
            open_tags.append(inner.text)
        return
    inner.is_block = False                         # of the text around it
    node.children += Node("verbatim", "".join(pieces)), inner
    pieces.clear()
    if inner.model == "block":
        blocks.pos = _behind(_REST_OF_LINE, blocks.text, blocks.pos)
    if not inner.closed:
        _content(blocks, inner)
