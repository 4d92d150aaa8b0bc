"""What stands around a document that leaves its site: the documents that leave with it, their pictures, and the web."""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from ..model.document import Document
from ..model.finding import Finding, First
from ..model.links import host_of, kind_of
from ..model.pages import LinkFact, PageFacts
from ..model.site import SiteIndex
from ..writers.epub.pictures import Picture, Refused, picture_of
from ..writers.xhtml.content import content_of
from .files import read_file
from .indexing import index_of
from .mirror import mirrored
from .repository import Repository, Unreadable

if TYPE_CHECKING:
    from .fetching import Fetcher

_SHOWN = 60
_PARTS = re.compile(r"([^?#]*)(\?[^#]*)?(#.*)?\Z", re.S)
_DATA = re.compile(r"data:[^,]*?(;base64)?,(.*)\Z", re.I | re.S)


class Surroundings:
    """The surroundings of all documents of an output.

    `names` are the names in the output of the files that are converted; `hold` takes a picture in, and says what it is
    called there. `images` is a folder with pictures of the web (`mirror.mirrored`, or just the file's name); `fetcher` fetches the others.
    """

    def __init__(self, repository: Repository, names: Mapping[str, str], hold: Callable[[Picture], str],
                 images: Path | None = None, fetcher: Fetcher | None = None) -> None:
        self.repository = repository
        self.names = names
        self.facts: dict[str, PageFacts] = {}
        self.linked: set[str] = set()                  # the files that documents link to
        self._hold = hold
        self._images = images
        self._fetcher = fetcher
        self._held: dict[str, str | Refused | None] = {}
        self._notes: list[Finding] = []                # what was left out of a picture that was brought in
        self.shown: list[str] = []                     # the pictures of the document that was asked for last, by their names in the output
        self._refused: dict[str, str] = {}             # why a source is none, of the document that was asked for last
        self._index: SiteIndex | None = None
        self._ids = lru_cache(256)(self._ids_of)

    @property
    def index(self) -> SiteIndex:
        """All URLs of the site, made when the first link is followed."""
        if self._index is None:
            self._index = index_of(self.repository, self.facts.get)
        return self._index

    @cached_property
    def files(self) -> frozenset[str]:
        """All files of the repository."""
        return frozenset(self.repository.files)

    def of(self, path: str, document: Document) -> Place:
        """What stands around one document."""
        self.shown = []
        return Place(self, self.repository.located(path, document))

    def has(self, path: str, fragment: str) -> bool:
        """A document of the output has an id."""
        return fragment in self._ids(path)

    def _ids_of(self, path: str) -> frozenset[str]:
        try:
            return content_of(self.repository.document(path)).ids
        except Exception:  # noqa: BLE001 - whatever is wrong with it is said when it is converted
            return frozenset()

    def picture(self, source: str, place: str, load: Callable[[], bytes | Refused | None]) -> str | None:
        """The name in the output of the picture at a place, which is loaded when it is first asked for."""
        if place not in self._held:
            self._held[place] = self._brought_in(source, load())
        held = self._held[place]
        if isinstance(held, Refused):
            self._refused[source] = held.reason
            return None
        if held is not None:
            self.shown.append(held)
        return held

    def _brought_in(self, source: str, data: bytes | Refused | None) -> str | Refused | None:
        found = picture_of(data) if isinstance(data, bytes) else data
        if not isinstance(found, Picture):
            return found
        for part in found.dropped:
            self._notes.append(Finding(f"{part} of the picture {_short(source)} are left out", First(("img",), ("src",)),
                                       subject=source, rule="loss-image"))
        return self._hold(found)

    def explained(self, losses: Iterable[Finding]) -> list[Finding]:
        """The losses of the document that was asked for last, with why its pictures are none, and what was left out of them."""
        found = [loss._replace(message=f"the picture {_short(loss.subject)} is left out: {self._refused[loss.subject]}", help="")
                 if loss.rule == "loss-image" and loss.subject in self._refused else loss for loss in losses]
        found += self._notes
        self._notes, self._refused = [], {}
        return found

    def file(self, path: str) -> bytes | None:
        """What a file of the repository holds; None when it cannot be had."""
        try:
            return self.repository.bytes_of(path)
        except Unreadable:
            return None

    def remote(self, url: str) -> bytes | Refused | None:
        """A picture of the web, from the folder that was given, or from the web if that is asked; None when it is not."""
        if self._images is not None:
            parts = urlsplit(url)
            for place in (mirrored(self._images, url), mirrored(self._images, parts._replace(query="").geturl()),
                          self._images / posixpath.basename(unquote(parts.path))):
                if place is not None and place.is_file():
                    return read_file(place)
        return self._fetcher.take(url) if self._fetcher else None

    def prefetch(self, document: Document) -> None:
        """Fetch the pictures of a document, if that is asked, several at a time."""
        if self._fetcher is None:
            return
        sources = (document.restore(str(image.get("src") or "")).strip() for image in document.body.iter("img"))
        urls = (_whole(source) for source in sources if kind_of(source, self.repository.hosts) == "external")
        self._fetcher.prefetch(url for url in urls if url not in self._held and not self._is_mirrored(url))

    def _is_mirrored(self, url: str) -> bool:
        place = mirrored(self._images, url) if self._images is not None else None
        return place is not None and place.is_file()


