"""Front matter is a list or a text instead of keys with values.

Jekyll and Hugo ask front matter for keys. Of a list or a text Jekyll reports an error of its own making (“no implicit
conversion …”), then publishes the post without title, layout, date and categories.

Bad::

    ---
    - title
    - date
    ---
    <p>Two words and a list.</p>

Reports::

    2:1 the front matter is a list, not keys with values: title, date and layout are lost

Bad::

    ---
    The harbour at six
    ---
    <p>Grey, then less grey.</p>

Reports::

    2:1 the front matter is a text, not keys with values: title, date and layout are lost

Help::

    write each entry as `key: value`, for example `title: The harbour at six`

Good::

    ---
    title: The harbour at six
    date: 2022-02-15 06:00:00 +0800
    ---
    <p>Grey, then less grey.</p>
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Finding
from ..model.source import Span
from . import page_rule


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    head = document.front_matter
    if not head.not_mapping:
        return
    text = document.source.slice(head.inner)
    first = text.splitlines()[0] if text else ""
    example = first.strip() if head.not_mapping == "text" and first.strip() else "…"
    yield Finding(f"the front matter is a {head.not_mapping}, not keys with values: title, date and layout are lost",
                  Span(head.inner.start, head.inner.start + len(first)),
                  help=f"write each entry as `key: value`, for example `title: {example}`")
