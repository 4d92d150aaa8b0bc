"""A value without quotes is read as something else than was typed: as a number, or as yes or no.

YAML takes ``1.10`` for the number 1.1, ``0755`` for 493, ``no`` for false, and to Jekyll ``12:30`` is a count in sixties, 750 or 45000
by its version: that is what the page shows, and what tags are called.

Numbers and switches are mostly meant. Of those it is said only where a text must be meant, as in titles, authors, tags and versions.
Of values that a schema wants to be a text, ``schema-type`` speaks.

Bad::

    ---
    title: 1.10
    date: 2022-02-15 09:00:00 +0800
    length: 12:30
    tags: [harbour, 007, no]
    ---
    <p>The new edition of the tide table.</p>

Reports::

    2:8 “1.10” without quotes is the number 1.1 to Jekyll
    4:9 “12:30” without quotes is a number to Jekyll, counted in sixties
    5:17 “007” without quotes is the number 7 to Jekyll

Help::

    put it in quotes: `'1.10'`

Fixed::

    ---
    title: '1.10'
    date: 2022-02-15 09:00:00 +0800
    length: '12:30'
    tags: [harbour, '007', no]
    ---
    <p>The new edition of the tide table.</p>

Bad::

    about.md:
    ---
    title: About us
    tags: [no]
    ---
    <p>We are five people and a cat.</p>

Reports::

    3:8 “no” without quotes is false to Jekyll

Fixed::

    ---
    title: About us
    tags: ['no']
    ---
    <p>We are five people and a cat.</p>

Good::

    ---
    title: '1.10'
    date: 2022-02-15 09:00:00 +0800
    weight: 1.10
    order: 07
    comments: no
    mood: :)
    timezone: +0530
    tags: [2022, 3.5, '007']
    ---
    <p>The new edition of the tide table.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, KeyPath, Value
from ..schema import errors_of
from . import page_rule
from .date_empty import DATE_KEYS

# Jekyll reads YAML by Psych or by the gem safe_yaml, as its version has it: this is what both take for a number or a switch.
_MAY_BE = re.compile(r"[-+]?\.?\d.*(?<!\.)\Z|(?:yes|no|on|off|true|false)\Z", re.I)
_OCTAL = re.compile(r"0[0-7]+\Z")
_SIGNED_OCTAL = re.compile(r"[-+]0\d")
_TERMS = ("categories", "category", "tags", "tag")
_TEXTS = frozenset({"title", "subtitle", "description", "author", "authors", "slug", "id", "guid", "uuid", "series", *_TERMS})
_READERS = {"jekyll": "Jekyll", "hugo": "Hugo", "plain": "Ruby's YAML"}


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    head = document.front_matter
    if head.syntax != "yaml":
        return
    for path, written in head.written.items():
        if not _MAY_BE.match(written) or path[0] in DATE_KEYS or head.is_quoted(*path):
            continue
        reading = _reading(document, path, written)
        span = head.value_span(path) if reading else None
        if span and document.source.slice(span) == written and not _is_said_elsewhere(document, path):
            quoted = "'" + written.replace("'", "''") + "'"
            yield Finding(f"“{written}” without quotes is {reading}", Value(path), f"put it in quotes: `{quoted}`", subject=written,
                          fix=Fix("put it in quotes", (Edit(span, quoted),), safe=True))


def _reading(document: Document, path: KeyPath, written: str) -> str:
    """What becomes of a value, and to whom; empty when it stays what it is, or may well be meant."""
    generator = document.context.generator
    value = _value_at(document.front_matter.values, path)
    if isinstance(value, bool):
        shown = str(value).lower()
        is_item = path[0] in _TERMS and len(path) > 1
        is_word = written in (written.lower(), written.title(), written.upper())
        return f"{shown} to {_READERS[generator]}" if shown != written and is_word and (path[0] == "title" or is_item) else ""
    if not isinstance(value, int | float) or str(value) == written or _SIGNED_OCTAL.match(written):
        return ""
    if ":" in written:
        return f"a number to {_READERS[generator]}, counted in sixties"
    is_never_meant = _OCTAL.match(written) and value != int(written) and "mode" not in str(path[0])
    is_text = path[0] in _TEXTS or str(path[-1]).endswith("version")
    return f"the number {value} to {_READERS[generator]}" if is_never_meant or is_text else ""


def _value_at(value: Any, path: KeyPath) -> Any:
    try:
        for part in path:
            value = value[part]
    except (LookupError, TypeError):
        return None
    return value


def _is_said_elsewhere(document: Document, path: KeyPath) -> bool:
    return bool(document.context.schemas) and any(
        error.kind == "type" and error.path == path for error in errors_of(document))
