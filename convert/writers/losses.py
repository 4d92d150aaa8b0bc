"""What a conversion leaves out, said as findings: nothing is lost in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.finding import Finding, Span

if TYPE_CHECKING:
    from ..model.document import Document

_KINDS = {
    "script": ("loss-script", "a script is left out", "scripts do not travel; put what it shows into the text"),
    "hidden": ("loss-hidden", "text that browsers do not show is left out", "remove `display: none` to keep it"),
    "unsafe-url": ("loss-unsafe-url", "a link that runs code is left out, its text stays", "link to a page instead"),
    "attribute": ("loss-attribute", "an attribute that does something is left out", "say it in the text"),
}
_SHOWN = 60


def losses_of(document: Document, writer: str) -> tuple[Finding, ...]:
    """One finding for each thing that the body of a document no longer holds, at the start of the body."""
    at = Span(document.body_start, document.body_start)
    found = []
    for kind, detail in document.removed:
        rule, message, help_ = _KINDS[kind]
        shown = detail if len(detail) <= _SHOWN else detail[:_SHOWN] + "…"
        found.append(Finding(f"{message}: “{shown}”" if shown else message, at, help_, detail, rule=rule))
    return tuple(found)
