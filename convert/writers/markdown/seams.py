"""Where Markdown that stays as it was written meets what is written beside it."""

from __future__ import annotations

import re

from ...model.flavor import Flavor

# What keeps two lists apart, or a list and code: a comment, which no reader sees (CommonMark 0.31.2, 5.3), or in kramdown
# a mark for it ("Block Boundaries", "EOB Marker").
SEPARATORS: dict[Flavor, str] = {"commonmark": "<!-- -->", "gfm": "<!-- -->", "goldmark": "<!-- -->", "kramdown": "^"}

_LINE = re.compile(r"[^\r\n]*")
_MARKER = r"(?:([-*+])|\d{1,9}([.)]))(?:[ \t]|$)"
_RULE = re.compile(r"[ ]{0,3}([-*_])[ \t]*+(?:\1[ \t]*+){2,}$", re.M)
_ITEM = re.compile(f" {{0,3}}{_MARKER}", re.M)
_ITEMS = re.compile(f"^ {{0,2}}{_MARKER}", re.M)           # with more before it, the item of an item
_TAKES_INDENTED = re.compile(rf"^ {{0,3}}(?:{_MARKER}|:[ \t]|\[\^)", re.M)
_UNINDENTED = re.compile(r"\n[ \t]*\n(?=[^ \t\n])")

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_DEFINITION = re.compile(r"[ \t>*+\d.)-]*\[(?:[^\[\]\\\n]|\\.)++\]:")


def defines(text: str) -> bool:
    """A Markdown text may define what brackets elsewhere name: the targets of links, notes."""
    if "]:" not in text:
        return False
    fence = ""
    for line in text.split("\n"):
        if (mark := _FENCE.match(line)) and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and _DEFINITION.match(line):
            return True
    return False


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
    is_indented = after[:1] in (" ", "\t")
    item = None if _RULE.match(after) else _ITEM.match(after)
    if (not is_indented and not item) or (flavor == "kramdown" and before.endswith("\n^")):
        return False
    last = _last(before)
    if is_indented and (_TAKES_INDENTED.search(last) or before[before.rfind("\n") + 1:].startswith(("    ", "\t"))):
        return True
    return item is not None and _kind(item, flavor) in {_kind(match, flavor) for match in _ITEMS.finditer(last)}


def _kind(item: re.Match[str], flavor: Flavor) -> str:
    """What tells a list from another: its marker, in kramdown whether it has numbers."""
    return "-" if item[1] and flavor == "kramdown" else item[1] or item[2]


def _last(text: str) -> str:
    """The end of a text from the last line that stands behind a blank one and is not indented."""
    start = 0
    for match in _UNINDENTED.finditer(text):
        start = match.end()
    return text[start:]
