"""What is wrong with a schema itself, in words, with the place of the fault in its file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from ..registry import did_you_mean
from .errors import SchemaError, types_of
from .files import SchemaText
from .words import NAMES, TYPES, fault, kind_of, listed, shown

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_WORDS = (
    "$anchor $comment $defs $dynamicAnchor $dynamicRef $id $recursiveAnchor $recursiveRef $ref $schema $vocabulary additionalItems additionalProperties "
    "allOf anyOf const contains contentEncoding contentMediaType contentSchema default definitions dependencies dependentRequired dependentSchemas "
    "deprecated description else enum examples exclusiveMaximum exclusiveMinimum format if items maxContains maxItems maxLength maxProperties maximum "
    "minContains minItems minLength minProperties minimum multipleOf not oneOf pattern patternProperties prefixItems properties propertyNames readOnly "
    "required then title type unevaluatedItems unevaluatedProperties uniqueItems writeOnly")
KEYWORDS = frozenset(_WORDS.split())
_MAPS = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"})     # name → schema
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_SINGLE = frozenset({"additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not", "propertyNames", "then",
                     "unevaluatedItems", "unevaluatedProperties"})
_DRAFTS = ("https://json-schema.org/draft/2020-12/schema", "https://json-schema.org/draft/2019-09/schema", "http://json-schema.org/draft-07/schema#",
           "http://json-schema.org/draft-06/schema#", "http://json-schema.org/draft-04/schema#")
_META = re.compile(r"Unknown meta-schema: '([^']*)'")
# What types are called elsewhere.
_CALLED = {other: f"“{kind}”" for kind, others in {
    "string": ("text", "str"), "integer": ("int",), "number": ("float", "double", "decimal"), "boolean": ("bool",), "array": ("list", "sequence", "tuple"),
    "object": ("dict", "map", "mapping", "hash", "table"), "null": ("none", "nil", "empty")}.items() for other in others}
_CALLED |= {other: f'“string” with "format": "{form}"' for other, form in (
    ("date", "date"), ("datetime", "date-time"), ("date-time", "date-time"), ("time", "time"), ("url", "uri"), ("uri", "uri"), ("email", "email"))}
_PLACED = re.compile(r"[^\s:]+:\d+:\d+: ")
_POINTER = re.compile(r"Pointer '([^']*)' does not exist")


def told(text: SchemaText, error: Exception) -> str:
    """What is said of a schema that the validator refuses: `file:line:column`, what is wrong, what was meant."""
    if not isinstance(text.value, dict | bool):
        return f"{text.shown(())}: is {NAMES[kind_of(text.value)]}, but a schema is a mapping"
    message = str(getattr(error, "message", error))
    if found := _META.search(message):
        return _no_draft(text, found[1])
    if found := _POINTER.search(message):
        return _dangling(text, found[1])
    path = tuple(getattr(error, "instance_path", ()))
    if hasattr(error, "kind") and path:
        return f"{text.shown(path)}: {_refused(path, error)}"  # type: ignore[arg-type]
    return f"{os.path.relpath(text.path)}: is no JSON Schema: {message}"


def misled(text: SchemaText, uri: str, base: str, error: Exception) -> str:
    """What is said of a schema that refers to another, by a URI, which cannot be had for some reason."""
    if _PLACED.match(str(error)):
        return str(error)
    if isinstance(text.value, dict) and str(text.value.get("$schema", "")).rstrip("#") == uri.rstrip("#"):
        return _no_draft(text, uri)
    for path, schema in _schemas(text.value, ()):
        if isinstance(schema, dict) and isinstance(reference := schema.get("$ref"), str) and urljoin(base, reference).partition("#")[0] == uri:
            return f"{text.shown((*path, '$ref'))}: refers to {reference}: {error}"
    return f"{os.path.relpath(text.path)}: refers to {uri}: {error}"


def _no_draft(text: SchemaText, name: str) -> str:
    return f"{text.shown(('$schema',))}: there is no draft of JSON Schema called {shown(name)}{did_you_mean(name, _DRAFTS)}"


def _dangling(text: SchemaText, pointer: str) -> str:
    """What is said of a reference to a place of the schema that is not there."""
    for path, schema in _schemas(text.value, ()):
        if isinstance(schema, dict) and str(schema.get("$ref", "")).endswith(f"#{pointer}"):
            there = [f"#/{place}/{name}" for place in ("$defs", "definitions") for name in text.value.get(place, ())]
            return f"{text.shown((*path, '$ref'))}: refers to {schema['$ref']}, which is not there{did_you_mean(f'#{pointer}', there)}"
    return f"{os.path.relpath(text.path)}: refers to #{pointer}, which is not there"


def _refused(path: tuple[str | int, ...], error: ValidationError) -> str:
    """What is said of a keyword whose value the draft does not allow."""
    keyword = next(str(part) for part in reversed(path) if isinstance(part, str))
    value = error.instance
    if keyword == "type":
        wrong = next((kind for kind in types_of(value) if kind not in TYPES), value) if isinstance(value, str | list) else value
        if isinstance(wrong, str) and (meant := _CALLED.get(wrong.casefold())):
            return f"{shown(wrong)} is no type; did you mean {meant}?"
        return f"{shown(wrong)} is no type{did_you_mean(str(wrong), list(TYPES)) if isinstance(wrong, str) else ''}"
    if keyword in ("pattern", "patternProperties") and error.kind.name == "format":
        return f"{shown(value)} is no regular expression"
    if keyword == "required" and isinstance(value, bool):
        return "“required” must be a list of keys, beside “properties”, not true or false below one of them"
    if keyword == "items" and isinstance(value, list):
        return "“items” must be one schema, for all items; “prefixItems” is a list of them, one for each"
    kinds = list(error.kind.value) if error.kind.name == "type" else []
    if kinds and kind_of(value):
        is_schema = set(kinds) == {"boolean", "object"}
        return f"“{keyword}” must be {'a schema' if is_schema else ' or '.join(NAMES[kind] for kind in kinds)}, not {NAMES[kind_of(value)]}" + (
            f'; write {{"type": "{value}"}}' if is_schema and value in TYPES else "")
    if error.kind.name in ("enum", "const"):
        return f"“{keyword}” is {shown(value)}, but must be one of {listed(list(getattr(error.kind, 'options', ())))}"
    return f"“{keyword}” {fault(SchemaError(error.kind.name, (), value, error.kind.value))}"


def slips(text: SchemaText) -> Iterator[str]:
    """Words of a schema that are probably meant to be keywords and are none, so that nobody reads them; keys that are asked for and
    not allowed. As `file:line:column: …`.
    """
    for path, schema in _schemas(text.value, ()):
        if not isinstance(schema, dict):
            continue
        for key in schema.keys() - KEYWORDS:
            meant = next(iter(get_close_matches(key.casefold(), {word.casefold() for word in KEYWORDS}, 1, 0.8)), "")
            if meant:
                word = next(known for known in KEYWORDS if known.casefold() == meant)
                yield f"{text.shown((*path, key), key=True)}: “{key}” is no keyword of JSON Schema; did you mean “{word}”?"
        known = schema.get("properties")
        if schema.get("additionalProperties") is False and isinstance(known, dict) and "patternProperties" not in schema:
            for index, key in enumerate(schema.get("required", ())):
                if key not in known:
                    yield f"{text.shown((*path, 'required', index))}: “{key}” is required, but no key of “properties”, and others are not allowed"


def _schemas(schema: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """A schema and all that are in it, with their paths."""
    yield path, schema
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        if key in _MAPS and isinstance(value, dict):
            for name, inner in value.items():
                yield from _schemas(inner, (*path, key, name))
        elif key in _LISTS and isinstance(value, list):
            for index, inner in enumerate(value):
                yield from _schemas(inner, (*path, key, index))
        elif key in _SINGLE:
            yield from _schemas(value, (*path, key))
