"""What holds for one file: the settings for all, and those of `[[overrides]]` that match its path, one on top of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pathspec import GitIgnoreSpec

from ..model.finding import Severity
from .settings import ALL_PATHS, Override, Settings, expanded, narrowed


class InForce(NamedTuple):
    """What holds for a file: the rules that run, the severities that are said of some of them (the last first), and which
    overrides matched.
    """

    rules: tuple[str, ...]
    severities: tuple[Mapping[str, Severity], ...]
    matched: tuple[Override, ...]

    def severity(self, rule: str) -> Severity | None:
        """The severity that is said of a rule, or of its family; None when nothing is."""
        family = rule.split("-", 1)[0]
        return next((said for table in self.severities if (said := table.get(rule) or table.get(family)) is not None), None)


class ByPath:
    """The settings of each file, by its path from the root; made once for all files that the same overrides match."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.for_all = self._of(())
        self._specs = [GitIgnoreSpec.from_lines(override.paths) for override in settings.overrides]
        self._known: dict[tuple[int, ...], InForce] = {(): self.for_all}

    def __getitem__(self, path: str) -> InForce:
        if not self._specs:
            return self.for_all
        matching = tuple(number for number, spec in enumerate(self._specs) if spec.match_file(path))
        if matching not in self._known:
            self._known[matching] = self._of(tuple(self.settings.overrides[number] for number in matching))
        return self._known[matching]

    @property
    def anywhere(self) -> tuple[str, ...]:
        """The rules that may run on some file."""
        names = set(self.for_all.rules)
        for override in self.settings.overrides:
            chosen = expanded(override.select)
            if override.paths == ALL_PATHS:
                names = (names & chosen if chosen else names) - expanded(override.ignore)
            else:
                names |= chosen
        return tuple(sorted(names | set(self.for_all.rules)))

    def _of(self, overrides: tuple[Override, ...]) -> InForce:
        *_, (select, ignore) = layers(self.settings, overrides)
        severities = (*(override.severity for override in reversed(overrides)), self.settings.severity)
        return InForce(running(select, ignore), severities, overrides)


def layers(settings: Settings, overrides: tuple[Override, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What is selected and ignored for all, then with each override on top."""
    select, ignore = settings.select, settings.ignore
    yield select, ignore
    for override in overrides:
        select, ignore = narrowed(select, ignore, override.select, override.ignore)
        yield select, ignore


def running(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[str, ...]:
    """The rules that run by a choice, in alphabetical order."""
    from ..rules import load_rule, rule_names
    chosen = expanded(select) if select else {name for name in rule_names() if load_rule(name).default}
    return tuple(sorted(chosen - expanded(ignore)))
