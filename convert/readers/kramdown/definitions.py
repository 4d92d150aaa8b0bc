"""Definitions that show nothing where they stand: of links, footnotes and abbreviations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .code import INDENTED
from .document import LinkDefinition
from .nodes import Node
from .syntax import CODE, OPT, WHITE, WORD

if TYPE_CHECKING:
    from .blocks import Blocks

_FOOTNOTE = re.compile(rf"{OPT}\[\^({WORD})\]:([^\n]*\n{CODE})", re.A)
_ABBREVIATION = re.compile(rf"{OPT}\*\[([^\n]+?)\]:([^\n]*)\n")
_TITLE = r"""(?P<{0}>["'])(?P<{1}>[^\n]+)(?P={0})[ \t]*\n"""
_LINK = re.compile(
    rf"{OPT}\[([^\n\]]+)\]:[ \t]*+"
    r"""(?:<(?P<angled>[^\n]*?)>(?=[ \t]*\n|[ \t]+["'])|(?P<plain>(?=\S)(?:(?![ \t]+(?:["']|\n))[^\n])++))"""
    rf"(?:[ \t]+{_TITLE.format('q', 'title')}|[ \t]*\n[ \t]*{_TITLE.format('r', 'below')}|[ \t]*\n)", re.A)


def link_id(text: str) -> str:
    """The name of a link definition: white space and case tell no difference."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).lower()


def link_definition(blocks: Blocks) -> bool:
    """`[id]: url "title"`, the title perhaps in the next line; of equal names the last one holds."""
    match = _LINK.match(blocks.text, blocks.pos)
    if not match:
        return False
    url = match["plain"] if match["angled"] is None else match["angled"]
    blocks.pos = match.end()
    place = blocks.add(Node("eob", "link_def"))
    blocks.doc.links[link_id(match[1])] = LinkDefinition(url, match["title"] or match["below"], place)
    return True


def footnote(blocks: Blocks) -> bool:
    """`[^name]: text`, with the indented lines that follow."""
    match = _FOOTNOTE.match(blocks.text, blocks.pos)
    if not match:
        return False
    blocks.pos = match.end()
    note = Node("footnote_def")
    blocks.within(note, INDENTED.sub("", match[2]))
    blocks.add(Node("eob", "footnote_def"))
    blocks.doc.notes[match[1]] = note
    return True


def abbreviation(blocks: Blocks) -> bool:
    """`*[name]: text`."""
    match = _ABBREVIATION.match(blocks.text, blocks.pos)
    if not match:
        return False
    blocks.pos = match.end()
    place = blocks.add(Node("eob", "abbrev_def"))
    blocks.doc.abbreviations[match[1]] = match[2].strip(WHITE), place
    return True
