"""The disk: what is read is a file, and what is written appears complete or not at all, never in place of an input."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, TypeAlias

_BEGUN, _UNFINISHED = ".newsconv-", ".tmp"     # what a file is called while it is written
_OLD = 3600                                    # seconds
_Identity: TypeAlias = "tuple[int, int]"     # device and number of a file, whatever names lead to it


class Refused(Exception):
    """An output that may not be written; the message says why."""


class NoFile(OSError):
    """Something else than a file: a pipe, a device, a folder. It is not opened, for a pipe might never answer."""


class TooLarge(OSError):
    """A file that is larger than anybody wants to read; `size` in bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(errno.EFBIG, "is too large")
        self.size = size


def read_file(path: str | os.PathLike[str], most: int | None = None, *, limit: int | None = None) -> bytes:
    """The bytes of a file, at most so many; NoFile for a pipe or a device, TooLarge beyond a limit, OSError for what cannot be read."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))          # a pipe does not keep us waiting
    with open(number, "rb", buffering=0) as file:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode):
            raise NoFile(errno.EINVAL, "is no file", os.fspath(path))
        if limit is not None and found.st_size > limit:
            raise TooLarge(found.st_size)
        return file.read() if most is None else file.read(most)


def within_limit(data: bytes, limit: int) -> bytes:
    """What was read already; TooLarge beyond the limit."""
    if len(data) > limit:
        raise TooLarge(len(data))
    return data


class Output:
    """Where files go: below `folder`, never over one of the `inputs`, and no two to the same place."""

    def __init__(self, folder: Path, inputs: Iterable[str] = ()) -> None:
        self.folder = folder
        self._inputs = inputs
        self._written: dict[_Identity, str] = {}
        self._folders: dict[str, str] = {}               # those that are there, inside, → where they are really

    @cached_property
    def _taken(self) -> frozenset[_Identity]:
        """The inputs, asked for when a file stands where an output goes: on an empty folder, never."""
        return frozenset(_identity(found) for path in self._inputs if (found := _found(path)))

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole, and make its folders. Refused, or OSError when the disk or its rights forbid it."""
        with self.opened(name) as file:
            file.write(data)

    @contextlib.contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A file to write to, as `replacing` has it; it may be refused as by `write`."""
        path, there = self._permitted(name)
        with _replacing(path, there) as file:
            yield file
            written = _identity(os.fstat(file.fileno()))
        self._written[written] = path

    def keep(self, name: str) -> None:
        """Leave a file as it stands, where it might have been written; Refused where it might not."""
        path, there = self._permitted(name)
        if there:
            self._written[_identity(there)] = path

    def _permitted(self, name: str) -> tuple[str, os.stat_result | None]:
        """Where a file goes, and what stands there; Refused where it may not."""
        folder, own = os.path.split(os.path.join(self.folder, name))
        if folder not in self._folders:
            place = self._inside(folder, name)
            os.makedirs(place, exist_ok=True)
            _tidy(place)
            self._folders[folder] = place
        path = os.path.join(self._folders[folder], own)
        there = _found(path, follows=False)
        if there and stat.S_ISLNK(there.st_mode):
            path = self._inside(path, name)
            there = _found(path)
        if there is None:
            return path, None
        if _identity(there) in self._taken:
            raise Refused(f"{self.folder / name} is one of the files that are converted; choose another place for the output")
        before = self._written.get(_identity(there))
        if before and (found := _found(before)) and _identity(found) == _identity(there):       # a file that another replaced left its number behind
            raise Refused(f"{self.folder / name} was written already: two of the files that are converted have the same name")
        return path, there

    def _inside(self, path: str, name: str) -> str:
        """Where a path leads to; Refused when that is outside."""
        place = os.path.realpath(path)
        if not Path(place).is_relative_to(os.path.realpath(self.folder)):
            raise Refused(f"{name} would be written outside {self.folder}")
        return place


def _found(path: str | os.PathLike[str], *, follows: bool = True) -> os.stat_result | None:
    try:
        return os.stat(path, follow_symlinks=follows)
    except OSError:
        return None


def _identity(found: os.stat_result) -> _Identity:
    return found.st_dev, found.st_ino


def _tidy(folder: str) -> None:
    """Take away what runs that were killed had begun to write; something young, another run may be writing."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_BEGUN) and entry.name.endswith(_UNFINISHED) and time.time() - entry.stat(follow_symlinks=False).st_mtime > _OLD:
                os.unlink(entry)


def replace(path: Path, data: bytes) -> None:
    """Put a file in place in one step: other programs see the old one or the whole new one."""
    with replacing(path) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, put in place of another when it is complete (rename(2)), taken away when it is not.

    What a symbolic link leads to is replaced, not the link; a device or a pipe is written to as it stands.
    """
    there = _found(path)
    is_file = there is None or stat.S_ISREG(there.st_mode)
    with _replacing(os.path.realpath(path) if is_file else os.fspath(path), there) as file:
        yield file


@contextlib.contextmanager
def _replacing(place: str, there: os.stat_result | None) -> Iterator[BinaryIO]:
    """The same, where it is known what is `there`, and that it is no link."""
    if there is not None and not stat.S_ISREG(there.st_mode):
        with open(place, "wb") as file:
            yield file
        return
    temporary = os.path.join(os.path.dirname(place), f"{_BEGUN}{os.urandom(8).hex()}{_UNFINISHED}")
    try:                                     # before it is opened: an interrupt may come at any time
        with open(temporary, "xb") as file:
            yield file
        if there is not None:
            os.chmod(temporary, stat.S_IMODE(there.st_mode))
        os.replace(temporary, place)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
