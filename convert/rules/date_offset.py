"""The offset of a date is not the one that the site's time zone has at that time.

Mostly it is the offset of the other half of the year, written by hand or by a script that does not know of summer time: the post is
shown an hour off, and near midnight under another day. Offsets that are meant, of authors who travel, are named in the
options of the rule; UTC always counts as meant. Without ``timezone`` in the configuration nothing is said.

Bad::

    ---
    title: Night market
    date: 2022-02-15 23:30:00 +0700
    ---
    <p>Until one.</p>

Reports::

    3:27 the site's zone, Asia/Shanghai, is at +0800 then, not at +0700: readers see 2022-02-16, 00:30

Help::

    write `2022-02-15 23:30:00 +0800`

Fixed::

    ---
    title: Night market
    date: 2022-02-15 23:30:00 +0800
    ---
    <p>Until one.</p>

Good::

    ---
    title: Night market
    date: 2022-02-15 23:30:00 +0800
    updated: 2022-02-15T16:00:00Z
    ---
    <p>Until one.</p>

Options::

    allowed = ["+0900"]

Good::

    ---
    title: Night market
    date: 2022-02-15 23:30:00 +0900
    updated: 2022-02-16T23:30:00+09:00
    ---
    <p>Until one.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, NamedTuple

from ..model import dates
from ..model.document import Document
from ..model.finding import Edit, Finding, Fix
from ..model.source import Span
from . import page_rule
from .date_empty import DATE_KEYS, in_zone

_OFFSET = re.compile(r"[+-]\d\d:?\d\d\Z")


class Options(NamedTuple):
    allowed: Annotated[tuple[str, ...], "offsets that are meant besides that of the site and UTC, as `+0900`"] = ()


@page_rule("warning", default=False, options=Options)
def check(document: Document, options: Options) -> Iterator[Finding]:
    head, zone = document.front_matter, document.context.timezone
    if not zone:
        return
    allowed = {offset.replace(":", "") for offset in options.allowed}
    for key in DATE_KEYS:
        written = (head.text(key) or "").strip()
        offset = _OFFSET.search(written)
        if not offset or (there := _there(written, zone)) is None:
            continue
        moment, right = there
        if moment.offset == 0 or right == offset[0].replace(":", "") or offset[0].replace(":", "") in allowed:
            continue
        instant = moment.instant()
        local = in_zone(moment.local(), zone)
        if instant is None or local is None:
            continue
        shown = instant.astimezone(local.tzinfo)
        put = right if ":" not in offset[0] else f"{right[:3]}:{right[3:]}"
        span = _span(document, key, offset[0])
        yield Finding(f"the site's zone, {zone}, is at {put} then, not at {offset[0]}: readers see {shown:%Y-%m-%d, %H:%M}", span,
                      f"write `{written.removesuffix(offset[0])}{put}`", subject=document.source.slice(span),
                      fix=Fix("write the offset of the site", (Edit(span, put),)) if document.source.slice(span) == offset[0] else None)


def _there(written: str, zone: str) -> tuple[dates.Moment, str] | None:
    """A moment, and the offset that a zone has at that time of its clocks; None where that cannot be told for certain."""
    try:
        moment = dates.parse(written)
        local = in_zone(moment.local(), zone)
        if moment.hour is None or local is None or local.utcoffset() != local.replace(fold=1).utcoffset():
            return None
        seconds = local.utcoffset() or timedelta()
        return None if seconds.seconds % 60 else (moment, f"{local:%z}")
    except (dates.InvalidDate, OverflowError):
        return None


def _span(document: Document, key: str, offset: str) -> Span:
    """Where the offset stands; the whole value where it is written otherwise."""
    span = document.front_matter.value_span((key,))
    at = document.source.slice(span).rfind(offset)
    return Span(span.start + at, span.start + at + len(offset)) if at >= 0 else span
