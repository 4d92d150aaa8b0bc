"""Settings: `newsconv.toml`, or `[tool.newsconv]` in `pyproject.toml`; what the command line says comes on top."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from ..model.finding import SEVERITIES, Severity
from ..registry import did_you_mean
from ..rules import rule_names

FILE_NAME = "newsconv.toml"


class BadSettings(ValueError):
    """Settings that cannot be used; the message names file, key and remedy."""


@dataclass(frozen=True)
class Settings:
    """What a repository asks for. Globs match paths from the repository's root, as .gitignore does.

    `select` and `ignore` hold rule names or families; an empty `select` means all. `severity` overrides a rule's
    own. `schemas` maps globs to schema files (from the root); without any, posts are held against ours.
    `hosts` are further names of the site itself, `known_urls` patterns of URLs that no source shows.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    schemas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    known_urls: tuple[str, ...] = ()
    fail_on: Severity = "error"

    def with_options(self, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = (),
                     fail_on: str | None = None) -> Settings:
        """These settings with what the command line says; BadSettings for a rule that does not exist."""
        changed = replace(self, select=select or self.select, ignore=self.ignore + ignore)
        if fail_on:
            changed = replace(changed, fail_on=_severity(fail_on, "--fail-on"))
        changed.active_rules()
        return changed

    def active_rules(self) -> tuple[str, ...]:
        """The names of the rules to run, in alphabetical order; BadSettings for a name that is no rule or family."""
        names = tuple(rule_names())
        chosen = _expanded(self.select, names) if self.select else set(names)
        return tuple(sorted(chosen - _expanded(self.ignore, names)))


def _expanded(patterns: tuple[str, ...], names: tuple[str, ...]) -> set[str]:
    """The rules that names and families stand for."""
    found: set[str] = set()
    families = sorted({name.split("-", 1)[0] for name in names})
    for pattern in patterns:
        matching = {name for name in names if name == pattern or name.split("-", 1)[0] == pattern.removesuffix("-*")}
        if not matching:
            raise BadSettings(f"there is no rule or family “{pattern}”{did_you_mean(pattern, [*names, *families])}")
        found |= matching
    return found


def load(root: Path) -> Settings:
    """The settings of the repository at `root`; the defaults when it has none. BadSettings when they are wrong."""
    for path, table in ((root / FILE_NAME, ()), (root / "pyproject.toml", ("tool", "newsconv"))):
        try:
            data: Any = tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadSettings(f"{path.name}: {error}") from error
        for key in table:
            data = data.get(key) if isinstance(data, dict) else None
        if data is not None:
            return _settings(data, f"{path.name}{' [tool.newsconv]' if table else ''}")
    return Settings()


def _settings(data: Any, where: str) -> Settings:
    if not isinstance(data, dict):
        raise BadSettings(f"{where}: is no table")
    known = {item.name.replace("_", "-"): item.name for item in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            raise BadSettings(f"{where}: there is no setting “{key}”{did_you_mean(key, list(known))}")
        values[known[key]] = _READERS[known[key]](value, f"{where}: {key}")
    settings = Settings(**values)
    try:
        settings.active_rules()
        _expanded(tuple(settings.severity), tuple(rule_names()))
    except BadSettings as error:
        raise BadSettings(f"{where}: {error}") from None
    return settings


def _strings(value: Any, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadSettings(f"{where}: must be a list of texts, is {value!r}")
    return tuple(value)


def _severity(value: Any, where: str) -> Severity:
    for severity in SEVERITIES:
        if value == severity:
            return severity
    raise BadSettings(f"{where}: must be one of {', '.join(SEVERITIES)}, is {value!r}")


def _severities(value: Any, where: str) -> dict[str, Severity]:
    if not isinstance(value, dict):
        raise BadSettings(f"{where}: must be a table of rule = severity, is {value!r}")
    return {rule: _severity(severity, f"{where}.{rule}") for rule, severity in value.items()}


def _schemas(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise BadSettings(f'{where}: must be a table of "glob" = "schema file", is {value!r}')
    return {glob: _strings(files, f"{where}.{glob}") for glob, files in value.items()}


_READERS = {"select": _strings, "ignore": _strings, "exclude": _strings, "severity": _severities, "schemas": _schemas,
            "hosts": _strings, "known_urls": _strings, "fail_on": _severity}
