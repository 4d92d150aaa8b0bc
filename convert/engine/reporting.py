"""Where reports go: asked before the first file is read, written in one step, and never in place of what is checked."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from ..readers import format_of
from .files import replace
from .repository import Repository
from .settings import Settings


class BadOutput(ValueError):
    """A report cannot go where it is sent; the message says why."""


def check_outputs(files: Iterable[Path], paths: Collection[Path], settings: Settings) -> None:
    """BadOutput when a file cannot take a report: it is a folder, one of the files that are checked, or has two to take."""
    taken: set[str] = set()
    for file in files:
        place = os.path.realpath(file)
        if place in taken:
            raise BadOutput(f"two reports go to {file}; give each a file of its own")
        taken.add(place)
        if file.is_dir():
            raise BadOutput(f"{file} is a folder; name the file that the report goes to")
        if file.exists() and _is_checked(file, paths, settings):
            raise BadOutput(f"{file} is one of the files that are checked; choose another place for the report")


def put(file: Path, lines: Iterable[str]) -> None:
    """Write a report to a file, which is replaced when the new one is complete. BadOutput when the disk forbids it."""
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace(file, data)
    except (FileExistsError, NotADirectoryError) as error:
        raise BadOutput(f"{file} cannot be written: {file.parent} is no folder") from error
    except OSError as error:
        raise BadOutput(f"{file} cannot be written: {error.strerror or error}") from error


def _is_checked(file: Path, paths: Collection[Path], settings: Settings) -> bool:
    """A file that is named, by whatever name, or content of a folder that is; the tree is walked only when it may be."""
    if any(path.exists() and os.path.samefile(path, file) for path in paths):
        return True
    place = os.path.realpath(file)
    if format_of(place) is None or not any(path.is_dir() and Path(place).is_relative_to(os.path.realpath(path)) for path in paths):
        return False
    repository = Repository(paths, settings)
    return any(os.path.realpath(repository.root / name) == place for name in repository.targets())
