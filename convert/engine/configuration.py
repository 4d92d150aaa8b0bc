"""`newsconv config`: what holds for a file, and who says so."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ..model.finding import Severity
from ..rules import Rule, load_rule, rule_names
from ..schema.files import PREFIX
from .settings import Override, Settings
from .settings.choice import expanded, family_of
from .settings.files import files_of, merged
from .settings.in_force import choices
from .settings.keys import EXTENDS, KEYS, field_of
from .settings.options import options_of
from .settings.origins import Origins, Said
from .settings.values import as_toml
from .walk import root_of

_ALONE = (EXTENDS, "overrides", "rules", "severity")        # what is told elsewhere
_FILES = ("baseline", "built", "schemas")
_BY_DEFAULT = "default"
_MATCHES = {True: "matches", False: "does not match", None: ""}


class _Layer(NamedTuple):
    """What is said for all files, or by one of the overrides (from 0), which match the file."""

    said: Settings | Override
    number: int | None
    origins: Origins

    def origin(self, *key: str) -> Said | None:
        return self.origins.of(*key) if self.number is None else self.origins.of_override(self.number, *key)


def explain(path: Path) -> dict[str, Any]:
    """What holds for a file, or of a folder for all files of its repository: files of settings, keys, overrides and rules, each
    with who said it (`file` and `line`; None where nobody did).

    settings.BadSettings when the settings cannot be used.
    """
    root = root_of([path])
    files = files_of(root)
    settings, origins = merged(files, root), Origins(files)
    file = None if os.path.isdir(path) else os.path.relpath(path, root).replace(os.sep, "/")
    matching = settings.by_path.matching(file) if file else ()
    layers = [_Layer(settings, None, origins), *(_Layer(settings.overrides[number], number, origins) for number in matching)]
    return {
        "path": None if file is None else os.path.relpath(path).replace(os.sep, "/"),
        "files": [one.shown for one in files],
        "excluded": _is_excluded(settings, file) if file else None,
        "settings": list(_keys(settings, origins)),
        "overrides": [{"paths": list(override.paths), "matches": number in matching if file else None, "said": _place(origins.of_override(number))}
                      for number, override in enumerate(settings.overrides)],
        "rules": [_rule(load_rule(name), settings, layers) for name in sorted({*rule_names(), *settings.active_rules()})],
    }


def _is_excluded(settings: Settings, file: str) -> bool:
    from pathspec import GitIgnoreSpec
    return GitIgnoreSpec.from_lines(settings.exclude).match_file(settings.below + file)


def _place(said: Said | None) -> dict[str, Any] | None:
    return said._asdict() if said else None


def _keys(settings: Settings, origins: Origins) -> Iterator[dict[str, Any]]:
    """Each key, and each key of a table, with its value."""
    for key in KEYS:
        if key in _ALONE:
            continue
        value = getattr(settings, field_of(key))
        if isinstance(value, dict):
            for name, inner in value.items():
                yield {"key": f"{key}.{name}", "value": _plain(inner, key), "said": _place(origins.of(key, name))}
        else:
            yield {"key": key, "value": _plain(value, key), "said": _place(origins.of(key))}


def _plain(value: Any, key: str = "") -> Any:
    """A value as JSON has it, files as they are seen from here."""
    if isinstance(value, tuple):
        return [_plain(item, key) for item in value]
    return os.path.relpath(value).replace(os.sep, "/") if key in _FILES and value and not value.startswith(PREFIX) else value


def _rule(rule: Rule, settings: Settings, layers: list[_Layer]) -> dict[str, Any]:
    runs, why, said = _verdict(rule, settings, layers)
    severity, by = _severity(rule, layers)
    return {"rule": rule.name, "runs": runs, "why": why, "said": _place(said), "severity": severity, "severity_said": _place(by),
            "options": dict(_options(rule, layers))}


def _verdict(rule: Rule, settings: Settings, layers: list[_Layer]) -> tuple[bool, str, Said | None]:
    """Whether a rule runs, why, and who says so: the last who said something of it."""
    why, said, runs = _BY_DEFAULT, None, True
    chosen = choices(settings, tuple(layer.said for layer in layers[1:] if isinstance(layer.said, Override)))
    for layer, choice in zip(layers, chosen, strict=True):
        runs = rule.name in choice.rules
        if rule.name in expanded(layer.said.ignore):
            why, said = "ignored", layer.origin("ignore")
        elif layer.said.select and rule.name not in expanded(choice.ignore):
            why, said = "selected" if runs else "not selected", layer.origin("select")
        elif not runs and why == _BY_DEFAULT:
            why = "only when it is selected"
    return runs, why, said


def _severity(rule: Rule, layers: list[_Layer]) -> tuple[Severity, Said | None]:
    for layer in reversed(layers):
        for name in (rule.name, family_of(rule.name)):
            if name in layer.said.severity:
                return layer.said.severity[name], layer.origin("severity", name)
    return rule.severity, None


def _options(rule: Rule, layers: list[_Layer]) -> Iterator[tuple[str, dict[str, Any]]]:
    for option in options_of(rule):
        value, said = option.default, None
        for layer in layers:
            if option.field in layer.said.rules.get(rule.name, {}):
                value, said = layer.said.rules[rule.name][option.field], layer.origin("rules", rule.name, option.name)
        yield option.name, {"value": _plain(value), "said": _place(said)}


# for people

def lines(facts: dict[str, Any]) -> Iterator[str]:
    """The same for people."""
    yield facts["path"] or "All files"
    yield f"Settings: {', '.join(facts['files']) or 'none; the defaults hold'}"
    if facts["excluded"]:
        yield "Passed over when its folder is checked: it is excluded"
    yield from _table("Keys", [(row["key"], _shown(row), _by(row["said"])) for row in facts["settings"]])
    yield from _table("Overrides", [(f"{number}", as_toml(row["paths"]), _MATCHES[row["matches"]], _by(row["said"]))
                                    for number, row in enumerate(facts["overrides"], 1)])
    yield from _table("Rules that run", [
        (row["rule"], row["severity"], _by(row["severity_said"], ""), _why(row), _options_shown(row["options"])) for row in facts["rules"] if row["runs"]])
    yield from _table("Rules that do not run", _idle(facts["rules"]))


def _idle(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Why rules do not run, and which; of a family that does not for one reason, its name."""
    families = Counter(family_of(row["rule"]) for row in rows)
    idle: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        if not row["runs"]:
            idle.setdefault(_why(row), {}).setdefault(family_of(row["rule"]), []).append(row["rule"])
    return [(why, ", ".join(family if len(names) == families[family] > 1 else ", ".join(names) for family, names in found.items()))
            for why, found in idle.items()]


def _table(title: str, rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Rows with cells below each other."""
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield ""
    yield title
    for row in rows:
        yield "  " + "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True) if width).rstrip()


def _shown(row: dict[str, Any]) -> str:
    """The value of a key; of one that nobody said, what holds instead."""
    return as_toml(row["value"]) if row["said"] else KEYS[row["key"]].default.replace("`", "")


def _by(said: dict[str, Any] | None, nobody: str = _BY_DEFAULT) -> str:
    return f"{said['file']}:{said['line']}" if said else nobody


def _why(row: dict[str, Any]) -> str:
    return f"{row['why']} {_by(row['said'], '')}".rstrip() if row["said"] or not row["runs"] else ""


def _options_shown(options: dict[str, Any]) -> str:
    return "; ".join(f"{name} = {as_toml(one['value'])} {_by(one['said'])}" for name, one in options.items())
