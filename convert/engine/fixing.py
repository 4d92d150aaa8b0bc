"""What can be mended, mended in the files: round by round, proven before it is written.

A safe fix changes nothing but what is at fault: the front matter has the same values but the one that was flagged, the body
the same visible text and as many links. A fix that cannot be shown to do so is not made.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, cast

from ..model.body import text_of
from ..model.document import Document
from ..model.edits import applied
from ..model.finding import Diagnostic, Finding, Fix, Key, Value
from ..model.site import SiteIndex
from ..rules import PageCheck, SiteCheck
from .files import read_file, replace
from .repository import Repository, Unreadable
from .settings import Settings
from .stamping import Stamp
from .suppression import MARK, Suppressions

_ROUNDS = 10
_AROUND = 20             # characters
_ENCODING = "text-encoding"          # its fix is no edit of the text: a byte order mark goes
# What belongs to no text: a safe fix may take it away (Unicode's controls and format characters that show nothing).
_UNSEEN = re.compile("[\x00-\x20\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]+")
# Rules about a head that was none before: of its values nothing can be compared, and the body was more than it is.
_ABOUT_THE_HEAD = frozenset({"fm-missing", "fm-syntax", "fm-unclosed"})


class Fixes(NamedTuple):
    """What was mended: how often by rule, in how many files; the differences, file by file; what could not be done, and why."""

    rules: Counter[str]
    files: int
    diffs: tuple[str, ...]
    failed: tuple[str, ...]


class Fixer:
    """Mends files of a repository; with `unsafe`, also by fixes that may change what a post says. `writes=False` only shows."""

    def __init__(self, repository: Repository, *, unsafe: bool, writes: bool = True) -> None:
        self.repository = repository
        self.unsafe = unsafe
        self.writes = writes
        self._stamp = Stamp(repository.settings, repository.shown(""))
        self._failed: list[str] = []

    def run(self, paths: Iterable[str]) -> Fixes:
        """Mend files, named from the root."""
        counts, files, diffs = Counter[str](), 0, list[str]()
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
                files += 1
                diffs.append(made[1])
        return Fixes(counts, files, tuple(diffs), tuple(self._failed))

    def _file(self, path: str) -> tuple[Counter[str], str] | None:
        document = self.repository.document(path)
        made, last = Counter[str](), document
        refused: set[tuple[str, str]] = set()
        for _ in range(_ROUNDS):
            offered = [pair for pair in self._offered(last) if _key(last, pair[1]) not in refused]
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
        loses_mark = _ENCODING in self.repository.settings.by_path[path].names and any(trouble.kind == "bom" for trouble in document.source.troubles)
        made[_ENCODING] += loses_mark
        if not +made:
            return None
        if self.writes:
            self._write(path, document, last.source.text, keeps_mark=not loses_mark)
        return +made, self._diff(document, last.source.text)

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
        for rule in in_force.page_rules:
            for finding in cast("PageCheck", rule.check)(document):
                yield rule.name, finding
        facts = self.repository.facts(document.context.path, document)
        if in_force.site_rules and facts.links:
            for rule in in_force.site_rules:
                for finding in cast("SiteCheck", rule.check)(facts, self._index):
                    yield rule.name, finding

    @cached_property
    def _index(self) -> SiteIndex:
        return self.repository.index({})

    def _write(self, path: str, before: Document, text: str, *, keeps_mark: bool) -> None:
        full = self.repository.root / path
        if full.is_symlink():
            raise OSError(0, "is a symbolic link, and was left alone")
        data = read_file(full)
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        if data.removeprefix(mark) != before.source.text.encode("utf-8", "surrogatepass"):
            raise OSError(0, "was changed meanwhile, or is not UTF-8, and was left alone")
        replace(full, (mark if keeps_mark else b"") + text.encode())

    def _diff(self, before: Document, text: str) -> str:
        old, new = (value.splitlines(keepends=True) for value in (before.source.text, text))
        lines = unified_diff(old, new, before.source.path, before.source.path)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines) \
            or f"--- {before.source.path}\n+++ {before.source.path}\n(the byte order mark goes)\n"


def _key(document: Document, fix: Fix) -> tuple[str, str]:
    """What tells a fix from others while the text around it stays."""
    start, end = (fix.edits[0].span if fix.edits else (0, 0))
    return fix.title, document.source.text[max(0, start - _AROUND):end + _AROUND]


def difference(before: Document, after: Document, rules: Iterable[str], flagged: Iterable[str]) -> str | None:
    """What a change of the source changed that it should not have; None when it is safe."""
    head = not _ABOUT_THE_HEAD.isdisjoint(rules)
    if after.front_matter.error and not before.front_matter.error:
        return "the front matter cannot be read any more"
    left_out = set(flagged)
    if head and (not after.front_matter.values or after.front_matter.error):
        return "the front matter cannot be read all the same"
    if not head:
        old, new = ({key: value for key, value in document.front_matter.values.items() if key not in left_out} for document in (before, after))
        if old != new or list(before.front_matter.values) != list(after.front_matter.values):
            return "the front matter would say something else"
    texts = [_UNSEEN.sub("", document.restore(text_of(document.body))) for document in (before, after)]
    if (not texts[0].endswith(texts[1])) if head else texts[0] != texts[1]:
        return "the text would be another"
    return None if head or len(before.links) == len(after.links) else "there would be more or fewer links"


def fix(paths: Iterable[Path], settings: Settings | None = None, *, since: str | None = None, unsafe: bool = False, writes: bool = True) -> Fixes:
    """Mend the files that paths name, or those of them that changed since a revision of Git; unless it `writes`, only tell
    the differences. settings.BadSettings and git.NoGit as `validation.validate` does.
    """
    repository = Repository(paths, settings)
    targets = repository.targets()
    if since:
        from .git import changed_files
        changed = changed_files(repository.root, since)
        targets = [path for path in targets if path in changed]
    return Fixer(repository, unsafe=unsafe, writes=writes).run(targets)


def told(fixes: Fixes) -> str:
    """What was mended, in a line."""
    total = sum(fixes.rules.values())
    if not total:
        return "nothing."
    rules = ", ".join(f"{rule} ({count:,})" for rule, count in sorted(fixes.rules.items()))
    return f"{total:,} finding{'s' * (total > 1)} in {fixes.files:,} file{'s' * (fixes.files > 1)}: {rules}."
