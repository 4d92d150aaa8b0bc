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
    reason = error.strerror[:1].lower() + error.strerror[1:] if error.strerror else type(error).__name__
    return Finding(f"this file cannot be read: {reason}")


def no_file() -> Finding:
    """What to say of a path at which there is no file but something else: a pipe, a device."""
    return Finding("this is no file", help="name a file or a folder")


def leads_out(target: str) -> Finding:
    """What to say of a symbolic link that leads out of the repository: such a link is not followed."""
    return Finding("this link leads out of the repository, and is not followed", help="name the file itself to read it",
                   subject=target)


def too_large(size: int, limit: int) -> Finding:
    """What to say of a file that is larger than any post."""
    return Finding(f"this file is not read: its {size // 2**20:,} MiB are more than the {limit // 2**20} MiB of the "
                   "largest post", help="split it, or exclude it in newsconv.toml")
