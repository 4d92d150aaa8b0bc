"""What was converted does not read back as the same document.

Markdown that replaces a file is read once more before it does, and so is all that `--verify` asks for. Where the two
say different things, nothing is written: this is a fault of newsconv, and worth a report.

Shown by::

    test_file_unverified
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model.document import Document
from ..model.finding import Finding
from . import page_rule


@page_rule("error")
def check(document: Document) -> Iterable[Finding]:
    """Nothing: only a conversion meets this, and says it itself."""
    return ()
