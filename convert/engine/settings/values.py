"""The kinds of values that settings have: how each is read from TOML, and what a JSON Schema says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any, NamedTuple

from ...model.books import BOOK_KEYS, PARTS
from ...model.finding import SEVERITIES
from ...model.flavor import FLAVORS
from ...model.servers import SERVERS
from ...registry import did_you_mean
from ...rules import OWN_WORDS, rule_names
from . import BadSettings, inside
from .choice import GROUPS, expanded, family_of, named

_HOST = re.compile(r"(?:https?:)?//([^/?#]+)", re.I)


class Kind(NamedTuple):
    """A kind of value: what it is called, how it is read from TOML (BadSettings when it cannot be), and its JSON Schema."""

    noun: str
    read: Callable[[Any], Any]
    schema: Callable[[], dict[str, Any]]


def shown(value: Any) -> str:
    """A value as messages show it."""
    return f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def as_toml(value: Any) -> str:
    """A value as TOML writes it; texts as JSON has them, which is the same where nothing is odd."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key if re.fullmatch('[A-Za-z0-9_-]+', key) else as_toml(key)} = {as_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(as_toml, value))}]"
    return value.isoformat() if isinstance(value, date | time) else json.dumps(value, ensure_ascii=False)


def table(value: Any, what: str) -> dict[str, Any]:
    """A value that must be a table of something."""
    if not isinstance(value, dict):
        raise BadSettings(f"must be a table{what and f' of {what}'}, is {shown(value)}")
    return value


def list_of(item: dict[str, Any]) -> dict[str, Any]:
    """The schema of a list; one of its items may stand for it."""
    return {"anyOf": [item, {"type": "array", "items": item}]}


# texts and numbers

def _strings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadSettings(f"must be a list of strings, is {shown(value)}")
    return tuple(value)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise BadSettings(f"must be a string, is {shown(value)}")
    return value


