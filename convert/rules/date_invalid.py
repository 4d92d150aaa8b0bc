"""A date is none: the calendar has no such day, the clock no such hour, or it cannot be read at all.

Of 31 February Jekyll makes 3 March without a word, page and URL included. At a date that it cannot read it aborts
the whole build; so does Hugo.

Bad::

    ---
    title: The longest February
    date: 2022-02-31 06:00:00 +0800
    ---
    <p>Spring tide.</p>

Reports::

    3:7 February 2022 has 28 days: Jekyll publishes this post under 2022-03-03

Bad::

    ---
    title: Yesterday's tide
    date: yesterday
    ---
    <p>Spring tide.</p>

Reports::

    3:7 “yesterday” is no date that can be read: a date that Jekyll cannot read aborts the whole build

Help::

    write it as `2022-02-15 00:00:00 +0800`, year first

Bad::

    ---
    title: Half past twenty-five
    date: 2022-02-15 12:00:00 +0800
    updated: 2022-02-15 25:30:00 +0800
    ---
    <p>Spring tide.</p>

Reports::

    4:10 there is no time 25:30:00

Good::

    ---
    title: The longest February
    date: 2024-02-29 06:00:00 +0800
    ---
    <p>Spring tide.</p>
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..model import dates
from ..model.document import Document
from ..model.finding import Finding, Value
from . import page_rule
from .date_empty import DATE_KEYS, is_empty, midnight

_SOME_DAY = date(2022, 3, 1)
_UNREADABLE = "no date that can be read"


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    head = document.front_matter
    for key in DATE_KEYS:
        written = head.text(key)
        if written is None or is_empty(document, key) or _is_for_others(document, key):
            continue
        try:
            dates.parse(written)
        except dates.InvalidDate as error:
            reason = f"“{written.strip()}” is {error.reason}" if error.reason == _UNREADABLE else error.reason
            day = error.rolls_to or dates.file_name_day(document.source.path.rsplit("/", 1)[-1]) or _SOME_DAY
            help = f"write it as `{midnight(day, document.context.timezone)}`, year first" \
                if error.reason == _UNREADABLE else ""
            yield Finding(reason + _effect(document, key, error), Value((key,)), help,
                          subject=document.source.slice(head.value_span((key,))))


def _is_for_others(document: Document, key: str) -> bool:
    """`updated: false` switches a date off; Hugo reads a number as seconds since 1970."""
    value = document.front_matter.values[key]
    if isinstance(value, bool):
        return key != "date"
    return isinstance(value, int | float) and document.context.generator == "hugo"


def _effect(document: Document, key: str, error: dates.InvalidDate) -> str:
    context = document.context
    if key != "date" or context.generator == "hugo" or context.kind == "page":
        return ""
    if error.rolls_to:
        publishes = "publishes" if context.generator == "jekyll" else "would publish"
        return f": Jekyll {publishes} this post under {error.rolls_to}"
    if error.reason == _UNREADABLE or error.reason.startswith("there is no"):
        return ": a date that Jekyll cannot read aborts the whole build"
    return ""                        # Ruby pays no heed to most of what may stand behind a date
