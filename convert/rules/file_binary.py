"""A file with the name of a post holds no text.

A picture or an archive was saved under the wrong name, or the file was damaged. Nothing of it can be read.

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
    if any(trouble.kind == "binary" for trouble in document.source.troubles):
        yield Finding("this file holds no text: its bytes are those of a picture, an archive or a program",
                      help="give the file its right name, or restore the post from a backup")
