"""The cover of a book that has none: the front page of a paper, with its title, its days and who made it.

One layout is drawn twice: as SVG, in whatever fonts the reader has, and as PNG, in one that is at hand.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol
from unicodedata import bidirectional, category

from ...model.cells import cells
from ..text.breaking import Broken

WIDTH, HEIGHT = 1600, 2400
_LEFT, _RIGHT = 130, WIDTH - 130
_PAPER, _INK, _FAINT, _PRINT = "#faf7f0", "#23211f", "#8d877c", "#dcd6c9"
# A band and what is set against it: white on each is easy to read (WCAG 2.2, 1.4.6).
_COLOURS = (("#1f3a5f", "#9db8d9"), ("#5b2333", "#d9a5b3"), ("#24493b", "#a3cbb8"), ("#43386b", "#bdb2e0"),
            ("#6b3d16", "#e0b98f"), ("#1d4e57", "#9fcdd6"), ("#6b2a2a", "#e0a8a3"), ("#343b49", "#b3bccb"))
_BAND = 1520                                    # its lower edge
_TITLE_SIZES = (330, 300, 275, 250, 230, 210, 190, 172, 156, 142, 128, 116, 106, 96, 88, 80, 72, 66, 60)
_SHORT = 14                                     # sizes: on a line that is shorter, no word is broken
_WORTH = 0.6                                    # how much smaller a text may be for the sake of unbroken phrases
# What is read as one: words between blanks, Chinese between marks.
_OPENING, _CLOSING = "《〈「『“（【", "，。：；！？》〉」』”）】…"
_PHRASE = re.compile(rf"(?=.)[{_OPENING}]*[^ {_OPENING}{_CLOSING}]*[{_CLOSING}]* *")
CUT = "…"
_LINE_SIZES = (84, 76, 68, 60, 54, 48, 42)
_LEADING, _HIGH = 1.28, 1.15                    # from line to line, and of one line, in sizes
_MOST_CHARACTERS = 600
_JOINERS = "\u200c\u200d"


class Cover(NamedTuple):
    """What a cover says. `language` is a tag of BCP 47; any of the others may be empty."""

    title: str
    subtitle: str = ""
    creator: str = ""
    language: str = ""


class Measure(Protocol):
    """How wide a text is on one line, in sizes of its font; never less than what it will take."""

    def __call__(self, text: str, *, bold: bool) -> float:
        """The width; 0 for what shows nothing."""


# In sizes of the font, as wide as the bold faces of Georgia and DejaVu Serif; others are narrower.
_NARROW, _BROAD = frozenset("iljtfrI.,:;'’‘|!()[]/- "), frozenset("mwMW@%&—…")


def guessed(text: str, *, bold: bool) -> float:
    """A Measure for fonts that are not known."""
    return sum(map(_guessed, text)) * (1 if bold else 0.94)


@lru_cache(4096)
def _guessed(character: str) -> float:
    wide, kind = cells(character), category(character)
    if character.isascii() or character in _BROAD:
        return 0.42 if character in _NARROW else 1.08 if character in _BROAD else 0.81 if character.isupper() else 0.66
    if wide == 2:
        return 1.3 if character >= "\U0001f000" else 1.06
    if "\ufb50" <= character <= "\ufdff":         # ligatures of Arabic, of whole phrases at the end
        return 9.0 if character >= "\ufdf0" else 1.2
    if bidirectional(character) in {"R", "AL"}:
        return 0.7 * wide
    return wide * (0.9 if kind == "Lu" else 0.75 if kind == "Ll" else 0.95)


class Box(NamedTuple):
    """A filled rectangle."""

    left: float
    top: float
    width: float
    height: float
    colour: str


class Line(NamedTuple):
    """A line of text on its baseline; `left` is where it begins, or where it ends when it runs from right to left."""

    text: str
    left: float
    baseline: float
    size: int
    colour: str
    bold: bool
    from_right: bool


class Page(NamedTuple):
    """What a cover shows, in units of which it is WIDTH wide and HEIGHT high; lines stand on boxes."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def laid_out(cover: Cover, measure: Measure) -> Page:
    """The layout of a cover: no line runs over an edge, whatever its script and its length."""
    digest = hashlib.sha256(cover.title.encode("utf-8", "surrogatepass")).digest()
    band, tint = _COLOURS[digest[0] % len(_COLOURS)]
    lines = list(_set(cover.creator, (150, 290), _LINE_SIZES, measure, _INK, bold=False, at_the_bottom=True))
    rule, bottom = 316 if lines else 180, _BAND
    top = rule + 84
    boxes = [Box(0, 0, WIDTH, HEIGHT, _PAPER), Box(_LEFT, rule, _RIGHT - _LEFT, 10, _INK), Box(_LEFT, rule + 22, _RIGHT - _LEFT, 3, _INK),
             Box(0, top, WIDTH, bottom - top, band)]
    title = list(_set(cover.title, (top + 140, bottom - 100), _TITLE_SIZES, measure, "#ffffff", bold=True, at_the_bottom=True))
    lines += title
    below = bottom + 110
    subtitle = list(_set(cover.subtitle, (below, below + 210), _LINE_SIZES, measure, _INK, bold=False))
    if title:
        left = _RIGHT - 150 if title[0].from_right else _LEFT
        boxes.append(Box(left, top + 90, 150, 12, tint))
    if subtitle:
        lines += subtitle
        below = round(subtitle[-1].baseline) + 70
        boxes.append(Box(_LEFT, below, _RIGHT - _LEFT, 3, _INK))
        below += 70
    return Page((*boxes, *_columns(below, digest, band, tint)), tuple(lines))


