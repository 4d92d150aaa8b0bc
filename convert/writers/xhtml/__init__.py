"""The XHTML writer: a content document as EPUB 3.3 takes it (EPUB 3.3, section 6.1; HTML Living Standard)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.body import text_of
from ...model.language import language_of as language_of_text
from ...model.rendering import Rendering
from .attributes import language
from .content import Content as Content
from .content import Outside as Outside
from .content import content_of as content_of
from .content import without_controls as without_controls
from .escaping import escape, quoteattr
from .heading import header
from .styles import CLASSES, STYLESHEET

if TYPE_CHECKING:
    from ...model.document import Document


def write(document: Document, *, front_matter: bool = True, outside: Outside | None = None) -> Rendering:
    """The document as one XHTML file; with `front_matter`, headed by title, date, authors, source and terms. `outside` is asked where links lead
    and which pictures there are; without it, they are written as they stand.
    """
    content = content_of(document, outside)
    title = document.meta.title or document.source.path.rsplit("/", 1)[-1]
    heading = header(document) if front_matter else ""
    style = f"<style>\n{STYLESHEET}</style>\n" if CLASSES.search(content.body) else ""
    return Rendering(page(title, heading + content.body, language_of(document), style), content.losses, repairs=content.repairs)


def page(title: str, body: str, language: str, head: str = "") -> str:
    """A content document: `title` as text, `body` and what else stands in its `head` as XML."""
    return (f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
            f'lang={quoteattr(language)} xml:lang={quoteattr(language)}>\n<head>\n<meta charset="utf-8"/>\n'
            f"<title>{escape(without_controls(title).strip()) or '…'}</title>\n{head}</head>\n<body>\n{body}\n</body>\n</html>\n")


def language_of(document: Document) -> str:
    """The language of a document as a BCP 47 tag: what it or its site says, else what its text looks like; "und" where
    nothing tells it.
    """
    said = document.meta.language
    return (language(said) if said else None) or language_of_text(text_of(document.body)) or "und"
