"""The date of a post is in the future: the generator leaves it out of the site until then.

It is not there, and nothing says so but a line of the build's output, or not even that. A year that was mistyped looks just
the same.

Bad::

    ---
    title: The new jetty opens
    date: 2099-02-15 09:00:00 +0800
    ---
    <p>On Sunday.</p>

Reports::

    3:7 “2099-02-15 09:00:00 +0800” is in the future: Jekyll leaves this post out of the site until then

Help::

    correct the year, or set `future: true` in _config.yml to publish it

Good::

    ---
    title: The new jetty opens
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>On Sunday.</p>
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..model.document import Document
from ..model.finding import START, At, Finding, Value
from ..model.meta import published_of
from . import page_rule

_FAR_AWAY = timedelta(days=2)            # as far as zones lie apart, and more
_NAMES = {"jekyll": ("Jekyll", "set `future: true` in _config.yml"), "hugo": ("Hugo", "build with --buildFuture")}


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    context = document.context
    if context.now is None or context.kind not in ("post", "page") or context.generator not in _NAMES:
        return
    moment = published_of(document)
    if moment is None or moment.day < context.now.date() - _FAR_AWAY or moment.utc() <= context.now or (context.kind == "page" and context.generator == "jekyll"):
        return
    name, remedy = _NAMES[context.generator]
    written = (document.front_matter.text("date") or "").strip()
    at: At = Value(("date",)) if written else START
    what = f"“{written}” is in the future" if written else f"{moment}, the day of the file name, is in the future"
    yield Finding(f"{what}: {name} leaves this post out of the site until then", at,
                  f"correct the year, or {remedy} to publish it", subject=written)
