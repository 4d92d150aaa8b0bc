"""The text writer: what a reader sees, as plain text for eyes (`reader`) or for programs that read text (`corpus`).

**reader**: lines of at most `width` cells (`breaking` says where they may break); only code may be wider, for its lines
stand as they are. Headings have two blank lines above, those of the first three levels a line of `=`, `-` or `~` below.
Bullets are `•` and `-` by turns, ordered lists are numbered as browsers number them, quotations begin each line with
`> `, code and definitions are indented by four cells. Tables are columns under their headings, wrapped to fit, or
`heading: cell` a line where columns would be too narrow. A link is followed by the number of a note, `[1]`; its target
stands at the end. A picture is its alternative text in brackets, nothing where it has none.

**corpus**: a paragraph, an item, a heading, a row or a line of code a line, in Unicode Normalization Form C, nothing
added; cells are separated by tabs. A line break inside a paragraph becomes a blank, between Chinese characters too: it
parts what it stands between, and no letter is lost or added. With front matter, the title is the first line.

Either way the visible text stands there whole and in order, readings of ruby in parentheses as `rp` has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias
from unicodedata import normalize

from ...model.rendering import Rendering
from ..losses import losses_of
from .blocks import lay_out
from .notes import Notes
from .page import Page
from .profiles import CORPUS, PLAIN, reader

if TYPE_CHECKING:
    from ...model.document import Document

ProfileName: TypeAlias = Literal["reader", "corpus"]


def write(document: Document, *, front_matter: bool = True, profile: ProfileName = "reader", width: int = 80) -> Rendering:
    """The visible text; with `front_matter`, headed by title, date and authors as far as the post says them.

    `width` is that of the reader's lines in terminal cells; fewer than eight count as eight.
    """
    text = _for_programs(document, front_matter) if profile == "corpus" else _for_eyes(document, front_matter, width)
    return Rendering(f"{text}\n" if text else "", losses_of(document, "corpus" if profile == "corpus" else "text"))


def plain_text(document: Document) -> str:
    """The text of a document's body for programs that want its layout too: a paragraph a line, blocks apart by a blank
    line, bullets and numbers in place.
    """
    page = Page(PLAIN, document.restore, None)
    lay_out(page, document.body)
    return page.text


def _for_programs(document: Document, front_matter: bool) -> str:  # noqa: FBT001
    page = Page(CORPUS, document.restore, None)
    if front_matter:
        page.paragraph(document.meta.title or "")
    lay_out(page, document.body)
    return normalize("NFC", page.text)


def _for_eyes(document: Document, front_matter: bool, width: int) -> str:  # noqa: FBT001
    notes = Notes()
    page = Page(reader(width), document.restore, notes)
    if front_matter:
        _head(page, document)
    lay_out(page, document.body)
    page.put(notes.lines(page.profile.width or width))
    return page.text


def _head(page: Page, document: Document) -> None:
    """The title as a heading, date and authors in a line below."""
    meta = document.meta
    page.enter(tight=True)
    page.paragraph(meta.title or "", "=")
    said = [str(meta.published).replace("T", " ") if meta.published else "", *(author.name for author in meta.authors)]
    page.paragraph(" · ".join(filter(None, said)))
    page.leave()
