"""The categories and tags of a post, as Jekyll reads them, with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

from .finding import KeyPath
from .front_matter import FrontMatter

TermKind: TypeAlias = Literal["category", "tag"]
_KEYS: tuple[tuple[TermKind, str, bool], ...] = (
    ("category", "categories", True), ("category", "category", False), ("tag", "tag", False), ("tag", "tags", True))


class Term(NamedTuple):
    """One category or tag: its name, and the path of the value that it stands in."""

    kind: TermKind
    name: str
    path: KeyPath

    def __reduce__(self) -> tuple[Callable[[TermKind, str, KeyPath], Term], tuple[TermKind, str, KeyPath]]:
        """From another process, too, equal terms are one."""
        return term_of, (self.kind, self.name, self.path)


@lru_cache(maxsize=1 << 16)
def term_of(kind: TermKind, name: str, path: KeyPath) -> Term:
    """A term; many posts have the same one in the same place, and an index keeps them all."""
    return Term(kind, name, path)


def terms_of(head: FrontMatter) -> tuple[Term, ...]:
    """All terms of a head. A list is taken as it is, a text split at its blanks behind the keys that stand for several."""
    return tuple(term for kind, key, splits in _KEYS if key in head.values for term in _terms(head.values[key], kind, key, splits=splits))


def _terms(value: Any, kind: TermKind, key: str, *, splits: bool) -> Iterator[Term]:
    if isinstance(value, list):
        yield from (term_of(kind, item, (key, index)) for index, item in enumerate(value) if isinstance(item, str) and item)
    elif isinstance(value, str):
        yield from (term_of(kind, name, (key,)) for name in (value.split() if splits else filter(None, [value])))
