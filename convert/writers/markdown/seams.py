"""Where Markdown that stays as it was written meets what is written beside it."""

from __future__ import annotations

import re

from ...model.flavor import Flavor

# What keeps two lists apart, or a list and code: a comment, which no reader sees (CommonMark 0.31.2, 5.3), or in kramdown
# a mark for it ("Block Boundaries", "EOB Marker").
SEPARATORS: dict[Flavor, str] = {"commonmark": "<!-- -->", "gfm": "<!-- -->", "goldmark": "<!-- -->", "kramdown": "^"}

_LINE = re.compile(r"[^\r\n]*")
_MARKER = r"[ ]{0,3}(?:([-*+])|\d{1,9}([.)]))(?:[ \t]|$)"
_RULE = re.compile(r"[ ]{0,3}([-*_])[ \t]*+(?:\1[ \t]*+){2,}$", re.M)
_ITEM = re.compile(_MARKER, re.M)
_ITEMS = re.compile(f"^{_MARKER}", re.M)
_TAKES_INDENTED = re.compile(rf"^(?:{_MARKER}|[ ]{{0,3}}:[ \t]|[ ]{{0,3}}\[\^)|\A(?:[ ]{{4}}|\t)", re.M)
_UNINDENTED = re.compile(r"\n[ \t]*\n(?=[^ \t\n])")

_DEFINITION = re.compile(r"^[ \t>*+\d.)-]*\[(?:[^\[\]\\\n]|\\.)++\]:", re.M)


def defines(text: str) -> bool:
    """A Markdown text may define what brackets elsewhere name: the targets of links, notes."""
    return "]:" in text and _DEFINITION.search(text) is not None


def trimmed(text: str) -> str:
    """A text as it was written, without the blank lines around it, LF at the ends of its lines."""
    inner = text.lstrip(" \t\r\n")
    start = len(text) - len(inner)
    start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    end = _LINE.match(text, len(text.rstrip(" \t\r\n"))).end()  # type: ignore[union-attr]
    return with_plain_ends(text[start:end]) if inner else ""


def with_plain_ends(text: str) -> str:
    """A text with LF at the ends of its lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def would_join(before: str, after: str, flavor: Flavor) -> bool:
    """A block would be read as a part of the one before it, though a blank line stands between them: an item as one
    more of a list, and what is indented as the content of an item, or as more code.
    """
    if after[:1] in (" ", "\t") and not _ITEM.match(after):
        return _TAKES_INDENTED.search(_last(before)) is not None
    item = None if _RULE.match(after) else _ITEM.match(after)
    if not item:
        return False
    kinds = {_kind(match, flavor) for match in _ITEMS.finditer(_last(before))}
    return _kind(item, flavor) in kinds or (after[0] in " \t" and bool(kinds))


def _kind(item: re.Match[str], flavor: Flavor) -> str:
    """What tells a list from another: its marker, or in kramdown whether it has numbers."""
    if flavor == "kramdown":
        return "-" if item[1] else "1"
    return item[1] or item[2]


def _last(text: str) -> str:
    """The lines of a text from the last that stands behind a blank line and is not indented."""
    start = 0
    for match in _UNINDENTED.finditer(text):
        start = match.end()
    return text[start:]
