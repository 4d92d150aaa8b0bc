"""What an engine has that the parser has not: its places in the Markdown are given to tokens, which the parser reads as words.

A token is two noncharacters with a number between them. Where a word begins or ends otherwise than what it stands for, a
slash stands there, so that emphasis beside it begins and ends as it would: whether it can is a matter of the one character
on each side (CommonMark 0.31.2, section 6.2).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias, TypeVar
from urllib.parse import quote

_REFERENCES = {"&": "&amp;", "'": "&#x27;"}
_SIGNS = [chr(code) for code in range(0xFDD0, 0xFDF0)]        # noncharacters (Unicode 23.7): nobody's text means them
_ASCII_PUNCTUATION = frozenset(b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


_ALT = re.compile(r'alt="[^"]*"')
# What a target is written with as it stands (the parser's choice, which is also cmark-gfm's), masks of islands included.
_NOT_IN_TARGETS = re.compile(r"[^A-Za-z0-9!#$%()*+,./:;=?@_~\U00100000-\U0010fffd-]")


class Link(NamedTuple):
    """A bare address: where it stands, its target, and what is shown of it."""

    start: int
    end: int
    target: str
    shown: str


class Note(NamedTuple):
    """The label of a footnote: the whole of a reference, or what stands between `[^` and `]` of a definition."""

    start: int
    end: int
    label: str
    is_reference: bool


class Markup(NamedTuple):
    """What a piece of Markdown is in HTML: a tilde that begins what is struck through, say."""

    start: int
    end: int
    html: str


class HeadingAttributes(NamedTuple):
    """The attributes of a heading behind its text, with the blanks and the closing sequence around them, and their HTML."""

    start: int
    end: int
    html: str


Place: TypeAlias = Link | Note | Markup | HeadingAttributes
AnyPlace = TypeVar("AnyPlace", Link, Note, Markup, HeadingAttributes)


class Edited:
    """A Markdown text (`data`, in UTF-8) with tokens in the place of some of it; the places are those of the original."""

    def __init__(self, original: bytes, sign: str) -> None:
        self.sign = sign
        self.data = self._original = original
        self.places: list[Place] = []
        self._pattern = re.compile(f"(/?){sign}([0-9]+)[{sign}/]")
        self._ends: list[int] = [0]             # where, in `data`, the text goes on as it was
        self._shifts: list[int] = [0]           # … and how far ahead the original is there

    def original(self, offset: int) -> int:
        """The offset in the original of an offset of `data` that is not inside a token."""
        return offset + self._shifts[bisect_right(self._ends, offset) - 1]

    def add(self, places: Iterable[AnyPlace]) -> list[AnyPlace]:
        """Put tokens in; the places are those of `data`, and hold no token. Returns them as those of the original."""
        moved: list[AnyPlace] = [place._replace(start=self.original(place.start), end=self.original(place.end)) for place in places]
        self.places = sorted([*self.places, *moved], key=lambda place: place.start)
        pieces: list[bytes] = []
        self._ends, self._shifts = [0], [0]
        at = length = 0
        for number, place in enumerate(self.places):
            token = self._token(number, place)
            pieces += self._original[at:place.start], token
            length += place.start - at + len(token)
            at = place.end
            self._ends.append(length)
            self._shifts.append(at - length)
        pieces.append(self._original[at:])
        self.data = b"".join(pieces)
        return moved

    def _token(self, number: int, place: Place) -> bytes:
        before = "/" if self._begins_with_a_mark(place) else ""
        behind = "/" if self._original[place.end - 1] in _ASCII_PUNCTUATION else self.sign
        return f"{before}{self.sign}{number}{behind}".encode()

    def _begins_with_a_mark(self, place: Place) -> bool:
        return self._original[place.start] in _ASCII_PUNCTUATION

    def resolved(self, html: str, of: Callable[[Place], str]) -> str:
        """A rendered text with the HTML of its place for every token."""
        def replaced(match: re.Match[str]) -> str:
            place = self.places[int(match[2])]
            return ("" if self._begins_with_a_mark(place) else match[1]) + of(place)
        html = self._with_attributes(html)
        if 'alt="' in html:
            html = _ALT.sub(lambda match: self._pattern.sub("", match[0]) if self.sign in match[0] else match[0], html)
        return self._pattern.sub(replaced, html)

    def _with_attributes(self, html: str) -> str:
        """A rendered text in which headings have the attributes that stand at their end."""
        if not any(isinstance(place, HeadingAttributes) for place in self.places):
            return html
        pieces: list[str] = []
        at = 0
        for match in self._pattern.finditer(html):
            place = self.places[int(match[2])]
            if isinstance(place, HeadingAttributes) and (start := html.rfind("<h", at, match.start())) >= 0:
                tag_end = html.index(">", start)
                pieces += html[at:tag_end], place.html, html[tag_end:match.start()].rstrip()
                at = match.end()
        return "".join([*pieces, html[at:]])

    def token(self, html: str) -> Place | None:
        """The place whose token a text is."""
        match = self._pattern.fullmatch(html)
        return self.places[int(match[2])] if match else None


def target(url: str) -> str:
    """A URL as the value of an attribute: percent-encoded where it has to be, and escaped."""
    return _NOT_IN_TARGETS.sub(lambda match: _REFERENCES.get(match[0]) or quote(match[0]), url)


def escaped(text: str) -> str:
    """A text as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def sign_for(text: str) -> str | None:
    """A sign for tokens that a text does not hold; None when it holds all there are."""
    return next((sign for sign in _SIGNS if sign not in text), None)
