"""A tree with any tags → a body in the closed vocabulary (`model.body`).

Python looks at each element once, for its name and its attributes' names; what follows is done only where they ask for it. Obsolete elements become what they meant
(HTML Living Standard, 16.2 "Non-conforming features", and 15.3 for how browsers show them).
"""

from __future__ import annotations

import re

from lxml import etree

from ..model.body import (
    ATTRIBUTES,
    BLOCKS,
    GLOBAL_ATTRIBUTES,
    HEADINGS,
    INLINES,
    URL_ATTRIBUTES,
    VOCABULARY,
    is_blank,
    is_unsafe_url,
    text_of,
)
from ..model.document import Removed

# What browsers show nothing of goes with all it holds; every other unknown element leaves its content. (The obsolete void
# elements are among the unknown: the parser lets some of them hold the rest of the page.)
DROPPED = frozenset({"script", "style", "template", "noscript", "title", "noframes", "noembed"})
_UNSEEN = frozenset({"template", "noscript"})                  # of these, what they hold was meant to be seen by some
_WITHOUT_PLACE = DROPPED | {"meta", "link", "base"}       # nothing is lost with what these say
RENAMED = {"b": "strong", "i": "em", "s": "del", "strike": "del", "tt": "code", "acronym": "abbr", "image": "img",
           "dir": "ul", "menu": "ul", "listing": "pre", "xmp": "pre", "plaintext": "pre", "legend": "p",
           "main": "div", "form": "div", "fieldset": "div", "dialog": "div", "hgroup": "div", "search": "div",
           "article": "div", "center": "div", "font": "span", "big": "span", "nobr": "span", "marquee": "span",
           "blink": "span", "option": "div", "optgroup": "div"}
_MEANT = {"center": "text-align: center", "big": "font-size: larger", "nobr": "white-space: nowrap"}
_FONT_SIZES = {"1": "x-small", "2": "small", "3": "medium", "4": "large", "5": "x-large", "6": "xx-large",
               "7": "xxx-large"}
