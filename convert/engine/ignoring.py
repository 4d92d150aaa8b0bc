"""Comments that hide all findings there are now, written into the files: `--add-ignore`.

A comment goes behind the line that a finding stands on; where that would change what the post says, or would be no comment
(in a block of code, in a table), on a line of its own above; else into one comment for the whole file. Each is tried first: the
front matter has to have the same values, the body the same rendering, and the finding has to be hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from ..model.document import Document
from ..model.edits import edited
from ..model.finding import Diagnostic, Edit
from ..model.source import Span
from .difference import difference
from .repository import Repository, Unreadable
from .suppression import COMMENT, UNUSED, Suppressions

_Way: TypeAlias = Literal["behind", "above", "file"]
_WAYS: tuple[_Way, ...] = ("behind", "above", "file")


class Ignored(NamedTuple):
    """How many findings are hidden now, in how many files; what could not be hidden, and why."""

    findings: int
    files: int
    failed: tuple[str, ...]


def add_ignores(repository: Repository, found: Iterable[Diagnostic]) -> Ignored:
    """Hide findings of a repository by comments in its files, which are replaced in one step."""
    below, by_path = repository.shown(""), defaultdict[str, list[Diagnostic]](list)
    for diagnostic in found:
        if diagnostic.rule != UNUSED:
            by_path[diagnostic.path.removeprefix(below)].append(diagnostic)
    findings, files, failed = 0, 0, list[str]()
    for path, here in by_path.items():
        try:
            document = repository.document(path)
            text = _Commented(repository, path, document, here).text()
            if text is None:
                failed.append(f"{repository.shown(path)}: there is no place for a comment that changes nothing")
                continue
            repository.rewrite(path, document, text)
        except (Unreadable, OSError) as error:
            failed.append(f"{repository.shown(path)}: {getattr(error, 'strerror', None) or error}")
            continue
        findings, files = findings + len(here), files + 1
    return Ignored(findings, files, tuple(failed))


class _Commented:
    """A file with comments for its findings."""

    def __init__(self, repository: Repository, path: str, document: Document, found: list[Diagnostic]) -> None:
        self.repository = repository
        self.path = path
        self.document = document
        self.found = found
        self.newline = "\r\n" if "\r\n" in document.source.text else "\n"
        self.rules: dict[int, list[str]] = defaultdict(list)
        for diagnostic in sorted(found, key=lambda one: (one.place.line, one.rule)):
            if diagnostic.rule not in self.rules[diagnostic.place.line]:
                self.rules[diagnostic.place.line].append(diagnostic.rule)
        self.rendering = _rendering(document)

    def text(self) -> str | None:
        """The text; None when no comments can be found that change nothing and hide all."""
        preferred: dict[int, _Way] = {line: self._ways(line)[0] for line in self.rules}
        if text := self._proven(preferred):
            return text
        alone: dict[int, _Way] = {line: next((way for way in self._ways(line) if self._proven({line: way})), "file") for line in self.rules}
        whole: dict[int, _Way] = dict.fromkeys(self.rules, "file")
        return self._proven(alone) or self._proven(whole)

    def _ways(self, line: int) -> tuple[_Way, ...]:
        """How a line may be spoken of; of the fences of a head, of JSON and of the first line of a file nothing stands beside."""
        in_head = self._start(line) < self.document.body_start
        fences = (1, self.document.source.position(max(self.document.body_start - 1, 0))[0])
        return ("file",) if line == 1 or (in_head and (self.document.front_matter.syntax == "json" or line in fences)) else _WAYS

    def _start(self, line: int) -> int:
        """The offset at which a line begins."""
        return self.document.source.offset(line)

    def _proven(self, ways: Mapping[int, _Way]) -> str | None:
        """The text with comments, if it says what it said, and they hide what they are for."""
        text = edited(self.document.source.text, [*self._edits(ways)])
        after = self.repository.reread(self.document, text, self.path)
        if difference(self.document, after, (), ()) is not None or _rendering(after) != self.rendering:
            return None
        own = Suppressions(after).all
        below_head = self._speaks_in_head and "file" in ways.values()
        for found in self.found:
            line = found.place.line
            if line in ways:
                moved = line + below_head + sum(way == "above" and other <= line for other, way in ways.items())
                if not any(one.hides(found._replace(place=found.place._replace(line=moved))) for one in own):
                    return None
        return text

    def _edits(self, ways: Mapping[int, _Way]) -> Iterable[Edit]:
        text, whole = self.document.source.text, dict[str, None]()
        for line, way in ways.items():
            start, content = self._start(line), self.document.source.line(line)
            comment = self._comment("ignore", self.rules[line], in_head=start < self.document.body_start)
            if way == "behind":
                end = start + len(content.rstrip(" \t"))
                yield Edit(Span(end, end), f"  {comment}" if start < self.document.body_start else f" {comment}")
            elif way == "above":
                indent = content[:len(content) - len(content.lstrip(" \t"))]
                yield Edit(Span(start, start), f"{indent}{comment}{self.newline}")
            else:
                whole |= dict.fromkeys(self.rules[line])
        if whole:
            if self._speaks_in_head:
                start = self.document.front_matter.inner.start
                yield Edit(Span(start, start), self._comment("ignore-file", whole, in_head=True) + self.newline)
            else:
                before = "" if not text.strip() else self.newline if text.endswith(self.newline) else 2 * self.newline
                yield Edit(Span(len(text), len(text)), before + self._comment("ignore-file", whole, in_head=False) + self.newline)

    @property
    def _speaks_in_head(self) -> bool:
        """What is said of the whole file is said at its beginning."""
        head = self.document.front_matter
        return head.readable and head.syntax in ("yaml", "toml")

    @staticmethod
    def _comment(verb: str, rules: Iterable[str], *, in_head: bool) -> str:
        said = f"newsconv: {verb} {', '.join(sorted(rules))}"
        return f"# {said}" if in_head else f"<!-- {said} -->"


def _rendering(document: Document) -> str:
    """The body as HTML without our comments and without blanks, which come and go with them."""
    return "".join(COMMENT.sub("", document.html).split())


def told(ignored: Ignored) -> str:
    """What was done, in a line."""
    if not ignored.findings:
        return "nothing."
    return f"{ignored.findings:,} finding{'s' * (ignored.findings > 1)} in {ignored.files:,} file{'s' * (ignored.files > 1)}, by comments."
