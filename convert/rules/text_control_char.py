"""A character of the text is none: a control character that no XML may hold.

NUL, backspace, form feed and their like come from terminals and word processors. They show as nothing, but one of them
makes a feed, a sitemap or a book that readers refuse to open (XML 1.0, section 2.2), and front matter that holds one
cannot be read at all.

Tabs and line ends are no such characters.

Shown by::

    test_text_control_char
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix
from ..model.source import Span
from . import page_rule

# C1 controls are what is left of Windows-1252; behind such a letter they are part of what text-mojibake speaks of.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]+|(?<![\xc2-\xf4\x80-\x9f€])[\x80-\x84\x86-\x9f]+")
_ANY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x80-\x84\x86-\x9f\ufffe\uffff]")
_NAMES = {0x00: "NUL", 0x07: "bell", 0x08: "backspace", 0x0B: "vertical tab", 0x0C: "form feed", 0x1B: "escape"}
_MOST = 20


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    text = document.source.text
    if not _may_hold_any(text):
        return
    more = 0
    last = Span(0, 0)
    for count, match in enumerate(_CONTROL.finditer(text)):
        if count < _MOST:
            yield Finding(_message(match[0], in_head=match.start() < document.body_start), Span(*match.span()),
                          "delete it", subject=match[0], fix=Fix("delete it", (Edit(Span(*match.span()), ""),), safe=True))
        else:
            last = last if more else Span(*match.span())
            more += len(match[0])
    if more:
        yield Finding(f"from here on {more} more control characters", last, "delete them")


def _may_hold_any(text: str) -> bool:
    """The cheap question: most texts hold none."""
    return _ANY.search(text) is not None


def _message(run: str, *, in_head: bool) -> str:
    code = ord(run[0])
    name = f" ({_NAMES[code]})" if code in _NAMES else ""
    what = f"the control character U+{code:04X}{name}" if len(run) == 1 else \
        f"{len(run)} control characters, U+{code:04X}{name} first,"
    stands = "stands" if len(run) == 1 else "stand"
    return f"{what} {stands} here: " + ("no YAML may hold it" if in_head else "no feed and no book may hold it")
