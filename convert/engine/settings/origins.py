"""Who said a setting: the file, and the line in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...model.finding import KeyPath
from ...model.front_matter import FrontMatter
from ...model.source import Source, Span
from ...readers import front_matter_toml
from ..files import read_file
from .files import SettingsFile


class Said(NamedTuple):
    """A line, from 1, of a file of settings."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Origins:
    """The places of all that some files of settings say; the later file goes over the earlier."""

    def __init__(self, files: Iterable[SettingsFile]) -> None:
        self._heads = [_Head(file) for file in files]
        self._overrides = [(head, number) for head in self._heads for number in range(len(head.file.values.get("overrides", ())))]

    def of(self, *key: str) -> Said | None:
        """Who said a key, or a key of a table; None when nobody did."""
        return next((said for head in reversed(self._heads) if (said := head.said(key))), None)

    def of_override(self, number: int, *key: str) -> Said | None:
        """Who said one of the overrides of all files together, from 0, or a key of it."""
        head, own = self._overrides[number]
        return head.said(("overrides", own, *key))


class _Head:
    """A file that is read again for the places in it."""

    def __init__(self, file: SettingsFile) -> None:
        self.file = file
        self._source = Source(read_file(file.path).decode(), file.shown)
        whole = Span(0, len(self._source.text))
        self._read: FrontMatter = front_matter_toml.read(self._source.text, whole, whole)

    def said(self, key: KeyPath) -> Said | None:
        spot = self._read.spot((*self.file.prefix, *key))
        span = spot and (spot.key or spot.value)
        return Said(self.file.shown, self._source.position(span.start)[0]) if span else None
