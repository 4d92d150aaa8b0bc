"""Settings: `newsconv.toml`, or `[tool.newsconv]` in `pyproject.toml`; what the command line says comes on top."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from ..model.books import BOOK_KEYS, PARTS
from ..model.finding import SEVERITIES, Severity
from ..model.flavor import FLAVORS, Flavor
from ..registry import did_you_mean
from ..rules import load_rule, rule_names
from .files import read_file

_Name = TypeVar("_Name", bound=str)
FILE_NAME = "newsconv.toml"
_HOST = re.compile(r"(?:https?:)?//([^/?#]+)", re.I)


class BadSettings(ValueError):
    """Settings that cannot be used; the message names file, key and remedy."""


@dataclass(frozen=True)
class Settings:
    """What a repository asks for. Globs match paths from the repository's root, as .gitignore does.

    `select` and `ignore` hold rule names or families; an empty `select` means all but those that only run when selected. `severity` overrides a rule's
    own. `schemas` maps globs to schema files (from the root); without any, posts are held against ours.
    `hosts` are further names of the site itself, `known_urls` patterns of URLs that no source shows. `engine` renders
    the Markdown, in the place of the one that the site names. `book` says what a book is called, who made it and how
    it is divided. `baseline` is a file with known findings.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    schemas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    known_urls: tuple[str, ...] = ()
    fail_on: Severity = "error"
    engine: Flavor | None = None
    book: Mapping[str, str] = field(default_factory=dict)
    baseline: str | None = None

    def with_options(self, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = (),
                     fail_on: str | None = None) -> Settings:
        """These settings with what the command line says: a rule that it selects runs though the file ignores it.

        BadSettings for a rule that does not exist, and when no rule is left.
        """
        left_out = self.ignore
        if select:
            others = tuple(pattern for pattern in self.ignore if pattern not in select)
            left_out = tuple(sorted(_expanded(others) - set(select)))
        changed = replace(self, select=select or self.select, ignore=left_out + ignore)
        if fail_on:
            changed = replace(changed, fail_on=_severity(fail_on, "--fail-on"))
        if not changed.active_rules():
            raise BadSettings("no rule is left to run: all that are selected are ignored")
        return changed

    def active_rules(self) -> tuple[str, ...]:
        """The names of the rules to run, in alphabetical order; BadSettings for a name that is no rule or family."""
        chosen = _expanded(self.select) if self.select else {name for name in rule_names() if load_rule(name).default}
        return tuple(sorted(chosen - _expanded(self.ignore)))


def _expanded(patterns: tuple[str, ...], others: tuple[str, ...] = ()) -> set[str]:
    """The rules, and perhaps `others`, that names and families stand for."""
    found: set[str] = set()
    names = (*rule_names(), *others)
    for pattern in patterns:
        matching = {name for name in names if name == pattern or name.split("-", 1)[0] == pattern.removesuffix("-*")}
        if not matching:
            raise BadSettings(no_rule(pattern, names))
        found |= matching
    return found


def no_rule(name: str, names: Iterable[str]) -> str:
    """What is said of a name that is none of the rules, nor one of their families."""
    known = [*dict.fromkeys(known.split("-", 1)[0] for known in names), *names]
    return f"there is no rule or family “{name}”{did_you_mean(name, known) or '; “newsconv rules” lists them'}"


def load(root: Path) -> Settings:
    """The settings of the repository at `root`; the defaults when it has none. BadSettings when they are wrong."""
    for path, table in ((root / FILE_NAME, ()), (root / "pyproject.toml", ("tool", "newsconv"))):
        try:
            data: Any = tomllib.loads(read_file(path).decode())
        except FileNotFoundError:
            continue
        except (OSError, ValueError, RecursionError) as error:
            raise BadSettings(f"{path.name}: {getattr(error, 'strerror', None) or error}") from error
        for key in table:
            data = data.get(key) if isinstance(data, dict) else None
        if data is not None:
            return _settings(data, f"{path.name}{' [tool.newsconv]' if table else ''}", root)
    return Settings()


def _settings(data: Any, where: str, root: Path) -> Settings:
    if not isinstance(data, dict):
        raise BadSettings(f"{where}: must be a table of settings, is {_shown(data)}")
    known = {item.name.replace("_", "-"): item.name for item in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            raise BadSettings(f"{where}: there is no setting “{key}”{did_you_mean(key, list(known))}")
        values[known[key]] = _READERS[known[key]](value, f"{where}: {key}")
    settings = Settings(**values)
    for name in dict.fromkeys(name for names in settings.schemas.values() for name in names):
        if not (root / name).is_file():
            raise BadSettings(f"{where}: schemas: there is no file “{name}”")
    return settings


def _strings(value: Any, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadSettings(f"{where}: must be a list of strings, is {_shown(value)}")
    return tuple(value)


def _rules(value: Any, where: str) -> tuple[str, ...]:
    names = _strings(value, where)
    _said_of(where, _expanded, names)
    return names


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


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise BadSettings(f"{where}: must be a text, is {_shown(value)}")
    return value


def _severity(value: Any, where: str) -> Severity:
    return _one_of(SEVERITIES, "severity", value, where)


def _flavor(value: Any, where: str) -> Flavor:
    return _one_of(FLAVORS, "engine", value, where)


def _one_of(known: tuple[_Name, ...], noun: str, value: Any, where: str) -> _Name:
    for name in known:
        if value == name:
            return name
    near = did_you_mean(value, known) if isinstance(value, str) else f"; there are {', '.join(known)}"
    raise BadSettings(f"{where}: there is no {noun} {_shown(value)}{near}")


def _severities(value: Any, where: str) -> dict[str, Severity]:
    from ..writers.losses import LOSSES
    if not isinstance(value, dict):
        raise BadSettings(f"{where}: must be a table of rule = severity, is {_shown(value)}")
    _said_of(where, lambda names: _expanded(names, tuple(LOSSES)), tuple(value))
    return {rule: _severity(severity, f"{where}: {rule}") for rule, severity in value.items()}


def _schemas(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise BadSettings(f'{where}: must be a table of "glob" = "schema file", is {_shown(value)}')
    _globs(list(value), where)
    return {glob: _strings(files, f"{where}: {glob}") for glob, files in value.items()}


def _book(value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise BadSettings(f"{where}: must be a table, is {_shown(value)}")
    for key, text in value.items():
        if key not in BOOK_KEYS:
            raise BadSettings(f"{where}: there is no setting “{key}”{did_you_mean(key, BOOK_KEYS)}")
        if not isinstance(text, str):
            raise BadSettings(f"{where}: {key}: must be a text, is {_shown(text)}")
    if (parts := value.get("parts")) is not None:
        _one_of(PARTS, "kind of part", parts, f"{where}: parts")
    return dict(value)


def _said_of(where: str, check: Callable[[tuple[str, ...]], object], names: tuple[str, ...]) -> None:
    try:
        check(names)
    except BadSettings as error:
        raise BadSettings(f"{where}: {error}") from None


def _shown(value: Any) -> str:
    """A value as TOML would write it, more or less."""
    import json
    return f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "select": _rules, "ignore": _rules, "exclude": _globs, "severity": _severities, "schemas": _schemas,
    "hosts": _hosts, "known_urls": _patterns, "fail_on": _severity, "engine": _flavor, "book": _book, "baseline": _text}
