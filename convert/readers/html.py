"""HTML as text → lxml tree: parsed in C, whatever its state, within bounds."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from lxml import etree

from ..model.body import ROOT, VOID
from .tags import ATTRIBUTE, Piece, closed, pieces, uncrowded, unescaped

DEPTH_LIMIT = 256          # of nested elements (libxml2's own): our writers call themselves for each level
_HUGE = 5_000_000          # characters: libxml2 lets one text node be twice as long unless told otherwise
_LONGEST_NAME = 100
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_.-]*")
_AUTOLINK = re.compile(r"<((?:https?|ftp)://[^\s<>\"]+)>", re.I)
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")        # U+FFFE, U+FFFF
_REFERENCE = re.compile("&#(?:[xX]0*+([0-9a-fA-F]*+)|0*+([0-9]*+));?")
# Elements without content of which the C parser does not know it: they would hold the rest of their parent.
_HOLLOW = ("<wbr", "<source", "<track", "<image", "<WBR", "<SOURCE", "<TRACK", "<IMAGE")
_CROWDED = 50_000          # characters: in less, no tag has so many attributes that it takes long
_LEAN: dict[str, Any] = {"encoding": "utf-8", "remove_comments": True, "remove_pis": True, "no_network": True,
                         "collect_ids": False, "default_doctype": False}
_PARSER = etree.HTMLParser(**_LEAN)
_HUGE_PARSER = etree.HTMLParser(**_LEAN, huge_tree=True)
_TOO_DEEP = etree.XPath(f"boolean(//*[ancestor::*[{DEPTH_LIMIT}]])")


def legal(html: str) -> str:
    """A text without what no document may hold (XML 1.0, 2.2): C0 controls, U+FFFE, U+FFFF, references to them."""
    data = html.encode(errors="replace")
    clean = data.translate(None, _CONTROLS)
    if b"\xef\xbf" in clean:
        for character in _NO_CHARACTERS:
            clean = clean.replace(character, b"")
    if len(clean) < len(data):
        html = clean.decode()
    return _REFERENCE.sub(_legal_reference, html) if "&#" in html else html


def _legal_reference(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or "0"
    if len(digits) > 7:
        return "\ufffd"                              # beyond Unicode, and perhaps beyond what int() takes
    code = int(digits, 16 if match[1] else 10)
    return "" if code in (0xFFFE, 0xFFFF) or (code and code < 128 and code in _CONTROLS) else match[0]


def parse(html: str) -> etree._Element:
    """The elements of an HTML fragment or page below an `<article>`, with every tag and attribute as written.

    `<http://…>` is kept as the link it was meant to be. Elements nested deeper than DEPTH_LIMIT lose their tags,
    never their text. Comments and processing instructions are left out.
    """
    html = legal(html)
    if "<http" in html or "<ftp" in html or "<HTTP" in html:
        html = _AUTOLINK.sub(_meant_link, html)
    if any(tag in html for tag in _HOLLOW):
        html = closed(html)
    if len(html) > _CROWDED:
        html = uncrowded(html)
    data = f"<html><body>{html}".encode(errors="replace")
    if len(data) > _HUGE:
        root = etree.fromstring(data, _HUGE_PARSER)
        too_deep = bool(_TOO_DEEP(root))
    else:
        root = etree.fromstring(data, _PARSER)
        error = _PARSER.error_log.last_error
        too_deep = error is not None and error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return _flattened(html) if too_deep else _folded(root)


def is_too_deep(article: etree._Element) -> bool:
    """`parse` had to flatten this tree."""
    return article.get("data-flattened") is not None


def _meant_link(match: re.Match[str]) -> str:
    url = match[1].replace("&", "&amp;") if "&amp;" not in match[1] else match[1]
    return f'<a href="{url}">{url}</a>'


def _folded(root: etree._Element) -> etree._Element:
    """The whole content of `<html>` below one `<article>`: what follows `</body>` is content too."""
    body = root[0] if len(root) else etree.SubElement(root, "body")
    if len(root) > 1 or root.text or body.tail:
        if root.text:
            body.text = root.text + (body.text or "")
        _append_text(body, body.tail)
        body.tail = None
        for late in root[1:]:
            body.append(late)
    body.tag = ROOT
    body.attrib.clear()
    return body


def _append_text(element: etree._Element, text: str | None) -> None:
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _flattened(html: str) -> etree._Element:
    """A tree no deeper than half of DEPTH_LIMIT, for pages that nest past what the C parser keeps."""
    builder = etree.TreeBuilder()
    builder.start(ROOT, {"data-flattened": ""})
    opened: list[str] = []           # names of elements; of those below the limit, the tree has none
    unclosed: Counter[str] = Counter()
    limit = DEPTH_LIMIT // 2
    for piece in pieces(html):
        name = piece.name
        if not name:
            text = html[piece.start:piece.end]
            builder.data(text if piece.is_raw else unescaped(text))
        elif not piece.is_end and _is_name(name):
            if len(opened) < limit or name in VOID:
                builder.start(name, _attributes(html, piece))
            if name in VOID:
                builder.end(name)
            else:
                opened.append(name)
                unclosed[name] += 1
        while piece.is_end and unclosed[name]:
            last = opened.pop()
            unclosed[last] -= 1
            if len(opened) < limit:
                builder.end(last)
            if last == name:
                break
    for name in reversed(opened[:limit]):
        builder.end(name)
    builder.end(ROOT)
    return builder.close()


def _attributes(html: str, piece: Piece) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(html, *piece.attributes):
        if _is_name(name):
            found.setdefault(name.lower(), unescaped("".join(values)))
    return found


def _is_name(name: str) -> bool:
    return len(name) < _LONGEST_NAME and _NAME.fullmatch(name) is not None
