"""What a file tells the others, as the cache holds it: packed in two parts, for the index of the site asks for one of them alone."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, NamedTuple

from ..model.pages import LinkFact, PageFacts
from .cache import packed, unpacked

_BITS = (1 << 63) - 1          # SQLite's whole numbers


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
    located = without_body(facts)
    links = tuple(map(tuple, facts.links))               # plain tuples are packed four times as fast
    body = (links, facts.covers, facts.references, facts.anchors)
    return Noted(packed(located), packed(body) if any(body) or facts.anchors is not None else None, number_of(located), facts.text,
                 any("#" in link.target and link.kind != "fragment" for link in facts.links))


def facts_in(located: bytes | None, text: int, body: bytes | None = None) -> PageFacts:
    """The facts again, without what is not given; ValueError when they are none."""
    try:
        facts: PageFacts = unpacked(located or b"")._replace(text=text)
        if body is None:
            return facts
        links, covers, references, anchors = unpacked(body)
        return facts._replace(links=tuple(map(LinkFact._make, links)), covers=covers, references=references, anchors=anchors)
    except (AttributeError, TypeError) as error:
        raise ValueError("no facts") from error


def without_body(facts: PageFacts) -> PageFacts:
    """What other pages go by, but the text."""
    return facts._replace(links=(), covers=(), references=(), anchors=None, text=0)


def number_of(value: Any) -> int:
    """A number that stands for what the `repr` of a value says."""
    return int.from_bytes(blake2b(repr(value).encode(errors="surrogatepass"), digest_size=8).digest(), "big") & _BITS


def is_utf_8(path: str) -> bool:
    """The name of a file is text, and no other bytes."""
    try:
        return bool(path.encode())
    except UnicodeEncodeError:
        return False
