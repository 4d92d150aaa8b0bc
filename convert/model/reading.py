"""What a reader gives a document: trees when they are asked for, places of tags, and what became of the markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from .flavor import Engine, Flavor
from .source import Span

if TYPE_CHECKING:
    from lxml.etree import _Element


class Mark(NamedTuple):
    """Where a tag, a Markdown link or an autolink stands in the source.

    `attributes` gives for each attribute its value and the spans of value and name, in offsets of the source.
    """

    tag: str
    span: Span
    attributes: dict[str, tuple[str, Span, Span]]


class Removed(NamedTuple):
    """What was written and is not in the body: `kind` of removal ("script", "hidden", "unsafe-url", "attribute"),
    `detail` of what. Kind "style" is still there: an element whose looks say something.
    """

    kind: str
    detail: str


class Stretch(NamedTuple):
    """A part of a Markdown body: its `text` as written, and its rendering when there is HTML in it that might be Markdown."""

    text: str
    html: str | None = None


class Reading(Protocol):
    """How a reader makes the trees of a document, each when it is first asked for; `engine` renders its Markdown."""

    engine: Engine

    def render(self, *, with_ids: bool = False) -> str:
        """The body as HTML; `with_ids` it has those that kramdown makes."""

    def parse(self, html: str) -> _Element:
        """The markup of such HTML, every tag and attribute as written, below an `<article>`."""

    def normalise(self, tree: _Element, *, whole: bool = False) -> list[Removed]:
        """Bring a tree of markup into the closed vocabulary, in place; what had to go. `whole` is as in `fragment`."""

    def marks(self) -> list[Mark]:
        """The places of tags and links, in offsets of the source."""

    def headings_as_written(self) -> list[tuple[str, str]]:
        """Of each heading of Markdown its last line, and the id that it gives itself."""

    def stretches(self, flavor: Flavor, *, plain: bool) -> list[Stretch] | None:
        """The body of a Markdown source, whose Markdown says the same in a flavour; None for any other."""
