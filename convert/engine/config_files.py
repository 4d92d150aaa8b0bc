"""The files that settings stand in: `newsconv.toml`, else `[tool.newsconv]` in `pyproject.toml`, and what they extend.

What a file says goes over what it extends: a value or a list takes the place of the other, tables (`severity`, `schemas`, `book`) are
put together key by key, and its `[[overrides]]` come behind the others, so that they have the last word.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from ..registry import did_you_mean
from .files import read_file
from .settings import READERS, BadSettings, Settings, shown

FILE_NAME = "newsconv.toml"
EXTENDS = "extends"
_IN_PYPROJECT = ("tool", "newsconv")


class Loaded(NamedTuple):
    """Settings; `said` is by which file each key was (`fail-on`, `severity.link`), `files` are those that were read."""

    settings: Settings
    said: Mapping[str, str] = MappingProxyType({})
    files: tuple[str, ...] = ()


def loaded(root: Path) -> Loaded:
    """The settings of the repository at `root`; the defaults when it has none. BadSettings when they are wrong."""
    for name in (FILE_NAME, "pyproject.toml"):
        try:
            table = _table(root / name, name)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise BadSettings(f"{name}: {error.strerror or error}") from error
        if table is not None:
            return _merged(list(_chain(root / name, table, root, ())))
    return Loaded(Settings())


def _table(path: Path, where: str) -> Any:
    """What a file says of newsconv; None when it is a `pyproject.toml` that says nothing."""
    try:
        data: Any = tomllib.loads(read_file(path).decode())
    except (ValueError, RecursionError) as error:
        raise BadSettings(f"{where}: {error}") from error
    for key in _IN_PYPROJECT if path.name == "pyproject.toml" else ():
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _chain(path: Path, table: Any, root: Path, above: tuple[Path, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files that one extends, and it itself last: what it is called, and its values."""
    where = os.path.relpath(path, root).replace(os.sep, "/") + (" [tool.newsconv]" if path.name == "pyproject.toml" else "")
    if not isinstance(table, dict):
        raise BadSettings(f"{where}: must be a table of settings, is {shown(table)}")
    here = Path(os.path.realpath(path))
    for name in _extended(table.get(EXTENDS, ()), f"{where}: {EXTENDS}"):
        base = path.parent / name
        if Path(os.path.realpath(base)) in (*above, here):
            raise BadSettings(f"{where}: {EXTENDS}: “{name}” extends this file in its turn")
        try:
            below = _table(base, os.path.relpath(base, root).replace(os.sep, "/"))
        except FileNotFoundError as error:
            raise BadSettings(f"{where}: {EXTENDS}: there is no file “{name}”") from error
        except OSError as error:
            raise BadSettings(f"{where}: {EXTENDS}: “{name}”: {error.strerror or error}") from error
        if below is None:
            raise BadSettings(f"{where}: {EXTENDS}: “{name}” has no [tool.newsconv]")
        yield from _chain(base, below, root, (*above, here))
    yield where, _values(table, where, root)


def _extended(value: Any, where: str) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) and name for name in names):
        raise BadSettings(f"{where}: must be a file or a list of files, is {shown(value)}")
    return tuple(names)


def _values(table: dict[str, Any], where: str, root: Path) -> dict[str, Any]:
    """The values of a file by the names that they have in `Settings`."""
    known = {name.replace("_", "-"): name for name in READERS}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key == EXTENDS:
            continue
        if key not in known:
            raise BadSettings(f"{where}: there is no setting “{key}”{did_you_mean(key, [*known, EXTENDS])}")
        values[known[key]] = READERS[known[key]](value, f"{where}: {key}")
    for name in dict.fromkeys(name for names in values.get("schemas", {}).values() for name in names):
        if not (root / name).is_file():
            raise BadSettings(f"{where}: schemas: there is no file “{name}”")
    return values


def _merged(chain: list[tuple[str, dict[str, Any]]]) -> Loaded:
    values: dict[str, Any] = {}
    said: dict[str, str] = {}
    for where, own in chain:
        for name, value in own.items():
            key = name.replace("_", "-")
            if isinstance(value, dict):
                values[name] = {**values.get(name, {}), **value}
                said |= dict.fromkeys((f"{key}.{entry}" for entry in value), where)
            elif name == "overrides":
                values[name] = values.get(name, ()) + value
            else:
                values[name], said[key] = value, where
    return Loaded(Settings(**values), said, tuple(dict.fromkeys(where for where, _ in chain)))
