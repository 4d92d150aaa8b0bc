"""A blank, a parenthesis or a percent sign stands in a link as it is, where it has to be escaped.

Engines disagree about such links. To kramdown ``[x](/a b.html)`` is a link, to CommonMark, which is what Hugo and GitHub read, it is
text with brackets; a percent sign that begins no escape is taken as a sign by some servers and refused by others, and so
are escapes that are no UTF-8.

Bad::

    ---
    title: Rates
    ---
    [Steel (Asia)](/category/steel (asia).html), <a href="/100%.html">all</a>, <a href="/b c.html">some</a>

Reports::

    4:16 “/category/steel (asia).html” holds blanks: only kramdown takes it for a link
    4:55 “/100%.html” holds a percent sign that begins no escape
    4:85 “/b c.html” holds blanks: it is no valid URL

Help::

    write `/category/steel%20%28asia%29.html`

Fixed::

    ---
    title: Rates
    ---
    [Steel (Asia)](/category/steel%20%28asia%29.html), <a href="/100%25.html">all</a>, <a href="/b%20c.html">some</a>

Bad::

    notes.md:
    +++
    title = "Rates"
    +++
    [Steel](/category/steel asia.html)

Reports::

    4:9 “/category/steel asia.html” holds blanks: this is no link, it is shown as it stands

Help::

    write `/category/steel%20asia.html`

Fixed::

    +++
    title = "Rates"
    +++
    [Steel](/category/steel%20asia.html)

Bad::

    ---
    title: Rates
    ---
    [Café](/caf%E9.html)

Reports::

    4:8 “/caf%E9.html” holds escapes that stand for no text: they are no UTF-8

Help::

    escape the letters that are meant as UTF-8

Good::

    ---
    title: Rates
    ---
    [Steel](/category/steel%20(asia).html), [x](/a.html "A title"), [y](</b c.html>), <a href="/wiki/Steel_(metal)">z</a>

    `[x](/a b.html)` is code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..model.document import Document
from ..model.edits import retargeted
from ..model.finding import Edit, Finding, Fix, NthLink
from ..model.links import Link
from ..model.source import Span
from ..model.urls import Target
from . import page_rule

if TYPE_CHECKING:
    from lxml.etree import _Element

_NO_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_BLANK = re.compile(r"[ \t]")
_NO_LINK = re.compile(r"""\]\(((?:/|\.{1,2}/|https?://)[^\s()"'<>]*(?:[ \t]+[^\s()"'<>]+)+)\)""")
_CODE = frozenset({"code", "pre", "kbd", "samp", "script", "style", "textarea"})


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    for index, link in enumerate(document.targets):
        if link.kind in ("external", "site") and (" " in link.target or "\t" in link.target or "%" in link.target):
            yield from _escapes(document, index, link)
    if document.format == "markdown" and document.engine and document.engine.flavor != "kramdown" and _NO_LINK.search(document.source.text):
        yield from _no_links(document)


def _escapes(document: Document, index: int, link: Link) -> Iterator[Finding]:
    text = document.source.text
    span = document.locate(NthLink(index))
    written = text[slice(*span)]
    target = written.strip()
    if text[span.start - 1:span.start] == "<" or "\n" in target:
        return
    if not (_BLANK.search(target) or _NO_ESCAPE.search(target)):
        if not _is_text(target):
            yield Finding(f"“{target}” holds escapes that stand for no text: they are no UTF-8", span, "escape the letters that are meant as UTF-8",
                          subject=written, target=link.target)
        return
    is_markdown = text[max(0, span.start - 2):span.start] == "]("
    meant = _escaped(target, parentheses=is_markdown)
    edits = retargeted(document.source, span, meant)
    what = "holds a percent sign that begins no escape" if not _BLANK.search(target) else \
        "holds blanks: only kramdown takes it for a link" if is_markdown else "holds blanks: it is no valid URL"
    yield Finding(f"“{target}” {what}", span, f"write `{meant}`", subject=written, target=link.target,
                  fix=Fix("escape what cannot stand in a URL", edits, safe=True) if edits else None)


def _is_text(target: str) -> bool:
    """The escapes of a path stand for UTF-8 (RFC 3987, section 3.2)."""
    try:
        unquote(Target.of(target).path, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def _no_links(document: Document) -> Iterator[Finding]:
    """Links that CommonMark takes for text, as they are found in the text."""
    text, at = document.source.text, document.body_start
    for shown in _texts(document.markup):
        for match in _NO_LINK.finditer(document.restore(shown)):
            if (found := text.find(match[0], at)) < 0:
                continue
            at = found + len(match[0])
            span, meant = Span(found + 2, at - 1), _escaped(match[1], parentheses=True)
            yield Finding(f"“{match[1]}” holds blanks: this is no link, it is shown as it stands", span, f"write `{meant}`",
                          subject=match[1], target=match[1], fix=Fix("escape what cannot stand in a URL", (Edit(span, meant),)))


def _texts(element: _Element) -> Iterator[str]:
    if element.tag in _CODE:
        return
    if element.text and "](" in element.text:
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail and "](" in child.tail:
            yield child.tail


def _escaped(target: str, *, parentheses: bool) -> str:
    escaped = _NO_ESCAPE.sub("%25", target).replace(" ", "%20").replace("\t", "%09")
    return escaped.replace("(", "%28").replace(")", "%29") if parentheses else escaped
