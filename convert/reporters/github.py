"""Annotations of GitHub Actions: workflow commands, one a line (docs.github.com, “Workflow commands”)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .terminal import closing

if TYPE_CHECKING:
    from ..model.finding import Report

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """A command for each finding, then the closing line; help stands below the message."""
    for found in report.diagnostics:
        place = found.place
        where = {"file": found.path, "line": str(place.line), "col": str(place.column), "endLine": str(place.end_line)}
        if place.end_line == place.line:                     # columns are only taken of one line
            where["endColumn"] = str(place.end_column)
        where["title"] = found.rule
        properties = ",".join(f"{name}={value.translate(_IN_PROPERTY)}" for name, value in where.items())
        message = found.message + (f"\n{found.help}" if found.help else "")
        yield f"::{_LEVELS[found.severity]} {properties}::{message.translate(_IN_DATA)}"
    yield closing(report.summary)
