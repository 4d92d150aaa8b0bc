"""SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): for code scanning, editors and dashboards."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .json import written
from .manual import manual_of

if TYPE_CHECKING:
    from ..model.finding import Diagnostic, Fix, Report
    from ..model.source import Place

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The lines of a log with one run."""
    from .. import __version__
    rules = {found.rule: found for found in sorted(report.diagnostics, key=lambda found: found.rule)}
    driver = {"name": "newsconv", "version": __version__, "semanticVersion": __version__,
              "rules": [_rule(found, report.manuals.get(name, "")) for name, found in rules.items()]}
    index = {name: number for number, name in enumerate(rules)}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints",
           "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "where newsconv was run"}}},
           "results": [_result(found, index[found.rule]) for found in report.diagnostics]}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield from written(json.dumps(log, ensure_ascii=False, indent=2))


def _rule(found: Diagnostic, manual: str) -> dict[str, Any]:
    """What the rule of a finding is (3.49, reportingDescriptor): the first sentence of its manual, and all of it."""
    name = found.rule
    summary = next((part for part in manual.split("\n\n")[2:3]), name)
    rule: dict[str, Any] = {"id": name, "shortDescription": {"text": summary}, "help": {"text": manual or name, "markdown": manual or name}}
    if url := manual_of(found):
        rule["helpUri"] = url
    return rule


def _result(found: Diagnostic, index: int) -> dict[str, Any]:
    result = {"ruleId": found.rule, "ruleIndex": index, "level": _LEVELS[found.severity],
              "message": {"text": f"{found.message}\n{found.help}" if found.help else found.message},
              "locations": [_location(found, found.place)],
              "partialFingerprints": {"newsconv/v1": found.fingerprint}}
    if found.related:
        result["relatedLocations"] = [{**_location(found, other.place), "message": {"text": other.message}} for other in found.related]
    if found.fix and found.edits:                            # another name for a file cannot be said (3.55)
        result["fixes"] = [_fix(found, found.fix)]
    return result


def _fix(found: Diagnostic, fix: Fix) -> dict[str, Any]:
    """How to mend it (3.55); whether that is safe is not foreseen, and stands among the properties."""
    replacements = [{"deletedRegion": _region(edit.place), "insertedContent": {"text": edit.text}} for edit in found.edits]
    return {"description": {"text": fix.title}, "properties": {"safety": "safe" if fix.safe else "unsafe"},
            "artifactChanges": [{"artifactLocation": _artifact(found), "replacements": replacements}]}


def _location(found: Diagnostic, place: Place) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(found), "region": _region(place)}}


def _artifact(found: Diagnostic) -> dict[str, Any]:
    return {"uri": quote(os.fsencode(found.path), safe="/"), "uriBaseId": "%SRCROOT%"}


def _region(place: Place) -> dict[str, Any]:
    """Lines and columns, the end exclusive (3.30.6, 3.30.8)."""
    return {"startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column}
