"""What a content document holds: a body in the content models of HTML (Living Standard), in XML.

One look at every element tells which repairs a body needs; a clean one needs none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple, Protocol

from lxml import etree

from ...model.body import ROOT, VOCABULARY
from ...model.finding import Finding
from ..html import xml_of
from ..losses import losses_of
from . import drawings, formulas, lists, nesting
from .access import ASKED_FOR, open_up
from .attributes import NEEDING, tidy, to_meaning
from .escaping import quoteattr
from .models import INSIDE, LISTS
from .names import claim, mend_headers, mend_ids
from .repairs import Record
from .ruby import mend_ruby
from .tables import mend_table
from .ways import GONE, LEADING, Ways

if TYPE_CHECKING:
    from ...model.document import Document
    from ...model.reading import Removed

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_APART = re.compile(r"<(?:svg|math|noscript)\b", re.I)        # what a body holds otherwise than a book does
_FIGURES = frozenset({"svg", "math"})
_UNTIDIED = _FIGURES | {ROOT}                                 # their attributes are not those of a body
_KNOWN = VOCABULARY | _FIGURES | {GONE}
# Those that have parts of their own, from the inside out.
_MENDERS: dict[str, Callable[[etree._Element, Record], None]] = {
    **dict.fromkeys(LISTS, lists.mend_list), "dl": lists.mend_terms, "figure": lists.mend_figure,
    "details": lists.mend_details, "table": mend_table, "ruby": mend_ruby}
_MAY_LEAVE = frozenset({"table", "dl", "details", "figure"})   # blocks where there were none, once they are mended


class Outside(Protocol):
    """What stands around a content document: where its links lead, and which pictures can be had."""

    def link(self, target: str) -> str | None:
        """What to write for a link to a target (a relative one, or one of the web); None when its text alone stays."""

    def picture(self, source: str) -> str | None:
        """What to write for a picture's source; None when it cannot be had: a link to it, or its text, stands for it."""


class Content(NamedTuple):
    """The content of a document: `body` is what stands in the XML of its `<body>`, `ids` are those in it, `properties`
    what a package has to say of it (EPUB 3.3, D.6.2: "svg", "mathml"). `repairs` counts what was brought into order, by
    kind (`repairs.REPAIRS`); `undescribed` the pictures that have no alternative text; `losses` say what was left out.
    """

    body: str
    ids: frozenset[str]
    properties: frozenset[str]
    repairs: Mapping[str, int]
    undescribed: int
    losses: tuple[Finding, ...]


def content_of(document: Document, outside: Outside | None = None) -> Content:
    """The content of a document; without `outside`, links and pictures are those that were written."""
    return _Making(document, outside).content()


def without_controls(text: str) -> str:
    """A text without the characters that no XML may hold (XML 1.0, 2.2)."""
    return _NOT_XML.sub("", text)


def _escaped(island: str) -> str:
    return quoteattr(island)[1:-1]


class _Making:
    """The making of one content."""

    def __init__(self, document: Document, outside: Outside | None) -> None:
        self.document = document
        self.record = Record(document)
        self.ways = Ways(document, self.record, outside)
        self.removed: list[Removed] | None = None             # when that was not by `Document.body`
        self.only_text: Counter[str] = Counter()              # elements of which only the text is left
        self.tags: set[str] = set()
        self.figures: list[tuple[etree._Element, list[etree._Element], str | None]] = []

    def content(self) -> Content:
        """All of it."""
        body = self._tree()
        self._mend(body)
        if not (tags := {str(element.tag) for element in body.iter(*ASKED_FOR)}).isdisjoint(ASKED_FOR):
            open_up(body, tags, self.record)
        ids = mend_ids(body, self.record)
        if "table" in self.tags:
            mend_headers(body, self.record)
        etree.strip_tags(body, GONE)
        properties = self._put_back(ids)
        text = self.document.restore(_inside(xml_of(body)), _escaped)
        clean = without_controls(text)
        self.record.repairs["characters"] += len(text) - len(clean) + len(_NOT_XML.findall(self.document.html))
        losses = losses_of(self.document, "xhtml", self.removed, self.only_text, kept=_FIGURES)
        return Content(clean, frozenset(ids), properties, +self.record.repairs, self.ways.undescribed, (*losses, *self.record.losses))

    def _tree(self) -> etree._Element:
        """A tree of one's own, with drawings and formulas emptied, for nobody to take their parts for HTML."""
        if not _APART.search(self.document.html):
            return deepcopy(self.document.body)
        tree, self.removed = self.document.fragment(self.document.html, whole=True)
        for figure in list(tree.iter(*_FIGURES)):
            if next(figure.iterancestors(*_FIGURES), None) is not None:
                continue
            if figure.tag == "svg":
                self.removed += drawings.clean(figure, self.record)
            self.figures.append((figure, list(figure), figure.text))
        for figure, parts, _ in self.figures:
            figure.text = None
            for part in parts:
                figure.remove(part)
        return tree

    def _put_back(self, ids: set[str]) -> frozenset[str]:
        """Drawings and formulas in their last form; what the package has to say of them."""
        there = [figure for figure in self.figures if figure[0].getparent() is not None]
        for figure, parts, text in there:
            figure.text = text
            figure.extend(parts)
            claim(figure.iterdescendants(), ids, self.record)
            if figure.tag == "math" and not formulas.settle(figure):
                self.only_text["math"] += 1
                self.record.repairs["drawings"] += 1
        drawings.settle([figure for figure, _, _ in there if figure.tag == "svg"], self.record)
        return frozenset({"mathml" if figure.tag == "math" else "svg" for figure, _, _ in there if figure.tag != "span"})

    def _mend(self, body: etree._Element) -> None:
        """Bring a body into HTML's content models, in place; what HTML does not know leaves its content."""
        tags = {str(element.tag) for element in body.iter()}
        if foreign := tags - _KNOWN:
            self.only_text.update(str(element.tag) for element in body.iter(*foreign))
            etree.strip_tags(body, *foreign)
        if not LEADING.isdisjoint(tags):
            self.ways.mend(body, tags)
            etree.strip_tags(body, GONE)
        pairs: set[tuple[str, str]] = set()
        self.tags = tags = set()
        for element in body.iter():
            tag = str(element.tag)
            tags.add(tag)
            if (names := element.keys()) and tag not in _UNTIDIED:
                tidy(element, names, self.record)
            for child in element:
                pairs.add((tag, str(child.tag)))
        if not NEEDING.isdisjoint(tags):
            for element in list(body.iter(*NEEDING)):
                to_meaning(element, self.record)
        self._nest(body, tags, is_fitting=nesting.fits(pairs))

    def _nest(self, body: etree._Element, tags: set[str], *, is_fitting: bool) -> None:
        if not is_fitting or "dt" in tags or "dd" in tags:
            nesting.strays(body, tags, self.record)
            nesting.to_lines(body, tags, self.record)
            tags |= {"ul", "dl"}
        if having := _MENDERS.keys() & tags:
            for element in reversed(list(body.iter(*having))):
                if (mend := _MENDERS.get(str(element.tag))) is not None:
                    mend(element, self.record)
            etree.strip_tags(body, GONE)
        if not is_fitting or not having.isdisjoint(_MAY_LEAVE):
            nesting.split(body, self.record)
        if "a" in tags:
            nesting.share(body, self.record)
        if not INSIDE.keys().isdisjoint(tags):
            nesting.rename_inside(body, tags, self.record)


def _inside(xml: str) -> str:
    """What stands between the tags of an element."""
    return "" if xml.endswith("/>") else xml[xml.index(">") + 1:xml.rindex("</")].strip()
