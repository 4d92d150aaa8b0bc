"""Where the entries of a JSON text stand, found by a look at the text.

It was parsed before its places are looked for, so that the scanner may trust it.
"""

from __future__ import annotations

import re
from json.decoder import scanstring  # type: ignore[attr-defined]

from .finding import KeyPath
from .front_matter import Spot
from .source import Span

DEPTH_LIMIT = 100
_BLANKS = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"[^\s,\]}]+")
_CLOSING = {"{": "}", "[": "]"}


class TooDeep(Exception):
    """It is nested deeper than anybody writes."""


class Places:
    """What a scanner finds: the places of all entries, the last of those that come twice, and the keys that do."""

    def __init__(self) -> None:
        self.spots: dict[KeyPath, Spot] = {}
        self.duplicates: list[Span] = []


def _skipped(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def scan(text: str, at: int, places: Places, path: KeyPath = ()) -> int:
    """Note the places of what is below the value at an offset; returns where it ends. TooDeep when it is nested too deep."""
    if len(path) > DEPTH_LIMIT:
        raise TooDeep
    if text[at] == '"':
        return int(scanstring(text, at + 1)[1])
    closing = _CLOSING.get(text[at])
    if closing is None:
        literal = _LITERAL.match(text, at)
        return literal.end() if literal else at
    seen: set[str] = set()
    at, index = _skipped(text, at + 1), 0
    while text[at] != closing:
        key: Span | None = None
        name: str | int = index
        if closing == "}":
            name, end = scanstring(text, at + 1)
            key, at = Span(at, end), _skipped(text, _skipped(text, end) + 1)
            if name in seen:
                places.duplicates.append(key)
            seen.add(str(name))
        end = scan(text, at, places, (*path, name))
        places.spots[*path, name] = Spot(key, Span(at, end))
        at, index = _skipped(text, end), index + 1
        if text[at] == ",":
            at = _skipped(text, at + 1)
    return at + 1
