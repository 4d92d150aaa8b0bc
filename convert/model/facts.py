"""What a document tells of itself that other pages need to know (`site.PageFacts`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from .covers import covers_in
from .fragments import anchors_of
from .front_matter import FrontMatter
from .pages import LinkFact, PageFacts
from .references import references_in
from .taxonomy import terms_of

if TYPE_CHECKING:
    from .document import Document

_IDS = ("id", "guid", "uuid")
_NUMBER = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-([A-Za-z]{0,6}\d{8,})", re.A)
_TAG = re.compile("<[^<>]*>")
_SHORTEST_TEXT = 200          # characters: a shorter one may well stand in two posts
# A post with one of these knows that its text is somewhere else, too.
_SAYS_WHERE = ("canonical_url", "canonical", "redirect_to")


def facts_of(document: Document, anchors_in: Callable[[Document], frozenset[str] | None] = anchors_of) -> PageFacts:
    """All that a document tells; `anchors_in` finds the places in it that links can lead to."""
    links = tuple(LinkFact(link.target, link.kind, link.is_navigation, link.is_picture) for link in document.targets)
    anchors = anchors_in(document) if any(link.kind == "fragment" for link in links) else None
    return located(document)._replace(links=links, anchors=anchors, covers=tuple(covers_in(document)), base=_base(document),
                                      references=tuple(references_in(document)))


def located(document: Document) -> PageFacts:
    """What a document tells without its body being read."""
    context, head = document.context, document.front_matter
    is_post = context.kind == "post" and context.url is not None
    return PageFacts(context.path, context.kind, context.url, context.aliases, id=_id_of(context.path, context.kind, head),
                     redirects=_redirects(context.aliases, head), sends_to=_target(head), text=_text_of(document) if is_post else 0,
                     terms=terms_of(head) if is_post else ())


def _base(document: Document) -> str:
    """The address from which relative links of a page go (HTML Living Standard, 4.2.3: the first `base` that has one); empty for its own."""
    if "<base" not in document.source.text:
        return ""
    return next((document.restore(href) for element in document.markup.iter("base") if (href := element.get("href"))), "")


def _id_of(path: str, kind: str, head: FrontMatter) -> str:
    """What names a post for good: its `id`, `guid` or `uuid`, else the number in its file name; empty where there is none."""
    for key in _IDS:
        if written := head.text(key):
            return written
    number = _NUMBER.fullmatch(path.rsplit("/", 1)[-1].rsplit(".", 1)[0]) if kind == "post" else None
    return number[1] if number else ""


def _redirects(aliases: tuple[str, ...], head: FrontMatter) -> tuple[str, ...]:
    """Of the URLs that lead to a page, those that its head asks for: they send on to it."""
    if not aliases:
        return ()
    asked = head.values.get("redirect_from") or head.values.get("aliases") or ()
    names = {f"/{str(name).lstrip('/')}" for name in (asked if isinstance(asked, list) else [asked])}
    return tuple(alias for alias in aliases if alias in names or (names and head.values.get("aliases")))


def _target(head: FrontMatter) -> str:
    """Where a page sends its readers; of several targets only the first counts."""
    value: Any = head.values.get("redirect_to")
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() if isinstance(value, str) else ""


def _text_of(document: Document) -> int:
    """The key of a post's text; 0 where template tags make the text, or it says itself where it is to be found."""
    if document.islands or any(document.front_matter.values.get(key) for key in _SAYS_WHERE):
        return 0
    return text_key(document.source.text[document.body_start:])


def text_key(text: str) -> int:
    """A number of 64 bits, with its sign, that stands for what a text says, whatever its tags and blanks are; 0 for a short text."""
    letters = "".join(_TAG.sub("", text).split())
    return int.from_bytes(blake2b(letters.encode(errors="surrogatepass"), digest_size=8).digest(), "big", signed=True) if len(letters) >= _SHORTEST_TEXT else 0
