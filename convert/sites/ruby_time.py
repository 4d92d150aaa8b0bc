"""What Ruby makes of a date: Psych's time stamps, and `Time.parse` for every other text.

Ported from psych 4 (`ScalarScanner#parse_time`), ruby 3.1 `lib/time.rb` (`make_time`, `zone_offset`, `apply_offset`) and
`ext/date/date_parse.c` (`date__parse`). Left out are forms that no post is dated with (weeks, days of the year, Japanese
eras, years before Christ) and texts without a year, which Ruby fills up from today.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple, TypeAlias

Day: TypeAlias = "tuple[int, int, int]"

# psych/scalar_scanner.rb: TIME, taken apart
_PSYCH_TIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|\s+)(\d{1,2}):(\d\d):(\d\d)(?:\.\d*)?(?:\s*(Z|[-+]\d{1,2}:?(?:\d\d)?))?\Z", re.A)
_PSYCH_OFFSET = re.compile(r"([-+]?\d{1,2}):?(\d{1,2})?\Z", re.A)
# date_parse.c
_LONGEST = 128
_DAY_LENGTH = 24 * 60 * 60
_STRANGE = re.compile(r"(?:[^-+',./:@\[\]\w]|_)+")
_MONTH = r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_WEEKDAY = re.compile(r"\b(?:sun|mon|tue|wed|thu|fri|sat)[^-/\d\s]*", re.I | re.A)
_CLOCK = re.compile(
    r"(\d+\s*(?:(?::\s*\d+(?:\s*:\s*\d+(?:[,.]\d*)?)?|h(?:\s*\d+m?(?:\s*\d+s?)?)?)(?:\s*[ap](?:m\b|\.m\.))?|[ap](?:m\b|\.m\.)))"
    r"(?:\s*((?:gmt|utc?)?[-+]\d+(?:[,.:]\d+(?::\d+)?)?|[a-z]+(?:\sdst)?\b))?", re.I | re.A)
_HOUR = re.compile(r"(\d+)h?(?:\s*:?\s*(\d+)m?(?:\s*:?\s*(\d+)(?:[,.]\d*)?s?)?)?(?:\s*([ap])(?:m\b|\.m\.))?", re.I | re.A)
# in the order in which they are tried; the groups are named by what `_sorted` is told of them
_DAYS = [re.compile(pattern, re.I | re.A) for pattern in (
    rf"'?(?P<d>\d+)[^-\d\s]*\s*{_MONTH}[^-\d\s']*(?:\s*(?P<y>'?-?\d+(?:(?:st|nd|rd|th)\b)?))?",
    rf"{_MONTH}[^-\d\s']*\s*(?P<d>'?\d+)[^-\d\s']*(?:\s*,?\s*(?P<y>'?-?\d+))?",
    r"(?P<y>'?[-+]?\d+)-(?P<m>\d+)-(?P<d>'?-?\d+)",
    rf"(?P<d>'?-?\d+)-{_MONTH}[^-/.]*-(?P<y>'?-?\d+)",
    rf"{_MONTH}[^-/.]*-(?P<d>'?-?\d+)(?:-(?P<y>'?-?\d+))?",
    r"(?P<y>'?-?\d+)/\s*(?P<m>'?\d+)(?:\D\s*(?P<d>'?-?\d+))?",
    r"(?P<y>'?-?\d+)\.\s*(?P<m>'?\d+)\.\s*(?P<d>'?-?\d+)")]
_MONTHS = {name.lower(): str(number) for number, name in enumerate(calendar.month_abbr) if name}
_PACKED = re.compile(r"(?<![-+\d])(\d{14}|\d{12}|\d{8}|\d{6})(?:\s*t?\s*(\d{2,6}))?(?:[,.]\d*)?(z\b|[-+]\d{1,4}\b)?(?!\d)", re.I | re.A)
_LONE_HOUR = re.compile(r"\s*(\d{1,2})\s*\Z", re.A)
# time.rb: `ZoneOffset`, in hours; the zone's own names come on top
_ZONES = {"UTC": 0, "Z": 0, "UT": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
          "PDT": -7} | {letter: hours for hours, letter in enumerate("ABCDEFGHIKLM", 1)} \
    | {letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", 1)}
_OFFSET = re.compile(r"([-+])(\d\d)(?:(:?)(\d\d)(?:\3(\d\d))?)?\Z", re.A)


class _Clock(NamedTuple):
    """A time of day as written; `zone` as written too."""

    hour: int = 0
    minute: int = 0
    second: int = 0
    zone: str = ""


def psych_time(text: str, zone: tzinfo) -> datetime | None:
    """The time in a zone that Psych makes of an unquoted scalar; None when the scalar stays a text to it."""
    match = _PSYCH_TIME.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    offset = 0
    if (written := match[7]) and written != "Z":
        parts = _PSYCH_OFFSET.match(written)
        assert parts is not None
        hours, minutes = int(parts[1]), int(parts[2] or 0)
        offset = hours * 3600 + (-minutes if hours < 0 else minutes) * 60
        if abs(offset) >= _DAY_LENGTH:
            return None
    try:
        return (_rolled((year, month, day), _Clock(hour, minute, second)) - timedelta(seconds=offset)).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def time_parse(text: str, zone: tzinfo) -> datetime:
    """`Time.parse(text).localtime` in a zone, without fractions; ValueError when Ruby cannot read it."""
    if len(text) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    text = _WEEKDAY.sub(" ", _STRANGE.sub(" ", text), count=1)
    clock: _Clock | None = None
    if found := _CLOCK.search(text):
        clock = _clock(found)
        text = text[:found.start()] + " " + text[found.end():]
    day, rest = _day(text)
    if day is None:
        day, clock = _packed(text, clock)
    elif clock is None and (lone := _LONE_HOUR.match(rest)) and int(lone[1]) <= 24:
        clock = _Clock(int(lone[1]))
    try:
        return _made(day, clock or _Clock(), zone)
    except OverflowError as error:
        raise ValueError(str(error)) from error


def _clock(found: re.Match[str]) -> _Clock:
    match = _HOUR.match(found[1])
    assert match is not None
    hour = int(match[1])
    if match[4]:
        hour = hour % 12 + (12 if match[4] in "pP" else 0)
    return _Clock(hour, int(match[2] or 0), int(match[3] or 0), found[2] or "")


def _day(text: str) -> tuple[Day | None, str]:
    """The day in a text, and the text without it."""
    for form in _DAYS:
        if match := form.search(text):
            parts = match.groupdict()
            name = next((group for group in match.groups() if group and group.lower() in _MONTHS), "")
            day = _sorted(parts.get("y"), parts.get("m") or _MONTHS[name.lower()], parts.get("d"))
            return day, text[:match.start()] + " " + text[match.end():]
    return None, text


def _sorted(year: str | None, month: str | None, day: str | None) -> Day:
    """Which of three numbers is the year (`s3e`): one of more than two digits, or with an apostrophe, is none but it."""
    if year and month and not day:
        year, month, day = day, year, month
    if not year and day and _is_year(day):
        year, day = day, None
    if year and day and not year.lstrip("'-+").isdigit():                # “2nd”
        year, day = day, re.sub(r"\D", "", year)
    if month and _is_year(month):
        year, month, day = month, day, year
    if day and _is_year(day):
        year, day = day, year
    if not year or not month:
        raise ValueError("no year, or no month")
    number = int(year.lstrip("'"))
    if len(year) <= 2 and year.isdigit():
        number += 1900 if number >= 69 else 2000
    return number, int(month.lstrip("'")), int(day.lstrip("'-")) if day else 1


def _is_year(digits: str) -> bool:
    return digits[0] == "'" or len(digits) > 2


def _packed(text: str, clock: _Clock | None) -> tuple[Day, _Clock | None]:
    match = _PACKED.search(text)
    if not match:
        raise ValueError("no date")
    digits, time = match[1], match[2] or ""
    if len(digits) in (6, 12):
        digits = ("19" if int(digits[:2]) >= 69 else "20") + digits
    time = digits[8:] or time
    if time and clock is None:
        clock = _Clock(int(time[:2]), int(time[2:4] or 0), int(time[4:6] or 0), match[3] or "")
    return (int(digits[:4]), int(digits[4:6]), int(digits[6:8])), clock


def _made(day: Day, clock: _Clock, zone: tzinfo) -> datetime:
    """`make_time`."""
    offset = _offset(clock.zone, day[0], zone) if clock.zone else None
    if offset is None:
        return _in_zone(_rolled(day, clock).replace(tzinfo=None), zone)
    if abs(offset) >= _DAY_LENGTH:
        raise ValueError("no such offset")
    return _rolled(*_moved(day, clock, offset)).astimezone(zone)


def _moved(day: Day, clock: _Clock, offset: int) -> tuple[Day, _Clock]:
    """`apply_offset`, with its ways: what an offset of whole hours leaves alone is checked later, and a day beyond
    its month becomes the first of the next one, however far beyond it is.
    """
    sign = -1 if offset > 0 else 1
    left, parts = abs(offset), [clock.second, clock.minute, clock.hour]
    for index, unit in enumerate((60, 60, 24)):
        left, moved = divmod(left, unit)
        if moved:
            carry, parts[index] = divmod(parts[index] + sign * moved, unit)
            left += sign * carry
    second, minute, hour = parts
    year, month, number = day
    number += sign * left
    if left and sign > 0 and number > _length(year, month):
        year, month, number = (year + 1, 1, 1) if month == 12 else (year, month + 1, 1)
    elif left and number < 1:
        year, month = (year - 1, 12) if month <= 1 else (year, month - 1)
        number = _length(year, month)
    return (year, month, number), clock._replace(hour=hour, minute=minute, second=second)


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 31


def _rolled(day: Day, clock: _Clock) -> datetime:
    """A time, as if of UTC; a day that its month does not have is one of the next month."""
    _check(day[1], day[2], clock)
    return datetime(day[0], day[1], 1, tzinfo=UTC) + timedelta(
        days=day[2] - 1, hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _in_zone(naive: datetime, zone: tzinfo) -> datetime:
    """A time of the zone's clock: one that it skips is moved on, of one that comes twice the second is meant."""
    there = naive.replace(tzinfo=zone)
    moved = there.astimezone(UTC).astimezone(zone)
    return there.replace(fold=1) if moved.replace(tzinfo=None) == naive else moved


def _check(month: int, day: int, clock: _Clock) -> None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError("no such day")
    if not (clock.hour < 24 or (clock.hour == 24 and clock.minute == clock.second == 0)) \
            or clock.minute > 59 or clock.second > 60:
        raise ValueError("no such time of day")


def _offset(name: str, year: int, zone: tzinfo) -> int | None:
    """`Time.zone_offset`, in seconds; None for a name that Ruby does not know, and takes no notice of."""
    name = name.upper()
    if match := _OFFSET.match(name):
        seconds = int(match[2]) * 3600 + int(match[4] or 0) * 60 + int(match[5] or 0)
        return -seconds if match[1] == "-" else seconds
    if name in _ZONES:
        return _ZONES[name] * 3600
    for month in (1, 7):
        there = datetime(year, month, 1, tzinfo=zone)
        if (there.tzname() or "").upper() == name and (own := there.utcoffset()) is not None:
            return int(own.total_seconds())
    return None
