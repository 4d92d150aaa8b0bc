"""Elements and attributes are used that HTML does not have any more.

Browsers still show them; validators, books and converters take them out, and what they said of the looks goes with them. The words
are counted by name, and shown where each stands first.

Bad::

    ---
    title: Moorings
    ---
    <center><p align="center">Twelve are free.</p></center>
    <p>See <strike>the old</strike> <font color="red">list</font>, <strike>or not</strike>.</p>

Reports::

    4:1 <center> is no element of HTML any more
    4:12 `align` is no attribute of <p> any more
    5:8 <strike> is no element of HTML any more; it stands here 2 times
    5:33 <font> is no element of HTML any more

Help::

    write `<div style="text-align: center">`

Fixed::

    ---
    title: Moorings
    ---
    <div style="text-align: center"><p align="center">Twelve are free.</p></div>
    <p>See <s>the old</s> <font color="red">list</font>, <s>or not</s>.</p>

Good::

    ---
    title: Moorings
    ---
    <div style="text-align: center">Twelve <s>are</s> free.</div>

    `<center>` is a word here.

Options::

    allowed = ["center", "align"]

Good::

    ---
    title: Moorings
    ---
    <center><p align="center">Twelve are free.</p></center>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, NamedTuple

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, Tag
from ..model.links import CLONE
from ..model.source import Span
from . import page_rule

if TYPE_CHECKING:
    from lxml.etree import _Element

# HTML Living Standard, 16.2, "Non-conforming features"; what to write instead, where one word takes the place of another.
_INSTEAD = {"center": 'div style="text-align: center"', "strike": "s", "tt": "code", "acronym": "abbr", "big": 'span style="font-size: larger"',
            "nobr": 'span style="white-space: nowrap"', "dir": "ul"}
_ELEMENTS = (*_INSTEAD, "font", "marquee", "blink", "basefont", "applet", "frame", "frameset", "noframes", "plaintext", "xmp")
_ATTRIBUTES = ("align", "bgcolor", "valign", "cellpadding", "cellspacing", "hspace", "vspace", "background", "border", "clear", "nowrap")
_OTHERWISE = {"font": 'write `<span style="…">`'}
_MAY_BE = re.compile(rf"<(?:{'|'.join(_ELEMENTS)})[\s>]|\s(?:{'|'.join(_ATTRIBUTES)})\s*=", re.I)


class Options(NamedTuple):
    allowed: Annotated[tuple[str, ...], "elements and attributes that are meant, by their names"] = ()


@page_rule("warning", default=False, options=Options)
def check(document: Document, options: Options) -> Iterator[Finding]:
    if document.format == "page" or not _MAY_BE.search(document.source.text):
        return
    elements: dict[str, list[_Element]] = {}
    attributes: dict[tuple[str, str], list[_Element]] = {}
    for element in document.markup.iter():
        tag = str(element.tag)
        if element.get(CLONE) is not None:
            continue
        if tag in _ELEMENTS and tag not in options.allowed:
            elements.setdefault(tag, []).append(element)
        for name in _ATTRIBUTES:
            if element.get(name) is not None and not (name == "border" and element.get(name) == "1") and tag not in _ELEMENTS \
                    and name not in options.allowed:
                attributes.setdefault((tag, name), []).append(element)
    for tag, found in elements.items():
        yield Finding(f"<{tag}> is no element of HTML any more{_times(found)}", Tag(found[0], None, "tag"), _help(tag), subject=tag,
                      fix=_fix(document, tag, len(found)))
    for (tag, name), found in attributes.items():
        yield Finding(f"`{name}` is no attribute of <{tag}> any more{_times(found)}", Tag(found[0], name, "name"),
                      "say it in a style, or leave it to the style sheet of the site", subject=name)


def _times(found: list[_Element]) -> str:
    return f"; it stands here {len(found)} times" if len(found) > 1 else ""


def _help(tag: str) -> str:
    return f"write `<{_INSTEAD[tag]}>`" if tag in _INSTEAD else _OTHERWISE.get(tag, "leave it to the style sheet of the site")


def _fix(document: Document, tag: str, count: int) -> Fix | None:
    """Another name in each start tag and end tag, if there are as many of the one as of the other."""
    if tag not in _INSTEAD:
        return None
    text = document.source.text
    starts = [mark.span for mark in document.marks if mark.tag == tag and not (mark.attributes and " " in _INSTEAD[tag])]
    ends = list(re.finditer(rf"</{tag}(?=\s*>)", text[document.body_start:], re.I))
    if len(starts) != len(ends) or len(starts) != count:
        return None
    edits = [Edit(Span(span.start + 1, span.start + 1 + len(tag)), _INSTEAD[tag]) for span in starts]
    edits += [Edit(Span(document.body_start + end.start() + 2, document.body_start + end.end()), _INSTEAD[tag].split()[0]) for end in ends]
    return Fix(f"write <{_INSTEAD[tag].split()[0]}> for <{tag}>", tuple(sorted(edits)))
