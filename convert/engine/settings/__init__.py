"""Settings: what a repository asks for; what the command line says comes on top.

In which files they stand is for `files`, which keys there are for `keys`, how values are read for `values` and `options`, what of them
holds for one file for `in_force`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from ...model.finding import SEVERITIES, KeyPath, Severity
from ...model.flavor import Flavor
from ...registry import did_you_mean
from .choice import Choice

if TYPE_CHECKING:
    from .in_force import ByPath

ALL_PATHS = ("*",)
_BARE = re.compile("[A-Za-z0-9_-]+")           # a key that TOML writes without quotes
_NOTHING: Mapping[str, Any] = MappingProxyType({})

# The options of rules by their names, as the rule declares them.
RuleOptions: TypeAlias = "Mapping[str, Mapping[str, Any]]"


class BadSettings(ValueError):
    """Settings that cannot be used; the message names file, line, key and remedy. While they are read, `key` is the one at fault, below
    what is being read, and `place` what is looked for in the file.
    """

    def __init__(self, message: str, key: KeyPath = (), place: KeyPath | None = None) -> None:
        super().__init__(f"{shown_key(key)}: {message}" if key else message)
        self.message = message
        self.key = key
        self.place = key if place is None else place


@contextmanager
def inside(*key: str | int) -> Iterator[None]:
    """What is wrong in here is wrong with a value below that key."""
    try:
        yield
    except BadSettings as error:
        raise BadSettings(error.message, (*key, *error.key), (*key, *error.place)) from error.__cause__


def shown_key(key: KeyPath) -> str:
    """A key as messages write it: `overrides[2].severity.link`, counted from 1."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" if _BARE.fullmatch(part) else f'."{part}"' for part in key)
    return "".join(parts).removeprefix(".")


class Override(NamedTuple):
    """What holds for the files that globs match, on top of what holds for all: with a `select` only these rules run there,
    without those of `ignore`.
    """

    paths: tuple[str, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = _NOTHING
    rules: RuleOptions = _NOTHING


@dataclass(frozen=True)
class Settings:
    """What a repository asks for. Globs match paths from the folder of the settings, as .gitignore does; that is the repository's
    root, or a folder above: then `below` stands before paths from the root (`site/`).

    `select` and `ignore` hold rule names, families, `default` or `all`; an empty `select` is `default`: all but those that only run
    when selected. `severity` overrides a rule's own, `rules` has their options. `schemas` maps globs to schema files (from
    the root); without any, posts are held against ours. `hosts` are further names of the site itself, `known_urls` patterns of URLs that
    no source shows. `engine` renders the Markdown, in the place of the one that the site names; what `site` holds goes
    over the keys of its configuration, `generator_version` builds it, and `served_by` names who serves it; what lies in the folder `built` exists.
    `book` says what a book is called, who made it and how it is divided, `external`, by key, how the web is asked (`external.Asking`).
    `baseline` is a file with known findings, from the root. Of several `overrides` for a file, the last
    has the last word.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    rules: RuleOptions = field(default_factory=dict)
    schemas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    known_urls: tuple[str, ...] = ()
    fail_on: Severity = "error"
    engine: Flavor | None = None
    site: Mapping[str, Any] = field(default_factory=dict)
    generator_version: str | None = None
    served_by: str | None = None
    built: str | None = None
    book: Mapping[str, str] = field(default_factory=dict)
    external: Mapping[str, Any] = field(default_factory=dict)
    baseline: str | None = None
    overrides: tuple[Override, ...] = ()
    below: str = ""

    def with_options(self, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = (),
                     fail_on: str | None = None, built: Path | None = None) -> Settings:
        """These settings with what the command line says: a rule that it selects runs though the file ignores it.

        BadSettings for a rule that does not exist, and when no rule is left.
        """
        chosen = Choice(self.select, self.ignore).narrowed(select, ignore)
        last = (Override(ALL_PATHS, select, ignore),) if self.overrides and (select or ignore) else ()
        changed = replace(self, select=chosen.select, ignore=chosen.ignore, overrides=self.overrides + last)
        if built:
            changed = replace(changed, built=str(built.absolute()))
        if fail_on:
            changed = replace(changed, fail_on=_severity(fail_on))
        if not changed.active_rules():
            raise BadSettings("no rule is left to run: all that are selected are ignored")
        return changed

    def with_site(self, told: Mapping[str, Any]) -> Settings:
        """These settings with keys of the site's configuration that the command line says."""
        return replace(self, site={**self.site, **told}) if told else self

    @cached_property
    def by_path(self) -> ByPath:
        """What holds for each file."""
        from .in_force import ByPath
        return ByPath(self)

    def active_rules(self, path: str | None = None) -> tuple[str, ...]:
        """The names of the rules to run, in alphabetical order: on a file, by its path from the root, or on any.
        BadSettings for a name that is no rule or family.
        """
        return self.by_path.anywhere if path is None else self.by_path[path].names


def load(root: Path) -> Settings:
    """The settings of the repository at `root`: of the nearest file there or above; the defaults when there is none. BadSettings
    when they are wrong.
    """
    from .files import load as from_files
    return from_files(root)


def _severity(name: str) -> Severity:
    for severity in SEVERITIES:
        if name == severity:
            return severity
    raise BadSettings(f"--fail-on: there is no severity “{name}”{did_you_mean(name, SEVERITIES)}")
