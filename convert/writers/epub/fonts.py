"""What a font holds, told by its bytes (OpenType 1.9: "Organization of an OpenType Font", "cmap").

Where fonts are is not known here: whoever has a disk hands them in, by a `FindFont`.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from unicodedata import category

if TYPE_CHECKING:
    from mmap import mmap

    from PIL.ImageFont import FreeTypeFont


class Font(NamedTuple):
    """The bytes of a font file (in memory, or mapped into it), and which of the fonts of a collection is meant (from 0).
    With a `path`, the file itself can be opened instead, which does not take its size in memory.
    """

    data: bytes | mmap
    number: int = 0
    path: str = ""

    def opened(self, size: int) -> FreeTypeFont:
        """The font in a size of so many pixels, by Pillow; OSError for what is no font."""
        from PIL import ImageFont
        return ImageFont.truetype(self.path or BytesIO(self.data), size, self.number)


class FindFont(Protocol):
    """Finds a font that holds every character of a text, as a language draws them."""

    def __call__(self, text: str, language: str, *, bold: bool) -> Font | None:
        """A font, bold if there is one; None when no font holds all of the text."""


def region_of(language: str) -> str:
    """Whose forms of Han characters a language (a tag of BCP 47) takes: "SC", "TC", "HK", "JP" or "KR"; "" for others."""
    first, *others = language.lower().replace("_", "-").split("-")
    if first in {"ja", "ko"}:
        return {"ja": "JP", "ko": "KR"}[first]
    if first not in {"zh", "yue", "cmn"}:
        return ""
    if {"hk", "mo"} & set(others):
        return "HK"
    return "TC" if {"tw", "hant"} & set(others) else "HK" if first == "yue" else "SC"


def fonts_in(data: bytes | mmap) -> int:
    """How many fonts a file holds."""
    return int.from_bytes(data[8:12], "big") if data[:4] == b"ttcf" else 1


def holds(font: Font, text: str) -> bool:
    """A font has a glyph for each character of a text that shows something; False for what is no font."""
    wanted = {ord(character) for character in text if category(character) not in {"Zs", "Cf"} and character != "\ufe0f"}
    try:
        segments = _segments(font)
        return all((at := bisect_left(segments, point, key=_last)) < len(segments) and segments[at].first <= point
                   and _is_drawn(segments[at], point) for point in wanted)
    except (struct.error, IndexError):
        return False


def _last(segment: _Segment) -> int:
    return segment.last


def family(font: Font) -> str:
    """The name of a font's family, "" when it cannot be read."""
    try:
        return font.opened(10).getname()[0] or ""
    except OSError:
        return ""


class _Segment(NamedTuple):
    """Characters from `first` to `last`; their glyphs are their numbers and `delta`, or are written in `glyphs`, two bytes
    each. Glyph 0 stands for what is not there.
    """

    first: int
    last: int
    delta: int = 0
    glyphs: bytes | None = None


def _is_drawn(segment: _Segment, point: int) -> bool:
    if segment.glyphs is None:
        return bool((point + segment.delta) & 0xFFFF)
    at = 2 * (point - segment.first)
    return any(segment.glyphs[at:at + 2])


def _segments(font: Font) -> Sequence[_Segment]:
    """The characters of a font in order, by the largest of its tables that say so."""
    data = font.data
    start = struct.unpack_from(">I", data, 12 + 4 * font.number)[0] if data[:4] == b"ttcf" else 0
    tables = {data[at:at + 4]: struct.unpack_from(">I", data, at + 8)[0]
              for at in range(start + 12, start + 12 + 16 * struct.unpack_from(">H", data, start + 4)[0], 16)}
    if b"cmap" not in tables:
        return []
    cmap = tables[b"cmap"]
    kinds: dict[int, int] = {}
    for platform, encoding, offset in struct.iter_unpack(">HHI", data[cmap + 4:cmap + 4 + 8 * struct.unpack_from(">H", data, cmap + 2)[0]]):
        if platform == 0 or (platform == 3 and encoding in {1, 10}):
            kinds[struct.unpack_from(">H", data, cmap + offset)[0]] = cmap + offset
    return _Groups(data, kinds[12]) if 12 in kinds else _format_4(data, kinds[4]) if 4 in kinds else []


class _Groups(Sequence[_Segment]):
    """The groups of a table of format 12, each read when it is asked for: there may be ten thousands of them."""

    def __init__(self, data: bytes | mmap, at: int) -> None:
        self._data = data
        self._start = at + 16
        self._count: int = struct.unpack_from(">I", data, at + 12)[0]

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: Any) -> Any:
        first, last, glyph = struct.unpack_from(">III", self._data, self._start + 12 * index)
        return _Segment(first, last, glyph - first)


def _format_4(data: bytes | mmap, at: int) -> list[_Segment]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    lasts, firsts, deltas, offsets = (
        struct.unpack_from(f">{count}H", data, at + 14 + skip + 2 * count * row) for row, skip in ((0, 0), (1, 2), (2, 2), (3, 2)))
    places = at + 16 + 6 * count
    return [_Segment(first, last, delta, data[place:place + 2 * (last - first + 1)] if offset else None)
            for number, (first, last, delta, offset) in enumerate(zip(firsts, lasts, deltas, offsets, strict=True))
            for place in (places + 2 * number + offset,)]
