"""Fixes put to a text: all that can be made at once, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .finding import Edit, Finding, Fix
from .source import Source, Span

_LOOK_BACK = 9
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_BEFORE_TARGET = re.compile(r"""(?:=\s*["']?|\]\(\s*<?|\]:\s*<?)\Z""")


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


def diff(path: str, before: str, after: str) -> str:
    """What two texts of a file differ in, as `diff -u` shows it; empty when they do not."""
    from difflib import unified_diff
    old, new = (text.splitlines(keepends=True) for text in (before, after))
    lines = unified_diff(old, new, path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


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
    edits = retargeted(source, span, fix.target) if source.slice(span) == finding.subject else ()
    return finding._replace(fix=fix._replace(edits=edits) if edits else None)


def retargeted(source: Source, span: Span, target: str) -> tuple[Edit, ...]:
    """What puts a target into the place of another, in an attribute or a link of Markdown; nothing where the target stands as
    text, in an autolink.
    """
    before = source.text[max(0, span.start - _LOOK_BACK):span.start]
    if span.start == span.end or not _BEFORE_TARGET.search(before):
        return ()
    is_attribute = before[-1] in "\"'="
    return (Edit(span, target.replace('"', "&quot;").replace("'", "&#39;") if is_attribute else target),)


def element_at(source: Source, tag: Span, name: str) -> Span | None:
    """From the start tag of an element to its end tag; None where that is not written."""
    depth, text = 0, source.text
    if not text.startswith(f"<{name}", tag.start):
        return None
    for match in re.finditer(rf"<(/?){re.escape(name)}(?=[\s/>])[^>]*>", text[tag.start:], re.I):
        depth += -1 if match[1] else 1
        if depth == 0:
            return Span(tag.start, tag.start + match.end())
    return None


def unlinking(source: Source, span: Span) -> Fix | None:
    """What takes a link away and leaves its text, where both its ends are plain to see; `span` is that of the Markdown, or of the tag."""
    if markdown := _MARKDOWN_LINK.fullmatch(source.slice(span)):
        return Fix("take the link away", (Edit(span, markdown[1]),))
    whole = element_at(source, span, "a")
    if whole is None:
        return None
    end = source.text.rindex("<", span.end, whole.end)
    return Fix("take the link away", (Edit(span, ""), Edit(Span(end, whole.end), "")))
