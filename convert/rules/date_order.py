"""The dates of a post are in an impossible order: changed, or out of date, before it was published.

Readers and search engines take the later one for a mistake, or the post for old; what has expired before it is published Hugo
never shows. A typing error in one of the two is the usual reason. Where one of them has no time of day or no zone, a difference
of a day may be the zone's, and is not said.

In the options of the rule a site can name its first day: what is older was mistyped.

Bad::

    ---
    title: The net loft
    date: 2022-02-15 09:00:00 +0800
    updated: 2021-02-16 09:00:00 +0800
    ---
    <p>Under new beams.</p>

Reports::

    4:10 this post was changed on 2021-02-16, before it was published, on 2022-02-15

Help::

    correct one of the two; `date` says “2022-02-15 09:00:00 +0800”

Good::

    ---
    title: The net loft
    date: 2022-02-15 09:00:00 +0800
    updated: 2022-02-15
    last_modified_at: 2022-02-15T01:00:00Z
    ---
    <p>Under new beams.</p>

Options::

    since = "2009-03-01"

Bad::

    ---
    title: The net loft
    date: 2002-02-15 09:00:00 +0800
    ---
    <p>Under new beams.</p>

Reports::

    3:7 2002-02-15 is before the first day of this site, 2009-03-01

Help::

    correct the year
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, NamedTuple

from ..model import dates
from ..model.document import Document
from ..model.finding import Finding, Related, Value
from . import page_rule

_CHANGED = ("updated", "last_modified_at", "lastmod", "modified", "modified_time", "date_modified")
_EXPIRES = ("expiryDate", "expirydate", "unpublishdate")
_ZONES_APART = timedelta(days=1)


class Options(NamedTuple):
    since: Annotated[str, "the first day of the site, as `2009-03-01`: no post is older; empty where nobody knows"] = ""


@page_rule("warning", options=Options)
def check(document: Document, options: Options) -> Iterator[Finding]:
    values, since = document.front_matter.values, options.since
    later = [key for key in (*_CHANGED, *_EXPIRES) if key in values]
    if not (later or since) or not document.front_matter.readable:
        return
    published = _moment(document, "date")
    if published is None:
        return
    date = (document.front_matter.text("date") or "").strip()
    if since and str(published.day) < since:
        yield Finding(f"{published.day} is before the first day of this site, {since}", Value(("date",)), "correct the year", subject=date)
    for key in later:
        moment = _moment(document, key)
        if moment and _is_before(moment, published) and (key in _CHANGED or document.context.generator == "hugo"):
            what = "was changed" if key in _CHANGED else "expires"
            when, then = (moment, published) if moment.day == published.day else (moment.day, published.day)
            yield Finding(f"this post {what} on {when}, before it was published, on {then}", Value((key,)),
                          f"correct one of the two; `date` says “{date}”", subject=(document.front_matter.text(key) or "").strip(),
                          related=(Related("it was published here", Value(("date",))),))


def _moment(document: Document, key: str) -> dates.Moment | None:
    try:
        return dates.parse(document.front_matter.text(key) or "")
    except dates.InvalidDate:
        return None


def _is_before(moment: dates.Moment, other: dates.Moment) -> bool:
    """For certain: by the instant, or by more than zones can be apart. Midnight may stand for the whole day."""
    mine, theirs = moment.instant(), other.instant()
    if mine and theirs:
        is_day = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
        return mine < theirs and not (is_day and theirs - mine < _ZONES_APART)
    return other.day - moment.day > _ZONES_APART
