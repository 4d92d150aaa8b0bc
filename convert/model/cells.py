"""How text looks on a terminal: what stands in for the characters that cannot be seen, and how many cells it takes.

Widths are those of Unicode Standard Annex #11 (East Asian Width): wide and fullwidth characters take two cells,
ambiguous ones one, as section 5 advises outside East Asian legacy encodings. Marks that combine with the character
before them take none: general categories Mn and Me, the joiners, and the vowels and finals of conjoining Hangul.
Emoji sequences count as the sum of their parts, for terminals do not agree on them.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, east_asian_width

TAB = " " * 4     # wherever it stands, so that the width of a text is the sum of the widths of its parts
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"


@lru_cache(4096)
def _stand_in(char: str) -> str:
    """A character itself, or what shows in its place: `␛` for escape, `␦` where Unicode has no picture of it."""
    if char == "\t":
        return TAB
    if category(char) not in _UNSEEN or char in _JOINERS:
        return char
    if char < " ":
        return chr(0x2400 + ord(char))
    return "␡" if char == "\x7f" else "␦"


@lru_cache(4096)
def _width(char: str) -> int:
    if char == "\t":
        return len(TAB)
    if category(char) in {"Mn", "Me"} or char in _JOINERS:
        return 0
    if "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":     # Hangul_Syllable_Type V and T
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def visible(text: str) -> str:
    """A text fit for a terminal: one line, tabs expanded, nothing that moves the cursor or turns the direction."""
    return text if text.isprintable() else "".join(map(_stand_in, text))


def cells(text: str) -> int:
    """The number of terminal cells that `visible(text)` takes."""
    return len(text) + (len(TAB) - 1) * text.count("\t") if text.isascii() else sum(map(_width, text))
