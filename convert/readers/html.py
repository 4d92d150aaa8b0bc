"""HTML as text → lxml tree, as browsers read it: parsed in C by the WHATWG's algorithm, whatever its state, within bounds.

`turbohtml` does what the HTML Living Standard says (13.2, "Parsing HTML documents", as a fragment in a `div`) and gives
well-formed XML, from which lxml makes the tree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree
from turbohtml import parse_fragment

from ..model.body import DEPTH_LIMIT, FLATTENED, ROOT, VOID
from ..model.links import CLONE
from .tags import FORMATTING, calmed, pieces, unclosed

if TYPE_CHECKING:
    from turbohtml import Element

_MANY = 2_000              # tags: with fewer, formatting that is left open is not repeated often enough to matter
_AUTOLINK = re.compile(r"<((?:https?|ftp)://[^\s<>\"]+)>", re.I)
_SCHEMES = ("http:", "https:", "ftp:")
# A comment behind the text: who ends within markup has swallowed it. It changes no tree, comments being left out.
_END = "<!--end of text-->"
_REPEATED = ",".join(sorted({*FORMATTING, "tbody"}))         # elements that browsers make without a tag of their own
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CROWDED = 50_000          # characters: in less, no tag has so many attributes that it takes long
_CROWD = re.compile('(<[^ <>]+(?: [^ ="]+="[^"]*+"){500})(?: [^ ="]+="[^"]*+")+')
_XML_TAG = re.compile("<!--.*?-->|<[^>]*>", re.S)
_NAMESPACE = re.compile(' xmlns(?::[^="]+)?="[^"]*"')
_PARSER = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False, no_network=True, remove_comments=True,
                          remove_pis=True, collect_ids=False)
_TOO_DEEP = etree.XPath("/*" * (DEPTH_LIMIT + 2))
_GONE = "_gone"            # a name that no parser gives


def parse(html: str) -> etree._Element:
    """The elements of an HTML fragment or page below an `<article>`, with every tag and attribute as browsers see them
    (but for a `tbody` that is not written).

    `<http://…>` is kept as the link it was meant to be. Elements nested deeper than DEPTH_LIMIT lose their tags,
    never their text, and the article has the attribute FLATTENED. Left out are comments, characters that no document may hold (XML 1.0, 2.2), and names that XML has
    no place for. What the text ends within, and nobody sees, is the attribute `data-unclosed` of the article; copies
    that browsers make of a formatting element that is left open have the attribute CLONE.
    """
    if "<http" in html or "<ftp" in html or "<HTTP" in html:
        html = _with_meant_links(html)
    calm = calmed(html) if html.count("<") > _MANY else html
    xml = _xml(calm + _END)
    hidden = ""
    if _END not in xml:
        xml = _xml(calm)
        if (at := unclosed(html)) is not None:
            hidden = _NOT_XML.sub("", html[at:])
    if len(xml) > _CROWDED:
        xml = _CROWD.sub(r"\1", xml)              # to look an attribute up, lxml looks at all before it
    article = etree.fromstring(f"<{ROOT}>{xml}</{ROOT}>".encode(), _PARSER)
    if hidden:
        article.set("data-unclosed", hidden)
    if calm is not html or (xml.count("</") >= DEPTH_LIMIT and _TOO_DEEP(article)):          # the innermost may have no end tag
        _flatten(article)
    return article


def _xml(html: str) -> str:
    fragment = parse_fragment(html, context="div")
    elements = fragment.select(_REPEATED)
    places = {(element.source_line, element.source_col) for element in elements}
    if len(places) < len(elements) or (None, None) in places:
        _tell_apart(elements)
    xml = fragment.inner_xml
    return _XML_TAG.sub(_local, xml) if " xmlns" in xml else xml


def _tell_apart(elements: list[Element]) -> None:
    """Mark the copies of formatting elements, which stand where their original does in the text; what handles events
    does so once. A `tbody` that nobody wrote, and no table needs, is taken away.
    """
    seen = set()
    for element in elements:
        place = element.source_line, element.source_col
        if place == (None, None):
            element.unwrap()
        elif place in seen:
            for name in [name for name in element.attrs if name.startswith("on")]:
                del element.attrs[name]
            element.attrs[CLONE] = ""
        seen.add(place)


def _local(tag: re.Match[str]) -> str:
    """A tag without its declarations of namespaces, which our trees know nothing of."""
    return _NAMESPACE.sub("", tag[0])


def _with_meant_links(html: str) -> str:
    made: list[str] = []
    at = 0
    for piece in pieces(html):
        if piece.name in _SCHEMES and not piece.is_end and (match := _AUTOLINK.match(html, piece.start)):
            url = match[1].replace("&", "&amp;") if "&amp;" not in match[1] else match[1]
            made += html[at:match.start()], f'<a href="{url}">{url}</a>'
            at = match.end()
    return "".join([*made, html[at:]])


def _flatten(article: etree._Element) -> None:
    """Leave out the tags, not the text, of all elements that are nested too deep."""
    for top in _TOO_DEEP(article):
        for element in top.iter():
            if element.tag not in VOID:
                element.tag = _GONE
    etree.strip_tags(article, _GONE)
    article.set(FLATTENED, "")
