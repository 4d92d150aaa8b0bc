"""A text with its path, and where in it a thing stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """Offsets into `Source.text`, in code points; `end` is exclusive."""

    start: int
    end: int


class Place(NamedTuple):
    """A range in lines and columns of the file, 1-based, in code points; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Trouble(NamedTuple):
    """Something wrong with the bytes of a file: `kind` says what, `detail` with which value, `span` where."""

    kind: str
    detail: str
    span: Span


class Source:
    """The text of one file, decoded.

    `path` is what the user will read in messages (forward slashes, relative to where the run began).
    `text` holds the file without its byte order mark; line ends are as written.
    `encoding` is the codec that the bytes were read with, and `troubles` what was odd about them.
    """

    def __init__(self, text: str, path: str = "-", *, encoding: str = "utf-8",
                 troubles: tuple[Trouble, ...] = ()) -> None:
        self.text = text
        self.path = path
        self.encoding = encoding
        self.troubles = troubles

    @cached_property
    def lowered(self) -> str:
        """The text in small letters, for quick looks: a pattern that heeds no case takes five times as long. Its offsets may be others."""
        return self.text.lower()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column (1-based) of an offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, line: int) -> int:
        """Where a line (1-based) begins; the end of the text when there is no such line."""
        starts = self._line_starts
        return starts[line - 1] if 1 <= line <= len(starts) else len(self.text)

    def place(self, span: Span) -> Place:
        return Place(*self.position(span.start), *self.position(max(span.start, span.end)))

    def slice(self, span: Span) -> str:
        return self.text[span.start:span.end]

    def line(self, number: int) -> str:
        """The text of a line (1-based) without its line end; empty when there is no such line."""
        starts = self._line_starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1]:end].rstrip("\r\n")
