"""The page that blocks are written on: lines, the margin on their left, and the blank lines between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from .breaking import NOTE, Broken, cells
from .inlines import BREAK, clean

if TYPE_CHECKING:
    from .notes import Notes
    from .profiles import Profile

_UNBOUNDED_MARGIN = 120


class _Margin(NamedTuple):
    rest: str
    spacing: int
    opened: bool


class Page:
    """Lines so far. `first` is the margin of the next line where it differs from that of the `rest`: it holds a bullet.

    A margin takes at most half of the width; marks for which it has no room stand in the text.
    """

    def __init__(self, profile: Profile, restore: Callable[[str], str], notes: Notes | None, *, is_cell: bool = False) -> None:
        self.profile = profile
        self.restore = restore
        self.notes = notes
        self.is_cell = is_cell
        self.lines: list[str] = []
        self._rest = ""
        self._first: str | None = None
        self._lead = ""
        self._spacing = self._due = 1 if profile.marked else 0
        self._between = ""
        self._outer: list[_Margin] = []
        self._most = profile.width // 2 if profile.width else _UNBOUNDED_MARGIN

    @property
    def text(self) -> str:
        """All lines; the marks of notes with their brackets."""
        return "\n".join(self.lines).replace(NOTE, "[")

    @property
    def room(self) -> int | None:
        """The cells between the margin and the end of a line."""
        return self.profile.width - len(self._rest) if self.profile.width else None

    def enter(self, first: str = "", rest: str = "", *, tight: bool = False) -> None:
        """Begin a margin inside the present one; `first` and `rest` take the same cells. Blocks are `tight` when no
        blank line stands between them.
        """
        opened = first != rest
        self._outer.append(_Margin(self._rest, self._spacing, opened))
        if tight:
            self._spacing = 0
        if not self.profile.marked or not rest:
            return
        if len(self._rest) + len(rest) > self._most:
            self._lead += first.lstrip(" ") if opened else ""
            return
        if opened or self._first is not None:
            self._first = (self._rest if self._first is None else self._first) + first
        self._rest += rest

    def leave(self) -> None:
        """End a margin; its mark stands alone when nothing came."""
        outer = self._outer.pop()
        if outer.opened and (self._lead or self._first is not None):
            self.put([""])
        self._rest, self._spacing = outer.rest, outer.spacing
        self._due = self._spacing
        if len(self._rest) < len(self._between):
            self._between = self._rest

    def put(self, lines: list[str], above: int = 0) -> None:
        """A block; `above` blank lines more than usual stand before it. Nothing when there are no lines."""
        if not lines:
            return
        made = self.lines
        if made and (blank := self._due + (above if self._due else 0)):
            made += [self._between.rstrip(" ")] * blank
        rest = self._rest
        if self._lead:
            lines = self.filled(self._lead.rstrip(" ")) + (lines if lines != [""] else [])
            self._lead = ""
        if self._first is not None:
            line, *lines = lines
            made.append(self._first + line if line else self._first.rstrip(" "))
            self._first = None
        made += [rest + line if line else rest.rstrip(" ") for line in lines] if rest else lines
        self._due, self._between = self._spacing, rest

    def paragraph(self, text: str, underline: str = "", above: int = 0) -> None:
        """A run of text, its islands still masked; nothing when it is blank."""
        if not (text := clean(text)):
            return
        lines = self.filled(self._lead + self.set(text))
        self._lead = ""
        if underline:
            lines.append(underline * max(map(cells, lines)))
        self.put(lines, above)

    def set(self, text: str) -> str:
        """Clean text with its islands put back; their line ends count as the author's."""
        restored = self.restore(text)
        if restored is not text and "\n" in restored:
            restored = restored.replace("\r\n", "\n").replace("\n", BREAK)
        return restored

    def filled(self, text: str) -> list[str]:
        """A set text as lines that fit."""
        if not self.profile.marked:
            return [text.replace(BREAK, " ")]
        return filled(text, self.room)


def filled(text: str, width: int | None) -> list[str]:
    """A text as lines of at most `width` cells, broken where its author did and where they would be longer."""
    lines: list[str] = []
    for line in text.split(BREAK):
        if width is None or len(line) * 2 <= width or (len(line) <= width and line.isascii()):
            lines.append(line)
        else:
            lines += Broken(line).lines(width)
    return lines
