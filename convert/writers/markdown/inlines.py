"""Phrasing content → marked Markdown text (see `escapes`): one function per element."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from ...model.body import has_blocks, squeezed
from ...model.links import readable
from . import escapes
from .escapes import BREAK, link_text, protected

if TYPE_CHECKING:
    from lxml.etree import _Element

Parts: TypeAlias = "list[str]"
Escape: TypeAlias = Callable[[str], str]
Handler: TypeAlias = "Callable[[_Element, Parts, Escape], None]"

_special = escapes.SPECIAL.search
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x20]*\Z").match
PLAIN_TARGET = re.compile("[^\\s<>()\\\\&\x00-\x20\U00100000-\U0010fffd]+\\Z").match     # no template island either
# What renderers would escape in a target: a backslash (browsers take it for a slash), the mask of a template island.
_ONLY_IN_TAG = re.compile("[\\\\\U00100000-\U0010fffd]")
_NEEDS_BRACKETS = re.compile(r"[\s<>\x00-\x20]")
_ENTITY_IN_TARGET = re.compile(r"&(?=#?\w+;)|\\(?=[!-/:-@\[-`{-~])")
_BACKTICKS = re.compile("`+")
# Elements that Markdown has no words for; inside their tags, Markdown goes on.
RAW = frozenset({"u", "ins", "mark", "sub", "sup", "small", "q", "cite", "abbr", "dfn", "kbd", "samp", "var", "time",
                 "data", "ruby", "rt", "rp", "bdi", "bdo"})
_SAYING = ("title", "lang", "dir", "datetime", "cite", "value")   # attributes that say something to the reader


def phrasing(lead: str, inlines: list[_Element], escape: Escape = escapes.text) -> str:
    """The marked text of a run: its leading text, then elements with their tails."""
    parts: Parts = [escape(lead)] if lead else []
    _elements(inlines, parts, escape)
    return "".join(parts)


def content(element: _Element, escape: Escape = escapes.text) -> str:
    """The marked text of all that an element holds."""
    parts: Parts = []
    _inside(element, parts, escape)
    return "".join(parts)


def _inside(element: _Element, parts: Parts, escape: Escape) -> None:
    if text := element.text:
        parts.append(escape(text) if _special(text) else text)
    if len(element):
        _elements(element, parts, escape)


def _elements(elements: _Element | list[_Element], parts: Parts, escape: Escape) -> None:
    for child in elements:
        _HANDLERS.get(child.tag, _transparent)(child, parts, escape)  # type: ignore[arg-type]
        if tail := child.tail:
            if tail[0] == "(" and parts and parts[-1].endswith("]"):
                parts.append("\\")
            parts.append(escape(tail) if _special(tail) else tail)


def _transparent(element: _Element, parts: Parts, escape: Escape) -> None:
    """An element that says nothing to Markdown; blocks that have no place here keep their text apart."""
    if has_blocks(element) or element.tag in ("p", "div"):
        parts.append(" ")
        _inside(element, parts, escape)
        parts.append(" ")
    else:
        _inside(element, parts, escape)


def _emphasis(opening: str, closing: str) -> Handler:
    def write(element: _Element, parts: Parts, escape: Escape) -> None:
        emphasized(content(element, escape), opening, closing, parts)
    return write


def emphasized(inner: str, opening: str, closing: str, parts: Parts) -> None:
    """Marks around a text, its outer blanks and breaks outside of them, where emphasis needs them to be (6.2)."""
    core = inner.strip(" \t\n\r\f" + BREAK)
    if not core:
        parts.append(inner)
        return
    start = inner.index(core)
    parts += inner[:start], opening, core, closing, inner[start + len(core):]


def _code(element: _Element, parts: Parts, escape: Escape) -> None:
    if len(element):
        _raw(element, parts, escape)
        return
    code = squeezed(element.text or "")
    if code:
        parts.append(protected(code_span(code)))


def code_span(code: str) -> str:
    """A code span (6.1) of any content: fenced by the fewest backticks that it does not hold in a row."""
    taken = set(map(len, _BACKTICKS.findall(code)))
    fence = "`" * next(length for length in range(1, len(taken) + 2) if length not in taken)
    pad = " " if code[0] == "`" or code[-1] == "`" or (code[0] == code[-1] == " " and code.strip()) else ""
    return f"{fence}{pad}{code}{pad}{fence}"


def _link(element: _Element, parts: Parts, escape: Escape) -> None:
    href = element.get("href")
    if href is None:
        _inside(element, parts, escape)
        return
    title = element.get("title")
    if element.text == (href := readable(href)) and not title and not len(element) and ABSOLUTE(href):
        parts.append(f"<{href}>")
        return
    if not title and not len(element) and PLAIN_TARGET(href) and not (parts and parts[-1].endswith("!")):
        text = element.text or ""
        parts.append(f"[{link_text(text) if _special(text) else text}]({href})")
        return
    if _ONLY_IN_TAG.search(href):
        said = f' title="{_attribute(title)}"' if title else ""
        parts.append(protected(f'<a href="{_attribute(href)}"{said}>'))
        _inside(element, parts, escape)
        parts.append("</a>")
        return
    if parts and parts[-1].endswith("!"):
        parts[-1] = parts[-1][:-1] + "\\!"
    label = content(element, link_text)
    parts += "[", label, "](", target(href), _title(title), ")"


def target(url: str) -> str:
    """A link's target (6.3), in angle brackets where it needs them."""
    if PLAIN_TARGET(url):
        return url
    url = _ENTITY_IN_TARGET.sub(r"\\\g<0>", url.replace("\n", "%0A").replace("\r", "%0D"))
    if url and not _NEEDS_BRACKETS.search(url) and _balanced(url):
        return url
    return protected("<" + url.replace("<", "\\<").replace(">", "\\>") + ">")


