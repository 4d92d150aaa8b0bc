"""A page of the web as it comes, piece by piece: whether ids that links name are in it. Nothing of it is kept."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterable, Mapping
from html import unescape
from urllib.parse import unquote

# Pages whose ids a script makes when a reader comes, by their hosts (and those below), or by what they are built with.
_SCRIPTED_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "docs.google.com", "drive.google.com", "groups.google.com", "twitter.com", "x.com",
                   "facebook.com", "youtube.com", "notion.so", "web.archive.org")
_SCRIPTED_IDS = frozenset({"root", "app", "__next", "__nuxt", "___gatsby", "app-root", "react-root", "svelte", "q-app", "mount"})
_SCRIPTED_MARKS = ("<app-root", " ng-version", " ng-app", " data-reactroot", " data-server-rendered", " data-n-head")
# These look no further than a tag may be long, whatever a page holds.
_NEEDS_SCRIPT = re.compile(r"<noscript>[^<]{0,200}?\b(?:enable|requires?|needs?)\b[^<]{0,60}?javascript")
_VALUE = r"""\s{0,9}=\s{0,9}("[^"]{0,1000}"|'[^']{0,1000}'|[^\s>"']{1,1000})"""
_ID = re.compile(rf"""(?<=[\s"'/])id{_VALUE}""", re.I)
_NAME = re.compile(rf"<a\s(?:[^<>]{{0,1000}}?\s)?name{_VALUE}", re.I)
_CHARSET = re.compile(rb"""<meta[^>]*charset\s*=\s*["']?([\w.:-]+)""", re.I)
_HTML = ("text/html", "application/xhtml+xml")
_OVERLAP = 4096                        # characters that are looked at again with the next piece: no tag is longer
_GITHUB = "user-content-"
# What is no id: the top, a text of the page (https://wicg.github.io/scroll-to-text-fragment), what only scripts understand, and dimensions of
# media (https://www.w3.org/TR/media-frags, RFC 8118).
_NO_ID = re.compile(r"(?:top|:~:.*|[/!].*|(?:t|xywh|track|page|zoom|view|nameddest|svgView)[=(].*|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?)?", re.I | re.S)


def id_of(fragment: str) -> str:
    """The id that a fragment names, as written; empty when it names none."""
    name = fragment.partition(":~:")[0]
    return "" if _NO_ID.fullmatch(unquote(name)) else name


def is_scripted(host: str) -> bool:
    """A host whose pages make their ids when a reader comes."""
    return any(host == known or host.endswith(f".{known}") for known in _SCRIPTED_HOSTS)


class Page:
    """A page in which ids are looked for (as written in links); `most` bytes of it, also when it comes compressed and is more when it is not."""

    def __init__(self, ids: Iterable[str], headers: Mapping[str, str], most: int) -> None:
        kind, _, rest = headers.get("content-type", "").partition(";")
        self.is_html = kind.strip().lower() in _HTML
        self.is_whole = False
        self.is_scripted = False
        self._wanted = {form: name for name in ids for form in _forms(name)}
        self._found = set[str]()
        self._left = most
        self._encoding = next((part.partition("=")[2].strip("\"' ") for part in rest.split(";") if part.strip().lower().startswith("charset=")), "")
        self._inflating = _inflating(headers.get("content-encoding", "").strip().lower())
        self._decoder: codecs.IncrementalDecoder | None = None
        self._tail = ""

    @property
    def is_read(self) -> bool:
        """There is nothing more to look for, or to look at."""
        return not self.is_html or self._left <= 0 or len(self._found) == len(set(self._wanted.values()))

    def feed(self, data: bytes) -> None:
        """Look at a piece; ValueError when it cannot be read."""
        if self._inflating is not None:
            try:
                data = self._inflating.decompress(data, max(1, self._left))         # a bomb bursts here
            except zlib.error as error:
                raise ValueError("it is not compressed as it says") from error
        data = data[:max(0, self._left)]
        self._left -= len(data)
        if self._decoder is None:
            self._decoder = _decoder(self._encoding or (found[1].decode() if (found := _CHARSET.search(data)) else ""))
        text = self._tail + self._decoder.decode(data)
        ids = [unescape(value.strip("\"'")) for value in _ID.findall(text)]
        self._found |= {self._wanted[name] for name in (*ids, *(unescape(value.strip("\"'")) for value in _NAME.findall(text))) if name in self._wanted}
        self.is_scripted = self.is_scripted or not _SCRIPTED_IDS.isdisjoint(ids) or _looks_scripted(text.lower())
        self._tail = text[-_OVERLAP:]

    @property
    def missing(self) -> frozenset[str]:
        """The ids that are not there, as far as that is certain."""
        if not self.is_html or self.is_scripted or not self.is_whole:
            return frozenset()
        return frozenset(self._wanted.values()) - self._found

    @property
    def found(self) -> frozenset[str]:
        """The ids that are."""
        return frozenset(self._found)


def _looks_scripted(text: str) -> bool:
    return any(mark in text for mark in _SCRIPTED_MARKS) or ("<noscript>" in text and bool(_NEEDS_SCRIPT.search(text)))


def _forms(name: str) -> tuple[str, ...]:
    """How a page may write an id that a link names: as it is, or without its escapes (HTML, 7.4.6.3); and as GitHub makes it."""
    plain = unquote(name)
    return name, plain, _GITHUB + plain


def _inflating(coding: str) -> zlib._Decompress | None:
    """What undoes a coding (RFC 9110, 8.4.1); ValueError for one that was not asked for."""
    if coding in ("", "identity"):
        return None
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"it is compressed by {coding}, which nobody asked for")
    return zlib.decompressobj(zlib.MAX_WBITS | 32)


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    try:
        return codecs.getincrementaldecoder(encoding or "utf-8")("replace")
    except LookupError:
        return codecs.getincrementaldecoder("utf-8")("replace")
