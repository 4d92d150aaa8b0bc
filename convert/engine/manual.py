"""The manual of the rules: a list of them all, and a page of Markdown for each, made from their docstrings.

`newsconv rules` prints it, `docs/rules/` and the table in the README hold it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from typing import NamedTuple

from ..model.finding import Severity
from ..registry import UnknownName
from ..rules import Rule, foreign_names, is_rule, load_rule, rule_names, unusable
from ..writers.losses import LOSSES
from .settings.choice import family_of, no_rule
from .settings.options import options_of
from .settings.values import as_toml

# A block of a manual: a word with two colons, and what is indented below it.
_BLOCK = re.compile(r"^(\w[\w ]*)::[ ]*\n\n?((?:[ ]{4}.*(?:\n|\Z)|[ ]*\n)*)", re.M)
_INDENT = re.compile("^ {4}", re.M)
_PATH_LINE = re.compile(r"([^\s:]+\.\w+):\n")
_BACKTICKS = re.compile("`+")
_OFF = "Runs only when it is selected."
_ASKS = "Runs only with `--external`."
_LEFT_TO_TESTS = "Shown by"
_SETTINGS = "Options"


class Entry(NamedTuple):
    """A rule, or a kind of loss, as a list shows it; `summary` is a sentence of Markdown."""

    name: str
    severity: Severity
    summary: str


def entries(family: str | None = None) -> list[Entry]:
    """All rules, then all losses, in alphabetical order; or those of a family. UnknownName when it has none."""
    rules = [load_rule(name) for name in rule_names() if family in (None, family_of(name))]
    losses = [name for name in LOSSES if family in (None, "loss")]
    if not rules and not losses:
        raise _unknown(str(family))
    return [*map(_entry, rules), *(Entry(name, "info", _loss(name)) for name in losses)]


def _entry(rule: Rule) -> Entry:
    return Entry(rule.name, rule.severity, " ".join([_plain(rule.summary), *_when(rule)] if not rule.package else [_plain(rule.summary)]))


def _when(rule: Rule) -> list[str]:
    """What is to be said of a rule that does not always run."""
    return ([] if rule.default else [_OFF]) + ([_ASKS] if rule.scope == "web" else [])


def page(name: str) -> str:
    """The page of a rule or a loss, in Markdown. UnknownName when there is none of that name."""
    if name in LOSSES:
        return "\n".join([f"# {name}", "", "Severity: info, or error with `--strict`", "", _loss(name), "",
                          f"Help: {LOSSES[name].help}", ""])
    if not is_rule(name):
        raise _unknown(name)
    rule = load_rule(name)
    severity = ". ".join([f"Severity: {rule.severity}", *([" ".join(when)] if (when := _when(rule)) else [])]) + (f" From {rule.package}." if rule.package else "")
    return "\n\n".join([f"# {name}", severity, *_parts(rule), *_options(rule)]) + "\n"


def explain(name: str | None) -> str:
    """What `newsconv rules` prints: the page of a rule, or a line for each rule of a family, or of all."""
    ours = {*LOSSES, *rule_names()}
    if name is None:
        return _listed(entries()) + _installed()
    if name not in ours and name in map(family_of, ours):
        return _listed(entries(name))
    foreign = [one for one in foreign_names() if family_of(one) == name != one] if name not in ours else []
    return _listed([_entry(load_rule(one)) for one in foreign]) if foreign else page(name)


def _listed(entries: list[Entry]) -> str:
    width = max(len(entry.name) for entry in entries)
    return "".join(f"{entry.name:{width}}  {entry.severity:7}  {entry.summary}\n" for entry in entries)


def _installed() -> str:
    """The rules of installed packages, and what is wrong with some of them; nothing when there are none."""
    rules, troubles = list[Rule](), list(unusable())
    for name in foreign_names():
        with suppress(UnknownName):
            rules.append(load_rule(name))
    listed = "".join(f"\nOf {package}, when selected:\n{_listed([_entry(rule) for rule in of_one])}"
                     for package, of_one in groupby(sorted(rules, key=lambda rule: rule.package), lambda rule: rule.package))
    return listed + ("\nNot to be used:\n" + "".join(f"{trouble}\n" for trouble in troubles) if troubles else "")


def _options(rule: Rule) -> Iterator[str]:
    """The options of a rule, one a line, as it declares them."""
    if options := options_of(rule):
        yield "## Options"
        yield "\n".join(f"- `{option.name}` ({option.kind.noun}, by default `{as_toml(option.default)}`): {option.about}." for option in options)


def _parts(rule: Rule) -> Iterator[str]:
    """Prose as it is, blocks as fenced code below what they are called."""
    manual, end = rule.manual, 0
    for block in _BLOCK.finditer(manual):
        if prose := manual[end:block.start()].strip():
            yield _plain(prose)
        end = block.end()
        text = _INDENT.sub("", block[2]).strip("\n")
        if block[1] == "Help":
            yield f"Help: {text}"
        elif block[1] == _SETTINGS:
            yield f"With these settings:\n\n```toml\n[rules.{rule.name}]\n{text}\n```"
        elif block[1] != _LEFT_TO_TESTS:
            yield from _example(block[1], text)
    if prose := manual[end:].strip():
        yield _plain(prose)


def _example(title: str, text: str) -> Iterator[str]:
    path = _PATH_LINE.match(text)
    yield f"{title}, in `{path[1]}`:" if path else f"{title}:"
    text = text[path.end():] if path else text
    language = "text" if title == "Reports" else "html" if path and path[1].endswith("html") else "markdown"
    fence = "`" * max(3, *(len(run) + 1 for run in _BACKTICKS.findall(text)), 3)
    yield f"{fence}{language}\n{text}\n{fence}"


def _loss(name: str) -> str:
    return f"A conversion leaves out {LOSSES[name].what}."


def _plain(text: str) -> str:
    """Code as Markdown marks it, not as reStructuredText does."""
    return text.replace("``", "`")


def _unknown(name: str) -> UnknownName:
    return UnknownName(no_rule(name, [*rule_names(), *LOSSES, *foreign_names()]))
