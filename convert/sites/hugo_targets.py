"""Where Hugo puts pages (`resources/page/page_paths.go`, `resources/page/permalinks.go`, `hugolib/page__paths.go`): by folders, names, slugs, patterns, `url`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from .hugo_above import Above, Matcher
from .hugo_configuration import REWRITTEN
from .hugo_dates import Calendar
from .hugo_files import Files, Place
from .hugo_urls import SLUGS_OF_LISTS, Named, Spelling, expanded, filled, own_url, unknown_tokens

FILLED_URLS = (0, 131)         # `url` has places that are filled
BY_PATHS = (0, 161)            # patterns are for paths, not for sections, and may stand in a list
LISTS_AS_SAID = (0, 132)       # the `url` of a list is not spelled otherwise (from then on, or some version before 0.147)
BY_KINDS = (0, 115)            # patterns for lists
KINDS = ("page", "section", "taxonomy", "term")
_TITLED = re.compile(r":(?:title|slug)")
_SIGNS = re.compile(r"[*?{\[]")


class Target(NamedTuple):
    """The place of a page in the site, without a last slash; and its file, where `url` names one."""

    place: str
    file: str = ""


class Targets:
    """Where the pages of a site go; `patterns` are those of its configuration (`permalinks`, keys in small letters)."""

    def __init__(self, patterns: Any, files: Files, spelling: Spelling, calendar: Calendar, above: Above) -> None:
        self._files, self._spelling, self._calendar, self._above = files, spelling, calendar, above
        self.version = spelling.version
        self._listed: list[tuple[Matcher, str]] = []
        self._patterns: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        if isinstance(patterns, dict):
            self._patterns = _by_kind(patterns, files.taxonomies.values())
        elif isinstance(patterns, list) and self.version >= BY_PATHS:
            self._listed = [(Matcher.of(one.get("target")), str(one.get("pattern"))) for one in patterns if isinstance(one, dict)]
        if self.version < BY_KINDS:
            self._patterns |= {"section": {}, "taxonomy": {}}

    @property
    def is_told(self) -> bool:
        """All patterns can be filled, and it is told which is for which page: of two for one page, Hugo takes any."""
        if any(unknown_tokens(pattern) for pattern in self.patterns) or not all(matcher.is_told and matcher.kind in ("page", "term") for matcher, _ in self._listed):
            return False
        if any(_TITLED.search(pattern) for kind in ("section", "taxonomy") for pattern in self._patterns[kind].values()):
            return False                  # lists without a file have titles in the plural, which Hugo finds
        return self.version < BY_PATHS or not any(_SIGNS.search(key) or any(other.startswith(f"{key}/") for other in keys)
                                                  for keys in self._patterns.values() for key in keys)

    @property
    def patterns(self) -> list[str]:
        """All patterns."""
        return [*(pattern for patterns in self._patterns.values() for pattern in patterns.values()), *(pattern for _, pattern in self._listed)]

    def of(self, place: Place, values: dict[str, Any], kind: str) -> Target:
        """Where a page goes, by the values of its head and of what is above."""
        if values.get("url") and kind != "home":
            url = str(values["url"])
            url = own_url(filled(url, self._named(place, values, kind), self._spelling) if ":" in url and self.version >= FILLED_URLS else url)
            url = url if kind == "page" or self.version >= LISTS_AS_SAID else self._spelling.of_text(url)
            return Target(url.rstrip("/")) if url.endswith("/") else Target(posixpath.splitext(url)[0], url)
        if pattern := self._pattern(place, kind):
            return Target(expanded(pattern, self._named(place, values, kind), self._spelling))
        slug = self._slug(place, values, kind)
        above, _, last = place.folder.rpartition("/") if place.is_list or place.is_bundle else (place.folder, "", place.stem)
        if self.version < REWRITTEN:
            return Target(self._spelling.of_whole(f"{above}/{slug or last}"))
        if kind == "term" and not slug:
            above, _, last = place.folder.partition("/")
        spelled = self._spelling.of_text(slug).strip("/") if slug else self._spelling.of_file(last)
        return Target(posixpath.normpath(f"/{self.folder(above)}/{spelled}").replace("//", "/").rstrip("/"))

    def of_list(self, folder: str, kind: str) -> str:
        """The place of a list that has no file of its own."""
        if kind == "section" and self.version < REWRITTEN and not self._above.has_file(folder):
            folder = folder.lower()
        title = folder.partition("/")[2] if kind == "term" else folder.rpartition("/")[2]
        return self.of(Place(folder, "_index"), {"title": title, **self._above.of_list(folder, kind)}, kind).place

    def folder(self, folder: str) -> str:
        """A folder as part of a URL; since 0.167 a list has its slug there."""
        if self.version < SLUGS_OF_LISTS:
            return self._spelling.of_file(folder)
        made, parts = [], folder.split("/") if folder else []
        for depth, part in enumerate(parts, 1):
            inner = "/".join(parts[:depth])
            is_list = depth == 1 or inner in self._files.branches
            slug = self._above.of_list(inner, self._files.kind_of_list(inner)).get("slug") if is_list else None
            made.append(self._spelling.of_text(str(slug).strip("-")).strip("/") if slug else self._spelling.of_file(part))
        return "/".join(made)

    def _slug(self, place: Place, values: dict[str, Any], kind: str) -> str:
        """The slug of a page, if it counts: its own, or what stands in its name behind the date."""
        if kind != "page" and (self.version < SLUGS_OF_LISTS or kind == "home"):
            return ""
        own = _text(values.get("slug")).strip("-") if "slug" in values else self._calendar.slug(values, place.name)
        return own.strip("-")

    def _named(self, place: Place, values: dict[str, Any], kind: str) -> Named:
        above = place.folder.rpartition("/")[0]
        inside = self._files.sections(above if place.is_bundle else place.folder)
        sections = tuple(self._spelling.of_file(folder).lower() if self.version >= REWRITTEN else self._spelling.of_file(folder) for folder in inside)
        own = _text(values.get("slug")) if "slug" in values else self._calendar.slug(values, place.name)
        return Named(sections, place.name, _text(values.get("title")), own, self._calendar.date(values, place.name), kind == "term")

    def _pattern(self, place: Place, kind: str) -> str | None:
        """The pattern that is for a page."""
        if self.version < BY_PATHS:
            sections = self._files.sections(place.folder if place.is_list or not place.is_bundle else place.folder.rpartition("/")[0])
            key = place.folder.partition("/")[0].lower() if place.is_list else (sections[0].lower() if sections else "/")
            return self._patterns.get(kind, {}).get(key)
        name = self._above.name(place)
        for key, pattern in self._patterns.get(kind, {}).items():
            if f"{name}/".startswith(f"/{key}/") or (key == "/" and name.count("/") == 1):
                return pattern
        return next((pattern for matcher, pattern in self._listed if kind in KINDS and matcher.fits(kind, name, self._above.language)), None)


def _by_kind(said: dict[str, Any], taxonomies: Iterable[str]) -> dict[str, dict[str, str]]:
    """The patterns of each kind of page, by section: those without a kind are for pages, and for terms of a taxonomy."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for name, value in said.items():
        if isinstance(value, dict):
            found.setdefault(name, {}).update({key.strip(" /") or "/": str(pattern) for key, pattern in value.items()})
        else:
            found["term" if name in taxonomies else "page"][name.strip(" /") or "/"] = str(value)
    return found


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, list | dict) else str(value)