class Place:
    """What stands around one document (`writers.xhtml.Outside`)."""

    def __init__(self, around: Surroundings, page: PageFacts) -> None:
        self._around = around
        self._page = page

    def link(self, target: str) -> str | None:
        """To a document that leaves too, its name; to the site, its full address; to the web, as it stands."""
        around, site = self._around, self._around.repository.site
        kind = kind_of(target, around.repository.hosts)
        if kind != "site":
            return target if kind == "external" else None
        path, url = self._resolved(target)
        if path in around.names:
            around.linked.add(path)
            fragment = target.partition("#")[2]
            name = self._from_here(around.names[path])
            return f"{name}#{fragment}" if fragment and around.has(path, unquote(fragment)) else name
        if host_of(target) is not None:
            return target
        parts = _PARTS.match(target)
        return f"{site.address}{site.baseurl}{url}{(parts[2] or '') + (parts[3] or '') if parts else ''}" if site.address and url else None

    def picture(self, source: str) -> str | None:
        """The name of a picture that could be brought in."""
        name = self._held(source)
        return self._from_here(name) if name else None

    def _held(self, source: str) -> str | None:
        around = self._around
        if data := _DATA.match(source.strip()):
            return around.picture(source, source, lambda: _decoded(data[2], is_base64=data[1] is not None))
        kind = kind_of(source, around.repository.hosts)
        if kind == "external":
            url = _whole(source.strip())
            return around.picture(source, url, lambda: around.remote(url))
        path = self._resolved(source)[0] if kind == "site" else ""
        return around.picture(source, path, lambda: around.file(path)) if path else None

    def _from_here(self, name: str) -> str:
        """The way from this document to another file of the output."""
        here = posixpath.dirname(self._around.names.get(self._page.path, ""))
        return quote(posixpath.relpath(name, here or "."))

    def _resolved(self, target: str) -> tuple[str, str]:
        """The file of the repository that a target of the site stands for, and the URL; empty where there is none.

        Where the site has no such URL, a path from the document, or from the root, may still be that of a file.
        """
        found = self._around.index.resolve(self._page, LinkFact(target, "site", is_navigation=True))
        path = self._around.index.file_of(found.url) if found.url else None
        if not path and host_of(target) is None and (below := _PARTS.match(target)):
            beside = posixpath.normpath(posixpath.join("/", posixpath.dirname(self._page.path), unquote(below[1])))[1:]
            path = beside if beside in self._around.files else None
        return path or "", found.url


def _whole(url: str) -> str:
    """An address of the web with its scheme."""
    return f"https:{url}" if url[:2] == "//" else url


def _short(source: str) -> str:
    return source if len(source) <= _SHOWN else source[:_SHOWN] + "…"


def _decoded(data: str, *, is_base64: bool) -> bytes | None:
    raw = unquote_to_bytes(data)
    try:
        return base64.b64decode(raw) if is_base64 else raw
    except ValueError:
        return None
