"""Issues of Azure Pipelines: logging commands, one a line (learn.microsoft.com, “Logging commands”, `task.logissue`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .terminal import closing

if TYPE_CHECKING:
    from ..model.finding import Report

_IN_DATA = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"})


def report(report: Report, *, color: bool, width: int) -> Iterator[str]:
    """A command for each finding, then the closing line; what is only information is a warning, for there is no third kind."""
    for found in report.diagnostics:
        kind = "error" if found.severity == "error" else "warning"
        path, code = found.path.translate(_IN_PROPERTY), found.rule.translate(_IN_PROPERTY)
        message = found.message + (f" ({found.help})" if found.help else "")
        yield (f"##vso[task.logissue type={kind};sourcepath={path};linenumber={found.place.line};"
               f"columnnumber={found.place.column};code={code};]{message.translate(_IN_DATA)}")
    yield closing(report.summary)
