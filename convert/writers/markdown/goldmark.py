"""What Goldmark, which is Hugo's, reads otherwise than GFM: definition lists, boxes of tasks without a blank behind them,
bare `www.` addresses as links to https, and backslashes that do not count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import escapes, targets
from .emphasis import DEL, DEL_END

if TYPE_CHECKING:
    from .grammar import Sheet

_WWW = re.compile(r"(?<!\\)\bwww\.", re.I)
_TILDE_BEFORE_MARK = re.compile(rf"\\~(?=[{DEL}{DEL_END}])")
_BACKSLASH_BEFORE_BREAK = re.compile(r"\\\\(?=\\\n)")
_REFERENCE = re.compile(r"&(?=#?\w+;)")
_DEFINITION_OR_BOX = re.compile(r":[ \t]|\[[ xX]\]").match


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


def settled(marked: str, _sheet: Sheet) -> str:
    """A text without what would undo a mark though a backslash is before it: a tilde in front of one of deletion, a
    backslash in front of a break.
    """
    return _BACKSLASH_BEFORE_BREAK.sub("&#92;", _TILDE_BEFORE_MARK.sub("&#126;", marked))


def target(url: str) -> str:
    """A link's target, in which no backslash keeps a reference from being one."""
    return targets.target(_REFERENCE.sub("&amp;", url)).replace("\\&amp;", "&amp;")


def line_start(line: str) -> str:
    """A line with a backslash where a block would begin."""
    return f"\\{line}" if _DEFINITION_OR_BOX(line) else escapes.line_start(line)
