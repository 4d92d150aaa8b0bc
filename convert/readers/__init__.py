"""Readers: Source → Document. Which suffix is which format, and how each format is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..model.document import Document, Format, Mark, Reading, Removed
from ..model.islands import mask, restore
from ..model.scalars import Dialect
from ..model.source import Source, Span

if TYPE_CHECKING:
    from lxml.etree import _Element

InputFormat: TypeAlias = Literal["markdown", "html"]
SUFFIXES: dict[str, InputFormat] = {
    ".md": "markdown", ".markdown": "markdown", ".mkd": "markdown", ".mkdn": "markdown", ".mkdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
}


def suffix_of(path: str) -> str:
    """The suffix of a path in lower case, with its dot."""
    name = path.rsplit("/", 1)[-1]
    return "." + name.rsplit(".", 1)[1].lower() if "." in name else ""


def format_of(path: str) -> InputFormat | None:
    """The format that a path's suffix stands for; None for files that are no posts."""
    return SUFFIXES.get(suffix_of(path))


def read(source: Source, form: InputFormat, dialect: Dialect = "ruby") -> Document:
    """Read a source as Markdown or HTML, with or without front matter.

    `dialect` says whose YAML the head is. HTML without front matter that is a whole page also tells its metadata.
    Nothing is raised for what the source holds: troubles are kept where rules find them.
    """
    from . import front_matter
    head, start = front_matter.split(source, dialect)
    masked = mask(source.text[start:] if start else source.text)
    kind: Format = form
    page_head: dict[str, object] = {}
    if form == "html" and not head:
        from . import page
        if page.is_page(masked.text):
            kind, page_head = "page", page.read_head(masked.text)

    def render() -> str:
        if form == "html":
            return masked.text
        from . import markdown
        return markdown.render(masked.text, masked=bool(masked.islands))

    def parse(text: str) -> _Element:
        from . import html
        return html.parse(text)

    def normalise(tree: _Element) -> list[Removed]:
        from .vocabulary import to_vocabulary
        return to_vocabulary(tree)

    def marks() -> list[Mark]:
        from . import places
        found = places.markdown_marks(masked.text) if form == "markdown" else places.html_marks(masked.text)
        return [_moved(mark) for mark in found]

    def _moved(mark: Mark) -> Mark:
        def move(span: tuple[int, int]) -> Span:
            return Span(start + masked.original(span[0]), start + masked.original(span[1]))
        return Mark(mark.tag, move(mark.span), {name: (restore(value, masked.islands), move(at), move(key))
                                                for name, (value, at, key) in mark.attributes.items()})

    return Document(source, head, kind, start, Reading(render, parse, normalise, marks), islands=masked.islands,
                    head=page_head)
