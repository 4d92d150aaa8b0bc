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

_ANY = re.compile("[\u200b\u2060\ufeff]+|[\u2028\u2029]+")
_NAMES = {"\u200b": "zero-width space", "\u2060": "word joiner", "\ufeff": "byte order mark", "\u2028": "line separator",
          "\u2029": "paragraph separator", "\u00ad": "soft hyphen"}
_IN_HEAD = re.compile("[\u200b\u2060\ufeff\u00ad]+|[\u2028\u2029]+")
_EVERYWHERE = "\u200b\u2060\ufeff\u2028\u2029"
_SEPARATORS = "\u2028\u2029"
_MOST = 20


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    text, start = document.source.text, document.body_start
    if text.isascii() or not (any(character in text for character in _EVERYWHERE) or "\u00ad" in text[:start]):
        return
    found = [*_IN_HEAD.finditer(text, 0, start), *(match for match in _ANY.finditer(text, start) if _is_idle(text, *match.span()))]
    links = "".join(link.target for link in document.links) if found else ""
    for match in found[:_MOST]:
        character = match[0][0]
        if match.start() >= start and character in links:          # of those in links, link-malformed speaks
            continue
        span = Span(*match.span())
        instead = " " if character in _SEPARATORS else ""
        name = f"the {_NAMES[character]} U+{ord(character):04X}"
        what = f"{name} stands here, which nobody sees" if len(match[0]) == 1 else \
            f"{len(match[0])} characters that nobody sees stand here, {name} first"
        yield Finding(what, span, "write a line end, or a blank" if instead else "delete it", subject=match[0],
                      fix=Fix("delete what nobody sees", (Edit(span, instead),), safe=not instead and match.start() >= start))


def _is_idle(text: str, start: int, end: int) -> bool:
    """It does nothing where it stands: what parts words stands beside a blank, a tag or an end."""
    if text[start] not in "\u200b\u2060":
        return True
    around = text[start - 1:start] or "\n", text[end:end + 1] or "\n"
    return any(character.isspace() or character in "<>" for character in around)
