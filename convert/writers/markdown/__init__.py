"""The Markdown writer: GFM, reference-free, one line a paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.document import Rendering
from ..heads import head_of
from ..losses import losses_of
from .blocks import blocks

if TYPE_CHECKING:
    from ...model.document import Document


def write(document: Document, *, front_matter: bool = True) -> Rendering:
    """The document as Markdown, its front matter kept as it was written."""
    body = "\n\n".join(blocks(document.body))
    text = f"{body}\n" if body else ""
    if document.islands:
        text = document.restore(text)
    head = head_of(document) if front_matter else ""
    return Rendering(f"{head}\n{text}" if head else text, losses_of(document, "markdown"))
