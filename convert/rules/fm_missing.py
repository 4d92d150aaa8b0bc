"""A post has no front matter where it must be: at the very beginning of the file.

Front matter counts only when ``---`` is the first line. A post without it has no layout, no title but its file name,
no categories. Whatever stands above the fence, be it one blank line, turns the metadata into visible text: Jekyll and
Hugo publish the fence, ``title: …`` and all the rest as the first paragraph of the page, and say nothing.

Bad::

    <p>The new jetty opens on Sunday.</p>

Reports::

    1:1 this post has no front matter: Jekyll publishes it without layout and categories, titled after its file name

Help::

    begin the file with `---`, a `title:`, a `date:` and another `---`

Bad::

    about.md:


    ---
    title: About us
    ---
    We are five people and a cat.

Reports::

    1:1 2 blank lines stand above the front matter: it is published as text

Help::

    delete what stands above line 3: the file has to begin with its `---`

Fixed::

    ---
    title: About us
    ---
    We are five people and a cat.

Bad::

    _posts/2022-03-07-ferry.md:
    <!-- exported on Monday -->
    ---
    layout: post
    title: Chain ferry to stop
    ---
    <p>The ferry stops for two days.</p>

Reports::

    1:1 text stands above the front matter: it is published as text

Good::

    ---
    title: The new jetty opens
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>The new jetty opens on Sunday.</p>

Good::

    notes.md:
    A page that is no post needs no front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix
from ..model.source import Span
from . import page_rule
from .fm_unclosed import is_head

_LINES_ABOVE = 20          # a fence further down is part of the text
_LOOKED_AT = 10_000
_ENTRY = re.compile(r"([\w.-]+)[ \t]*:(?:[ \t]|\Z)")
_CONTINUED = re.compile(r"[ \t]+\S|-[ \t]|#|\s*\Z")
_USUAL_KEYS = frozenset({"layout", "title", "date", "category", "categories", "tags", "permalink", "description",
                         "author", "draft", "published"})


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    text, head = document.source.text, document.front_matter
    if not text or document.format == "page" or (head and not head.unclosed) or is_head(document):
        return
    is_post = document.context.kind == "post"
    if line := _late_head(text, is_post=is_post):
        above = "".join(part + "\n" for part in text.split("\n", line)[:line])
        fix = None if above.strip() else Fix("delete the blank lines above the front matter", (Edit(Span(0, len(above)), ""),), safe=True)
        yield Finding(f"{_above(text, line)} above the front matter: it is published as text",
                      help=f"delete what stands above line {line + 1}: the file has to begin with its `---`", fix=fix)
    elif is_post:
        effect = "nothing says its title and its date"
        if document.context.generator == "jekyll":
            effect = "Jekyll publishes it without layout and categories, titled after its file name"
        yield Finding(f"this post has no front matter: {effect}",
                      help="begin the file with `---`, a `title:`, a `date:` and another `---`")


def _above(text: str, lines: int) -> str:
    if "".join(text.split("\n", lines)[:lines]).strip():
        return "text stands"
    return "a blank line stands" if lines == 1 else f"{lines} blank lines stand"


def _late_head(text: str, *, is_post: bool) -> int:
    """How many lines stand above a head that comes too late; 0 when there is no such head.

    In a file that is no post, one of the usual keys has to be in it: dashes around `key: value` may be prose.
    """
    if "\n---" not in text[:_LOOKED_AT]:
        return 0
    lines = text[:_LOOKED_AT].split("\n")
    fence = next((index for index, line in enumerate(lines[:_LINES_ABOVE + 1]) if line.rstrip() == "---"), 0)
    if any(line.lstrip().startswith(("```", "~~~")) for line in lines[:fence]):
        return 0
    keys: set[str] = set()
    for line in lines[fence + 1:] if fence else ():
        if line.rstrip() in ("---", "..."):
            return fence if keys and (is_post or keys & _USUAL_KEYS) else 0
        if entry := _ENTRY.match(line):
            keys.add(entry[1])
        elif not _CONTINUED.match(line):
            break
    return 0
