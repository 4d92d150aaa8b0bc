"""Where schemas lie: ours, which have names (`newsconv:news`), and those of a repository."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ..model.front_matter import SchemaFile
from ..model.json_places import Places, TooDeep, scan
from ..model.source import Source
from ..registry import did_you_mean

PREFIX = "newsconv:"
FOR_HEADS = ("post", "news", "jekyll-page", "hugo-page")       # what front matter can be held against; the others describe what we write
_HERE = Path(__file__).parent.parent
# In a wheel the schemas lie inside the package, in a checkout beside it.
HOME = next(folder for folder in (_HERE / "schemas", _HERE.parent / "schemas") if folder.is_dir())
_SUFFIX = ".schema.json"


class BadSchema(ValueError):
    """A schema file that cannot be used; the message says where and why."""


def names() -> tuple[str, ...]:
    """The names of our own schemas, those for front matter first."""
    found = sorted(file.name.removesuffix(_SUFFIX) for file in HOME.glob(f"*{_SUFFIX}"))
    return (*FOR_HEADS, *(name for name in found if name not in FOR_HEADS))


@cache
def shipped(name: str) -> SchemaFile:
    """One of our own schemas by its name, with `newsconv:` before it or without; BadSchema when there is none."""
    bare = name.removeprefix(PREFIX)
    if bare not in names():
        known = [PREFIX + one for one in FOR_HEADS] if name != bare else names()
        raise BadSchema(f"there is no schema “{name}”{did_you_mean(name, known)}")
    return SchemaFile(str(HOME / f"{bare}{_SUFFIX}"), str(HOME))


def for_heads(name: str) -> SchemaFile:
    """One of our own schemas that front matter can be held against, as `newsconv:news`; BadSchema when there is none."""
    if name.removeprefix(PREFIX) not in FOR_HEADS:
        raise BadSchema(f"there is no schema “{name}” for front matter{did_you_mean(name, [PREFIX + known for known in FOR_HEADS])}")
    return shipped(name)


class SchemaText(NamedTuple):
    """What a schema file holds, read and as text."""

    path: str
    value: Any
    text: str

    def shown(self, path: tuple[str | int, ...], *, key: bool = False) -> str:
        """Where the value (or key) at a path of the schema stands, as `file:line:column`; of what is not there, where it would be."""
        places = Places()
        try:
            scan(self.text, len(self.text) - len(self.text.lstrip(" \t\r\n")), places)
        except TooDeep:
            path = ()
        while path and path not in places.spots:
            path = path[:-1]
        spot = places.spots.get(path)
        span = (key and spot.key) or spot.value if spot else None
        return _at(self.path, self.text, span.start if span else 0)


def read(path: str) -> SchemaText:
    """Read a schema file; BadSchema when it holds no JSON."""
    where = os.path.relpath(path)
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadSchema(f"{where}: is no UTF-8") from error
    except OSError as error:
        raise BadSchema(f"{where}: cannot be read: {error.strerror or error}") from error
    try:
        return SchemaText(path, json.loads(text), text)
    except json.JSONDecodeError as error:
        raise BadSchema(f"{_at(path, text, error.pos)}: is no JSON: {_in_words(error)}") from error
    except (ValueError, RecursionError) as error:
        raise BadSchema(f"{where}: is no JSON: it holds more than anybody writes") from error


def _at(path: str, text: str, offset: int) -> str:
    line, column = Source(text, path).position(offset)
    return f"{os.path.relpath(path)}:{line}:{column}"


def _in_words(error: json.JSONDecodeError) -> str:
    before = error.doc[:error.pos].rstrip()
    if not error.doc.strip():
        return "the file is empty"
    if before.endswith(",") and error.doc[error.pos:error.pos + 1] in "}]":
        return "a comma stands before the bracket that closes"
    if error.msg.startswith("Expecting property name"):
        return "a key in double quotes belongs here"
    if error.msg.startswith("Expecting ',' delimiter"):
        at = error.doc[error.pos:error.pos + 1]
        return "a bracket is never closed" if not at else "this bracket does not close the one that is open" if at in "}]" else "a comma is missing before this"
    if error.msg.startswith("Expecting ':' delimiter"):
        return "a colon is missing before this"
    if error.msg == "Expecting value":
        return "a value belongs here; a text stands in double quotes"
    return error.msg[:1].lower() + error.msg[1:]
