"""Template islands: tags and comments of Liquid, Hugo's shortcodes and Nunjucks, which no parser of HTML or Markdown may touch.

`mask` puts one private-use character in the place of each, none that the text holds itself; `restore` puts them back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

_FIRST, _LAST = 0x100000, 0x10FFFD            # plane 16 is for private use, and nobody's fonts are there
_ESCAPED = "%F4%8"                            # how a target begins to say such a character
_MASK = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_ISLAND = re.compile(r"\{%-?\s*(?P<block>comment|highlight)\b[^%]*%\}"
                     r"|\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\{#-?\s(?:(?!\{#).)*?#\}", re.S)
_END_OF_BLOCK = re.compile(r"\{%-?\s*end(comment|highlight)\s*-?%\}")
_TAKES_BEFORE = re.compile(r"\{[{%]-").match
_TAKES_BEHIND = re.compile(r"-[}%]\}\Z").search
_SHOWS_NOTHING = re.compile(r"\{%-?\s*(?:if|elsif|else|unless|case|when|for|break|continue|assign|capture|comment|raw"
                            r"|end(?:if|unless|case|for|capture|raw))\b").match


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
    """Take the islands out of a text; at most as many different ones as there are masks, the rest stay."""
    if "{" not in text or ("{{" not in text and "{%" not in text and "{#" not in text):
        return Masked(text)
    masks = _Masks(text)
    at: list[int] = []
    ends: list[int] = []
    pieces: list[str] = []
    position = length = 0
    for start, end in _islands(text):
        character = masks.of(text[start:end])
        if not character:
            break
        pieces += text[position:start], character
        length += start - position
        at.append(length)
        length += 1
        position = end
        ends.append(end)
    return Masked("".join([*pieces, text[position:]]), tuple(masks.islands), tuple(at), tuple(ends))


class _Masks:
    """Private-use characters and the islands that they stand for; a character of the text stands for itself."""

    def __init__(self, text: str) -> None:
        self.islands: list[str] = []
        self._known: dict[str, str] = {}
        self._taken = frozenset(_MASK.findall(f"{text}{unquote(text)}" if _ESCAPED in text else text))

    def of(self, island: str) -> str:
        """The mask of an island; empty when there is none left."""
        if island not in self._known:
            while (character := chr(_FIRST + len(self.islands))) in self._taken:
                self.islands.append(character)
            if len(self.islands) > _LAST - _FIRST:
                return ""
            self._known[island] = character
            self.islands.append(island)
        return self._known[island]


def _islands(text: str) -> Iterator[tuple[int, int]]:
    """Where islands stand: a tag, or a block whose content no template engine reads, with its tags."""
    ends: dict[str, list[int]] = {}
    position = 0
    while match := _ISLAND.search(text, position):
        start, position = match.span()
        if block := match["block"]:
            if not ends:
                ends = {name: [end.end() for end in _END_OF_BLOCK.finditer(text) if end[1] == name]
                        for name in ("comment", "highlight")}
            index = bisect_right(ends[block], position)
            position = ends[block][index] if index < len(ends[block]) else position
        yield start, position


def settled(masked: Masked) -> str:
    """The masked text as Liquid leaves it, as far as that is certain: without the white space that tags take away (`{%-`, `-%}`:
    https://shopify.github.io/liquid/basics/whitespace/), and where a line begins with them, without tags that show nothing.
    """
    def masks(is_meant: Callable[[str], object]) -> str:
        return "".join(chr(_FIRST + number) for number, island in enumerate(masked.islands) if is_meant(island))

    text = masked.text
    for pattern, is_meant in (r"(?<!\s)\s+(?=[{}])", _TAKES_BEFORE), (r"(?<=[{}])\s+", _TAKES_BEHIND):
        if meant := masks(is_meant):
            text = re.sub(pattern.format(meant), "", text)
    if silent := masks(_SHOWS_NOTHING):
        text = re.sub(rf"^[ \t{silent}]+", lambda start: re.sub(f"[{silent}]", "", start[0]), text, flags=re.M)
    return text


def restore(text: str, islands: tuple[str, ...], escape: Callable[[str], str] = str) -> str:
    """A text with its islands back in place, each through `escape`."""
    def island(match: re.Match[str]) -> str:
        index = ord(match.group()) - _FIRST
        return escape(islands[index]) if index < len(islands) else match.group()
    return _MASK.sub(island, text)
