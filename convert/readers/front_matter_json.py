"""Front matter in JSON, and what it has in common with TOML: typed values, and places found by a look at the text.

The text was parsed before its places are looked for, so that the scanner may trust it.
"""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from ..model.finding import KeyPath
from ..model.front_matter import FrontMatter, HeadError, Spot
from ..model.source import Span

DEPTH_LIMIT = 100
_LONGEST_NUMBER = 300
_BLANKS = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"[^\s,\]}]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_END = re.compile(r"[ \t]*(?:\r\n|\n|\r)?")
_CLOSING = {"{": "}", "[": "]"}


class TooDeep(Exception):
    """The head is nested deeper than anybody writes."""


class Places:
    """What a scanner finds: the places of all entries, the last of those that come twice, and the keys that do."""

    def __init__(self) -> None:
        self.spots: dict[KeyPath, Spot] = {}
        self.duplicates: list[Span] = []


def split(text: str) -> tuple[FrontMatter, int]:
    """The head of a text that begins with a JSON object, and the offset of its body."""
    try:
        values, end = json.JSONDecoder(parse_int=_integer).raw_decode(text)
        places = Places()
        written: dict[KeyPath, str] = {}
        _scan(text, 0, (), places)
        values = typed(values, (), text, places, written)
    except json.JSONDecodeError as error:
        if "{{" in text[:200] or error.pos >= len(text.rstrip()):
            return FrontMatter(), 0            # a body that happens to begin with a brace
        span = Span(error.pos, min(error.pos + 1, len(text)))
        return FrontMatter("json", Span(0, error.pos), Span(0, error.pos), error=HeadError(error.msg, span)), 0
    except (TooDeep, RecursionError):
        return FrontMatter("json", Span(0, 1), Span(0, 1), error=HeadError("nested too deep", Span(0, 1))), 0
    block = Span(0, end)
    body = _END.match(text, end)
    return FrontMatter("json", block, block, values=values, written=written, quoted=quoted(text, places),
                       duplicates=places.duplicates, locate=lambda: places.spots), body.end() if body else end


def _integer(digits: str) -> int | str:
    """A number; as text when it has more digits than anybody counts, which Python refuses to read."""
    return int(digits) if len(digits) < _LONGEST_NUMBER else digits


def typed(value: Any, path: KeyPath, text: str, places: Places, written: dict[KeyPath, str]) -> Any:
    """A value of TOML or JSON as a JSON value, its scalars noted as they are written; dates are texts.

    Lone surrogates are replaced: no file can hold them. TooDeep when it is nested too deep.
    """
    if len(path) > DEPTH_LIMIT:
        raise TooDeep
    if isinstance(value, dict):
        return {whole(key): typed(item, (*path, key), text, places, written) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item, (*path, index), text, places, written) for index, item in enumerate(value)]
    if isinstance(value, str):
        value = written[path] = whole(value)
    elif value is not None:
        spot = places.spots.get(path)
        is_long = isinstance(value, int) and value.bit_length() > _LONGEST_NUMBER * 4
        written[path] = text[slice(*spot.value)] if spot and spot.value else hex(value) if is_long else str(value)
        value = value if isinstance(value, bool | int | float) and not is_long else written[path]
    return value


def quoted(text: str, places: Places) -> frozenset[KeyPath]:
    """The paths of the values that stand in quotes."""
    return frozenset(path for path, spot in places.spots.items() if spot.value and text[spot.value.start] in "\"'")


def whole(text: str) -> str:
    """A text without lone surrogates."""
    return _SURROGATE.sub("\ufffd", text)


def _skipped(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _scan(text: str, at: int, path: KeyPath, places: Places) -> int:
    """Note the places of what is below a value; returns where the value ends."""
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
        end = _scan(text, at, (*path, name), places)
        places.spots[*path, name] = Spot(key, Span(at, end))
        at, index = _skipped(text, end), index + 1
        if text[at] == ",":
            at = _skipped(text, at + 1)
    return at + 1
