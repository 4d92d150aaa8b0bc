"""A conversion cannot be written.

The output would stand outside the output folder, in place of an input, or under a name that the file system does not
take. The other files are converted all the same.

Shown by::

    test_file_unwritable
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
