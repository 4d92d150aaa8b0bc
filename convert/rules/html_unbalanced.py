"""A tag is never closed, or closes what was never opened: what follows is in it, menus and footers included.

Formatting that is left open, as bold or a link, browsers open again in every paragraph behind it. A block that is left open takes the
rest of the page in; an end tag too many closes what the layout of the site has opened.

Elements that may stay open (``p``, ``li``, ``td`` and their like) may do so, and where template tags open and close elements nothing
is said of blocks.

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

Bad::

    ---
    title: The tide
    ---
    <div class="note">

    The tide is in.

Reports::

    4:1 <div> is never closed: all that follows is in it, to the end of the page

Bad::

    ---
    title: The tide
    ---
    <div>The tide is in.</div>
    </div>

Reports::

    5:1 </div> closes what was never opened here: it ends a part of the site's layout

Good::

    ---
    title: The tide
    ---
    <p><strong>The tide is in.</strong></p>

    <p>Nobody <b><i>saw</b> it</i> come: <code>&lt;b></code>, `<b>`.</p>

Good::

    ---
    title: The tide
    ---
    Neither `<b>` nor `<div>`.

    <div markdown="1">

    <ul><li>One<li>Two</ul>

    </div>

        </div>
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.document import Document
from ..model.finding import Finding, Tag
from ..model.links import CLONE
from ..model.source import Span
from . import page_rule

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = ("div", "section", "article", "aside", "main", "header", "footer", "nav", "blockquote", "figure", "details", "table", "ul", "ol", "dl",
           "center", "form", "fieldset")
# HTML Living Standard, 13.2.4.3, "The list of active formatting elements".
_FORMATTING = ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
_BLOCK = re.compile(rf"<(/?)({'|'.join(_BLOCKS)})(?=[\s/>])[^<>]*>", re.I)
_SHOWN = re.compile(r"&lt;/(?:p|div|li|t[dh]|h[1-6]|blockquote|section|figure|center)&gt;")
_TAG = re.compile(r"<(?!/?(?:p|t[dhr]|li|br)[\s/>])(/?[A-Za-z]+)(?=[\s/>])")          # but those that most tags are, which may stay open
# What no tag stands in, though it may look like one; indented code and what templates make is looked for elsewhere.
_NO_TAGS = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|textarea|pre|code|xmp|title|svg|math|iframe)\b.*?(?:</\1\s*>|\Z)"
                      r"|^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\2[`~]*[ \t]*$|\Z)|(?<!`)(`+)(?!`).*?(?<!`)\3(?!`)", re.S | re.M | re.I)
_INDENTED = re.compile(r"^(?: {4}|\t).*$", re.M)


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    text = document.source.text
    if "<" not in text or document.is_flattened:
        return                          # of the last, html-nesting speaks
    counts: dict[str, int] = {}
    for tag, count in Counter(_TAG.findall(text, document.body_start)).items():
        name = tag.lower().lstrip("/")
        counts[name] = counts.get(name, 0) + (-count if tag[0] == "/" else count)
    if names := [name for name in _FORMATTING if counts.get(name, 0) > 0]:
        yield from _formatting(document, names)
    blocks = {name for name in _BLOCKS if counts.get(name)}
    if blocks and document.format != "page" and not _has_templates(document):
        yield from _blocks(document, blocks)


def _formatting(document: Document, names: list[str]) -> Iterator[Finding]:
    """Of the elements of which more are opened than closed, those that go on behind the block in which they are opened."""
    tags = Counter(tag.lower() for tag in _TAG.findall(_plain(document), document.body_start))
    behind = document.parsed(f"{document.html}<p>.</p>")
    for name in (name for name in names if tags[name] > tags[f"/{name}"]):
        goes_on = any(element.get(CLONE) is not None for element in behind.iter(name)) or _shows_end_tag(document)
        last: _Element | None = None
        for element in document.markup.iter(name):
            if element.get(CLONE) is not None:
                break
            last = element
        if last is not None and goes_on:
            yield _left_open(name, Tag(last, None, "tag"))


def _shows_end_tag(document: Document) -> bool:
    """Kramdown closes an element that is left open behind its block, and shows the end tag of the block as text."""
    return document.engine is not None and document.engine.flavor == "kramdown" and bool(_SHOWN.search(document.html)) \
        and "&lt;/" not in document.source.text


def _left_open(tag: str, at: Tag | Span) -> Finding:
    return Finding(f"<{tag}> is never closed: all that follows is in it, to the end of the page", at, f"write `</{tag}>` where it ends",
                   subject=tag)


def _has_templates(document: Document) -> bool:
    """Template tags may open and close elements; addresses and the text of code do not."""
    return any(not island.startswith(("{{ ", "{{s", "{{-", "{% link", "{% post_url", "{% highlight", "{% raw")) or "content" in island
               or "include" in island for island in document.islands)


def _blocks(document: Document, names: set[str]) -> Iterator[Finding]:
    """The blocks that are still open at the end, and the end tags that nothing opened, one of each name."""
    text = document.source.text
    is_markdown = document.format == "markdown"
    plain = _plain(document)
    opened: list[tuple[str, Span]] = []
    stray: dict[str, Span] = {}
    crossed: Counter[str] = Counter()
    for match in _BLOCK.finditer(plain, document.body_start):
        name, span = match[2].lower(), Span(*match.span())
        if not match[1]:
            opened.append((name, span))
        elif any(name == other for other, _ in opened):
            while (last := opened.pop()[0]) != name:
                crossed[last] += 1
        elif crossed[name]:
            crossed[name] -= 1
        else:
            stray.setdefault(name, span)
    first = dict(reversed(opened))
    if not (first or stray):
        return
    tags = {mark.span.start for mark in document.marks}
    for name in sorted(names):
        if name in first and first[name].start in tags:
            yield _left_open(name, first[name])
        elif name in stray and (not is_markdown or not text[text.rfind("\n", 0, stray[name].start) + 1:stray[name].start].strip()):
            yield Finding(f"</{name}> closes what was never opened here: it ends a part of the site's layout", stray[name],
                          "delete it, or open what it should close", subject=text[slice(*stray[name])])


def _plain(document: Document) -> str:
    """The source without what no tag stands in."""
    plain = _NO_TAGS.sub(lambda match: _blanked(match[0]), document.source.text)
    return _INDENTED.sub(lambda match: _blanked(match[0]), plain) if document.format == "markdown" else plain


def _blanked(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
