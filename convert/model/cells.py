"""How text looks on a terminal: what stands in for the characters that cannot be seen, and how many cells it takes.

Widths are those of the library wcwidth, character by character. Emoji sequences count as the sum of their parts, for
terminals do not agree on them, and a line may be cut anywhere.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category

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
    from wcwidth import wcwidth
    return len(TAB) if char == "\t" else max(0, wcwidth(_stand_in(char)))


def visible(text: str) -> str:
    """A text fit for a terminal: one line, tabs expanded, nothing that moves the cursor or turns the direction."""
    return text if text.isprintable() else "".join(map(_stand_in, text))


def cells(text: str) -> int:
    """The number of terminal cells that `visible(text)` takes."""
    return len(text) + (len(TAB) - 1) * text.count("\t") if text.isascii() else sum(map(_width, text))
