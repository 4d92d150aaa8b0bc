"""Who said a setting: the file, and the line in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ...model.finding import KeyPath
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
        self._files = [(file, _Lines(file.path)) for file in files]
        self._overrides = [(file, lines, number) for file, lines in self._files for number in range(len(file.values.get("overrides", ())))]

    def of(self, *key: str) -> Said | None:
        """Who said a key, or a key of a table; None when nobody did."""
        return next((said for file, lines in reversed(self._files) if (said := _said(file, lines, key))), None)

    def of_override(self, number: int, *key: str) -> Said | None:
        """Who said one of the overrides of all files together, from 0, or a key of it."""
        file, lines, own = self._overrides[number]
        return _said(file, lines, ("overrides", own, *key))


def line_in(path: Path, key: KeyPath) -> int:
    """The line of a file on which a key stands, or else the nearest above it."""
    lines = _Lines(path)
    while key and lines[key] is None:
        key = key[:-1]
    return lines[key] or 1


def _said(file: SettingsFile, lines: _Lines, key: KeyPath) -> Said | None:
    line = lines[*file.prefix, *key]
    return Said(file.shown, line) if line else None


class _Lines:
    """The line of each key in a file of TOML, which is read again for that."""

    def __init__(self, path: Path) -> None:
        text = read_file(path).decode()
        self._source = Source(text, "")
        self._spots = front_matter_toml.read(text, Span(0, len(text))).locate()

    def __getitem__(self, key: KeyPath) -> int | None:
        spot = self._spots.get(key)
        span = spot and (spot.key or spot.value)
        return self._source.position(span.start)[0] if span else None
