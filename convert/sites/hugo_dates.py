"""When Hugo publishes a page (`resources/page/pagemeta/page_frontmatter.go`, `hugolib/page__meta.go`): drafts, future, expired."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from ..model.dates import InvalidDate, file_name_day, parse
from .hugo_configuration import NEWEST, REWRITTEN, Version, is_true
from .jekyll_time import zone_of

# The keys that each date is looked for behind, and other names of some, in small letters.
_KEYS = {"date": ("date", "publishdate", "lastmod"), "publishdate": ("publishdate", "date"), "expirydate": ("expirydate",),
         "lastmod": (":git", "lastmod", "date", "publishdate")}
_ALIASES = {"lastmod": ("modified",), "publishdate": ("pubdate", "published"), "expirydate": ("unpublishdate",)}
_FILE_NAME = ":filename"


class Calendar:
    """What a site says of dates (`frontmatter`, `timeZone`, `buildDrafts`, …), and what is `now`. A page is told by its values (keys in small
    letters) and its name without suffix.
    """

    def __init__(self, config: dict[str, Any], now: datetime | None, version: Version = NEWEST) -> None:
        self._zone: tzinfo = zone_of(str(config["timezone"])) if config.get("timezone") else UTC
        self._now = now
        self._all = {name for name in ("drafts", "future", "expired") if is_true(config.get(f"build{name}"))}
        said = config.get("frontmatter")
        said = said if isinstance(said, dict) else {}
        self._keys = {name: tuple(_resolved(said.get(name), default)) for name, default in _KEYS.items()}
        self._is_new = version >= REWRITTEN           # what was found for `date` is a value of its own

    @property
    def shows_future(self) -> bool:
        """What is later than now is published all the same."""
        return "future" in self._all

    def date(self, values: dict[str, Any], name: str, which: str = "date") -> datetime | None:
        """The first date of a page that can be read; on the clock that it is written for."""
        return self._found(values, name, which)[1]

    def slug(self, values: dict[str, Any], name: str) -> str:
        """What stands behind the date in a name, where a date is taken from there."""
        is_asked = any(self._found(values, name, which)[0] == _FILE_NAME for which, keys in self._keys.items() if _FILE_NAME in keys)
        return posixpath.splitext(name[10:])[0].strip(" -_") if is_asked else ""       # of `a.b`, too, the suffix is taken away

    def _found(self, values: dict[str, Any], name: str, which: str) -> tuple[str, datetime | None]:
        """The key behind which a date was found, and the date."""
        for key in self._keys[which]:
            if key == _FILE_NAME and (day := file_name_day(f"{name[:10]}-x.md")):
                return key, datetime(day.year, day.month, day.day, tzinfo=self._zone)
            value = values.get(key)
            if isinstance(value, str) and value:
                try:
                    moment = parse(value)
                except InvalidDate:
                    continue
                return key, moment.instant() or moment.local().replace(tzinfo=self._zone)
            if key == "date" != which and self._is_new and (found := self.date(values, name)):
                return key, found
        return "", None

    def withheld(self, values: dict[str, Any], name: str) -> str:
        """Why a page is not published for now; empty when it is."""
        is_draft = is_true(values["draft"]) if "draft" in values else values.get("published") is False
        if is_draft and "drafts" not in self._all:
            return "it is a draft"
        if self._now is None:
            return ""
        if "future" not in self._all and (start := self.date(values, name, "publishdate")) and start > self._now:
            return "its date is in the future"
        end = None if "expired" in self._all else self.date(values, name, "expirydate")
        return "its expiry date is past" if end and end < self._now else ""


def _resolved(given: Any, default: tuple[str, ...]) -> Iterator[str]:
    """The keys that a site names for a date, `:default` among them, each with its other names."""
    for written in given if isinstance(given, list) else [given] if isinstance(given, str) else [":default"]:
        for key in default if str(written).lower() == ":default" else (str(written).lower(),):
            yield from (key, *_ALIASES.get(key, ()))


# The parts of Go's layouts (`time/format.go`), the longer before the shorter.
_LAYOUT = re.compile(r"January|Jan(?![a-z])|Monday|Mon(?![a-z])|2006|002|0[1-6]|15|[1-5]|PM|pm")
_PARTS: dict[str, str] = {"January": "{0:%B}", "Jan": "{0:%b}", "Monday": "{0:%A}", "Mon": "{0:%a}", "2006": "{0.year:04}", "002": "{0:%j}", "01": "{0.month:02}",
                          "02": "{0.day:02}", "03": "{0:%I}", "04": "{0:%M}", "05": "{0:%S}", "06": "{0:%y}", "15": "{0:%H}", "1": "{0.month}", "2": "{0.day}",
                          "4": "{0.minute}", "5": "{0.second}", "PM": "{0:%p}"}


def is_layout(text: str) -> bool:
    """A text is a layout of Go's dates that can be filled (`resources/page/permalinks.go`: one that a date changes)."""
    parts = _LAYOUT.findall(text)
    return bool(parts) and all(part in _PARTS for part in parts) and "MST" not in text


def formatted(when: datetime | date, layout: str) -> str:
    """A date as a layout says."""
    full = when if isinstance(when, datetime) else datetime(when.year, when.month, when.day, tzinfo=UTC)
    return _LAYOUT.sub(lambda match: _PARTS[match[0]].format(full), layout)
