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
    from ..model.finding import Diagnostic, Report

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The lines of a log with one run."""
    from .. import __version__
    rules = sorted({found.rule for found in report.diagnostics})
    driver = {"name": "newsconv", "version": __version__, "semanticVersion": __version__,
              "rules": [_rule(name, report.manuals.get(name, "")) for name in rules]}
    index = {name: number for number, name in enumerate(rules)}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints",
           "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "where newsconv was run"}}},
           "results": [_result(found, index[found.rule]) for found in report.diagnostics]}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield from written(json.dumps(log, ensure_ascii=False, indent=2))


def _rule(name: str, manual: str) -> dict[str, Any]:
    """What a rule is (3.49, reportingDescriptor): the first sentence of its manual, and all of it."""
    summary = next((part for part in manual.split("\n\n")[2:3]), name)
    rule: dict[str, Any] = {"id": name, "shortDescription": {"text": summary}, "help": {"text": manual or name, "markdown": manual or name}}
    if url := manual_of(name):
        rule["helpUri"] = url
    return rule


def _result(found: Diagnostic, index: int) -> dict[str, Any]:
    place = found.place
    region = {"startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column}
    location = {"artifactLocation": {"uri": quote(os.fsencode(found.path), safe="/"), "uriBaseId": "%SRCROOT%"}, "region": region}
    return {"ruleId": found.rule, "ruleIndex": index, "level": _LEVELS[found.severity],
            "message": {"text": f"{found.message}\n{found.help}" if found.help else found.message},
            "locations": [{"physicalLocation": location}],
            "partialFingerprints": {"newsconv/v1": found.fingerprint}}
