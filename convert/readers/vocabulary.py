"""A tree with any tags → a body in the closed vocabulary (`model.body`).

Python looks at each element once, for its name and its attributes' names; what follows is done only where they ask for it.
Obsolete elements become what they meant (HTML Living Standard, 16.2 "Non-conforming features", and 15.3 for how browsers
show them); of other elements of HTML that the vocabulary does not hold, the content stays; those that HTML does not know
either stay whole.
"""

from __future__ import annotations

import re

from lxml import etree

from ..model.body import (
    ATTRIBUTES,
    GLOBAL_ATTRIBUTES,
    INLINES,
    URL_ATTRIBUTES,
    VOCABULARY,
    has_blocks,
    is_blank,
    is_block,
    is_unsafe_url,
    text_of,
)
from ..model.links import CLONE
from ..model.reading import Removed
from ..model.removals import HIDING, unseen

# What browsers show nothing of goes with all it holds.
DROPPED = frozenset({"script", "style", "template", "noscript", "title", "noframes", "noembed"})
_UNSEEN = frozenset({"template", "noscript"})                  # of these, what they hold was meant to be seen by some
_WITHOUT_PLACE = DROPPED | {"meta", "link", "base"}       # nothing is lost with what these say
RENAMED = {"b": "strong", "i": "em", "s": "del", "strike": "del", "tt": "code", "acronym": "abbr", "image": "img",
           "dir": "ul", "menu": "ul", "listing": "pre", "xmp": "pre", "plaintext": "pre", "legend": "p",
           "main": "div", "form": "div", "fieldset": "div", "dialog": "div", "hgroup": "div", "search": "div",
           "article": "div", "center": "div", "font": "span", "big": "span", "nobr": "span", "marquee": "span",
           "blink": "span", "option": "div", "optgroup": "div", "svg": "span", "math": "span", "select": "span", "button": "span"}
# What HTML knows, or knew, besides: it leaves its content.
_UNWRAPPED = frozenset({
    "html", "head", "body", "meta", "link", "base", "area", "map", "label", "textarea", "output", "meter", "progress",
    "datalist", "canvas", "slot", "param", "frame", "frameset", "applet", "bgsound", "basefont", "keygen", "rb", "rtc",
    "spacer", "isindex", "menuitem", "multicol", "nextid", "selectedcontent"})
_MEANT = {"center": "text-align: center", "big": "font-size: larger", "nobr": "white-space: nowrap"}
_FONT_SIZES = {"1": "x-small", "2": "small", "3": "medium", "4": "large", "5": "x-large", "6": "xx-large",
               "7": "xxx-large"}
_ALIGNS = {"left", "right", "center", "justify"}
_STYLES = re.compile(r"(text-align|color|background-color|font-size|font-weight|font-style|text-decoration|white-space)"
                     r"\s*:\s*([\w#.%, ()-]+)\Z", re.I)
_PLAIN = frozenset({"href", "src", "alt", "id", "class", "title", "lang"})
_SAFE_STARTS = ("http", "/", "#", "mailto:")
_NAME = re.compile(r"[a-z][a-z0-9._-]*\Z")
_NOT_FOREIGN = VOCABULARY | RENAMED.keys() | DROPPED | _UNWRAPPED
_SPANS = {old for old, new in RENAMED.items() if new == "span"}
_FORMATTING = (INLINES - {"a", "ins", "br", "img", "audio", "video", "object", "ruby", "rt", "rp", "picture"}
               ) | {old for old, new in RENAMED.items() if new in INLINES}
# Names that no parser gives: what goes with all it holds (its tail stays), and a tag that is not there any more
# (strip_tags takes all of them away at once).
_HIDDEN_TAG = "_hidden"
_GONE = "_gone"
_FIGURE = "x-figure-of-its-own"           # an element that nobody knows


def to_vocabulary(article: etree._Element, *, whole: bool = False) -> list[Removed]:
    """Bring a parsed tree into the closed vocabulary, in place; returns what had to go. With `whole`, drawings and
    formulas are left alone, and what `noscript` holds is there.
    """
    if not whole:
        return _to_vocabulary(article)
    for element in list(article.iter("noscript")):
        element.tag = "div" if has_blocks(element) else "span"
        element.attrib.clear()
    aside = _set_aside(article)
    removed = _to_vocabulary(article)
    for figure, place in aside:
        if (parent := place.getparent()) is not None:
            figure.tail = place.tail
            parent.replace(place, figure)
    return removed


def _set_aside(article: etree._Element) -> list[tuple[etree._Element, etree._Element]]:
    """Drawings and formulas, each with what stands in its place: something that nobody knows, and that hides as it does."""
    aside: list[tuple[etree._Element, etree._Element]] = []
    for figure in list(article.iter("svg", "math")):
        parent = figure.getparent()
        if parent is None or any(True for _ in figure.iterancestors("svg", "math")):
            continue
        place = etree.Element(_FIGURE, {name: figure.get(name, "") for name in ("hidden", "style") if name in figure.attrib})
        place.tail = figure.tail
        parent.replace(figure, place)
        aside.append((figure, place))
    return aside


