"""What several pages of a site claim at once: a URL, a text, a category in two spellings."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple, TypeAlias
from unicodedata import normalize

from .taxonomy import Term, TermKind

Spellings: TypeAlias = "dict[str, Use]"


class Claim(NamedTuple):
    """Who claims a URL: a file, as its own or (`is_redirect`) to send on from it."""

    path: str
    is_redirect: bool = False


class Use(NamedTuple):
    """How many posts spell a term so, and the first of them by its path."""

    posts: int
    first: str


class Rivals:
    """What more than one page of a site claims; the claims of a URL are in the order in which the pages came."""

    def __init__(self) -> None:
        self.urls: dict[str, list[Claim]] = {}
        self.texts: dict[int, str] = {}
        self.terms: dict[tuple[TermKind, str], Spellings] = {}

    def claim(self, url: str, *claims: Claim) -> None:
        """Note that a URL is claimed by several; what was noted of a file first, counts."""
        known = self.urls.setdefault(url, [])
        known += (claim for claim in claims if all(claim.path != one.path for one in known))

    def post(self, path: str, text: int, terms: Iterable[Term]) -> None:
        """Take in what a post says: its text, its terms."""
        if text:
            self.texts[text] = min(path, self.texts.get(text, path))
        for term in terms:
            self._spelt(term.kind, term.name, Use(1, path))

    def _spelt(self, kind: TermKind, name: str, use: Use) -> None:
        spellings = self.terms.setdefault((kind, folded(name)), {})
        before = spellings.get(name, Use(0, use.first))
        spellings[name] = Use(before.posts + use.posts, min(before.first, use.first))

    def spellings(self, term: Term) -> Spellings:
        """How a term is spelt on the site."""
        return self.terms.get((term.kind, folded(term.name)), {})

    def merge(self, other: Rivals) -> None:
        """Take in what was noted elsewhere."""
        for url, claims in other.urls.items():
            self.claim(url, *claims)
        for text, path in other.texts.items():
            self.post(path, text, ())
        for (kind, _), spellings in other.terms.items():
            for name, use in spellings.items():
                self._spelt(kind, name, use)


def folded(name: str) -> str:
    """A term without what two spellings of it may differ in: capitals, full-width and composed letters (Unicode, NFKC)."""
    return name.casefold().strip() if name.isascii() else normalize("NFKC", name).casefold().strip()


def twins_in(urls: Mapping[str, str], left_out: Container[str]) -> dict[str, str]:
    """Of the URLs of files, those that differ from an earlier one in capitals alone, with that one."""
    first: dict[str, str] = {}
    twins: dict[str, str] = {}
    for url, path in urls.items():
        if path and url not in left_out:
            before = first.setdefault(url.casefold(), url)
            if before is not url and urls[before] != path:
                twins[url] = before
    return twins
