"""The disk: what is read is a file, and what is written appears complete or not at all, never in place of an input."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

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
        self._inputs = {_identity(path) for path in inputs} - {None}
        self._written: dict[_Identity | None, Path] = {}

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole, and make its folders. Refused, or OSError when the disk or its rights forbid it."""
        with self.opened(name) as file:
            file.write(data)

    @contextlib.contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A file to write to, as `replacing` has it; it may be refused as by `write`."""
        path = self._permitted(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            yield file
        self._written[_identity(path)] = path

    def keep(self, name: str) -> None:
        """Leave a file as it stands, where it might have been written; Refused where it might not."""
        path = self._permitted(name)
        self._written[_identity(path)] = path

    def _permitted(self, name: str) -> Path:
        """Where a file goes; Refused where it may not."""
        path = self.folder / name
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.folder)):
            raise Refused(f"{name} would be written outside {self.folder}")
        there = _identity(path)
        if there in self._inputs:
            raise Refused(f"{path} is one of the files that are converted; choose another place for the output")
        before = self._written.get(there)
        if before is not None and _identity(before) == there:          # a file that another replaced left its number behind
            raise Refused(f"{path} was written already: two of the files that are converted have the same name")
        return path


def _identity(path: str | os.PathLike[str]) -> _Identity | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def replace(path: Path, data: bytes) -> None:
    """Put a file in place in one step: other programs see the old one or the whole new one."""
    with replacing(path) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, put in place of another when it is complete (rename(2)), taken away when it is not.

    What a symbolic link leads to is replaced, not the link; a device or a pipe is written to as it stands.
    """
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        with path.open("wb") as file:
            yield file
        return
    place = os.path.realpath(path)
    folder, name = os.path.split(place)
    temporary = os.path.join(folder, f".{name[:40]}.{os.urandom(8).hex()}.tmp")
    try:                                     # before it is opened: an interrupt may come at any time
        with open(temporary, "xb") as file:
            yield file
        if mode is not None:
            os.chmod(temporary, stat.S_IMODE(mode))
        os.replace(temporary, place)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _mode(path: Path) -> int | None:
    """Kind and rights of what stands at a path; None when nothing does."""
    try:
        return path.stat().st_mode
    except OSError:
        return None
