"""JUnit's XML, as Jenkins and most others read it: a suite for each file, a failed case for each finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from .terminal import counted

if TYPE_CHECKING:
    from ..model.finding import Report

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")          # XML 1.0, 2.2


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The lines of the document; a run without findings has one case that passed, for some readers take none for a fault."""
    failures = len(report.diagnostics)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="newsconv" tests="{max(1, failures)}" failures="{failures}" errors="0">'
    for path, group in groupby(report.diagnostics, lambda found: found.path):
        findings = list(group)
        name = attribute(path)
        yield f'<testsuite name={name} tests="{len(findings)}" failures="{len(findings)}" errors="0" skipped="0">'
        for found in findings:
            place = f"{found.place.line}:{found.place.column}"
            yield f'<testcase classname={name} name={attribute(f"{found.rule} {place}")} file={name} line="{found.place.line}">'
            text = f"{found.path}:{place}: {found.message}" + (f"\n{found.help}" if found.help else "")
            yield f'<failure type={attribute(found.severity)} message={attribute(found.message)}>{escape(_NOT_XML.sub("�", text))}</failure>'
            yield "</testcase>"
        yield "</testsuite>"
    if not failures:
        yield '<testsuite name="newsconv" tests="1" failures="0" errors="0" skipped="0">'
        yield f'<testcase classname="newsconv" name={attribute(counted(report.summary.files, "file"))}/>'
        yield "</testsuite>"
    yield "</testsuites>"


def attribute(text: str) -> str:
    """A value in its quotes; for characters that no XML may hold, U+FFFD."""
    return quoteattr(_NOT_XML.sub("\ufffd", text), {'"': "&quot;", "\n": "&#10;"})
