"""Writing: a file appears complete or not at all, inside the output folder, and never in place of an input."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


class Refused(Exception):
    """An output that may not be written; the message says why."""


class Output:
    """Where files go: below `folder`, never over one of the `inputs`."""

    def __init__(self, folder: Path, inputs: frozenset[str] = frozenset()) -> None:
        self.folder = folder
        self._inputs = inputs

    def write(self, name: str, data: bytes) -> Path:
        """Write a file whole, and make its folders. Refused, or OSError when the disk or its rights forbid it."""
        path = self.folder / name
        home = os.path.realpath(self.folder)
        real = os.path.realpath(path)
        if not Path(real).is_relative_to(home):
            raise Refused(f"{name} would be written outside {self.folder}")
        if real in self._inputs:
            raise Refused(f"{path} is one of the files that are converted; choose another place for the output")
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, data)
        return path


def replace(path: Path, data: bytes) -> None:
    """Put a file in place in one step: other programs see the old one or the whole new one."""
    with replacing(path) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, put in place of another when it is complete (rename(2)), taken away when it is not.

    What a symbolic link leads to is replaced, not the link; a device or a pipe is written to as it stands.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    path = Path(os.path.realpath(path))
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _mode(path: Path) -> int:
    """The mode of the file that is replaced; what the umask leaves for a new one."""
    try:
        return path.stat().st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
