"""What many heads show, counted: for each key how often it is there, which types, words and forms its values have, and where what is rare stands.

However many posts there are, only counts are kept, so many different words of a key, and the first few places of each sort.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from ..model.finding import KeyPath

FEW = 3                    # places that are kept of each sort
_MOST_WORDS = 500          # different texts of a key, beyond which nobody counts them
_LONGEST_WORD = 60
_MOST_KEYS = 500           # of a mapping: more are data, not a form
_MOST_DEPTH = 8
_JEKYLL = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}", re.A)
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)", re.A)
_DAY_FIRST = re.compile(r"\d{4}-\d\d-\d\d(?!\d)", re.A)
_KINDS = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object", type(None): "null"}
_LETTERS = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_ADDRESS = re.compile(rf"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{{1,5}})?(?:/{_LETTERS}*)*(?:\?(?:{_LETTERS}|[/?])*)?(?:#(?:{_LETTERS}|[/?])*)?", re.A)


class Where(NamedTuple):
    """A value: the file, from the root of its repository, and the path in its front matter."""

    file: str
    path: KeyPath = ()


class Evidence:
    """What the values behind one key show; `seen` are all of them, `filled` those with something in them, `lacking` places without."""

    __slots__ = ("_first", "_wanting", "filled", "forms", "is_open", "items", "keys", "lacking", "longest", "numbers", "objects", "places",
                 "seen", "shortest", "types", "words")

    def __init__(self) -> None:
        self.seen = self.filled = self.objects = 0
        self.types = Counter[str]()
        self.forms = Counter[str]()
        self.places: dict[str, list[Where]] = {}             # by type, form or word
        self.words: Counter[str] | None = Counter()          # None: too many
        self.shortest: int | None = None
        self.longest = 0
        self.numbers: tuple[float, float] | None = None
        self.items: Evidence | None = None
        self.keys: dict[str, Evidence] = {}
        self.is_open = False                                 # a mapping had more keys than are kept
        self.lacking: list[Where] = []
        self._first: list[Where] = []
        self._wanting: set[str] = set()

    def add(self, value: Any, where: Where) -> None:
        """Count a value, and what is in it."""
        kind = _KINDS[type(value)]
        self.seen += 1
        self.types[kind] += 1
        self._note(kind, where)
        if not is_blank(value):
            self.filled += 1
        if kind == "string":
            self._text(value, where)
        elif kind in ("integer", "number"):
            low, high = self.numbers or (value, value)
            self.numbers = min(low, value), max(high, value)
        elif len(where.path) < _MOST_DEPTH:
            if kind == "object":
                self._mapping(value, where)
            elif kind == "array" and value:
                self.items = self.items or Evidence()
                for index, item in enumerate(value):
                    self.items.add(item, Where(where.file, (*where.path, index)))
        else:
            self.is_open = True

    def _note(self, sort: str, where: Where) -> None:
        places = self.places.setdefault(sort, [])
        if len(places) < FEW:
            places.append(where)

    def _text(self, text: str, where: Where) -> None:
        length = len(text)
        self.shortest = length if self.shortest is None else min(self.shortest, length)
        self.longest = max(self.longest, length)
        form = form_of(text)
        self.forms[form] += 1
        self._note(form, where)
        if self.words is None:
            return
        if length > _LONGEST_WORD or (len(self.words) == _MOST_WORDS and text not in self.words):
            self.words = None
            self.places = {sort: places for sort, places in self.places.items() if sort[:1] != "="}
        else:
            self.words[text] += 1
            self._note(f"={text}", where)

    def _mapping(self, mapping: Mapping[Any, Any], where: Where) -> None:
        self.objects += 1
        for name, value in mapping.items():
            key = str(name)
            child = self.keys.get(key)
            if child is None:
                if len(self.keys) == _MOST_KEYS:
                    self.is_open = True
                    continue
                child = self.keys[key] = Evidence()
                child.lacking = self._first.copy()
                self._wanting.add(key)
            child.add(value, Where(where.file, (*where.path, name)))
        for key in [key for key in self._wanting if is_blank(mapping.get(key))]:
            lacking = self.keys[key].lacking
            if len(lacking) < FEW:
                lacking.append(Where(where.file, (*where.path, key) if key in mapping else where.path))
            else:
                self._wanting.remove(key)
        if len(self._first) < FEW:
            self._first.append(where)


def is_blank(value: Any) -> bool:
    """There is nothing in a value."""
    return value is None or (isinstance(value, str) and not value.strip())


def form_of(text: str) -> str:
    """The form of a text: "jekyll" (a time as Jekyll writes it), "date-time" (RFC 3339), "date", "day" (a day, and more behind it), "uri",
    "empty", or "" for any other.
    """
    if not text.strip():
        return "empty"
    if text[:1].isdigit() and _DAY_FIRST.match(text):
        return _form_of_time(text)
    return "uri" if text[:4] == "http" and _ADDRESS.fullmatch(text) else ""


def _form_of_time(text: str) -> str:
    try:
        if len(text) == len("2022-02-15"):
            date.fromisoformat(text)
            return "date"
        if _JEKYLL.fullmatch(text):
            return "jekyll"
        if _RFC_3339.fullmatch(text):
            datetime.fromisoformat(text)
            return "date-time"
    except ValueError:                       # 31 February
        pass
    return "day"
