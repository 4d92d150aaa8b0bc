"""What a page tells of itself that others need to know, and of what it leads to."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from .finding import Value
from .links import Kind
from .references import Reference
from .taxonomy import Term

PageKind: TypeAlias = str     # "post", "draft", "page", "doc:NAME", "static"


class LinkFact(NamedTuple):
    """A link of a page: its target, what kind it is, whether it is followed (not loaded), and whether it loads a picture."""

    target: str
    kind: Kind
    is_navigation: bool
    is_picture: bool = False


class CoverFact(NamedTuple):
    """A picture that the front matter names."""

    target: str
    kind: Kind
    at: Value


class Withheld(NamedTuple):
    """The URL that a page would have, were it published, and why it is not; empty for a fault of its file."""

    url: str
    reason: str


class Beside(NamedTuple):
    """What is made because of a page, besides it: `urls` (of lists that it is in, of its other formats), and where `files` of its folder go;
    `others` are made in its place if another version of the generator builds the site. One that `is_hidden` is not counted where posts are
    listed by number.
    """

    urls: tuple[str, ...] = ()
    files: str = ""
    others: tuple[str, ...] = ()
    is_hidden: bool = False


class PageFacts(NamedTuple):
    """One file of the repository: `path` from its root, the `url` it will have (None: not published, and perhaps `withheld`),
    the `id` that names it, if it has one. Of its `aliases`, `redirects` send on to the page, and it may itself send readers
    on to another (`sends_to`). `anchors` are the places in it that links can lead to, if it has such links itself and all places
    are known. `text` stands for the text of a post (`facts.text_key`, 0: nobody compares it), `terms` are its categories and tags;
    `lists` the URLs that exist because it does, though not of it alone (archives).
    """

    path: str
    kind: PageKind
    url: str | None
    aliases: tuple[str, ...] = ()
    links: tuple[LinkFact, ...] = ()
    id: str = ""
    redirects: tuple[str, ...] = ()
    covers: tuple[CoverFact, ...] = ()
    references: tuple[Reference, ...] = ()
    anchors: frozenset[str] | None = None
    withheld: Withheld | None = None
    sends_to: str = ""
    text: int = 0
    terms: tuple[Term, ...] = ()
    beside: Beside = Beside()
    expires: bool = False
    base: str = ""
