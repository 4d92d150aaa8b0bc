"""Which posts a conversion takes, in which order, and which of them go together into one file."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from ..model.books import Order, Split
from ..model.dates import Moment
from ..model.document import Document

UNDATED, UNSORTED = "undated", "other"
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt,
    "~": lambda value, wanted: wanted.casefold() in value.casefold()}
_CONDITION = re.compile(r"\s*([\w.-]+)\s*(!=|>=|<=|==|=|>|<|~)\s*(.*?)\s*\Z", re.S)
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d(?::\d\d(?::\d\d)?)?)?)?)?\Z", re.A)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z", re.A)
_MOMENTS = ("date", "modified")
_KEYS = {"categories": "category", "tags": "tag", "authors": "author", "lang": "language", "published": "date"}


class BadCondition(ValueError):
    """A condition that cannot be read; the message says how one looks."""


class Condition(NamedTuple):
    """What is asked of a post: a field of its metadata or a key of its front matter, a comparison, and a value."""

    field: str
    comparison: str
    value: str

    def holds(self, document: Document) -> bool:
        """A post meets the condition: one of the field's values does; for `!=`, all of them.

        Dates are compared as their author wrote them, on his clock, as far as the value goes: 2022-02 is all February.
        """
        compare = _COMPARISONS[self.comparison]
        if self.field in _MOMENTS:
            moment = document.meta.published if self.field == "date" else document.meta.modified
            return compare(_comparable(moment, self.value), self.value) if moment else self.comparison == "!="
        found = _values(document, self.field)
        if self.comparison == "!=":
            return all(compare(value, self.value) for value in found)
        return any(_compared(compare, value, self.value) for value in found)


def condition(text: str) -> Condition:
    """Read `FIELD COMPARISON VALUE`: `date >= 2022-02-01`, `category = World`, `title ~ port`."""
    match = _CONDITION.match(text)
    if not match:
        raise BadCondition(f"“{text}” is no condition; one is written like “date >= 2022-02-01” or “category = World”")
    name, comparison, value = match[1], match[2].replace("==", "="), match[3]
    name = _KEYS.get(name, name)
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    if name in _MOMENTS:
        if not _DATE.match(value) or comparison == "~":
            raise BadCondition(f"“{text}”: {name} is compared with a day, a month or a year, like {name} >= 2022-02-01")
        value = value.replace(" ", "T")
    return Condition(name, comparison, value)


def _comparable(moment: Moment, value: str) -> str:
    """A moment as text, as long as what it is compared with."""
    return str(moment._replace(hour=moment.hour or 0))[:len(value)]


def _compared(compare: Callable[[Any, Any], bool], value: str, wanted: str) -> bool:
    if compare in (operator.eq, _COMPARISONS["~"]):
        return compare(value, wanted)
    if _NUMBER.match(value) and _NUMBER.match(wanted):
        return compare(float(value), float(wanted))
    return compare(value, wanted)


def _values(document: Document, field: str) -> list[str]:
    meta = document.meta
    match field:
        case "category":
            return list(meta.categories)
        case "tag":
            return list(meta.tags)
        case "author":
            return [author.name for author in meta.authors]
        case "draft":
            return ["true" if meta.draft else "false"]
        case "path":
            return [document.context.path or document.source.path]
        case "title" | "description" | "language" | "layout":
            return [value] if (value := getattr(meta, field)) else []
    value = document.front_matter.values.get(field)
    items = value if isinstance(value, list) else [value]
    return [document.front_matter.text(field) or str(value) if item is value else str(item)
            for item in items if item is not None]


class Entry(NamedTuple):
    """What has to be known of a post before its book is written."""

    path: str
    title: str
    moment: Moment | None
    modified: Moment | None
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    authors: tuple[str, ...]


def entry_of(path: str, document: Document) -> Entry:
    """The entry of a post that was read."""
    meta = document.meta
    return Entry(path, meta.title or "", meta.published, meta.modified, meta.categories, meta.tags,
                 tuple(author.name for author in meta.authors))


def ordered(entries: Iterable[Entry], order: Order) -> list[Entry]:
    """Entries in order; what has no date comes last, what is equal by path."""
    by_path = sorted(entries, key=lambda entry: entry.path)
    if order == "path":
        return by_path
    if order == "title":
        return sorted(by_path, key=lambda entry: entry.title.casefold())
    dated = sorted(((entry.moment.utc(), entry) for entry in by_path if entry.moment), key=lambda pair: pair[0],
                   reverse=order == "newest")
    return [entry for _, entry in dated] + [entry for entry in by_path if not entry.moment]


def groups(entries: Iterable[Entry], split: Split) -> Mapping[str, list[Entry]]:
    """Entries by what they are split by, groups in the order of their names; a post may stand in several."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in _groups_of(entry, split):
            found.setdefault(name, []).append(entry)
    return dict(sorted(found.items(), key=lambda item: (item[0] in (UNDATED, UNSORTED), item[0])))


def _groups_of(entry: Entry, split: Split) -> tuple[str, ...]:
    match split:
        case "none":
            return ("",)
        case "category":
            return entry.categories or (UNSORTED,)
        case "tag":
            return entry.tags or (UNSORTED,)
    if not entry.moment:
        return (UNDATED,)
    day = entry.moment.day
    match split:
        case "year":
            return (f"{day:%Y}",)
        case "month":
            return (f"{day:%Y-%m}",)
        case "week":
            year, week, _ = day.isocalendar()
            return (f"{year}-W{week:02}",)
        case "day":
            return (day.isoformat(),)
