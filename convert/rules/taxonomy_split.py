"""A category with a blank in its name becomes two categories.

Jekyll splits a text behind ``categories`` at its blanks, in quotes or not; commas stay where they are. The post is
filed under both halves, and its URL has both in it. A list is taken as it is, and so is a text behind ``category``.

Bad::

    ---
    title: The long way
    date: 2022-02-15 09:00:00 +0800
    categories: World News
    ---
    <p>Round the cape.</p>

Reports::

    4:13 Jekyll splits “World News” into the categories “World” and “News”

Help::

    write `[World News]` for one category, `[World, News]` for several

Fixed::

    ---
    title: The long way
    date: 2022-02-15 09:00:00 +0800
    categories: [World News]
    ---
    <p>Round the cape.</p>

Bad::

    ---
    title: The long way
    date: 2022-02-15 09:00:00 +0800
    categories: "ships, far away"
    ---
    <p>Round the cape.</p>

Reports::

    4:13 Jekyll splits “ships, far away” into the categories “ships,”, “far” and “away”

Fixed::

    ---
    title: The long way
    date: 2022-02-15 09:00:00 +0800
    categories: [ships, far away]
    ---
    <p>Round the cape.</p>

Good::

    ---
    title: The long way
    date: 2022-02-15 09:00:00 +0800
    categories: [World News, ships]
    category: Far Away
    ---
    <p>Round the cape.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, Value
from ..model.scalars import literal
from . import page_rule

_RUBY_BLANKS = re.compile(r"[ \t\n\v\f\r\0]+")       # String#split: not the no-break and the full-width space
_PATH = ("categories",)


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    value = document.front_matter.values.get("categories")
    if not isinstance(value, str) or document.context.generator not in ("jekyll", "plain"):
        return
    if len(value.split()) < 2:
        return
    name = _RUBY_BLANKS.sub(" ", value).strip(" ")
    parts = name.split(" ")
    if len(parts) < 2:
        return
    splits = "splits" if document.context.generator == "jekyll" else "would split"
    shown = [f"“{part}”" for part in parts]
    pieces = [part.strip() for part in name.split(",") if part.strip()] if "," in name else parts
    syntax, span = document.front_matter.syntax, document.front_matter.value_span(_PATH)
    one, several = f"[{literal(name, syntax)}]", f"[{', '.join(literal(piece, syntax) for piece in pieces)}]"
    meant = several if "," in name else one
    yield Finding(f"Jekyll {splits} “{name}” into the categories {', '.join(shown[:-1])} and {shown[-1]}", Value(_PATH),
                  f"write `{one}` for one category, `{several}` for several", subject=document.source.slice(span),
                  fix=Fix(f"write {meant}", (Edit(span, meant),)))
