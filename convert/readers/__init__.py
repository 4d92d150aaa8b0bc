"""Readers: Source → Document. Which suffix is which format, and how each format is read."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..model.document import Document, Format
from ..model.flavor import Engine, Flavor
from ..model.front_matter import FrontMatter
from ..model.islands import Masked, mask, restore, settled
from ..model.reading import Mark, Removed, Stretch
from ..model.scalars import Dialect
from ..model.source import Source, Span

if TYPE_CHECKING:
    from lxml.etree import _Element

InputFormat: TypeAlias = Literal["markdown", "html"]
SUFFIXES: dict[str, InputFormat] = {
    ".md": "markdown", ".markdown": "markdown", ".mkd": "markdown", ".mkdn": "markdown", ".mkdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
}
_ENGINES = {"": Engine("gfm"), "yaml": Engine("kramdown"), "toml": Engine("goldmark"), "json": Engine("goldmark")}
_PAGE = re.compile(r"\s*+(?:<\?xml\b[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


def suffix_of(path: str) -> str:
    """The suffix of a path in lower case, with its dot."""
    _, dot, suffix = path.rpartition(".")
    return dot + suffix.lower() if dot and "/" not in suffix else ""


def format_of(path: str) -> InputFormat | None:
    """The format that a path's suffix stands for; None for files that are no posts."""
    return SUFFIXES.get(suffix_of(path))


def read(source: Source, form: InputFormat, dialect: Dialect = "ruby", engine: Engine | None = None) -> Document:
    """Read a source as Markdown or HTML, with or without front matter.

    `dialect` says whose YAML the head is, `engine` who renders its Markdown; unless that is known, the head tells it
    (`engine_for`). HTML without front matter that is a whole page also tells its metadata.
    Nothing is raised for what the source holds: troubles are kept where rules find them.
    """
    from . import front_matter
    head, start = front_matter.split(source, dialect)
    masked = mask(source.text[start:] if start else source.text)
    kind: Format = form
    if form == "html" and not head and is_page(masked.text):
        kind = "page"
    body = _Body(form, masked, start, engine or engine_for(head))
    return Document(source, head, kind, start, body, islands=masked.islands, head=partial(_head, source.text) if kind == "page" else dict)


def _head(text: str) -> dict[str, object]:
    """What the head of a page says."""
    from .page import read_head
    return read_head(text)


def engine_for(head: FrontMatter) -> Engine:
    """Who renders the Markdown of a post of which nobody knows the site: kramdown behind YAML, as Jekyll has it,
    Goldmark behind TOML or JSON, as only Hugo has it; GFM where there is no front matter.
    """
    return _ENGINES[head.syntax]


def is_page(text: str) -> bool:
    """An HTML text is a whole page, not a fragment."""
    return bool(_PAGE.match(text))


class _Body:
    """What stands behind the front matter, and how it is read (see `model.document.Reading`)."""

    def __init__(self, form: InputFormat, masked: Masked, start: int, engine: Engine) -> None:
        self.form = form
        self.masked = masked
        self.start = start
        self.engine = engine

    def render(self, *, with_ids: bool = False) -> str:
        if self.form == "html":
            return self.masked.text
        from . import markdown
        return markdown.render(settled(self.masked) if with_ids else self.masked.text, self.engine, with_ids=with_ids)

    def headings_as_written(self) -> list[tuple[str, str]]:
        from .commonmark import RULES, legal
        from .commonmark.attributes import headings_as_written
        return [*headings_as_written(legal(self.masked.text).encode(), RULES["goldmark"].options)] if self.form == "markdown" else []

    def stretches(self, flavor: Flavor, *, plain: bool) -> list[Stretch] | None:
        from . import markdown
        return markdown.stretches(self.masked.text, self.engine, flavor, plain=plain)

    def parse(self, html: str) -> _Element:
        from .html import parse
        return parse(html)

    def normalise(self, tree: _Element, *, whole: bool = False) -> list[Removed]:
        from .vocabulary import to_vocabulary
        return to_vocabulary(tree, whole=whole)

    def marks(self) -> list[Mark]:
        from . import places
        text, flavor = self.masked.text, self.engine.flavor
        if self.form == "html":
            found = places.html_marks(text)
        else:                                            # of kramdown's, those that CommonMark sees too
            found = places.markdown_marks(text, "commonmark" if flavor == "kramdown" else flavor)
        return [self._in_source(mark) for mark in found]

    def _in_source(self, mark: Mark) -> Mark:
        islands = self.masked.islands
        return Mark(mark.tag, self._span(mark.span), {
            name: (restore(value, islands), self._span(at), self._span(key))
            for name, (value, at, key) in mark.attributes.items()})

    def _span(self, span: Span) -> Span:
        """A span of the masked body as a span of the source."""
        return Span(self.start + self.masked.original(span.start), self.start + self.masked.original(span.end))
