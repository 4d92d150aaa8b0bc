"""`newsconv urls`: which URLs a site will have, and from which sources."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from ..model.pages import PageFacts
from ..readers import format_of
from .facts import address
from .repository import Repository
from .settings import Settings

_MAP = ".map"
_SHORT = {"jekyll": ".html", "hugo": "/index.html", "plain": ""}      # what is left out of the URL of a redirect


class Listed(NamedTuple):
    """One URL: its `source` (from the root; None for what no file stands for), the `file` that the built site has for it, what `kind` it
    is of ("generated" for what is made beside pages, redirects among them), and the ids in its own text that links can lead to.
    """

    source: str | None
    url: str
    file: str
    kind: str
    ids: tuple[str, ...] = ()


def urls(paths: Iterable[Path], settings: Settings | None = None, *, now: datetime | None = None) -> Iterator[Listed]:
    """The URLs of the files that paths name, and if these are folders, those that no file stands for; in the order of the files.
    settings.BadSettings when the repository's settings cannot be used.
    """
    paths = list(paths)
    repository = Repository(paths, settings, now=now)
    wanted = _below(repository, paths)
    has_folders = any(path.is_dir() for path in paths)
    pages: list[PageFacts] = []
    for path in repository.files:
        if path in wanted:
            facts, data = address(repository, path)
            pages.append(facts)
            yield from _of(facts, _ids(repository, facts, data) if facts.url else (), repository.site.generator)
    others = (address(repository, path)[0] for path in repository.files if path not in wanted)        # read if the site asks for them
    told: Iterable[PageFacts] = chain(pages, others)
    taken: set[str | None] = set()
    if has_folders:
        told = list(told)
        taken = {url for page in told for url in (page.url, *page.aliases)}
    for made in repository.site.generated(told):
        if made.url and (made.path in wanted if made.path else has_folders and made.url not in taken):
            ids = _named(repository, made.path) if made.kind == "page" else ()
            yield Listed(made.path or None, made.url, _file(made.url), made.kind, ids)


def _below(repository: Repository, paths: Iterable[Path]) -> set[str]:
    """The files of a repository that paths name, or that lie in the folders they name."""
    given = [os.path.abspath(path).rstrip(os.sep) for path in paths]
    named, folders = set(given), tuple(path + os.sep for path in given)
    root = os.path.abspath(repository.root)
    return {path for path in repository.files if (full := os.path.join(root, path)) in named or full.startswith(folders)}


def _of(facts: PageFacts, ids: tuple[str, ...], generator: str) -> Iterator[Listed]:
    """The URL of a page, and those of what is made beside it."""
    if facts.url is None:
        return
    beside = [alias for alias in facts.aliases if alias in facts.redirects or alias.endswith(_MAP) or not alias.startswith(facts.url)]
    own = next((alias for alias in facts.aliases if alias not in beside), facts.url)           # the URL may be short for the file's
    yield Listed(facts.path, facts.url, _file(own), facts.kind, ids)
    for alias in beside:
        if alias not in facts.redirects and not alias.endswith(_MAP):
            yield Listed(facts.path, alias, _file(alias), "static")       # the file is copied as well
            continue
        short = alias in facts.redirects and not posixpath.splitext(alias)[1] and alias[-1:] != "/"
        yield Listed(None, alias, _file(f"{alias}{_SHORT[generator]}" if short else alias), "generated")


def _file(url: str) -> str:
    """The path in the built site, from its root, that a URL stands for."""
    path = unquote(url)
    return f"{path}index.html" if path.endswith("/") else path


def _ids(repository: Repository, facts: PageFacts, data: bytes | None) -> tuple[str, ...]:
    """The ids of a page; Markdown that a site copies as it is has none."""
    path = facts.path
    if data is None or (facts.kind == "static" and format_of(path) == "markdown" and repository.site.generator != "plain"):
        return ()
    return _named(repository, path, data)


def _named(repository: Repository, path: str, data: bytes | None = None) -> tuple[str, ...]:
    try:
        return tuple(sorted(repository.templates.own_anchors(repository.document(path, data))))
    except Exception:  # noqa: BLE001 - whoever asks for the file itself is told why it cannot be read
        return ()
