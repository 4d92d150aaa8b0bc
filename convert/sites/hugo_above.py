"""What pages of Hugo take from the lists above them and from the configuration: cascades, and the slugs of lists.

`hugolib/content_map_page.go` and `resources/page/page_matcher.go`. A cascade hands values down to the page that says it and to all below, those without
a file too; of several the nearest holds, and in one the first that is meant for the page. What a page says itself goes over them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from .hugo_configuration import REWRITTEN, Version, lowered
from .hugo_files import Files, Place

_KEYS = ("kind", "path", "lang", "environment")
_FOR_OTHERS = ("cascade", "slug")
_FOR_TERMS = (*_FOR_OTHERS, "url", "title", "outputs", "build", "_build")
_DATES = ("draft", "published", "date", "publishdate", "pubdate", "lastmod", "modified", "expirydate", "unpublishdate")
_GLOB = re.compile(r"\*\*|\*|\?|\[!?[^\]]+\]|[{},]|\\.|.", re.S)
_SIGNS = {"**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|"}


class Matcher(NamedTuple):
    """Which pages a rule of the configuration is for: patterns of their kind, path, language, and the environment; None where that is all the same.
    One that `is_told` says nothing else.
    """

    patterns: tuple[re.Pattern[str] | None, ...] = (None, None, None, None)
    is_told: bool = True

    @classmethod
    def of(cls, target: Any) -> Matcher:
        """What a table says (keys in small letters)."""
        said = target if isinstance(target, dict) else {}
        return cls(tuple(_glob(str(said[key])) if said.get(key) else None for key in _KEYS), said.keys() <= {*_KEYS})

    @property
    def kind(self) -> str:
        """The kind of pages that it is for; empty where there are others."""
        return self.patterns[0].pattern if self.patterns[0] else ""

    def fits(self, kind: str, path: str, language: str) -> bool:
        """It is for a page; the environment is that of `hugo build`."""
        values = kind, path, language, "production"
        return all(pattern is None or pattern.fullmatch(value) is not None for pattern, value in zip(self.patterns, values, strict=True))


def _glob(written: str) -> re.Pattern[str]:
    """A pattern as `gobwas/glob` reads it, in which a slash parts names."""
    depth, made = 0, ""
    for sign in _GLOB.findall(written.lower()):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "," and not depth:
            made += ","
        else:
            made += _SIGNS.get(sign) or (sign.replace("[!", "[^") if sign[0] == "[" and len(sign) > 1 else re.escape(sign[-1]))
    try:
        return re.compile(made)
    except re.error:
        return re.compile(re.escape(written))


class _Rule(NamedTuple):
    matcher: Matcher
    values: dict[str, Any]


class Above:
    """What is handed down; `head` gives the values of a file's head."""

    def __init__(self, config: dict[str, Any], files: Files, head: Callable[[str], Mapping[str, Any]], version: Version) -> None:
        self._files, self._head = files, head
        self._is_old = version < REWRITTEN
        self._for_others = (*_FOR_OTHERS, *_DATES) if self._is_old else _FOR_OTHERS
        self.language = str(config.get("defaultcontentlanguage") or "en").lower()
        self._site = self._rules(config.get("cascade"))
        self._values: dict[str, dict[str, Any]] = {}

    @cached_property
    def _heads(self) -> dict[str, tuple[dict[str, Any], tuple[_Rule, ...]]]:
        """The values of each list that has a file, and what it hands down."""
        heads = {folder: lowered(dict(self._head(path))) for folder, path in self._files.branches.items()}
        return {folder: (values, self._rules(values.get("cascade"))) for folder, values in heads.items()}

    @cached_property
    def _homes(self) -> dict[str, str]:
        """The folders of lists that have a file, by how terms and folders are compared."""
        return {_plain(folder): folder for folder in self._files.branches}

    def has_file(self, folder: str) -> bool:
        """A list has a file of its own."""
        return _plain(folder) in self._homes

    def _rules(self, said: Any) -> tuple[_Rule, ...]:
        """The parts of a cascade; before the rewrite `target` had no other name, and a single table none at all."""
        parts = [one for one in (said if isinstance(said, list) else [said]) if isinstance(one, dict)]
        if self._is_old:
            return tuple(_Rule(Matcher.of(part.get("_target") if isinstance(said, list) else None), part) for part in parts)
        return tuple(_Rule(Matcher.of(part.get("target", part.get("_target"))), part) for part in parts)

    @property
    def is_told(self) -> bool:
        """Whom all of it is for can be told."""
        return all(rule.matcher.is_told for rules in (self._site, *(rules for _, rules in self._heads.values())) for rule in rules)

    @property
    def goes_by(self) -> tuple[str, ...]:
        """What lists say that holds for others, too: terms, where those lie that have them."""
        taxonomies = {*self._files.taxonomies.values()}
        keys = {folder: _FOR_TERMS if folder.lower().partition("/")[0] in taxonomies else self._for_others for folder in self._heads}
        said = {folder: {key: value for key, value in values.items() if key in keys[folder]} for folder, (values, _) in sorted(self._heads.items())}
        return tuple(f"{folder}: {values}" for folder, values in said.items() if values)

    def given(self, place: Place, kind: str, path: str = "") -> dict[str, Any]:
        """The values that a page takes from above; `path` is that of its file, if it has one."""
        found: dict[str, Any] = {}
        name = self.name(place, path)
        for rule in self._over(place):
            if rule.matcher.fits(kind, name, self.language):
                found = {**rule.values, **found}
        return found

    def of_list(self, folder: str, kind: str) -> dict[str, Any]:
        """All values of a list, whether it has a file or not."""
        if folder not in self._values:
            home = self._homes.get(_plain(folder), folder)
            own = self._heads[home][0] if home in self._heads else {}
            self._values[folder] = {**self.given(Place(home, "_index"), kind, self._files.branches.get(home, "")), **own}
        return self._values[folder]

    def _over(self, place: Place) -> Iterator[_Rule]:
        """The rules above a page, the nearest first."""
        folder = place.folder
        while True:
            if folder in self._heads:
                yield from self._heads[folder][1]
            if not folder:
                break
            folder = folder.rpartition("/")[0]
        yield from self._site

    def name(self, place: Place, path: str = "") -> str:
        """By which path patterns know a page: before the rewrite that of its file."""
        if self._is_old and path:
            return f"/{path.removeprefix(self._files.content)}".lower()
        parts = [place.folder] if place.is_list or place.is_bundle else [place.folder, place.stem]
        return f"/{_plain('/'.join(filter(None, parts)))}"


def _plain(path: str) -> str:
    return path.lower().replace(" ", "-")
