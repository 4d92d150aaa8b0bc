"""The cover of a book: the picture that was given, or one drawn from its title, as SVG and as PNG."""

from __future__ import annotations

from ..writers.epub.book import CoverPicture
from ..writers.epub.chapters import span
from ..writers.epub.cover import Cover
from ..writers.epub.cover_png import png_of
from ..writers.epub.cover_svg import svg_of
from ..writers.epub.package import BookInfo
from ..writers.epub.pictures import Picture, picture_of
from .files import read_file
from .fonts import find_font
from .run import BadJob


def given(path: str) -> CoverPicture:
    """The cover in a file; BadJob when it cannot be one."""
    try:
        found = picture_of(read_file(path))
    except OSError as error:
        raise BadJob(f"--cover {path}: {error.strerror or error}") from error
    if not isinstance(found, Picture):
        raise BadJob(f"--cover {path}: {found.reason}")
    return CoverPicture(found.suffix, found.data)


def covers_of(info: BookInfo, own: CoverPicture | None) -> list[CoverPicture]:
    """The pictures of a book's cover: the first for libraries, the last for its first page."""
    if own:
        return [own]
    cover = Cover(info.title, span(info), info.creator or info.publisher, info.language)
    drawn, svg = png_of(cover, find_font), CoverPicture(".svg", svg_of(cover))
    return [CoverPicture(".png", drawn.data), svg] if drawn.complete else [svg]
