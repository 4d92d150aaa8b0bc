"""A key that every post needs is there, with nothing in it.

An empty title is worse than none: Jekyll makes a title of the file name when there is none, but publishes ``title: ""``
as it stands, so that the post has no name in lists, feeds and search results.

Which keys are needed is said by the schema. An empty ``date`` is ``date-empty``'s affair.

Bad::

    ---
    title: ""
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>Fog.</p>

Reports::

    2:8 “title” is empty: Jekyll publishes the post without a title

Bad::

    ---
    title:
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>Fog.</p>

Reports::

    2:1 “title” is empty: Jekyll makes a title of the file name

Help::

    write a value behind `title:`

Good::

    ---
    title: Fog
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>Fog.</p>
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model.document import Document
from ..model.finding import Finding, Value
from ..schema import schema_of
from . import page_rule
from .date_empty import DATE_KEYS


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    for key in empty_keys(document):
        effect = ""
        if key == "title" and document.context.generator == "jekyll":
            null = document.front_matter.values[key] is None
            effect = ": Jekyll " + ("makes a title of the file name" if null else "publishes the post without a title")
        yield Finding(f"“{key}” is empty{effect}", Value((key,)), f"write a value behind `{key}:`",
                      subject=document.source.slice(document.front_matter.value_span((key,))))


def empty_keys(document: Document) -> list[str]:
    """The required keys of the front matter in which there is nothing; those of dates are not among them."""
    values = document.front_matter.values
    if not document.front_matter.readable or not any(map(_is_blank, values.values())):
        return []
    needed = {key: schema for file in document.context.schemas
              for schema in [schema_of(file).value] if isinstance(schema, dict) for key in schema.get("required", ())}
    return [key for key, schema in needed.items()
            if key in values and key not in DATE_KEYS and _is_blank(values[key])
            and not (values[key] is None and _may_be_null(schema, key))]


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _may_be_null(schema: dict[str, Any], key: str) -> bool:
    asked = schema.get("properties", {}).get(key, {})
    types = asked.get("type") if isinstance(asked, dict) else None
    return isinstance(types, list) and "null" in types
