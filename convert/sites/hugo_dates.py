"""When Hugo publishes a page (`resources/page/pagemeta/page_frontmatter.go`, `hugolib/page__meta.go`): drafts, future, expired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any

from ..model.dates import InvalidDate, file_name_day, parse
from .hugo_configuration import is_true
from .jekyll_time import zone_of

# The keys that each date is looked for behind, in small letters, and the dates of a file that are not in its head.
_KEYS = {"date": ("date", "publishdate", "pubdate", "published", "lastmod", "modified"), "publishdate": ("publishdate", "pubdate", "published", "date"),
         "expirydate": ("expirydate", "unpublishdate")}


class Calendar:
    """What a site says of dates (`frontmatter`, `timeZone`, `buildDrafts`, …), and what is `now`."""

    def __init__(self, config: dict[str, Any], now: datetime | None) -> None:
        self._zone: tzinfo = zone_of(str(config["timezone"])) if config.get("timezone") else UTC
        self._now = now
        self._all = {name for name in ("drafts", "future", "expired") if is_true(config.get(f"build{name}"))}
        said = config.get("frontmatter")
        said = said if isinstance(said, dict) else {}
        self._keys = {name: tuple(_resolved(said.get(name), default)) for name, default in _KEYS.items()}

    @property
    def shows_future(self) -> bool:
        """What is later than now is published all the same."""
        return "future" in self._all

    def date(self, values: dict[str, Any], path: str, which: str = "date") -> datetime | None:
        """The first date of a head (keys in small letters) that can be read; on the clock that it is written for."""
        for key in self._keys[which]:
            if key == ":filename" and (day := file_name_day(path.rpartition("/")[2])):
                return datetime(day.year, day.month, day.day, tzinfo=self._zone)
            value = values.get(key)
            if isinstance(value, str) and value:
                try:
                    moment = parse(value)
                except InvalidDate:
                    continue
                return moment.instant() or moment.local().replace(tzinfo=self._zone)
        return None

    def withheld(self, values: dict[str, Any], path: str) -> str:
        """Why a page is not published for now; empty when it is."""
        if (is_true(values.get("draft")) or values.get("published") is False) and "drafts" not in self._all:
            return "it is a draft"
        if self._now is None:
            return ""
        if "future" not in self._all and (start := self.date(values, path, "publishdate") or self.date(values, path)) and start > self._now:
            return "its date is in the future"
        end = None if "expired" in self._all else self.date(values, path, "expirydate")
        return "its expiry date is past" if end and end < self._now else ""


def _resolved(given: Any, default: tuple[str, ...]) -> Iterator[str]:
    """The keys that a site names for a date, `:default` among them."""
    for key in given if isinstance(given, list) else [given] if isinstance(given, str) else [":default"]:
        yield from default if str(key).lower() == ":default" else (str(key).lower(),)