_ALIGNS = {"left", "right", "center", "justify"}
_STYLES = re.compile(r"(text-align|color|background-color|font-size|font-weight|font-style|text-decoration|white-space)"
                     r"\s*:\s*([\w#.%, ()-]+)\Z", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_PLAIN = frozenset({"href", "src", "alt", "id", "class", "title", "lang"})
_SAFE_STARTS = ("http", "/", "#", "mailto:")
_SPANS = {old for old, new in RENAMED.items() if new == "span"}
_FORMATTING = (INLINES - {"a", "ins", "br", "img", "audio", "video", "object", "ruby", "rt", "rp", "picture"}
               ) | {old for old, new in RENAMED.items() if new in INLINES}
# Names that no parser gives: what goes with all it holds (its tail stays), and a tag that is not there any more
# (strip_tags takes all of them away at once).
_HIDDEN_TAG = "_hidden"
_GONE = "_gone"


def to_vocabulary(article: etree._Element) -> list[Removed]:
    """Bring a parsed tree into the closed vocabulary, in place; returns what had to go."""
    removed: list[Removed] = []
    if lost := article.get("data-unclosed"):
        removed.append(Removed("hidden", lost))
    names: set[str] = set()
    hidden = False
    for element in list(article.iter()):
        tag: str = element.tag  # type: ignore[assignment]
        names.add(tag)
        if (attributes := element.keys()) and tag not in _WITHOUT_PLACE:
            _check_attributes(element, attributes, removed)
            hidden = hidden or element.tag == _HIDDEN_TAG
    if hidden:
        etree.strip_elements(article, _HIDDEN_TAG, with_tail=False)
    if strange := names - VOCABULARY:
        _rename(article, strange, removed)
    if "span" in names or not names.isdisjoint(_SPANS):
        bare = [span for span in article.iter("span") if not span.keys()]
        for span in bare:
            span.tag = _GONE
        if bare:
            etree.strip_tags(article, _GONE)
    if formatting := names & _FORMATTING:
        _unnest(article, {RENAMED.get(name, name) for name in formatting})
    return removed


def _check_attributes(element: etree._Element, names: list[str], removed: list[Removed]) -> None:
    if not _PLAIN.issuperset(names):
        _clean_attributes(element, removed)
    for name in ("href", "src"):
        if name in names:
            _check_url(element, name, removed)


def _check_url(element: etree._Element, name: str, removed: list[Removed]) -> None:
    url = element.get(name)
    if url and not url.startswith(_SAFE_STARTS) and is_unsafe_url(url):
        removed.append(Removed("unsafe-url", url))
        del element.attrib[name]


def _clean_attributes(element: etree._Element, removed: list[Removed]) -> None:
    tag, attributes = str(element.tag), element.attrib
    style = attributes.get("style", "")
    if "hidden" in attributes or _HIDDEN.search(style):
        if not is_blank(text := text_of(element)):
            removed.append(Removed("hidden", text.strip()))
        for child in element:
            element.remove(child)
        element.text = None
        element.attrib.clear()
        element.tag = _HIDDEN_TAG
        return
    meant = [clean for part in style.split(";") if (clean := _clean_style(part))]
    if (align := attributes.get("align", "").lower()) in _ALIGNS and tag not in ("img", "table"):
        meant.insert(0, f"text-align: {align}")
    if tag == "font":
        meant += _font(attributes)
    if tag == "a" and "href" not in attributes and "name" in attributes and "id" not in attributes:
        attributes["id"] = attributes["name"]
    allowed = (ATTRIBUTES.get(RENAMED.get(tag, tag), frozenset()) | GLOBAL_ATTRIBUTES) - {"style"}
    written = dict(attributes.items())
    attributes.clear()                              # one by one, a name such as `{x` is none that lxml takes
    attributes.update({name: value for name, value in written.items() if name in allowed})
    removed += [Removed("attribute", f"{name}={value}") for name, value in written.items() if name not in allowed
                and (name.startswith("on") or (name in URL_ATTRIBUTES and value))]
    if meant:
        attributes["style"] = "; ".join(meant)
        if tag not in ("td", "th"):               # Markdown keeps the alignment of columns
            removed.append(Removed("style", tag))


def _clean_style(declaration: str) -> str:
    match = _STYLES.match(declaration.strip())
    return f"{match[1].lower()}: {match[2].strip()}" if match and "(" not in match[2].replace("rgb", "") else ""


def _font(attributes: etree._Attrib) -> list[str]:
    meant = []
    if re.fullmatch(r"#?\w+", color := attributes.get("color", "")):
        meant.append(f"color: {color}")
    if (size := attributes.get("size", "")) in _FONT_SIZES:
        meant.append(f"font-size: {_FONT_SIZES[size]}")
    elif size[:1] in ("+", "-"):
        meant.append(f"font-size: {'larger' if size[0] == '+' else 'smaller'}")
    return meant


def _rename(article: etree._Element, strange: set[str], removed: list[Removed]) -> None:
    for element in list(article.iter(*strange)):
        tag = str(element.tag)
        if tag in DROPPED:
            if tag == "script" and "json" not in element.get("type", "") and (element.text or element.attrib):
                removed.append(Removed("script", text_of(element).strip() or element.get("src", "")))
            elif tag in _UNSEEN and not is_blank(text := text_of(element)):
                removed.append(Removed("hidden", text.strip()))
            continue
        new = RENAMED.get(tag)
        if tag in ("svg", "math", "select", "button"):
            new = "span"
        if tag in _MEANT:
            element.set("style", "; ".join(filter(None, (_MEANT[tag], element.get("style")))))
            removed.append(Removed("style", tag))
        element.tag = new or _GONE
    if dropped := strange & DROPPED:
        etree.strip_elements(article, *dropped, with_tail=False)
    if strange - RENAMED.keys() - DROPPED:
        etree.strip_tags(article, _GONE)


def _unnest(article: etree._Element, names: set[str]) -> None:
    """Formatting that holds blocks is given to the text in each block instead: `<b><p>x</p></b>` → `<p><b>x</b></p>`."""
    misnested = [element for element in article.iter(*names)
                 if len(element) and any(child.tag in BLOCKS for child in element)]
    for element in misnested:
        _push_down(element)
    if misnested:
        etree.strip_tags(article, _GONE)


def _push_down(element: etree._Element) -> None:
    tag, attributes = element.tag, dict(element.attrib)
    element.tag = _GONE
    element.attrib.clear()
    attributes.pop("id", None)
    if tag == "span" and not attributes:
        return
    for child in list(element):
        if child.tag in ("p", *HEADINGS, "td", "th", "dt", "summary", "caption"):
            inner = etree.Element(tag, attributes)
            inner.text, child.text = child.text, None
            inner.extend(list(child))
            child.append(inner)
        elif child.tag in BLOCKS and child.tag not in ("pre", "hr"):
            inner = etree.Element(tag, attributes)
            inner.extend(list(child))
            inner.text, child.text = child.text, None
            child.append(inner)
            if any(grandchild.tag in BLOCKS for grandchild in inner):
                _push_down(inner)
