"""Which rules run: by their names, by families (the first word of a name), or by `all` and `default`, which are of ours alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...registry import did_you_mean
from ...rules import foreign_names, load_rule, rule_names

ALL, DEFAULT = "all", "default"
GROUPS = (ALL, DEFAULT)


class Choice(NamedTuple):
    """What is selected (nothing stands for `default`), and what of that is ignored."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def narrowed(self, select: tuple[str, ...], ignore: tuple[str, ...]) -> Choice:
        """The same choice when somebody on top selects and ignores: what he selects takes the place of what was selected, and is not
        ignored any more, but where it is ignored by a name of its own.
        """
        kept = self.ignore
        if select:
            others = tuple(pattern for pattern in kept if pattern not in select)
            kept = tuple(sorted(expanded(others) - set(select)))
        return Choice(select or self.select, kept + ignore)

    @property
    def rules(self) -> frozenset[str]:
        """The names of the rules that run."""
        return expanded(self.select or (DEFAULT,)) - expanded(self.ignore)


def expanded(patterns: Iterable[str]) -> frozenset[str]:
    """The rules that names, families and groups stand for; settings.BadSettings for what is none of them."""
    found: set[str] = set()
    for pattern in patterns:
        if pattern in GROUPS:
            found |= {name for name in rule_names() if pattern == ALL or load_rule(name).default}
        else:
            found |= named(pattern, rule_names(), GROUPS)
    return frozenset(found)


def named(pattern: str, names: Iterable[str], besides: Iterable[str] = ()) -> set[str]:
    """Those of the names, or of the installed rules, that a name or family stands for; settings.BadSettings when there is none. `besides` is
    what might have been meant, too.
    """
    from . import BadSettings
    ours = tuple(names)
    matching = _meant(pattern, ours) or _meant(pattern, foreign_names())
    if not matching:
        raise BadSettings(no_rule(pattern, (*ours, *foreign_names()), besides))
    return matching


def ours_and_foreign() -> tuple[str, ...]:
    """The names of all rules, those of installed packages last."""
    return (*rule_names(), *foreign_names())


def _meant(pattern: str, names: Iterable[str]) -> set[str]:
    return {name for name in names if name == pattern or family_of(name) == pattern.removesuffix("-*")}


def family_of(name: str) -> str:
    """The first word of a rule's name."""
    return name.split("-", 1)[0]


def no_rule(name: str, names: Iterable[str], besides: Iterable[str] = ()) -> str:
    """What is said of a name that is none of the rules, nor one of their families."""
    rules = tuple(names)
    known = [*dict.fromkeys(map(family_of, rules)), *rules, *besides]
    return f"there is no rule or family “{name}”{did_you_mean(name, known) or '; “newsconv rules” lists them'}"
