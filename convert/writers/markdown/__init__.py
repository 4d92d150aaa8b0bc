"""The Markdown writer: by flavour, reference-free unless asked, one line a paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from ...model.document import Rendering
from ...model.flavor import Flavor
from ..heads import head_of
from ..losses import losses_of
from .blocks import blocks
from .grammar import Sheet
from .lane import write_blocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...model.document import Document, Removed, Stretch

Written: TypeAlias = "tuple[list[str], list[Removed]]"            # blocks, and what they leave out

_KEPT_EDGES = re.compile(r"\A(?:[ \t]*(?:\r\n|\n|\r))+|[ \t\r\n]+\Z")
_TO_FRAGMENT = re.compile(r"""#(?:(?<=["'(=<:&]#)|(?<=[:=] #))""").search          # a link to one begins so
_LINKED = re.compile(r"""\bhref\s*=\s*["']?\s*#([^\s"'>]+)""", re.I)


def write(document: Document, *, front_matter: bool = True, flavor: Flavor = "gfm", raw_html: bool = True,
          reference_links: bool = False) -> Rendering:
    """The document as Markdown, its front matter kept as it was written.

    `flavor` says whose Markdown it is. What that has no words for stays as HTML, or with `raw_html=False` as its text.
    `reference_links` writes the targets of links at the end.
    """
    sheet = Sheet(flavor, raw_html=raw_html, reference_links=reference_links, linked=_linked(document),
                  is_page=document.format == "page")
    made, removed = _blocks(document, sheet)
    if definitions := sheet.defined():
        made.append(definitions)
    text = "\n\n".join(made) + "\n" if made else ""
    if document.islands:
        text = document.restore(text)
    head = head_of(document) if front_matter else ""
    return Rendering(f"{head}\n{text}" if head else text, losses_of(document, "markdown", removed, sheet.lost))


def _linked(document: Document) -> frozenset[str]:
    """The ids that links of the document lead to."""
    source = document.source.text
    if not _TO_FRAGMENT(source, document.body_start):
        return frozenset()
    return frozenset(unquote(name) for name in _LINKED.findall(document.html))


def _blocks(document: Document, sheet: Sheet) -> Written:
    """The blocks of a document and what they leave out; Markdown of the flavour stays as it was written."""
    if sheet.definitions is not None:
        return _whole(document, sheet)
    if sheet.is_plain and (plain := document.stretches(sheet.flavor, plain=True)) is not None \
            and (made := _stretches(plain, lambda html: write_blocks(html, None, sheet))) is not None:
        return made
    stretches = document.stretches(sheet.flavor)
    kept = None if stretches is None else _stretches(stretches, lambda html: _written(document, html, sheet))
    return kept or _whole(document, sheet)


def _whole(document: Document, sheet: Sheet) -> Written:
    if document.is_parsed:
        return blocks(document.body, sheet), list(document.removed)
    return _written(document, document.html, sheet)


def _stretches(stretches: list[Stretch], write_html: Callable[[str], Written | None]) -> Written | None:
    """What stretches become; None when one of those with HTML cannot be written."""
    made: list[str] = []
    removed: list[Removed] = []
    for text, html in stretches:
        if html is None:
            made += filter(None, [_KEPT_EDGES.sub("", text).replace("\r\n", "\n").replace("\r", "\n")])
        elif (written := write_html(html)) is not None:
            made += written[0]
            removed += written[1]
        else:
            return None
    return made, removed


def _written(document: Document, html: str, sheet: Sheet) -> Written:
    """The blocks that a piece of the document's HTML becomes; without a tree where none is needed."""
    if sheet.is_plain and (made := write_blocks(html, document.fragment, sheet)) is not None:
        return made
    body, removed = document.fragment(html)
    return blocks(body, sheet), removed
