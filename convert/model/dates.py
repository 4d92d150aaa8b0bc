"""Dates as authors write them in front matter, with the offset they wrote.

The forms are those that Jekyll reads (Psych, then Ruby's `Time.parse`) and Hugo reads (RFC 3339 and its kin).
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

_MONTHS = {name.lower(): number for names in (calendar.month_name, calendar.month_abbr)
           for number, name in enumerate(names) if name} | {"sept": 9}
_DAY = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})-|/(?P<month2>\d{1,2})/|\.(?P<month3>\d{1,2})\.)(?P<day>\d{1,2})"
    r"|(?P<packed>\d{8})(?!\d)"
    r"|(?:[A-Za-z]{3,9},?\s+)?(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{4})"
    r"|(?:[A-Za-z]{3,9},?\s+)?(?P<day3>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<name2>[A-Za-z]{3,9})\.?,?[\s-]+(?P<year3>\d{4})", re.A)
# As C's asctime and the command `date` write it, the year at the end: “Tue Feb 15 19:12:03 CST 2022”, with an offset too.
_C_ORDER = re.compile(
    r"(?P<day>(?:[A-Za-z]{3,9},? )?[A-Za-z]{3,9}\.? \d{1,2}),? (?P<time>\d{1,2}:\d{2}(?::\d{2})?)"
    r"(?P<name> [A-Z]{3,4})? (?P<year>\d{4})(?P<zone> [+-]\d{2}:?\d{2})?\Z")
_TIME = re.compile(
    r"(?:[Tt]|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    r"\s*(?P<half>[AaPp][Mm]\b)?", re.A)
_ZONE = re.compile(r"\s*(?:(?P<utc>[Zz]|UTC|GMT)(?:(?=[+-])|\Z)|(?P<named>[A-Z]{3,4})\Z)?"
                   r"(?:(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?)?\s*\Z", re.A)
# The abbreviations that Ruby's Time.parse knows (RFC 2822, section 4.3); every other name it ignores.
_NAMED = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
FILE_NAME_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-", re.A)


class InvalidDate(ValueError):
    """A text that is no date; `reason` says why, `rolls_to` which day Ruby makes of an impossible one."""

    def __init__(self, reason: str, rolls_to: date | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.rolls_to = rolls_to


class Moment(NamedTuple):
    """A day, or a day and a time, as it was written; `offset` is in minutes east of UTC, None when unwritten."""

    day: date
    hour: int | None = None
    minute: int = 0
    second: int = 0
    fraction: str = ""
    offset: int | None = None

    def __str__(self) -> str:
        """RFC 3339, section 5.6, as far as the author wrote it: no offset is made up, nor a time of day."""
        if self.hour is None:
            return self.day.isoformat()
        fraction = f".{self.fraction}" if self.fraction else ""
        return f"{self.day.isoformat()}T{self.hour:02}:{self.minute:02}:{self.second:02}{fraction}{self.zone}"

    @property
    def zone(self) -> str:
        """The offset as RFC 3339 writes it; empty where the author wrote none."""
        if self.offset is None:
            return ""
        hours, minutes = divmod(abs(self.offset), 60)
        return "Z" if self.offset == 0 else f"{'-' if self.offset < 0 else '+'}{hours:02}:{minutes:02}"

    def instant(self) -> datetime | None:
        """The instant, in the author's own offset; None where no offset or no time of day was written."""
        if self.hour is None or self.offset is None:
            return None
        return self.local().replace(tzinfo=timezone(timedelta(minutes=self.offset)))

    def utc(self) -> datetime:
        """The instant, in UTC; what has no zone counts as UTC."""
        found = self.instant() or self.local().replace(tzinfo=UTC)
        return found.astimezone(UTC) if found.year not in (1, 9999) else found

    def local(self) -> datetime:
        """The day and time on the author's clock, without a zone."""
        return datetime.combine(self.day, time(self.hour or 0, self.minute, self.second))


@lru_cache(maxsize=256)
def parse(text: str) -> Moment:
    """Read a date as an author wrote it; InvalidDate when no reading is possible.

    A day that its month does not have raises with `rolls_to`: Ruby goes on into the next month.
    """
    text = _C_ORDER.sub(r"\g<day> \g<year> \g<time>\g<zone>\g<name>", " ".join(text.split()))        # blanks of any script
    match = _DAY.match(text)
    if not match:
        raise InvalidDate("no date that can be read")
    year, month, day = _numbers(match)
    checked = _checked_day(year, month, day)
    rest = text[match.end():]
    if not rest.strip():
        return Moment(checked)
    clock = _TIME.match(rest)
    if not clock:
        raise InvalidDate(f"“{rest.strip()}” behind the day is no time of day")
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "pm" else 0)
    if hour == 24 and minute == second == 0 and checked < date.max:
        checked, hour = checked + timedelta(days=1), 0
    if hour > 23 or minute > 59 or second > 60:
        raise InvalidDate(f"there is no time {clock['hour']}:{clock['minute']}:{clock['second'] or '00'}")
    return Moment(checked, hour, minute, min(second, 59), clock["fraction"] or "", _offset(rest[clock.end():]))


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    if packed := match["packed"]:
        return int(packed[:4]), int(packed[4:6]), int(packed[6:])
    if match["year"]:
        return int(match["year"]), int(match["month"] or match["month2"] or match["month3"]), int(match["day"])
    name = (match["name"] or match["name2"]).lower()
    if name not in _MONTHS:
        raise InvalidDate(f"there is no month “{name}”")
    return int(match["year2"] or match["year3"]), _MONTHS[name], int(match["day2"] or match["day3"])


def _checked_day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise InvalidDate(f"there is no month {month}")
    if not 1 <= day <= 31 or year < 1:
        raise InvalidDate(f"there is no day {day}" if year else "there is no year 0")
    length = calendar.monthrange(year, month)[1]
    if day > length:
        first_of_next = date(year, month, length) + timedelta(days=1)
        raise InvalidDate(f"{calendar.month_name[month]} {year} has {length} days",
                          first_of_next + timedelta(days=day - length - 1))
    return date(year, month, day)


def _offset(text: str) -> int | None:
    zone = _ZONE.match(text)
    if not zone:
        if re.fullmatch(r"\s*[A-Za-z][A-Za-z_+/-]*", text):    # a zone's name: Ruby ignores those it does not know
            return None
        raise InvalidDate(f"“{text.strip()}” behind the time is no time zone")
    if zone["sign"]:
        minutes = int(zone["hours"]) * 60 + int(zone["minutes"] or 0)
        if minutes > 24 * 60 - 1 or int(zone["minutes"] or 0) > 59:
            raise InvalidDate(f"there is no offset {text.strip()}")
        return -minutes if zone["sign"] == "-" else minutes
    if zone["utc"]:
        return 0
    return _NAMED[zone["named"]] * 60 if zone["named"] in _NAMED else None


def file_name_day(name: str) -> date | None:
    """The day that a file name such as `2022-02-15-title.md` begins with; None when it does not begin with one."""
    match = FILE_NAME_DAY.match(name)
    if not match:
        return None
    try:
        return _checked_day(int(match[1]), int(match[2]), int(match[3]))
    except InvalidDate:
        return None