def _file(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise BadSettings(f"must be the name of a file, is {shown(value)}")
    return value


def _files(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise BadSettings(f"must be a file or a list of files, is {shown(value)}")
    return tuple(names)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadSettings(f"must be a whole number, is {shown(value)}")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadSettings(f"must be true or false, is {shown(value)}")
    return value


STRING = Kind("string", _string, lambda: {"type": "string"})
STRINGS = Kind("list of strings", _strings, lambda: list_of({"type": "string"}))
FILE = Kind("file", _file, lambda: {"type": "string", "minLength": 1})
FILES = Kind("file, or list of files", _files, lambda: list_of({"type": "string", "minLength": 1}))
WHOLE = Kind("whole number", _whole, lambda: {"type": "integer"})
TRUTH = Kind("true or false", _truth, lambda: {"type": "boolean"})


def one_of(words: tuple[str, ...], noun: str) -> Kind:
    """One of a few words; in messages each is a `noun`."""
    def read(value: Any) -> Any:
        if value in words:
            return value
        near = did_you_mean(value, words) if isinstance(value, str) else f"; there are {', '.join(words)}"
        raise BadSettings(f"there is no {noun} {shown(value)}{near}")
    return Kind(" or ".join(f"`{word}`" for word in words), read, lambda: {"enum": list(words)})


SEVERITY = one_of(SEVERITIES, "severity")
ENGINE = one_of(FLAVORS, "engine")
SERVER = one_of(tuple(SERVERS), "server")


# patterns, versions and hosts

def _globs(value: Any) -> tuple[str, ...]:
    from pathspec import GitIgnoreSpec
    globs = _strings(value)
    for glob in globs:
        try:
            GitIgnoreSpec.from_lines([glob])
        except ValueError as error:
            raise BadSettings(f"“{glob}” is no pattern of .gitignore") from error
    return globs


def _patterns(value: Any) -> tuple[str, ...]:
    patterns = _strings(value)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise BadSettings(f"“{pattern}” is no regular expression: {error}") from error
    return patterns


def _hosts(value: Any) -> tuple[str, ...]:
    hosts = _strings(value)
    for host in hosts:
        if "/" in host:
            name = _HOST.match(host)
            raise BadSettings(f"“{host}” is no host name" + (f"; did you mean “{name[1]}”?" if name else ""))
    return hosts


def _version(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"\d+(\.\d+)*", value):
        raise BadSettings(f"must be a version in quotes, as \"0.168\", is {shown(value)}")
    return value


GLOBS = Kind("list of patterns, as in .gitignore", _globs, lambda: list_of({"type": "string"}))
PATTERNS = Kind("list of regular expressions", _patterns, lambda: list_of({"type": "string", "format": "regex"}))
VERSION = Kind("version", _version, lambda: {"type": "string", "pattern": r"^\d+(\.\d+)*$"})
HOSTS = Kind("list of host names", _hosts, lambda: list_of({"type": "string", "pattern": "^[^/]*$"}))


# rules

def _rules(value: Any) -> tuple[str, ...]:
    names = _strings(value)
    expanded(names)                      # says what is no rule
    return names


def _severities(value: Any) -> dict[str, Any]:
    from ...writers.losses import LOSSES
    severities = {}
    for name, severity in table(value, "rule = severity").items():
        try:
            named(name, (*rule_names(), *LOSSES))
        except BadSettings as error:
            raise BadSettings(error.message, (), (name,)) from None
        with inside(name):
            severities[name] = SEVERITY.read(severity)
    return severities


def rule_or_family(besides: Iterable[str] = (), more: Iterable[str] = ()) -> dict[str, Any]:
    """The schema of the name of a rule, or of `more`, of a family, or of what there is `besides`; of other packages, any name, or
    a family with its star: one without would be any word.
    """
    rules = (*rule_names(), *more)
    families = list(dict.fromkeys(map(family_of, rules)))
    return {"anyOf": [{"enum": [*besides, *families, *rules]}, {"type": "string", "pattern": f"^({'|'.join(families)})-\\*$"},
                      {"type": "string", "pattern": foreign_pattern(r"(-[a-z0-9]+)*-([a-z0-9]+|\*)")}]}


def foreign_pattern(behind: str) -> str:
    """An expression for names whose first word is none of our families."""
    return f"^(?!({'|'.join(sorted({*OWN_WORDS, *map(family_of, rule_names())}))})(-|$))[a-z][a-z0-9]*{behind}$"


def _severities_schema() -> dict[str, Any]:
    from ...writers.losses import LOSSES
    return {"type": "object", "propertyNames": rule_or_family(more=LOSSES), "additionalProperties": SEVERITY.schema()}


RULES = Kind("list of rules and families, `default` or `all`", _rules, lambda: list_of({"$ref": "#/definitions/rule"}))
SEVERITIES_OF_RULES = Kind("table: rule or family = severity", _severities, lambda: {"$ref": "#/definitions/severities"})
DEFINITIONS: dict[str, Callable[[], dict[str, Any]]] = {"rule": lambda: rule_or_family(GROUPS), "severities": _severities_schema}


# tables

def _schemas(value: Any) -> dict[str, tuple[str, ...]]:
    said = table(value, '"glob" = "schema file"')
    _globs(list(said))
    files = {}
    for glob, names in said.items():
        with inside(glob):
            files[glob] = _files(names)
    return files


def _book(value: Any) -> dict[str, str]:
    book = {}
    for key, said in table(value, "").items():
        if key not in BOOK_KEYS:
            raise BadSettings(f"there is no setting “{key}”{did_you_mean(key, BOOK_KEYS)}", (), (key,))
        with inside(key):
            book[key] = _BOOK_KINDS[key].read(said)
    return book


def _site(value: Any) -> dict[str, Any]:
    return table(value, "keys of the site's configuration")


_BOOK_KINDS = {key: STRING if key != "parts" else one_of(PARTS, "kind of part") for key in BOOK_KEYS}
SCHEMAS = Kind("table: pattern, as in .gitignore = file, one of ours (`newsconv:news`), or a list of them", _schemas,
               lambda: {"type": "object", "additionalProperties": FILES.schema()})
SITE = Kind("table", _site, lambda: {"type": "object"})
BOOK = Kind("table", _book, lambda: {"type": "object", "additionalProperties": False, "properties": {
    key: kind.schema() for key, kind in _BOOK_KINDS.items()}})
