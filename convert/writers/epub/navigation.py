"""How a reader finds a place in a book: the navigation document (EPUB 3.3, section 7), and the NCX of EPUB 2 that old
reading systems ask for (Open Packaging Format 2.0.1, section 2.4.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ..xhtml import page
from ..xhtml.heading import plain
from .package import BookInfo
from .words import words

_OPS = 'xmlns:epub="http://www.idpf.org/2007/ops"'


class Point(NamedTuple):
    """A place in the table of contents: a document's `name`, its `title`, the `part` of the book that it stands in."""

    name: str
    title: str
    part: str = ""


class Landmark(NamedTuple):
    """A place of a known kind (EPUB Structural Semantics Vocabulary)."""

    kind: str
    name: str
    title: str


def navigation(info: BookInfo, points: Sequence[Point], landmarks: Sequence[Landmark]) -> str:
    """The navigation document: the table of contents, which is read as a page too, and the landmarks."""
    contents = plain(words(info.language).contents)
    marks = "".join(f'<li><a epub:type="{mark.kind}" href="{mark.name}">{plain(mark.title)}</a></li>\n' for mark in landmarks)
    body = (f'<nav {_OPS} epub:type="toc" role="doc-toc" id="toc">\n<h1>{contents}</h1>\n<ol>\n'
            f'{"".join(_parts(points))}</ol>\n</nav>\n'
            f'<nav {_OPS} epub:type="landmarks" hidden="hidden" aria-label="landmarks">\n<ol>\n{marks}</ol>\n</nav>')
    return page(words(info.language).contents, body, info.language, '<link rel="stylesheet" href="style.css"/>\n')


def _parts(points: Sequence[Point]) -> Iterator[str]:
    for part, group in groupby(points, lambda point: point.part):
        lines = "".join(f'<li><a href="{point.name}">{plain(point.title)}</a></li>\n' for point in group)
        yield f"<li><span>{plain(part)}</span>\n<ol>\n{lines}</ol>\n</li>\n" if part else lines


def ncx(info: BookInfo, identifier: str, points: Sequence[Point]) -> str:
    """The NCX: the same table of contents; a part leads where its first document does."""
    depth = 2 if any(point.part for point in points) else 1
    return (f'<?xml version="1.0" encoding="utf-8"?>\n<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">\n<head>\n'
            f'<meta name="dtb:uid" content="{plain(identifier)}"/>\n<meta name="dtb:depth" content="{depth}"/>\n'
            f'<meta name="dtb:totalPageCount" content="0"/>\n<meta name="dtb:maxPageNumber" content="0"/>\n</head>\n'
            f"<docTitle><text>{plain(info.title)}</text></docTitle>\n<navMap>\n{''.join(_nav_points(points))}</navMap>\n</ncx>\n")


def _nav_points(points: Sequence[Point]) -> Iterator[str]:
    number = 0
    for part, group in groupby(points, lambda point: point.part):
        for place, point in enumerate(group):
            number += 1
            if part and not place:              # what leads to one place is played at one time
                yield _opened(f"p{number}", number, part, point.name) + "\n"
            yield _opened(f"n{number}", number, point.title, point.name) + "</navPoint>\n"
        if part:
            yield "</navPoint>\n"


def _opened(key: str, order: int, title: str, name: str) -> str:
    return (f'<navPoint id="{key}" playOrder="{order}"><navLabel><text>{plain(title)}</text></navLabel>'
            f'<content src="{name}"/>')
