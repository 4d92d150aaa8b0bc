"""What Goldmark, which is Hugo's, reads beyond GFM: definition lists, and bare `www.` addresses as links to https."""

from __future__ import annotations

import re

from . import escapes

_WWW = re.compile(r"(?<!\\)\bwww\.", re.I)
_DEFINITION = re.compile(r":[ \t]").match


def text(written: str) -> str:
    """A text node with backslashes where inline markup, or a link to `https://www…`, would begin."""
    escaped = escapes.text(written)
    return _WWW.sub(_unlinked, escaped) if "www." in escaped else escaped


def link_text(written: str) -> str:
    """The same where brackets end the text."""
    escaped = escapes.link_text(written)
    return _WWW.sub(_unlinked, escaped) if "www." in escaped else escaped


def _unlinked(match: re.Match[str]) -> str:
    return f"{match[0][:-1]}\\."


def line_start(line: str) -> str:
    """A line with a backslash where a block would begin."""
    return f"\\{line}" if _DEFINITION(line) else escapes.line_start(line)
