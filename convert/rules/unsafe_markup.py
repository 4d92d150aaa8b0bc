"""Markup does what no text should: it runs code in the reader's browser, tells a password, or turns the text around.

A script, an event handler, a ``javascript:`` link that a post brings along from elsewhere runs with the rights of the site. Feed
readers and books take such markup out or refuse the whole page. A password in a link is everybody's. Characters that override the
direction of writing (U+202D, U+202E) show another address, file name or program than is there.

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

Fixed::

    ---
    title: Rope day
    ---

    <p>Details here.</p>

Bad::

    ---
    title: Rope day
    ---
    [Details](JavaScript:void(0))

Reports::

    4:11 “JavaScript:void(0)” runs code in the reader's browser

Help::

    write the address that was meant, or take the link away

Fixed::

    ---
    title: Rope day
    ---
    Details

Bad::

    ---
    title: Rope day
    ---
    <p>See <a href="ftp://ada:secret@example.org/">all</a>: \u202egnp.exe</p>

Reports::

    4:17 “ftp://ada:…@example.org/” holds a password
    4:57 the character U+202E shows what follows backwards

Help::

    take the password out of the link, and change it where it is used

Fixed::

    ---
    title: Rope day
    ---
    <p>See <a href="ftp://ada:secret@example.org/">all</a>: gnp.exe</p>

Good::

    ---
    title: Rope day
    ---
    <script type="application/ld+json">{"name": "Rope day"}</script>
    <p>Read <code>onclick="x"</code> in <a href="https://example.org/javascript:x">this text</a>.</p>

    `<script>` and `javascript:` are only words here.

Options::

    script-hosts = ["platform.example.org"]

Bad::

    ---
    title: Rope day
    ---
    <p><script src="https://example.org/count.js"></script>Oars out.</p>
    <script async src="//platform.example.org/widgets.js"></script>

Reports::

    4:4 a script runs in the reader's browser

Fixed::

    ---
    title: Rope day
    ---
    <p>Oars out.</p>
    <script async src="//platform.example.org/widgets.js"></script>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Annotated, NamedTuple
from urllib.parse import urlsplit

from ..model.body import URL_ATTRIBUTES, is_unsafe_url
from ..model.document import Document
from ..model.edits import element_at, unlinking
from ..model.finding import Edit, Finding, Fix, NthLink, Tag
from ..model.links import LINK_ATTRIBUTES
from ..model.source import Span
from . import page_rule

if TYPE_CHECKING:
    from lxml.etree import XPath, _Element

_DATA = ("application/ld+json", "application/json")
_SENDERS = ("form", "button", "input", "frame", "base", "link")
_LONGEST_SHOWN = 60
_LOGIN = re.compile(r"\s*([a-z][a-z0-9+.-]*://)([^/?#@:\s]+):[^/?#@\s]+@", re.I)
_ATTRIBUTE = re.compile(r"""\s+on\w+\s*=\s*(?:"[^"]*"|'[^']*')""", re.I)
_MAY_HANDLE = re.compile(r"on(?<=[\s/\"':{]on)").search           # behind what an attribute's name stands, in HTML and in attributes of Markdown
_OVERRIDE = re.compile("[\u202d\u202e]")
_RUNS = "runs code in the reader's browser"


class Options(NamedTuple):
    script_hosts: Annotated[tuple[str, ...], "hosts whose scripts are meant, as those of embedded posts and players"] = ()


@page_rule("error", options=Options)
def check(document: Document, options: Options) -> Iterator[Finding]:
    markup = document.markup
    if document.format != "page":
        for script in markup.iter("script"):
            if script.get("type", "").strip().lower() not in _DATA and _host_of(script) not in options.script_hosts:
                at = Tag(script)
                span = document.locate(at)
                whole = element_at(document.source, span, "script")
                yield Finding("a script runs in the reader's browser", at, "delete it; a script belongs in the layout of the site",
                              subject=document.source.slice(span), fix=Fix("delete the script", (Edit(whole, ""),)) if whole else None)
    for index, link in enumerate(document.targets):
        if link.kind == "unsafe":
            yield _unsafe_url(document, Tag(link.element, link.attribute), link.target)
        elif "@" in link.target and (login := _LOGIN.match(link.target)):
            yield Finding(f"“{login[1]}{login[2]}:…@{_short(link.target[login.end():])}” holds a password", NthLink(index),
                          "take the password out of the link, and change it where it is used", subject=link.target, target=link.target)
    for handler in _handlers()(markup) if _MAY_HANDLE(document.source.lowered) else ():
        at = Tag(handler.getparent(), str(handler.attrname), "name")
        span = document.locate(at)
        written = _ATTRIBUTE.match(document.source.text, span.start - 1)
        yield Finding(f"“{handler.attrname}” {_RUNS}", at, "delete it", subject=document.source.slice(span),
                      fix=Fix(f"delete {handler.attrname}", (Edit(Span(*written.span()), ""),)) if written else None)
    for element, name in _urls_beside_links(markup):
        url = document.restore(element.get(name, ""))
        if is_unsafe_url(url):
            yield _unsafe_url(document, Tag(element, name), url)
    yield from _turned(document)


def _host_of(script: _Element) -> str | None:
    """The host that a script comes from; None where it stands here, or its address is none."""
    try:
        return urlsplit(script.get("src", "").strip()).hostname
    except ValueError:
        return None


def _turned(document: Document) -> Iterator[Finding]:
    """Characters that override the direction of writing; of those in links, link-malformed speaks."""
    text = document.source.text
    if text.isascii() or not ("\u202d" in text or "\u202e" in text):
        return
    links = "".join(link.target for link in document.links)
    for match in _OVERRIDE.finditer(text):
        if match[0] not in links:
            span = Span(*match.span())
            how = "backwards" if match[0] == "\u202e" else "from left to right, whatever it is"
            yield Finding(f"the character U+{ord(match[0]):04X} shows what follows {how}", span, "delete it", subject=match[0],
                          fix=Fix("delete the override", (Edit(span, ""),)))


def _unsafe_url(document: Document, at: Tag, url: str) -> Finding:
    whole = document.locate(at._replace(of="tag"))
    return Finding(f"“{_short(url)}” {_RUNS}", at, "write the address that was meant, or take the link away",
                   subject=document.source.slice(document.locate(at)), fix=unlinking(document.source, whole) if at.element.tag == "a" else None)


def _short(url: str) -> str:
    shown = " ".join(url.split())
    return shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"


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
