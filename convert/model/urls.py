"""The paths of URLs: how they are taken apart, and compared."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, unquote

_TARGET = re.compile(r"((?:https?:)?//[^/?#]*)?([^?#]*)(.*)\Z", re.I | re.S)
_PATH_SIGNS = "/:@!$&'*+,;=~%"           # what stays as it is in a path (RFC 3986, 3.3), but parentheses, at which Markdown ends a link


def climbs_out(path: str) -> bool:
    """There are more `..` in a path than folders before them; browsers stay at the root."""
    depth = 0
    for part in path.split("/"):
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            return True
    return False


def split(url: str) -> tuple[str, str]:
    """Folder (with its slash) and name of a URL's path."""
    folder, _, name = url.rpartition("/")
    return folder + "/", name


def suffix(url: str) -> str:
    """The suffix of a URL's path in small letters, with its point."""
    return posixpath.splitext(url)[1].lower()


def normal(path: str) -> str:
    """A path without `.`, `..` and doubled slashes; its last slash is kept."""
    normal = posixpath.normpath(re.sub("/+", "/", path))
    return normal + "/" if path.endswith(("/", "/.", "/..")) and normal != "/" else normal


def comparable(url: str) -> str:
    """Escaped and plain characters, composed and decomposed ones are the same in a URL."""
    from unicodedata import normalize
    return normalize("NFC", unquote(url)) if not url.isascii() or "%" in url else url


def shown(url: str) -> str:
    """A URL as messages show it: its escapes as what they stand for, unless that is no text."""
    try:
        return unquote(url, errors="strict")
    except UnicodeDecodeError:
        return url


def twin_of(url: str) -> str:
    """The other name of a folder's page: `/a/` of `/a/index.html`, and the other way round; empty for any other URL."""
    if url.endswith("/"):
        return f"{url}index.html"
    return url[:-len("index.html")] if url.endswith("/index.html") else ""


class Target(NamedTuple):
    """What a link leads to, in its parts: scheme and host, if it names them, the path, and query and fragment."""

    origin: str
    path: str
    rest: str

    @classmethod
    def of(cls, target: str) -> Target:
        """The parts of a target as it is written; put together they are the target."""
        match = _TARGET.match(target)
        return cls(match[1] or "", match[2], match[3]) if match else cls("", target, "")

    def at(self, path: str) -> str:
        """The same target with another path, in which what cannot stand in a link is escaped; letters beyond ASCII only where this one has none."""
        has_letters = not self.path.isascii()
        written = "".join(sign if has_letters and not sign.isascii() and sign.isalnum() else quote(sign, _PATH_SIGNS) for sign in path)
        return f"{self.origin}{written}{self.rest}"


class Neighbours:
    """The URLs of a site, to find the one that was most likely meant by another."""

    def __init__(self, urls: Iterable[str]) -> None:
        self._by_name: dict[str, str] = {}
        self._in_folder: dict[str, list[str]] = {}
        self._known: dict[str, str | None] = {}
        for url in sorted(urls):
            folder, name = split(url)
            self._by_name.setdefault(name, url)
            self._in_folder.setdefault(folder, []).append(name)

    def nearest(self, url: str) -> str | None:
        """The same file elsewhere, or the closest spelling in the same folder."""
        if url not in self._known:
            self._known[url] = self._nearest(url)
        return self._known[url]

    def _nearest(self, url: str) -> str | None:
        from difflib import get_close_matches
        folder, name = split(url)
        if name and name in self._by_name:
            return self._by_name[name]
        stems = {known.rsplit(".", 1)[0]: known for known in self._in_folder.get(folder, ())}
        near = get_close_matches(name.rsplit(".", 1)[0], list(stems), 1, 0.7)
        return folder + stems[near[0]] if near else None
