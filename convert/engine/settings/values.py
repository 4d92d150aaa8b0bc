"""The kinds of values that settings have: how each is read from TOML, and what a JSON Schema says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

from ...model.books import BOOK_KEYS, PARTS
from ...model.finding import SEVERITIES
from ...model.flavor import FLAVORS
from ...registry import did_you_mean
from ...rules import rule_names
from . import BadSettings
from .choice import GROUPS, expanded, family_of, named

_Read = TypeVar("_Read")
_HOST = re.compile(r"(?:https?:)?//([^/?#]+)", re.I)


class Kind(NamedTuple):
    """A kind of value: what it is called, how it is read (from TOML; BadSettings begins with `where` it stands), and its JSON Schema."""

    noun: str
    read: Callable[[Any, str], Any]
    schema: Callable[[], dict[str, Any]]


def shown(value: Any) -> str:
    """A value as messages show it."""
    return f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def as_toml(value: Any) -> str:
    """A value as TOML writes it; texts as JSON has them, which is the same where nothing is odd."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key if re.fullmatch('[A-Za-z0-9_-]+', key) else as_toml(key)} = {as_toml(item)}" for key, item in value.items()) + "}"
    return f"[{', '.join(map(as_toml, value))}]" if isinstance(value, list | tuple) else json.dumps(value, ensure_ascii=False)


def table(value: Any, where: str, what: str) -> dict[str, Any]:
    """A value that must be a table of something."""
    if not isinstance(value, dict):
        raise BadSettings(f"{where}: must be a table{what and f' of {what}'}, is {shown(value)}")
    return value


def list_of(item: dict[str, Any]) -> dict[str, Any]:
    """The schema of a list; one of its items may stand for it."""
    return {"anyOf": [item, {"type": "array", "items": item}]}


# texts and numbers

