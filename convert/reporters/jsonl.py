"""One finding a line, each a JSON object like those of the report `json`; for programs that read while we write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .json import encoded

if TYPE_CHECKING:
    from ..model.finding import Report

_LINE_END = re.compile("[\x85\u2028\u2029]")          # what some programs take for the end of a line


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """A line for each finding; none when there is none."""
    for found in report.diagnostics:
        line = json.dumps(encoded(found), ensure_ascii=False, separators=(",", ":"))
        yield _LINE_END.sub(lambda end: f"\\u{ord(end[0]):04x}", line)
