"""Template tags that name a page or a file of the site: `{% link %}`, `{% post_url %}`, `{{< ref >}}`, and filters of addresses.

The generator looks the file up when it builds the site, and gives up where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from .source import Span

if TYPE_CHECKING:
    from .document import Document

_LIQUID = re.compile(r"\{%-?\s*(?P<block>raw|comment)\s*-?%\}|(?P<tag>\{%-?\s*(?P<name>link|post_url)\s+(?P<what>[^%}]*?)\s*-?%\})")
_ENDS = {name: re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}") for name in ("raw", "comment")}
_SHORTCODE = re.compile(r"""(?P<tag>\{\{[<%]\s*(?P<name>ref|relref)\s+(?:path\s*=\s*)?["'`]?(?P<what>[^"'`>%\s]*)["'`]?"""
                        r"[^{}]*?[>%]\}\})")
_CHOOSES = re.compile(r"\b(?:lang|outputFormat)\s*=", re.I)
# What stands before a path and says where the site is.
_BASE = re.compile(r"(?:\{\{-?\s*site\.(?:url|baseurl|github\.url)\s*-?\}\}\s*)+(?=/|\{%|\Z)")
_FILTERED = re.compile(r"""\{\{-?\s*(["'])([^"'{}|]*)\1\s*(?:\|\s*(?:relative_url|absolute_url|prepend:\s*site\.(?:base)?url)\s*)+-?\}\}""")
_TAG = re.compile(r"\{%-?\s*(link|post_url)\s+([^%{}]*?)\s*-?%\}")
_CONTENT = re.compile(r"(?:/_?index)?(?:\.[a-z]{2}(?:-[a-z]{2})?)?\.(?:md|markdown|mdown|html|htm|adoc|org|rst)\Z", re.I)
POST = re.compile(r"(?:\A|/)_posts/(.+)\.[^./]+\Z")


class Reference(NamedTuple):
    """A tag as it is `written`, where it stands, its `name`, and the file or page it names."""

    name: str
    what: str
    written: str
    span: Span


def references_in(document: Document) -> Iterator[Reference]:
    """The tags of a document's body, those in code too: a generator follows them wherever they stand, but where they are raw."""
    text, generator = document.source.text, document.context.generator
    if generator == "jekyll" and "{%" in text and ("link " in text or "post_url" in text):
        pattern = _LIQUID
    elif generator == "hugo" and "{{" in text and "ref " in text:
        pattern = _SHORTCODE
    else:
        return
    ends, behind = dict(_ENDS), document.body_start
    for match in pattern.finditer(text, behind):
        if match.start() < behind:
            continue
        if not match["tag"]:
            block = match["block"]
            if block in ends and (end := ends[block].search(text, match.end())):
                behind = end.end()
            else:
                ends.pop(block, None)               # a block that never ends is none, and no later one ends
        elif "{{" not in match["what"]:
            yield Reference(match["name"], match["what"].strip("\"'"), match["tag"], Span(*match.span("tag")))


class Files:
    """The published files of a site, as tags name them; `urls` maps each URL to its file."""

    def __init__(self, urls: dict[str, str]) -> None:
        self._urls = {path: url for url, path in reversed(urls.items()) if path}
        self._posts = {match[1]: path for path in self._urls if (match := POST.search(path))}
        self._pages: dict[str, str] = {}
        self._shared: set[str] = set()               # what may be one page or another, by where it is named
        for path in self._urls:
            if path.startswith("content/"):
                name = _CONTENT.sub("", path.removeprefix("content/")).lower()
                while name:
                    if self._pages.setdefault(name, path) != path:
                        self._shared.add(name)
                    name = name.partition("/")[2]

    def find(self, name: str, what: str) -> str | None:
        """The file that a tag names, empty for the page itself; None when there is none."""
        what = what.lstrip("/")
        if name == "link":
            return what if what in self._urls else None
        if name == "post_url":
            return self._posts.get(what) or next((path for post, path in self._posts.items() if post.endswith(f"/{what}")), None)
        page = _page_in(what)
        return self._pages.get(page, self._pages.get(page.rsplit("/", 1)[-1])) if page else ""

    def address(self, what: str) -> str | None:
        """The URL of the page that `ref` or `relref` names, with the fragment behind it; None where that may be one or another."""
        page, (_, mark, fragment) = _page_in(what.lstrip("/")), what.partition("#")
        return self._urls[self._pages[page]] + mark + fragment if page in self._pages and page not in self._shared else None

    def has_page(self, what: str) -> bool:
        """There is a page of the content that is named so."""
        return _page_in(what.lstrip("/")) in self._pages

    def url_of(self, path: str) -> str:
        """The URL of a published file."""
        return self._urls[path]

    def names(self, name: str) -> Collection[str]:
        """What a tag of that name can name."""
        return self._urls.keys() if name == "link" else self._posts.keys() if name == "post_url" else self._pages.keys()


def _page_in(what: str) -> str:
    """The page that a shortcode names, in small letters, without suffix."""
    return re.sub(r"\A(?:\.{1,2}/)+", "", _CONTENT.sub("", what.partition("#")[0].strip("/")).lower())


def address_of(target: str, baseurl: str, files: Files) -> str | None:
    """The address that a target with tags of Liquid, or of a shortcode for pages, stands for, as far as that is certain."""
    def found(match: re.Match[str]) -> str:
        path = files.find(match[1], match[2])
        return baseurl + files.url_of(path) if path else match[0]

    target = target.strip()
    if (shortcode := _SHORTCODE.fullmatch(target)) and not _CHOOSES.search(target):
        page = files.address(shortcode["what"])
        return baseurl + page if page else None
    based = _BASE.match(target)
    plain = target[based.end():] if based else target
    if not based:
        if any(unquote(match[2]) != normalize("NFKC", unquote(match[2])) for match in _FILTERED.finditer(plain)):
            return None                            # Addressable spells such signs otherwise, and each version of it in its own way
        plain = _FILTERED.sub(lambda match: f"{_below(match[0], baseurl)}/{match[2].lstrip('/')}", plain)
    named = _TAG.sub(found, plain)
    if based and named == plain:
        named = _below(based[0], baseurl) + (named or "/")
    return named if named.startswith("/") and "{{" not in named and "{%" not in named else None


def _below(tags: str, baseurl: str) -> str:
    """The path that tags stand for: `site.url` alone is the root of the host."""
    return baseurl if re.search("baseurl|github|relative_url|absolute_url", tags) else ""
