"""The cover of a book: the picture that was given, or one drawn from its title."""

from __future__ import annotations

from ..writers.epub.book import CoverPicture
from ..writers.epub.package import BookInfo


def covers_of(info: BookInfo, given: str) -> list[CoverPicture]:
    """The pictures of a book's cover."""
    return []
