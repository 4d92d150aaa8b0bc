"""Drawings: SVG as a book can hold it (EPUB 3.3, 6.2.3): shapes and text, nothing that acts, moves, or is fetched.

Trees know nothing of namespaces: an `svg` declares its own when it is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from ...model.body import is_unsafe_url, text_of
from ...model.reading import Removed
from .ways import GONE

if TYPE_CHECKING:
    from .repairs import Record

SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset({
    "svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "textPath", "linearGradient", "radialGradient", "stop", "clipPath",
    "mask", "pattern", "marker", "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite",
    "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood",
    "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology",
    "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence"})
_DROPPED = frozenset({"script", "style", "metadata", "animate", "animateMotion", "animateTransform", "animateColor", "set",
                      "mpath", "image", "feImage", "view", "cursor", "audio", "video", "iframe", "canvas", "template"})
_TEXTS = frozenset({"title", "desc"})
_REFERRING = frozenset({"use", "textPath", "linearGradient", "radialGradient", "pattern", "filter"})
# What a reference in an attribute may lead to.
_PAINT = frozenset({"linearGradient", "radialGradient", "pattern"})
_REFERRED = {"fill": _PAINT, "stroke": _PAINT, "clip-path": {"clipPath"}, "mask": {"mask"}, "filter": {"filter"},
             "marker-start": {"marker"}, "marker-mid": {"marker"}, "marker-end": {"marker"}}
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*\Z")
_LOCAL = re.compile(r"\s*url\(\s*[\"']?#([^\"')\s]+)[\"']?\s*\)\s*(?:none|#[0-9a-fA-F]{3,8}|[a-zA-Z]+)?\s*\Z")
_URL = re.compile(r"url\s*\(|expression|@import|\\", re.I)
_DECLARATION = re.compile(r"\s*([a-z-]+)\s*:\s*([\w#.,%()/ +-]+?)\s*\Z")
_TURNING = frozenset({"direction", "unicode-bidi", "behavior", "-moz-binding"})


def clean(drawing: etree._Element, record: Record) -> list[Removed]:
    """Leave in a drawing what is to be seen, in place; the text of what cannot stay in it stands behind it. Returns what
    was removed that acts.
    """
    removed: list[Removed] = []
    behind: list[str] = []
    for element in list(drawing.iter()):
        tag = str(element.tag)
        if tag == GONE:
            continue
        if tag == "foreignObject":
            behind.append(text_of(element))
            _take_out(element)
        elif tag in _DROPPED:
            if tag == "script" and (text := text_of(element).strip() or element.get("href") or element.get("xlink:href")):
                removed.append(Removed("script", text))
            elif tag == "image" and (source := element.get("xlink:href") or element.get("href")):
                record.lose("picture", source)
            _take_out(element)
        elif tag in _TEXTS:
            text = text_of(element)
            for inner in list(element):
                element.remove(inner)
            element.text = text
            _clean_attributes(element, removed)
        elif tag in _SHAPES:
            _clean_attributes(element, removed)
        else:
            if tag == "a" and (url := element.get("xlink:href") or element.get("href")) and not is_unsafe_url(url):
                record.lose("outside", url)
            element.attrib.clear()
            element.tag = "g" if tag == "a" else GONE
            record.repairs["drawings"] += 1
            continue
        record.repairs["drawings"] += tag in _DROPPED or tag == "foreignObject"
    etree.strip_elements(drawing, _OUT, with_tail=False)
    etree.strip_tags(drawing, GONE)
    if text := " ".join(filter(None, map(str.strip, behind))):
        drawing.tail = f" {text}{drawing.tail or ''}"
    return removed


_OUT = "_out"                        # with all it holds


def _take_out(element: etree._Element) -> None:
    for inner in element.iter():
        inner.attrib.clear()
        inner.tag = GONE
    element.tag = _OUT


def _clean_attributes(element: etree._Element, removed: list[Removed]) -> None:
    tag, written = str(element.tag), dict(element.items())
    kept = dict[str, str]()
    for name, value in written.items():
        if name.startswith("on") or (name in ("href", "xlink:href") and is_unsafe_url(value)):
            removed.append(Removed("attribute", f"{name}={value}") if name.startswith("on") else Removed("unsafe-url", value))
        elif name in ("href", "xlink:href"):
            if value.startswith("#") and tag in _REFERRING:
                kept["href"] = value
        elif name == "style":
            if style := _clean_style(value):
                kept["style"] = style
        elif _NAME.match(name) and name not in ("src", "lang") and (not _URL.search(value) or (name in _REFERRED and _LOCAL.match(value))):
            kept[name] = value
    element.attrib.clear()
    element.attrib.update(kept)


def _clean_style(style: str) -> str:
    pairs = (_DECLARATION.match(part) for part in style.split(";") if not _URL.search(part))
    return "; ".join(f"{pair[1]}: {pair[2]}" for pair in pairs if pair and pair[1] not in _TURNING)


def settle(drawings: list[etree._Element], record: Record) -> None:
    """Take away the references to what is in no drawing, once ids are what they will be; what is nothing without one goes."""
    kinds = {str(element.get("id")): str(element.tag) for drawing in drawings for element in drawing.iter() if element.get("id")}
    for drawing in drawings:
        for element in list(drawing.iter()):
            for name, value in element.items():
                local = _LOCAL.match(value) if name in _REFERRED and "url" in value else None
                lost = kinds.get(local[1]) not in _REFERRED[name] if local else name == "href" and value[1:] not in kinds
                if lost:
                    del element.attrib[name]
                    record.repairs["drawings"] += 1
            if element.tag == "use" and "href" not in element.attrib:
                element.attrib.clear()
                element.tag = GONE
        etree.strip_tags(drawing, GONE)
        drawing.set("xmlns", SVG)
