"""A tag for bold, italics, a link or their like is never closed: all that follows is bold, too, or a link.

Browsers open it again in every paragraph behind it, up to the end of the page, menus and footers included.

Bad::

    ---
    title: The tide
    ---
    <p><strong>The tide is in.</p>

    <p>Nobody saw it come.</p>

Reports::

    4:4 <strong> is never closed: all that follows is in it, to the end of the page

Help::

    write `</strong>` where it ends

Good::

    ---
    title: The tide
    ---
    <p><strong>The tide is in.</strong></p>

    <p>Nobody <b><i>saw</b> it</i> come: <code>&lt;b></code>, `<b>`.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.document import Document
from ..model.finding import Finding, Tag
from ..model.links import CLONE
from . import page_rule

if TYPE_CHECKING:
    from lxml.etree import _Element


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    if "<" not in document.source.text or document.markup.find(f".//*[@{CLONE}]") is None or document.is_flattened:
        return                          # of the last, html-nesting speaks
    opened: dict[str, _Element] = {}
    said: set[str] = set()
    for element in document.markup.iter():
        tag = str(element.tag)
        if element.get(CLONE) is None:
            opened[tag] = element
        elif tag in opened and tag not in said and _is_left_open(document, tag):
            said.add(tag)
            yield Finding(f"<{tag}> is never closed: all that follows is in it, to the end of the page", Tag(opened[tag], None, "tag"),
                          f"write `</{tag}>` where it ends", subject=tag)


def _is_left_open(document: Document, tag: str) -> bool:
    """There are more tags that open such an element than that close it: another is closed later, in the wrong order."""
    text = document.source.text[document.body_start:]
    opening = len(re.findall(rf"<{tag}(?=[\s/>])", text, re.I))
    return opening > len(re.findall(rf"</{tag}(?=[\s/>])", text, re.I))
