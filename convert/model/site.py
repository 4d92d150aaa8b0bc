"""What the pages of a repository know of each other: the index of all their URLs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeAlias

from .links import host_of, plain_host
from .pages import CoverFact, LinkFact, PageFacts
from .references import Files, address_of
from .rivals import Claim, Rivals, twins_in
from .servers import ANY, Server
from .urls import Neighbours, climbs_out, comparable, normal, suffix, twin_of

Verdict: TypeAlias = Literal["found", "missing", "external", "unchecked"]
# Why it is not simply found, or simply missing: it redirects; there is such a page in other letters, or one that is not
# published, or that a fault of its file keeps out; it leads out of the site; it goes above the root, where browsers stay.
Way: TypeAlias = Literal["", "alias", "slash", "case", "unpublished", "kept", "outside", "above"]
Anchors: TypeAlias = "Callable[[str], frozenset[str] | None]"

_FOLDER = ("/", "/index.html")
_FRAGMENT_OR_QUERY = re.compile(r"[?#].*\Z", re.S)
_DROPPED_IN_URL = re.compile("[\t\r\n\u200b]")
_ORIGIN = re.compile(r"(?:https?:)?//[^/?#]*", re.I)
_ON_DISK = re.compile(r"file:|[a-z]:[\\/]", re.I)


class Resolution(NamedTuple):
    """Where a link leads: the verdict, the URL in the site it stands for, and in which way; `meant` is the URL that should be
    written, or for what is not published the reason.
    """

    verdict: Verdict
    url: str = ""
    way: Way = ""
    meant: str = ""


_EXTERNAL = Resolution("external")


class SiteIndex:
    """All URLs of a site. Indexes merge in any order.

    `hosts` are the names of the site itself, `baseurl` the path below which it is served, `known` patterns of URLs
    that exist though no source shows them; `anchors` tells the places in a page that links can lead to, by its path, or None.
    Where the root of the site would be is known if it is `rooted`. Pages that claim the same URL are told in `rivals`, as far as
    the URLs of all of them are `certain`; `redirects_made` says that redirects that pages ask for are made, `server` who serves it all,
    `bases` what layouts name as the base of relative links, `links_name_files` that links of Markdown may name files instead of URLs.
    """

    def __init__(self, pages: Iterable[PageFacts] = (), *, hosts: frozenset[str] = frozenset(), baseurl: str = "",
                 known: Iterable[str] = (), complete: bool = True, anchors: Anchors = lambda path: None,
                 rooted: bool = True, generator: str = "jekyll", certain: bool = True, redirects_made: bool = True, server: Server = ANY,
                 bases: tuple[str, ...] = (), links_name_files: bool = False) -> None:
        self.hosts = hosts
        self.baseurl = baseurl.rstrip("/")
        self.known = [re.compile(pattern) for pattern in known]
        self.complete, self.certain = complete, certain
        self.rooted, self.generator = rooted, generator
        self.redirects_made, self.server = redirects_made, server
        self.bases, self.links_name_files = bases, links_name_files
        self.urls: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.rivals = Rivals()
        self.anchors = anchors
        self.redirects: dict[str, str] = {}
        self.sent: dict[str, str] = {}
        self.withheld: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._files: Files | None = None
        self._last: tuple[PageFacts | None, list[Resolution]] = (None, [])
        self._neighbours: Neighbours | None = None
        for page in pages:
            self.add(page)

    def add(self, page: PageFacts) -> None:
        """Take a page's URLs in; the first page to claim a URL keeps it, an id the first by its path."""
        path = "" if page.url == "/" and page.kind == "post" else page.path        # a mistake that permalink-invalid speaks of
        for url in filter(None, (page.url, *page.aliases)):
            self._claim(comparable(url), path, is_redirect=url in page.redirects)
        for url in page.redirects:
            self.redirects.setdefault(comparable(url), page.url or "")
        if page.withheld:
            url, reason = page.withheld
            self.withheld.setdefault(comparable(url), reason)
            if "." not in url.rpartition("/")[2] and url[-1:] != "/":
                self.withheld.setdefault(f"{comparable(url)}.html", reason)
        if page.id:
            self.ids[page.id] = min(page.path, self.ids.get(page.id, page.path))
        if page.sends_to and page.url:
            self.sent[comparable(page.url)] = page.sends_to
        self.rivals.post(page.path, page.text, page.terms)

    def send_on(self, source: str, target: str) -> None:
        """Take in a redirect that the server makes where no page is; with an empty target it shows another page there."""
        bare = comparable(source).rstrip("/")
        for name in (bare, f"{bare}/"):
            if self.urls.setdefault(name, "") == "" and target.startswith("/"):
                self.redirects.setdefault(name, target)

    def _claim(self, url: str, path: str, *, is_redirect: bool) -> None:
        """Take in one URL, and note who claimed it before, or its other name."""
        first = self.urls.setdefault(url, path)
        twin = twin_of(url)
        for name, owner in ((url, first), (twin, self.urls.get(twin, path))):
            if path and owner not in ("", path):
                self.rivals.claim(url, Claim(owner, name in self.redirects), Claim(path, is_redirect))

    @property
    def tables(self) -> tuple[dict[Any, Any], ...]:
        """All that pages told, but their texts, in tables that can be put down and taken up."""
        return self.urls, self.ids, self.redirects, self.sent, self.withheld, self.rivals.urls, self.rivals.terms, self.twins

    def take_up(self, tables: tuple[dict[Any, Any], ...], texts: dict[int, str]) -> None:
        """Take up what another index of the same site put down, and the first page of each text."""
        self.urls, self.ids, self.redirects, self.sent, self.withheld, self.rivals.urls, self.rivals.terms, self.twins = tables
        self.rivals.texts = texts

    def claims(self, url: str) -> list[Claim]:
        """Who claims a URL, where several do."""
        name = comparable(url)
        return self.rivals.urls.get(name) or self.rivals.urls.get(twin_of(name)) or []

    @cached_property
    def twins(self) -> dict[str, str]:
        """The URLs that differ from an earlier one in capitals alone, with that one."""
        return twins_in(self.urls, self.redirects)

    def sent_from(self, url: str) -> str:
        """Where the page at a URL sends its readers; empty when it shows itself."""
        name = self._name_of(url)
        return self.sent.get(name, "") if name else ""

    def merge(self, other: SiteIndex) -> None:
        """Take another index's URLs and ids in."""
        self.rivals.merge(other.rivals)
        for url in other.urls.keys() & self.urls.keys():
            if self.urls[url] != other.urls[url]:
                self.rivals.claim(url, Claim(self.urls[url], url in self.redirects), Claim(other.urls[url], url in other.redirects))
        self.redirects = {**other.redirects, **self.redirects}
        self.sent = {**other.sent, **self.sent}
        self.withheld = {**other.withheld, **self.withheld}
        for url, path in other.urls.items():
            self.urls[url] = min(path, self.urls.get(url, path))
        for name, path in other.ids.items():
            self.ids[name] = min(path, self.ids.get(name, path))

    def resolutions(self, page: PageFacts) -> list[Resolution]:
        """Where the links of a page lead, in their order; several rules ask, one after the other."""
        if self._last[0] is not page:
            hosts = self.hosts                     # most links lead to other sites
            self._last = page, [_EXTERNAL if link.kind == "external" and (host := plain_host(link.target)) and host not in hosts
                                else self.resolve(page, link) for link in page.links]
        return self._last[1]

    def resolve(self, page: PageFacts, link: LinkFact | CoverFact) -> Resolution:
        """Where a link of a page leads (URL Standard, section 4.4, as far as the sources tell)."""
        if link.kind == "template":
            address = self.target_of(link)
            return Resolution("unchecked") if "{" in address else self.resolve(page, LinkFact(address, "site", is_navigation=True))
        if link.kind not in ("site", "external") and not (link.kind == "fragment" and page.base):
            return Resolution("unchecked", way="outside" if link.kind == "other" and _ON_DISK.match(link.target.strip()) else "")
        if (plain := plain_host(link.target)) and plain not in self.hosts:
            return _EXTERNAL
        target = _DROPPED_IN_URL.sub("", link.target.strip())
        host = host_of(target)
        if host is not None and host not in self.hosts:
            return _EXTERNAL
        if page.url is None and page.kind != "template":
            return Resolution("unchecked")
        path = _FRAGMENT_OR_QUERY.sub("", _ORIGIN.sub("", target) or "/" if host is not None else target)
        if not path and not page.base:
            return Resolution("found", page.url or "/")
        if path.startswith("/"):
            return self._at(path, path)
        own = self.baseurl + (page.url or "/")
        bases = [self._base(page.base, own)] if page.base else [own, *(self._base(base, own) for base in self.bases)]
        found = [Resolution("unchecked") if base is None else self._at(path, posixpath.dirname(base) + f"/{path}" if path else base) for base in bases]
        return next((one for verdict in ("found", "unchecked") for one in found if one.verdict == verdict), found[0])

    def _base(self, written: str, own: str) -> str | None:
        """The path that a `base` of a page stands for, of which the `own` path is known; None where that is another host's, or nobody knows."""
        address = address_of(written, self.baseurl, self.files) if "{" in written else written
        if address is None or host_of(address) not in (None, *self.hosts):
            return None
        path = _FRAGMENT_OR_QUERY.sub("", _ORIGIN.sub("", address))
        return path if path.startswith("/") else posixpath.dirname(own) + f"/{path}"

    def _at(self, path: str, absolute: str) -> Resolution:
        """What is at a path from the root, written as `path`."""
        url = normal(absolute)
        if self.baseurl:
            if url != self.baseurl and not url.startswith(self.baseurl + "/"):
                is_here = self.complete and path.startswith("/") and self.file_of(url) is not None
                return Resolution("unchecked", url, "outside" if is_here else "", self.baseurl + url if is_here else "")
            url = url[len(self.baseurl):] or "/"
        is_above = self.complete and self.rooted and ".." in path and climbs_out(absolute)
        if (name := self._name_of(url)) is not None:
            return Resolution("found", url, "above", url) if is_above else self._found(url, name)
        if any(pattern.search(url) for pattern in self.known):
            return Resolution("found", url)
        if self.links_name_files and self._names_file(path):
            return Resolution("unchecked", url)
        if is_above:
            return Resolution("missing", url, "outside")
        is_told = self.complete and (self.rooted or self._is_below(path, absolute, url))
        return self._missing(url) if is_told else Resolution("unchecked", url)

    def _names_file(self, path: str) -> bool:
        """A link may be meant for a page of the content, or for what templates publish, from the root."""
        return self.files.has_page(path) or any(self.withheld.get(name) == "" for name in self.server.names_of(f"/{path.removeprefix('./').lstrip('/')}"))

    def _is_below(self, path: str, absolute: str, url: str) -> bool:
        """Where nobody knows the root of the site, and what its URLs look like: the path names a file beside or below the page,
        or in a folder that is here.
        """
        if "." not in url.rpartition("/")[2]:
            return False
        top = comparable(url[:url.find("/", 1) + 1])
        return bool(top) and any(known.startswith(top) for known in self.urls) if path.startswith("/") else not climbs_out(absolute)

    def _found(self, url: str, name: str) -> Resolution:
        """What is at a URL, under the name that it has in the index."""
        if name in self.redirects:
            return Resolution("found", url, "alias", self.redirects[name])
        is_folder = name.endswith(_FOLDER) and not url.endswith(_FOLDER)
        return Resolution("found", url, "slash", f"{url}/") if is_folder else Resolution("found", url)

    def _missing(self, url: str) -> Resolution:
        """What is not at a URL, and why."""
        for name in self.server.names_of(url):
            if name in self.withheld:
                reason = self.withheld[name]           # without one, another rule speaks of what keeps the page out
                return Resolution("missing", url, "unpublished", reason) if reason else Resolution("unchecked", url, "kept")
        near = self._near(url)
        return Resolution("missing", url, "case", near) if near else Resolution("missing", url)

    def _near(self, url: str) -> str | None:
        """What is at a URL but for its capitals."""
        if not self._folded:
            self._folded = {known.casefold(): known for known in sorted(self.urls, reverse=True) if not self._is_short(known)}
        return next((known for name in self.server.names_of(url) if (known := self._folded.get(name.casefold()))), None)

    def file_of(self, url: str) -> str | None:
        """The file that is at a URL, under whichever name the server finds it; empty for what no file stands for, None when nothing is there."""
        name = self._name_of(url)
        return None if name is None else self.urls[name]

    def _name_of(self, url: str) -> str | None:
        """The name in the index of what the server shows at a URL."""
        found = next((name for name in self.server.names_of(url) if name in self.urls and not self._is_short(name)), None)
        return self._near(url) if found is None and self.server.takes_capitals else found

    def _is_short(self, name: str) -> bool:
        """A URL of a page whose file has a suffix, with a server that does not add that one: it finds nothing there."""
        path = self.urls[name]
        ends = () if not path else (".html",) if self.claims(name) else (".html", ".css", suffix(path) or ".html")     # of several, one may have no other
        end = next((end for end in ends if self.urls.get(name + end) == path), "")
        return bool(end) and not (self.server.adds_suffix and end == ".html")

    @property
    def files(self) -> Files:
        """The published files, as template tags name them."""
        if self._files is None:
            self._files = Files(self.urls)
        return self._files

    def cover(self, page: PageFacts, picture: CoverFact) -> Resolution:
        """Where a cover lies, to which the layout may put the base path or not."""
        target = picture.target
        is_bare = bool(self.baseurl) and target.startswith("/") and not target.startswith(("//", f"{self.baseurl}/"))
        return self.resolve(page, picture._replace(target=self.baseurl + target) if is_bare else picture)

    def target_of(self, link: LinkFact | CoverFact) -> str:
        """What a link leads to, with its template tags resolved as far as that is certain."""
        if link.kind != "template":
            return link.target
        return address_of(link.target, self.baseurl, self.files) or link.target

    def has_ending(self, path: str) -> bool:
        """There is something below whatever folder whose path ends so."""
        key = comparable(path)
        return any(url.endswith(key) and url != key for url in self.urls)

    def nearest(self, url: str, *, is_page: bool = True) -> str | None:
        """The URL that was most likely meant: the same file elsewhere, or the closest spelling in the same folder; of what is no page,
        a file of the same kind.
        """
        self._neighbours = self._neighbours or Neighbours(self.urls)
        found = self._neighbours.nearest(comparable(url))
        return found if found and (is_page or suffix(found) == suffix(url)) else None
