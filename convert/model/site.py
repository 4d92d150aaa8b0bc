"""What the pages of a repository know of each other: small facts of each page, and the index of them all."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import unquote

from .links import Kind, host_of

PageKind: TypeAlias = str     # "post", "draft", "page", "doc:NAME", "static"
Verdict: TypeAlias = Literal["found", "missing", "external", "unchecked"]

_FRAGMENT_OR_QUERY = re.compile(r"[?#].*\Z", re.S)
_DROPPED_IN_URL = re.compile("[\t\r\n\u200b]")
_ORIGIN = re.compile(r"(?:https?:)?//[^/?#]*", re.I)


class LinkFact(NamedTuple):
    """A link of a page: its target, what kind it is, and whether it is followed (not loaded)."""

    target: str
    kind: Kind
    is_navigation: bool


class PageFacts(NamedTuple):
    """One file of the repository: `path` from its root, the `url` it will have (None: not published), the `id` that names it,
    if it has one.
    """

    path: str
    kind: PageKind
    url: str | None
    aliases: tuple[str, ...] = ()
    links: tuple[LinkFact, ...] = ()
    id: str = ""


class Resolution(NamedTuple):
    """Where a link leads: the verdict, the URL in the site it stands for, and the nearest URL there is."""

    verdict: Verdict
    url: str = ""


class SiteIndex:
    """All URLs of a site. Indexes merge in any order.

    `hosts` are the names of the site itself, `baseurl` the path below which it is served, `known` patterns of URLs
    that exist though no source shows them.
    """

    def __init__(self, pages: Iterable[PageFacts] = (), *, hosts: frozenset[str] = frozenset(), baseurl: str = "",
                 known: Iterable[str] = (), complete: bool = True) -> None:
        self.hosts = hosts
        self.baseurl = baseurl.rstrip("/")
        self.known = [re.compile(pattern) for pattern in known]
        self.complete = complete
        self.urls: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self._nearest: dict[str, str | None] = {}
        self._by_name: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        for page in pages:
            self.add(page)

    def add(self, page: PageFacts) -> None:
        """Take a page's URLs in; the first page to claim a URL keeps it, an id the first by its path."""
        for url in filter(None, (page.url, *page.aliases)):
            self.urls.setdefault(_comparable(url), page.path)
        if page.id:
            self.ids[page.id] = min(page.path, self.ids.get(page.id, page.path))

    def merge(self, other: SiteIndex) -> None:
        """Take another index's URLs and ids in."""
        for url, path in other.urls.items():
            self.urls[url] = min(path, self.urls.get(url, path))
        for name, path in other.ids.items():
            self.ids[name] = min(path, self.ids.get(name, path))

    def resolve(self, page: PageFacts, link: LinkFact) -> Resolution:
        """Where a link of a page leads (URL Standard, section 4.4, as far as the sources tell)."""
        if link.kind not in ("site", "external"):
            return Resolution("unchecked")
        target = _DROPPED_IN_URL.sub("", link.target.strip())
        host = host_of(target)
        if host is not None and host not in self.hosts:
            return Resolution("external")
        if page.url is None:
            return Resolution("unchecked")
        path = _FRAGMENT_OR_QUERY.sub("", _ORIGIN.sub("", target) or "/" if host is not None else target)
        if not path:
            return Resolution("found", page.url)
        base = self.baseurl + page.url
        absolute = path if path.startswith("/") else posixpath.dirname(base) + "/" + path
        url = _normal(absolute)
        if self.baseurl:
            if url != self.baseurl and not url.startswith(self.baseurl + "/"):
                return Resolution("unchecked", url)
            url = url[len(self.baseurl):] or "/"
        found = self.file_of(url) is not None or any(pattern.search(url) for pattern in self.known)
        return Resolution("found" if found else "missing" if self.complete else "unchecked", url)

    def file_of(self, url: str) -> str | None:
        """The file that is at a URL, as it is, as `x.html` or as the directory that a web server makes of it; empty for
        what no file stands for, None when nothing is there.
        """
        key = _comparable(url)
        if key.endswith("/index.html"):
            names: tuple[str, ...] = (key, key[:-len("index.html")])
        else:
            names = (key,) if key.endswith("/") else (key, f"{key}.html", f"{key}/")
        return next((self.urls[name] for name in names if name in self.urls), None)

    def nearest(self, url: str) -> str | None:
        """The URL that was most likely meant: the same file elsewhere, or the closest spelling in the same folder."""
        key = _comparable(url)
        if key not in self._nearest:
            self._nearest[key] = self._nearest_to(key)
        return self._nearest[key]

    def _nearest_to(self, key: str) -> str | None:
        from difflib import get_close_matches
        folder, name = _split(key)
        if not self._by_name:
            for known in sorted(self.urls):
                self._by_name.setdefault(_split(known)[1], known)
                self._names.setdefault(_split(known)[0], []).append(_split(known)[1])
        if name in self._by_name and name:
            return self._by_name[name]
        stems = {known.rsplit(".", 1)[0]: known for known in self._names.get(folder, ())}
        near = get_close_matches(name.rsplit(".", 1)[0], list(stems), 1, 0.7)
        return folder + stems[near[0]] if near else None


def _split(url: str) -> tuple[str, str]:
    """Folder (with its slash) and name of a URL's path."""
    folder, _, name = url.rpartition("/")
    return folder + "/", name


def _normal(path: str) -> str:
    """A path without `.`, `..` and doubled slashes; its last slash is kept."""
    normal = posixpath.normpath(re.sub("/+", "/", path))
    return normal + "/" if path.endswith(("/", "/.", "/..")) and normal != "/" else normal


def _comparable(url: str) -> str:
    """Escaped and plain characters, composed and decomposed ones are the same in a URL."""
    from unicodedata import normalize
    return normalize("NFC", unquote(url)) if not url.isascii() or "%" in url else url
