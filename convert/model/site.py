"""What the pages of a repository know of each other: small facts of each page, and the index of them all."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import unquote

from .finding import NthCandidate, Value
from .links import Kind, host_of
from .references import Files, Reference, address_of

PageKind: TypeAlias = str     # "post", "draft", "page", "doc:NAME", "static"
Verdict: TypeAlias = Literal["found", "missing", "external", "unchecked"]
# Why it is not simply found, or simply missing: it redirects; there is such a page in other letters, or one that is not
# published; it leads out of the site.
Way: TypeAlias = Literal["", "alias", "slash", "case", "unpublished", "outside"]
Anchors: TypeAlias = "Callable[[str], frozenset[str] | None]"

_FRAGMENT_OR_QUERY = re.compile(r"[?#].*\Z", re.S)
_DROPPED_IN_URL = re.compile("[\t\r\n\u200b]")
_ORIGIN = re.compile(r"(?:https?:)?//[^/?#]*", re.I)
_ON_DISK = re.compile(r"file:|[a-z]:[\\/]", re.I)


class LinkFact(NamedTuple):
    """A link of a page: its target, what kind it is, whether it is followed (not loaded), and whether it loads a picture."""

    target: str
    kind: Kind
    is_navigation: bool
    is_picture: bool = False


class PictureFact(NamedTuple):
    """A picture that is no link of the markup: a candidate of a `srcset`, a cover that the front matter names."""

    target: str
    kind: Kind
    at: NthCandidate | Value


class Withheld(NamedTuple):
    """The URL that a page would have, were it published, and why it is not."""

    url: str
    reason: str


class PageFacts(NamedTuple):
    """One file of the repository: `path` from its root, the `url` it will have (None: not published, and perhaps `withheld`),
    the `id` that names it, if it has one. Of its `aliases`, `redirects` send on to the page. `anchors` are the places in it
    that links can lead to, if it has such links itself and all places are known.
    """

    path: str
    kind: PageKind
    url: str | None
    aliases: tuple[str, ...] = ()
    links: tuple[LinkFact, ...] = ()
    id: str = ""
    redirects: tuple[str, ...] = ()
    pictures: tuple[PictureFact, ...] = ()
    references: tuple[Reference, ...] = ()
    anchors: frozenset[str] | None = None
    withheld: Withheld | None = None


class Resolution(NamedTuple):
    """Where a link leads: the verdict, the URL in the site it stands for, and in which way; `meant` is the URL that should be
    written, or for what is not published the reason.
    """

    verdict: Verdict
    url: str = ""
    way: Way = ""
    meant: str = ""


class SiteIndex:
    """All URLs of a site. Indexes merge in any order.

    `hosts` are the names of the site itself, `baseurl` the path below which it is served, `known` patterns of URLs
    that exist though no source shows them; `anchors` tells the places in a page that links can lead to, by its path, or None.
    Where the root of the site would be is known if it is `rooted`.
    """

    def __init__(self, pages: Iterable[PageFacts] = (), *, hosts: frozenset[str] = frozenset(), baseurl: str = "",
                 known: Iterable[str] = (), complete: bool = True, anchors: Anchors = lambda path: None,
                 rooted: bool = True) -> None:
        self.hosts = hosts
        self.baseurl = baseurl.rstrip("/")
        self.known = [re.compile(pattern) for pattern in known]
        self.complete = complete
        self.rooted = rooted
        self.urls: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.anchors = anchors
        self.redirects: dict[str, str] = {}
        self.withheld: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._files: Files | None = None
        self._last: tuple[PageFacts | None, list[Resolution]] = (None, [])
        self._nearest: dict[str, str | None] = {}
        self._by_name: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        for page in pages:
            self.add(page)

    def add(self, page: PageFacts) -> None:
        """Take a page's URLs in; the first page to claim a URL keeps it, an id the first by its path."""
        for url in filter(None, (page.url, *page.aliases)):
            self.urls.setdefault(_comparable(url), page.path)
        for url in page.redirects:
            self.redirects.setdefault(_comparable(url), page.url or "")
        if page.withheld:
            url, reason = page.withheld
            self.withheld.setdefault(_comparable(url), reason)
            if "." not in url.rpartition("/")[2] and url[-1:] != "/":
                self.withheld.setdefault(f"{_comparable(url)}.html", reason)
        if page.id:
            self.ids[page.id] = min(page.path, self.ids.get(page.id, page.path))

    def merge(self, other: SiteIndex) -> None:
        """Take another index's URLs and ids in."""
        self.redirects = {**other.redirects, **self.redirects}
        self.withheld = {**other.withheld, **self.withheld}
        for url, path in other.urls.items():
            self.urls[url] = min(path, self.urls.get(url, path))
        for name, path in other.ids.items():
            self.ids[name] = min(path, self.ids.get(name, path))

    def resolutions(self, page: PageFacts) -> list[Resolution]:
        """Where the links of a page lead, in their order; several rules ask, one after the other."""
        if self._last[0] is not page:
            self._last = page, [self.resolve(page, link) for link in page.links]
        return self._last[1]

    def resolve(self, page: PageFacts, link: LinkFact | PictureFact) -> Resolution:
        """Where a link of a page leads (URL Standard, section 4.4, as far as the sources tell)."""
        if link.kind == "template":
            address = self.target_of(link)
            return Resolution("unchecked") if "{" in address else self.resolve(page, LinkFact(address, "site", is_navigation=True))
        if link.kind not in ("site", "external"):
            return Resolution("unchecked", way="outside" if link.kind == "other" and _ON_DISK.match(link.target.strip()) else "")
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
                is_here = self.complete and path.startswith("/") and self.file_of(url) is not None
                return Resolution("unchecked", url, "outside" if is_here else "", self.baseurl + url if is_here else "")
            url = url[len(self.baseurl):] or "/"
        if self.complete and self.rooted and ".." in path and _climbs_out(absolute):
            return Resolution("missing", url, "outside", self.baseurl + url if self.file_of(url) is not None else "")
        if (name := self._name_of(url)) is not None:
            return self._found(url, name)
        if any(pattern.search(url) for pattern in self.known):
            return Resolution("found", url)
        is_told = self.complete and (self.rooted or self._is_below(path, absolute, url))
        return self._missing(url) if is_told else Resolution("unchecked", url)

    def _is_below(self, path: str, absolute: str, url: str) -> bool:
        """Where nobody knows the root of the site, and what its URLs look like: the path names a file beside or below the page,
        or in a folder that is here.
        """
        if "." not in url.rpartition("/")[2]:
            return False
        top = _comparable(url[:url.find("/", 1) + 1])
        return bool(top) and any(known.startswith(top) for known in self.urls) if path.startswith("/") else not _climbs_out(absolute)

    def _found(self, url: str, name: str) -> Resolution:
        """What is at a URL, under the name that it has in the index."""
        if name in self.redirects:
            return Resolution("found", url, "alias", self.redirects[name])
        is_folder = name.endswith("/") and not url.endswith(("/", "/index.html"))
        return Resolution("found", url, "slash", f"{url}/") if is_folder else Resolution("found", url)

    def _missing(self, url: str) -> Resolution:
        """What is not at a URL, and why."""
        for name in _names_of(url):
            if name in self.withheld:
                return Resolution("missing", url, "unpublished", self.withheld[name])
        if not self._folded:
            self._folded = {known.casefold(): known for known in sorted(self.urls, reverse=True)}
        near = next((self._folded[name.casefold()] for name in _names_of(url) if name.casefold() in self._folded), None)
        return Resolution("missing", url, "case", near) if near else Resolution("missing", url)

    def file_of(self, url: str) -> str | None:
        """The file that is at a URL, as it is, as `x.html` or as the directory that a web server makes of it; empty for
        what no file stands for, None when nothing is there.
        """
        name = self._name_of(url)
        return None if name is None else self.urls[name]

    def _name_of(self, url: str) -> str | None:
        return next((name for name in _names_of(url) if name in self.urls), None)

    @property
    def files(self) -> Files:
        """The published files, as template tags name them."""
        if self._files is None:
            self._files = Files(self.urls)
        return self._files

    def cover(self, page: PageFacts, picture: PictureFact) -> Resolution:
        """Where a cover lies, to which the layout may put the base path or not."""
        target = picture.target
        is_bare = bool(self.baseurl) and target.startswith("/") and not target.startswith(("//", f"{self.baseurl}/"))
        return self.resolve(page, picture._replace(target=self.baseurl + target) if is_bare else picture)

    def target_of(self, link: LinkFact | PictureFact) -> str:
        """What a link leads to, with its template tags resolved as far as that is certain."""
        if link.kind != "template":
            return link.target
        return address_of(link.target, self.baseurl, self.files) or link.target

    def has_ending(self, path: str) -> bool:
        """There is something below whatever folder whose path ends so."""
        key = _comparable(path)
        return any(url.endswith(key) and url != key for url in self.urls)

    def nearest(self, url: str, *, is_page: bool = True) -> str | None:
        """The URL that was most likely meant: the same file elsewhere, or the closest spelling in the same folder; of what is no page,
        a file of the same kind.
        """
        found = self._nearest_of(url)
        return found if found and (is_page or _suffix(found) == _suffix(url)) else None

    def _nearest_of(self, url: str) -> str | None:
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


def _names_of(url: str) -> tuple[str, ...]:
    """The names under which a web server looks for what is at a URL."""
    key = _comparable(url)
    if key.endswith("/index.html"):
        return key, key[:-len("index.html")]
    return (key, f"{key}index.html") if key.endswith("/") else (key, f"{key}.html", f"{key}/")


def _climbs_out(path: str) -> bool:
    """There are more `..` in a path than folders before them; browsers stay at the root."""
    depth = 0
    for part in path.split("/"):
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            return True
    return False


def _split(url: str) -> tuple[str, str]:
    """Folder (with its slash) and name of a URL's path."""
    folder, _, name = url.rpartition("/")
    return folder + "/", name


def _suffix(url: str) -> str:
    return posixpath.splitext(url)[1].lower()


def _normal(path: str) -> str:
    """A path without `.`, `..` and doubled slashes; its last slash is kept."""
    normal = posixpath.normpath(re.sub("/+", "/", path))
    return normal + "/" if path.endswith(("/", "/.", "/..")) and normal != "/" else normal


def _comparable(url: str) -> str:
    """Escaped and plain characters, composed and decomposed ones are the same in a URL."""
    from unicodedata import normalize
    return normalize("NFC", unquote(url)) if not url.isascii() or "%" in url else url
