"""A Markdown text cut at its top-level blocks: those that can stay as they were written, and those that hold HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, cast

import pyromark

from ..model.body import VOID
from ..model.flavor import Flavor
from ..model.reading import Stretch
from .defined import Block, Definitions

_ALL = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TASKLISTS \
    | pyromark.Options.ENABLE_FOOTNOTES
_NONE = pyromark.Options(0)
_TAG = re.compile(r"<(?!https?:|ftp:|mailto:)[a-zA-Z/!?]")           # perhaps; no usual autolink (6.5)
_NAMED = re.compile(r"<!--(?:[^-]|-(?!->))*+|<(/?)(?!https?:|ftp:|mailto:)([a-zA-Z][^\s/>]*)")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+").finditer
_BLANK_LINES_SPLIT = re.compile(r"\n(?:[ \t]*\n)+").split
_PLAIN_START = re.compile(r"\n* {0,3}<(?:p|table|center)[ >]").match
_HTML_LINE = re.compile(r"\n {0,3}<(?!https?:|ftp:)")
_INDENT = 4
_SCHEMES = ("<http:", "<https:", "<ftp:")
_UNSAFE = re.compile(r":(?:(?<=javascript:)|(?<=vbscript:)|(?<=data:)text/html)", re.I)     # the colon first: few texts hold many
# What some flavours read and others do not (GFM's extensions, autolinks, definition lists, attributes).
_EXTENDED = re.compile(r"~|\||\[\^|www\.|(?<!<http:)(?<!<https:)//|@|^:[ \t]|\{|^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[[ xX]\]", re.M)
_MAY_STAY_OPEN = VOID | {"p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", "tfoot"}


def says_the_same(text: str, engine: Flavor, flavor: Flavor) -> bool:
    """A text that an engine reads is read the same as another flavour."""
    return engine == flavor or not _EXTENDED.search(text)


def stretches(text: str, render: Callable[[str], str], outline: Callable[[str], list[Block]]) -> list[Stretch] | None:
    """The text in stretches: Markdown without HTML as it stands, and the rest rendered; None when it cannot be cut.

    Neighbours of a kind are one stretch, and so is all that lies between a start tag and its end tag.
    """
    if not _TAG.search(text):
        return None if _UNSAFE.search(text) else [Stretch(text)]
    parts = _covering(text, outline(text))
    definitions = Definitions(text, parts, render) if "]:" in text else None
    if definitions:
        parts = definitions.kept(parts)
    blocks = _joined(text, parts, render)
    if any(not holds_html and _UNSAFE.search(text, start, end) for start, end, holds_html in blocks):
        return None
    made = []
    for start, end, holds_html in blocks:
        piece = text[start:end]
        if not holds_html:
            made.append(Stretch(piece))
            continue
        needed = definitions.needed(piece) if definitions else ""
        if needed is None:
            return None
        made.append(Stretch(piece, render(f"{needed}\n\n{piece}" if needed else piece)))
    return made


def unparted(blocks: list[Block]) -> list[Block]:
    """Blocks of kramdown, in which what stands right beside HTML, without a blank line, goes with it: some are read
    otherwise with one.
    """
    made = blocks[:]
    for at in (*range(1, len(made)), *range(len(made) - 1, 0, -1)):
        before, after = made[at - 1], made[at]
        if before[1] == after[0] and before[2] != after[2]:
            made[at - 1:at + 1] = [(*before[:2], True), (*after[:2], True)]
    return made


def _covering(text: str, blocks: list[Block]) -> list[Block]:
    """Blocks, each with what stands between it and the next."""
    starts = [0, *(start for start, _, _ in blocks[1:]), len(text)]
    return [(start, end, block[2]) for (start, end), block in zip(pairwise(starts), blocks, strict=False)]


def common_stretches(text: str) -> list[Stretch] | None:
    """The same for a text that all engines read alike (see `kramdown.scan`), in which blank lines part Markdown from HTML;
    None when it has to be looked at more closely.
    """
    if "`" in text and "```" in text:              # which takes longer to look for
        return None
    made: list[Stretch] = []
    since, was_html = 0, None                  # where the stretch began, and what it is
    for start in (0, *(match.end() for match in _BLANK_LINES(text))):
        first = text[start:start + _INDENT + 8].lstrip(" \n")
        if not first:
            continue
        is_html = first[0] == "<" and not first.startswith(_SCHEMES)
        if was_html is not None and is_html != was_html:
            made.append(_stretch(text[since:start], is_html=was_html))
            since = start
        was_html = is_html
    if was_html is not None:
        made.append(_stretch(text[since:], is_html=was_html))
    hidden = any(html is None and (_HTML_LINE.search(piece) or _UNSAFE.search(piece)) for piece, html in made)
    return None if hidden else made


def plain_stretches(text: str) -> list[Stretch] | None:
    """The same for a text whose Markdown every engine reads alike, and whose HTML begins with a paragraph, a table or their
    like: every engine does too, if the tags in it are balanced, which whoever writes it has to see.
    """
    if "\t" in text or "\r" in text or "\0" in text or "\n    " in text or text.startswith("\ufeff"):
        return None
    stretches = common_stretches(text)
    if stretches is None:
        return None
    texts: list[str] = []
    for piece, html in stretches:
        if html is None:
            texts += [f"{block}\n" for block in _BLANK_LINES_SPLIT(piece.strip("\n"))]
        elif not _PLAIN_START(html):
            return None
    from .kramdown.scan import is_common_text
    return stretches if is_common_text(texts) else None


def _stretch(piece: str, *, is_html: bool) -> Stretch:
    return Stretch(piece, piece if is_html else None)


def _joined(text: str, blocks: list[Block], render: Callable[[str], str]) -> list[Block]:
    """Blocks with their neighbours of the same kind, and with what stands between the tags that they leave open."""
    made: list[Block] = []
    opened: dict[str, int] = {}
    for start, end, holds_html in blocks:
        is_open = bool(opened)
        if holds_html and (is_open or _left_open(text[start:end], {})):
            opened = _left_open(render(text[start:end]), opened)         # in which no code looks like tags
        if made and (is_open or holds_html == made[-1][2]):
            made[-1] = (made[-1][0], end, holds_html or made[-1][2])
        else:
            made.append((start, end, holds_html))
    return made


def _left_open(html: str, opened: dict[str, int]) -> dict[str, int]:
    """How many elements of each name are open behind a text; an end tag without a start tag ends nothing."""
    count = dict(opened)
    for slash, name in _NAMED.findall(html):
        if name and (lower := name.lower()) not in _MAY_STAY_OPEN:
            count[lower] = max(count.get(lower, 0) + (-1 if slash else 1), 0)
    return {name: number for name, number in count.items() if number}


def outline(text: str, engine: Flavor = "gfm") -> list[Block]:
    """The top-level blocks of CommonMark and its kin, in order, each from the beginning of its line; definitions between
    them are blocks too.
    """
    data = text.encode(errors="replace")
    cuts = list(_cuts(data, _NONE if engine == "commonmark" else _ALL))
    if len(data) != len(text):
        cuts = _in_characters(data, cuts)
    return _covering(text, [(start, start, holds_html) for start, holds_html in cuts])


def _cuts(data: bytes, options: pyromark.Options) -> Iterator[tuple[int, bool]]:
    """Where each block begins, in bytes, and whether it holds HTML."""
    behind = 0                                       # where the last block ended
    for start, end, holds_html, is_code in _spans(data, options):
        at = max(data.rfind(b"\n", behind, start), data.rfind(b"\r", behind, start), behind - 1) + 1
        if not is_code and len(data[at:start].expandtabs(_INDENT)) >= _INDENT:
            at = start                               # what follows a definition, and would be code alone
        if data[behind:at].strip():
            yield behind, False
        yield at, holds_html
        behind = _behind_line(data, end)
    if data[behind:].strip():
        yield behind, False


def _behind_line(data: bytes, at: int) -> int:
    """The offset behind the line that holds the byte before an offset."""
    if at and data[at - 1:at] not in (b"\n", b"\r"):
        at = data.find(b"\n", at) + 1 or len(data)
    return at


def _spans(data: bytes, options: pyromark.Options) -> Iterator[tuple[int, int, bool, bool]]:
    """The top-level blocks that show something, as the parser sees them: whether they hold HTML, and are code."""
    depth = start = items_end = 0
    holds_html = is_code = False
    for event, where in cast("Iterable[tuple[Any, dict[str, int]]]", pyromark.events_with_range(data.decode(), options=options)):
        kind, value = (event, None) if isinstance(event, str) else next(iter(event.items()))
        if not depth:
            start, holds_html, is_code = where["start"], False, isinstance(value, dict) and "CodeBlock" in value
        if kind == "Start":
            depth += 1
            holds_html = holds_html or value == "HtmlBlock"
        elif kind == "End":
            depth -= 1
            items_end = where["end"] if value == "Item" and depth == 1 else items_end
        elif kind == "InlineHtml":
            holds_html = True
        if not depth:
            is_list = isinstance(value, dict) and "List" in value         # it may be said to hold definitions behind it
            yield start, items_end if is_list else where["end"], holds_html, is_code


def _in_characters(data: bytes, cuts: list[tuple[int, bool]]) -> list[tuple[int, bool]]:
    made = []
    at = length = 0
    for start, holds_html in cuts:
        length += len(data[at:start].decode())
        made.append((length, holds_html))
        at = start
    return made
