"""Lists, task lists and definition lists: an item takes what is indented as its first line's text, and lazy lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from .attributes import parse_list
from .nodes import Node
from .syntax import BLANK, EOB, IAL, INSIDE, LIST_MARKER, OPT, TAG_AHEAD, WORD

if TYPE_CHECKING:
    from .blocks import Blocks

_RULE = re.compile(rf"{OPT}([*_-])[ \t]*\1[ \t]*\1(?:\1|[ \t])*\n")
_EOB = re.compile(EOB)
_BLANK_LINES = re.compile(r"\s*\n", re.A)
_ITEM_AHEAD = re.compile(rf"{OPT}{LIST_MARKER}[\t| ]", re.A)
_ITEM_IAL = re.compile(rf"\s*\{{:(?!(?:{WORD})?:|/)({INSIDE})\}}\s*", re.A)
_NO_CONTENT = re.compile(rf"(?:\s*\{{:(?!(?:{WORD})?:|/){INSIDE}\}}\s*)?{BLANK}", re.A)
_TABS = re.compile(r"( *)(\t+)")
_TERM = re.compile(rf"({OPT}:)([\t| ][^\n]*\n)")
_BOX = re.compile(r"\s*\[([ xX])\]\s+", re.A)
_BOXES = {" ": '<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" />',
          "x": '<input type="checkbox" class="task-list-item-checkbox" disabled="disabled" checked="checked" />'}
_MARKERS = {"ul": "[+*-]", "ol": r"\d+\.", "dl": ":"}
_WIDEST = 4000           # of indentation that is looked at


@lru_cache(128)
def _marker(kind: str, indentation: int) -> re.Pattern[str]:
    return re.compile(rf"( {{0,{min(indentation - 1, 3)}}}{_MARKERS[kind]})([\t| ][^\n]*\n)", re.A)


class Margins(NamedTuple):
    """How the lines of an item begin: those that are indented, and those that follow it lazily."""

    content: re.Pattern[str]
    lazy: re.Pattern[str]
    indent: str


@lru_cache(128)
def _margins(indentation: int) -> Margins:
    tabs, rest = divmod(min(indentation, _WIDEST), 4)
    return Margins(
        re.compile(rf"(?:(?:\t| {{4}}){{{tabs}}} {{{rest}}}|(?:\t| {{4}}){{{tabs + 1}}})[^\S\n]*\S[^\n]*\n", re.A),
        re.compile(rf"(?! {{0,{min(indentation, 3)}}}(?:{IAL}|{TAG_AHEAD}))[^\S\n]*\S[^\n]*\n", re.A),
        " " * indentation)


def _first_line(indentation: int, content: str) -> tuple[str, int]:
    """The text behind a marker, and how far the lines of its item are indented."""
    if _NO_CONTENT.match(content):
        indentation = 4
    else:
        while match := _TABS.match(content):
            blanks = 4 - (len(match[1]) + indentation) % 4 + (len(match[2]) - 1) * 4
            content = match[1] + " " * blanks + content[match.end():]
        indentation += len(content) - len(content.lstrip(" "))
    return content.lstrip(" \t\n\r\f\v"), indentation


def _leading_tabs(line: str) -> str:
    body = line.lstrip("\t")
    return "    " * (len(line) - len(body)) + body


class _Item:
    """An item's node, the pieces of its source, and the lines that may go on with it."""

    def __init__(self, kind: str, match: re.Match[str]) -> None:
        text, indentation = _first_line(len(match[1]), match[2])
        self.node = Node(kind)
        self.indentation = indentation
        self.margins = _margins(indentation)
        if ial := _ITEM_IAL.match(text):
            parse_list(ial[1], self.node.attributes())
            text = text[ial.end():]
        self.pieces: list[list[str]] = [[text]]
        self.has_nested = _ITEM_AHEAD.match(text) is not None

    def add(self, line: str) -> None:
        """Take a line, out of its margin; one that starts a list within begins a piece of its own."""
        line = _leading_tabs(line)
        is_indented = line.startswith(self.margins.indent)
        if is_indented:
            line = line[len(self.margins.indent):]
        if self.has_nested != is_indented and _ITEM_AHEAD.match(line):
            if is_indented:
                self.pieces.append([])
                self.has_nested = True
            else:
                line = " " * (self.indentation + 4) + line
        self.pieces[-1].append(line)


@dataclass(slots=True)
class _Lines:
    """The items of a list, and how it ended."""

    items: list[_Item]
    ended_by_mark: bool = False


def _items(blocks: Blocks, kind: str) -> _Lines:
    found = _Lines([])
    text, end = blocks.text, len(blocks.text)
    start = _marker(kind, 4)
    after_blank = False
    while blocks.pos < end:
        pos = blocks.pos
        if after_blank and _RULE.match(text, pos):
            break
        if mark := _EOB.match(text, pos):
            blocks.pos = mark.end()
            found.ended_by_mark = True
            break
        if match := start.match(text, pos):
            found.items.append(_Item("li", match))
            start = _marker(kind, found.items[-1].indentation)
            after_blank = False
        elif match := _continuation(found.items[-1], text, pos, after_blank=after_blank):
            found.items[-1].add(match[0])
            after_blank = False
        elif match := _BLANK_LINES.match(text, pos):
            found.items[-1].pieces[-1].append(match[0])
            found.items[-1].has_nested = after_blank = True
        else:
            break
        blocks.pos = match.end()
    return found


