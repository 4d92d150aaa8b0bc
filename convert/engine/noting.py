"""What a file tells the others, as the cache holds it: packed in two parts, for the index of the site asks for one of them alone."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, NamedTuple

from ..model.pages import Beside, LinkFact, PageFacts
from ..model.taxonomy import term_of
from .cache import packed, unpacked

_BITS = (1 << 63) - 1          # SQLite's whole numbers
_NOTHING_BESIDE = Beside()


class Noted(NamedTuple):
    """The facts of a file: packed as far as other pages go by them (`located`) and as far as they do not (`body`; None: there is nothing), the
    number that stands for the first part and that of the text, and whether its links lead to places in other pages.
    """

    located: bytes
    body: bytes | None
    shape: int
    text: int
    looks_elsewhere: bool


def noted(facts: PageFacts) -> Noted:
    """Facts to be put down."""
    located = _located(facts)
    links = tuple(map(tuple, facts.links))
    body = (links, facts.covers, facts.references, facts.anchors)
    return Noted(packed(located), packed(body) if any(body) or facts.anchors is not None else None, number_of(located), facts.text,
                 any("#" in link.target and link.kind != "fragment" for link in facts.links))


def facts_in(located: bytes | None, text: int, body: bytes | None = None) -> PageFacts:
    """The facts again, without what is not given; ValueError when they are none."""
    try:
        path, kind, url, aliases, id, redirects, withheld, sends_to, terms, beside, expires, base = unpacked(located or b"")
        links, covers, references, anchors = unpacked(body) if body else ((), (), (), None)
        return PageFacts(path, kind, url, aliases, tuple(map(LinkFact._make, links)), id, redirects, covers, references, anchors, withheld, sends_to,
                         text, tuple(term_of(*one) for one in terms), beside or Beside(), expires, base)
    except TypeError as error:
        raise ValueError("no facts") from error


def shape_of(facts: PageFacts) -> int:
    """The number that stands for what other pages go by."""
    return number_of(_located(facts))


def _located(facts: PageFacts) -> tuple[Any, ...]:
    """What other pages go by, but the text; in plain tuples as far as all pages have it, which are packed four times as fast."""
    return (facts.path, facts.kind, facts.url, facts.aliases, facts.id, facts.redirects, facts.withheld, facts.sends_to, tuple(map(tuple, facts.terms)),
            facts.beside if facts.beside != _NOTHING_BESIDE else None, facts.expires, facts.base)


def number_of(value: Any) -> int:
    """A number that stands for what the `repr` of a value says."""
    return int.from_bytes(blake2b(repr(value).encode(errors="surrogatepass"), digest_size=8).digest(), "big") & _BITS


def is_utf_8(path: str) -> bool:
    """The name of a file is text, and no other bytes."""
    try:
        return bool(path.encode())
    except UnicodeEncodeError:
        return False
