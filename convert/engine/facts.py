"""What other pages need to know of files that nobody asked to read: where they will be, which ids layouts hold."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from ..model.front_matter import FrontMatter
from ..model.pages import PageFacts, Withheld
from ..model.source import Source
from ..readers import format_of
from ..readers.encoding import decode
from ..readers.front_matter import split

if TYPE_CHECKING:
    from .repository import Repository

_BUILT_IN = {".TableOfContents": "TableOfContents", "disqus": "disqus_thread"}        # what Hugo's own templates hold, by how they are asked for
_NOT_UTF_8 = ("encoding", "damaged", "binary")
_ID = re.compile(r"""\s(?:id|name)\s*=\s*["']?([^"'\s>]+)""", re.I)


def left_out(path: str) -> PageFacts:
    """A file that the generator passes over, and the URL at which somebody may look for it."""
    withheld = None if path[0] in "._" or "/_" in path or "/." in path else Withheld(f"/{path}", "the site leaves that file out")
    return PageFacts(path, "", None, withheld=withheld)


def ids_in(text: str) -> frozenset[str] | None:
    """The ids in the text of a layout; None when a template makes one of them."""
    found = [*_ID.findall(text), *(name for mark, name in _BUILT_IN.items() if mark in text)]
    return None if any("{" in name for name in found) else frozenset(found)


def posts_in(repository: Repository) -> Iterator[tuple[str, str, FrontMatter]]:
    """The posts and drafts of a Jekyll site that are UTF-8, each with its kind and its front matter."""
    for path in repository.files:
        kind = repository.site.kind(path, has_head=True)
        if kind in ("post", "draft"):
            with suppress(OSError):
                source = decode(repository.read(path), path)
                if not is_not_utf_8(source):
                    yield path, kind, split(source, "ruby")[0]


def is_not_utf_8(source: Source) -> bool:
    """A text in another encoding: Jekyll leaves such a post out of the site."""
    return any(trouble.kind in _NOT_UTF_8 for trouble in source.troubles)


def address(repository: Repository, path: str) -> tuple[PageFacts, bytes | None]:
    """The facts of a file as far as its URL goes, and what it holds, if it was read: only what may have a head is."""
    if repository.templates.is_one(path):
        return PageFacts(path, "template", None), None
    if format_of(path) is None and not _may_have_head(repository, path):
        kind = repository.site.kind(path, has_head=False)
        if kind is None:
            return left_out(path), None
        urls = repository.site.urls(path, kind, FrontMatter()) if repository.is_kept(path, kind) else ()
        return PageFacts(path, kind, next(iter(urls), None), tuple(urls[1:])), None
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
    """A file of another suffix (`feed.xml`, `main.scss`) that begins with a fence, perhaps behind a byte order mark."""
    try:
        return repository.read(path, 6).removeprefix(BOM_UTF8).startswith(b"---")
    except OSError:
        return False
