"""Fixes put to a text: all that can be made at once, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .finding import Edit, Finding, Fix
from .source import Source, Span


def applied(text: str, fixes: Iterable[Fix]) -> tuple[str, list[Fix]]:
    """A text with fixes made, and which of them were: the first of those that touch the same place; a fix is made whole
    or not at all. Those that are left may be made of the text that comes out.
    """
    made, edits = list[Fix](), list[Edit]()
    for fix in fixes:
        if fix.edits and not any(_touch(edit, other) for edit in fix.edits for other in edits):
            made.append(fix)
            edits += fix.edits
    return edited(text, edits), made


def edited(text: str, edits: Sequence[Edit]) -> str:
    """A text with edits made; their spans are those of the text as it was."""
    pieces, at = list[str](), 0
    for span, new in sorted(set(edits)):
        pieces += text[at:span.start], new
        at = span.end
    return "".join([*pieces, text[at:]])


def _touch(edit: Edit, other: Edit) -> bool:
    """Two edits cannot both be made: they change the same text, or put something into the same place."""
    return edit.span.start <= other.span.end and other.span.start <= edit.span.end and (
        edit.span == other.span or (edit.span.start < other.span.end and other.span.start < edit.span.end)
        or edit.span.start == edit.span.end == other.span.start or other.span.start == other.span.end == edit.span.start)


def settled(finding: Finding, source: Source, span: Span) -> Finding:
    """A finding whose fix, where it gives a target, has that as an edit; none where something else than its subject stands
    there, such as template tags.
    """
    fix = finding.fix
    if fix is None or not fix.target:
        return finding
    is_there = source.slice(span) == finding.subject
    return finding._replace(fix=fix._replace(edits=(Edit(span, fix.target),)) if is_there else None)
