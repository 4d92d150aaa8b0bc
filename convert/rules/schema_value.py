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

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, Key, KeyPath, Value
from ..model.scalars import literal
from ..schema import SchemaError, errors_of
from ..schema.words import fault, remark
from . import page_rule
from .schema_type import belongs_elsewhere, named, value_written
from .schema_unknown_key import nearest_key

_UNKNOWN_KEYS = ("additionalProperties", "unevaluatedProperties")
_TOLD_ELSEWHERE = ("required", "type")


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    if not document.context.schemas:
        return
    errors = errors_of(document)
    seen: set[KeyPath] = {error.path for error in errors if error.kind == "type"}
    for error in errors:
        if error.kind in _UNKNOWN_KEYS:
            yield from _unknown_keys(document, error)
        elif error.kind not in _TOLD_ELSEWHERE and error.path not in seen and not belongs_elsewhere(document, error.path):
            seen.add(error.path)
            yield _found(document, error)


def _found(document: Document, error: SchemaError) -> Finding:
    path, head = error.path, document.front_matter
    if error.kind == "falseSchema":
        more = "an item more than the schema allows" if isinstance(path[-1], int) else "a key that the schema does not allow"
        return Finding(f"{named(path)} is {more}", Key(path), remark(error), subject=str(path[-1]))
    if error.kind == "propertyNames":
        return Finding(f"{named(path)} is no key that the schema allows: it {fault(error.branches[0][0])}", Key(path), remark(error), subject=str(path[-1]))
    if error.kind == "not" and isinstance(error.value, dict) and isinstance(error.expected, dict) and len(keys := error.expected.get("required", ())) == 1:
        return Finding(f"{named(path)} {fault(error)}", Key((*path, keys[0])), remark(error), subject=keys[0])
    meant = _meant(error)
    subject = value_written(document, path)
    fix = Fix(f"write {meant}", (Edit(head.value_span(path), literal(meant, head.syntax)),)) if meant and subject else None
    return Finding(f"{named(path)} {fault(error)}", Value(path), f"did you mean “{meant}”?" if meant else remark(error), subject=subject, fix=fix)


def _meant(error: SchemaError) -> str:
    """The word that was most likely meant, of those that are allowed; empty when none is near."""
    if error.kind not in ("enum", "const"):
        return ""
    from difflib import get_close_matches
    allowed = error.expected if error.kind == "enum" and isinstance(error.expected, list) else [error.expected]
    words = {item.casefold(): item for item in allowed if isinstance(item, str)}
    return "".join(words[near] for near in get_close_matches(str(error.value).casefold(), words, 1))


def _unknown_keys(document: Document, error: SchemaError) -> Iterator[Finding]:
    for key in error.unknown:
        path = (*error.path, key)
        if document.front_matter.spot(path):
            near = "" if error.path else nearest_key(document, key)
            yield Finding(f"{named(path)} is a key that the schema does not know", Key(path), f"did you mean “{near}”?" if near else "", subject=key)
