"""The files that settings stand in: the nearest `newsconv.toml`, or `pyproject.toml` with a `[tool.newsconv]`, and what it extends.

What a file says goes over what it extends: a value or a list takes the place of the other, tables (`severity`, `rules`, `schemas`, `book`,
`external`) are put together key by key, and its `[[overrides]]` come behind the others, so that they have the last word.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ...schema.files import FOR_HEADS, PREFIX, BadSchema, for_heads
from ..files import read_file
from . import BadSettings, Settings, inside

FILE_NAME = "newsconv.toml"
_PYPROJECT = "pyproject.toml"
_IN_PYPROJECT = ("tool", "newsconv")
_TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)\Z")
_BOUNDARY = ".git"                   # above it is another repository


class SettingsFile(NamedTuple):
    """One file: where it lies, and its values by the names that they have in `Settings`."""

    path: Path
    values: dict[str, Any]

    @property
    def shown(self) -> str:
        """What the file is called, from where newsconv was run."""
        return _shown(self.path)

    @property
    def prefix(self) -> tuple[str, ...]:
        """Where settings begin in it."""
        return _IN_PYPROJECT if self.path.name == _PYPROJECT else ()


def load(root: Path) -> Settings:
    """The settings of the repository at `root`; the defaults when there is no file. BadSettings when they are wrong."""
    return merged(files_of(root), root)


def files_of(root: Path) -> list[SettingsFile]:
    """The files that hold for a repository, in the order in which one goes over the other; the nearest is the last."""
    for path in places(root):
        try:
            said = _said(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            if not os.path.lexists(path):
                continue                 # a folder above that nobody may look into
            raise BadSettings(f"{_shown(path)}: {error.strerror or error}") from error
        if said is not None:
            return list(_chain(path, said, ()))
    return []


def places(root: Path) -> Iterator[Path]:
    """Where the settings of a repository may stand, the nearest first."""
    return (folder / name for folder in _upwards(root) for name in (FILE_NAME, _PYPROJECT))


def _upwards(root: Path) -> Iterator[Path]:
    """A folder and those above it, as far as its repository goes."""
    here = Path(os.path.abspath(root))
    for folder in (here, *here.parents):
        yield folder
        if os.path.lexists(folder / _BOUNDARY):
            return


def _said(path: Path) -> Any:
    """What a file says of newsconv; None when it is a `pyproject.toml` that says nothing. OSError when it cannot be read."""
    text = read_file(path)
    import tomllib
    try:
        data: Any = tomllib.loads(text.decode())
    except (ValueError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        where = f"{_shown(path)}:{place[1]}:{place[2]}" if place else _shown(path)
        raise BadSettings(f"{where}: {_TOML_PLACE.sub('', str(error))}") from error
    for key in _IN_PYPROJECT if path.name == _PYPROJECT else ():
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _chain(path: Path, said: Any, above: tuple[str, ...]) -> Iterator[SettingsFile]:
    """The files that one extends, and it itself last. Who has no settings does not load what reads them."""
    from .keys import EXTENDS, KEYS, read_keys
    from .values import table
    with _in_file(path):
        values = read_keys(table(said, "settings"), KEYS)
        bases = [(base, _base(base, path, above)) for base in values.pop(EXTENDS, ())]
        own = SettingsFile(path, _in_place(values, path))
    for base, said_there in bases:
        yield from _chain(path.parent / base, said_there, (*above, os.path.realpath(path)))
    yield own


def _base(base: str, path: Path, above: tuple[str, ...]) -> Any:
    """What a file says that another extends."""
    place = path.parent / base
    with inside("extends"):
        if os.path.realpath(place) in (*above, os.path.realpath(path)):
            raise BadSettings(f"“{base}” extends this file in its turn")
        try:
            said = _said(place)
        except FileNotFoundError as error:
            raise BadSettings(f"there is no file “{base}”") from error
        except OSError as error:
            raise BadSettings(f"“{base}”: {error.strerror or error}") from error
        if said is None:
            raise BadSettings(f"“{base}” has no [tool.newsconv]")
    return said


def _in_place(values: dict[str, Any], path: Path) -> dict[str, Any]:
    """Values in which the files that are named, from where the settings lie, are whole paths."""
    def placed(file: str) -> str:
        return os.path.normpath(os.path.join(path.parent, file))
    for key in values.keys() & {"baseline", "built"}:
        values[key] = placed(values[key])
    for glob, files in values.get("schemas", {}).items():
        with inside("schemas", glob):
            values["schemas"][glob] = tuple(_schema(file, placed(file)) for file in files)
    return values


def _schema(name: str, path: str) -> str:
    """A schema by its whole path, or one of ours by its name; BadSettings when there is none."""
    if name.startswith(PREFIX):
        try:
            return for_heads(name) and name
        except BadSchema as error:
            raise BadSettings(str(error)) from error
    if os.path.isfile(path):
        return path
    meant = f"; did you mean “{PREFIX}{name}”, one of ours?" if name in FOR_HEADS else ""
    raise BadSettings(f"there is no file “{name}”{meant}")


@contextmanager
def _in_file(path: Path) -> Iterator[None]:
    """What is wrong in here is wrong in a file; its line is looked for when it is."""
    try:
        yield
    except BadSettings as error:
        from .origins import line_in
        line = line_in(path, (*(_IN_PYPROJECT if path.name == _PYPROJECT else ()), *error.place))
        raise BadSettings(f"{_shown(path)}:{line}: {error}") from error.__cause__


def merged(files: Iterable[SettingsFile], root: Path) -> Settings:
    """What files say together; globs are seen from the folder of the last."""
    values: dict[str, Any] = {}
    for file in files:
        for name, value in file.values.items():
            if name == "rules":
                values[name] = _together(values.get(name, {}), value)
            elif isinstance(value, dict):
                values[name] = {**values.get(name, {}), **value}
            elif name == "overrides":
                values[name] = values.get(name, ()) + value
            else:
                values[name] = value
        below = os.path.relpath(root, file.path.parent).replace(os.sep, "/")
        values["below"] = "" if below == "." else f"{below}/"
    return Settings(**values)


def _together(under: dict[str, dict[str, Any]], over: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The options of rules, one option going over the other."""
    return {**under, **{rule: {**under.get(rule, {}), **options} for rule, options in over.items()}}


def _shown(path: Path) -> str:
    """A path as messages show it: from where newsconv was run."""
    return os.path.relpath(path).replace(os.sep, "/")
