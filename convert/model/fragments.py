"""The ids that generators give to headings, so that links can lead to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from unicodedata import category

from .body import HEADINGS, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .document import Document

_MAKES_TEXT = ("{% include", "{% render", "{% for", "{% capture", "{%- include", "{%- for", "{{<", "{{%", "{{ content")
_CONTENTS = "markdown-toc"                       # the id of the list that kramdown puts in the place of `{:toc}`; its links have one each
_EXPLICIT = re.compile(r"\s*\{#([A-Za-z][\w:.-]*)\}\s*\Z")


def anchors_of(document: Document) -> frozenset[str] | None:
    """The places in a page that links can lead to: what its HTML names, what its engine makes of headings, what the site's
    layouts hold; None when nobody knows, because layouts or template tags make more of them.
    """
    from_layouts = document.context.layout_ids
    if from_layouts is None or any(island.startswith(_MAKES_TEXT) for island in document.islands):
        return None
    return own_anchors(document) | from_layouts


def own_anchors(document: Document) -> frozenset[str]:
    """Those of them that the document itself shows, though layouts or template tags may make more."""
    said = (document.restore(value) for element in document.markup.iter() for name in ("id", "name") if (value := element.get(name)))
    written = (name for name in said if "{" not in name)                # what template tags make, nobody knows
    made = [*_made_ids(document)]
    if document.engine and document.engine.flavor == "kramdown" and "{:toc" in document.source.text:
        explicit = (heading.get("id") for heading in document.markup.iter(*HEADINGS))
        made += [_CONTENTS, *(f"{_CONTENTS}-{name}" for name in (*made, *filter(None, explicit)))]
    return frozenset((*written, *made))


def _made_ids(document: Document) -> Iterator[str]:
    """The ids that the engine of a document gives to its headings; headings of HTML get none."""
    engine = document.engine
    if engine is None:
        return
    if engine.flavor != "kramdown":
        yield from heading_ids(document.markup)
        return
    settings = engine.settings
    if settings.get("auto_ids", True) is False:
        return
    seen: tuple[Counter[str], Counter[str]] = Counter(), Counter()
    is_gfm = settings.get("input", "GFM") == "GFM"
    headings = [*document.markup.iter(*HEADINGS)]
    of_html = Counter(mark.tag for mark in document.marks) if "<h" in document.source.text else Counter[str]()
    all_of_html = {tag for tag, count in Counter(str(heading.tag) for heading in headings).items() if of_html[tag] >= count}
    for heading in headings:
        if heading.get("id") is not None or heading.tag in all_of_html:
            continue
        text, parent = document.restore(text_of(heading)), heading.getparent()
        is_inside = parent is not None and parent.getparent() is not None      # of HTML there, or of Markdown within HTML
        for make in (slug, _plain_slug):
            if (make is slug) == is_gfm or is_inside:
                name = make(text) or "section"
                count = seen[make is slug]
                count[name] += 1
                yield f"{settings.get('auto_id_prefix') or ''}{name}{f'-{count[name] - 1}' if count[name] > 1 else ''}"


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


def _plain_slug(text: str) -> str:
    """The id that kramdown's own parser makes (`basic_generate_id`): ASCII letters, digits and hyphens, from the first letter on."""
    return re.sub(r"[^a-z0-9 -]+", "", re.sub(r"^[^a-zA-Z]+", "", text, flags=re.M).lower()).replace(" ", "-")


def slug(text: str) -> str:
    """The id that kramdown's GFM parser makes of a heading's text (kramdown-parser-gfm, `generate_gfm_header_id`):
    lower case, without all but word characters, hyphens and blanks, each blank a hyphen.
    """
    return "".join("-" if character in " \t" else character for character in text.strip().lower()
                   if character in "-_ \t" or category(character)[0] in "LM" or category(character) in ("Nd", "Nl", "Pc"))
