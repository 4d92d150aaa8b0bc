"""What a content document holds: a body in the content models of HTML (Living Standard), in XML.

What stands where it may not is wrapped or unwrapped, never moved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from lxml import etree

from ...model.body import BLOCKS, FLOW, INLINES, VOID, is_blank, is_foreign
from ...model.finding import Finding
from ...model.fragments import heading_ids
from ..html import xml_of
from ..losses import losses_of

if TYPE_CHECKING:
    from ...model.document import Document

_GONE = "_gone"
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_IN_URL = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f]+")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
# Which parents an element may stand in (HTML Living Standard, "Contexts in which this element can be used").
_PARENTS = {"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "figcaption": {"figure"}, "summary": {"details"},
            "tr": {"table", "thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"}, "caption": {"table"},
            "thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"}, "colgroup": {"table"}, "col": {"colgroup", "table"},
            "rt": {"ruby"}, "rp": {"ruby"}, "source": {"audio", "video", "picture"}, "track": {"audio", "video"}}
_ONLY_CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd"}, "table": {"caption", "colgroup", "col", "thead", "tbody",
                  "tfoot", "tr"}, "thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"}, "tr": {"td", "th"}}
_WRAPPER = {"ul": "li", "ol": "li", "dl": "dd", "tr": "td"}
_WHOLE = re.compile(r"-?\d+\Z")
# What an attribute may say (HTML Living Standard, its index of attributes); other values mean nothing.
_VALID = {**dict.fromkeys(("width", "height", "colspan", "rowspan", "span"), re.compile(r"\d+\Z")),
          "start": _WHOLE, **dict.fromkeys(("lang", "hreflang"), LANGUAGE),
          "dir": re.compile(r"(?:ltr|rtl|auto)\Z"), "type": re.compile(r"[1aAiI]\Z")}
_NEEDED = {"bdo": "dir", "data": "value"}            # without this attribute, an element says nothing
_EMBEDDED = ("iframe", "object", "embed", "audio", "video", "picture", "source", "track")


class Outside(Protocol):
    """What stands around a content document: where its links lead, and which pictures can be had."""

    def link(self, target: str) -> str | None:
        """What to write for a link to a target (no fragment of the document itself); None when its text alone stays."""

    def picture(self, source: str) -> str | None:
        """What to write for a picture's source; None when it cannot be had: a link to it, or its text, stands for it."""


class Content(NamedTuple):
    """The content of a document: `body` is what stands in the XML of its `<body>`, `ids` are those in it, `properties`
    what a package has to say of it (EPUB 3.3, D.6.2: "svg", "mathml"). `repairs` counts what was brought into order, by
    kind; `undescribed` the pictures without an alternative text; `losses` say what was left out.
    """

    body: str
    ids: frozenset[str]
    properties: frozenset[str]
    repairs: Mapping[str, int]
    undescribed: int
    losses: tuple[Finding, ...]


def content_of(document: Document, outside: Outside | None = None) -> Content:
    """The content of a document; without `outside`, links and pictures are those that were written."""
    body = deepcopy(document.body)
    foreign = _repair(body)
    content = xml_of(body)
    content = content[content.index(">") + 1:content.rindex("</")].strip() if not content.endswith("/>") else ""
    return Content(without_controls(document.restore(content, _escaped)), frozenset(filter(None, (element.get("id") for element in body.iter()))),
                   frozenset(), {}, 0, losses_of(document, "xhtml", markup=foreign))


def _escaped(island: str) -> str:
    return escape(island, {'"': "&quot;"})


def without_controls(text: str) -> str:
    """A text without the characters that no XML may hold (XML 1.0, 2.2)."""
    return _NOT_XML.sub("", text)


def _repair(body: etree._Element) -> Counter[str]:
    """Bring a body into HTML's content models, in place; what HTML does not know leaves its content, and is counted."""
    foreign = Counter(tag for element in body.iter() if is_foreign(tag := str(element.tag)))
    if foreign:
        etree.strip_tags(body, *foreign)
    for element in list(body.iter()):
        _repair_attributes(element)
    for element in list(body.iter(*_EMBEDDED)):
        _to_links(element)
    for element in list(body.iter(*_PARENTS)):
        if (parent := element.getparent()) is not None and parent.tag not in _PARENTS[str(element.tag)]:
            element.tag = "div" if element.tag in BLOCKS and parent.tag in FLOW else "span"
    for element in list(body.iter(*_ONLY_CHILDREN)):
        _wrap_strays(element)
    _unnest(body)
    _unique_ids(body)
    etree.strip_tags(body, _GONE)
    return foreign


