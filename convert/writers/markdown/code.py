"""Code blocks as fences (CommonMark 4.5), with the language that their markup or a highlighter's around them tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.body import is_blank
from . import raw

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .grammar import Sheet

_LANGUAGE = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|highlight-source-|highlight-text-|brush:\s*)(\S+?)(?=;?(?:\s|\Z))")
_PANDOC = re.compile(r"(?:^|\s)sourceCode\s+(\S+)")
# What highlighters call the elements around a `pre`: Rouge, Pygments, Chroma, GitHub, pandoc.
_HIGHLIGHTER = re.compile(r"(?:^|\s)(?:highlight|highlight-\S+|highlighter-\S+|codehilite|chroma|sourceCode|language-\S+)(?=\s|\Z)")
_FENCES = re.compile(r"^[ \t]*(`{3,})", re.M)


def code_block(element: _Element, sheet: Sheet, language: str = "") -> str:
    """A `pre` as a fence; as HTML when there are links or pictures in it."""
    if any(child.tag in ("a", "img") for child in element.iter()):
        if sheet.raw_html:
            return raw.block(element)
        sheet.lost["link target" if element.find(".//a") is not None else "picture"] += 1
    code = _preformatted(element)
    if sheet.raw_html and raw.may_be_template(code):
        return raw.block(element)
    info = next(filter(None, map(_language, element.iter())), language)
    longest = max(map(len, _FENCES.findall(code)), default=2)
    fence = "`" * max(3, longest + 1)
    if "`" in info:
        fence = "~" * max(3, longest + 1)
    return f"{fence}{info}\n{code}\n{fence}" if code else f"{fence}{info}\n{fence}"


def highlighted(element: _Element) -> tuple[_Element, str] | None:
    """The `pre` that a highlighter put into elements of its own, and the language that they tell; None for any other
    element.
    """
    if not _HIGHLIGHTER.search(element.get("class") or ""):
        return None
    language = ""
    while element.tag in ("div", "figure") and len(element) == 1 and is_blank(element.text) and is_blank(element[0].tail):
        language = _language(element) or language
        element = element[0]
    return (element, language) if element.tag == "pre" else None


def _language(holder: _Element) -> str:
    written = holder.get("class") or ""
    match = _LANGUAGE.search(written) or _PANDOC.search(written)
    return match[1] if match else ""


def _preformatted(element: _Element) -> str:
    """The text of a `pre`, breaks as line ends, without the line end that HTML ignores."""
    return "".join(_texts(element)).removeprefix("\n" if element.text else "").removesuffix("\n")


def _texts(element: _Element) -> list[str]:
    texts = [element.text or ""]
    for child in element:
        texts += ["\n"] if child.tag == "br" else _texts(child)
        texts.append(child.tail or "")
    return texts
