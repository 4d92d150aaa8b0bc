"""kramdown's blocks: what starts at a line, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from .attributes import BLOCK_BOUNDARY, block_extension
from .code import fenced_code, indented_code
from .definitions import abbreviation, footnote, link_definition
from .document import DEPTH_LIMIT, Document
from .html_blocks import html_block
from .lists import definition_list, plain_list
from .nodes import AttributeList, Node
from .syntax import BLANK, FENCE, LAZY_END, LIST_MARKER, OPT, WHITE
from .tables import table

_BLANK_LINES = re.compile(r"\s*\n", re.A)
_CODE_AHEAD = re.compile(r"\t| {4}")
_FIRST_CHARACTER = re.compile(r" {0,3}([^ \t])")
_LINE = re.compile(r"[^\n]*\n")
_QUOTE_LINES = re.compile(rf"[^\n]*\n(?:(?!{LAZY_END})[^\n]*\n)*+", re.A)
_QUOTE_MARK = re.compile(rf"^{OPT}> ?", re.M)
_PARAGRAPH = re.compile(rf"[^\n]*\n(?:(?!{LAZY_END}|{OPT}:[\t| ])[^\n]*\n)*+", re.A)
_GFM_PARAGRAPH = re.compile(
    rf"[^\n]*\n(?:(?!{LAZY_END}|{OPT}(?:(?::|{LIST_MARKER})[\t| ]|>)|\#{{1,6}}[\t ]|{FENCE})[^\n]*\n)*+", re.A)
_ATX = re.compile(r"(#{1,6})[\t ]*([^ \t][^\n]*)\n")
_GFM_ATX = re.compile(r"(#{1,6})[\t ]+([^\n]*)\n")
_SETEXT = re.compile(rf"{OPT}([^ \t\n][^\n]*)\n([-=])[-=]*[ \t\r\f\v]*\n")
_START = (r":A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
          r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF")
_HEADING_ID = re.compile(rf"[\t ]\{{#([{_START}][{_START}\-.0-9\u00B7\u0300-\u036F\u203F-\u2040]*)\}}\Z")
_GFM_TAIL = re.compile(r"[\t ]#+\Z")
_TAIL = re.compile(r"(?<![\\#])#+\Z")
_RULE = re.compile(rf"{OPT}([*_-])[ \t]*\1[ \t]*\1(?:\1|[ \t])*\n")
_MATH = re.compile(rf"{OPT}(\\)?\$\$(.*?)\$\$(\s*?\n)?", re.S | re.A)
_MATH_AHEAD = re.compile(rf"{OPT}\\?\$\$")
_MARGIN = re.compile(OPT)
_END_OF_BLOCK = re.compile(rf"\^{BLANK}")


class Blocks:
    """Parses the blocks of one text, from a position on, into an element."""

    def __init__(self, doc: Document, text: str, pos: int, node: Node, depth: int) -> None:
        self.doc = doc
        self.text = text
        self.pos = pos
        self.node = node
        self.depth = depth
        self.ial: AttributeList | None = None      # waits for the next block
        self.closed = False                        # by the closing tag of `node`

    @property
    def last(self) -> Node | None:
        """The element that was parsed last."""
        return self.node.children[-1] if self.node.children else None

    def add(self, node: Node) -> Node:
        """Append a new block; a waiting attribute list is laid on it."""
        if self.ial:
            node.ial, self.ial = self.ial, None
        self.node.children.append(node)
        return node

    def is_behind_boundary(self) -> bool:
        """A block that may not interrupt may start here."""
        last = self.last
        return not last or last.kind == "blank" or (last.kind == "eob" and not last.text) or self.ial is not None

    def is_before_boundary(self) -> bool:
        return BLOCK_BOUNDARY.match(self.text, self.pos) is not None

    def within(self, node: Node, text: str) -> None:
        """Parse a text of its own into an element; where it is nested too deep, as a paragraph."""
        if self.depth >= DEPTH_LIMIT:
            node.children.append(Node("p", children=[Node("source", text.strip(WHITE))]))
        else:
            Blocks(self.doc, text, 0, node, self.depth + 1).run()

    def run(self) -> None:
        """Parse up to the end of the text, or up to the tag that closes the element."""
        end = len(self.text)
        while self.pos < end and not self.closed:
            self.step()

    def step(self) -> None:
        """Parse one block."""
        text, pos = self.text, self.pos
        if blank := _BLANK_LINES.match(text, pos):
            self._blank(blank)
            return
        if _CODE_AHEAD.match(text, pos) and indented_code(self):
            return
        first = _FIRST_CHARACTER.match(text, pos)
        if not first:
            self._stray()
            return
        character = "0" if first[1] in "123456789" else first[1]
        if any(parse(self) for parse in _EARLY.get(character, ())) \
                or (self.is_behind_boundary() and any(parse(self) for parse in _BEHIND_BOUNDARY)) \
                or any(parse(self) for parse in _LATE.get(character, ())):
            return
        self._paragraph()

    def _blank(self, match: re.Match[str]) -> None:
        self.pos = match.end()
        if (last := self.last) and last.kind == "blank":
            last.text += match[0]
        else:
            self.add(Node("blank", match[0]))

    def _stray(self) -> None:
        """A line that no block starts with is text without a paragraph."""
        match = _LINE.match(self.text, self.pos)
        assert match
        self.pos = match.end()
        if (last := self.last) and last.kind == "source":
            last.text += match[0]
        else:
            self.node.children.append(Node("source", match[0]))

    def _paragraph(self) -> None:
        text, pos = self.text, self.pos
        match = (_GFM_PARAGRAPH if self.doc.is_gfm else _PARAGRAPH).match(text, pos)
        assert match
        self.pos = match.end()
        last = self.last
        if last and last.kind == "p":
            joint = "  \n" if text[max(pos - 3, 0):pos] == "  \n" else "\n"
            if last.children and last.children[-1].kind == "source":
                last.children[-1].text += joint + match[0].rstrip(WHITE)
            else:
                last.children.append(Node("source", match[0].rstrip(WHITE)))
        else:
            self.add(Node("p", children=[Node("source", match[0].strip(WHITE))]))


Parser: TypeAlias = Callable[[Blocks], bool]


def _quote(blocks: Blocks) -> bool:
    match = _QUOTE_LINES.match(blocks.text, blocks.pos)
    assert match
    blocks.pos = match.end()
    blocks.within(blocks.add(Node("blockquote")), _QUOTE_MARK.sub("", match[0]))
    return True


def _heading(blocks: Blocks) -> bool:
    match = (_GFM_ATX if blocks.doc.is_gfm else _ATX).match(blocks.text, blocks.pos)
    if not match or not (blocks.doc.is_gfm or blocks.is_behind_boundary()):
        return False
    text, id_ = _heading_text(match[2])
    text = (_GFM_TAIL if blocks.doc.is_gfm else _TAIL).sub("", text).rstrip(WHITE)
    return _add_heading(blocks, len(match[1]), text, id_, match.end())


def _setext_heading(blocks: Blocks) -> bool:
    match = _SETEXT.match(blocks.text, blocks.pos)
    if not match:
        return False
    text, id_ = _heading_text(match[1])
    return _add_heading(blocks, 2 if match[2] == "-" else 1, text, id_, match.end())


def _heading_text(text: str) -> tuple[str, str | None]:
    text = text.rstrip(WHITE)
    match = _HEADING_ID.search(text)
    return (text[:match.start()].rstrip(WHITE), match[1]) if match else (text, None)


def _add_heading(blocks: Blocks, level: int, text: str, id_: str | None, end: int) -> bool:
    if not text:
        return False
    blocks.pos = end
    heading = blocks.add(Node("header", text, level=level, children=[Node("source", text)]))
    if id_:
        heading.attr["id"] = id_
    return True


def _rule(blocks: Blocks) -> bool:
    match = _RULE.match(blocks.text, blocks.pos)
    if match:
        blocks.pos = match.end()
        blocks.add(Node("hr"))
    return match is not None


def _math(blocks: Blocks) -> bool:
    opening = _MATH_AHEAD.match(blocks.text, blocks.pos)
    match = _MATH.match(blocks.text, blocks.pos) \
        if opening and blocks.doc.may_find("$$", blocks.text, opening.end()) else None
    if not match:
        return False
    if match[1]:                                   # an escaped one: the text behind the backslash may be in a line
        if match[3]:
            margin = _MARGIN.match(blocks.text, blocks.pos)
            assert margin
            blocks.pos = margin.end() + 1
        return False
    start, blocks.pos = blocks.pos, match.end()
    if blocks.is_before_boundary():
        blocks.add(Node("math", match[2].strip(WHITE), is_block=True))
        return True
    blocks.pos = start
    return False


def _end_of_block(blocks: Blocks) -> bool:
    match = _END_OF_BLOCK.match(blocks.text, blocks.pos)
    if match:
        blocks.pos = match.end()
        blocks.add(Node("eob"))
    return match is not None


# By the first character of a line: what is tried before the blocks that stand behind a boundary only, and what after them.
_EARLY: dict[str, tuple[Parser, ...]] = {
    "`": (fenced_code,), "~": (fenced_code,), ">": (_quote,), "#": (_heading,), "_": (_rule,), "*": (_rule, plain_list),
    "-": (_rule, plain_list), "+": (plain_list,), "0": (plain_list,), ":": (definition_list,), "<": (html_block,),
}
_BEHIND_BOUNDARY: tuple[Parser, ...] = (_setext_heading, _math, table)
_LATE: dict[str, tuple[Parser, ...]] = {
    "[": (footnote, link_definition), "*": (abbreviation,), "{": (block_extension,), "^": (_end_of_block,),
}
