"""The fast lane: paragraphs of text, emphasis and links, and plain tables, go from HTML to Markdown without a tree.

Most posts are little else. A block is taken here only when it is beyond doubt what a parser would make of it: its tags
are balanced, known, and carry nothing that has to be looked at. Everything else is parsed, all of a post together, and
written from the tree (`blocks`). The result is the same as if all of it had been; tests compare the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from ...model.body import VOID
from ...model.reading import Removed
from .blocks import top_blocks
from .escapes import UNEVEN, plain_cell
from .grammar import Sheet
from .passages import paragraph
from .runs import blocks_of, match_run
from .tables import pipes

if TYPE_CHECKING:
    from lxml.etree import _Element

Fragment: TypeAlias = "Callable[[str], tuple[_Element, list[Removed]]]"

_COMMENT = re.compile("<!--(?!-?>)[^<>-]*-->")
_NOT_BLANK = re.compile(r"[^ \t\n\r\f]").search
_TAG = re.compile("<[^<>]*>")
_NAME = re.compile("</?([a-z][a-z0-9]*)[ />]").match
_P = re.compile(r'[ \t\n]*<p(?: (?:class|id)="[^"]*")*>').match
_HIDDEN = re.compile(r'<p style="display: ?none;?">\s*+(?:<br ?/?>)?\s*+</p>').match
_TABLE = re.compile(
    r'<table(?: (?:border|width|cellspacing|cellpadding)="[^"]*")*>(\s*+'
    r"(?:<thead>\s*+(?:<tr>\s*+(?:<t([dh])>[^<>&\x00-\x08\x0b-\x1f\x7f]*</t\2>\s*+)+</tr>\s*+)+</thead>\s*+)?(<tbody>)?\s*+"
    r"(?:<tr>\s*+(?:<t([dh])>[^<>&\x00-\x08\x0b-\x1f\x7f]*</t\4>\s*+)+</tr>\s*+)+(?(3)</tbody>)\s*+)</table>").match
_CELLS = re.compile("<t[dh]>([^<]*)").findall
_BLANK_LINES = re.compile(r"\n[ \t\n]*\n")
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "div", "center",
                     "figure", "hr"})


class _Doubt(Exception):
    """A parser has to see the whole of it."""


def write_blocks(html: str, fragment: Fragment | None, sheet: Sheet) -> tuple[list[str], list[Removed]] | None:
    """The Markdown blocks of an HTML text and what they leave out; None when a parser has to see it as a whole.

    `fragment` parses what is not plain; without it, all has to be.
    """
    if "!" in html and "<!" in html:
        html = _COMMENT.sub("", html)
        if "<!" in html:
            return None
    if "\ufffe" in html or "\uffff" in html:
        return None
    try:
        return _Lane(html, fragment, sheet).blocks()
    except _Doubt:
        return None


class _Lane:
    """An HTML text, the blocks made of it, and those that wait for a parser."""

    def __init__(self, html: str, fragment: Fragment | None, sheet: Sheet) -> None:
        self.html = html
        self.sheet = sheet
        self.fragment = fragment
        self.made: list[str] = []
        self.waiting: list[tuple[int, str]] = []        # how many blocks stand before it, and its HTML
        self.removed: list[Removed] = []

    def blocks(self) -> tuple[list[str], list[Removed]]:
        html, made = self.html, self.made
        at = 0
        while True:
            if run := match_run(html, at):
                at = run.end()
                made += blocks_of(run[0])
            if (opening := _P(html, at)) and (end := html.find("</p>", opening.end())) > 0:
                inner = html[opening.end():end]
                block = paragraph(inner, self.sheet)
                if block is not None:
                    at = end + 4
                    if block:
                        made.append(block)
                    continue
            first = _NOT_BLANK(html, at)
            if not first:
                break
            start = first.start()
            if html[start] != "<":
                raise _Doubt
            at = self._plain(start)
            if not at and self.fragment is None:
                raise _Doubt
            if not at:
                at = self._end_of_block(start)
                self.waiting.append((len(made), html[start:at]))
        return (self._with_parsed() if self.waiting else self.made), self.removed

    def _plain(self, start: int) -> int:
        """Write the block at an offset if it is plain; the offset behind it, or 0 when it is not."""
        html = self.html
        if html.startswith("<center>", start):
            end = html.find("</center>", start)
            block = paragraph(html[start + len("<center>"):end], self.sheet) if end > 0 else None
            if block is not None:
                self.made += filter(None, [block])
                self.removed.append(Removed("style", "center"))
                return end + len("</center>")
        if hidden := _HIDDEN(html, start):
            return hidden.end()
        if table := _TABLE(html, start):
            self.made.append(_table(table[1]))
            return table.end()
        return 0

    def _end_of_block(self, start: int) -> int:
        """The offset behind the block at an offset; _Doubt when its tags are not balanced."""
        opened: list[str] = []
        in_p = False
        behind = start
        for match in _TAG.finditer(self.html, start):
            tag = match[0]
            name = _NAME(tag)
            if not name or self.html.find("<", behind, match.start()) >= 0 or not (opened or name[1] in _BLOCKS) \
                    or name[1] == "plaintext" or tag.count('"') % 2 or "='" in tag:
                raise _Doubt
            behind = match.end()
            if tag[1] == "/":
                if not opened or opened.pop() != name[1]:
                    raise _Doubt
                in_p = in_p and name[1] != "p"
            elif name[1] not in VOID:
                if name[1] == "p" and in_p:
                    raise _Doubt
                in_p = in_p or name[1] == "p"
                opened.append(name[1])
            if not opened:
                return behind
        raise _Doubt

    def _with_parsed(self) -> list[str]:
        """The blocks with those that waited in their places, parsed together, each stretch in a `div` of its own."""
        stretches: list[tuple[int, list[str]]] = []
        for place, html in self.waiting:
            if stretches and stretches[-1][0] == place:
                stretches[-1][1].append(html)
            else:
                stretches.append((place, [html]))
        assert self.fragment
        parsed, removed = self.fragment("".join(f"<div>{''.join(htmls)}</div>" for _, htmls in stretches))
        self.removed += removed
        if len(parsed) != len(stretches):
            raise _Doubt
        merged: list[str] = []
        since = 0
        for (place, _), holder in zip(stretches, parsed, strict=True):
            merged += self.made[since:place]
            merged += top_blocks(holder, self.sheet)
            since = place
        return merged + self.made[since:]


def _table(html: str) -> str:
    """A table of plain texts: pipes for one row of `th` above rows of `td` of its length (see `tables`), else HTML."""
    rows = [_CELLS(row) for row in html.split("</tr>")[:-1]]
    header, below = html.split("</tr>", 1)
    if "<td>" not in header and "<th>" not in below and len({len(row) for row in rows}) == 1:
        said = "".join(chain.from_iterable(rows))
        is_even = not UNEVEN.search(said) and "|" not in said and "  " not in said          # one look for most tables
        return pipes([[text.strip(" ") if is_even else plain_cell(text) for text in row] for row in rows], [""] * len(rows[0]))
    return _BLANK_LINES.sub("\n", f"<table>{html}</table>")