def _repair_attributes(element: etree._Element) -> None:
    attributes = element.attrib
    written = dict(attributes)
    for name, value in written.items():
        if name in _VALID and not _VALID[name].match(value):
            del attributes[name]
        elif name in ("href", "src", "cite"):
            attributes[name] = _valid_url(value)
        elif name == "id" and (not value or re.search(r"\s", value)):
            attributes[name] = re.sub(r"\s+", "-", value.strip()) or "id"
        elif name in ("srcset", "sizes", "allowfullscreen", "headers", "datetime", "rel"):
            del attributes[name]
    if element.tag == "img":
        if not attributes.get("src") and (first := written.get("srcset", "").split(maxsplit=1)[:1]):
            attributes["src"] = _valid_url(first[0].rstrip(","))
        if not attributes.get("src"):
            element.tag, element.text = "span", attributes.get("alt", "")
            attributes.clear()
        elif "alt" not in attributes:
            attributes["alt"] = ""
    elif element.tag == "input" and written.get("type", "").lower() not in ("checkbox", "radio"):
        element.tag = _GONE
        attributes.clear()
    elif element.tag == "input":
        checked = {"checked": "checked"} if "checked" in attributes else {}
        attributes.clear()
        attributes.update({"type": "checkbox", "disabled": "disabled", "aria-label": "task"} | checked)
    elif (needed := _NEEDED.get(str(element.tag))) and needed not in attributes:
        element.tag = "span"
    elif element.tag == "li" and not (_WHOLE.match(attributes.get("value", "")) and element.xpath("boolean(parent::ol)")):
        attributes.pop("value", None)


def _valid_url(url: str) -> str:
    """A URL in which every character may stand (URL Standard, "URL code points"), its meaning unchanged."""
    return _BAD_ESCAPE.sub("%25", _NOT_IN_URL.sub(lambda match: quote(match[0].encode(errors="replace")), url.strip()))


def _to_links(element: etree._Element) -> None:
    """Something embedded stands in a book as a link to it."""
    if url := element.get("src") or element.get("data"):
        link = etree.Element("a", href=_valid_url(url))
        link.text, link.tail = url, element.text if is_blank(element.text) and element.tag != "source" else f" {element.text or ''}"
        element.text = None
        element.insert(0, link)
    element.tag = _GONE
    element.attrib.clear()


def _wrap_strays(element: etree._Element) -> None:
    """Text and elements that a list or a table may not hold itself go into an item or a cell."""
    tag = str(element.tag)
    allowed = _ONLY_CHILDREN[tag]
    wrapper = _WRAPPER.get(tag)
    for child in list(element):
        if child.tag not in allowed:
            if wrapper:
                holder = etree.Element(wrapper)
                element.replace(child, holder)
                holder.append(child)
            else:
                _before_table(element, child)
        elif not is_blank(child.tail):
            holder = etree.Element(wrapper or "tr")
            (etree.SubElement(holder, "td") if not wrapper else holder).text = child.tail
            child.tail = None
            child.addnext(holder)
    if not is_blank(element.text):
        holder = etree.Element(wrapper or "tr")
        (etree.SubElement(holder, "td") if not wrapper else holder).text = element.text
        element.text = None
        element.insert(0, holder)
    if not len(element):
        element.tag = _GONE


def _before_table(table: etree._Element, child: etree._Element) -> None:
    """Something in a table that is no row becomes a row of its own."""
    row = etree.Element("tr")
    table.replace(child, row)
    etree.SubElement(row, "td").append(child)


def _unnest(body: etree._Element) -> None:
    """No block inside a paragraph, a heading or phrasing, no link inside a link: the outer one makes room."""
    for element in list(body.iter()):
        tag = str(element.tag)
        if tag in BLOCKS and tag not in FLOW and tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "pre"):
            if any(child.tag in BLOCKS for child in element.iterdescendants()):
                element.tag = "div" if tag in ("p", "pre") or tag.startswith("h") else tag
        elif tag in INLINES and tag not in VOID and any(child.tag in BLOCKS for child in element.iterdescendants()):
            parent = element.getparent()
            if tag in ("a", "ins", "del") and parent is not None and parent.tag in FLOW:
                continue
            element.tag = _GONE
        if tag == "a" and any(True for _ in element.iterancestors("a")):
            element.tag = _GONE
            element.attrib.clear()


def _unique_ids(body: etree._Element) -> None:
    """An id that comes twice keeps its first place; a heading that is linked to by its generated id gets it."""
    seen: set[str] = set()
    for element in body.iter():
        if (name := element.get("id")) is not None:
            if name in seen:
                del element.attrib["id"]
            seen.add(name)
    dead = [link for link in body.iter("a") if link.get("href", "")[:1] == "#" and link.get("href", "")[1:] not in seen]
    headings = heading_ids(body) if dead else {}
    for link in dead:
        target = unquote(link.get("href", "")[1:])
        if (heading := headings.get(target)) is not None:
            heading.set("id", target)
        else:
            del link.attrib["href"]
