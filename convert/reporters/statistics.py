"""How often each rule was broken, the commonest first; for people with many findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.cells import visible
from .terminal import COLOURS, closing, paint

if TYPE_CHECKING:
    from ..model.finding import Report


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """A line for each rule: how many findings, in how many files, how many of them can be fixed."""
    rules = Counter(found.rule for found in report.diagnostics)
    files = Counter(rule for rule, _ in {(found.rule, found.path) for found in report.diagnostics})
    fixable = Counter(found.rule for found in report.diagnostics if found.fix)
    severities = {found.rule: found.severity for found in report.diagnostics}
    room = len(f"{max(rules.values(), default=0):,}")
    for rule, count in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        shown = paint(f"{severities[rule]}[{visible(rule)}]", COLOURS[severities[rule]], color=color)
        fixes = f", {fixable[rule]:,} fixable" if fixable[rule] else ""
        yield f"{count:>{room},}  {shown} in {files[rule]:,} file{'s' if files[rule] > 1 else ''}{fixes}"
    yield closing(report.summary)
