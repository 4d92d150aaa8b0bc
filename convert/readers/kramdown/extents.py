"""Where the blocks of a text begin and end, for writers that leave alone what they need not write anew."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from .blocks import Blocks
from .document import Document, with_plain_lines
from .nodes import Node
from .options import Options
from .tables import code_spans

_TAG = re.compile(r"<(?!(?:mailto|https?|ftps?):)(?:[^\W\d]|[/!?])")


@dataclass(slots=True)
class _Entry:
    start: int
    end: int
    node: Node


def extents(markdown: str, options: Options) -> list[tuple[int, int, bool]]:
    """What `outline` gives."""
    text = with_plain_lines(markdown)
    blocks = Blocks(Document.of(text, options), text, 0, Node("root"), 0)
    entries: list[_Entry] = []
    waiting: int | None = None                     # where an attribute list begins that is laid on the next block
    while blocks.pos < len(text):
        start = blocks.pos
        blocks.step()
        if blocks.ial is not None:
            waiting = start if waiting is None else waiting
            continue
        owner = _owner(blocks.node)
        if not text[start:blocks.pos].strip():
            if waiting is not None:
                entries.append(_Entry(waiting, start, Node("eob")))
        else:
            _enter(entries, _Entry(start if waiting is None else waiting, blocks.pos, owner), blocks.node)
        waiting = None
    if waiting is not None:
        entries.append(_Entry(waiting, len(text), Node("eob")))
    crlf = [match.start() - number for number, match in enumerate(re.finditer("\r\n", markdown))]
    return [_block(entry, text, crlf, len(markdown)) for entry in entries]


def _owner(root: Node) -> Node:
    """The block that was parsed last; marks that attribute lists leave are none."""
    for child in reversed(root.children[-3:]):
        if child.kind != "blank" and not (child.kind == "eob" and child.text == "ial"):
            return child
    return root


def _enter(entries: list[_Entry], new: _Entry, root: Node) -> None:
    """Append a block, or what goes on with the last one; terms go with their definitions."""
    is_taken = entries and new.node.kind == "dl" and not any(child is entries[-1].node for child in root.children[-3:])
    if is_taken and entries[-1].node.kind == "p":
        new.start = entries.pop().start
    if entries and entries[-1].node is new.node:
        entries[-1].end = new.end
    else:
        entries.append(new)


def _block(entry: _Entry, text: str, crlf: list[int], length: int) -> tuple[int, int, bool]:
    source = text[entry.start:entry.end]
    end = min(text.find("\n", entry.start + len(source.rstrip())) + 1, entry.end)      # without the blank lines behind it
    holds_raw = _has_html(entry.node) if entry.node.kind != "eob" else _TAG.search(source) is not None
    return entry.start + bisect_left(crlf, entry.start), min(end + bisect_left(crlf, end), length), holds_raw


def _has_html(node: Node) -> bool:
    if node.kind in {"html", "verbatim"}:
        return True
    if node.kind == "source":
        return "<" in node.text and any(not is_code and _TAG.search(text) for is_code, text in code_spans(node.text))
    return any(map(_has_html, node.children))
