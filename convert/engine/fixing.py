"""What can be mended, mended in the files: round by round, proven before it is written.

A safe fix changes nothing but what is at fault: the front matter has the same values but the one that was flagged, the body
the same visible text and as many links. A fix that cannot be shown to do so is not made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from ..model.document import Document
from ..model.edits import applied, diff
from ..model.finding import Diagnostic, Finding, Fix, Key, Value
from ..model.site import SiteIndex
from ..model.web import Web
from .checking import findings
from .difference import difference
from .renaming import Renamed, rename
from .repository import Repository, Unreadable
from .settings import Settings
from .stamping import Stamp
from .suppression import MARK, Suppressions
from .validation import Validation

if TYPE_CHECKING:
    from .external import External

_ROUNDS = 10
_AROUND = 20             # characters


class Fixes(NamedTuple):
    """What was mended: how often by rule, in how many files; the differences, file by file; what could not be done, and why; which
    files have other names now.
    """

    rules: Counter[str]
    files: int
    diffs: tuple[str, ...]
    failed: tuple[str, ...]
    renamed: Renamed = Renamed({})


class Fixer:
    """Mends files of a repository; with `unsafe`, also by fixes that may change what a post says. `writes=False` only shows."""

    def __init__(self, repository: Repository, index: Callable[[], SiteIndex], web: Web | None = None, *, unsafe: bool, writes: bool = True) -> None:
        self.repository = repository
        self._index = index
        self._web = web
        self.unsafe = unsafe
        self.writes = writes
        self._stamp = Stamp(repository.settings, repository.shown(""))
        self._failed: list[str] = []
        self._renames: dict[str, tuple[str, str]] = {}

    def run(self, paths: Iterable[str]) -> Fixes:
        """Mend files, named from the root."""
        counts, files, diffs = Counter[str](), set[str](), list[str]()
        for path in paths:
            try:
                made = self._file(path)
            except (Unreadable, OSError) as error:
                self._failed.append(f"{self.repository.shown(path)}: {getattr(error, 'strerror', None) or error}")
                continue
            except Exception as error:  # noqa: BLE001 - whatever a file does to us, the others are mended
                self._failed.append(f"{self.repository.shown(path)}: newsconv failed on this file: {type(error).__name__}: {error}")
                continue
            if made:
                counts.update(made[0])
                files.add(path)
                diffs.append(made[1])
        renamed = self._renamed()
        counts.update(self._renames[old][0] for old in renamed.names)
        return Fixes(counts, len(files | renamed.names.keys()), (*diffs, *renamed.diffs), (*self._failed, *renamed.failed), renamed)

    def _renamed(self) -> Renamed:
        if not self._renames:
            return Renamed({})
        return rename(self.repository, {old: new for old, (_, new) in self._renames.items()}, writes=self.writes)

    def _file(self, path: str) -> tuple[Counter[str], str] | None:
        document = self.repository.document(path)
        made, last = Counter[str](), document
        refused: set[tuple[str, str]] = set()
        saves = list[str]()
        for number in range(_ROUNDS):
            offered = [pair for pair in self._offered(last) if _key(last, pair[1]) not in refused]
            if not number:
                saves = self._of_the_file(path, offered)
            text, fixes = applied(last.source.text, [fix for _, fix in offered])
            if not fixes:
                break
            chosen = [(rule, fix) for rule, fix in offered if fix in fixes]
            after = self.repository.reread(last, text, path)
            if self._trouble(last, after, chosen) is None:
                made, last = made + Counter(rule for rule, _ in chosen), after
            elif not self._refuse(last, chosen, path, refused):      # each may be made, but not all together
                last = self.repository.reread(last, applied(last.source.text, [fixes[0]])[0], path)
                made[chosen[0][0]] += 1
        made.update(saves)
        if not made:
            return None
        if self.writes:
            self.repository.rewrite(path, document, last.source.text, recodes=bool(saves), keeps_mark=not saves)
        shown = document.source.path
        return made, diff(shown, document.source.text, last.source.text) or f"--- {shown}\n+++ {shown}\n(saved as UTF-8, without byte order mark)\n"

    def _of_the_file(self, path: str, offered: Iterable[tuple[str, Fix]]) -> list[str]:
        """Note the new name of a file, if it is to have one; the rules that want its text, whatever it is, saved as UTF-8."""
        for rule, fix in offered:
            if fix.rename and fix.rename != path:
                self._renames.setdefault(path, (rule, fix.rename))
        return [rule for rule, fix in offered if not fix.edits and not fix.rename]

    def _refuse(self, document: Document, chosen: list[tuple[str, Fix]], path: str, refused: set[tuple[str, str]]) -> bool:
        """Look at each fix alone, and refuse those that are not safe after all; whether there are any."""
        before = len(refused)
        for rule, fix in chosen:
            after = self.repository.reread(document, applied(document.source.text, [fix])[0], path)
            if trouble := self._trouble(document, after, [(rule, fix)]):
                refused.add(_key(document, fix))
                self._failed.append(f"{self.repository.shown(path)}: “{fix.title}” is not safe here, and was not done: {trouble}")
        return len(refused) > before

    def _trouble(self, before: Document, after: Document, chosen: Iterable[tuple[str, Fix]]) -> str | None:
        """Why fixes cannot be made; of those that may change what a post says nothing more is asked."""
        pairs = list(chosen)
        if self.unsafe or not all(fix.safe for _, fix in pairs):
            return "the front matter cannot be read any more" if after.front_matter.error and not before.front_matter.error else None
        return difference(before, after, [rule for rule, _ in pairs], self._flagged)

    def _offered(self, document: Document) -> Iterator[tuple[str, Fix]]:
        """The fixes of a document that may be made, with their rules, in the order of their places."""
        self._flagged = set[str]()
        own = Suppressions(document).all if MARK in document.source.text else ()
        found: list[tuple[Diagnostic, Finding]] = []
        for name, finding in self._findings(document):
            if finding.fix and (finding.fix.safe or self.unsafe):
                diagnostic = self._stamp(name, document, finding)
                if diagnostic.fix and not any(one.hides(diagnostic) for one in own):
                    found.append((diagnostic, finding._replace(fix=diagnostic.fix)))
        for diagnostic, finding in sorted(found, key=lambda pair: pair[0].place):
            if isinstance(finding.at, Key | Value) and finding.at.path:
                self._flagged.add(str(finding.at.path[0]))
            yield diagnostic.rule, cast("Fix", finding.fix)

    def _findings(self, document: Document) -> Iterator[tuple[str, Finding]]:
        """What the rules say of a document, those of the site by the site as it was before anything was mended."""
        in_force = self.repository.settings.by_path[document.context.path]
        facts = self.repository.facts(document.context.path, document)
        found = findings(in_force.page_rules, document)
        if in_force.site_rules and facts.links:
            found = chain(found, findings(in_force.site_rules, facts, self._index()))
        if self._web and in_force.web_rules:
            found = chain(found, findings(in_force.web_rules, facts, self._index(), self._web))
        return ((rule.name, finding) for rule, finding in found if isinstance(finding, Finding))         # that one fails, a report says


def _key(document: Document, fix: Fix) -> tuple[str, str]:
    """What tells a fix from others while the text around it stays."""
    start, end = (fix.edits[0].span if fix.edits else (0, 0))
    return fix.title, document.source.text[max(0, start - _AROUND):end + _AROUND]


def fix(paths: Iterable[Path], settings: Settings | None = None, *, since: str | None = None, unsafe: bool = False, writes: bool = True,
        remembers: bool = False, jobs: int | None = None, external: External | None = None) -> Fixes:
    """Mend the files that paths name, or those of them that changed since a revision of Git; unless it `writes`, only tell the differences.
    Which files there is something to mend in is found out as `validation.validate` does, with the same memory and processes. settings.BadSettings and git.NoGit as `validation.validate` does.
    """
    repository = Repository(paths, settings)
    targets = repository.targets()
    if since:
        from .git import changed_files
        changed = changed_files(repository.root, since)
        targets = [path for path in targets if path in changed]
    looked = Validation(repository, remembers=remembers)
    looked.pages(targets, jobs)
    looked.site()
    if external:
        looked.ask(external)
    below = repository.shown("")
    mendable = {found.path.removeprefix(below) for found in looked.found if found.fix and (found.fix.safe or unsafe)}
    fixes = Fixer(repository, lambda: looked.memory.index, looked.web, unsafe=unsafe, writes=writes).run([path for path in targets if path in mendable])
    looked.memory.close()
    return fixes


def told(fixes: Fixes) -> str:
    """What was mended, in a line."""
    total = sum(fixes.rules.values())
    if not total:
        return "nothing."
    rules = ", ".join(f"{rule} ({count:,})" for rule, count in sorted(fixes.rules.items()))
    links = f" And {_counted(fixes.renamed.links, 'link')} to what got another name, in {_counted(fixes.renamed.files, 'file')}." \
        if fixes.renamed.links else ""
    return f"{_counted(total, 'finding')} in {_counted(fixes.files, 'file')}: {rules}.{links}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
