"""The tags of an HTML text in one pass: where each stands, and the text between them.

Tags begin and end as the HTML Living Standard says (13.2.5, "Tokenization"), whatever state the text is in. Every
pattern takes what it has looked at, so that no text, however broken, is looked at twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_VALUE = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\f\r>"'][^ \t\n\f\r>]*+)"""
_ATTRIBUTE = rf"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+{_VALUE}?+)?+"
_MARKUP = re.compile(
    rf"<(?P<slash>/?)(?P<name>[a-zA-Z][^ \t\n\f\r/>]*+)(?P<attributes>(?:[ \t\n\f\r/]++|{_ATTRIBUTE})*+)(?P<end>>|\Z)"
    r"|<!--(?:-?>|(?s:.*?)(?:--!?>|\Z))"
    r"|<(?:[!?]|/(?!\Z))[^>]*+>?")
ATTRIBUTE = re.compile(
    r"([^ \t\n\f\r/>][^ \t\n\f\r/>=]*+)"
    r"""(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:"([^"]*+)"?|'([^']*+)'?|([^ \t\n\f\r>"'][^ \t\n\f\r>]*+))?)?""")
# Elements that hold text alone, up to their end tag (13.2.5.1 to 5; `script` has more states, which change nothing here).
_RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title", "plaintext"})
_WITH_REFERENCES = frozenset({"textarea", "title"})
_UNSEEN = frozenset({"style", "title", "noembed", "noframes"})
_CLOSED = re.compile(r"<!--(?:-?>|(?s:.*)--!?>)|<(?!!--)[^>]*>")         # a comment, a declaration
# Formatting elements (13.2.4.3, "The list of active formatting elements"): browsers open them again in each block that
# comes before their end tags.
FORMATTING = frozenset({"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
_FORMATTING_TAG = re.compile(rf"<({'|'.join(sorted(FORMATTING))})(?=[ \t\n\f\r/>])[^>]*+>", re.I)
_ALONE = frozenset({"a", "nobr"})                                        # an open one ends where the next begins
_BARRIERS = frozenset({"table", "object", "applet", "marquee", "template"})      # what is open stays so within, and after
_OPEN_LIMIT = 8


class Piece(NamedTuple):
    """A tag with its `name` in lower case, or a text (no name); `attributes` is where those of a tag stand.

    `is_end` marks an end tag, `is_raw` a text in which `&amp;` is five characters.
    """

    name: str
    start: int
    end: int
    attributes: tuple[int, int] = (0, 0)
    is_end: bool = False
    is_raw: bool = False


def pieces(text: str) -> Iterator[Piece]:
    """Tags and texts in order; comments, declarations and tags that the text ends within are left out."""
    position = 0
    while match := _MARKUP.search(text, position):
        if match.start() > position:
            yield Piece("", position, match.start())
        position = match.end()
        if not match["name"] or not match["end"]:
            continue
        name = match["name"].lower()
        yield Piece(name, *match.span(), match.span("attributes"), bool(match["slash"]))
        if name in _RAW and not match["slash"]:
            end = _end_of_raw(text, name, position)
            if end > position:
                yield Piece("", position, end, is_raw=name not in _WITH_REFERENCES)
            position = end
    if position < len(text):
        yield Piece("", position, len(text))


def _end_of_raw(text: str, name: str, start: int) -> int:
    """Where the end tag of an element begins that holds text alone."""
    if name == "plaintext":
        return len(text)
    end = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.I).search(text, start)
    return end.start() if end else len(text)


def unclosed(text: str) -> int | None:
    """Where markup begins that the text ends within, a comment or a tag: browsers show nothing from there on."""
    position = 0
    while match := _MARKUP.search(text, position):
        position = match.end()
        if position == len(text) and not (match["end"] or (not match["name"] and _CLOSED.fullmatch(match[0]))):
            return match.start()
        if (name := (match["name"] or "").lower()) in _RAW and not match["slash"]:
            position = _end_of_raw(text, name, position)
            if position == len(text) and name in _UNSEEN:
                return match.start()
    return None


def calmed(text: str) -> str:
    """A text in which at most eight formatting elements are open at any place, start tags beyond left out.

    Of each that is open, browsers put a copy into each block that follows: hundreds times thousands. The same text
    object comes back when nothing had to go.
    """
    kept: list[str] = []
    at = number = 0                               # of the formatting elements that are open
    opened: list[str] = []                        # names of formatting elements and of barriers
    barriers: Counter[str] = Counter()
    for piece in _all_tags(text):
        name = piece.name
        if name in _BARRIERS:
            if not piece.is_end:
                opened.append(name)
                barriers[name] += 1
            while piece.is_end and barriers[name]:
                last = opened.pop()
                number -= last in FORMATTING
                barriers[last] -= last in _BARRIERS
                if last == name:
                    break
        elif name in FORMATTING:
            if (piece.is_end or name in _ALONE) and (index := _last_open(opened, name)) is not None:
                del opened[index]
                number -= 1
            if not piece.is_end:
                if number >= _OPEN_LIMIT:
                    kept.append(text[at:piece.start])
                    at = piece.end
                else:
                    opened.append(name)
                    number += 1
    return "".join([*kept, text[at:]]) if kept else text


def _all_tags(text: str) -> Iterator[Piece]:
    """Tags in order; behind a drawing or a formula, in which no element holds text alone, those in such texts too."""
    foreign = False
    for piece in pieces(text):
        if piece.name:
            foreign = foreign or piece.name in ("svg", "math")
            yield piece
        elif foreign:
            for match in _FORMATTING_TAG.finditer(text, piece.start, piece.end):
                yield Piece(match[1].lower(), *match.span())


def _last_open(opened: list[str], name: str) -> int | None:
    """The place of the last of a name behind the last barrier."""
    for index in range(len(opened) - 1, -1, -1):
        if opened[index] == name:
            return index
        if opened[index] in _BARRIERS:
            return None
    return None


def unescaped(text: str) -> str:
    """A text with its character references resolved; of a number that no computer reads, nothing is."""
    try:
        return unescape(text)
    except ValueError:
        return text
