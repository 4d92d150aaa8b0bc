"""What Markdown has no words for, as clean HTML (CommonMark 0.31.2, 4.6 and 6.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...model.body import ATTRIBUTES, VOCABULARY, runs, squeezed
from ..html import serialized

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .grammar import Sheet

# Elements that Markdown has no words for; inside their tags, Markdown goes on.
RAW = frozenset({"u", "ins", "mark", "sub", "sup", "small", "q", "cite", "abbr", "dfn", "kbd", "samp", "var", "time",
                 "data", "ruby", "rt", "rp", "bdi", "bdo"})
# What shows something from elsewhere, and what says from where.
EMBEDDED = frozenset({"audio", "video", "iframe", "object", "embed", "picture", "source", "track"})
# Attributes that say something to the reader, or to those who link there; not the looks.
_SAYING = ("id", "title", "lang", "dir", "datetime", "cite", "value")
_GROUPING = ("id", "class", "title", "lang", "dir", "open")
_EMPHASIS = frozenset({"strong", "em", "del"})
_BLANK_LINES = re.compile(r"\n[ \t\n]*\n")
_PRE = re.compile(r"<pre\b[^>]*>.*?</pre>", re.S)
_EMPTY_LINE = re.compile(r"\n(?=[ \t]*\n)")


def tag_of(element: _Element) -> str:
    """The name of an element."""
    return str(element.tag)


def attributes_of(element: _Element, names: Iterable[str] | None = None) -> str:
    """Attributes as they stand in a tag, a blank before each: those named, or those that say something."""
    if names is None:
        names = _SAYING if element.tag in VOCABULARY - EMBEDDED else element.keys()
    return "".join(f' {name}="{_quoted(value)}"' for name in names if (value := element.get(name)) is not None)


def _quoted(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace("\n", "&#10;")


def embedded(element: _Element) -> str:
    """An element on one line, with all that it holds."""
    return squeezed(serialized(element))


def block(element: _Element) -> str:
    """A block as HTML without the blank lines that would end it (4.6); those of preformatted text are written as
    references.
    """
    html = serialized(element)
    if element.tag == "pre" or "\n" not in html:
        return html
    if "<pre" in html:
        html = _PRE.sub(lambda match: _EMPTY_LINE.sub("&#10;", match[0]), html)
    return _BLANK_LINES.sub("\n", html)


def is_set_apart(element: _Element, sheet: Sheet) -> bool:
    """An element that only groups is kept when it says whom it is for, or its tag stands on a line of its own."""
    if not sheet.raw_html or sheet.is_page:
        return False
    return any(element.get(name) is not None for name in _GROUPING) or (element.text or "").lstrip(" \t\r")[:1] == "\n"


def is_block_alone(element: _Element, sheet: Sheet) -> bool:
    """An inline element whose tag stands on a line of its own: a block of HTML (4.6, condition 7), but for emphasis."""
    return sheet.raw_html and not sheet.grammar.is_kramdown and element.tag not in _EMPHASIS \
        and (element.text or "").lstrip(" \t\r")[:1] == "\n" and is_one_line(element)


def may_be_template(code: str) -> bool:
    """A code would be run by a template engine; references in HTML keep it from that, in Markdown nothing does."""
    return "{{" in code or "{%" in code


def start_tag(element: _Element, sheet: Sheet) -> str:
    """The start tag of an element that groups blocks."""
    names = dict.fromkeys((*_GROUPING, *ATTRIBUTES.get(str(element.tag), ()))) if element.tag in VOCABULARY else element.keys()
    return f"<{tag_of(element)}{attributes_of(element, names)}{sheet.grammar.inside}>"


def is_one_line(element: _Element) -> bool:
    """All that an element holds is one run of text without breaks."""
    held = list(runs(element))
    return not held or (len(held) == 1 and isinstance(held[0], tuple) and element.find(".//br") is None)
