"""Template islands: Liquid tags and shortcodes, which no parser of HTML or Markdown may touch.

`mask` puts one private-use character in the place of each; `restore` puts them back. A character of the text that is
itself of that range becomes an island too, so that restoring is exact for any text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

_FIRST, _LAST = 0x100000, 0x10FFFD            # plane 16 is for private use, and nobody's fonts are there
_FIRST_BYTE = b"\xf4"                         # in UTF-8, of that plane only
_MASK = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_ISLAND = re.compile(
    r"\{%-?\s*(?P<block>raw|comment|highlight)\b[^%]*%\}.*?\{%-?\s*end(?P=block)\s*-?%\}"
    r"|\{\{(?:(?!\{\{).)*?\}\}"
    r"|\{%(?:(?!\{%).)*?%\}"
    f"|[{chr(_FIRST)}-{chr(_LAST)}]", re.S)


class Masked(NamedTuple):
    """A text with its islands taken out; `at` are the offsets of the masks, `ends` where each island ended."""

    text: str
    islands: tuple[str, ...] = ()
    at: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def original(self, offset: int) -> int:
        """The offset in the unmasked text that an offset of the masked text stands for."""
        index = bisect_right(self.at, offset - 1) - 1
        return offset if index < 0 else self.ends[index] + offset - self.at[index] - 1


def mask(text: str) -> Masked:
    """Take the islands out of a text; at most as many as the private-use plane has characters, the rest stay."""
    if "{{" not in text and "{%" not in text and _FIRST_BYTE not in text.encode(errors="replace"):
        return Masked(text)
    islands: list[str] = []
    at: list[int] = []
    ends: list[int] = []
    pieces: list[str] = []
    position = length = 0
    for match in _ISLAND.finditer(text):
        if len(islands) > _LAST - _FIRST:
            break
        pieces += text[position:match.start()], chr(_FIRST + len(islands))
        length += match.start() - position
        at.append(length)
        length += 1
        islands.append(match.group())
        position = match.end()
        ends.append(position)
    return Masked("".join([*pieces, text[position:]]), tuple(islands), tuple(at), tuple(ends))


def restore(text: str, islands: tuple[str, ...], escape: Callable[[str], str] = str) -> str:
    """A text with its islands back in place, each through `escape`."""
    def island(match: re.Match[str]) -> str:
        index = ord(match.group()) - _FIRST
        return escape(islands[index]) if index < len(islands) else match.group()
    return _MASK.sub(island, text)
