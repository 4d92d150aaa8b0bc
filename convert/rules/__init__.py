"""Rules: one file each. A rule looks at a document, or at a page's facts and the site, and says what is wrong where.

The file's name is the rule's name with underscores, its docstring is manual and test:

    What is wrong, in one sentence.

    Why it matters, in prose.

    Bad::           (a file; the first line may be `_posts/name.md:` to say where it lies)
    Reports::       (LINE:COLUMN message, one line a finding)
    Help::          (optional: the help of the first finding)
    Fixed::         (optional: the file when all fixes are made, or its new path, as `_posts/name.md:`)
    Good::          (a file on which the rule is silent)

The folder is the list: a module in it that has a `check` made by `page_rule` or `site_rule` is a rule.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from ..model.finding import Finding, Severity

if TYPE_CHECKING:
    from ..model.document import Document
    from ..model.site import PageFacts, SiteIndex

PageCheck: TypeAlias = "Callable[[Document], Iterable[Finding]]"
SiteCheck: TypeAlias = "Callable[[PageFacts, SiteIndex], Iterable[Finding]]"


class Rule(NamedTuple):
    """A rule with what the engine knows of it: its name, default severity, what it looks at, its manual, and whether it
    runs (`default`) when nobody selects it.
    """

    name: str
    severity: Severity
    scope: Literal["page", "site"]
    check: PageCheck | SiteCheck
    manual: str
    default: bool = True

    @property
    def family(self) -> str:
        """The first word of the name."""
        return self.name.split("-", 1)[0]

    @property
    def summary(self) -> str:
        """The first sentence of the manual."""
        return self.manual.strip().split("\n", 1)[0]


def page_rule(severity: Severity, *, default: bool = True) -> Callable[[PageCheck], Rule]:
    """Make a rule of a function that looks at one document."""
    return lambda check: _rule(check, severity, "page", default=default)


def site_rule(severity: Severity, *, default: bool = True) -> Callable[[SiteCheck], Rule]:
    """Make a rule of a function that looks at one page's facts and the index of the site."""
    return lambda check: _rule(check, severity, "site", default=default)


def _rule(check: PageCheck | SiteCheck, severity: Severity, scope: Literal["page", "site"], *, default: bool) -> Rule:
    from inspect import cleandoc
    module = import_module(check.__module__)
    name = check.__module__.rsplit(".", 1)[1].replace("_", "-")
    return Rule(name, severity, scope, check, cleandoc(module.__doc__ or ""), default)


def rule_names() -> Iterator[str]:
    """The names of all built-in rules, in alphabetical order; no rule is imported."""
    for module in pkgutil.iter_modules(__path__):
        yield module.name.replace("_", "-")


@cache
def load_rule(name: str) -> Rule:
    """The built-in rule of that name."""
    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    rule: Rule = module.check
    return rule
