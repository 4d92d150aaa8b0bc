"""Findings under the file that they are in, one line each; for people with many findings in few files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from ..model.cells import visible
from .terminal import BOLD, COLOURS, closing, paint

if TYPE_CHECKING:
    from ..model.finding import Report


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The lines of the report; places are set right, under each other."""
    for path, group in groupby(report.diagnostics, lambda found: found.path):
        findings = list(group)
        yield paint(visible(path), BOLD, color=color)
        places = [f"{found.place.line}:{found.place.column}" for found in findings]
        room = max(map(len, places))
        for place, found in zip(places, findings, strict=True):
            rule = paint(f"{found.severity}[{visible(found.rule)}]", COLOURS[found.severity], color=color)
            yield f"  {place:>{room}}  {rule} {visible(found.message)}"
        yield ""
    yield closing(report.summary)