def _continuation(item: _Item, text: str, pos: int, *, after_blank: bool) -> re.Match[str] | None:
    return item.margins.content.match(text, pos) or (None if after_blank else item.margins.lazy.match(text, pos))


def plain_list(blocks: Blocks) -> bool:
    """An ordered or unordered list; all its markers are of one kind, whatever their sign."""
    kind = next((kind for kind in ("ul", "ol") if _marker(kind, 4).match(blocks.text, blocks.pos)), None)
    if not kind:
        return False
    parsed = Node(kind)
    parsed.ial, blocks.ial = blocks.ial, None
    lines = _items(blocks, kind)
    blocks.node.children.append(parsed)
    parsed.children = [item.node for item in lines.items]
    rest: Node | None = None
    is_open = False
    for number, item in enumerate(lines.items):
        node = item.node
        for piece in item.pieces:
            blocks.within(node, "".join(piece))
        if not node.children:
            is_open = True
            continue
        is_last = number == len(lines.items) - 1
        _drop_mark_of_first(node)
        if _is_tight(node, alone_at_end=is_last and not lines.ended_by_mark) and (not is_last or number == 0 or is_open):
            _make_transparent(node)
        is_open = is_open or node.children[0].kind != "p" or node.children[0].transparent
        rest = node.children.pop() if node.children[-1].kind == "blank" else None
        if not node.children:
            is_open = True
    if rest and not lines.ended_by_mark:
        blocks.node.children.append(rest)
    if blocks.doc.is_gfm:
        _tasks(parsed)
    return True


def _drop_mark_of_first(item: Node) -> None:
    """An attribute list behind the first paragraph leaves no mark that would make the item loose."""
    children = item.children
    if children[0].kind == "p" and children[0].ial and len(children) >= 2 and children[1].kind == "eob":
        del children[1]


def _is_tight(item: Node, *, alone_at_end: bool) -> bool:
    children = item.children
    return children[0].kind == "p" and (len(children) < 2 or children[1].kind != "blank"
                                        or (alone_at_end and len(children) == 2))


def _make_transparent(item: Node) -> None:
    first = item.children[0]
    if len(item.children) > 1 and item.children[1].kind != "blank":
        first.children[0].text += "\n"
    first.transparent = True


def _tasks(parsed: Node) -> None:
    """Boxes at the start of items, as GFM has them; from the first box on, every item counts as a task."""
    is_tasks = False
    for item in parsed.children:
        if not item.children or item.children[0].kind != "p":
            continue
        source = item.children[0].children[0]
        if box := _BOX.match(source.text):
            source.text = _BOXES[box[1].lower()] + source.text[box.end():]
            is_tasks = True
        if is_tasks:
            item.attr["class"] = "task-list-item"
    if is_tasks:
        parsed.attr["class"] = "task-list"


def definition_list(blocks: Blocks) -> bool:
    """A paragraph of terms, followed by definitions behind colons."""
    children = blocks.node.children
    if not _TERM.match(blocks.text, blocks.pos) or not children:
        return False
    after_blank = len(children) > 1 and children[-1].kind == "blank" and children[-1].text == "\n"
    if children[-2 if after_blank else -1].kind != "p":
        return False
    parsed = Node("dl")
    blocks.ial = None
    if after_blank:
        children.pop()
    terms = children.pop()
    parsed.ial = terms.ial
    parsed.children = [_term(line) for line in terms.children[0].text.rstrip("\n").split("\n")]
    rest = _definitions(blocks, parsed, first_as_para=after_blank)
    if children and children[-1].kind == "dl":
        children[-1].children += parsed.children
    elif len(children) > 1 and children[-1].kind == "blank" and children[-2].kind == "dl":
        children.pop()
        children[-1].children += parsed.children
    else:
        children.append(parsed)
    if rest:
        children.append(rest)
    return True


def _term(line: str) -> Node:
    term = Node("dt")
    if ial := _ITEM_IAL.match(line):
        parse_list(ial[1], term.attributes())
        line = line[ial.end():]
    term.text = line
    term.children.append(Node("source", line))
    return term


def _definitions(blocks: Blocks, parsed: Node, *, first_as_para: bool) -> Node | None:
    """Append the definitions at the position to their list; what is left over behind them is returned."""
    text, end = blocks.text, len(blocks.text)
    start = _marker("dl", 4)
    items: list[tuple[_Item, bool]] = []
    after_blank = False
    while blocks.pos < end:
        if match := start.match(text, blocks.pos):
            items.append((_Item("dd", match), first_as_para))
            start = _marker("dl", items[-1][0].indentation)
            first_as_para = after_blank = False
        elif _EOB.match(text, blocks.pos):
            break
        elif match := _continuation(items[-1][0], text, blocks.pos, after_blank=after_blank):
            items[-1][0].pieces[-1].append(_leading_tabs(match[0]).removeprefix(items[-1][0].margins.indent))
            first_as_para = after_blank = False
        elif match := _BLANK_LINES.match(text, blocks.pos):
            items[-1][0].pieces[-1].append(match[0])
            first_as_para = after_blank = True
        else:
            break
        blocks.pos = match.end()
    rest: Node | None = None
    for item, as_para in items:
        node = item.node
        parsed.children.append(node)
        blocks.within(node, "".join(item.pieces[0]))
        if not node.children:
            continue
        rest = node.children.pop() if node.children[-1].kind == "blank" else None
        if node.children and node.children[0].kind == "p" and not as_para:
            if len(node.children) > 1:
                node.children[0].children[0].text += "\n"
            node.children[0].transparent = True
    return rest


