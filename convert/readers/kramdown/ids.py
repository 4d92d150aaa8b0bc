"""The ids that kramdown gives headings and terms: its own, and those of its GFM parser."""

from __future__ import annotations

import re
import unicodedata

_ASCII = re.compile(r"[^a-zA-Z0-9 -]+")
_BEFORE_LETTER = re.compile(r"^[^a-zA-Z]+", re.M)
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
    """An id of ASCII letters, digits and hyphens, from the first letter on; it may be empty."""
    return _ASCII.sub("", _BEFORE_LETTER.sub("", text)).replace(" ", "-").lower()


def gfm_id(text: str) -> str:
    """The id that the GFM parser makes of a heading's text; it may be empty."""
    lower = text.replace("Σ", "σ").lower()           # no letter depends on its place
    words = _NO_WORD.sub("", lower) if lower.isascii() else \
        "".join(c for c in lower if c in "- \t_" or (c.isalnum() if c.isascii() else _is_word(c)))
    return words.replace(" ", "-").replace("\t", "-")


class Counter:
    """Numbers the ids that come again, each name for itself."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def unique(self, name: str) -> str:
        number = self._seen[name] = self._seen.get(name, -1) + 1
        return f"{name}-{number}" if number else name
