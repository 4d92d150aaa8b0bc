"""A character that nobody sees stands where it does nothing but harm.

A zero-width space in a title or a tag makes another tag that looks the same; a byte order mark within a text came along when two files
were joined; a line separator (U+2028) is no line end to Markdown, but one to JavaScript.

Within words of languages that are written without blanks, zero-width spaces say where a line may end, and are passed over.

Bad::

    ---
    title: Fog
    tags: [ha\u200brbour]
    ---
    <p>The\u200b lamp is lit.\ufeff</p>

Reports::

    3:10 the zero-width space U+200B stands here, which nobody sees
    5:7 the zero-width space U+200B stands here, which nobody sees
    5:21 the byte order mark U+FEFF stands here, which nobody sees

Help::

    delete it

Fixed::

    ---
    title: Fog
    tags: [harbour]
    ---
    <p>The lamp is lit.</p>

Good::

    ---
    title: Fog
    ---
    <p>ภาษา\u200bไทย, super\u200bcali\u00adfragilistic.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix
from ..model.source import Span
from . import page_rule

_ANY = re.compile("[\u200b\u2060\ufeff\u2028\u2029]")
_NAMES = {"\u200b": "zero-width space", "\u2060": "word joiner", "\ufeff": "byte order mark", "\u2028": "line separator",
          "\u2029": "paragraph separator", "\u00ad": "soft hyphen"}
_IN_HEAD = re.compile("[\u200b\u2060\ufeff\u2028\u2029\u00ad]")
_SEPARATORS = "\u2028\u2029"
_MOST = 20


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    text, start = document.source.text, document.body_start
    if text.isascii() or not (_ANY.search(text) or _IN_HEAD.search(text, 0, start)):
        return
    places = [match.start() for match in _IN_HEAD.finditer(text, 0, start)]
    places += [match.start() for match in _ANY.finditer(text, start) if _is_idle(text, match.start())]
    links = "".join(link.target for link in document.links) if places else ""
    for at in places[:_MOST]:
        character = text[at]
        if at >= start and character in links:                     # of those in links, link-malformed speaks
            continue
        span = Span(at, at + 1)
        instead = " " if character in _SEPARATORS else ""
        yield Finding(f"the {_NAMES[character]} U+{ord(character):04X} stands here, which nobody sees", span,
                      "write a line end, or a blank" if instead else "delete it", subject=character,
                      fix=Fix("Delete what nobody sees", (Edit(span, instead),), safe=not instead))


def _is_idle(text: str, at: int) -> bool:
    """It does nothing where it stands: what parts words stands beside a blank, a tag or an end."""
    if text[at] not in "\u200b\u2060":
        return True
    around = text[at - 1:at] or "\n", text[at + 1:at + 2] or "\n"
    return any(character.isspace() or character in "<>\u200b\u2060" for character in around)
