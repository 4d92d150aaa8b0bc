"""A date has nothing in it, or a time zone and no date.

Of ``date:`` and ``date: ""`` Jekyll makes no date, of ``date:  +0800`` YAML makes the number 800. Either way Jekyll
aborts the whole build at the first post of that kind: not one page of the site is published.

Bad::

    ---
    title: Low water
    date:
    ---
    <p>At noon.</p>

Reports::

    3:1 “date” is empty: Jekyll aborts the whole build at this post

Fixed::

    ---
    title: Low water
    date: 2022-02-15 00:00:00 +0800
    ---
    <p>At noon.</p>

Bad::

    _posts/2022-03-26-low-water.md:
    ---
    title: Low water
    date:  +0800
    ---
    <p>At noon.</p>

Reports::

    3:8 “+0800” is a time zone without a date: Jekyll aborts the whole build at this post

Help::

    write the whole date, for example `date: 2022-03-26 00:00:00 +0800`

Fixed::

    ---
    title: Low water
    date:  2022-03-26 00:00:00 +0800
    ---
    <p>At noon.</p>

Good::

    ---
    title: Low water
    date: 2022-02-15 12:00:00 +0800
    ---
    <p>At noon.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from ..model.dates import file_name_day
from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, Value
from ..model.source import Span
from . import page_rule

DATE_KEYS = ("date", "updated", "last_modified_at", "lastmod")
_ZONE_ALONE = re.compile(r"\s*(?:[+-]\d{1,2}:?\d{2}|Z|UTC|GMT)\s*\Z")
_COLON = re.compile(r"[ \t]*:")
_SOME_DAY = date(2022, 3, 1)


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    head = document.front_matter
    for key in DATE_KEYS:
        if key not in head.values or not is_empty(document, key):
            continue
        written = head.text(key)
        fault = f"“{key}” is empty"
        if written and _ZONE_ALONE.match(written):
            fault = f"“{written.strip()}” is a time zone without a date"
        day = file_name_day(document.source.path.rsplit("/", 1)[-1])
        whole = midnight(day or _SOME_DAY, document.context.timezone)
        span = head.value_span((key,))
        yield Finding(fault + _effect(document, key), Value((key,)), f"write the whole date, for example `{key}: {whole}`",
                      subject=document.source.slice(span),
                      fix=_fix(document, key, whole) if day and key == "date" else None)


def _fix(document: Document, key: str, whole: str) -> Fix | None:
    """The day of the file name, where the value is or belongs."""
    span, head = document.front_matter.value_span((key,)), document.front_matter
    if span == head.key_span((key,)):
        colon = _COLON.match(document.source.text, span.end)
        if head.syntax != "yaml" or colon is None:
            return None
        span, whole = Span(colon.end(), colon.end()), f" {whole}"
    return Fix(f"write {whole.strip()}", (Edit(span, whole),))


def is_empty(document: Document, key: str) -> bool:
    """Behind the key of a date there is nothing, or nothing but a time zone."""
    value, written = document.front_matter.values.get(key), document.front_matter.text(key)
    if isinstance(value, dict | list | bool):
        return False
    return value is None or not written or not written.strip() or bool(_ZONE_ALONE.match(written))


def offset_at(zone: str | None, local: datetime) -> str:
    """The offset of an IANA zone at a local time as front matter has it (`+0800`); "" when there is no such zone."""
    moment = in_zone(local, zone)
    return moment.strftime("%z")[:5] if moment else ""


def midnight(day: date, zone: str | None) -> str:
    """The beginning of a day as front matter has it; the day alone when the zone is not known."""
    start = datetime.combine(day, time())
    offset = offset_at(zone, start)
    return f"{start} {offset}" if offset else day.isoformat()


def in_zone(local: datetime, zone: str | None) -> datetime | None:
    """A local time in an IANA zone; None when there is no such zone."""
    from zoneinfo import ZoneInfo
    try:
        return local.replace(tzinfo=ZoneInfo(zone)) if zone else None
    except (KeyError, ValueError, OSError):          # no zone, no possible name of one, a folder of them
        return None


def _effect(document: Document, key: str) -> str:
    context = document.context
    if key != "date" or context.generator == "hugo" or context.kind == "page":
        return ""
    return f": Jekyll {'aborts' if context.generator == 'jekyll' else 'would abort'} the whole build at this post"
