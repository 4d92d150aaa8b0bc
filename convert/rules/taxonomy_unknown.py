"""A category or tag is not one of those that the site has declared.

A slip of the pen makes a category of its own, with one post in it that nobody finds. Which names there are, the options of the
rule say; without them nothing is known, and nothing is said.

Shown by::

    test_taxonomy_unknown

Good::

    ---
    title: The eel ladder
    date: 2022-02-15 09:00:00 +0800
    categories: [Weir]
    tags: [eels]
    ---
    <p>Eels go up.</p>
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, Value
from ..model.scalars import literal
from ..model.taxonomy import Term, terms_of
from . import page_rule


class Options(NamedTuple):
    """The `categories` and the `tags` of the site, as they are written; none stand for any."""

    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    return undeclared(document, Options())


def undeclared(document: Document, options: Options) -> Iterator[Finding]:
    """The terms of a document that are not among those declared."""
    declared = {"category": options.categories, "tag": options.tags}
    if not any(declared.values()):
        return
    for term in terms_of(document.front_matter):
        known = declared[term.kind]
        if known and term.name not in known:
            yield _finding(document, term, known)


def _finding(document: Document, term: Term, known: tuple[str, ...]) -> Finding:
    from difflib import get_close_matches
    near = next((name for name in known if name.casefold() == term.name.casefold()), "") or \
        next(iter(get_close_matches(term.name, known, 1, 0.7)), "")
    span = document.front_matter.value_span(term.path)
    written = document.source.slice(span)
    edits = (Edit(span, written.replace(term.name, literal(near) if written == term.name else near)),) \
        if near and written.count(term.name) == 1 else ()
    return Finding(f"“{term.name}” is no {term.kind} of this site", Value(term.path),
                   f"did you mean “{near}”?" if near else f"there are {', '.join(known)}", subject=written,
                   fix=Fix(f"Write “{near}”", edits) if edits else None)
