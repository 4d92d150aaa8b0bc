"""HTML as text → lxml tree: parsed in C, whatever its state, within bounds."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from lxml import etree

from ..model.body import ROOT, VOID

DEPTH_LIMIT = 256          # of nested elements (libxml2's own): our writers call themselves for each level
_HUGE = 5_000_000          # characters: libxml2 lets one text node be twice as long unless told otherwise
_LONGEST_NAME = 100
_AUTOLINK = re.compile(r"<((?:https?|ftp)://[^\s<>\"]+)>", re.I)
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
_LEAN: dict[str, Any] = {"encoding": "utf-8", "remove_comments": True, "remove_pis": True, "no_network": True,
                         "collect_ids": False, "default_doctype": False}
_PARSER = etree.HTMLParser(**_LEAN)
_HUGE_PARSER = etree.HTMLParser(**_LEAN, huge_tree=True)
_TOO_DEEP = etree.XPath(f"boolean(//*[ancestor::*[{DEPTH_LIMIT}]])")


def parse(html: str) -> etree._Element:
    """The elements of an HTML fragment or page below an `<article>`, with every tag and attribute as written.

    `<http://…>` is kept as the link it was meant to be. Elements nested deeper than DEPTH_LIMIT lose their tags,
    never their text. Comments and processing instructions are left out.
    """
    if "<http" in html or "<ftp" in html or "<HTTP" in html:
        html = _AUTOLINK.sub(_meant_link, html)
    data = f"<html><body>{html}".encode(errors="replace").translate(None, _CONTROLS)
    if len(data) > _HUGE:
        root = etree.fromstring(data, _HUGE_PARSER)
        too_deep = bool(_TOO_DEEP(root))
    else:
        root = etree.fromstring(data, _PARSER)
        error = _PARSER.error_log.last_error
        too_deep = error is not None and error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return _Flattener().build(html) if too_deep else _folded(root)


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


class _Flattener(HTMLParser):
    """Builds a tree no deeper than DEPTH_LIMIT, for pages that nest past what the C parser keeps."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = etree.Element(ROOT, {"data-flattened": ""})
        self.stack: list[tuple[str, etree._Element]] = [(ROOT, self.root)]
        self.open: Counter[str] = Counter()
        self.texts: list[str] = []

    def build(self, html: str) -> etree._Element:
        self.feed(_legal(html))
        self.close()
        self._flush()
        return self.root

    def _flush(self) -> None:
        if self.texts:
            _append_text(self.stack[-1][1], "".join(self.texts))
            self.texts.clear()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush()
        parent = self.stack[-1][1]
        if len(self.stack) > DEPTH_LIMIT // 2 or not _is_name(tag):
            element = parent
        else:
            element = etree.SubElement(parent, tag)
            for name, value in attrs:
                if _is_name(name) and name not in element.attrib:
                    element.set(name, _legal(value or ""))
        if tag not in VOID:
            self.stack.append((tag, element))
            self.open[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open[tag]:
            return
        self._flush()
        closed = None
        while closed != tag:
            closed, _ = self.stack.pop()
            self.open[closed] -= 1


def _legal(text: str) -> str:
    return text.encode(errors="replace").translate(None, _CONTROLS).decode()


def _is_name(name: str) -> bool:
    return len(name) < _LONGEST_NAME and re.fullmatch(r"[a-zA-Z][\w.-]*", name) is not None
