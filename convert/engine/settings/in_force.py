"""What holds for one file: the settings for all, and those of `[[overrides]]` that match its path, one on top of the other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import Any

from pathspec import GitIgnoreSpec

from ...model.finding import Severity
from ...rules import Rule, load_rule
from . import ALL_PATHS, Override, Settings
from .choice import Choice, expanded, family_of


class InForce:
    """What holds for all files that the same overrides match."""

    def __init__(self, settings: Settings, overrides: tuple[Override, ...]) -> None:
        self._layers: tuple[Override | Settings, ...] = (*reversed(overrides), settings)              # the last word first
        *_, self._choice = choices(settings, overrides)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The rules that run, in alphabetical order."""
        return tuple(sorted(self._choice.rules))

    @cached_property
    def page_rules(self) -> tuple[Rule, ...]:
        """The rules that look at a document, with their options."""
        return tuple(rule for rule in self._rules if rule.scope == "page")

    @cached_property
    def site_rules(self) -> tuple[Rule, ...]:
        """The rules that look at a page's facts and the site, with their options."""
        return tuple(rule for rule in self._rules if rule.scope == "site")

    @cached_property
    def web_rules(self) -> tuple[Rule, ...]:
        """The rules that look at what the web answered, with their options."""
        return tuple(rule for rule in self._rules if rule.scope == "web")

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        return tuple(load_rule(name).with_options(self.options(name)) for name in self.names)

    def options(self, rule: str) -> dict[str, Any]:
        """The options of a rule that are said; where several say one, the last."""
        return dict(chain.from_iterable(layer.rules.get(rule, {}).items() for layer in reversed(self._layers)))

    def severity(self, rule: str) -> Severity | None:
        """The severity that is said of a rule, or of its family; None when nothing is."""
        family = family_of(rule)
        return next((said for layer in self._layers if (said := layer.severity.get(rule) or layer.severity.get(family)) is not None), None)


class ByPath:
    """The settings of each file, by its path from the root; made once for all files that the same overrides match."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.for_all = InForce(settings, ())
        self._specs = [GitIgnoreSpec.from_lines(override.paths) for override in settings.overrides]
        self._known: dict[tuple[int, ...], InForce] = {(): self.for_all}

    def __getitem__(self, path: str) -> InForce:
        if not self._specs:
            return self.for_all
        matching = self.matching(path)
        if matching not in self._known:
            self._known[matching] = InForce(self.settings, tuple(self.settings.overrides[number] for number in matching))
        return self._known[matching]

    def matching(self, path: str) -> tuple[int, ...]:
        """Which of the overrides, from 0, match a path."""
        below = self.settings.below + path
        return tuple(number for number, spec in enumerate(self._specs) if spec.match_file(below))

    @property
    def anywhere(self) -> tuple[str, ...]:
        """The rules that may run on some file."""
        names = set(self.for_all.names)
        for override in self.settings.overrides:
            chosen = expanded(override.select)
            if override.paths == ALL_PATHS:
                names = (names & chosen if chosen else names) - expanded(override.ignore)
            else:
                names |= chosen
        return tuple(sorted(names | set(self.for_all.names)))


def choices(settings: Settings, overrides: tuple[Override, ...]) -> Iterator[Choice]:
    """What is chosen for all files, then with each override on top."""
    choice = Choice(settings.select, settings.ignore)
    yield choice
    for override in overrides:
        choice = choice.narrowed(override.select, override.ignore)
        yield choice
