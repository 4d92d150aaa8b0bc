"""The ids that generators give to headings, so that links can lead to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING
from unicodedata import category

from .body import HEADINGS, text_of
from .flavor import OTHER_IDS
from .goldmark_ids import made_ids, written_ids

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .document import Document

_MAKES_TEXT = ("{% include", "{% render", "{% for", "{% capture", "{%- include", "{%- for", "{{<", "{{%", "{{ content")
_REFERS = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s")
_NOTES = ("fn:", "fnref")                        # what Goldmark itself names
_HEADING_BEHIND_TAG = re.compile(r"[%}]\}[ \t]*#{1,6}[ \t]")
_EXPLICIT = re.compile(r"\s*\{#([A-Za-z][\w:.-]*)\}\s*\Z")


def anchors_of(document: Document, *, is_told: bool = False) -> frozenset[str] | None:
    """The places in a page that links can lead to: what its HTML names, what its engine makes of headings, what the site's
    layouts hold; None when nobody knows, because layouts or template tags make more of them (unless it `is_told` that tags do not).
    """
    from_layouts = document.context.layout_ids
    if from_layouts is None:
        return None
    if not is_told and any(island.startswith(_MAKES_TEXT) and not _REFERS.match(island) for island in document.islands):
        return None
    if document.islands and _HEADING_BEHIND_TAG.search(document.source.text, document.body_start):
        return None
    names = _names_in(document)
    if names is None or not all(map(_is_known(document), names)):
        return None
    engine = document.engine
    may_be_older = engine is not None and engine.flavor == "goldmark" and engine.settings.get("written") is None
    older = written_ids(document.headings_as_written(), engine.settings) if engine and may_be_older else ()
    return frozenset((*names, *older)) | from_layouts


def own_anchors(document: Document) -> frozenset[str]:
    """Those of them that the document itself shows, though layouts or template tags may make more."""
    return frozenset(filter(_is_known(document), _names_in(document) or ()))


def _is_known(document: Document) -> Callable[[str], bool]:
    """No template tag makes a part of a name."""
    return lambda name: document.restore(name) == name


def _names_in(document: Document) -> list[str] | None:
    """The names that links can lead to (HTML Living Standard, 7.4.6.3: ids, and names of links); None when the engine
    spells them in a way that nobody else knows.
    """
    engine = document.engine
    if engine and (engine.settings.get("transliterated_header_ids") or engine.settings.get(OTHER_IDS)):
        return None
    flavor = engine.flavor if engine else None
    tree = document.named() if flavor == "kramdown" else document.markup
    names = [name for name in map(str, tree.xpath("//@id | //a/@name")) if name]
    if engine is None or flavor == "kramdown":
        return names
    if flavor != "goldmark":
        return [*names, *heading_ids(tree)]
    headings = [*tree.iter(*HEADINGS)]
    made = written_ids(document.headings_as_written(), engine.settings) if engine.settings.get("written") \
        else made_ids(headings, (name for heading in headings if (name := heading.get("id"))), engine.settings)
    is_left_out = engine.settings.get("unsafe") is False and document.format == "markdown"
    return [*(name for name in names if not is_left_out or name.startswith(_NOTES) or _is_attribute(name, document.source.text)), *made]


def _is_attribute(name: str, text: str) -> bool:
    """An id stands in attributes behind Markdown, not in HTML, which Hugo leaves out (`markup.goldmark.renderer.unsafe`)."""
    return re.search(rf"\{{[^{{}}\n]*#{re.escape(name)}[\s}}]", text) is not None


def heading_ids(body: _Element) -> dict[str, _Element]:
    """The headings of a body by the id that a generator will give them: `{#id}`, else made of their text."""
    found: dict[str, _Element] = {}
    seen: Counter[str] = Counter()
    for heading in body.iter(*HEADINGS):
        text = text_of(heading)
        explicit = _EXPLICIT.search(text)
        name = explicit[1] if explicit else slug(text)
        if not name:
            continue
        if not explicit:
            seen[name] += 1
            if seen[name] > 1:
                name = f"{name}-{seen[name] - 1}"
        found.setdefault(name, heading)
    return found


def slug(text: str) -> str:
    """The id that kramdown's GFM parser makes of a heading's text (kramdown-parser-gfm, `generate_gfm_header_id`):
    lower case, without all but word characters, hyphens and blanks, each blank a hyphen.
    """
    return "".join("-" if character in " \t" else character for character in text.strip().lower()
                   if character in "-_ \t" or category(character)[0] in "LM" or category(character) in ("Nd", "Nl", "Pc"))
