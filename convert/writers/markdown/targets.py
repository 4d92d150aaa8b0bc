"""The pieces of a text that Markdown keeps verbatim: code, and the targets and titles of links (CommonMark 0.31.2)."""

from __future__ import annotations

import re

from ...model.body import squeezed

AUTOLINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x20]*\Z").match
PLAIN_TARGET = re.compile("[^\\s<>()\\\\&\x00-\x20\U00100000-\U0010fffd]+\\Z").match     # no template island either
_NEEDS_BRACKETS = re.compile(r"[\s<>\x00-\x20]")
_ENTITY_IN_TARGET = re.compile(r"&(?=#?\w+;)|\\(?=[!-/:-@\[-`{-~])")
_BACKTICKS = re.compile("`+")
_BREAKS_TITLE = re.compile(r"[\t\r\f]|\n(?![^\W\d]|\Z)").search       # a blank line, or one that might begin a block


def code_span(code: str) -> str:
    """A code span (6.1) of any content: fenced by the fewest backticks that it does not hold in a row."""
    taken = set(map(len, _BACKTICKS.findall(code)))
    fence = "`" * next(length for length in range(1, len(taken) + 2) if length not in taken)
    pad = " " if code[0] == "`" or code[-1] == "`" or (code[0] == code[-1] == " " and code.strip()) else ""
    return f"{fence}{pad}{code}{pad}{fence}"


def target(url: str) -> str:
    """A link's target (6.3), in angle brackets where it needs them."""
    if PLAIN_TARGET(url):
        return url
    url = _ENTITY_IN_TARGET.sub(r"\\\g<0>", url.replace("\n", "%0A").replace("\r", "%0D"))
    if url and not _NEEDS_BRACKETS.search(url) and is_balanced(url):
        return url
    return "<" + url.replace("<", "\\<").replace(">", "\\>") + ">"


def is_balanced(url: str) -> bool:
    """Each bracket in a target has its counterpart, and it does not begin with a pointed one."""
    depth = 0
    for character in url:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0 and not url.startswith("<")


def title(written: str) -> str:
    """A title between its quotes (6.3), behind a blank; line ends stay where they can."""
    escaped = re.sub(r"[\"\\]|&(?=#?\w+;)", r"\\\g<0>", squeezed(written) if _BREAKS_TITLE(written) else written)
    return f' "{escaped}"'
