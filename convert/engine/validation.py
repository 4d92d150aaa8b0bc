"""`newsconv validate`: files in, a report out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast

from ..model.finding import SEVERITIES, Diagnostic, Finding, Report, Severity, Summary
from ..model.site import PageFacts, SiteIndex
from ..rules import PageCheck, Rule, SiteCheck, load_rule
from ..schema import BadSchema
from .repository import Repository, Unreadable
from .scope import Scope, within
from .settings import Settings
from .stamping import Stamp
from .suppression import MARK, UNUSED, Suppressions

_UNREADABLE = "file-unreadable"


def validate(paths: Iterable[Path], settings: Settings | None = None, scope: Scope | None = None) -> Report:
    """Validate the files that paths name. settings.BadSettings when the repository's settings cannot be used, git.NoGit and
    baseline.BadBaseline when the scope cannot.
    """
    started = time.perf_counter()
    scope = scope or Scope()
    repository, targets = within(scope, paths, settings)
    run = _Run(repository)
    for path in targets:
        run.page(path)
    run.site()
    hidden = run.suppress()
    notes: list[str] = []
    if scope.baseline:
        hidden += run.hide_known(scope.baseline, targets, notes, writes=scope.writes, prunes=scope.shrinks)
    if scope.new_only:
        hidden += run.only_new(scope.new_only, staged=scope.staged)
    return report_of(run.found, files=len(targets), hidden=hidden, notes=tuple(notes), seconds=time.perf_counter() - started)


def fails(report: Report, settings: Settings) -> bool:
    """A report holds a finding of the severity that settings fail on, or of a graver one."""
    return any(report.summary.severities[name] for name in SEVERITIES[:SEVERITIES.index(settings.fail_on) + 1])


def report_of(found: Iterable[Diagnostic], *, files: int, hidden: int = 0, notes: tuple[str, ...] = (),
              seconds: float = 0.0) -> Report:
    """Diagnostics in order, with their summary."""
    diagnostics = tuple(sorted(set(found), key=lambda item: (item.path, item.place, item.rule, item.message)))
    severities: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
    for diagnostic in diagnostics:
        severities[diagnostic.severity] += 1
    rules = Counter(diagnostic.rule for diagnostic in diagnostics)
    fixes = [diagnostic.fix for diagnostic in diagnostics if diagnostic.fix]
    summary = Summary(files, severities, dict(sorted(rules.items())), len(fixes), hidden, seconds, sum(not fix.safe for fix in fixes))
    return Report(diagnostics, summary, _manuals(rules), notes)


def _manuals(rules: Collection[str]) -> dict[str, str]:
    """The pages of the rules that are ours."""
    if not rules:
        return {}
    from ..registry import UnknownName
    from .manual import page
    pages = {}
    for rule in rules:
        with suppress(UnknownName):
            pages[rule] = page(rule)
    return pages


class _Run:
    """One run over a repository: page by page, then the site."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.in_force = repository.settings.by_path
        self.asks_site = any(load_rule(name).scope == "site" for name in self.in_force.anywhere)
        self.stamp = Stamp(repository.settings, repository.shown(""))
        self.facts: dict[str, PageFacts] = {}
        self.found: list[Diagnostic] = []
        self.suppressions: dict[str, Suppressions] = {}

    def page(self, path: str) -> None:
        """Run the page rules on one file and keep its facts for the site rules."""
        with self._watched(path):
            document = self.repository.document(path)
            for rule in self.in_force[path].page_rules:
                findings = _findings(path, cast("PageCheck", rule.check), document)
                self.found += [self.stamp(rule.name, document, finding) for finding in findings]
            if MARK in document.source.text:
                self.suppressions[self.repository.shown(path)] = Suppressions(document)
            if self.asks_site:
                self.facts[path] = self.repository.facts(path, document)

    def suppress(self) -> int:
        """Take away what its file says is meant, and say what it says for nothing; how many findings are hidden."""
        said, hidden = set(self.suppressions), 0
        kept = [found for found in self.found if found.path not in said]
        by_path: dict[str, list[Diagnostic]] = {path: [] for path in said}
        for found in self.found:
            if found.path in said:
                by_path[found.path].append(found)
        for path, own in self.suppressions.items():
            here, active = by_path[path], self.in_force[path.removeprefix(self.stamp.below)].names
            left = own.kept(here)
            hidden += len(here) - len(left)
            useless = (*own.wrong, *own.unused(here, active)) if UNUSED in active else ()
            kept += left + own.kept(self.stamp(UNUSED, own.document, finding) for finding in useless)
        self.found = kept
        return hidden

    def only_new(self, ref: str, *, staged: bool) -> int:
        """Take away what stands on lines that did not change; how many findings are hidden."""
        from .git import changed_lines
        lines, below, before = changed_lines(self.repository.root, ref, staged=staged), self.repository.shown(""), len(self.found)
        self.found = [found for found in self.found if any(
            found.place.line < part.stop and found.place.end_line >= part.start for part in lines.get(found.path.removeprefix(below), ()))]
        return before - len(self.found)

    def hide_known(self, path: Path, files: Iterable[str], notes: list[str], *, writes: bool, prunes: bool) -> int:
        """Take away what a baseline knows, or write it; how many findings are hidden."""
        from .baseline import Baseline
        baseline = Baseline(path, self.repository.root, self.repository.shown(""), new=writes)
        ran = self.repository.settings.active_rules             # on each file
        if writes:
            hidden = baseline.renew(self.found, files, ran, notes)
            self.found = []
            return hidden
        told = baseline.apply(self.found, files, ran)
        self.found = told.found
        baseline.tell(told, notes, prunes=prunes)
        return told.hidden

    @contextmanager
    def _watched(self, path: str) -> Iterator[None]:
        """Whatever a file does to us is said of it, and the others are checked."""
        try:
            yield
        except Unreadable as error:
            if _UNREADABLE in self.in_force[path].names:
                self.found.append(self.stamp.without_text(_UNREADABLE, self.repository.shown(path), error.finding))
        except BadSchema:
            raise
        except Exception as error:  # noqa: BLE001 - see above
            fault = fault_of(error, path, "newsconv failed on this file")
            self.found.append(self.stamp.without_text(_UNREADABLE, self.repository.shown(path), fault))

    def site(self) -> None:
        """Run the site rules on the facts; a file is read again only where one of them found something."""
        asking = {path: facts for path, facts in self.facts.items() if facts.links or facts.id or facts.pictures or facts.references}
        if not asking:
            return
        index = self.repository.index(self.facts)
        for path, facts in asking.items():
            if found := list(self._site_findings(facts, index)):
                with self._watched(path):
                    document = self.repository.document(path)
                    self.found += [self.stamp(rule.name, document, finding) for rule, finding in found]

    def _site_findings(self, facts: PageFacts, index: SiteIndex) -> Iterator[tuple[Rule, Finding]]:
        for rule in self.in_force[facts.path].site_rules:
            for finding in _findings(facts.path, cast("SiteCheck", rule.check), facts, index):
                yield rule, finding


def _findings(path: str, check: Callable[..., Iterable[Finding]], *seen: object) -> list[Finding]:
    """What a rule finds; a rule that fails is said like a finding, and the run goes on."""
    try:
        return list(check(*seen))
    except BadSchema:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a rule does, the other files are checked
        return [fault_of(error, path, "the rule itself failed")]


def fault_of(error: Exception, path: str, what: str) -> Finding:
    """What to say of an error of our own, which is a bug."""
    return Finding(f"{what}: {type(error).__name__}: {error}",
                   help=f"this is a bug in newsconv: please report it with the file {path}")
