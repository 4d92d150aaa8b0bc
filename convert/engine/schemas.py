"""`newsconv schema list`, `show` and `check`: our own schemas, and the faults of anybody's."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..model.front_matter import SchemaFile
from ..schema import BadSchema, schema_of
from ..schema.faults import slips
from ..schema.files import FOR_HEADS, PREFIX, names, read, shipped


def lines() -> Iterator[str]:
    """Our schemas, each with its name and what it is for; those for front matter under the name that settings know."""
    titles = {PREFIX + name if name in FOR_HEADS else name: read(shipped(name).path).value["title"] for name in names()}
    width = max(map(len, titles))
    for name, title in titles.items():
        yield f"{name:{width}}  {title}"


def text_of(name: str) -> str:
    """One of our schemas, as it is written; BadSchema when there is none of that name."""
    return read(shipped(name).path).text


def check(files: Iterable[Path]) -> list[list[str]]:
    """What is wrong with each of some schemas, a line each; without any, with those that the settings of this repository name."""
    from .walk import root_of
    return [_faults(file) for file in [SchemaFile(str(path), str(root_of([path]))) for path in files] or _named()]


def _faults(file: SchemaFile) -> list[str]:
    try:
        schema_of(file)
        return list(slips(read(file.path)))
    except BadSchema as error:
        return [str(error)]


def _named() -> list[SchemaFile]:
    from .repository import Repository
    from .settings import BadSettings
    from .walk import root_of
    root = root_of([Path()])
    repository = Repository([root])
    found = list(dict.fromkeys(repository.schemas.files)) if repository.settings.schemas else []
    if not found:
        raise BadSettings(f"the settings of {os.path.relpath(root)} name no schemas; name a file to check")
    return found
