"""Which time Jekyll makes of a post's date: Psych, then Ruby's `Time.parse`, then the site's zone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..model.dates import InvalidDate, parse

# An unquoted time stamp of this form is a time to Psych, and one without a zone is UTC.
_PSYCH_TIME = re.compile(r"-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?\Z")


def zone_of(name: str | None) -> ZoneInfo | timezone:
    """The zone of a site; UTC for none, and for a name that nobody knows."""
    try:
        return ZoneInfo(name) if name else timezone.utc
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return timezone.utc


def local_time(written: str | None, value: Any, name: re.Match[str] | None, zone: str | None) -> datetime | None:
    """The local time that a document's URL is made of: its `date` as written, else the day of its file's name.

    ValueError when the build would stop: a date that Ruby cannot read.
    """
    where = zone_of(zone)
    if written is not None and value is not None:
        try:
            moment = parse(written)
        except InvalidDate as error:
            if error.rolls_to is None:
                raise
            return datetime(error.rolls_to.year, error.rolls_to.month, error.rolls_to.day, tzinfo=where)
        if (instant := moment.instant()) is not None:
            return instant.astimezone(where)
        if moment.hour is not None and _PSYCH_TIME.match(written.strip()):
            return moment.local().replace(tzinfo=timezone.utc).astimezone(where)
        return moment.local().replace(tzinfo=where)
    if value is None and name is not None:
        year = int(name[1]) + (0 if len(name[1]) > 2 else 2000 if int(name[1]) < 69 else 1900)
        first = datetime(year, 1, 1, tzinfo=where).replace(month=int(name[2]))
        return first + timedelta(days=int(name[3]) - 1)
    return None
