"""A title shouts.

Readers of the harbour's news are awake already. Words of a few letters, like the names of ships' companies, may stand in capitals.

Options::

    longest = 4

Bad::

    ---
    title: FERRY LATE AGAIN
    ---
    It came at noon.

Reports::

    2:8 the title shouts: “FERRY LATE AGAIN”

Help::

    write `Ferry late again`

Fixed::

    ---
    title: Ferry late again
    ---
    It came at noon.

Good::

    ---
    title: KLM
    ---
    It flew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from convert.model.document import Document
from convert.model.finding import Edit, Finding, Fix, Value
from convert.rules import page_rule


class Options(NamedTuple):
    """What `[rules.harbour-loud-title]` may say."""

    longest: Annotated[int, "how many letters a title may have that is all capitals"] = 3


@page_rule("warning", options=Options)
def check(document: Document, options: Options) -> Iterator[Finding]:
    title = document.front_matter.values.get("title")
    if isinstance(title, str) and title.isupper() and len(title) > options.longest:
        at, quiet = Value(("title",)), title.capitalize()
        fix = Fix("write it quietly", (Edit(document.locate(at), quiet),))
        yield Finding(f"the title shouts: “{title}”", at, f"write `{quiet}`", title, fix=fix)
