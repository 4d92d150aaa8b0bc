"""`newsconv validate`: files in, a report out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.finding import SEVERITIES, Diagnostic, Report, Severity, Summary
from ..model.web import Web
from ..rules import load_rule
from .checking import Checked, Checker
from .facts import published
from .pool import mapped
from .recall import Memory
from .repository import Repository
from .scope import Scope, within
from .settings import Settings
from .suppression import UNUSED, Suppressions

if TYPE_CHECKING:
    from .external import External
    from .external.gathering import Page
    from .run import Progress


def validate(paths: Iterable[Path], settings: Settings | None = None, scope: Scope | None = None, *, remembers: bool = False,
             jobs: int | None = None, external: External | None = None, progress: Progress = lambda done, of: None) -> Report:
    """Validate the files that paths name, in `jobs` processes (None: as many as there are cores), telling `progress` how many of those that have to
    be read are done. A run that `remembers` reads no file
    again that one before it has read; one with `external` asks other sites for the links that lead to them. settings.BadSettings when the repository's settings cannot be used, git.NoGit and
    baseline.BadBaseline when the scope cannot.
    """
    started = time.perf_counter()
    scope = scope or Scope()
    repository, targets = within(scope, paths, settings)
    run = Validation(repository, remembers=remembers and scope.now is None)
    run.pages(targets, jobs, progress)
    run.site()
    if external:
        run.ask(external)
    run.memory.close()
    hidden = run.suppress()
    notes = [*external.notes] if external else []
    if scope.baseline:
        hidden += run.hide_known(scope.baseline, targets, notes, writes=scope.writes, prunes=scope.shrinks)
    if scope.new_only:
        hidden += run.only_new(scope.new_only, staged=scope.staged)
    report = report_of(run.found, files=len(targets), hidden=hidden, notes=tuple(notes), seconds=time.perf_counter() - started)
    return report._replace(summary=report.summary._replace(external=external.counts)) if external else report


def fails(report: Report, settings: Settings) -> bool:
    """A report holds a finding of the severity that settings fail on, or of a graver one."""
    return any(report.summary.severities[name] for name in SEVERITIES[:SEVERITIES.index(settings.fail_on) + 1])


def report_of(found: Iterable[Diagnostic], *, files: int, hidden: int = 0, notes: tuple[str, ...] = (),
              seconds: float = 0.0) -> Report:
    """Diagnostics in order, with their summary."""
    diagnostics = tuple(sorted(dict.fromkeys(found), key=lambda item: (item.path, item.place, item.rule, item.message)))
    severities: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
    for diagnostic in diagnostics:
        severities[diagnostic.severity] += 1
    rules = Counter(diagnostic.rule for diagnostic in diagnostics)
    fixes = [diagnostic.fix for diagnostic in diagnostics if diagnostic.fix]
    summary = Summary(files, severities, dict(sorted(rules.items())), len(fixes), hidden, seconds, sum(not fix.safe for fix in fixes))
    return Report(diagnostics, summary, _manuals(rules), notes)


def _manuals(rules: Collection[str]) -> dict[str, str]:
    """The pages of rules."""
    if not rules:
        return {}
    from ..registry import UnknownName
    from .manual import page
    pages = {}
    for rule in rules:
        with suppress(UnknownName):
            pages[rule] = page(rule)
    return pages


class Validation:
    """One run over a repository: page by page, then the site."""

    def __init__(self, repository: Repository, *, remembers: bool) -> None:
        self.repository = repository
        self.checker = Checker(repository)
        self.memory = Memory(self.checker, remembers=remembers)
        self.paths: Sequence[str] = ()
        self.found: list[Diagnostic] = []
        self.speaking: list[str] = []
        self.web: Web | None = None

    def pages(self, paths: Sequence[str], jobs: int | None = None, progress: Progress = lambda done, of: None) -> None:
        """Run the page rules on files that are not known yet, and keep their facts for the site rules."""
        self.paths = paths
        said, unknown = self.memory.recalled(paths)
        for one in said:
            self._take(one)
        with mapped(unknown, self.memory.pages, jobs, self.checker.lost) as checked:
            for done, one in enumerate(checked, 1):
                self.memory.learn(one)
                self._take(one)
                progress(done, len(unknown))

    def _take(self, checked: Checked) -> None:
        self.found += checked.found
        if checked.speaks:
            self.speaking.append(checked.path)

    def site(self) -> None:
        """Run the site rules on files of which they have not spoken yet."""
        if not self.checker.asks_site:
            return
        said, unknown = self.memory.retold(self.paths)
        self.found += said
        for path in unknown:
            if (facts := self.memory.facts(path)) is not None:
                told = self.checker.site(facts, self.memory.index)
                self.memory.tell(path, told)
                self.found += told

    def ask(self, external: External) -> None:
        """Ask other sites for the links of the files, and run the rules on what they answer. What was learnt of files is put down first, for this
        may take long, and be interrupted.
        """
        asking, index = self.asking(), self.memory.index
        self.memory.close()
        self.web = external.web(asking, index, partial(published, self.repository))
        for page in asking:
            self.found += self.checker.web(page.facts, index, self.web)

    def asking(self) -> list[Page]:
        """The pages with links that are to be asked for."""
        from .external.gathering import pages
        return [*pages(filter(None, map(self.memory.facts, self.paths)), self.checker.in_force)]

    def ran(self, path: str) -> tuple[str, ...]:
        """The names of the rules that were run on a file: those that ask the web only when it was asked."""
        names = self.repository.settings.active_rules(path)
        return names if self.web else tuple(name for name in names if load_rule(name).scope != "web")

    def suppress(self) -> int:
        """Take away what its file says is meant, and say what it says for nothing; how many findings are hidden."""
        by_path: dict[str, list[Diagnostic]] = {self.repository.shown(path): [] for path in self.speaking}
        kept, hidden = list[Diagnostic](), 0
        for found in self.found:
            by_path.get(found.path, kept).append(found)
        for path in self.speaking:
            own = Suppressions(self.repository.document(path))
            here, active = by_path[self.repository.shown(path)], self.ran(path)
            left = own.kept(here)
            hidden += len(here) - len(left)
            useless = (*own.wrong, *own.unused(here, active)) if UNUSED in active else ()
            kept += left + own.kept(self.checker.stamp(UNUSED, own.document, finding) for finding in useless)
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
        if writes:
            hidden = baseline.renew(self.found, files, self.ran, notes)
            self.found = []
            return hidden
        told = baseline.apply(self.found, files, self.ran)
        self.found = told.found
        baseline.tell(told, notes, prunes=prunes)
        return told.hidden
