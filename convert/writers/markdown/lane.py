"""The fast lane: paragraphs of text, emphasis and links, and plain tables, go from HTML to Markdown without a tree.

Most posts are little else. A block is taken here only when it is beyond doubt what a parser would make of it: its tags
are balanced, known, and carry nothing that has to be looked at. Everything else is parsed, all of a post together, and
written from the tree (`blocks`). The result is the same as if all of it had been; tests compare the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from ...model.body import VOID
from ...model.document import Removed
from . import escapes
from .blocks import blocks
from .escapes import BREAK, DEL, DEL_END, EM, EM_END, STRONG, STRONG_END
from .inlines import ABSOLUTE, RAW, emphasized
from .tables import pipes, plain_cell

if TYPE_CHECKING:
    from lxml.etree import _Element

Fragment: TypeAlias = "Callable[[str], tuple[_Element, list[Removed]]]"

_COMMENT = re.compile("<!--(?!-?>)[^<>-]*-->")
_NOT_BLANK = re.compile(r"[^ \t\n\r\f]").search
_TAG = re.compile("<[^<>]*>")
_TOKENS = re.compile("(<[^<>]*>)").split
_NAME = re.compile("</?([a-z][a-z0-9]*)[ />]").match
_P = re.compile('<p(?: (?:class|id)="[^"]*")*>').match
_SPAN = re.compile('</span>|<span(?: (?:class|id)="[^"]*")*>').sub
# A target that needs no escape and runs nothing; a link, a picture that say little else.
_TARGET = '((?:https?:|/|#|mailto:)[^\\s<>()\\\\"\x00-\x20\U00100000-\U0010fffd]*)'
_LINK = re.compile(f'<a(?: (?:class|id|target|rel)="[^"]*")* href="{_TARGET}"(?: (?:class|id|target|rel)="[^"]*")*>').fullmatch
_IMAGE = re.compile(f'<img src="{_TARGET}"(?: alt="([^"&\\\\`*_~\\[\\]<>\\s]*)")?'
                    '(?: (?:width|height|border)="[^"]*")* ?/?>').fullmatch
_ENTITY_IN_TARGET = re.compile(r"&(?!amp;)|&amp;#?\w*;").search
_HIDDEN = re.compile(r'<p style="display: ?none;?">\s*(?:<br ?/?>)?\s*</p>').match
_TABLE = re.compile(
    r'<table(?: (?:border|width|cellspacing|cellpadding)="[^"]*")*>(\s*'
    r"(?:<thead>\s*(?:<tr>\s*(?:<t([dh])>[^<>&\x00-\x08\x0b-\x1f\x7f]*</t\2>\s*)+</tr>\s*)+</thead>\s*)?(<tbody>)?\s*"
    r"(?:<tr>\s*(?:<t([dh])>[^<>&\x00-\x08\x0b-\x1f\x7f]*</t\4>\s*)+</tr>\s*)+(?(3)</tbody>)\s*)</table>").match
_CELLS = re.compile("<t[dh]>([^<]*)").findall
_BLANK_LINES = re.compile(r"\n[ \t\n]*\n")
_uneven = escapes.UNEVEN.search
_STRANGE_TEXT = re.compile("[<\x00-\x08\x0b-\x1f\x7f]|&(?!(?:amp|lt|gt|quot);)").search
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))
# Start tag → its end tag and the mark that begins its emphasis; end tag → the mark that ends it.
_EMPHASIS = {f"<{tag}>": (f"</{tag}>", mark) for mark, tags in (
    (STRONG, ("strong", "b")), (EM, ("em", "i")), (DEL, ("del", "s", "strike"))) for tag in tags}
_EMPHASIS_END = {end: {STRONG: STRONG_END, EM: EM_END, DEL: DEL_END}[mark] for end, mark in _EMPHASIS.values()}
_RAW = frozenset({f"<{tag}>" for tag in RAW - {"ruby", "rt", "rp"}})
_BREAKS = frozenset({"<br>", "<br/>", "<br />"})
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "div", "center",
                     "figure", "hr"})


class _Doubt(Exception):
    """A parser has to see the whole of it."""


def write_blocks(html: str, fragment: Fragment) -> tuple[list[str], list[Removed]] | None:
    """The Markdown blocks of an HTML text and what they leave out; None when a parser has to see it as a whole.

    `fragment` parses what is not plain.
    """
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    if "<!" in html:
        return None
    try:
        return _Lane(html, fragment).blocks()
    except _Doubt:
        return None


class _Lane:
    """An HTML text, the blocks made of it, and those that wait for a parser."""

    def __init__(self, html: str, fragment: Fragment) -> None:
        self.html = html
        self.fragment = fragment
        self.made: list[str] = []
        self.waiting: list[tuple[int, str]] = []        # how many blocks stand before it, and its HTML
        self.removed: list[Removed] = []

    def blocks(self) -> tuple[list[str], list[Removed]]:
        html = self.html
        at = 0
        while first := _NOT_BLANK(html, at):
            start = first.start()
            if html[start] != "<":
                raise _Doubt
            at = self._plain(start)
            if not at:
                at = self._end_of_block(start)
                self.waiting.append((len(self.made), html[start:at]))
        return (self._with_parsed() if self.waiting else self.made), self.removed

    def _plain(self, start: int) -> int:
        """Write the block at an offset if it is plain; the offset behind it, or 0 when it is not."""
        html = self.html
        if opening := _P(html, start):
            return self._phrasing(opening.end(), "</p>")
        if html.startswith("<center>", start) and (end := self._phrasing(start + 8, "</center>")):
            self.removed.append(Removed("style", "center"))
            return end
        if hidden := _HIDDEN(html, start):
            return hidden.end()
        if table := _TABLE(html, start):
            self.made.append(_table(table[1]))
            return table.end()
        return 0

    def _phrasing(self, start: int, end_tag: str) -> int:
        end = self.html.find(end_tag, start)
        inner = self.html[start:end]
        if end < 0:
            return 0
        block = _paragraph(inner) if "<" in inner or _uneven(inner) else escapes.plain(inner)
        if block is None:
            return 0
        if block:
            self.made.append(block)
        return end + len(end_tag)

    def _end_of_block(self, start: int) -> int:
        """The offset behind the block at an offset; _Doubt when its tags are not balanced."""
        opened: list[str] = []
        behind = start
        for match in _TAG.finditer(self.html, start):
            tag = match[0]
            name = _NAME(tag)
            if not name or self.html.find("<", behind, match.start()) >= 0 or not (opened or name[1] in _BLOCKS):
                raise _Doubt
            behind = match.end()
            if tag[1] == "/":
                if not opened or opened.pop() != name[1]:
                    raise _Doubt
            elif name[1] not in VOID:
                if name[1] == "p" and "p" in opened:
                    raise _Doubt
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
        parsed, removed = self.fragment("".join(f"<div>{''.join(htmls)}</div>" for _, htmls in stretches))
        self.removed += removed
        if len(parsed) != len(stretches):
            raise _Doubt
        merged: list[str] = []
        since = 0
        for (place, _), holder in zip(stretches, parsed, strict=True):
            merged += self.made[since:place]
            merged += blocks(holder)
            since = place
        return merged + self.made[since:]


def _paragraph(html: str) -> str | None:
    """The Markdown of phrasing content; None when it is not plain."""
    if "<span" in html:
        html = _SPAN("", html)
    tokens = _TOKENS(html)
    phrasing = _Phrasing(tokens)
    parts = phrasing.parts
    for at, token in enumerate(tokens):
        if at % 2:
            if not (phrasing.end(token, at) if token[1] == "/" else phrasing.start(token)):
                return None
        elif token:
            if token[0] == "(" and parts and parts[-1].endswith("]"):
                parts.append("\\")
            if _uneven(token):
                if _STRANGE_TEXT(token):
                    return None
                token = (escapes.link_text if phrasing.in_link else escapes.text)(_unescaped(token))  # noqa: PLW2901
            parts.append(token)
    return None if phrasing.opened else escapes.finish("".join(parts))


class _Phrasing:
    """The marked text of phrasing content so far, and what is open in it: end tag, mark or target, where it began."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.parts: list[str] = []
        self.opened: list[tuple[str, str, int]] = []
        self.in_link = False

    def start(self, tag: str) -> bool:
        """Take a start tag; False when it is not plain."""
        parts = self.parts
        if tag[1] == "a":
            link = None if self.in_link else _LINK(tag)
            if not link or _ENTITY_IN_TARGET(link[1]):
                return False
            self.in_link = True
            self.opened.append(("</a>", link[1].replace("&amp;", "&"), len(parts)))
        elif tag in _EMPHASIS:
            self.opened.append((*_EMPHASIS[tag], len(parts)))
        elif tag in _BREAKS:
            parts.append(BREAK)
        elif tag in _RAW:
            self.opened.append((f"</{tag[1:]}", "", len(parts)))
            parts.append(tag)
        elif (image := _IMAGE(tag)) and "&" not in image[1]:
            parts.append(f"![{image[2] or ''}]({image[1]})")
        else:
            return False
        return True

    def end(self, tag: str, at: int) -> bool:
        """Take an end tag, the token `at`; False when it does not end what was opened last."""
        if not self.opened or self.opened[-1][0] != tag:
            return False
        _, said, since = self.opened.pop()
        if tag == "</a>":
            self.in_link = False
            self._end_link(since, said, self.tokens[at - 1] if self.tokens[at - 2].startswith("<a ") else "")
        elif tag in _EMPHASIS_END:
            inner = "".join(self.parts[since:])
            del self.parts[since:]
            emphasized(inner, said, _EMPHASIS_END[tag], self.parts)
        else:
            self.parts.append(tag)
        return True

    def _end_link(self, since: int, href: str, text: str) -> None:
        """Put the link around what was written since it began; as an autolink where its whole text is its target."""
        parts = self.parts
        if _unescaped(text) == href and ABSOLUTE(href):
            parts[since:] = [f"<{href}>"]
            return
        if since and parts[since - 1].endswith("!"):
            parts[since - 1] = parts[since - 1][:-1] + "\\!"
        parts.insert(since, "[")
        parts.append(f"]({href})")


def _unescaped(text: str) -> str:
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return text


def _table(html: str) -> str:
    """A table of plain texts: pipes for one row of `th` above rows of `td` of its length (see `tables`), else HTML."""
    rows = [_CELLS(row) for row in html.split("</tr>")[:-1]]
    header, below = html.split("</tr>", 1)
    if "<td>" not in header and "<th>" not in below and len({len(row) for row in rows}) == 1:
        return pipes([[plain_cell(text) for text in row] for row in rows], [""] * len(rows[0]))
    return _BLANK_LINES.sub("\n", f"<table>{html}</table>")
