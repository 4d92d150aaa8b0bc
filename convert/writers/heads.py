"""The front matter of an output: as it was written, or made from what a page says in its head."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model.document import Document

_FROM_PAGE = ("title", "description", "published", "modified", "author", "language", "canonical")
_NAMES = {"published": "date", "modified": "last_modified_at", "language": "lang", "canonical": "canonical_url"}


def head_of(document: Document) -> str:
    """The head with its fences and a line end, LF throughout; empty when there is nothing to say.

    A head that was written stays to the letter, with order, quotes and comments. What a whole page says of itself
    becomes YAML, by python-frontmatter.
    """
    head = document.front_matter
    if head and not head.unclosed:
        written = document.source.slice(head.block).replace("\r\n", "\n").replace("\r", "\n")
        return written.rstrip("\n") + "\n"
    values = {_NAMES.get(key, key): document.head[key] for key in _FROM_PAGE if document.head.get(key)}
    if not values:
        return ""
    from frontmatter.default_handlers import YAMLHandler
    return f"---\n{YAMLHandler().export(values, sort_keys=False, width=10_000)}\n---\n"
