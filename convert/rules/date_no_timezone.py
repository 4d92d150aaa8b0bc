"""A date has a time of day and no time zone.

Nobody can tell which moment is meant, and tools disagree. An unquoted ``2022-03-01 23:30:00`` is UTC to YAML; Jekyll
then shows it in the zone of the site, so that half past eleven at night in Shanghai becomes half past seven of the next
morning, and the post moves to another day and another URL. The same in quotes, or without seconds, Jekyll reads in the
zone of the site, or of whichever machine builds it.

A date without a time of day needs no zone.

Bad::

    _posts/2022-03-01-harbour-lights.md:
    ---
    title: Harbour lights
    date: 2022-03-01 23:30:00
    ---
    <p>All lit.</p>

Reports::

    3:7 “2022-03-01 23:30:00” has no time zone: Jekyll takes it for UTC, the post and its URL move to 2022-03-02, 07:30

Help::

    write the zone behind it: `2022-03-01 23:30:00 +0800`

Fixed::

    ---
    title: Harbour lights
    date: 2022-03-01 23:30:00 +0800
    ---
    <p>All lit.</p>

Bad::

    ---
    title: Harbour lights
    date: 2022-02-15T09:00:00
    ---
    <p>All lit.</p>

Reports::

    3:7 “2022-02-15T09:00:00” has no time zone: Jekyll takes it for UTC and shows 2022-02-15, 17:00

Help::

    write the zone behind it: `2022-02-15T09:00:00+08:00`

Fixed::

    ---
    title: Harbour lights
    date: 2022-02-15T09:00:00+08:00
    ---
    <p>All lit.</p>

Bad::

    ---
    title: Harbour lights
    date: "2022-02-15 09:00:00"
    ---
    <p>All lit.</p>

Reports::

    3:7 “2022-02-15 09:00:00” has no time zone: Jekyll takes it for the time in Asia/Shanghai

Fixed::

    ---
    title: Harbour lights
    date: "2022-02-15 09:00:00 +0800"
    ---
    <p>All lit.</p>

Good::

    ---
    title: Harbour lights
    date: 2022-02-15 23:30:00 +0800
    ---
    <p>All lit.</p>

Good::

    ---
    title: Harbour lights
    date: 2022-02-15
    ---
    <p>All lit.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from ..model import dates
from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, Value
from . import page_rule
from .date_empty import DATE_KEYS, in_zone, offset_at

# Psych::ScalarScanner::TIME without its offset: what Ruby's YAML reads as a time by itself, in UTC.
_PSYCH_TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?\Z")
_ENDS_IN_OFFSET = re.compile(r":\d\d ?(?:[+-]\d\d:?\d\d|Z)\Z")
_HAS_CLOCK = re.compile(r"\d:\d\d")
_ZONE_NAME = re.compile(r"\s*(?<![a-z])(?![ap]m\Z)[a-z][a-z_+/-]*\Z", re.I)


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    head = document.front_matter
    for key in DATE_KEYS:
        written = (head.text(key) or "").strip()
        if not written or _ENDS_IN_OFFSET.search(written) or not _HAS_CLOCK.search(written):
            continue
        try:
            moment = dates.parse(written)
        except dates.InvalidDate:
            continue
        if moment.hour is not None and moment.offset is None:
            subject = document.source.slice(head.value_span((key,)))
            name = _ZONE_NAME.search(written)
            fault = f"has no time zone but “{name[0].strip()}”, which Jekyll ignores" if name else "has no time zone"
            zoned = _zoned(document, _ZONE_NAME.sub("", written), moment)
            yield Finding(f"“{written}” {fault}: {_effect(document, key, moment, subject)}", Value((key,)),
                          f"write the zone behind it: `{zoned}`" if zoned else "write the zone behind it, for example `+0800`",
                          subject=subject, fix=_fix(document, key, written, zoned))


def read_by_jekyll(moment: dates.Moment, subject: str, zone: str | None) -> datetime | None:
    """When and in which zone Jekyll shows a time without offset, `subject` as written, on a site of a known zone."""
    if not _PSYCH_TIME.match(subject.strip()):
        return in_zone(moment.local(), zone)
    try:
        here = in_zone(moment.local(), zone)
        return moment.local().replace(tzinfo=UTC).astimezone(here.tzinfo) if here else None
    except OverflowError:
        return None


def _effect(document: Document, key: str, moment: dates.Moment, subject: str) -> str:
    context = document.context
    if context.generator != "jekyll":
        return "Hugo takes it for UTC unless the site sets `timeZone`" if context.generator == "hugo" else \
            "some programs take it for UTC, others for the time of the machine they run on"
    there = context.timezone or "the zone of the machine that builds the site"
    if not _PSYCH_TIME.match(subject.strip()):
        return f"Jekyll takes it for the time in {there}"
    shown = read_by_jekyll(moment, subject, context.timezone)
    if shown is None:
        return f"Jekyll takes it for UTC and shows it in {there}"
    if shown.date() == moment.day or key != "date":
        return f"Jekyll takes it for UTC and shows {shown:%Y-%m-%d, %H:%M}"
    return f"Jekyll takes it for UTC, the post and its URL move to {shown:%Y-%m-%d, %H:%M}"


def _zoned(document: Document, written: str, moment: dates.Moment) -> str:
    """The time with the offset that the site's zone has then; empty where the site names none."""
    offset = offset_at(document.context.timezone, moment.local())
    if not offset:
        return ""
    return f"{written}{offset[:3]}:{offset[3:]}" if "T" in written else f"{written} {offset}"


def _fix(document: Document, key: str, written: str, zoned: str) -> Fix | None:
    span = document.front_matter.value_span((key,))
    value = document.source.slice(span)
    if not zoned or value.count(written) != 1:
        return None
    return Fix(f"write {zoned}", (Edit(span, value.replace(written, zoned)),), safe=True)
