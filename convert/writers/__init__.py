"""Writers: Document → Rendering. One module or package each, found by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ..registry import Registry
from .losses import LOSSES as LOSSES

if TYPE_CHECKING:
    from ..model.document import Document
    from ..model.rendering import Rendering

WRITERS = Registry("writer", {
    "markdown": "convert.writers.markdown:write",
    "json": "convert.writers.json:write",
    "jsonl": "convert.writers.json:write_line",
    "xhtml": "convert.writers.xhtml:write",
    "text": "convert.writers.text:write",
    "html": "convert.writers.html:write",
    "epub": "convert.writers.epub:write",
})
# What a file of each format is called.
SUFFIXES = {"markdown": ".md", "json": ".json", "jsonl": ".jsonl", "xhtml": ".xhtml", "text": ".txt", "html": ".html", "epub": ".epub"}
# Formats of which one file can hold many posts.
STREAMS = frozenset({"jsonl", "epub"})


class Writer(Protocol):
    """Writes a document; `front_matter=False` leaves the head out where the format would hold it.

    A writer has options of its own beside it, by name; what it is not told has a default.
    """

    def __call__(self, document: Document, *, front_matter: bool = True, **options: Any) -> Rendering:
        """The rendering, with what it could not hold."""


def write(document: Document, name: str, *, front_matter: bool = True, **options: Any) -> Rendering:
    """Write a document in the named format; UnknownName when there is no such writer, TypeError for an option that
    it does not have.
    """
    writer: Writer = WRITERS.load(name)
    return writer(document, front_matter=front_matter, **options)
