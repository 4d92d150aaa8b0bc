"""The ids that generators give to headings, so that links can lead to them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from unicodedata import category

from .body import HEADINGS, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .document import Document

_MAKES_TEXT = ("{% include", "{% render", "{% for", "{% capture", "{%- include", "{%- for", "{{<", "{{%", "{{ content")
_EXPLICIT = re.compile(r"\s*\{#([A-Za-z][\w:.-]*)\}\s*\Z")


def anchors_of(document: Document) -> frozenset[str] | None:
    """The places in a page that links can lead to: what its HTML names, what its engine makes of headings, what the site's
    layouts hold; None when nobody knows, because layouts or template tags make more of them.
    """
    from_layouts = document.context.layout_ids
    if from_layouts is None or any(island.startswith(_MAKES_TEXT) for island in document.islands):
        return None
    written = (value for element in document.markup.iter() for name in ("id", "name") if (value := element.get(name)))
    return frozenset((*written, *heading_ids(document.markup), *from_layouts))


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
