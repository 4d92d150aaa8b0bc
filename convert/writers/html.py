"""The HTML writer: the body as it is, in tags that browsers and XML parsers both read."""

from __future__ import annotations

import re
from copy import deepcopy
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree

from ..model.body import VOID
from ..model.rendering import Rendering
from .heads import head_of
from .losses import losses_of

if TYPE_CHECKING:
    from ..model.document import Document


_EMPTY = etree.XPath(f"descendant-or-self::*[not(node() {''.join(f' or self::{tag}' for tag in sorted(VOID))})]")


_IFRAME = re.compile(r"(<iframe\b[^>]*>)([^<]*)(</iframe>)")


def serialized(element: etree._Element) -> str:
    """An element as HTML (Living Standard, 13.3), its tail left out, URLs untouched."""
    html = xml_of(element).replace("/>", ">")      # XML escapes every other “>”: these are the void elements
    return _IFRAME.sub(_with_raw_text, html) if "<iframe" in html else html


def _with_raw_text(iframe: re.Match[str]) -> str:
    """What browsers that know no frames would show is raw text to the others (13.1.2.6), and has no references."""
    return f"{iframe[1]}{unescape(iframe[2])}{iframe[3]}"


def xml_of(element: etree._Element) -> str:
    """An element as XML in which only void elements are written as one tag; its tail is left out."""
    if _EMPTY(element):
        element = deepcopy(element)
        for child in _EMPTY(element):
            child.text = ""
    return etree.tostring(element, encoding="unicode", with_tail=False)


def inner(element: etree._Element) -> str:
    """What an element holds, as HTML."""
    whole = serialized(element)
    return whole[whole.index(">") + 1:whole.rindex("</")].strip("\n")


def write(document: Document, *, front_matter: bool = True) -> Rendering:
    """The document as an HTML fragment behind its front matter."""
    text = document.restore(inner(document.body)).strip()
    head = head_of(document) if front_matter else ""
    return Rendering(f"{head}{text}\n" if text else head, losses_of(document, "html"))
