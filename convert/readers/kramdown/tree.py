"""What is done to the whole tree when all blocks are known: spans, attribute lists, abbreviations, line breaks, ids."""

from __future__ import annotations

import re

from .attributes import lay
from .document import Document
from .ids import Counter, gfm_id
from .nodes import Node
from .spans import parse_spans


def finish(doc: Document, root: Node) -> None:
    """Make the tree of a document, and those of its footnotes, ready to be written."""
    _resolve(doc, root)
    for note in doc.notes.values():
        _resolve(doc, note)
    if doc.abbreviations:
        names = "|".join(re.escape(name) for name in sorted(doc.abbreviations, key=len, reverse=True))
        pattern = re.compile(rf"(?P<before>\W|^|\A)(?P<name>{names})(?!\w)", re.A | re.M)
        for tree in (root, *doc.notes.values()):
            _abbreviate(tree, pattern)
    if doc.is_gfm:
        _as_gfm(doc, root, Counter(), "\n" if doc.options.hard_wrap else "\\\n")


def _resolve(doc: Document, node: Node) -> None:
    """Parse the spans, lay the attribute lists on their elements and drop the marks."""
    children: list[Node] = []
    for child in node.children:
        if child.kind == "source":
            children += parse_spans(doc, child.text)
            continue
        if child.kind == "blank" and children and children[-1].kind == "blank":
            continue
        if child.kind not in {"eob", "blank"}:
            _resolve(doc, child)
        if child.ial:
            lay(child.attr, child.ial, doc.lists)
        if child.kind == "dt" or (child.kind == "header" and (doc.is_gfm or doc.options.auto_id_stripping)):
            child.text = _text_for_id(child, only_text=not doc.is_gfm)
        if child.kind != "eob":
            children.append(child)
    node.children = children


def _text_for_id(node: Node, *, only_text: bool) -> str:
    kinds = {"text"} if only_text else {"text", "code", "math", "entity"}
    return "".join(child.text if child.kind in kinds else _text_for_id(child, only_text=only_text) for child in node.children)


def _abbreviate(node: Node, pattern: re.Pattern[str]) -> None:
    """Mark the abbreviations in an element's text; raw HTML has none."""
    if not node.children:
        return
    children: list[Node] = []
    is_raw = node.kind == "html" and node.model == "raw"
    for child in node.children:
        if child.kind == "text" and not is_raw:
            children += _abbreviated(child.text, pattern)
        else:
            _abbreviate(child, pattern)
            children.append(child)
    node.children = children


def _abbreviated(text: str, pattern: re.Pattern[str]) -> list[Node]:
    found: list[Node] = []
    pos = 0
    while match := pattern.search(text, pos):
        found += Node("text", text[pos:match.start("name")]), Node("abbreviation", match["name"])
        pos = match.end()
    return [*found, Node("text", text[pos:])]


def _as_gfm(doc: Document, node: Node, ids: Counter, line_break: str) -> None:
    """Line breaks and heading ids, as the GFM parser makes them: neither within HTML."""
    children: list[Node] = []
    for child in node.children:
        if child.kind == "text" and line_break in child.text:
            _break_lines(node, child, children, line_break)
            continue
        if child.kind == "header" and doc.options.auto_ids and "id" not in child.attr:
            child.attr["id"] = doc.options.auto_id_prefix + ids.unique(gfm_id(child.text))
        elif child.kind != "html":
            _as_gfm(doc, child, ids, line_break)
        children.append(child)
    node.children = children


_BLOCKS = frozenset({"p", "header", "blockquote", "ul", "ol", "li", "dl", "dt", "td"})


def _break_lines(node: Node, child: Node, children: list[Node], line_break: str) -> None:
    lines = child.text.split(line_break)
    omits_last = not lines[-1] and node.kind in _BLOCKS and node.children[-1] is child
    for number, line in enumerate(lines):
        children.append(Node("text", "\n" + line if number else line))
        if number < len(lines) - (2 if omits_last else 1):
            children.append(Node("br"))
