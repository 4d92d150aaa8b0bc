"""A post says in its text whom it was taken from, and not in its front matter.

As a paragraph the source is part of the text: it stands in excerpts and search results, and no list, feed or book can show it
where it belongs. Looked at are the last paragraphs.

Bad::

    ---
    title: 渔汛
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>鲥鱼已到。</p>
    <p>（文章来源：澜港日报）</p>

Reports::

    6:1 this paragraph says the source of the post, “澜港日报”: that belongs in the front matter

Help::

    write `source: 澜港日报` there, and delete the paragraph

Fixed::

    ---
    title: 渔汛
    date: 2022-02-15 09:00:00 +0800
    source: 澜港日报
    ---
    <p>鲥鱼已到。</p>

Good::

    ---
    title: 渔汛
    date: 2022-02-15 09:00:00 +0800
    source: 澜港日报
    ---
    <p>鲥鱼已到。来源：不明。</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.body import text_of
from ..model.document import Document
from ..model.finding import At, Edit, Finding, Fix, Tag
from ..model.meta import attributed
from ..model.scalars import literal
from ..model.source import Span
from . import page_rule

_MAY_BE = re.compile(r"来源|出处|转载自|转自|\b(?:source|via)\b", re.I)
_LAST_PARAGRAPHS = 8


@page_rule("info", default=False)
def check(document: Document) -> Iterator[Finding]:
    text, head = document.source.text, document.front_matter
    if head.values.get("source") or document.format == "page" or not _MAY_BE.search(text, document.body_start):
        return
    for paragraph in list(document.markup.iter("p"))[-_LAST_PARAGRAPHS:]:
        said = document.restore(text_of(paragraph)).strip()
        name = attributed(said)
        if not name:
            continue
        span = _line(text, said, document.body_start)
        at: At = Tag(paragraph, None, "tag") if span is None or text[span.start] == "<" else span
        value = literal(name)
        yield Finding(f"this paragraph says the source of the post, “{name}”: that belongs in the front matter", at,
                      f"write `source: {value}` there, and delete the paragraph", subject=document.source.slice(document.locate(at)),
                      fix=_fix(document, span, f"source: {value}"))
        return


def _line(text: str, said: str, start: int) -> Span | None:
    """The line that holds a paragraph and nothing else; None where it stands among others."""
    found = re.compile(rf"^[ \t]*(?P<all>(?:<p\b[^<>]*>)?[ \t]*{re.escape(said)}[ \t]*(?:</p>)?)[ \t]*$", re.M).search(text, start)
    return Span(*found.span("all")) if found else None


def _fix(document: Document, span: Span | None, line: str) -> Fix | None:
    head, text = document.front_matter, document.source.text
    if span is None or head.syntax != "yaml" or not head.readable or "source" in head.values:
        return None
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end) + 1 or len(text)
    closing = Span(head.inner.end, head.inner.end)
    return Fix("Move it to the front matter", (Edit(closing, f"{line}\n"), Edit(Span(start, end), "")))
