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
from ..schema import errors_of
from ..schema.errors import types_of
from ..schema.words import NAMES, kind_of, remark, wanted
from . import page_rule
from .date_empty import DATE_KEYS, is_empty
from .schema_empty import empty_keys


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    if not document.context.schemas:
        return
    seen: set[KeyPath] = set()
    for error in errors_of(document):
        path, value = error.path, error.value
        if error.kind != "type" or path in seen or belongs_elsewhere(document, path):
            continue
        seen.add(path)
        expected = types_of(error.expected)
        help, instead = _mended(document, path, value, expected)
        span = document.front_matter.value_span(path)
        yield Finding(f"{named(path)} {_fault(value, expected)}", Value(path), help or remark(error), subject=value_written(document, path),
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
    item = max((index + 1 for index, part in enumerate(path) if isinstance(part, int)), default=0)
    keys = f"“{'.'.join(map(str, path[item:]))}”"
    return f"{keys} of {named(path[:item])}" if item else keys


def _fault(value: Any, expected: list[str]) -> str:
    allowed = wanted(expected)
    if not allowed:
        return f"must be empty, but is {NAMES[kind_of(value)]}" if expected else f"is {NAMES[kind_of(value)]}, which the schema does not allow"
    if value is None:
        return f"is empty, but must be {allowed}"
    return f"must be {allowed}, not {value if isinstance(value, float) else NAMES[kind_of(value)]}"
