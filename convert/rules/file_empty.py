"""A file is empty.

It has no metadata and no text. Jekyll publishes a post of it all the same, a page with nothing on it.

Shown by::

    test_empty_and_binary_files
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Finding
from . import page_rule


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    if any(trouble.kind == "empty" for trouble in document.source.troubles):
        yield Finding("this file is empty", help="write the post, or delete the file")
