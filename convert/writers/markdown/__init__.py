"""The Markdown writer: by flavour, reference-free unless asked, one line a paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.document import Rendering
from ...model.flavor import Flavor
from ..heads import head_of
from ..losses import losses_of
from .blocks import blocks
from .grammar import Sheet
from .lane import write_blocks

if TYPE_CHECKING:
    from ...model.document import Document, Removed

_LINKED = re.compile(r"""\bhref\s*=\s*["']?\s*#([^\s"'>]+)""", re.I)


def write(document: Document, *, front_matter: bool = True, flavor: Flavor = "gfm", raw_html: bool = True,
          reference_links: bool = False) -> Rendering:
    """The document as Markdown, its front matter kept as it was written.

    `flavor` says whose Markdown it is. What that has no words for stays as HTML, or with `raw_html=False` as its text.
    `reference_links` writes the targets of links at the end.
    """
    linked = frozenset(_LINKED.findall(document.html)) if "#" in document.html else frozenset()
    sheet = Sheet(flavor, raw_html=raw_html, reference_links=reference_links, linked=linked, is_page=document.format == "page")
    made, removed = _blocks(document, sheet)
    if definitions := sheet.defined():
        made.append(definitions)
    text = "\n\n".join(made) + "\n" if made else ""
    if document.islands:
        text = document.restore(text)
    head = head_of(document) if front_matter else ""
    return Rendering(f"{head}\n{text}" if head else text, losses_of(document, "markdown", removed, sheet.lost))


def _blocks(document: Document, sheet: Sheet) -> tuple[list[str], list[Removed]]:
    """The blocks of a document and what they leave out; without a tree where none is needed."""
    if not document.is_parsed and sheet.is_plain and (made := write_blocks(document.html, document.fragment, sheet)) is not None:
        return made
    return blocks(document.body, sheet), list(document.removed)
