"""The fast lane: paragraphs of plain text, emphasis and links go from HTML to Markdown without a tree.

Most posts are little else. A block is taken here only when it is beyond doubt what a parser would make of it: its tags
are balanced, known, and carry nothing that has to be looked at. Everything else is parsed, a stretch of blocks at a
time, and written from the tree (`blocks`), with the same result as if all of it had been.
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

_TOKENS = re.compile("(<[^<>]*>)").split
_NAME = re.compile("</?([a-z][a-z0-9]*)[ />]").match
_PLAIN_P = re.compile('<p(?: (?:class|id)="[^"]*")*>').fullmatch
_PLAIN_SPAN = re.compile('<span(?: (?:class|id)="[^"]*")*>').fullmatch
# A link that says nothing but its target, which needs no escape and runs nothing.
_LINK = re.compile('<a(?: (?:class|id|target|rel)="[^"]*")* href="((?:https?:|/|#|mailto:)[^\\s<>()\\\\"\x00-\x20\U00100000-\U0010fffd]*)"'
                   '(?: (?:class|id|target|rel)="[^"]*")*>').fullmatch
_ENTITY_IN_LINK = re.compile("&(?!amp;)|&amp;#?\\w*;").search
_COMMENT = re.compile("<!--(?!-?>)[^<>-]*-->")
_uneven = escapes.UNEVEN.search
_STRANGE_TEXT = re.compile("[<\x00-\x08\x0b-\x1f\x7f]|&(?!(?:amp|lt|gt|quot);)").search
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))
# Start tag → its end tag and the mark that begins its emphasis; end tag → the mark that ends it.
_OPENING = {f"<{tag}>": (f"</{tag}>", mark) for mark, tags in (
    (STRONG, ("strong", "b")), (EM, ("em", "i")), (DEL, ("del", "s", "strike")), ("", ("span",))) for tag in tags}
_EMPHASIS = {end: {STRONG: STRONG_END, EM: EM_END, DEL: DEL_END}[mark] for end, mark in _OPENING.values() if mark}
_RAW_OPENING = frozenset({f"<{tag}>" for tag in RAW - {"ruby", "rt", "rp"}})
_CLOSING = frozenset({"</p>", "</center>", "</a>", "</span>", *_EMPHASIS, *(f"</{tag[1:]}" for tag in _RAW_OPENING)})
_IMAGE = re.compile('<img src="((?:https?:|/)[^\\s<>()\\\\&"\x00-\x20\U00100000-\U0010fffd]*)"(?: alt="([^"&\\\\`*_~\\[\\]<>\\s]*)")?'
                    '(?: (?:width|height|border)="[^"]*")* ?/?>').fullmatch
_HIDDEN = re.compile('<p style="display: ?none;?">').fullmatch
_NOTHING = frozenset({"</p>", "<br></p>", "<br/></p>", "<br /></p>"})
_TABLE = re.compile('<table(?: (?:border|width|cellspacing|cellpadding)="[^"]*")*>').fullmatch
_TABLE_CONTENT = re.compile(
    r"\s*(?:<thead>\s*(?:<tr>\s*(?:<t([dh])>[^<>&\x00-\x08\x0b-\x1f\x7f]*</t\1>\s*)+</tr>\s*)+</thead>\s*)?(<tbody>)?\s*"
    r"(?:<tr>\s*(?:<t([dh])>[^<>&\x00-\x08\x0b-\x1f\x7f]*</t\3>\s*)+</tr>\s*)+(?(2)</tbody>)\s*\Z").match
_CELLS = re.compile("<t[dh]>([^<]*)").findall
_BLANK_LINES = re.compile(r"\n[ \t\n]*\n")
_BREAKS = frozenset({"<br>", "<br/>", "<br />"})
# What closes by itself or may only stand in its own parent: where it is not closed, a parser has to say what is meant.
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "div", "center",
                     "figure", "hr"})


class _Doubt(Exception):
    """A parser has to see the whole of it."""


def write_blocks(html: str, fragment: Fragment) -> tuple[list[str], list[Removed]] | None:
    """The Markdown blocks of an HTML text and what they leave out; None when a parser has to see it as a whole.

    `fragment` parses the stretches that are not plain.
    """
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    if "<!" in html:
        return None
    try:
        lane = _Lane(_TOKENS(html), fragment)
        return lane.blocks(), lane.removed
    except _Doubt:
        return None


class _Lane:
    """The tokens of a text (text, tag, text, …), the blocks made of them, and those that wait for a parser."""

    def __init__(self, tokens: list[str], fragment: Fragment) -> None:
        self.tokens = tokens
        self.fragment = fragment
        self.made: list[str] = []
        self.waiting: list[tuple[int, str]] = []        # how many blocks stand before it, and its HTML
        self.removed: list[Removed] = []

    def blocks(self) -> list[str]:
        tokens, made = self.tokens, self.made
        count = len(tokens) - 1
        at = 1
        if tokens[0] and not tokens[0].isspace():
            raise _Doubt
        while at < count:
            tag = tokens[at]
            if tag == "<p>" and tokens[at + 2] == "</p>" and (text := tokens[at + 1]) and not _uneven(text):
                made.append(escapes.plain(text))
                end = at + 2
            elif (tag == "<p>" or _PLAIN_P(tag)) and (end := self._paragraph(at, "</p>")):
                pass
            elif tag == "<center>" and (end := self._paragraph(at, "</center>")):
                self.removed.append(Removed("style", "center"))
            elif _TABLE(tag) and (end := self._table(at)):
                pass
            elif _HIDDEN(tag) and "".join(tokens[at + 1:at + 4]).strip() in _NOTHING:
                end = at + 4 - 2 * (tokens[at + 2] == "</p>")
            else:
                end = self._end_of_block(at)
                self.waiting.append((len(made), "".join(tokens[at:end + 1])))
            between = tokens[end + 1]
            if between and not between.isspace():
                raise _Doubt
            at = end + 2
        return self._with_parsed() if self.waiting else made

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

    def _end_of_block(self, start: int) -> int:
        """The index of the tag that ends the block; _Doubt when its tags are not balanced."""
        opened: list[str] = []
        tokens = self.tokens
        for at in range(start, len(tokens), 2):
            tag = tokens[at]
            name = _NAME(tag)
            if not name or "<" in tokens[at + 1]:
                raise _Doubt
            if not opened and (name[1] not in _BLOCKS or at > start):
                raise _Doubt
            if tag[1] == "/":
                if not opened or opened.pop() != name[1]:
                    raise _Doubt
            elif name[1] not in VOID:
                if name[1] == "p" and "p" in opened:
                    raise _Doubt
                opened.append(name[1])
            if not opened:
                return at
        raise _Doubt

    def _table(self, start: int) -> int:
        """Write a table of plain texts; the index of its end tag, or 0 when it is not plain."""
        try:
            end = self.tokens.index("</table>", start)
        except ValueError:
            return 0
        html = "".join(self.tokens[start + 1:end])
        if not _TABLE_CONTENT(html):
            return 0
        rows = [_CELLS(row) for row in html.split("</tr>")[:-1]]
        if _is_pipe_table(html, rows):
            self.made.append(pipes([[plain_cell(text) for text in row] for row in rows], [""] * len(rows[0])))
        else:
            self.made.append(_BLANK_LINES.sub("\n", f"<table>{html}</table>"))
        return end

    def _paragraph(self, start: int, end_tag: str) -> int:
        """Write a paragraph, or another block of phrasing; the index of its end tag, or 0 when it is not plain."""
        tokens = self.tokens
        parts: list[str] = []
        opened: list[tuple[str, str, int]] = []         # end tag, mark or target, how many parts stand before
        in_link = False
        last = len(tokens) - 1
        at = start
        while at < last:
            if text := tokens[at + 1]:
                if text[0] == "(" and parts and parts[-1].endswith("]"):
                    parts.append("\\")
                if _uneven(text):
                    if _STRANGE_TEXT(text):
                        return 0
                    if "&" in text:
                        text = _unescaped(text)
                    text = escapes.link_text(text) if in_link else escapes.text(text)
                parts.append(text)
            at += 2
            tag = tokens[at]
            if tag in _CLOSING:
                if not opened:
                    if tag != end_tag:
                        return 0
                    break
                if opened[-1][0] != tag:
                    return 0
                _, said, since = opened.pop()
                if tag == "</a>":
                    in_link = False
                    self._close_link(parts, since, said, at)
                elif tag in _EMPHASIS:
                    inner = "".join(parts[since:])
                    del parts[since:]
                    emphasized(inner, said, _EMPHASIS[tag], parts)
                elif tag != "</span>":
                    parts.append(tag)
            elif tag[1] == "a":
                link = None if in_link else _LINK(tag)
                if not link or _ENTITY_IN_LINK(link[1]):
                    return 0
                in_link = True
                opened.append(("</a>", link[1].replace("&amp;", "&"), len(parts)))
            elif tag in _OPENING:
                opened.append((*_OPENING[tag], len(parts)))
            elif _PLAIN_SPAN(tag):
                opened.append(("</span>", "", len(parts)))
            elif tag in _BREAKS:
                parts.append(BREAK)
            elif image := _IMAGE(tag):
                parts.append(f"![{image[2] or ''}]({image[1]})")
            elif tag in _RAW_OPENING:
                opened.append((f"</{tag[1:]}", "", len(parts)))
                parts.append(tag)
            else:
                return 0
        if opened or tokens[at] != end_tag:
            return 0
        if block := escapes.finish("".join(parts)):
            self.made.append(block)
        return at

    def _close_link(self, parts: list[str], since: int, href: str, at: int) -> None:
        """Put the link around what was written since it began; as an autolink where its text is its target."""
        tokens = self.tokens
        if tokens[at - 1].replace("&amp;", "&") == href and tokens[at - 2].startswith("<a ") and ABSOLUTE(href):
            parts[since:] = [f"<{href}>"]
            return
        if since and parts[since - 1].endswith("!"):
            parts[since - 1] = parts[since - 1][:-1] + "\\!"
        parts.insert(since, "[")
        parts.append(f"]({href})")


def _is_pipe_table(html: str, rows: list[list[str]]) -> bool:
    """One row of `th`, then rows of `td`, all of one length (see `tables`)."""
    header, below = html.split("</tr>", 1)
    return "<td>" not in header and "<th>" not in below and len({len(row) for row in rows}) == 1


def _unescaped(text: str) -> str:
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text
