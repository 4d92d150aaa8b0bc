"""A post as a document of a book: its header, then its content; and the pages before them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...model.body import HEADINGS, squeezed, text_of
from ...model.rendering import Rendering
from ..xhtml import content_of, language_of, page
from ..xhtml.escaping import quoteattr
from ..xhtml.heading import header, plain
from .package import BookInfo
from .words import dated, words

if TYPE_CHECKING:
    from ...model.document import Document
    from ..xhtml.content import Outside

_OPS = 'xmlns:epub="http://www.idpf.org/2007/ops"'
_STYLE = '<link rel="stylesheet" href="style.css"/>\n'
_LONGEST_TITLE = 60


def title_of(document: Document) -> str:
    """What a table of contents calls a post: its title, else its first heading, else how its text begins."""
    if document.meta.title:
        return document.meta.title
    heading = next(document.body.iter(*HEADINGS), None)
    text = squeezed(document.restore(text_of(document.body if heading is None else heading))).strip()
    if not text:
        return document.source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0] or "–"
    return text if len(text) <= _LONGEST_TITLE else text[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


class Chapter(NamedTuple):
    """A document of a book: its name, the title that the contents give it, its `text` and what the package says of it
    (`Content.properties`), how many pictures it shows, and how many of them have no alternative text.
    """

    name: str
    title: str
    text: str
    properties: str = ""
    pictures: int = 0
    undescribed: int = 0


def chapter_of(document: Document, name: str, info: BookInfo, outside: Outside) -> tuple[Chapter, Rendering]:
    """A post as a document of a book, and what was left out of it and repaired in it."""
    content = content_of(document, outside)
    language, title = language_of(document), title_of(document)
    text = _chapter(title, header(document) + content.body, info.language if language == "und" else language)
    made = Chapter(name, title, text, " ".join(sorted(content.properties)), content.body.count("<img "), content.undescribed)
    return made, Rendering(text, content.losses, repairs=content.repairs)


def stub(name: str, title: str, info: BookInfo) -> Chapter:
    """What stands for a post that others may lead to, and that could not be written."""
    return Chapter(name, title, _chapter(title, f"<h1>{plain(title)}</h1>", info.language))


def _chapter(title: str, body: str, language: str) -> str:
    return page(title, f'<section {_OPS} epub:type="chapter" role="doc-chapter">\n{body}\n</section>', language, _STYLE)


def title_page(info: BookInfo, count: int) -> str:
    """The page that says what the book is; `count` posts are in it."""
    own = words(info.language)
    lines = [f"<h1>{plain(info.title)}</h1>"]
    for name, value in (("creator", info.creator), ("span", span(info)),
                        ("count", own.one_post if count == 1 else own.posts.format(n=f"{count:,}")),
                        ("description", info.description), ("publisher", info.publisher), ("rights", info.rights)):
        if value:
            lines.append(f'<p class="{name}">{plain(value)}</p>')
    body = "\n".join(lines)
    return page(info.title, f'<section {_OPS} epub:type="titlepage">\n{body}\n</section>', info.language, _STYLE)


def cover_page(info: BookInfo, picture: str) -> str:
    """The page that shows the cover, the picture of that name."""
    image = f'<img src={quoteattr(picture)} alt={quoteattr(plain(info.title))} role="doc-cover"/>'
    return page(info.title, f'<section {_OPS} epub:type="cover" class="cover">\n{image}\n</section>', info.language, _STYLE)


def span(info: BookInfo) -> str:
    """From when to when the posts of a book are, in its language."""
    if not info.span:
        return ""
    first, last = (dated(day, info.language) for day in info.span)
    return first if first == last else f"{first} – {last}"
