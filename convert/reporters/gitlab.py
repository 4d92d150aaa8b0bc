"""GitLab's Code Quality report: one JSON list (docs.gitlab.com, “Code Quality”, “Code Quality report format”)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .json import written

if TYPE_CHECKING:
    from ..model.finding import Diagnostic, Report

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The lines of the list."""
    yield from written(json.dumps([_issue(found) for found in report.diagnostics], ensure_ascii=False, indent=2))


def _issue(found: Diagnostic) -> dict[str, Any]:
    place = found.place
    return {"description": f"{found.message}: {found.help}" if found.help else found.message, "check_name": found.rule,
            "fingerprint": found.fingerprint, "severity": _SEVERITIES[found.severity],
            "location": {"path": found.path, "positions": {"begin": {"line": place.line, "column": place.column},
                                                           "end": {"line": place.end_line, "column": place.end_column}}}}
