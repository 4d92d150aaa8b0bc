"""What stands in an output folder from earlier runs, and what it was made of: `convert --update` leaves it as it is where it would be made again.

It goes by contents alone, never by times: an output stands when a run made it of the same bytes in the same circumstances, and its own bytes are
still those that were made. What is noted of it, in `.newsconv_cache/` of the output folder, is true whoever wrote there since, so that a run that
was killed, or another one at the same time, leaves nothing wrong behind.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from ..model.finding import Diagnostic
from .cache import FOLDER, OUTPUTS, opened, packed, unpacked
from .checking import digest_of
from .files import read_file
from .repository import Repository, Unreadable

_TABLES = "CREATE TABLE outputs (id INTEGER PRIMARY KEY, state BLOB, digest BLOB, told BLOB);"
_FORMAT = 1
_LOT = 500                     # outputs that are made before they are noted; those of a run that is killed are made once more


class Told(NamedTuple):
    """What a run had to say of a file: findings, what was brought into order by kind, and the names of the pictures that came with it."""

    found: tuple[Diagnostic, ...] = ()
    repairs: Mapping[str, int] = {}
    pictures: tuple[str, ...] = ()


class Standing:
    """The outputs in a folder; `key` stands for all that they are made of but the files themselves.

    Each process has a connection of its own, opened when it is first used: none may be carried over a fork (sqlite.org/howtocorrupt.html, 2.6).
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key
        self._base: sqlite3.Connection | None = None
        self._owner = 0
        self._learnt: list[tuple[int, bytes, bytes, bytes | None]] = []
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        base = opened(folder, OUTPUTS, _TABLES, _FORMAT, makes=True)
        self.is_noted = base is not None           # what is written can be noted
        self._has_notes = False
        if base is not None:
            with closing(base), suppress(sqlite3.Error):
                self._has_notes = base.execute("SELECT 1 FROM outputs").fetchone() is not None

    @property
    def trouble(self) -> tuple[str, ...]:
        """What to say of notes that could not be made."""
        return () if self.is_noted else (f"what was written could not be noted in {self._folder / FOLDER}; the next --update will write it again",)

    def state(self, name: str, path: str, data: bytes) -> bytes:
        """Stands for all that an output is made of: the file at a path, with its bytes, under a name."""
        digest = blake2b(self._key, digest_size=16)
        for part in (name, path):
            digest.update(part.encode(errors="surrogateescape") + b"\0")
        digest.update(data)
        return digest.digest()

    def told(self, name: str, state: bytes) -> Told | None:
        """What was said of an output that stands; None when it has to be made."""
        row = self._row(name)
        if row is None or row[0] != state or self._digest(name) != row[1]:
            return None
        try:
            told = Told(*unpacked(row[2])) if row[2] else Told()
        except (ValueError, TypeError):
            return None
        return told if all(self._has_picture(picture) for picture in told.pictures) else None

    def note(self, name: str, state: bytes, data: bytes, told: tuple[tuple[Diagnostic, ...], Mapping[str, int], tuple[str, ...]]) -> None:
        """Note what was written, and what was `told`."""
        self._learnt.append((_number(name), state, digest_of(data), packed(told) if any(told) else None))
        if len(self._learnt) >= _LOT:
            self.flush()

    def flush(self) -> None:
        """Put down what was noted; what cannot be is written once more another time."""
        base, learnt, self._learnt = self._connection(), self._learnt, []
        try:
            if base is not None and learnt:
                with base:
                    base.executemany("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?)", learnt)
        except (sqlite3.Error, OSError):
            self.is_noted = False

    def close(self) -> None:
        """Put down what was noted, and let the file go."""
        self.flush()
        if self._base is not None and self._owner == os.getpid():
            with suppress(sqlite3.Error, OSError):
                self._base.close()
        self._base = None

    def _connection(self) -> sqlite3.Connection | None:
        if self.is_noted and self._owner != os.getpid():
            self._base, self._owner = opened(self._folder, OUTPUTS, _TABLES, _FORMAT, makes=False), os.getpid()
        return self._base

    def _row(self, name: str) -> tuple[bytes, bytes, bytes | None] | None:
        base = self._connection() if self._has_notes else None
        with suppress(sqlite3.Error, OSError):
            if base is not None:
                found = base.execute("SELECT state, digest, told FROM outputs WHERE id = ?", (_number(name),)).fetchall()
                return found[0] if found else None
        return None

    def _digest(self, name: str) -> bytes | None:
        try:
            return digest_of(read_file(self._folder / name))
        except OSError:
            return None

    def _has_picture(self, name: str) -> bool:
        """A picture is there, whole: its name says what it holds."""
        from ..writers.epub.pictures import name_of
        try:
            return name_of(read_file(self._folder / name)) == name
        except (OSError, KeyError):
            return False


def key_of_contents(repository: Repository) -> bytes:
    """Stands for the files of a repository and what they hold."""
    digest = blake2b(digest_size=16)
    for path in repository.files:
        digest.update(path.encode(errors="surrogateescape") + b"\0")
        with suppress(Unreadable):
            digest.update(digest_of(repository.bytes_of(path)))
    return digest.digest()


def _number(name: str) -> int:
    """What an output is called; should two ever be called alike, their states differ, and they are made anew."""
    return int.from_bytes(blake2b(name.encode(errors="surrogateescape"), digest_size=8).digest(), "big") >> 1
