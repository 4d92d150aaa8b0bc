"""An element holds nothing, says nothing and does nothing.

Editors leave them behind, by the dozen: a ``span`` around a word that was deleted, a ``font`` without its text. Each is one more thing
that stands between the words of a page.

An element with an ``id`` or a ``class`` may be meant for something, and is passed over.

Bad::

    ---
    title: Moorings
    ---
    <p>Twelve<span></span> are <b> </b>free.<font color="red"></font></p><p></p>

Reports::

    4:10 <span> holds nothing
    4:28 <b> holds nothing
    4:41 <font> holds nothing
    4:70 <p> holds nothing

Help::

    delete it

Fixed::

    ---
    title: Moorings
    ---
    <p>Twelve are  free.</p>

Good::

    ---
    title: Moorings
    ---
    <p>Twelve<span id="count"></span> are <b>free</b>. <span class="icon"></span><a name="x"></a><p>&nbsp;</p>

    `<span></span>`

        <b></b>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix
from ..model.source import Span
from . import page_rule
from .text_empty_body import has_no_text

_NAMES = "span|p|b|i|em|strong|u|font|small|big|s|strike|sub|sup"
_MAY_BE = re.compile(rf">[ \t\r\n]*</(?:{_NAMES})\s*>", re.I)
_EMPTY = re.compile(rf"""<({_NAMES})((?:\s+(?:color|face|size|lang|align)\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|\w+))*)\s*>"""
                    r"([ \t\r\n]*)</\1\s*>", re.I)


@page_rule("info")
def check(document: Document) -> Iterator[Finding]:
    text, start = document.source.text, document.body_start
    ends = [end.start() for end in _MAY_BE.finditer(text, start)]
    found = [match for end in ends if (match := _EMPTY.match(text, max(start, text.rfind("<", start, end))))]
    if not found or (document.context.kind == "post" and has_no_text(document)):
        return                                       # of the last, text-empty-body speaks
    tags = {mark.span.start for mark in document.marks}
    for match in found:
        if match.start() in tags:                    # what else looks like a tag is code, or a comment
            span, name = Span(*match.span()), match[1].lower()
            yield Finding(f"<{name}> holds nothing", span, "delete it", subject=match[0],
                          fix=Fix("delete elements that hold nothing", (Edit(span, " " if match[3] and name != "p" else ""),), safe=True))
