"""A value of the front matter is of another type than the schema asks for.

A list where a text belongs, a mapping where a list belongs, ``title: yes`` (which YAML reads as *true*): the site
generator makes something of it, the next tool something else.

Bad::

    ---
    title: [Fog, Fog again]
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>Fog.</p>

Reports::

    2:8 “title” must be a text or a number, not a list

Bad::

    ---
    title: Yes
    date: 2022-02-15 09:00:00 +0800
    tags:
      - fog
      - {place: pier}
    ---
    <p>Fog.</p>

Reports::

    2:8 “title” must be a text or a number, not true or false
    6:5 item 2 of “tags” must be a text or a number, not a mapping

Help::

    put it in quotes: `"Yes"`

Fixed::

    ---
    title: "Yes"
    date: 2022-02-15 09:00:00 +0800
    tags:
      - fog
      - {place: pier}
    ---
    <p>Fog.</p>

Good::

    ---
    title: "Yes"
    date: 2022-02-15 09:00:00 +0800
    tags: [fog, pier]
    ---
    <p>Fog.</p>
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, KeyPath, Value
from ..model.scalars import literal
from ..schema import SchemaError, errors_of
from . import page_rule
from .date_empty import DATE_KEYS, is_empty
from .schema_empty import empty_keys

KINDS = frozenset({"type", "anyOf", "oneOf", "items", "prefixItems"})
_TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "number": (int, float), "integer": (int,), "boolean": (bool,),
                                       "null": (type(None),), "array": (list,), "object": (dict,)}
_NAMES = {"string": "a text", "number": "a number", "integer": "a whole number", "boolean": "true or false",
          "null": "empty", "array": "a list", "object": "a mapping"}


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    if not document.context.schemas:
        return
    seen: set[KeyPath] = set()
    for error in errors_of(document):
        if error.kind not in KINDS or belongs_elsewhere(document, error.path):
            continue
        path, value, expected = culprit(error)
        if path in seen:
            continue
        seen.add(path)
        help, instead = _mended(document, path, value, expected)
        span = document.front_matter.value_span(path)
        yield Finding(f"{named(path)} {_fault(value, expected)}", Value(path), help, subject=value_written(document, path),
                      fix=Fix(f"write {instead}", (Edit(span, instead),), safe=True) if instead else None)


def _mended(document: Document, path: KeyPath, value: Any, expected: list[str]) -> tuple[str, str]:
    """What helps, and what to write: in quotes where a text belongs, as a list of one where a list belongs."""
    head = document.front_matter
    written, source = head.text(*path), value_written(document, path)
    if "string" in expected and isinstance(value, bool | int | float) and written:
        quoted = f'"{written}"'
        return f"put it in quotes: `{quoted}`", quoted if source == written else ""
    if expected == ["array"] and isinstance(value, str) and value.strip() and source and "," not in value:
        # Jekyll makes several of a text with blanks behind these keys; which are meant, taxonomy-split asks.
        is_split = path in (("categories",), ("tags",)) and len(value.split()) > 1
        listed = f"[{literal(value, head.syntax)}]"
        return f"write a list: `{listed}`", "" if is_split or "\n" in source else listed
    return "", ""


def value_written(document: Document, path: KeyPath) -> str:
    """The value at a path as it is written, when that is one line."""
    text = document.source.slice(document.front_matter.value_span(path))
    return text if len(text.splitlines()) < 2 else ""


def belongs_elsewhere(document: Document, path: KeyPath) -> bool:
    """Of this value schema-empty, date-empty or date-invalid speaks already."""
    if len(path) != 1:
        return False
    key = str(path[0])
    if key in DATE_KEYS:
        return is_empty(document, key) or isinstance(document.front_matter.values.get(key), bool)
    return key in empty_keys(document)


def named(path: KeyPath) -> str:
    """How messages call the value at a path: “author.name”, item 2 of “tags”, the front matter."""
    if not path:
        return "the front matter"
    *above, last = path
    if isinstance(last, int):
        return f"item {last + 1} of {named(tuple(above))}"
    keys = [str(part) for part in path]
    return f"“{'.'.join(keys)}”"


def _fault(value: Any, expected: list[str]) -> str:
    wanted = " or ".join(_NAMES[kind] for kind in expected if kind in _NAMES and kind != "null")
    if not wanted:
        return f"is {_name(value)}, which the schema does not allow"
    return f"is empty, but must be {wanted}" if value is None else f"must be {wanted}, not {_name(value)}"


def _name(value: Any) -> str:
    return next((_NAMES[kind] for kind, types in _TYPES.items() if _fits(value, [kind]) and types), "that")


def _fits(value: Any, kinds: list[str]) -> bool:
    if isinstance(value, bool):
        return "boolean" in kinds
    return any(isinstance(value, _TYPES[kind]) for kind in kinds if kind in _TYPES)


def culprit(error: SchemaError) -> tuple[KeyPath, Any, list[str]]:
    """Path, value and the types it may have; of a list with one bad item, the item."""
    if error.kind not in ("anyOf", "oneOf"):
        return error.path, error.value, _listed(error.expected if error.kind == "type" else [])
    branches = [branch for branch in error.expected if isinstance(branch, dict)]
    if isinstance(error.value, list):
        for branch in branches:
            items = branch.get("items")
            kinds = _listed(items.get("type")) if isinstance(items, dict) else []
            for index, item in enumerate(error.value):
                if kinds and not _fits(item, kinds):
                    return (*error.path, index), item, kinds
    return error.path, error.value, [kind for branch in branches for kind in _listed(branch.get("type"))]


def _listed(kinds: Any) -> list[str]:
    return [kinds] if isinstance(kinds, str) else list(kinds or ())
