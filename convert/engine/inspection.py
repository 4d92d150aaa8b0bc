"""`newsconv inspect`: what is understood of one post."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..model.dates import Moment
from ..model.document import Document
from ..model.finding import Tag
from ..model.fragments import heading_ids
from ..writers.json import record_of
from .repository import Repository


def inspect(file: Path) -> dict[str, Any]:
    """What a file is read as, by name. Unreadable when it cannot be read."""
    repository = Repository([file])
    (target,) = repository.targets()
    document = repository.document(target)
    return _facts(document) | {
        "URL": document.context.site + document.context.url if document.context.url else _why_no_url(document)}


def _facts(document: Document) -> dict[str, Any]:
    meta, source, head = document.meta, document.source, document.front_matter
    record = record_of(document)
    return {
        "file": source.path,
        "read as": f"{document.format}, {document.context.kind} of a {document.context.generator} site"
        if document.context.generator != "plain" else f"{document.format}, {document.context.kind}",
        "encoding": source.encoding,
        "front matter": _head_state(document),
        "title": meta.title,
        "published": _moment(meta.published, head.text("date")),
        "modified": str(meta.modified) if meta.modified else None,
        "language": meta.language,
        "authors": [author.name for author in meta.authors],
        "source": [text for text in (meta.source.name, meta.source.url) if text] if meta.source else [],
        "categories": list(meta.categories),
        "tags": list(meta.tags),
        "other keys": [key for key in head.values if key not in ("title", "date", "categories", "tags")],
        "ids": [*dict.fromkeys([*(str(name) for name in document.body.xpath("//@id")), *heading_ids(document.body)])],
        "links": [f"line {source.position(document.locate(Tag(link.element, link.attribute)).start)[0]}: "
                  f"{link.target or '(empty)'} ({link.kind})" for link in document.links],
        "size": "{characters:,} characters, {words:,} words, {minutes} min".format(**record["counts"]),
        "losses": [loss["message"] for loss in record["losses"]],
    }


def _head_state(document: Document) -> str:
    head = document.front_matter
    if not head:
        return "none"
    if head.unclosed:
        return f"{head.syntax}, never closed"
    if head.error:
        return f"{head.syntax}, unreadable: {head.error.problem}"
    return f"{head.syntax}, no keys and values" if head.not_mapping else f"{head.syntax}, {len(head.values)} keys"


def _moment(moment: Moment | None, written: str | None) -> str | None:
    if moment is None:
        return f"unreadable: {written!r}" if written else None
    return f"{moment} (from the file's name)" if written is None else str(moment)


def _why_no_url(document: Document) -> str | None:
    if document.context.generator == "plain":
        return None
    return "none: it is not published"
