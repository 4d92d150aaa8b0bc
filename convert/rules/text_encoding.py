"""A file is not plain UTF-8.

Jekyll leaves a post out of the site when its bytes are not UTF-8, says so in one line, and ends as if all were well. A
single broken byte is enough. A byte order mark does not trouble Jekyll, but other tools take it for text, and with it
the fence of the front matter.

What the file says can still be checked and converted: it is read in the encoding that fits its bytes best.

Shown by::

    test_text_encoding
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Finding, Fix
from ..model.source import Trouble
from . import page_rule

_CERTAIN = ("UTF-16", "UTF-32")          # the file says so itself
_REPLACED = "\ufffd"


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    for trouble in document.source.troubles:
        match trouble.kind:
            case "encoding":
                yield Finding(f"this file is not UTF-8, it was read as {trouble.detail}{_effect(document)}",
                              trouble.span, f"save it as UTF-8, for example with `iconv -f {trouble.detail} -t UTF-8`",
                              fix=None if _REPLACED in document.source.text else Fix("save it as UTF-8", safe=trouble.detail in _CERTAIN))
            case "damaged":
                yield _damaged(document, trouble)
            case "bom":
                yield Finding("this file begins with a byte order mark: Jekyll takes no notice, other tools take it "
                              "for text and miss the front matter", trouble.span, "save it as UTF-8 without BOM",
                              fix=Fix("take the byte order mark away", safe=True))


def _damaged(document: Document, trouble: Trouble) -> Finding:
    more = document.source.text.count(_REPLACED) - 1
    others = f", nor {'are' if more > 1 else 'is'} {more} more" if more > 0 else ""
    return Finding(f"the byte {trouble.detail} is not UTF-8{others}{_effect(document)}", trouble.span,
                   "write the character that was meant")


def _effect(document: Document) -> str:
    return ": Jekyll leaves it out of the site" if document.context.generator == "jekyll" else ""
