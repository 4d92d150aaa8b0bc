"""A site as it was built: which files it has, what of that the sources do not tell, and what they tell that is not there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .settings import BadSettings

if TYPE_CHECKING:
    from .listing import Listed

_INDEX = "/index.html"


class Difference(NamedTuple):
    """A file that is on one side alone: in the built site, or in what the sources tell (`is_built`: in the first); `source` is what it is told by."""

    file: str
    is_built: bool
    source: str | None = None


def files_in(folder: Path) -> list[str]:
    """The files of a built site, from its root, in order; BadSettings where there is none."""
    if not folder.is_dir():
        raise BadSettings(f"there is no built site in {folder}: build it first")
    root = os.fspath(folder)
    return sorted("/" + os.path.relpath(os.path.join(here, name), root).replace(os.sep, "/")
                  for here, _, names in os.walk(root) for name in names)


def urls_in(folder: Path) -> Iterator[str]:
    """The URLs of those files, of an `index.html` that of its folder."""
    return (f"{file.removesuffix(_INDEX)}/" if file.endswith(_INDEX) else file for file in files_in(folder))


def differences(listed: Iterable[Listed], folder: Path) -> list[Difference]:
    """What is on one side alone, in the order of the files."""
    told = {one.file: one.source for one in listed}
    there = set(files_in(folder))
    return [Difference(file, file in there, told.get(file)) for file in sorted(there ^ told.keys())]
