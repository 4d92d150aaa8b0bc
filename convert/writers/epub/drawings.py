"""SVG drawings, brought to what a book holds as a mere picture: no scripts, nothing from elsewhere, well-formed XML.

What stays has the namespace of SVG (SVG 2, and EPUB 3.3, 6.2 "SVG requirements"); the data that editors keep for themselves goes.
"""

from __future__ import annotations

import codecs
import re
import zlib
from typing import NamedTuple

from lxml import etree

from ...model.body import is_unsafe_url, text_of
from . import styles
from .headers import PROLOG

MOST_BYTES = 20_000_000
_MOST_REFERENCES = 10_000
_MOST_DEPTH = 250                   # of nested elements: browsers draw by recursion
_DEEPER = etree.XPath("boolean(" + "/*" * (_MOST_DEPTH + 1) + ")")
_MOST_COPIES, _MOST_CHAIN = 100_000, 40        # what `use` draws, and how many of it in one another
_TOO_DEEP = "its elements are nested too deep"
_NAMESPACE, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_HREFS = ("href", _XLINK + "href")
_SCRIPTS = {_NAMESPACE + name for name in ("script", "handler", "listener")}
_CONTENT = {_NAMESPACE + name for name in ("foreignObject", "iframe", "object", "embed", "audio", "video", "canvas")}
_UNSEEN = {_NAMESPACE + name for name in ("metadata", "cursor", "font-face-uri", "color-profile")}
_ANIMATIONS = {_NAMESPACE + name for name in ("set", "animate", "animateTransform", "animateMotion", "animateColor")}
_PAINTS = {_NAMESPACE + name for name in ("linearGradient", "radialGradient", "pattern")}
_INLINE_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+\Z", re.I)
_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_NOT_IN_NAMES = re.compile(r"[^\w.-]")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*?(?:\bencoding\s*=\s*[\"']([\w.:-]+)[\"'][^>]*?)?\?>")
_DOCTYPE = re.compile(r"""<!DOCTYPE (?: [^\[>"'] | "[^"]*" | '[^']*' )*+ (?: \[ (.*?) \] \s* )? >""", re.S | re.X)
# Names for short texts, as Illustrator declares them for namespaces; what holds another entity has no place here.
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]+)\s+(?:"([^"'&%<]{0,200})"|'([^"'&%<]{0,200})')\s*>""")
_REFERENCE = re.compile(r"&([\w.-]+);")
_LENGTH = re.compile(r"\s*([0-9]{0,6}(?:\.[0-9]+)?)\s*(px|pt|pc|mm|cm|in|)\s*\Z")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_DEFAULT_SIZE = (300, 150)          # of what says none (CSS 2.2, 10.3.2)


class Drawing(NamedTuple):
    """A drawing in UTF-8, its size in CSS pixels, and in words what was left out."""

    data: bytes
    width: int
    height: int
    dropped: tuple[str, ...]


def cleaned(data: bytes) -> Drawing | str:
    """A drawing (SVG, or SVG compressed by gzip) as a book can hold it; a reason in words when it is none."""
    try:
        text = _text(data)
        root = etree.fromstring(text.encode(), etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, collect_ids=False))
    except _TooLong:
        return f"it is too long for a drawing: more than {MOST_BYTES // 1_000_000} million bytes"
    except (UnicodeError, LookupError, zlib.error):
        return "its characters or its compression are damaged"
    except etree.XMLSyntaxError as error:
        return _TOO_DEEP if "depth" in error.msg else f"it is not well-formed XML ({error.msg})"
    if _DEEPER(root):
        return _TOO_DEEP
    if root.tag == "svg":                                # as it is written within HTML
        root = _named(root)
    if root.tag != _NAMESPACE + "svg":
        return "it is no SVG, though it begins so"
    dropped = _clean(root)
    if _copies(root) > _MOST_COPIES:
        return "its pieces repeat each other too often"
    etree.cleanup_namespaces(root, top_nsmap={None: _NAMESPACE[1:-1]})
    return Drawing(etree.tostring(root, encoding="utf-8", xml_declaration=True), *_size(root), tuple(sorted(dropped)))


class _TooLong(Exception):
    pass


class _Ids(NamedTuple):
    """Ids as they were written, with their names: of all elements, of what paints others, and of what can be drawn."""

    all: dict[str, str]
    paints: dict[str, str]
    drawn: dict[str, str]


def _text(data: bytes) -> str:
    """The text without declarations: neither encoding nor document type, its plain entities put in."""
    if data.startswith(b"\x1f\x8b"):
        unpacker = zlib.decompressobj(wbits=31)
        data = unpacker.decompress(data, MOST_BYTES + 1)
        if len(data) <= MOST_BYTES and not unpacker.eof:
            raise zlib.error("incomplete")
    if len(data) > MOST_BYTES:
        raise _TooLong
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    declared = None if marked else _DECLARATION.match(data[:200].decode("latin-1").removeprefix("ï»¿"))
    text = data.decode("utf-16" if marked else declared[1] if declared and declared[1] else "utf-8").removeprefix("\ufeff")
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end():]
    at = text.find("<!DOCTYPE", 0, PROLOG)
    if at < 0 or not (doctype := _DOCTYPE.match(text, at)):
        return text.lstrip()
    text = (text[:at] + text[doctype.end():]).lstrip()
    entities = {name: one or other for name, one, other in _ENTITY.findall(doctype[1] or "")}
    if not entities:
        return text
    if sum(1 for _ in _REFERENCE.finditer(text)) > _MOST_REFERENCES:
        raise _TooLong
    return _REFERENCE.sub(lambda match: entities.get(match[1], match[0]), text)


