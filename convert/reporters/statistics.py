"""How often each rule was broken, the commonest first; for people with many findings, and for dashboards."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..model.cells import visible
from .json import VERSION, summed, written
from .terminal import COLOURS, closing, paint

if TYPE_CHECKING:
    from ..model.finding import Report, Severity


class _Row(NamedTuple):
    """A rule: its findings, the files that they are in, and how many can be fixed."""

    rule: str
    severity: Severity
    findings: int
    files: int
    fixable: int


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """A line for each rule: how many findings, in how many files, how many of them can be fixed."""
    rows = _rows(report)
    room = len(f"{max((row.findings for row in rows), default=0):,}")
    for row in rows:
        shown = paint(f"{row.severity}[{visible(row.rule)}]", COLOURS[row.severity], color=color)
        fixes = f", {row.fixable:,} fixable" if row.fixable else ""
        yield f"{row.findings:>{room},}  {shown} in {row.files:,} file{'s' if row.files > 1 else ''}{fixes}"
    yield closing(report.summary)


def report_json(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The same as one JSON object: a list of rules, and the summary as the report `json` has it."""
    found = {"version": VERSION, "statistics": [row._asdict() for row in _rows(report)], "summary": summed(report.summary)}
    yield from written(json.dumps(found, ensure_ascii=False, allow_nan=False, indent=2))


def _rows(report: Report) -> list[_Row]:
    rules = Counter(found.rule for found in report.diagnostics)
    files = Counter(rule for rule, _ in {(found.rule, found.path) for found in report.diagnostics})
    fixable = Counter(found.rule for found in report.diagnostics if found.fix)
    severities = {found.rule: found.severity for found in report.diagnostics}
    return [_Row(rule, severities[rule], count, files[rule], fixable[rule])
            for rule, count in sorted(rules.items(), key=lambda item: (-item[1], item[0]))]
