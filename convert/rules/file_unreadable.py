"""A file cannot be read.

It may be gone since the folder was listed, its rights may forbid reading it, or the disk may fail. The other files are
checked all the same.

Shown by::

    test_file_unreadable
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model.document import Document
from ..model.finding import Finding
from . import page_rule


@page_rule("error")
def check(document: Document) -> Iterable[Finding]:
    """Nothing: who has a document could read its file. Whoever could not says `finding`."""
    return ()


def finding(error: OSError) -> Finding:
    """What to say of a file that the system would not give."""
    reason = error.strerror or type(error).__name__
    return Finding(f"this file cannot be read: {reason[:1].lower()}{reason[1:]}")
