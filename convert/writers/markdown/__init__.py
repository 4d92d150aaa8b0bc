"""The Markdown writer: GFM, reference-free, one line a paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.document import Rendering
from ..heads import head_of
from ..losses import losses_of
from .blocks import blocks
from .lane import write_blocks

if TYPE_CHECKING:
    from ...model.document import Document, Removed


def write(document: Document, *, front_matter: bool = True) -> Rendering:
    """The document as Markdown, its front matter kept as it was written."""
    made, removed = _blocks(document)
    text = "\n\n".join(made) + "\n" if made else ""
    if document.islands:
        text = document.restore(text)
    head = head_of(document) if front_matter else ""
    return Rendering(f"{head}\n{text}" if head else text, losses_of(document, "markdown", removed))


def _blocks(document: Document) -> tuple[list[str], list[Removed]]:
    """The blocks of a document and what they leave out; without a tree where none is needed."""
    if not document.is_parsed and (made := write_blocks(document.html, document.fragment)) is not None:
        return made
    return blocks(document.body), list(document.removed)
