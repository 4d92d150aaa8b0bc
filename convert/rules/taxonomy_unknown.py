"""A category or tag is not one of those that the site has declared.

A slip of the pen makes a category of its own, with one post in it that nobody finds. Which names there are, the options of the
rule say; without them nothing is known, and nothing is said.

Good::

    ---
    title: The eel ladder
    date: 2022-02-15 09:00:00 +0800
    categories: [Weir]
    tags: [eels]
    ---
    <p>Eels go up.</p>

Options::

    categories = ["Harbour", "Weather"]

Bad::

    ---
    title: Fog
    date: 2022-02-15 09:00:00 +0800
    categories: [Weather, Harbor, weather, 'Sea']
    tags: fog mist
    ---
    <p>Thick.</p>

Reports::

    4:23 “Harbor” is no category of this site
    4:31 “weather” is no category of this site
    4:40 “Sea” is no category of this site

Help::

    did you mean “Harbour”?

Fixed::

    ---
    title: Fog
    date: 2022-02-15 09:00:00 +0800
    categories: [Weather, Harbour, Weather, 'Sea']
    tags: fog mist
    ---
    <p>Thick.</p>

Options::

    tags = ["fog"]

Bad::

    ---
    title: Fog
    date: 2022-02-15 09:00:00 +0800
    categories: Sea
    tags: fog mist
    ---
    <p>Thick.</p>

Reports::

    5:7 “mist” is no tag of this site

Help::

    there are fog
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, Value
from ..model.scalars import literal
from ..model.taxonomy import Term, terms_of
from . import page_rule


class Options(NamedTuple):
    categories: Annotated[tuple[str, ...], "the categories of the site, as they are written; none stand for any"] = ()
    tags: Annotated[tuple[str, ...], "the tags of the site, likewise"] = ()


@page_rule("warning", options=Options)
def check(document: Document, options: Options) -> Iterator[Finding]:
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
                   fix=Fix(f"write “{near}”", edits) if edits else None)
