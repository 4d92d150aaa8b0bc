"""No schema covers a file with front matter, though the repository names schemas for others.

A folder that the patterns of the settings forget is checked for nothing but syntax, and nobody notices.

Shown by::

    test_schema_unmatched

Good::

    ---
    title: Fog
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>Fog.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Finding
from . import page_rule


@page_rule("info", default=False)
def check(document: Document) -> Iterator[Finding]:
    context = document.context
    if context.schema_globs and not context.schemas and document.front_matter and context.kind != "static":
        patterns = ", ".join(f"`{glob}`" for glob in context.schema_globs)
        yield Finding(f"no schema covers this file: the settings name {patterns}", help="add a pattern for it to `schemas`")
