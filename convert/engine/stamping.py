"""Finding → Diagnostic: the engine adds rule, severity, path, line and column, and a fingerprint."""

from __future__ import annotations

import hashlib
from collections import Counter

from ..model.document import Document
from ..model.edits import settled
from ..model.finding import Diagnostic, Edit, Elsewhere, Finding, PlacedEdit, Severity
from ..model.source import Place, Source
from ..rules import load_rule
from .settings import Settings

_START = Place(1, 1, 1, 1)


class Stamp:
    """Stamps the findings of a run; counts equal ones, so that each fingerprint is its own.

    `below` is what stands before paths from the root, because the run began elsewhere: it changes no fingerprint.
    """

    def __init__(self, settings: Settings, below: str = "") -> None:
        self.settings = settings
        self.below = below
        self._seen: Counter[tuple[str, str, str]] = Counter()

    def __call__(self, rule: str, document: Document, finding: Finding) -> Diagnostic:
        """The diagnostic of a finding in a document that was read."""
        source = document.source
        span = document.locate(finding.at)
        place = source.place(span)
        finding = settled(finding, source, span)
        snippet = source.line(place.line)
        found = self._diagnostic(rule, source.path, finding, place, snippet)
        if not finding.fix and not finding.related:
            return found
        related = tuple(Elsewhere(one.message, source.place(document.locate(one.at))) for one in finding.related)
        edits = finding.fix.edits if finding.fix else ()
        return found._replace(edits=tuple(_placed(source, edit) for edit in edits), related=related)

    def without_text(self, rule: str, path: str, finding: Finding) -> Diagnostic:
        """The diagnostic of a finding of which no place is known, or asked for."""
        return self._diagnostic(rule, path, finding, _START, "")

    def _diagnostic(self, rule: str, path: str, finding: Finding, place: Place, snippet: str) -> Diagnostic:
        return Diagnostic(path, place, rule, self.severity_of(rule, path.removeprefix(self.below)), finding.message, finding.help, finding.subject,
                          finding.target, finding.fix, self._fingerprint(rule, path, snippet), snippet,
                          package="" if rule.startswith("loss-") else load_rule(rule).package)

    def severity_of(self, rule: str, path: str) -> Severity:
        """The severity of a rule, or of a kind of loss: as the settings say for a file, by its path from the root, else its own."""
        if (chosen := self.settings.by_path[path].severity(rule)) is not None:
            return chosen
        return "info" if rule.startswith("loss-") else load_rule(rule).severity

    def _fingerprint(self, rule: str, path: str, snippet: str) -> str:
        """Rule, path, the line's text and how often that came before: the same when lines are added above."""
        key = (rule, path.removeprefix(self.below), " ".join(snippet.split()))
        self._seen[key] += 1
        text = "\0".join((*key, str(self._seen[key])))
        return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def _placed(source: Source, edit: Edit) -> PlacedEdit:
    place = source.place(edit.span)
    start, end = (len(source.line(line)[:column - 1].encode("utf-8", "replace")) + 1
                  for line, column in ((place.line, place.column), (place.end_line, place.end_column)))
    return PlacedEdit(place, edit.text, (start, end))
