"""Where emphasis begins and ends: marks in a text become delimiters, or tags where no delimiter would be one.

Section numbers are those of CommonMark 0.31.2.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category

STRONG, STRONG_END, EM, EM_END, DEL, DEL_END = "\x01", "\x02", "\x03", "\x04", "\x05", "\x06"
BREAK, BLANK, KEPT_LINE = "\x0f", "\x0e", "\x10"      # a hard break; a blank and a line end that stay
MARK = re.compile(r"[\x01-\x06]")
_MARK_KEPT = re.compile(r"([\x01-\x06])")
_OPENING = STRONG + EM + DEL
_NAMES = {STRONG: "strong", EM: "em", DEL: "del"}
_STARS = {STRONG: "**", EM: "*", DEL: "~~"}
_UNDERSCORES = {STRONG: "__", EM: "_"}


def resolve(marked: str, *, tags: bool = True, strikethrough: bool = True) -> tuple[str, int]:
    """Each pair of marks becomes delimiters, or tags where delimiters would be none: `<strong>中文。</strong>后`.

    Without `tags` such a pair is left out; without `strikethrough` there is no delimiter for it. Also tells how many
    pairs were left out.
    """
    split = _MARK_KEPT.split(marked)
    run = _Run(split[1::2], split[::2], strikethrough=strikethrough)
    lost = 0
    for opening, closing, delimiter in run.pairs():
        name = _NAMES[run.marks[opening]]
        written = (delimiter, delimiter) if delimiter else (f"<{name}>", f"</{name}>") if tags else ("", "")
        lost += not written[0]
        split[2 * opening + 1], split[2 * closing + 1] = written
    return "".join(split), lost


class _Run:
    """The marks of a text, and the pieces of text around them: `pieces[n]` stands before `marks[n]`."""

    def __init__(self, marks: list[str], pieces: list[str], *, strikethrough: bool) -> None:
        self.marks = marks
        self.pieces = pieces
        self.strikethrough = strikethrough
        self.closing: dict[int, int] = {}            # the closing mark of each opening one
        self.chosen: dict[int, str] = {}             # the delimiter of each opening mark so far

    def pairs(self) -> list[tuple[int, int, str]]:
        """Each opening mark with its closing one and the delimiter of both, empty where none works; outer pairs first."""
        opened: list[int] = []
        outer: dict[int, int] = {}
        for index, mark in enumerate(self.marks):
            if mark in _OPENING:
                if opened:
                    outer[index] = opened[-1]
                opened.append(index)
            else:
                self.closing[opened.pop()] = index
        return [(opening, closing, self._delimiter(opening, closing, outer.get(opening)))
                for opening, closing in sorted(self.closing.items())]

    def _delimiter(self, opening: int, closing: int, outer: int | None) -> str:
        mark = self.marks[opening]
        delimiter = ""
        if (mark != DEL or self.strikethrough) and not self._is_beside(closing) and self._flanks(opening, closing):
            delimiter = _STARS[mark]
            if outer is not None and self.chosen.get(outer, "")[:1] == "*" and not self.pieces[opening] \
                    and opening == outer + 1 and not self._can_be_stars(mark, opening, closing, outer):
                delimiter = _UNDERSCORES.get(mark, "") if self._stands_apart(opening, closing) else ""
        self.chosen[opening] = delimiter
        return delimiter

    def _can_be_stars(self, mark: str, opening: int, closing: int, outer: int) -> bool:
        """An inner pair right behind an outer one begins with the same character: `***a** b*` and `****a** b**` are
        read as they are meant (6.2, rules 9 and 10), a pair of single ones inside another never is.
        """
        if self.marks[outer] != mark:
            return True
        ends_together = closing + 1 == self.closing[outer] and not self.pieces[closing + 1]
        return mark == STRONG and (ends_together or kind(self._neighbours(outer)[0]) != "a")

    def _is_beside(self, closing: int) -> bool:
        """Right behind the pair another begins: the delimiters of both would be one run."""
        return closing + 1 < len(self.marks) and not self.pieces[closing + 1] and self.marks[closing + 1] in _OPENING

    def _flanks(self, opening: int, closing: int) -> bool:
        """The mark at `opening` can open emphasis, the one at `closing` can close it (6.2)."""
        before, after = self._neighbours(opening)
        if kind(after) != "a" and not (kind(after) in ".?" and kind(before) in " ."):
            return False
        before, after = self._neighbours(closing)
        return kind(before) == "a" or (kind(before) in ".?" and kind(after) in " .")

    def _stands_apart(self, opening: int, closing: int) -> bool:
        """No letter touches the pair from outside, so that underscores work."""
        touching = self.pieces[closing + 1][:1]
        return kind(self.pieces[opening][-1:]) != "a" and (kind(touching) != "a" if touching else True)

    def _neighbours(self, index: int) -> tuple[str, str]:
        """The characters before and after a mark, other marks left out; empty at the ends of the text."""
        before, after = index, index + 1
        while before > 0 and not self.pieces[before]:
            before -= 1
        while after < len(self.pieces) - 1 and not self.pieces[after]:
            after += 1
        return self.pieces[before][-1:], self.pieces[after][:1]


@cache
def kind(character: str) -> str:
    """How emphasis sees a character (6.2): a blank " ", punctuation ".", perhaps punctuation "?", anything else "a".

    Symbols are punctuation since 0.31; older renderers take only ASCII's for it.
    """
    if not character or character.isspace() or character in (BREAK, BLANK):
        return " "
    general = category(character)
    if general[0] == "P" or (general[0] == "S" and character.isascii()):
        return "."
    return "?" if general[0] == "S" else "a"
