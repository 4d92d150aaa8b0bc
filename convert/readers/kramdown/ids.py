"""The ids that kramdown gives headings and terms: its own, and those of its GFM parser.

The masks of template tags stay in them, so that nobody takes such an id for one that is known.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from .syntax import MASKS

_ASCII = re.compile(rf"[^a-zA-Z0-9 {MASKS}-]+")
_BEFORE_LETTER = re.compile(rf"^[^a-zA-Z{MASKS}]+", re.M)
_MASK = re.compile(rf"[{MASKS}]")
_HEADING = re.compile(r"<(h[1-6])>(.*?)(?=</\1>)", re.S)
_TAG = re.compile(r"<[^>]*>")
_NO_WORD = re.compile(r"[^\w\- \t]+")
_VOWELS = frozenset({0, *range(10, 36)})             # combining classes
_CIRCLED = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))


def _is_word(character: str) -> bool:
    """Unicode's word characters (UTS 18): letters, marks, digits, connectors; neither `½` nor `²`, which Python counts."""
    category = unicodedata.category(character)
    return category[0] in "LM" or category in {"Nd", "Nl", "Pc"} or any(a <= ord(character) <= b for a, b in _CIRCLED)


def is_letter(character: str) -> bool:
    """Unicode's alphabetic characters, as far as their categories tell: letters, and signs of vowels; `""` is none."""
    if character.isalpha() or not character or character.isascii():
        return character.isalpha()
    category = unicodedata.category(character)
    return category in {"Mc", "Nl"} or (
        category == "Mn" and unicodedata.combining(character) in _VOWELS and not _is_selector(character))


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or character >= "\U000E0100"


def plain_id(text: str) -> str:
    """An id of ASCII letters, digits and hyphens, from the first letter on (`Converter::Base#basic_generate_id`); it may be empty."""
    return _ASCII.sub("", _BEFORE_LETTER.sub("", text)).replace(" ", "-").lower()


def gfm_id(text: str) -> str:
    """The id that the GFM parser makes of a heading's text (`Parser::GFM#generate_gfm_header_id`); it may be empty."""
    lower = text.replace("Σ", "σ").lower()           # no letter depends on its place
    words = _NO_WORD.sub("", lower) if lower.isascii() else \
        "".join(c for c in lower if c in "- \t_" or (c.isalnum() if c.isascii() else _is_word(c) or _MASK.match(c)))
    return words.replace(" ", "-").replace("\t", "-")


class Counter:
    """Numbers the ids that come again, each name for itself."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def unique(self, name: str) -> str:
        number = self._seen[name] = self._seen.get(name, -1) + 1
        return f"{name}-{number}" if number else name


def named(html: str, prefix: str) -> str:
    """HTML with an id for each heading, of its text."""
    counter = Counter()

    def heading(match: re.Match[str]) -> str:
        name = prefix + counter.unique(gfm_id(unescape(_TAG.sub("", match[2]))))
        return f'<{match[1]} id="{name}">{match[2]}' if name else match[0]
    return _HEADING.sub(heading, html)
