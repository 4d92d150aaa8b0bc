"""The tags of an HTML text in one pass: where each stands, and the text between them.

Tags begin and end as the HTML Living Standard says (13.2.5, "Tokenization"), whatever state the text is in. Every
pattern takes what it has looked at, so that no text, however broken, is looked at twice.
"""

from __future__ import annotations

import re
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
_HOLLOW = re.compile(rf"<(wbr|source|track|image)(?=[ \t\n\f\r/>])(?:[ \t\n\f\r/]++|{_ATTRIBUTE})*+(?:>|\Z)", re.I)
# What holds no tags; or a tag, and behind it the attributes beyond its five hundredth.
_CROWD = re.compile(
    rf"<!--(?s:.*?)(?:-->|\Z)|<(?i:({'|'.join(sorted(_RAW))}))(?=[ \t\n\f\r/>])(?s:.*?)(?:</\1(?=[ \t\n\f\r/>])|\Z)"
    rf"|(<[a-zA-Z][^ \t\n\f\r/>]*+(?:[ \t\n\f\r/]++{_ATTRIBUTE}){{0,500}}+)(?:[ \t\n\f\r/]++{_ATTRIBUTE})*+")


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


def closed(text: str) -> str:
    """A text in which the start tags of elements without content have their end tags."""
    return _HOLLOW.sub(r"\g<0></\1>", text)


def uncrowded(text: str) -> str:
    """A text in whose tags nobody's thousandth attribute stands: a parser compares each with all before it."""
    return _CROWD.sub(lambda match: match[2] or match[0], text)


def unescaped(text: str) -> str:
    """A text with its character references resolved; of a number that no computer reads, nothing is."""
    try:
        return unescape(text)
    except ValueError:
        return text
