"""The Document: the one noun that travels. Readers make it, rules look at it, writers spend it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import unquote

from .body import FLATTENED
from .context import Context
from .finding import At, First, Key, Lost, NthLink, Tag, Value
from .flavor import Engine, Flavor
from .front_matter import FrontMatter
from .links import CLONE
from .reading import Mark, Reading, Removed, Stretch
from .source import Source, Span

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .links import Link
    from .meta import Meta

Format: TypeAlias = Literal["markdown", "html", "page"]


class Document:
    """One post or page.

    `front_matter` holds the head with places, `meta` what it means, `body` the content in the closed vocabulary of `model.body` and `markup`
    the same as written, for those who look for what should not be there. Trees are made when they are first asked for; nobody may change them.
    """

    def __init__(self, source: Source, front_matter: FrontMatter, form: Format, body_start: int, reading: Reading, *,
                 islands: tuple[str, ...] = (), head: Callable[[], dict[str, object]] = dict) -> None:
        self.source = source
        self.front_matter = front_matter
        self.format = form
        self.body_start = body_start
        self.islands = islands
        self._head = head
        self.context = Context()
        self._body_start = Span(body_start, body_start)
        self._reading = reading
        self.is_flattened = False        # in what was parsed so far, elements were nested too deep
        self._removed: list[Removed] = []
        self._pairs: dict[tuple[str, str | None], dict[_Element, Mark]] = {}

    @cached_property
    def head(self) -> dict[str, object]:
        """What a whole HTML page says of itself in its head; nothing of any other text."""
        return self._head()

    @property
    def engine(self) -> Engine | None:
        """Who renders the Markdown of the body; None for HTML."""
        return self._reading.engine if self.format == "markdown" else None

    @cached_property
    def html(self) -> str:
        """The body as HTML, before anything is parsed."""
        return self._reading.render()

    @cached_property
    def markup(self) -> _Element:
        """The tree with every tag and attribute that was written."""
        return self.parsed(self.html)

    @cached_property
    def body(self) -> _Element:
        """The tree in the closed vocabulary."""
        tree, self._removed = self.fragment(self.html)
        return tree

    def parsed(self, html: str) -> _Element:
        """A piece of HTML as a tree with all tags and attributes, as `markup` is one."""
        tree = self._reading.parse(html)
        self.is_flattened = self.is_flattened or tree.get(FLATTENED) is not None
        return tree

    def named(self) -> _Element:
        """The markup with the ids that kramdown makes as well, the masks of template tags in them."""
        return self.parsed(self._reading.render(with_ids=True))

    def headings_as_written(self) -> list[tuple[str, str]]:
        """Of each heading of Markdown its last line, and the id that it gives itself; without those that template tags make a part of."""
        return [(line, name) for line, name in self._reading.headings_as_written() if self.restore(line) == line]

    @property
    def is_parsed(self) -> bool:
        """The body is there already."""
        return "body" in self.__dict__

    def fragment(self, html: str, *, whole: bool = False) -> tuple[_Element, list[Removed]]:
        """A piece of the body's HTML as a tree in the closed vocabulary, and what that does not hold. A `whole` one holds drawings and
        formulas (`svg`, `math`) as they were written, and what those see who run no scripts.
        """
        tree = self.parsed(html)
        return tree, self._reading.normalise(tree, whole=whole)

    def stretches(self, flavor: Flavor, *, plain: bool = False) -> list[Stretch] | None:
        """The body in the order of its parts, what is Markdown of that flavour already as it was written; None when it
        has to be written anew. With `plain` the HTML is the body's only if its tags are balanced paragraphs and their like.
        """
        return self._reading.stretches(flavor, plain=plain) if self.format == "markdown" else None

    @property
    def removed(self) -> tuple[Removed, ...]:
        """What the body no longer holds: scripts, hidden text, unsafe URLs."""
        return tuple(self._removed) if self.body is not None else ()

    @cached_property
    def meta(self) -> Meta:
        """Title, dates, taxonomy, authors, language, source."""
        from .meta import meta_of
        return meta_of(self)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links of the markup in document order."""
        from .links import links_in
        return tuple(links_in(self))

    @cached_property
    def targets(self) -> tuple[Link, ...]:
        """All that leads somewhere: the links, and behind them what the page names in other ways."""
        from .resources import resources_in
        return *self.links, *resources_in(self)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Places of tags and links; costs a second look at the source, so only findings ask for it."""
        return tuple(self._reading.marks())

    def restore(self, text: str, escape: Callable[[str], str] = str) -> str:
        """Text of the tree with its template islands put back (see `model.islands`), each through `escape`."""
        if not self.islands or not text:
            return text
        from .islands import restore
        return restore(text, self.islands, escape)

    def locate(self, at: At) -> Span:
        """The span of the source that a finding points to."""
        match at:
            case Span():
                return at
            case Key(path):
                return self.front_matter.key_span(path)
            case Value(path):
                return self.front_matter.value_span(path)
            case NthLink(number):
                return self._locate_link(self.targets[number])
            case Tag(element, attribute, of):
                return self._locate_tag(element, attribute, of)
            case Lost(kind, detail, number):
                return self._locate_lost(Removed(kind, detail), number)
            case First(names, attributes):
                return self._locate_first(names, attributes)

    def _locate_link(self, link: Link) -> Span:
        """Where the target of a link stands; one of which the parser of places sees nothing, is looked for as it is written."""
        if link.is_one_of_several:
            return self._locate_within(link)
        is_seen = self.format != "markdown" or self._mark_of(link.element, link.attribute) is not None
        at = -1 if is_seen else self.source.text.find(f"]({link.target}", self.body_start)
        return self._locate_tag(link.element, link.attribute, "value") if at < 0 else Span(at + 2, at + 2 + len(link.target))

    def _locate_within(self, link: Link) -> Span:
        """Where a target stands in an attribute, or in a style sheet, that names several."""
        is_sheet = link.element.tag == "style"
        span = self._locate_tag(link.element, None if is_sheet else link.attribute, "tag" if is_sheet else "value")
        at = self.source.text.find(link.target, span.end if is_sheet else span.start, None if is_sheet else span.end)
        return span if at < 0 else Span(at, at + len(link.target))

    def _locate_first(self, names: tuple[str, ...], attributes: tuple[str, ...]) -> Span:
        from .removals import is_hidden
        first = next((element for element in self.markup.iter(*names)
                      if (not attributes or any(map(element.get, attributes))) and not is_hidden(element)), None)
        return self._body_start if first is None else self._locate_tag(first, None, "tag")

    @cached_property
    def _places_of_removed(self) -> Mapping[tuple[str, str], list[tuple[_Element, str | None]]]:
        from .removals import places_in
        return places_in(self.markup)

    def _locate_lost(self, removed: Removed, number: int) -> Span:
        places = self._places_of_removed.get(removed)
        if not places:
            return self._locate_end(self.restore(removed.detail).strip())
        element, attribute = places[min(number, len(places) - 1)]
        return self._locate_tag(element, attribute, "value")

    def _locate_end(self, text: str) -> Span:
        """Where the source ends with a text that no element holds: one that it ends within."""
        at = self.source.text.rfind(text, self.body_start) if text else -1
        return self._body_start if at < 0 else Span(at, at + len(text))

    def _locate_tag(self, element: _Element, attribute: str | None, of: str) -> Span:
        mark = self._mark_of(element, attribute)
        if mark is None:
            return self._body_start
        if attribute is None or attribute not in mark.attributes or of == "tag":
            return mark.span
        _, value, name = mark.attributes[attribute]
        return name if of == "name" else value

    @cached_property
    def _marks_by_tag(self) -> dict[str, list[Mark]]:
        by_tag: dict[str, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            by_tag[mark.tag].append(mark)
        return by_tag

    def is_markdown(self, element: _Element, attribute: str) -> bool:
        """An element of the markup is surely made of Markdown, not of HTML that stands in it."""
        mark = self._mark_of(element, attribute)
        return mark is not None and not self.source.text.startswith("<" + str(element.tag), mark.span.start)

    def _mark_of(self, element: _Element, attribute: str | None) -> Mark | None:
        key = str(element.tag), attribute
        if key not in self._pairs:
            self._pairs[key] = self._paired(*key)
        return self._pairs[key].get(element)

    def _paired(self, tag: str, attribute: str | None) -> dict[_Element, Mark]:
        """The elements of a tag with their marks: the n-th with the n-th; where the parser saw other tags, the n-th of
        those that have the same value.
        """
        marks = self._marks_by_tag.get(tag, [])
        elements = [element for element in self.markup.iter(tag) if element.get(CLONE) is None]
        if len(elements) == len(marks):
            return dict(zip(elements, marks, strict=True))
        if attribute is None:
            return {}
        values: dict[str, list[Mark]] = defaultdict(list)
        for mark in marks:
            if attribute in mark.attributes:
                values[unquote(mark.attributes[attribute][0])].append(mark)      # parsers escape some letters
        seen: Counter[str] = Counter()
        pairs: dict[_Element, Mark] = {}
        for element in elements:
            value = unquote(self.restore(element.get(attribute) or ""))
            if equal := values.get(value):
                pairs[element] = equal[min(seen[value], len(equal) - 1)]
                seen[value] += 1
        return pairs
