"""A summary in Markdown: for a step of GitHub Actions, a comment, a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.cells import visible
from .terminal import closing

if TYPE_CHECKING:
    from ..model.finding import Report

_MEANT = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_MOST = 500               # rows: a step's summary may have 1 MiB


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The lines: the counts, how often each rule was broken, and the findings in a table, up to 500 of them."""
    yield f"**{closing(report.summary)}**"
    if not report.diagnostics:
        return
    yield from ("", "| Rule | Findings |", "| --- | ---: |")
    for rule, count in sorted(report.summary.rules.items(), key=lambda item: (-item[1], item[0])):
        yield f"| `{rule}` | {count:,} |"
    yield from ("", "| Place | Severity | Rule | Message |", "| --- | --- | --- | --- |")
    for found in report.diagnostics[:_MOST]:
        place = _plain(f"{found.path}:{found.place.line}:{found.place.column}")
        yield f"| {place} | {found.severity} | `{found.rule}` | {_plain(found.message)} |"
    if (more := len(report.diagnostics) - _MOST) > 0:
        yield f"| … | | | {more:,} more |"


def _plain(text: str) -> str:
    """Text that stands in a cell as it is."""
    return _MEANT.sub(r"\\\1", visible(text))
