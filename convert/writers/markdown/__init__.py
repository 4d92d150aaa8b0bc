"""The Markdown writer: by flavour, reference-free unless asked, one line a paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from ...model.flavor import Flavor
from ...model.rendering import Rendering
from ..heads import head_of
from ..losses import losses_of
from . import seams
from .blocks import blocks, top_blocks
from .grammar import Sheet
from .lane import write_blocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...model.document import Document
    from ...model.reading import Removed, Stretch

Written: TypeAlias = "tuple[list[str], list[Removed]]"            # blocks, and what they leave out

_LIKE_HEAD = re.compile(r"""(?:---|\+\+\+)[ \t]*\n|\{\s*["}]""").match            # what a reader would take for front matter
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
        text = seams.with_plain_ends(document.restore(text))
    head = head_of(document) if front_matter else ""
    if not head and _LIKE_HEAD(text):
        text = f"\n{text}"
    return Rendering(f"{head}\n{text}" if head else text, losses_of(document, "markdown", removed, sheet.lost,
                                                                              is_plain=sheet.has_seen_all))


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
            and (made := _stretches(plain, lambda html: write_blocks(html, None, sheet), document, sheet)) is not None:
        sheet.has_seen_all = True
        return made
    stretches = document.stretches(sheet.flavor)
    kept = None if stretches is None else _stretches(stretches, lambda html: _written(document, html, sheet), document, sheet)
    return kept or _whole(document, sheet)


def _whole(document: Document, sheet: Sheet) -> Written:
    if document.is_parsed:
        return top_blocks(document.body, sheet), list(document.removed)
    return _written(document, document.html, sheet)


def _stretches(stretches: list[Stretch], write_html: Callable[[str], Written | None], document: Document,
               sheet: Sheet) -> Written | None:
    """What stretches become; None when one of them cannot be written, or only HTML would keep two of them apart and there
    may be none.
    """
    made: list[str] = []
    removed: list[Removed] = []
    if any(html is None and seams.defines(text) for text, html in stretches):
        sheet.text = sheet.link_text                     # any bracket might be a label
    for text, html in stretches:
        written = ([seams.trimmed(text)], []) if html is None else write_html(html)
        if written is None:
            return None
        more, gone = written
        removed += gone
        if made and more and seams.would_join(made[-1], more[0], sheet.flavor):
            if html is not None and sheet.flavor != "kramdown":          # in which no marker keeps lists apart
                more = _behind_list(document, html, more[0], sheet)
            if seams.would_join(made[-1], more[0], sheet.flavor):
                made.append(seams.SEPARATORS[sheet.flavor])
                if made[-1][0] == "<" and not sheet.raw_html:
                    return None
        made += filter(None, more)
    return made, removed


def _behind_list(document: Document, html: str, first: str, sheet: Sheet) -> list[str]:
    """The blocks that a piece of HTML becomes behind a list: one that it begins with gets the other marker."""
    tag = "ol" if first[0].isdigit() else "ul"
    return blocks(document.fragment(f"<{tag}><li>-</li></{tag}>{html}")[0], sheet)[1:]


def _written(document: Document, html: str, sheet: Sheet) -> Written:
    """The blocks that a piece of the document's HTML becomes; without a tree where none is needed."""
    if sheet.is_plain and sheet.text != sheet.link_text and (made := write_blocks(html, document.fragment, sheet)) is not None:
        return made
    body, removed = document.fragment(html)
    return top_blocks(body, sheet), removed
