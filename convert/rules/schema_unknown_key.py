"""A key of the front matter is misspelt, so that nobody reads it.

Jekyll and Hugo take any key, and nothing is said of one that no layout asks for: ``catagories: Harbour`` files the post
nowhere. A key counts as misspelt where the schema has one that differs by a slip of one letter, or by its capitals, and the
post has no such key. Words that may be meant, such as ``publisher`` next to ``published``, a plural, or a word of
another language, are left alone.

A schema that allows no other keys is ``schema-value``'s affair, a required key ``schema-required``'s.

Bad::

    ---
    title: The eel ladder
    date: 2022-02-15 09:00:00 +0800
    catagories: Weir
    Tags: [eels]
    ---
    <p>Eels go up.</p>

Reports::

    4:1 nothing reads “catagories”: the schema has “categories”
    5:1 nothing reads “Tags”: the schema has “tags”

Help::

    did you mean “categories”?

Fixed::

    ---
    title: The eel ladder
    date: 2022-02-15 09:00:00 +0800
    categories: Weir
    tags: [eels]
    ---
    <p>Eels go up.</p>

Good::

    ---
    title: The eel ladder
    date: 2022-02-15 09:00:00 +0800
    publisher: The Weir Guild
    category: Weir
    catagories: [Weir]
    categorias: Presa
    descripcion: La escalera
    layouts: [wide]
    Date: 1
    ---
    <p>Eels go up: the words of others, and what the post has already, are left alone.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, Key
from ..model.front_matter import SchemaFile
from ..schema import errors_of, schema_of
from . import page_rule

_LONG = 8                  # letters of a word that one wrong letter does not make another word
_SOME = 5                  # letters of a word that two swapped ones do not
_ARE_WORDS = frozenset({"publisher", "publishes", "categorias", "descripcion", "titel"})


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    head, schemas = document.front_matter, document.context.schemas
    if not schemas or not head.readable:
        return
    known = known_keys(document)
    unknown = head.values.keys() - known
    if not unknown or not known:
        return
    for key in head.values:
        meant = _meant(key, known) if key in unknown else ""
        if not meant or _is_there(head.values, meant) or (meant == key.lower() and document.context.generator == "hugo"):
            continue
        if not any(error.missing == meant or error.kind in ("additionalProperties", "unevaluatedProperties") for error in errors_of(document)):
            span = head.key_span((key,))
            fix = Fix(f"write `{meant}`", (Edit(span, meant),)) if document.source.slice(span) == key else None
            yield Finding(f"nothing reads “{key}”: the schema has “{meant}”", Key((key,)), f"did you mean “{meant}”?", subject=key, fix=fix)


def known_keys(document: Document) -> frozenset[str]:
    """The keys of which the schemas of a document speak."""
    return frozenset().union(*map(_properties, document.context.schemas))


def nearest_key(document: Document, key: str) -> str:
    """The known key that is most like another, and not there; empty when none is."""
    from difflib import get_close_matches
    return next(iter(get_close_matches(key, sorted(known_keys(document) - document.front_matter.values.keys()), 1, 0.75)), "")


def _is_there(keys: Iterable[str], meant: str) -> bool:
    """The post has that key, or the one for several where this is the one for one."""
    pairs = {"categories": "category", "category": "categories", "tags": "tag", "tag": "tags"}
    return meant in keys or pairs.get(meant, meant) in keys


def _properties(schema: SchemaFile) -> frozenset[str]:
    declared = schema_of(schema).value
    properties = declared.get("properties") if isinstance(declared, dict) else None
    return frozenset(properties) if isinstance(properties, dict) else frozenset()


@lru_cache(maxsize=4096)
def _meant(key: str, known: frozenset[str]) -> str:
    """The known key that a key is a slip of the pen for; empty when there is none."""
    lower = key.lower()
    if lower != key and lower in known:
        return lower
    if not key.isascii() or lower in _ARE_WORDS:
        return ""
    return next((candidate for candidate in sorted(known) if _is_slip(lower, candidate)), "")


def _is_slip(written: str, meant: str) -> bool:
    """One letter is missing, too many, or another; or two have changed places."""
    if abs(len(written) - len(meant)) > 1 or written[:1] != meant[:1]:
        return False
    mine, words = re.split("[-_ ]", written), re.split("[-_ ]", meant)
    differing = [pair for pair in zip(mine, words, strict=False) if pair[0] != pair[1]]
    if len(mine) != len(words) or len(differing) != 1:
        return False
    one, other = differing[0]
    if not one.isalpha() or {one, other} in ({one, f"{one}s"}, {other, f"{other}s"}):
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        swapped = other[:start] + other[start + 1:start + 2] + other[start:start + 1] + other[start + 2:]
        return (one == swapped and len(other) >= _SOME) or (len(other) >= _LONG and one[start + 1:] == other[start + 1:])
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return len(other) >= _LONG and longer[:start] + longer[start + 1:] == shorter
