"""Front matter is opened and never closed.

Without a closing ``---`` there is no front matter: Jekyll and Hugo take the whole head for text, publish it as the
first paragraph of the page, and finish as if all were well.

A Markdown file that begins with a thematic break is no such case: behind it there is no ``key: value``.

Bad::

    ---
    layout: post
    title: Slipway closed
    tags: seals

    The public slipway is closed until the seal moves.

Reports::

    1:1 the front matter that begins here is never closed: Jekyll publishes it as text

Help::

    add `---` on a line of its own after line 4

Fixed::

    ---
    layout: post
    title: Slipway closed
    tags: seals
    ---

    The public slipway is closed until the seal moves.

Good::

    ---
    layout: post
    title: Slipway closed
    date: 2022-02-15 09:00:00 +0800
    ---
    The public slipway is closed until the seal moves.

Good::

    notes.md:
    ---
    A page may begin with a rule across it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix
from ..model.source import Source, Span
from . import page_rule

_KEYS = {"yaml": re.compile(r"\s*(?:\"[^\"\n]+\"|'[^'\n]+'|[\w.-]+)[ \t]*:(?:[ \t]|\r?$)", re.M),
         "toml": re.compile(r"\s*(?:\"[^\"\n]+\"|'[^'\n]+'|[\w.-]+)[ \t]*=|\s*\[", re.M)}
_HEAD_LINE = re.compile(r"[\w.\"'-]+[ \t]*[:=](?:[ \t]|\Z)|[ \t]+[^\s<]|-[ \t]|#|\[")


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    if not is_head(document):
        return
    head, source = document.front_matter, document.source
    effect = "Jekyll publishes it as text" if document.context.generator == "jekyll" else "it is published as text"
    fence = source.slice(head.block)
    last = 1
    while _HEAD_LINE.match(source.line(last + 1)):
        last += 1
    yield Finding(f"the front matter that begins here is never closed: {effect}", head.block,
                  help=f"add `{fence}` on a line of its own after line {last}", fix=_fix(source, fence.strip(), last))


def _fix(source: Source, fence: str, last: int) -> Fix:
    """The fence behind the last line of the head."""
    line = source.line(last)
    end = source.offset(last) + len(line)
    newline = "\r\n" if source.text.startswith("\r\n", end) else "\n"
    return Fix(f"close it after line {last}", (Edit(Span(end, end), newline + fence),))


def is_head(document: Document) -> bool:
    """An unclosed fence opens front matter: what follows looks like keys, not like text below a thematic break."""
    head = document.front_matter
    keys = _KEYS.get(head.syntax) if head.unclosed else None
    return keys is not None and keys.match(document.source.text, head.block.end) is not None
