"""Runs of text with the elements inside: what stands for a picture, a box, a reading, a link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from ...model.body import BLOCKS, is_blank

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .page import Page

BREAK = "\v"            # a line break that the author made; no body holds the character
_EDGE = "\x1f"          # where a block stands inside a link: a line ends, once
_BLANKS = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_LINE_ENDS = re.compile("[\u2028\u2029\x85]")     # breaks too, by Annex 14 (LB4, LB5)
_EDGES = re.compile(f"[ \t\n\r\f]*+{_EDGE}[{_EDGE} \t\n\r\f]*+")
_EDGE_LINES = re.compile(f"\n?{_EDGE}++\n?")
_BLANK_ENDS = f" \t\n\r\f{_EDGE}"
_EXPONENT = re.compile(r"[+−-]?[0-9]{1,9}\Z")
_BOXES = ("checkbox", "radio")
# Elements that have nothing to say but their content.
_BARE = frozenset({"strong", "em", "span", "code", "del", "ins", "u", "mark", "small", "sub", "cite", "abbr", "dfn", "kbd",
                   "samp", "var", "time", "data", "bdi", "bdo", "ruby", "rp"})


def clean(text: str) -> str:
    """Text as browsers lay it out: each run of blanks as one, none at the ends of lines (CSS Text 3, section 4.1)."""
    if _EDGE in text:
        text = _EDGES.sub(BREAK, text.strip(_BLANK_ENDS))
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        text = _BLANKS.sub(" ", text)
    if not text.isascii() and ("\u2028" in text or "\u2029" in text or "\x85" in text):
        text = _LINE_ENDS.sub(BREAK, text)
    if BREAK in text:
        text = BREAK.join(line.strip(" ") for line in text.split(BREAK)).strip(BREAK)
    return text.strip(" ")


def phrasing(page: Page, lead: str, inlines: list[_Element]) -> str:
    """A run of text, as it stands in the tree but for what the elements in it add."""
    pieces = [lead]
    for element in inlines:
        if len(element):
            _add(page, element, pieces)
        elif element.tag in _BARE:
            pieces.append(element.text or "")
        else:
            begun = len(pieces)
            pieces += (_before(page, element, pieces), element.text or "")
            _finish(page, element, pieces, begun)
        pieces.append(element.tail or "")
    return "".join(pieces)


def content(page: Page, element: _Element) -> str:
    """What an element holds, as a run of text."""
    return phrasing(page, element.text or "", list(element)) if len(element) else element.text or ""


def inline(page: Page, element: _Element) -> str:
    """An inline element as a run of text, without what follows it."""
    pieces: list[str] = []
    _add(page, element, pieces)
    return "".join(pieces)


def _add(page: Page, top: _Element, pieces: list[str]) -> None:
    """An element with all inside; no recursion, for some posts nest their emphasis by the hundred."""
    begun: list[int] = []
    for event, element in etree.iterwalk(top, events=("start", "end")):
        if event == "start":
            begun.append(len(pieces))
            pieces += (_before(page, element, pieces), element.text or "")
        elif event == "end":
            _finish(page, element, pieces, begun.pop())
            if element is not top:
                pieces.append(element.tail or "")


def _before(page: Page, element: _Element, pieces: list[str]) -> str:
    marked, dressed = page.profile.marked, page.profile.dressed
    match element.tag:
        case "br":
            return BREAK
        case "img":
            alt = element.get("alt") or ""
            return f"[{alt}]" if dressed and not is_blank(alt) else alt
        case "input" if marked and element.get("type", "").lower() in _BOXES:
            return "[x] " if element.get("checked") is not None else "[ ] "
        case "q" if dressed:
            return "“"
        case "sup" if dressed and _EXPONENT.match(element.text or "") and "".join(pieces[-2:])[-1:].isalnum():
            return "^"
        case tag if tag in BLOCKS:
            return _EDGE
    return ""


def _finish(page: Page, element: _Element, pieces: list[str], begun: int) -> None:
    """What stands behind an element's content; its pieces are those from `begun` on."""
    match element.tag:
        case "rt" if not _has_parentheses(element):
            inner = "".join(pieces[begun:])
            pieces[begun:] = [f"({inner})"] if inner.strip() else []
        case "q" if page.profile.dressed:
            pieces.append("”")
        case "a" if page.notes is not None and (href := element.get("href")):
            text = "".join(pieces[begun:])
            said = text.rstrip(_BLANK_ENDS)
            pieces[begun:] = (said, page.notes.mark(page.restore(href), page.restore(clean(said))), text[len(said):])
        case "iframe" | "video" | "audio" | "embed" | "object" if page.notes is not None and (source := _source(element)):
            pieces.append(page.notes.mark(page.restore(source), ""))
        case tag if tag in BLOCKS:
            pieces.append(_EDGE)


def _has_parentheses(reading: _Element) -> bool:
    """A reading stands beside an `rp`, which holds its parentheses."""
    before, after = reading.getprevious(), reading.getnext()
    return (before is not None and before.tag == "rp" and is_blank(before.tail)) \
        or (after is not None and after.tag == "rp" and is_blank(reading.tail))


def _source(element: _Element) -> str:
    """Where something embedded comes from."""
    inner = element.find("source")
    return element.get("src") or element.get("data") or (inner.get("src") if inner is not None else "") or ""


def preformatted(page: Page, element: _Element) -> str:
    """The text of a `pre`: blanks and line ends as they are."""
    text = content(page, element).replace(BREAK, "\n")
    if _EDGE in text:
        text = _EDGE_LINES.sub("\n", text.strip(_EDGE))
    return page.restore(text).removeprefix("\n").rstrip("\n")