def _set(text: str, place: tuple[int, int], sizes: tuple[int, ...], measure: Measure, colour: str, *, bold: bool,
         at_the_bottom: bool = False) -> Iterator[Line]:
    """A text as lines between two heights, as large as they allow."""
    top, bottom = place
    text = plain(text)
    if not text:
        return
    size, texts = _fitted(text, _RIGHT - _LEFT, bottom - top, sizes, lambda line: measure(line, bold=bold))
    from_right = runs_from_right(text)
    first = bottom - round((len(texts) - 1) * size * _LEADING) - size // 4 if at_the_bottom else top + size
    for number, line in enumerate(texts):
        yield Line(line, _RIGHT if from_right else _LEFT, first + round(number * size * _LEADING), size, colour, bold, from_right)


def plain(text: str) -> str:
    """A text as one line that every font and XML can hold: no controls, no turns of direction, single blanks."""
    kept = (character for character in text[:_MOST_CHARACTERS * 4] if category(character) not in {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
            or character.isspace() or character in _JOINERS)
    return re.sub(r"\s+", " ", "".join(kept)).strip().strip(_JOINERS)


def runs_from_right(text: str) -> bool:
    """The direction of a text, told by its first letter (Unicode Standard Annex #9, P2 and P3)."""
    return next((kind != "L" for kind in map(bidirectional, text) if kind in {"L", "R", "AL"}), False)


def _fitted(text: str, width: float, height: float, sizes: tuple[int, ...], measure: _Widths) -> tuple[int, list[str]]:
    """The largest size at which a text fits, and its lines; cut off behind as many as fit the smallest."""
    cut = len(text) > _MOST_CHARACTERS
    text = text[:_MOST_CHARACTERS]
    rows = {size: int((height - size * _HIGH) // (size * _LEADING)) + 1 for size in sizes}
    if not cut:
        phrases, broken = _PHRASE.findall(text), Broken(text)
        whole = next(((size, lines) for size in sizes if (lines := _lines(phrases, width / size, measure)) and len(lines) <= rows[size]), None)
        split = next(((size, lines) for size in sizes if (lines := _split(broken, width / size, measure)) and len(lines) <= rows[size]), None)
        if whole and (not split or whole[0] >= split[0] * _WORTH):
            return whole
        if split:
            return split
    size = sizes[-1]
    return size, _cut(_split(Broken(text), width / size, measure)[:max(1, rows[size])] or [text], width / size, measure)


def _lines(phrases: list[str], ems: float, measure: _Widths) -> list[str]:
    """Phrases as lines, each as long as the others as far as they allow; none when a phrase is too long."""
    lines = _filled(phrases, ems, measure)
    if max(map(measure, lines), default=0) > ems:
        return []
    while len(lines) > 1 and len(narrower := _filled(phrases, max(map(measure, lines)) - 0.01, measure)) == len(lines):
        if max(map(measure, narrower)) >= max(map(measure, lines)):
            break
        lines = narrower
    return lines


def _filled(phrases: list[str], ems: float, measure: _Widths) -> list[str]:
    lines: list[str] = []
    line = ""
    for phrase in phrases:
        if line and measure((line + phrase).rstrip()) > ems:
            lines.append(line.rstrip())
            line = ""
        line += phrase
    return [*lines, line.rstrip()] if line else lines


def _split(broken: Broken, ems: float, measure: _Widths) -> list[str]:
    """A text as lines that may break phrases, as Chinese does, and words when nothing else helps; none when it is no use."""
    cells = int(ems * 2.5)
    while (widest := max(map(measure, lines := broken.lines(cells)))) > ems and cells > 2:
        cells = max(2, min(cells - 1, int(cells * ems / widest) + 1))
    if widest > ems or (ems < _SHORT and broken.longest_word() > cells):
        return []
    while cells > max(2, broken.longest_word()) and len(narrower := broken.lines(cells - 1)) == len(lines):
        if max(map(measure, narrower)) > ems:
            break
        cells, lines = cells - 1, narrower
    return lines


def _cut(lines: list[str], ems: float, measure: _Widths) -> list[str]:
    """Lines with a sign that something is missing behind them."""
    last = lines[-1].rstrip()
    while last and measure(last + CUT) > ems:
        last = last[:-1]
    return [*lines[:-1], last + CUT]


class _Widths(Protocol):
    def __call__(self, text: str, /) -> float: ...


def _columns(top: int, digest: bytes, band: str, tint: str) -> Iterator[Box]:
    """Three columns of a printed page, as far away as can be and still be one; a picture stands in one of them."""
    gap, pitch, bottom = 60, 34, HEIGHT - 130
    width = (_RIGHT - _LEFT - 2 * gap) / 3
    pictured = digest[1] % 3
    for column in range(3):
        left, at = _LEFT + column * (width + gap), top
        if column == pictured:
            yield Box(left, at, width, 228, tint)
            yield Box(left, at + 164, width, 64, band)
            at += 58 + 6 * pitch
        else:
            yield Box(left, at, width * (0.6 + digest[2 + column] / 800), 24, _FAINT)
            at += 58
        for number in range(max(0, (bottom - at) // pitch)):
            last = (number + digest[8 + column]) % (5 + column) == 4          # of a paragraph
            share = 0.25 + digest[(12 + 7 * column + number) % 32] / 500 if last else 1
            yield Box(left, at + number * pitch, width * share, 10, _PRINT)
