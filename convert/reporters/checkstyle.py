"""Checkstyle's XML (checkstyle.org, `XMLLogger`), which many review tools read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from .junit import attribute

if TYPE_CHECKING:
    from ..model.finding import Report


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """The lines of the document."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<checkstyle version="4.3">'
    for path, group in groupby(report.diagnostics, lambda found: found.path):
        yield f"<file name={attribute(path)}>"
        for found in group:
            message = found.message + (f" ({found.help})" if found.help else "")
            yield (f'<error line="{found.place.line}" column="{found.place.column}" severity={attribute(found.severity)}'
                   f" message={attribute(message)} source={attribute(f'newsconv.{found.rule}')}/>")
        yield "</file>"
    yield "</checkstyle>"
