"""The cover as PNG, for readers that show no SVG on their shelves: drawn in fonts that hold what it says."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import bidirectional, category

from .cover import CUT, HEIGHT, WIDTH, Box, Cover, Line, guessed, laid_out, plain
from .fonts import FindFont, Font, holds

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw as Drawing
    from PIL.ImageFont import FreeTypeFont

_SCALE = 0.75
_MEASURED = 200             # pixels: the size at which widths are taken
_COLOURS = 64
_DASHES = str.maketrans("\u2013\u2014\u2212", "---")      # Pillow's own font has ASCII, and little else


class Drawn(NamedTuple):
    """A cover as PNG; `complete` unless there was no font for a part of what it says, which is then missing."""

    data: bytes
    complete: bool


def png_of(cover: Cover, find_font: FindFont | None = None) -> Drawn:
    """A cover of 1200 by 1800 pixels in at most 64 colours; the same bytes each time, with the same fonts.

    Where `find_font` finds none, Pillow's own font is taken for what it holds (Latin letters).
    """
    from PIL import Image, ImageDraw
    pens = _Pens(cover, find_font)
    page = laid_out(cover, pens.measure)
    image = Image.new("RGB", (round(WIDTH * _SCALE), round(HEIGHT * _SCALE)))
    draw = ImageDraw.Draw(image)
    for box in page.boxes:
        draw.rectangle(_corners(box), fill=box.colour)
    complete = True
    for line in page.lines:
        pen = pens.pen(line.text, bold=line.bold)
        if pen:
            _write(draw, pen, line)
        else:
            complete = False
    file = BytesIO()
    image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
    return Drawn(file.getvalue(), complete)


def _corners(box: Box) -> tuple[int, int, int, int]:
    """The first and the last pixels of a box."""
    left, top, right, bottom = (round(value * _SCALE) for value in (box.left, box.top, box.left + box.width, box.top + box.height))
    return left, top, right - 1, bottom - 1


def _write(draw: Drawing, pen: _Pen, line: Line) -> None:
    """Draw a line so that its ink is within the margin."""
    font, text, direction = pen.font.font_variant(size=line.size * _SCALE), pen.spelled(line.text), _direction(line)
    left, _, right, _ = font.getbbox(text, anchor="ls", direction=direction)
    edge = line.left * _SCALE
    start = edge - max(right, font.getlength(text)) if line.from_right else edge - min(0, left)
    draw.text((start, line.baseline * _SCALE), text, line.colour, font, "ls", direction=direction)


def _direction(line: Line) -> str | None:
    """What has to be said of a line's direction: a line may begin with a word that runs against the others."""
    return "rtl" if line.from_right else None


class _Pen(NamedTuple):
    """A font at the size of measuring, for texts of some characters; `plain` when it has no dashes."""

    bold: bool
    characters: frozenset[str]
    font: FreeTypeFont
    plain: bool

    def spelled(self, text: str) -> str:
        """A text with the characters that the font has."""
        return text.translate(_DASHES) if self.plain else text


class _Pens:
    """The fonts that the texts of a cover are drawn in."""

    def __init__(self, cover: Cover, find_font: FindFont | None) -> None:
        said = ((cover.title, True), (cover.subtitle, False), (cover.creator, False))
        self._pens = [pen for written, bold in said if (text := plain(written))
                      and (pen := _pen(text + CUT, cover.language, find_font, bold=bold))]

    def pen(self, text: str, *, bold: bool) -> _Pen | None:
        """The font for a line; None when there is none."""
        return next((pen for pen in self._pens if pen.bold == bold and pen.characters.issuperset(text)), None)

    def measure(self, text: str, *, bold: bool) -> float:
        """The width of the ink, or of the advance if that is larger, in sizes of the font."""
        pen = self.pen(text, bold=bold)
        if pen is None:
            return guessed(text, bold=bold)
        left, _, right, _ = pen.font.getbbox(pen.spelled(text), anchor="ls")
        return (max(right, pen.font.getlength(pen.spelled(text))) - min(0, left)) / _MEASURED * 1.01       # hinting differs with the size


def _pen(text: str, language: str, find_font: FindFont | None, *, bold: bool) -> _Pen | None:
    from PIL import ImageFont, features
    if _is_shaped(text) and not features.check("raqm"):
        return None
    found = find_font(text, language, bold=bold) if find_font else None
    if found:
        try:
            return _Pen(bold, frozenset(text), found.opened(_MEASURED), plain=False)
        except OSError:
            return None
    own = ImageFont.load_default(_MEASURED)
    if isinstance(own, ImageFont.FreeTypeFont) and holds(Font(own.font_bytes), text.translate(_DASHES)):
        return _Pen(bold, frozenset(text), own, plain=True)
    return None


def _is_shaped(text: str) -> bool:
    """Letters that join, stack or run from right to left: drawn one by one, they are not what was written."""
    return any(bidirectional(character) in {"R", "AL"} or category(character) in {"Mn", "Mc"} for character in text)
