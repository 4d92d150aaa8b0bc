"""Rules: one file each. A rule looks at a document, or at a page's facts and the site (and what the web answered), and says what is wrong where.

The file's name is the rule's name with underscores, its docstring is manual and test:

    What is wrong, in one sentence.

    Why it matters, in prose.

    Options::       (optional: options of the rule in TOML; they hold for the examples below, until others are given)
    Bad::           (a file; the first line may be `_posts/name.md:` to say where it lies)
    Reports::       (LINE:COLUMN message, one line a finding)
    Help::          (optional: the help of the first finding)
    Fixed::         (optional: the file when all fixes are made, or its new path, as `_posts/name.md:`)
    Good::          (a file on which the rule is silent)

A rule that has options declares them, each with its default and what it says:

    class Options(NamedTuple):
        allowed: Annotated[tuple[str, ...], "elements that are meant"] = ()

    @page_rule("warning", options=Options)
    def check(document: Document, options: Options) -> Iterator[Finding]: ...

They may be of the types bool, int, str, Literal["a", "b"] and tuple[str, ...].

The folder is the list: a module in it that has a `check` made by `page_rule`, `site_rule` or `web_rule` is a rule. Installed packages bring more by
entry points of the group `newsconv.rules`; these run only when they are selected. docs/rules-of-your-own.md is about them.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypeVar

from ..model.finding import Finding, Severity
from ..registry import Registry, UnknownName

if TYPE_CHECKING:
    from ..model.document import Document
    from ..model.pages import PageFacts
    from ..model.site import SiteIndex
    from ..model.web import Web

PageCheck: TypeAlias = "Callable[[Document], Iterable[Finding]]"
SiteCheck: TypeAlias = "Callable[[PageFacts, SiteIndex], Iterable[Finding]]"
WebCheck: TypeAlias = "Callable[[PageFacts, SiteIndex, Web], Iterable[Finding]]"
Scope: TypeAlias = Literal["page", "site", "web"]
_Check = TypeVar("_Check", bound="Callable[..., Iterable[Finding]]")


class Rule(NamedTuple):
    """A rule with what the engine knows of it: its name, default severity, what it looks at, the docstring that is its manual, whether it
    runs (`default`) when nobody selects it, and the type of its `options`, if it has any; its `check` has theirs already. `package` is
    what a rule comes from that is not ours, with its version.
    """

    name: str
    severity: Severity
    scope: Scope
    check: PageCheck | SiteCheck | WebCheck
    docstring: str
    default: bool = True
    options: type | None = None
    package: str = ""

    def with_options(self, said: Mapping[str, Any]) -> Rule:
        """The same rule, with some of its options as they are said, by field, and the others as it declares them."""
        check: Callable[..., Iterable[Finding]] = self.check
        return self._replace(check=partial(check, options=self.options(**said))) if self.options and said else self

    @property
    def family(self) -> str:
        """The first word of the name."""
        return self.name.split("-", 1)[0]

    @property
    def manual(self) -> str:
        """The docstring without the indentation that it may have."""
        from inspect import cleandoc
        return cleandoc(self.docstring)

    @property
    def summary(self) -> str:
        """The first sentence of the manual."""
        return self.manual.strip().split("\n", 1)[0]


def page_rule(severity: Severity, *, default: bool = True, options: type | None = None) -> Callable[[_Check], Rule]:
    """Make a rule of a function that looks at one document, and takes `options` where it has any."""
    return lambda check: _rule(check, severity, "page", default=default, options=options)


def site_rule(severity: Severity, *, default: bool = True, options: type | None = None) -> Callable[[_Check], Rule]:
    """Make a rule of a function that looks at one page's facts and the index of the site, and takes `options` where it has any."""
    return lambda check: _rule(check, severity, "site", default=default, options=options)


def web_rule(severity: Severity, *, default: bool = True, options: type | None = None) -> Callable[[_Check], Rule]:
    """Make a rule of a function that looks at one page's facts, the index of the site and what the web answered; it runs with `--external` alone."""
    return lambda check: _rule(check, severity, "web", default=default, options=options)


def _rule(check: Callable[..., Iterable[Finding]], severity: Severity, scope: Scope, *, default: bool, options: type | None) -> Rule:
    module = import_module(check.__module__)
    name = check.__module__.rpartition(".")[2].replace("_", "-")
    with_options = partial(check, options=options()) if options else check
    return Rule(name, severity, scope, with_options, module.__doc__ or "", default, options)


_RULES = Registry("rule", {module.name.replace("_", "-"): f"{__name__}.{module.name}:check" for module in pkgutil.iter_modules(__path__)})
OWN_WORDS = frozenset({"all", "default", "loss"})         # which stand for more than the rules that begin with them
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")


def rule_names() -> Iterator[str]:
    """The names of all built-in rules, in alphabetical order; no rule is imported."""
    return iter(_RULES.names)


def foreign_names() -> Iterator[str]:
    """The names that rules of installed packages have; none is imported. Looking costs a while (20 ms)."""
    return (name for name in _RULES.offers if name not in _RULES.built_in)


def is_rule(name: str) -> bool:
    """There is a rule of that name, ours or an installed one."""
    return name in _RULES.built_in or name in _RULES.offers


def unusable() -> Iterator[str]:
    """What is to be said of the rules of installed packages that cannot be used."""
    for name in _RULES.offers:
        try:
            load_rule(name) if name not in _RULES.built_in else _check_name(name)
        except UnknownName as error:
            yield str(error)


@cache
def load_rule(name: str) -> Rule:
    """The rule of that name, ours or an installed one; UnknownName when there is none that can be used."""
    if name in _RULES.built_in:
        ours: Rule = _RULES.load(name)
        return ours
    rule = _RULES.load(name)
    _check_name(name)
    package = _RULES.offer(name).package
    if not isinstance(rule, Rule):
        raise UnknownName(f"the rule “{name}” of {package} is none: its entry point has to name what page_rule or site_rule make of a function")
    return rule._replace(name=name, default=False, package=package)


def _check_name(name: str) -> None:
    """A foreign rule is not called as if it were one of ours: a family is of one house."""
    family, by = name.split("-", 1)[0], " and by ".join(offer.package for offer in _RULES.offers[name])
    if not _NAME.fullmatch(name):
        raise UnknownName(f"the rule “{name}” of {by} cannot be used: a name is of two or more words in small letters, as “house-quotes”")
    if family in OWN_WORDS or any(own.split("-", 1)[0] == family for own in _RULES.names):
        raise UnknownName(f"the rule “{name}” of {by} cannot be used: names that begin with “{family}-” are newsconv's own")
