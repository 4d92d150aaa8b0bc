"""Code blocks: indented ones, and those between fences."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .nodes import Node
from .syntax import BLANK, CODE, INDENT, OPT

if TYPE_CHECKING:
    from .blocks import Blocks

_CODE = re.compile(CODE, re.A)
_LAZY_LINE = re.compile(r"\n( {0,3}\S)", re.A)
INDENTED = re.compile(f"^{INDENT}", re.M)
_FENCE = re.compile(r" {0,3}([~`]{3,})")
_PLAIN_FENCE = re.compile(r"(~{3,})")
_LANGUAGE = re.compile(r"[ \t\r\f\v]*(?:(\S+?)(?:\?\S*)?)?[ \t\r\f\v]*\n", re.A)


def indented_code(blocks: Blocks) -> bool:
    """Lines behind four blanks or a tab, and the lines that continue them."""
    match = _CODE.match(blocks.text, blocks.pos)
    if not match or match.end() == blocks.pos:
        return False
    blocks.pos = match.end()
    blocks.add(Node("codeblock", INDENTED.sub("", _LAZY_LINE.sub(r" \1", match[0]))))
    return True


@lru_cache(32)
def _closing(fence: str, margin: str) -> re.Pattern[str]:
    return re.compile(rf"^{margin}{re.escape(fence)}{re.escape(fence[-1])}*+{BLANK}", re.M)


def fenced_code(blocks: Blocks) -> bool:
    """Lines between fences; a fence without its end is text.

    Where none is as long as the opening one, a shorter one may close: what is left over belongs to the language.
    """
    gfm = blocks.doc.is_gfm
    opening = (_FENCE if gfm else _PLAIN_FENCE).match(blocks.text, blocks.pos)
    if not opening:
        return False
    margin, marks = OPT if gfm else "", opening[1]
    for length in range(len(marks), 2, -1):
        fence = marks[:length]
        if len(fence) > 3 and not blocks.doc.search(_closing(fence[:3], margin), blocks.text, opening.end()):
            return False
        language = _LANGUAGE.match(blocks.text, opening.start(1) + length)
        if not language:
            continue
        closing = blocks.doc.search(_closing(fence, margin), blocks.text, language.end())
        if closing:
            block = blocks.add(Node("codeblock", blocks.text[language.end():closing.start()]))
            if language[1]:
                block.attr["class"] = f"language-{language[1]}"
            blocks.pos = closing.end()
            return True
        if length < len(marks) - 16:
            break
    return False