def _to_vocabulary(article: etree._Element) -> list[Removed]:
    removed: list[Removed] = []
    if lost := article.get("data-unclosed"):
        removed.append(Removed("hidden", lost))
    names: set[str] = set()
    for element in list(article.iter()):
        tag: str = element.tag  # type: ignore[assignment]
        names.add(tag)
        if (attributes := element.keys()) and tag not in _WITHOUT_PLACE:
            _check_attributes(element, attributes, removed, names)
    if _GONE in names:
        etree.strip_tags(article, _GONE)
    if _HIDDEN_TAG in names:
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
        _Unnesting(article, {RENAMED.get(name, name) for name in formatting}).run()
    return removed


def _check_attributes(element: etree._Element, names: list[str], removed: list[Removed], tags: set[str]) -> None:
    if not _PLAIN.issuperset(names):
        _clean_attributes(element, removed)
        tags.add(str(element.tag))
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
    if "hidden" in attributes or HIDING.search(style):
        if lost := unseen(element):
            removed.append(Removed("hidden", lost))
        for inner in element.iter():                # what is in it goes with it, and is no loss of its own
            inner.attrib.clear()
            inner.tag = _HIDDEN_TAG
        return
    meant = [clean for part in style.split(";") if (clean := _clean_style(part))]
    if (align := attributes.get("align", "").lower()) in _ALIGNS and tag not in ("img", "table"):
        meant.insert(0, f"text-align: {align}")
    if tag == "font":
        meant += _font(attributes)
    if tag == "a" and "href" not in attributes and "name" in attributes and "id" not in attributes:
        attributes["id"] = attributes["name"]
    written = dict(attributes.items())
    if written.pop(CLONE, None) is not None:
        removed = []                                # what it does, its original has done
        written.pop("id", None)
        if not len(element) and is_blank(element.text):
            element.tag = _GONE
    foreign = _is_foreign(tag)
    allowed = ATTRIBUTES.get(RENAMED.get(tag, tag), frozenset()) | GLOBAL_ATTRIBUTES
    kept = {name: value for name, value in written.items() if name != "style" and (
        name in allowed or (foreign and not name.startswith("on") and _NAME.match(name)))}
    unsafe = [name for name, value in kept.items() if (foreign or name in URL_ATTRIBUTES) and is_unsafe_url(value)]
    removed += [Removed("unsafe-url", kept.pop(name)) for name in unsafe]
    attributes.clear()                              # one by one, a name such as `x:y` is none that lxml takes
    attributes.update(kept)
    if meant:
        attributes["style"] = "; ".join(meant)
    removed += [Removed("attribute", f"{name}={value}") for name, value in written.items() if name not in kept
                and name not in unsafe and (name.startswith("on") or (name in URL_ATTRIBUTES and value))]
    if meant and tag not in ("td", "th"):           # Markdown keeps the alignment of columns
        removed.append(Removed("style", tag))


def _is_foreign(tag: str) -> bool:
    return tag not in _NOT_FOREIGN and bool(_NAME.match(tag))


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
            elif tag in _UNSEEN and (lost := unseen(element)):
                removed.append(Removed("hidden", lost))
            continue
        if tag in ("svg", "math"):
            for inner in element.iterdescendants():
                if inner.tag not in _NOT_FOREIGN:             # a shape is no component
                    inner.tag = _GONE
        if tag in _MEANT:
            element.set("style", "; ".join(filter(None, (_MEANT[tag], element.get("style")))))
            removed.append(Removed("style", tag))
        if not _is_foreign(tag):
            element.tag = RENAMED.get(tag, _GONE)
    if dropped := strange & DROPPED:
        etree.strip_elements(article, *dropped, with_tail=False)
    if strange - RENAMED.keys() - DROPPED:
        etree.strip_tags(article, _GONE)


class _Unnesting:
    """Formatting that holds blocks is given to the text in each block instead: `<b><p>x</p></b>` → `<p><b>x</b></p>`."""

    def __init__(self, article: etree._Element, names: set[str]) -> None:
        self.article = article
        self.names = names
        self.budget = 0                  # of steps: each level of formatting takes one for each block within

    def run(self) -> None:
        """Unnest all, from the inside."""
        for element in reversed([element for element in self.article.iter(*self.names) if len(element)]):
            if any(child.tag not in INLINES and (child.tag == _GONE or is_block(child)) for child in element):
                if not self.budget:
                    self.budget = 1000 + 8 * sum(1 for _ in self.article.iter())
                tag, attributes = str(element.tag), dict(element.attrib)
                element.tag = _GONE
                element.attrib.clear()
                attributes.pop("id", None)
                self._give(element, tag, attributes)
        if self.budget:
            etree.strip_tags(self.article, _GONE)

    def _give(self, container: etree._Element, tag: str, attributes: dict[str, str]) -> None:
        """Put each run of phrasing of a container, and of the blocks in it, into an element of its own."""
        children = list(container)
        self.budget -= 1 + len(children)
        if self.budget <= 0:
            self.budget = -1
            return
        holder = None
        if not is_blank(container.text):
            holder = etree.Element(tag, attributes)
            holder.text, container.text = container.text, None
            container.insert(0, holder)
        for child in children:
            if child.tag == _GONE or is_block(child):
                if child.tag not in ("pre", "hr"):
                    self._give(child, tag, attributes)
                holder = None
                if not is_blank(child.tail):
                    holder = etree.Element(tag, attributes)
                    holder.text, child.tail = child.tail, None
                    child.addnext(holder)
                continue
            if holder is None:
                holder = etree.Element(tag, attributes)
                child.addprevious(holder)
            holder.append(child)
