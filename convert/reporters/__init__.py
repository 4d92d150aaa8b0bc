"""Reporters: a run's diagnostics → text. One file each, found by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from ..registry import Registry

if TYPE_CHECKING:
    from ..model.finding import Report

REPORTERS = Registry("reporter", {
    **{name: f"convert.reporters.{name}:report" for name in (
        "full", "concise", "grouped", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "azure", "rdjson", "markdown",
        "statistics")},
    "statistics-json": "convert.reporters.statistics:report_json"})


class Reporter(Protocol):
    """Writes a report, line by line (without line ends), coloured for a terminal of `width` cells when asked."""

    def __call__(self, report: Report, *, color: bool, width: int) -> Iterator[str]:
        """The lines of the report."""
