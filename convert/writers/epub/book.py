"""A book from many posts, written post by post: what is kept in memory is its table of contents."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Self

from ..xhtml.styles import STYLESHEET
from .archive import Archive
from .chapters import Chapter, cover_page, title_page
from .navigation import Landmark, Point, navigation, ncx
from .package import Access, BookInfo, Item, package
from .pictures import name_of
from .stylesheet import BOOK
from .words import words

if TYPE_CHECKING:
    from .pictures import Picture

_FOLDER = "EPUB/"
_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


class CoverPicture(NamedTuple):
    """A picture of the cover: its suffix (".png") and its bytes."""

    suffix: str
    data: bytes


class Book:
    """A book that is being written to a file in which can be sought; it is complete when its context ends.

    Of `covers` the first is the one that libraries show, the last the one that the book opens with.
    """

    def __init__(self, file: BinaryIO, info: BookInfo, covers: Sequence[CoverPicture] = ()) -> None:
        self.info = info
        self.count = 0
        self._archive = Archive(file)
        self._archive.add("META-INF/container.xml", _CONTAINER)
        self._items = [Item("style.css"), *(Item(f"cover{cover.suffix}", "" if place else "cover-image") for place, cover in enumerate(covers))]
        self._points: list[Point] = []
        self._pictures = self._undescribed = 0
        self._put("style.css", STYLESHEET + BOOK)
        for cover in covers:
            self._put(f"cover{cover.suffix}", cover.data)
        self._covers = [f"cover{cover.suffix}" for cover in covers]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *raised: object) -> None:
        """Complete the book; of one that failed, only the file is let go."""
        if kind is None:
            self._complete()
        self._archive.close()

    def add(self, chapter: Chapter, part: str = "") -> None:
        """Write the next document of the book, in a part of its contents."""
        self._put(chapter.name, chapter.text)
        self._items.append(Item(chapter.name, chapter.properties, is_read=True))
        self._points.append(Point(chapter.name, chapter.title, part))
        self._pictures += chapter.pictures
        self._undescribed += chapter.undescribed
        self.count += 1

    def hold(self, picture: Picture) -> str:
        """Bring a picture in, once; the name that documents call it by."""
        name = name_of(picture.data)
        if _FOLDER + name not in self._archive.names:
            self._put(name, picture.data)
            self._items.append(Item(name))
        return name

    def _complete(self) -> None:
        """Write what is known only when all posts are there: contents, title page and package."""
        own = words(self.info.language)
        front = [Item("title.xhtml", is_read=True), Item("nav.xhtml", "nav", is_read=True)]
        marks = [Landmark("titlepage", "title.xhtml", own.title_page), Landmark("toc", "nav.xhtml#toc", own.contents),
                 *(Landmark("bodymatter", point.name, own.text) for point in self._points[:1])]
        if self._covers:
            front.insert(0, Item("cover.xhtml", is_read=True))
            marks.insert(0, Landmark("cover", "cover.xhtml", own.cover))
            self._put("cover.xhtml", cover_page(self.info, self._covers[-1]))
        self._put("title.xhtml", title_page(self.info, self.count))
        self._put("nav.xhtml", navigation(self.info, self._points, marks))
        identifier = self.info.identifier or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, self._archive.digest)}"
        self._put("toc.ncx", ncx(self.info, identifier, self._points))
        self._put("package.opf", package(self.info, identifier, [*front, Item("toc.ncx"), *self._items],
                                         Access(self._pictures + len(self._covers[:1]), self._undescribed), next(iter(self._covers), None)))

    def _put(self, name: str, data: bytes | str) -> None:
        self._archive.add(_FOLDER + name, data)
