"""The front matter of a post: its values, the text they were written as, and their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

from .finding import KeyPath
from .source import Span

NOWHERE = Span(0, 0)


class HeadError(NamedTuple):
    """Why front matter cannot be read: the parser's `problem` and where it noticed."""

    problem: str
    span: Span


class Spot(NamedTuple):
    """Where an entry of the front matter stands; `value` is None where nothing is written behind the key."""

    key: Span | None
    value: Span | None


class SchemaFile(NamedTuple):
    """A file with a JSON Schema, and the folder in which all that it refers to has to lie."""

    path: str
    root: str


class Entries:
    """What a head says: `values` are plain values by key, dates as text; empty when the head has an `error`. `written` gives
    its scalars as the author wrote them, by key path; `quoted` are the paths of those that stand in quotes, in a block or
    behind a tag. `locate` finds the places of all.
    """

    def __init__(self, values: dict[str, Any] | None = None, written: dict[KeyPath, str] | None = None, *,
                 quoted: frozenset[KeyPath] = frozenset(), duplicates: Iterable[Span] = (), error: HeadError | None = None,
                 not_mapping: str = "", locate: Callable[[], dict[KeyPath, Spot]] = dict) -> None:
        self.values = values or {}
        self.written = written or {}
        self.quoted = quoted
        self.duplicates = tuple(duplicates)
        self.error = error
        self.not_mapping = not_mapping
        self.locate = locate


class FrontMatter:
    """What stands between the fences.

    `syntax` is "yaml", "toml" or "json", or "" when there is no front matter; `block` spans the whole head,
    fences included, `inner` what is between them. What it says (see `Entries`) is read when it is first asked for.
    """

    def __init__(self, syntax: str = "", block: Span = NOWHERE, inner: Span = NOWHERE,
                 read: Callable[[], Entries] = Entries, *, unclosed: bool = False) -> None:
        self.syntax = syntax
        self.block = block
        self.inner = inner
        self.unclosed = unclosed
        self._read = read

    @cached_property
    def _entries(self) -> Entries:
        return self._read()

    @property
    def values(self) -> dict[str, Any]:
        return self._entries.values

    @property
    def written(self) -> dict[KeyPath, str]:
        return self._entries.written

    @property
    def quoted(self) -> frozenset[KeyPath]:
        return self._entries.quoted

    @property
    def duplicates(self) -> tuple[Span, ...]:
        return self._entries.duplicates

    @property
    def error(self) -> HeadError | None:
        return self._entries.error

    @property
    def not_mapping(self) -> str:
        return self._entries.not_mapping

    @cached_property
    def _spots(self) -> dict[KeyPath, Spot]:
        return self._entries.locate()

    def __bool__(self) -> bool:
        return bool(self.syntax)

    @property
    def readable(self) -> bool:
        """There is a head, and it could be read as keys and values."""
        return bool(self.syntax) and not (self.unclosed or self.error or self.not_mapping)

    def text(self, *path: str | int) -> str | None:
        """A scalar as it was written (quotes and escapes undone); None when there is no scalar at that path."""
        return self.written.get(path)

    def is_quoted(self, *path: str | int) -> bool:
        """A scalar stands in quotes, so that it is a text whatever it looks like."""
        return path in self.quoted

    def spot(self, path: KeyPath) -> Spot | None:
        """Where the entry at a path stands; None when it has no place of its own."""
        return self._spots.get(path)

    def key_span(self, path: KeyPath) -> Span:
        """The key at a path; the nearest key above it, or the opening fence, when it has none."""
        while path:
            spot = self.spot(path)
            if spot and (found := spot.key or spot.value):
                return found
            path = path[:-1]
        return Span(self.block.start, min(self.block.start + 3, self.block.end))

    def value_span(self, path: KeyPath) -> Span:
        """The value at a path, the key where nothing is written behind it."""
        spot = self.spot(path)
        return spot.value if spot and spot.value else self.key_span(path)
