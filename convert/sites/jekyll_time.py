"""Which time Jekyll makes of a post's date: Psych, then Ruby's `Time.parse`, then the site's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .ruby_time import psych_time, time_parse


def zone_of(name: str | None) -> tzinfo:
    """The zone of a site; UTC for none, and for a name that nobody knows."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def local_time(written: str, value: Any, *, quoted: bool, zone: tzinfo) -> datetime:
    """The local time of a `date` in front matter (`Utils.parse_date` of `data["date"].to_s`).

    `written` is the scalar as it was written, `value` what YAML makes of it. ValueError when the build would stop: a date
    that Ruby cannot read.
    """
    if not quoted and (stamp := psych_time(written, zone)) is not None:
        return stamp
    if value is None or isinstance(value, bool):
        raise ValueError("no date")
    return time_parse(written if isinstance(value, str) else str(value), zone)


def moment_of(value: Any, zone: Any) -> datetime | None:
    """A time of the configuration: YAML's times without a zone are UTC, its days and all other texts local."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(zone)
    if isinstance(value, str | date):
        try:
            return local_time(str(value), str(value), quoted=False, zone=zone)
        except ValueError:
            return None
    return None
