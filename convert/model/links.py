"""The links of a document: where they lead, as written, and what kind of link each is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias
from urllib.parse import unquote

from .body import is_unsafe_url, squeezed, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .document import Document

Kind: TypeAlias = Literal["external", "site", "fragment", "mail", "phone", "data", "unsafe", "template", "empty", "other"]

# Which attributes of which elements lead somewhere; those of subresources load, the others navigate.
LINK_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "a": ("href",), "area": ("href",), "img": ("src",), "image": ("src",), "source": ("src",), "track": ("src",),
    "video": ("src", "poster"), "audio": ("src",), "iframe": ("src",), "embed": ("src",), "object": ("data",),
    "input": ("src",), "blockquote": ("cite",), "q": ("cite",), "ins": ("cite",), "del": ("cite",),
}
_FOLLOWED = frozenset({"a", "area", "form", "meta"})
_FOLLOWED_RELATIONS = frozenset({"canonical", "alternate", "author", "bookmark", "first", "help", "last", "license", "next", "prev", "search", "up"})
_HOLD_SEVERAL = frozenset({"srcset", "style", "content"})
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp|ico)(?:[?#]|\Z)", re.I)
# Marks the copies that browsers make of an element that is left open, in each block behind it: written once, it counts once.
CLONE = "data-newsconv-clone"
_RAW = re.compile(rf"<(?:{'|'.join(LINK_ATTRIBUTES)})\b", re.I)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_HOST = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?([^/?#:@]*)(?::(\d+))?", re.I)
_PLAIN = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)*)(?=[/?#]|\Z)")
_ESCAPED_LETTER = re.compile(
    "%[CD][0-9A-Fa-f]%[89ABab][0-9A-Fa-f]|%[Ee][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f]){2}|%[Ff][0-4](?:%[89ABab][0-9A-Fa-f]){3}")
_TRIMMED = " \t\n\r\f\v\u200b\ufeff"


class Link(NamedTuple):
    """One link: `target` as written (template tags included), the attribute it stands in."""

    target: str
    kind: Kind
    element: _Element
    attribute: str

    @property
    def is_navigation(self) -> bool:
        """A link to follow, not a subresource that loads."""
        tag = self.element.tag
        return tag in _FOLLOWED or (tag == "link" and not self._relations.isdisjoint(_FOLLOWED_RELATIONS))

    @property
    def is_one_of_several(self) -> bool:
        """Its attribute, or the style sheet that it stands in, may hold other targets, and more."""
        return self.attribute in _HOLD_SEVERAL

    @property
    def is_picture(self) -> bool:
        """What loads is a picture."""
        if self.attribute == "style":
            return _PICTURE.search(self.target) is not None
        tag = self.element.tag
        return tag in ("img", "image", "input") or self.attribute in ("poster", "background", "srcset") or (
            tag == "source" and (parent := self.element.getparent()) is not None and parent.tag == "picture") or (
            tag == "link" and "icon" in self._relations)

    @property
    def _relations(self) -> frozenset[str]:
        """What the page that is linked is to this one."""
        return frozenset((self.element.get("rel") or "").lower().split())


def links_in(document: Document) -> Iterator[Link]:
    """All links of the markup as they were written, in document order."""
    written = document.source.text if document.format == "markdown" else None
    restore, islands, hosts = document.restore, document.islands, document.context.hosts
    has_templates = "<template" in document.source.text
    may_be_left_out = written is not None and _is_safe(document) and _RAW.search(written, document.body_start) is not None
    for element in document.markup.iter(*LINK_ATTRIBUTES):
        if has_templates and next(element.iterancestors("template"), None) is not None:
            continue                       # inert until a script makes something of it
        for attribute in LINK_ATTRIBUTES[str(element.tag)]:
            target = element.get(attribute)
            if target is None or element.get(CLONE) is not None:
                continue
            target = restore(target) if islands else target
            if written is not None and "%" in target:
                target = readable(target, written)
            is_left_out = may_be_left_out and not document.is_markdown(element, attribute)
            yield Link(target, "other" if is_left_out else kind_of(target, hosts), element, attribute)


def _is_safe(document: Document) -> bool:
    """Hugo leaves the HTML of such a document out (`markup.goldmark.renderer.unsafe`), so that its links are none."""
    return document.engine is not None and document.engine.flavor == "goldmark" and document.engine.settings.get("unsafe") is False


def shown_by(link: Link, document: Document) -> str:
    """The text that a link shows; the words that stand for a picture."""
    if link.element.tag == "img":
        return link.element.get("alt", "")
    return squeezed(document.restore(text_of(link.element))).strip()


def readable(url: str, written: str = "") -> str:
    """A URL with its escaped letters beyond ASCII as letters (`%E6%B8%AF` → 港), but those that are in `written` escaped.

    To a browser both are the same; a renderer of Markdown escapes what its author wrote as letters.
    """
    def letter(match: re.Match[str]) -> str:
        plain = unquote(match[0])
        return plain if plain.isalnum() and match[0] not in written else match[0]
    return _ESCAPED_LETTER.sub(letter, url) if "%" in url else url


@lru_cache(maxsize=4096)
def kind_of(target: str, hosts: frozenset[str] = frozenset()) -> Kind:
    """What a link leads to; `hosts` are the names under which the site itself is known."""
    if (plain := plain_host(target)) and "{" not in target:
        return "site" if plain in hosts else "external"
    target = target.strip(_TRIMMED)
    if not target:
        return "empty"
    if "{{" in target or "{%" in target:
        return "template"
    if target[0] == "#":
        return "fragment"
    if is_unsafe_url(target):
        return "unsafe"
    host = host_of(target)
    if host is not None:
        return "site" if host in hosts else "external"
    scheme = _SCHEME.match(target)
    if not scheme:
        return "site"
    kinds: dict[str, Kind] = {"mailto": "mail", "tel": "phone", "data": "data"}
    return kinds.get(scheme[1].lower(), "other")


def ascii_host(host: str) -> str:
    """A host name as the network knows it: in small letters, without the root's point, letters beyond ASCII in Punycode (RFC 3490)."""
    host = host.lower().rstrip(".")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host


def plain_host(target: str) -> str | None:
    """The host of an http URL that is written as most are; None for any other, of which `host_of` may know it."""
    plain = _PLAIN.match(target)
    return plain[1] if plain else None


def host_of(target: str) -> str | None:
    """The host (lower case, a default port left out) of an http URL or a `//host` link; None for any other."""
    if plain := plain_host(target):
        return plain
    match = _HOST.match(target.strip(_TRIMMED))
    if not match:
        return None
    host, port = ascii_host(match[1]), match[2]
    return host if port in (None, "80", "443") else f"{host}:{port}"
