"""A text is in the page, but hidden from its readers.

Feeds, searches, excerpts and screen readers show it all the same. Mostly it came along with a text that was copied from elsewhere:
advertising, marks of a counter, words for search engines.

What is hidden and holds no text is passed over, and so is what scripts and classes hide.

Bad::

    ---
    title: Moorings
    ---
    <p style="display:none">Cheap moorings <b>here</b></p>
    <div hidden>Read on at the harbour's shop.</div>
    <p>Twelve are free.</p>

Reports::

    4:1 “Cheap moorings here” is hidden by `style`: feeds and searches show it all the same
    5:1 “Read on at the harbour's shop.” is hidden by `hidden`: feeds and searches show it all the same

Help::

    delete it, or show it

Fixed::

    ---
    title: Moorings
    ---


    <p>Twelve are free.</p>

Good::

    ---
    title: Moorings
    ---
    <p style="display:none"><br></p>
    <p style="color:red">Twelve are free.</p>

    `<p hidden>Twelve</p>`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..model.body import squeezed, text_of
from ..model.document import Document
from ..model.edits import element_at
from ..model.finding import Edit, Finding, Fix, Tag
from ..model.links import CLONE
from . import page_rule

if TYPE_CHECKING:
    from lxml.etree import XPath, _Element

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.I)
_ASKED = ("display", "visibility", "hidden", "font-size")
_LONGEST_SHOWN = 40
_NO_TEXT = ("script", "style", "template")


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    if not any(map(document.source.lowered.__contains__, _ASKED)):
        return
    inside: set[_Element] = set()
    for element in _styled()(document.markup):
        how = _hidden_by(element)
        if not how or element in inside or element.tag in _NO_TEXT:
            continue
        inside.update(element.iter())
        if (shown := squeezed(document.restore(text_of(element))).strip()) and element.get(CLONE) is None:
            yield _finding(document, element, how, shown)


@cache
def _styled() -> XPath:
    from lxml.etree import XPath
    return XPath("descendant::*[@style or @hidden]")


def _hidden_by(element: _Element) -> str:
    if element.get("hidden") not in (None, "until-found"):
        return "hidden"
    return "style" if _HIDING.search(element.get("style") or "") else ""


def _finding(document: Document, element: _Element, how: str, shown: str) -> Finding:
    at = Tag(element, how, "tag")
    shown = shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"
    span = document.locate(at)
    whole = element_at(document.source, span, str(element.tag))
    return Finding(f"“{shown}” is hidden by `{how}`: feeds and searches show it all the same", at, "delete it, or show it",
                   subject=document.source.slice(span), fix=Fix("delete what is hidden", (Edit(whole, ""),)) if whole else None)
