"""Reviewdog's diagnostics: one JSON object (github.com/reviewdog/reviewdog, `proto/rdf/reviewdog.proto`, DiagnosticResult).

Its columns count the bytes of UTF-8 in a line, beginning with 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .json import written
from .manual import manual_of

if TYPE_CHECKING:
    from ..model.finding import Diagnostic, PlacedEdit, Report

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The lines of the object."""
    result = {"source": {"name": "newsconv"}, "diagnostics": [_diagnostic(found) for found in report.diagnostics]}
    yield from written(json.dumps(result, ensure_ascii=False, indent=2))


def _diagnostic(found: Diagnostic) -> dict[str, Any]:
    place = found.place
    start = {"line": place.line, "column": _bytes_before(found.snippet, place.column)}
    end = {"line": place.end_line}
    if place.end_line == place.line:                         # of other lines the text is not known here
        end["column"] = _bytes_before(found.snippet, place.end_column)
    code = {"value": found.rule}
    if url := manual_of(found):
        code["url"] = url
    diagnostic: dict[str, Any] = {
        "message": f"{found.message}\n{found.help}" if found.help else found.message,
        "location": {"path": found.path, "range": {"start": start, "end": end}},
        "severity": _SEVERITIES[found.severity], "code": code}
    if len(found.edits) == 1:                                # of several suggestions each would have to do alone
        diagnostic["suggestions"] = [_suggestion(found.edits[0])]
    return diagnostic


def _suggestion(edit: PlacedEdit) -> dict[str, Any]:
    return {"range": {"start": {"line": edit.place.line, "column": edit.bytes[0]},
                      "end": {"line": edit.place.end_line, "column": edit.bytes[1]}}, "text": edit.text}


def _bytes_before(line: str, column: int) -> int:
    return len(line[:column - 1].encode("utf-8", "replace")) + 1