def _strings(value: Any, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadSettings(f"{where}: must be a list of strings, is {shown(value)}")
    return tuple(value)


def _string(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise BadSettings(f"{where}: must be a string, is {shown(value)}")
    return value


def _file(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise BadSettings(f"{where}: must be the name of a file, is {shown(value)}")
    return value


def _files(value: Any, where: str) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise BadSettings(f"{where}: must be a file or a list of files, is {shown(value)}")
    return tuple(names)


def _whole(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadSettings(f"{where}: must be a whole number, is {shown(value)}")
    return value


def _truth(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise BadSettings(f"{where}: must be true or false, is {shown(value)}")
    return value


STRING = Kind("string", _string, lambda: {"type": "string"})
STRINGS = Kind("list of strings", _strings, lambda: list_of({"type": "string"}))
FILE = Kind("file", _file, lambda: {"type": "string", "minLength": 1})
FILES = Kind("file, or list of files", _files, lambda: list_of({"type": "string", "minLength": 1}))
WHOLE = Kind("whole number", _whole, lambda: {"type": "integer"})
TRUTH = Kind("true or false", _truth, lambda: {"type": "boolean"})


def one_of(words: tuple[str, ...], noun: str) -> Kind:
    """One of a few words; in messages each is a `noun`."""
    def read(value: Any, where: str) -> Any:
        if value in words:
            return value
        near = did_you_mean(value, words) if isinstance(value, str) else f"; there are {', '.join(words)}"
        raise BadSettings(f"{where}: there is no {noun} {shown(value)}{near}")
    return Kind(" or ".join(f"`{word}`" for word in words), read, lambda: {"enum": list(words)})


SEVERITY = one_of(SEVERITIES, "severity")
ENGINE = one_of(FLAVORS, "engine")


# patterns and hosts

def _globs(value: Any, where: str) -> tuple[str, ...]:
    from pathspec import GitIgnoreSpec
    globs = _strings(value, where)
    for glob in globs:
        try:
            GitIgnoreSpec.from_lines([glob])
        except ValueError as error:
            raise BadSettings(f"{where}: “{glob}” is no pattern of .gitignore") from error
    return globs


def _patterns(value: Any, where: str) -> tuple[str, ...]:
    patterns = _strings(value, where)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise BadSettings(f"{where}: “{pattern}” is no regular expression: {error}") from error
    return patterns


def _hosts(value: Any, where: str) -> tuple[str, ...]:
    hosts = _strings(value, where)
    for host in hosts:
        if "/" in host:
            name = _HOST.match(host)
            raise BadSettings(f"{where}: “{host}” is no host name" + (f"; did you mean “{name[1]}”?" if name else ""))
    return hosts


GLOBS = Kind("list of patterns, as in .gitignore", _globs, lambda: list_of({"type": "string"}))
PATTERNS = Kind("list of regular expressions", _patterns, lambda: list_of({"type": "string", "format": "regex"}))
HOSTS = Kind("list of host names", _hosts, lambda: list_of({"type": "string", "pattern": "^[^/]*$"}))


# rules

def _said_of(where: str, check: Callable[[], _Read]) -> _Read:
    try:
        return check()
    except BadSettings as error:
        raise BadSettings(f"{where}: {error}") from None


def _rules(value: Any, where: str) -> tuple[str, ...]:
    names = _strings(value, where)
    _said_of(where, lambda: expanded(names))
    return names


def _severities(value: Any, where: str) -> dict[str, Any]:
    from ...writers.losses import LOSSES
    said = table(value, where, "rule = severity")
    for name in said:
        _said_of(where, lambda name=name: named(name, (*rule_names(), *LOSSES)))   # type: ignore[misc]
    return {rule: SEVERITY.read(severity, f"{where}: {rule}") for rule, severity in said.items()}


def rule_or_family(besides: Iterable[str] = (), more: Iterable[str] = ()) -> dict[str, Any]:
    """The schema of the name of a rule, or of `more`, of a family, or of what there is `besides`."""
    rules = (*rule_names(), *more)
    families = list(dict.fromkeys(map(family_of, rules)))
    return {"anyOf": [{"enum": [*besides, *families, *rules]}, {"type": "string", "pattern": f"^({'|'.join(families)})-\\*$"}]}


def _severities_schema() -> dict[str, Any]:
    from ...writers.losses import LOSSES
    return {"type": "object", "propertyNames": rule_or_family(more=LOSSES), "additionalProperties": SEVERITY.schema()}


RULES = Kind("list of rules and families, `default` or `all`", _rules, lambda: list_of({"$ref": "#/definitions/rule"}))
SEVERITIES_OF_RULES = Kind("table: rule or family = severity", _severities, lambda: {"$ref": "#/definitions/severities"})
DEFINITIONS: dict[str, Callable[[], dict[str, Any]]] = {"rule": lambda: rule_or_family(GROUPS), "severities": _severities_schema}


# tables

def _schemas(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    said = table(value, where, '"glob" = "schema file"')
    _globs(list(said), where)
    return {glob: _files(files, f"{where}: {glob}") for glob, files in said.items()}


def _book(value: Any, where: str) -> dict[str, str]:
    for key, text in table(value, where, "").items():
        if key not in BOOK_KEYS:
            raise BadSettings(f"{where}: there is no setting “{key}”{did_you_mean(key, BOOK_KEYS)}")
        if not isinstance(text, str):
            raise BadSettings(f"{where}: {key}: must be a text, is {shown(text)}")
    if (parts := value.get("parts")) is not None:
        _PARTS.read(parts, f"{where}: parts")
    return dict(value)


_PARTS = one_of(PARTS, "kind of part")
SCHEMAS = Kind("table: pattern, as in .gitignore = file, or list of files", _schemas,
               lambda: {"type": "object", "additionalProperties": FILES.schema()})
BOOK = Kind("table", _book, lambda: {"type": "object", "additionalProperties": False, "properties": {
    key: _PARTS.schema() if key == "parts" else {"type": "string"} for key in BOOK_KEYS}})