def _named(root: etree._Element) -> etree._Element:
    """The elements of a drawing without a namespace, in that of SVG."""
    for element in root.iter():
        if isinstance(element.tag, str) and not element.tag.startswith("{"):
            element.tag = _NAMESPACE + element.tag
    return root


def _clean(root: etree._Element) -> set[str]:
    """Take out what a picture may not have; what of it could have been seen, in words."""
    dropped = {word for element in list(root.iter()) if (word := _unwanted(element)) is not None and _take_out(element)}
    ids = _ids(root)
    for element in root.iter(_NAMESPACE + "*"):
        for name, value in element.items():
            kept, said = _attribute(element, name, value, ids)
            if kept is None:
                del element.attrib[name]
            elif kept != value:
                element.set(name, kept)
            dropped |= said
        if element.tag == _NAMESPACE + "style":
            sheet, said = styles.sheet(text_of(element))
            element.text, element[:] = styles.renamed(sheet, ids.all), []
            dropped |= said
        elif element.tag == _NAMESPACE + "title" and len(element):
            element.text, element[:] = text_of(element), []
    return dropped - {""}


def _unwanted(element: etree._Element) -> str | None:
    """What to say of an element that goes; None for one that stays."""
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith(_NAMESPACE) or tag in _UNSEEN:
        return ""
    if tag in _SCRIPTS:
        return "scripts"
    if tag in _CONTENT:
        return "pieces of web pages"
    if tag in _ANIMATIONS:
        target = (element.get("attributeName") or "").lower()
        return "scripts" if target.startswith("on") or target.endswith("href") else None
    return None


def _take_out(element: etree._Element) -> bool:
    """Remove an element, not the text behind it; False when it went with another."""
    parent = element.getparent()
    if parent is None:
        return False
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
    return True


def _ids(root: etree._Element) -> _Ids:
    """Give each id a name that XML knows; of several elements with the same, the first has it."""
    ids = _Ids({}, {}, {})
    used: set[str] = set()
    for element in root.iter(_NAMESPACE + "*"):
        written = element.attrib.pop("id", None)
        if written and written not in ids.all:
            name = written if _NAME.match(written) else "n-" + _NOT_IN_NAMES.sub("_", written)
            while name in used:
                name += "-"
            used.add(name)
            ids.all[written] = name
            if element.tag in _PAINTS:
                ids.paints[written] = name
            elif element.tag != _NAMESPACE + "clipPath":
                ids.drawn[written] = name
            element.set("id", name)
    return ids


def _attribute(element: etree._Element, name: str, value: str, ids: _Ids) -> tuple[str | None, set[str]]:
    """An attribute's value as it may stay, None when it goes, and what to say."""
    if name.startswith("{") and name not in _HREFS and name not in {_XML + "lang", _XML + "space"}:
        return None, set()
    if name[:2].lower() == "on" or (name not in _HREFS and is_unsafe_url(value)):
        return None, {"scripts"}
    if name in _HREFS:
        return _target(element, value.strip(), ids)
    if name == "style":
        value, said = styles.declarations(value)
        return styles.renamed(value, ids.all) or None, said
    if name in {"src", "data", "action", "formaction", "poster"}:
        return None, set()
    if "(" in value or "\\" in value:
        value, said = styles.urls(value)
        return styles.renamed(value, ids.paints if name in {"fill", "stroke"} else ids.all), said
    return value, set()


def _target(element: etree._Element, target: str, ids: _Ids) -> tuple[str | None, set[str]]:
    if element.tag == _NAMESPACE + "a":                  # within a picture, nobody can follow a link
        return None, set()
    if target.startswith("#"):
        name = (ids.drawn if element.tag == _NAMESPACE + "use" else ids.all).get(target[1:])
        return (f"#{name}" if name else None), set()
    if _INLINE_PICTURE.match(target):
        return target, set()
    return None, {"scripts" if is_unsafe_url(target) else "files from elsewhere"}


def _copies(root: etree._Element) -> int:
    """How many pieces a drawing's `use` elements draw in the end; more than _MOST_COPIES when there is no end."""
    within: dict[str, list[str]] = {"": []}
    for use in root.iter(_NAMESPACE + "use"):
        target = (use.get(_HREFS[0]) or use.get(_HREFS[1]) or "")[1:]
        for name in {"", use.get("id", ""), *(ancestor.get("id", "") for ancestor in use.iterancestors())}:
            within.setdefault(name, []).append(target)
    known: dict[str, int] = {}

    def count(name: str, chain: int) -> int:
        if chain > _MOST_CHAIN:
            return _MOST_COPIES + 1
        if name not in known:
            known[name] = sum(1 + (count(target, chain + 1) if target else 0) for target in within.get(name, ()))
        return known[name]

    return count("", 0)


def _size(root: etree._Element) -> tuple[int, int]:
    """Width and height as written, or of the view box (SVG 2, 8.2)."""
    sizes = [_pixels(root.get(name) or "") for name in ("width", "height")]
    box = [_pixels(part) for part in re.split(r"[\s,]+", (root.get("viewBox") or "").strip())[2:4]]
    if len(box) == 2 and all(box):
        width, height = sizes
        if width and not height:
            return width, max(1, round(width * box[1] / box[0]))
        if height and not width:
            return max(1, round(height * box[0] / box[1])), height
        sizes = [size or boxed for size, boxed in zip(sizes, box, strict=True)]
    return sizes[0] or _DEFAULT_SIZE[0], sizes[1] or _DEFAULT_SIZE[1]


def _pixels(length: str) -> int:
    """A length in whole CSS pixels; 0 for a percentage, or what is none."""
    match = _LENGTH.match(length)
    return round(float(match[1]) * _PIXELS[match[2]]) if match and match[1] not in {"", "."} else 0
