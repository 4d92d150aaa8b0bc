"""Markup runs code in the reader's browser: a script, an event handler, a ``javascript:`` link.

What a post brings along from elsewhere runs with the rights of the site. Feed readers and books take such markup out
or refuse the whole page.

Data in a script element (``application/ld+json``) does not run, and a whole page of HTML may have scripts of its own.

Bad::

    ---
    title: Rope day
    ---
    <script>count()</script>
    <p onclick="hide()">Details <a href="javascript:void(0)">here</a>.</p>

Reports::

    4:1 a script runs in the reader's browser
    5:4 “onclick” runs code in the reader's browser
    5:38 “javascript:void(0)” runs code in the reader's browser

Help::

    delete it; a script belongs in the layout of the site

Bad::

    ---
    title: Rope day
    ---
    [Details](JavaScript:void(0))

Reports::

    4:11 “JavaScript:void(0)” runs code in the reader's browser

Help::

    write the address that was meant, or take the link away

Good::

    ---
    title: Rope day
    ---
    <script type="application/ld+json">{"name": "Rope day"}</script>
    <p>Read <code>onclick="x"</code> in <a href="https://example.org/javascript:x">this text</a>.</p>

    `<script>` and `javascript:` are only words here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from ..model.body import URL_ATTRIBUTES, is_unsafe_url
from ..model.document import Document
from ..model.finding import Finding, Tag
from ..model.links import LINK_ATTRIBUTES
from . import page_rule

if TYPE_CHECKING:
    from lxml.etree import XPath, _Element

_DATA = ("application/ld+json", "application/json")
_SENDERS = ("form", "button", "input", "frame", "base", "link")
_LONGEST_SHOWN = 60
_RUNS = "runs code in the reader's browser"


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    markup = document.markup
    if document.format != "page":
        for script in markup.iter("script"):
            if script.get("type", "").strip().lower() not in _DATA:
                at = Tag(script)
                yield Finding("a script runs in the reader's browser", at,
                              "delete it; a script belongs in the layout of the site",
                              subject=document.source.slice(document.locate(at)))
    for link in document.links:
        if link.kind == "unsafe":
            yield _unsafe_url(document, Tag(link.element, link.attribute), link.target)
    for handler in _handlers()(markup):
        at = Tag(handler.getparent(), str(handler.attrname), "name")
        yield Finding(f"“{handler.attrname}” {_RUNS}", at, "delete it",
                      subject=document.source.slice(document.locate(at)))
    for element, name in _urls_beside_links(markup):
        url = document.restore(element.get(name, ""))
        if is_unsafe_url(url):
            yield _unsafe_url(document, Tag(element, name), url)


def _unsafe_url(document: Document, at: Tag, url: str) -> Finding:
    shown = " ".join(url.split())
    shown = shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"
    return Finding(f"“{shown}” {_RUNS}", at, "write the address that was meant, or take the link away",
                   subject=document.source.slice(document.locate(at)))


@cache
def _handlers() -> XPath:
    from lxml.etree import XPath
    return XPath("descendant::*/@*[starts-with(name(), 'on')]")


def _urls_beside_links(markup: _Element) -> Iterator[tuple[_Element, str]]:
    """The attributes with URLs that are no links: where a form is sent to, what a drawing leads to."""
    drawn = (element for drawing in markup.iter("svg") for element in drawing.iter())
    for element in chain(markup.iter(*_SENDERS), drawn):
        known = LINK_ATTRIBUTES.get(str(element.tag), ())
        for name in map(str, element.attrib):
            if name in URL_ATTRIBUTES and name not in known:
                yield element, name
