"""The cover as SVG: whoever shows it sets its lines, in fonts that are not known, so their widths are guessed, and high."""

from __future__ import annotations

from collections.abc import Iterator

from ..xhtml.attributes import language
from ..xhtml.escaping import escape, quoteattr
from .cover import HEIGHT, WIDTH, Box, Cover, Line, guessed, laid_out, plain
from .fonts import region_of

_WESTERN = "Georgia, 'Noto Serif', 'Source Serif 4', 'Times New Roman'"
_EASTERN = {"SC": "'Source Han Serif SC', 'Noto Serif CJK SC', 'Songti SC', STSong, SimSun",
            "TC": "'Source Han Serif TC', 'Noto Serif CJK TC', 'Songti TC', PMingLiU",
            "HK": "'Source Han Serif HC', 'Noto Serif CJK HK', 'Songti TC', MingLiU_HKSCS",
            "JP": "'Source Han Serif', 'Noto Serif CJK JP', 'Hiragino Mincho ProN', 'Yu Mincho'",
            "KR": "'Source Han Serif K', 'Noto Serif CJK KR', AppleMyungjo, Batang"}


def svg_of(cover: Cover) -> bytes:
    """A cover as SVG, which a package lists as `image/svg+xml` without properties (EPUB 3.3, D.6); the same bytes each time."""
    region = region_of(cover.language)
    families = f"{_EASTERN[region]}, {_WESTERN}, serif" if region else f"{_WESTERN}, serif"
    said = f" xml:lang={quoteattr(tag)}" if (tag := language(cover.language)) else ""
    page = laid_out(cover, guessed)
    title = escape(plain(cover.title))
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>',
        (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"{said}'
         f' font-family="{families}">'),
        *([f"<title>{title}</title>"] if title else []), *map(_box, page.boxes), *_texts(page.lines), "</svg>", ""]).encode()


def _box(box: Box) -> str:
    left, top, width, height = (f"{round(value, 1):g}" for value in box[:4])
    return f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="{box.colour}"/>'


def _texts(lines: tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        weight = ' font-weight="700"' if line.bold else ""
        direction = ' direction="rtl"' if line.from_right else ""
        yield (f'<text x="{line.left:g}" y="{line.baseline:g}" font-size="{line.size}"{weight}{direction} fill="{line.colour}">'
               f"{escape(line.text)}</text>")
