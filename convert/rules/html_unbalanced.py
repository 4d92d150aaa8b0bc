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
from functools import cache
from typing import TYPE_CHECKING

from ..model.document import Document
from ..model.finding import Finding, Tag
from ..model.links import CLONE
from ..model.source import Span
from . import page_rule

if TYPE_CHECKING:
    from lxml.etree import XPath, _Element

_BLOCKS = ("div", "section", "article", "aside", "main", "header", "footer", "nav", "blockquote", "figure", "details", "table", "ul", "ol", "dl",
           "center", "form", "fieldset")
_BLOCK = re.compile(rf"<(/?)({'|'.join(_BLOCKS)})(?=[\s/>])[^<>]*>", re.I)
_TAG = re.compile(r"<(/?[A-Za-z]+)(?=[\s/>])")
# What no tag stands in, though it may look like one; indented code and what templates make is looked for elsewhere.
_NO_TAGS = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|textarea|pre|code|xmp|title|svg|math|iframe)\b.*?(?:</\1\s*>|\Z)"
                      r"|^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\2[`~]*[ \t]*$|\Z)|(?<!`)(`+)(?!`).*?(?<!`)\3(?!`)", re.S | re.M | re.I)
_INDENTED = re.compile(r"^(?: {4}|\t).*$", re.M)


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    text = document.source.text
    if "<" not in text or document.is_flattened:
        return                          # of the last, html-nesting speaks
    if _has_copies()(document.markup):
        yield from _formatting(document)
    counts: Counter[str] = Counter()
    for tag, count in Counter(_TAG.findall(text, document.body_start)).items():
        name = tag.lower().lstrip("/")
        if name in _BLOCKS:
            counts[name] += -count if tag[0] == "/" else count
    if any(counts.values()) and document.format != "page" and not _has_templates(document):
        yield from _blocks(document, {name for name, count in counts.items() if count})


@cache
def _has_copies() -> XPath:
    """There is an element that browsers open again because it was left open."""
    from lxml.etree import XPath
    return XPath(f"boolean(descendant::*/@{CLONE})")


def _formatting(document: Document) -> Iterator[Finding]:
    opened: dict[str, _Element] = {}
    said: set[str] = set()
    for element in document.markup.iter():
        tag = str(element.tag)
        if element.get(CLONE) is None:
            opened[tag] = element
        elif tag in opened and tag not in said and _is_left_open(document, tag):
            said.add(tag)
            yield _left_open(tag, Tag(opened[tag], None, "tag"))


def _left_open(tag: str, at: Tag | Span) -> Finding:
    return Finding(f"<{tag}> is never closed: all that follows is in it, to the end of the page", at, f"write `</{tag}>` where it ends",
                   subject=tag)


def _is_left_open(document: Document, tag: str) -> bool:
    """There are more tags that open such an element than that close it: another is closed later, in the wrong order."""
    text = document.source.text[document.body_start:]
    opening = len(re.findall(rf"<{tag}(?=[\s/>])", text, re.I))
    return opening > len(re.findall(rf"</{tag}(?=[\s/>])", text, re.I))


def _has_templates(document: Document) -> bool:
    """Template tags may open and close elements; addresses and the text of code do not."""
    return any(not island.startswith(("{{ ", "{{s", "{{-", "{% link", "{% post_url", "{% highlight", "{% raw")) or "content" in island
               or "include" in island for island in document.islands)


def _blocks(document: Document, names: set[str]) -> Iterator[Finding]:
    """The blocks that are still open at the end, and the end tags that nothing opened, one of each name."""
    text = document.source.text
    is_markdown = document.format == "markdown"
    plain = _NO_TAGS.sub(lambda match: _blanked(match[0]), text)
    plain = _INDENTED.sub(lambda match: _blanked(match[0]), plain) if is_markdown else plain
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


def _blanked(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
