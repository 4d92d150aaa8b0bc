"""A value of the front matter is not one that the schema allows.

The type is right, the value is not: a word that is not in the list, a text that is too long or of another form, a
number out of its range, a key that the schema does not know.

Shown by::

    test_schema_value

Good::

    ---
    title: Fog
    date: 2022-02-15 09:00:00 +0800
    lang: en
    ---
    <p>Fog.</p>
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, Key, KeyPath, Value
from ..model.scalars import literal
from ..schema import SchemaError, errors_of
from . import page_rule
from .schema_type import KINDS, belongs_elsewhere, named, value_written
from .schema_unknown_key import nearest_key

_LONGEST_SHOWN = 60
_UNKNOWN_KEYS = ("additionalProperties", "unevaluatedProperties")
_LENGTHS = {
    "minLength": "is shorter than {} characters", "maxLength": "is longer than {} characters",
    "minItems": "has fewer than {} items", "maxItems": "has more than {} items",
    "minProperties": "has fewer than {} keys", "maxProperties": "has more than {} keys",
    "minimum": "is less than {}", "maximum": "is more than {}",
    "exclusiveMinimum": "is not more than {}", "exclusiveMaximum": "is not less than {}",
    "multipleOf": "is no multiple of {}", "format": "is no valid {}", "pattern": "does not have the form `{}`",
    "const": "must be {!r}",
}


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    if not document.context.schemas:
        return
    errors = errors_of(document)
    seen: set[KeyPath] = {error.path for error in errors if error.kind in KINDS}
    for error in errors:
        if error.kind in _UNKNOWN_KEYS:
            yield from _unknown_keys(document, error)
        elif error.kind != "required" and error.path not in seen and not belongs_elsewhere(document, error.path):
            seen.add(error.path)
            message, meant = _fault(error)
            subject, head = value_written(document, error.path), document.front_matter
            fix = Fix(f"write {meant}", (Edit(head.value_span(error.path), literal(meant, head.syntax)),)) if meant and subject else None
            yield Finding(f"{named(error.path)} {message}", Value(error.path), f"did you mean “{meant}”?" if meant else "", subject=subject, fix=fix)


def _fault(error: SchemaError) -> tuple[str, str]:
    """What is wrong with a value, and the one that was most likely meant."""
    value, expected = error.value, error.expected
    if error.kind == "enum" and isinstance(expected, list):
        from difflib import get_close_matches
        allowed = [str(item) for item in expected]
        near = get_close_matches(str(value), [item for item in expected if isinstance(item, str)], 1)
        return f"is {_shown(value)}, but must be one of {', '.join(allowed)}", "".join(near)
    if error.kind == "uniqueItems":
        twice = next((item for index, item in enumerate(value) if item in value[:index]), "")
        return f"holds {_shown(twice)} twice", ""
    if error.kind == "minLength" and not value.strip():
        return "is empty", ""
    if error.kind in _LENGTHS:
        return f"{_LENGTHS[error.kind].format(expected)}: {_shown(value)}", ""
    return f"is not what the schema allows ({error.kind}): {_shown(value)}", ""


def _shown(value: Any) -> str:
    text = str(value)
    return f"“{text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + '…'}”"


def _unknown_keys(document: Document, error: SchemaError) -> Iterator[Finding]:
    for key in error.unknown:
        path = (*error.path, key)
        if document.front_matter.spot(path):
            near = "" if error.path else nearest_key(document, key)
            yield Finding(f"{named(path)} is a key that the schema does not know", Key(path), f"did you mean “{near}”?" if near else "", subject=key)