def _balanced(url: str) -> bool:
    depth = 0
    for character in url:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0 and not url.startswith("<")


def _title(title: str | None) -> str:
    if not title:
        return ""
    escaped = re.sub(r"[\"\\]|&(?=#?\w+;)", r"\\\g<0>", squeezed(title))
    return protected(f' "{escaped}"')


def _image(element: _Element, parts: Parts, escape: Escape) -> None:
    alt = link_text(squeezed(element.get("alt") or ""))
    source = element.get("src")
    source = readable(source) if source else source
    if source is None:
        parts.append(alt)
    elif _ONLY_IN_TAG.search(source):
        named = {name: element.get(name) for name in ("src", "alt", "title")}
        said = "".join(f' {name}="{_attribute(value)}"' for name, value in named.items() if value is not None)
        parts.append(protected(f"<img{said}>"))
    else:
        parts += "![", alt, "](", target(source), _title(element.get("title")), ")"


def _raw(element: _Element, parts: Parts, escape: Escape) -> None:
    """An element as its tags, with Markdown between them."""
    tag = str(element.tag)
    said = "".join(f' {name}="{_attribute(value)}"' for name in _SAYING if (value := element.get(name)))
    parts.append(f"<{tag}{protected(said)}>")
    _inside(element, parts, escape)
    parts.append(f"</{tag}>")


def _attribute(value: str) -> str:
    return squeezed(value).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _embedded(element: _Element, parts: Parts, escape: Escape) -> None:
    """A video, a frame and their like: the whole element as HTML."""
    from ..html import serialized
    parts.append(protected(squeezed(serialized(element))))


def _break(element: _Element, parts: Parts, escape: Escape) -> None:
    parts.append(BREAK)


def _nothing(element: _Element, parts: Parts, escape: Escape) -> None:
    """An element without content."""


_HANDLERS: dict[str, Handler] = {
    "strong": _emphasis(escapes.STRONG, escapes.STRONG_END),
    "em": _emphasis(escapes.EM, escapes.EM_END),
    "del": _emphasis(escapes.DEL, escapes.DEL_END),
    "span": _inside, "a": _link, "img": _image, "code": _code, "br": _break, "input": _nothing, "wbr": _nothing,
    **dict.fromkeys(sorted(RAW), _raw),
    **dict.fromkeys(("audio", "video", "iframe", "object", "embed", "picture"), _embedded),
}

