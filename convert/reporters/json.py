"""The whole report as one JSON object, as `schemas/diagnostics.schema.json` says; for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..model.finding import SEVERITIES
from ..model.source import Place
from .manual import manual_of

if TYPE_CHECKING:
    from ..model.finding import Diagnostic, Fix, Report, Summary

VERSION = 1     # of this format; it changes when a program that reads it would have to
_SURROGATE = re.compile("[\ud800-\udfff]")


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The lines of the object; `color` and `width` are for people."""
    found = {"version": VERSION,
             "diagnostics": [encoded(diagnostic) for diagnostic in report.diagnostics],
             "summary": summed(report.summary)}
    yield from written(json.dumps(found, ensure_ascii=False, allow_nan=False, indent=2))


def written(text: str) -> list[str]:
    """JSON as lines: a lone surrogate cannot be written as UTF-8; other line separators may stand in strings."""
    return _SURROGATE.sub("\ufffd", text).split("\n")


def encoded(found: Diagnostic) -> dict[str, Any]:
    """A finding as the schema has it."""
    place = found.place
    return {"rule": found.rule, "severity": found.severity, "message": found.message, "help": found.help,
            "path": found.path,
            **_range(place),
            "subject": found.subject, "target": found.target,
            "fix": _fix(found, found.fix) if found.fix else None,
            "related": [{"message": other.message, **_range(other.place)} for other in found.related],
            "url": manual_of(found) or ("" if found.package else f"docs/rules/{found.rule}.md"),
            "fingerprint": found.fingerprint}


def _fix(found: Diagnostic, fix: Fix) -> dict[str, Any]:
    edits: list[dict[str, Any]] = [{"start": edit.span.start, "end": edit.span.end, "text": edit.text} for edit in fix.edits]
    for edit, placed in zip(edits, found.edits, strict=False):          # a loss, or a file without text, has no places
        edit["range"] = _range(placed.place)
    return {"title": fix.title, "safety": "safe" if fix.safe else "unsafe", "edits": edits, "rename": fix.rename or None}


def _range(place: Place) -> dict[str, Any]:
    return {"start": {"line": place.line, "column": place.column}, "end": {"line": place.end_line, "column": place.end_column}}


def summed(summary: Summary) -> dict[str, Any]:
    """A summary as the schema has it."""
    return {"files": summary.files,
            "severities": {severity: summary.severities.get(severity, 0) for severity in SEVERITIES},
            "rules": dict(sorted(summary.rules.items())),
            "fixable": summary.fixable, "hidden": summary.hidden, "seconds": summary.seconds,
            **({"external": summary.external._asdict()} if summary.external else {})}
