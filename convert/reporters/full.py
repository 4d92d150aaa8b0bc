"""Each finding with the line it stands on, the fault underlined, and how to mend it; for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.cells import cells, visible
from ..model.source import Place
from .terminal import BLUE, BOLD, COLOURS, closing, paint

if TYPE_CHECKING:
    from ..model.finding import Diagnostic, Report

_NARROWEST = 40
_NOWHERE = Place(1, 1, 1, 1)        # with no text there: an empty file, or one that could not be read


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The lines of the report; lines of source are cut to `width` cells (40 at least), nothing else is."""
    for diagnostic in report.diagnostics:
        yield from _screen(diagnostic, max(width, _NARROWEST), color=color)
        yield ""
    yield closing(report.summary)


def _screen(found: Diagnostic, width: int, *, color: bool) -> Iterator[str]:
    number = str(found.place.line)
    margin = " " * len(number)
    colour = COLOURS[found.severity]
    bar = paint("|", BLUE, color=color)
    line, pad, carets = _underlined(found, width - len(f"{number} | "))

    head = paint(f"{found.severity}[{visible(found.rule)}]", colour, color=color)
    yield head + paint(f": {visible(found.message)}", BOLD, color=color)
    yield f"{margin}{paint('-->', BLUE, color=color)} {visible(found.path)}:{number}:{found.place.column}"
    if found.snippet or found.place != _NOWHERE:
        yield f"{margin} {bar}"
        yield f"{paint(number, BLUE, color=color)} {bar} {line}".rstrip()
        yield f"{margin} {bar} {pad}{paint(carets, colour, color=color)}"
    for label, text in _notes(found):
        first, *others = text.splitlines()
        yield f"{margin} {paint('=', BLUE, color=color)} {paint(f'{label}:', BOLD, color=color)} {visible(first)}"
        yield from (f"{margin}   {' ' * len(label)}  {visible(other)}".rstrip() for other in others)


def _notes(found: Diagnostic) -> Iterator[tuple[str, str]]:
    for other in found.related:
        yield "note", f"{other.message}: {found.path}:{other.place.line}:{other.place.column}"
    if found.help.strip():
        yield "help", found.help.strip()
    if found.fix and found.fix.title.strip():
        does = "--fix does it" if found.fix.safe else "--fix --unsafe-fixes does it"
        yield ("safe fix" if found.fix.safe else "unsafe fix"), does if _said(found.fix.title, found.help) else f"{found.fix.title.strip()} ({does})"


def _said(title: str, help: str) -> bool:
    """The help says already what a fix does."""
    return title.strip().removeprefix("write ") in help


def _underlined(found: Diagnostic, room: int) -> tuple[str, str, str]:
    """The line as shown in `room` cells, the blanks under what precedes the subject, and the carets under it."""
    text, place = found.snippet, found.place
    start = min(place.column - 1, len(text))
    stop = len(text) if place.end_line > place.line else min(place.end_column - 1, len(text))
    while 0 < start < len(text) and not cells(text[start]):
        start -= 1                      # a mark is seen on the character that it combines with
    if start == len(text):
        text += " "                     # the end of a line has a cell too, for the caret
    first, last = _window(text, start, stop, room)
    cut_left, cut_right = "…" * (first > 0), "…" * (last < len(text))
    blanks = cells(cut_left + text[first:start])
    carets = cells(text[start:min(stop, last)]) + (stop > last)
    return cut_left + visible(text[first:last]) + cut_right, " " * blanks, "^" * max(carets, 1)


def _window(text: str, start: int, stop: int, room: int) -> tuple[int, int]:
    """Which part of a line to show in `room` cells, ellipses included: the subject first, then as much on each side."""
    if len(text) <= 2 * room and cells(text) <= room:
        return 0, len(text)
    first = last = start
    used, enough = 0, room * 3 // 4     # of a subject that is too long, so that something is seen of what precedes it
    left = right = True
    while left or right:
        if right := right and last < len(text):
            end = _after(text, last)
            wider = used + cells(text[last:end])
            if right := wider + (first > 0) + (end < len(text)) <= room:
                last, used = end, wider
        if right and last < stop and used < enough:
            continue
        if left := left and first > 0:
            begin = _before(text, first)
            wider = used + cells(text[begin:first])
            if left := wider + (begin > 0) + (last < len(text)) <= room:
                first, used = begin, wider
    return first, last


def _before(text: str, index: int) -> int:
    """Where the character before an index begins, with the marks that combine with it."""
    index -= 1
    while index > 0 and not cells(text[index]):
        index -= 1
    return index


def _after(text: str, index: int) -> int:
    """Where the character at an index ends, with the marks that combine with it."""
    index += 1
    while index < len(text) and not cells(text[index]):
        index += 1
    return index
