"""One line per finding, `path:line:column: severity[rule] message`, as editors and `grep` like it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.cells import visible
from .terminal import COLOURS, closing, paint

if TYPE_CHECKING:
    from ..model.finding import Report


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The lines of the report; they are as long as their messages, whatever the `width`."""
    for found in report.diagnostics:
        rule = paint(f"{found.severity}[{visible(found.rule)}]", COLOURS[found.severity], color=color)
        yield f"{visible(found.path)}:{found.place.line}:{found.place.column}: {rule} {visible(found.message)}"
    yield closing(report.summary)
