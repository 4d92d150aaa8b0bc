"""What other pages need to know of files that nobody asked to read: where they will be, which ids layouts hold."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from ..model.front_matter import FrontMatter
from ..model.pages import PageFacts, Withheld
from ..readers import format_of

if TYPE_CHECKING:
    from .repository import Repository

_BUILT_IN = {".TableOfContents": "TableOfContents", "disqus": "disqus_thread"}        # what Hugo's own templates hold, by how they are asked for
_ID = re.compile(r"""\s(?:id|name)\s*=\s*["']?([^"'\s>]+)""", re.I)


def left_out(path: str) -> PageFacts:
    """A file that the generator passes over, and the URL at which somebody may look for it."""
    withheld = None if path[0] in "._" or "/_" in path or "/." in path else Withheld(f"/{path}", "the site leaves that file out")
    return PageFacts(path, "", None, withheld=withheld)


def ids_in(text: str) -> frozenset[str] | None:
    """The ids in the text of a layout; None when a template makes one of them."""
    found = [*_ID.findall(text), *(name for mark, name in _BUILT_IN.items() if mark in text)]
    return None if any("{" in name for name in found) else frozenset(found)


def address(repository: Repository, path: str) -> tuple[PageFacts, bytes | None]:
    """The facts of a file as far as its URL goes, and what it holds, if it was read: only what may have a head is."""
    if format_of(path) is None and not _may_have_head(repository, path):
        kind = repository.site.kind(path, has_head=False)
        return left_out(path) if kind is None else PageFacts(path, kind, next(iter(repository.site.urls(path, kind, FrontMatter())), None)), None
    try:
        data = repository.bytes_of(path)
        document = repository.document(path, data)
    except Exception:  # noqa: BLE001 - a file that cannot be read has no URL; whoever asks for it is told why
        return PageFacts(path, "", None), None
    if repository.kind(path, document) is None:
        return left_out(path), data
    return repository.located(path, document), data


def published(repository: Repository, path: str) -> datetime | None:
    """When a file was published, as it says; None when it does not, or cannot be read."""
    try:
        moment = repository.document(path).meta.published
    except Exception:  # noqa: BLE001 - whoever asks for it is told why
        return None
    return moment.utc() if moment else None


def _may_have_head(repository: Repository, path: str) -> bool:
    """A file of another suffix (`feed.xml`, `main.scss`) that begins with a fence."""
    try:
        return repository.read(path, 3) == b"---"
    except OSError:
        return False
