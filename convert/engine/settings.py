"""Settings: `newsconv.toml`, or `[tool.newsconv]` in `pyproject.toml`; what the command line says comes on top.

Where they stand is for `config_files`, what of them holds for a file for `overrides`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..model.books import BOOK_KEYS, PARTS
from ..model.finding import SEVERITIES, Severity
from ..model.flavor import FLAVORS, Flavor
from ..registry import did_you_mean
from ..rules import rule_names

if TYPE_CHECKING:
    from .overrides import ByPath

_Name = TypeVar("_Name", bound=str)
_HOST = re.compile(r"(?:https?:)?//([^/?#]+)", re.I)


class BadSettings(ValueError):
    """Settings that cannot be used; the message names file, key and remedy."""


class Override(NamedTuple):
    """What holds for the files that globs match, on top of what holds for all: with a `select` only these rules run there,
    without those of `ignore`. `said` is where it stands.
    """

    paths: tuple[str, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = MappingProxyType({})
    said: str = ""


@dataclass(frozen=True)
class Settings:
    """What a repository asks for. Globs match paths from the repository's root, as .gitignore does.

    `select` and `ignore` hold rule names or families; an empty `select` means all but those that only run when selected. `severity` overrides a rule's
    own. `schemas` maps globs to schema files (from the root); without any, posts are held against ours.
    `hosts` are further names of the site itself, `known_urls` patterns of URLs that no source shows. `engine` renders
    the Markdown, in the place of the one that the site names. `book` says what a book is called, who made it and how
    it is divided. `baseline` is a file with known findings. Of several `overrides` for a file, the last has the last word.
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
    overrides: tuple[Override, ...] = ()

    def with_options(self, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = (),
                     fail_on: str | None = None) -> Settings:
        """These settings with what the command line says: a rule that it selects runs though the file ignores it.

        BadSettings for a rule that does not exist, and when no rule is left.
        """
        chosen, left_out = narrowed(self.select, self.ignore, select, ignore)
        last = (Override(ALL_PATHS, select, ignore),) if self.overrides and (select or ignore) else ()
        changed = replace(self, select=chosen, ignore=left_out, overrides=self.overrides + last)
        if fail_on:
            changed = replace(changed, fail_on=_severity(fail_on, "--fail-on"))
        if not changed.active_rules():
            raise BadSettings("no rule is left to run: all that are selected are ignored")
        return changed

    @cached_property
    def by_path(self) -> ByPath:
        """What holds for each file."""
        from .overrides import ByPath
        return ByPath(self)

    def active_rules(self, path: str | None = None) -> tuple[str, ...]:
        """The names of the rules to run, in alphabetical order: on a file, by its path from the root, or on any.
        BadSettings for a name that is no rule or family.
        """
        return self.by_path.anywhere if path is None else self.by_path[path].rules


ALL_PATHS = ("*",)


def narrowed(select: tuple[str, ...], ignore: tuple[str, ...], more: tuple[str, ...], less: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is selected and ignored when somebody on top selects `more` and ignores `less`: what is selected there is not
    ignored any more, but where it is ignored by a name of its own.
    """
    if more:
        others = tuple(pattern for pattern in ignore if pattern not in more)
        ignore = tuple(sorted(expanded(others) - set(more)))
    return more or select, ignore + less


def expanded(patterns: tuple[str, ...], others: tuple[str, ...] = ()) -> set[str]:
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
    from .config_files import loaded
    return loaded(root).settings


def _strings(value: Any, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadSettings(f"{where}: must be a list of strings, is {shown(value)}")
    return tuple(value)


def _rules(value: Any, where: str) -> tuple[str, ...]:
    names = _strings(value, where)
    _said_of(where, expanded, names)
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
        raise BadSettings(f"{where}: must be a text, is {shown(value)}")
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
    raise BadSettings(f"{where}: there is no {noun} {shown(value)}{near}")


def _severities(value: Any, where: str) -> dict[str, Severity]:
    from ..writers.losses import LOSSES
    if not isinstance(value, dict):
        raise BadSettings(f"{where}: must be a table of rule = severity, is {shown(value)}")
    _said_of(where, lambda names: expanded(names, tuple(LOSSES)), tuple(value))
    return {rule: _severity(severity, f"{where}: {rule}") for rule, severity in value.items()}


def _schemas(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise BadSettings(f'{where}: must be a table of "glob" = "schema file", is {shown(value)}')
    _globs(list(value), where)
    return {glob: _strings(files, f"{where}: {glob}") for glob, files in value.items()}


def _book(value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise BadSettings(f"{where}: must be a table, is {shown(value)}")
    for key, text in value.items():
        if key not in BOOK_KEYS:
            raise BadSettings(f"{where}: there is no setting “{key}”{did_you_mean(key, BOOK_KEYS)}")
        if not isinstance(text, str):
            raise BadSettings(f"{where}: {key}: must be a text, is {shown(text)}")
    if (parts := value.get("parts")) is not None:
        _one_of(PARTS, "kind of part", parts, f"{where}: parts")
    return dict(value)


def _overrides(value: Any, where: str) -> tuple[Override, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise BadSettings(f"{where}: must be tables, each below [[overrides]], is {shown(value)}")
    return tuple(_override(item, f"{where}[{number}]") for number, item in enumerate(value, 1))


def _override(table: dict[str, Any], where: str) -> Override:
    for key in table:
        if key not in OVERRIDE_KEYS:
            raise BadSettings(f"{where}: there is no setting “{key}” for some files{did_you_mean(key, OVERRIDE_KEYS)}")
    if not table.get("paths"):
        raise BadSettings(f"{where}: says no “paths” that it is for")
    values = {key: READERS[key if key != "paths" else "exclude"](value, f"{where}: {key}") for key, value in table.items()}
    return Override(**values, said=where)


def _said_of(where: str, check: Callable[[tuple[str, ...]], object], names: tuple[str, ...]) -> None:
    try:
        check(names)
    except BadSettings as error:
        raise BadSettings(f"{where}: {error}") from None


def shown(value: Any) -> str:
    """A value as TOML would write it, more or less."""
    import json
    return f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


OVERRIDE_KEYS = ("paths", "select", "ignore", "severity")
READERS: dict[str, Callable[[Any, str], Any]] = {
    "select": _rules, "ignore": _rules, "exclude": _globs, "severity": _severities, "schemas": _schemas,
    "hosts": _hosts, "known_urls": _patterns, "fail_on": _severity, "engine": _flavor, "book": _book, "baseline": _text,
    "overrides": _overrides}
