"""A link leads nowhere: nothing is written where its target belongs.

A browser takes an empty target for the page itself, a feed reader for the feed. ``<>`` is no link at all: Markdown
shows the two signs. Most often a script had no address to put there.

Bad::

    ---
    title: Tide bells
    ---
    <p>Two bells, one <a href="">rope</a>, one <img src="" alt="buoy">.</p>

    <>

    [Back to the news]()

Reports::

    4:19 the link has no target: it leads to the page itself
    4:44 the image has no source: nothing is shown
    6:1 “<>” is no link: it is shown as it stands
    8:1 the link has no target: it leads to the page itself

Help::

    write the address that was meant, or take the link away and leave its text

Fixed::

    ---
    title: Tide bells
    ---
    <p>Two bells, one rope, one <img src="" alt="buoy">.</p>


    Back to the news

Good::

    ---
    title: Tide bells
    ---
    <p>Two <a id="bells">bells</a>, one <a href="/about.html">rope</a>; a <> b is no link.</p>

    <https://example.org/bells>

    `<>` is code, and so is this:

        <>
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.document import Document
from ..model.edits import unlinking
from ..model.finding import Edit, Finding, Fix, Tag
from ..model.source import Source, Span
from . import page_rule

_NO_AUTOLINK = "<>"
_FAULTS = {"a": "the link has no target: it leads to the page itself",
           "area": "the link has no target: it leads to the page itself",
           "img": "the image has no source: nothing is shown"}
_OTHER = "the <{}> has no source: nothing is shown"
_ATTRIBUTES = ("href", "src")


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    if document.format == "markdown" and _NO_AUTOLINK in document.source.text:
        yield from _no_autolinks(document)
    for link in document.links:
        if link.kind == "empty" and link.attribute in _ATTRIBUTES:
            tag = str(link.element.tag)
            at = Tag(link.element, link.attribute, "tag")
            what = "link away and leave its text" if link.is_navigation else "tag away"
            yield Finding(_FAULTS.get(tag, _OTHER.format(tag)), at,
                          f"write the address that was meant, or take the {what}",
                          subject=document.source.slice(document.locate(at)), fix=unlinking(document.source, document.locate(at)) if tag == "a" else None)


def _no_autolinks(document: Document) -> Iterator[Finding]:
    source = document.source
    for mark in document.marks:
        if mark.tag == _NO_AUTOLINK and source.line(source.position(mark.span.start)[0]).strip() == _NO_AUTOLINK:
            yield Finding("“<>” is no link: it is shown as it stands", mark.span,
                          "write the address between the signs, or delete the line", subject=_NO_AUTOLINK,
                          fix=Fix("delete the line", (Edit(_line(source, mark.span), ""),)))


def _line(source: Source, span: Span) -> Span:
    """The line of a span, its end included."""
    end = source.text.find("\n", span.end) + 1
    return Span(source.offset(source.position(span.start)[0]), end or len(source.text))
