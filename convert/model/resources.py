"""What leads somewhere beside links and pictures: what a page loads in other ways, where its forms go, and where it sends its readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .links import Link, kind_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .document import Document

# HTML Living Standard: 4.2.4 (link), 4.2.5.3 (refresh), 4.10.3 (forms), 4.12.1 (script); SVG 2, 5.6 and 12.3.
_ATTRIBUTES = {"link": ("href",), "script": ("src",), "form": ("action",), "frame": ("src",), "use": ("href", "xlink:href"), "image": ("href", "xlink:href"),
               "body": ("background",), "table": ("background",), "td": ("background",)}
_WORDS = ("srcset", "url", "@import", "http-equiv", "xlink:", "background")
_TAGS = re.compile(r"<(?:link|script|form|frame|use|image)\b", re.I)
_HOSTS_ALONE = frozenset({"preconnect", "dns-prefetch"})
# 4.8.4.2.1, "Parsing a srcset attribute": a URL ends at a blank, commas at its end part candidates.
_CANDIDATE = re.compile(r"[\s,]*([^\s]+)([^,(]*(?:\([^)]*\)?[^,(]*)*)")
# CSS Syntax 3, 4.3.6: url() with quotes and without; CSS Cascade 5, 2: @import.
_CSS = re.compile(r"""/\*.*?\*/|(?:\burl\(\s*|@import\s+)(?:"([^"\n]*)"|'([^'\n]*)')|\burl\(\s*([^\s"'()]+)\s*\)""", re.I | re.S)
_REFRESH = re.compile(r"""\s*[\d.]*\s*[;,]\s*url\s*=\s*["']?([^"'\s]+)""", re.I)


def resources_in(document: Document) -> Iterator[Link]:
    """All of that as it was written, in document order. A place in the page itself is no resource."""
    text, lowered, start = document.source.text, document.source.lowered, document.body_start
    if not _TAGS.search(text, start) and all(lowered.find(word, start) < 0 for word in _WORDS):
        return
    hosts = document.context.hosts
    for element in document.markup.iter():
        if isinstance(element.tag, str):
            for attribute, target in _of(element):
                written = document.restore(target)
                if written and not written.startswith("#"):
                    yield Link(written, kind_of(written, hosts), element, attribute)


def _of(element: _Element) -> Iterator[tuple[str, str]]:
    """What an element names, with the attribute that does; of a style sheet that stands in the page, "style"."""
    tag = str(element.tag)
    for attribute in _ATTRIBUTES.get(tag, ()):
        if (target := element.get(attribute)) is not None and not _is_left_out(element, tag):
            yield attribute, target.strip()
    if tag in ("img", "source") and (written := element.get("srcset")) is not None:
        yield from (("srcset", url) for url in candidates(written))
    if tag == "meta" and element.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.match(element.get("content", ""))):
        yield "content", match[1]
    css = element.text if tag == "style" else element.get("style")
    if css:
        yield from (("style", url) for url in urls_in_css(css))


def _is_left_out(element: _Element, tag: str) -> bool:
    """Not looked up as a page or a file: hosts that are only called beforehand, forms that are sent to a program."""
    if tag == "link":
        return not _HOSTS_ALONE.isdisjoint(element.get("rel", "").lower().split())
    return tag == "form" and element.get("method", "").lower() in ("post", "dialog")


def candidates(srcset: str) -> Iterator[str]:
    """The URLs of a `srcset`."""
    position = 0
    while match := _CANDIDATE.match(srcset, position):
        url = match[1]
        position = match.end()
        if url.endswith(","):
            url, position = url.rstrip(","), match.end(1)
        if url:
            yield url


def urls_in_css(css: str) -> Iterator[str]:
    """The URLs of declarations or a style sheet, but in comments."""
    for match in _CSS.finditer(css):
        if url := match[1] or match[2] or match[3]:
            yield url.strip()
