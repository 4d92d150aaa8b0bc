"""Books: EPUB 3.3, from one post or from many."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ...model.rendering import Rendering
from ..xhtml import language_of
from .book import Book as Book
from .chapters import chapter_of, title_of
from .package import BookInfo as BookInfo

if TYPE_CHECKING:
    from ...model.document import Document


class Alone:
    """What stands around a post that is a book by itself: the web, and nothing beside it."""

    def link(self, target: str) -> str | None:
        """An address of the web; any other would lead out of the book."""
        return target if target.lower().startswith(("http:", "https:", "//")) else None

    def picture(self, source: str) -> str | None:
        """There is none."""
        return None


def write(document: Document, *, front_matter: bool = True) -> Rendering:
    """A book of one post, its text being the post's document; without pictures, for they are not in the post. Whole books
    are made by the engine.
    """
    file = io.BytesIO()
    meta = document.meta
    author = ", ".join(author.name for author in meta.authors)
    day = str(meta.published.day) if meta.published else None
    modified = meta.modified or meta.published
    info = BookInfo(title_of(document), language_of(document), author, span=(day, day) if day else None,
                    modified=modified.utc() if modified else None)
    with Book(file, info) as book:
        chapter, written = chapter_of(document, "post.xhtml", info, Alone())
        book.add(chapter)
    return Rendering(written.text, written.losses, data=file.getvalue(), repairs=written.repairs)
