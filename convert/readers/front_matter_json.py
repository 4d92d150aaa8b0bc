"""Front matter in JSON, and what it has in common with TOML: typed values, and places found by a look at the text."""

from __future__ import annotations

import json
import re
from typing import Any

from ..model.finding import KeyPath
from ..model.front_matter import Entries, FrontMatter, HeadError
from ..model.json_places import DEPTH_LIMIT, Places, TooDeep, scan
from ..model.source import Span

_LONGEST_NUMBER = 300
_SURROGATE = re.compile("[\ud800-\udfff]")
_END = re.compile(r"[ \t]*(?:\r\n|\n|\r)?")


def split(text: str) -> tuple[FrontMatter, int]:
    """The head of a text that begins with a JSON object, and the offset of its body."""
    try:
        values, end = json.JSONDecoder(parse_int=_integer).raw_decode(text)
        places = Places()
        written: dict[KeyPath, str] = {}
        scan(text, 0, places)
        values = typed(values, (), text, places, written)
    except json.JSONDecodeError as error:
        if "{{" in text[:200] or error.pos >= len(text.rstrip()):
            return FrontMatter(), 0            # a body that happens to begin with a brace
        failed = Entries(error=HeadError(error.msg, Span(error.pos, min(error.pos + 1, len(text)))))
        return FrontMatter("json", Span(0, error.pos), Span(0, error.pos), lambda: failed), 0
    except (TooDeep, RecursionError):
        return FrontMatter("json", Span(0, 1), Span(0, 1), lambda: Entries(error=HeadError("nested too deep", Span(0, 1)))), 0
    block = Span(0, end)
    body = _END.match(text, end)
    entries = Entries(values, written, quoted=quoted(text, places), duplicates=places.duplicates, locate=lambda: places.spots)
    return FrontMatter("json", block, block, lambda: entries), body.end() if body else end


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
