"""Every element where HTML allows it (Living Standard, 3.2.5 "Content models"): what stands elsewhere is given a parent of
its own, or the element around it makes room. No text moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from ...model.body import BLOCKS, HEADINGS, VOID, is_blank
from .attributes import XML_LANG
from .models import CHILDREN, GROUPS, INSIDE, INTERACTIVE, LISTS, PARENTS, PHRASING, SIMPLE, TRANSPARENT, UNLINKABLE
from .ways import GONE, unwrap

if TYPE_CHECKING:
    from .repairs import Record

# What a lone part of something is put into, or becomes.
_HOLDERS = {"li": "ul", "dt": "dl", "dd": "dl"}
_HELD = "data-held"                                    # marks what was made a holder
_DROPPED = frozenset({"col", "colgroup", "source", "track"})
# What holds phrasing and has to stay whole: blocks in it become lines.
_LINES = frozenset({"ruby", "rt", "rp", "summary", "pre", *HEADINGS})
_READINGS = frozenset({"ruby", "rt", "rp"})
_SPLIT = (PHRASING - TRANSPARENT - {"ruby", "svg", "math"}) | {"p", *HEADINGS}
_ONLY_PARTS = LISTS | GROUPS | {"dl", "table", "tr", "ruby", "colgroup"}
_UNSHARED = frozenset({"a", "input", "rp"})            # no link stands inside
_GLOBAL = frozenset({"id", "class", "lang", "dir", "title", "style", XML_LANG})


def fits(pairs: set[tuple[str, str]]) -> bool:
    """Every child may stand in its parent, as far as their names tell (parent, child); of a block in a link they do not."""
    return all(child in CHILDREN[parent] and (parent not in TRANSPARENT or child not in BLOCKS) for parent, child in pairs)


def strays(body: etree._Element, tags: set[str], record: Record) -> None:
    """Give a parent to what stands outside of it: items a list, terms a list of terms; a caption is a block of its own."""
    parts = tags & PARENTS.keys()
    for part in list(body.iter(*parts)) if parts else ():
        parent, tag = part.getparent(), str(part.tag)
        if parent is None or parent.tag in PARENTS[tag] or _is_group(parent, tag):
            continue
        record.repairs["nesting"] += 1
        if tag in _HOLDERS:
            _hold(part, _HOLDERS[tag])
        else:
            part.tag = GONE if tag in _DROPPED else "div" if tag in BLOCKS else "span"
    etree.strip_tags(body, GONE)
    etree.strip_attributes(body, _HELD)


def _is_group(parent: etree._Element, tag: str) -> bool:
    """A `div` in a list of terms, around a term or what is said of it."""
    around = parent.getparent()
    return tag in ("dt", "dd") and parent.tag == "div" and around is not None and around.tag == "dl"


def _hold(part: etree._Element, name: str) -> None:
    """Put a part, and those of its kind that follow, into a holder."""
    before = part.getprevious()
    if before is not None and before.get(_HELD) == name and is_blank(before.tail):
        holder = before
    else:
        holder = etree.Element(name, {_HELD: name})
        part.addprevious(holder)
    holder.tail = None
    tail, part.tail = part.tail, None
    holder.append(part)
    holder.tail = tail


def to_lines(body: etree._Element, tags: set[str], record: Record) -> None:
    """Make lines of the blocks inside what can hold no blocks, and has to stay one thing."""
    whole = tags & _LINES
    for element in list(body.iter(*whole)) if whole else ():
        inner = {str(child.tag) for child in element.iterdescendants()}
        blocks = inner & BLOCKS
        if element.tag == "rp" and not inner.isdisjoint(("svg", "math", "img", "input")):
            element.tag = "span"
        elif element.tag == "rp" and inner:                     # holds text alone
            etree.strip_tags(element, *inner)
        elif not blocks or (element.tag in HEADINGS and not blocks <= SIMPLE) or _is_heading_alone(element):
            continue
        for block in list(element.iterdescendants(*blocks)) if blocks else ():
            _to_line(block, breaks=element.tag not in _READINGS)
        etree.strip_tags(element, GONE)
        record.repairs["nesting"] += 1


def _is_heading_alone(element: etree._Element) -> bool:
    """A summary that is one heading (4.11.2)."""
    return element.tag == "summary" and len(element) == 1 and element[0].tag in HEADINGS and is_blank(element.text) \
        and is_blank(element[0].tail) and not any(child.tag in BLOCKS for child in element[0].iterdescendants())


def _to_line(block: etree._Element, *, breaks: bool) -> None:
    """A block becomes a line: with breaks before it and behind it, where there is something to set it off from."""
    if breaks:
        _set_off(block)
    kept = {name: value for name, value in block.items() if name in _GLOBAL}
    block.attrib.clear()
    block.attrib.update(kept)
    block.tag = "span" if kept and block.tag not in VOID else GONE


def _set_off(block: etree._Element) -> None:
    before, parent, behind = block.getprevious(), block.getparent(), block.getnext()
    is_first = before is None and parent is not None and is_blank(parent.text)
    if not is_first and (before is None or before.tag != "br" or not is_blank(before.tail)):
        block.addprevious(etree.Element("br"))
    if not is_blank(block.tail) or (behind is not None and behind.tag not in BLOCKS and behind.tag != "br"):
        end = etree.Element("br")
        end.tail, block.tail = block.tail, None
        block.addnext(end)


def split(body: etree._Element, record: Record) -> None:
    """Let a paragraph, a heading or phrasing end before a block in it, and begin anew behind it."""
    elements = list(body.iter())
    holding: set[etree._Element] = set()                  # links and their like that hold blocks
    budget = 1000 + 8 * len(elements)                     # of steps: past it, what is around blocks goes
    for element in reversed(elements):
        tag = str(element.tag)
        if tag in TRANSPARENT:
            if any(child.tag in BLOCKS or child in holding for child in element):
                holding.add(element)
        elif tag in _SPLIT and len(element) and any(child.tag in BLOCKS or child in holding for child in element):
            record.repairs["nesting"] += 1
            budget -= len(element)
            if budget > 0:
                _split(element, holding)
            else:
                element.tag = GONE
    etree.strip_tags(body, GONE)


def _split(element: etree._Element, holding: set[etree._Element]) -> None:
    attributes = {name: value for name, value in element.items() if name != "id"}
    pieces = [element]
    parts: list[etree._Element] = []
    for child in list(element):
        if child.tag in BLOCKS or child in holding:
            pieces.append(etree.Element(str(element.tag), attributes))
            pieces[-1].text, child.tail = child.tail, None
            parts += child, pieces[-1]
        elif len(pieces) > 1:
            pieces[-1].append(child)
    last, rest, element.tail = element, element.tail, None
    for part in parts:
        last.addnext(part)
        last = part
    last.tail = rest
    for piece in pieces:
        if not len(piece) and is_blank(piece.text) and not piece.get("id"):
            piece.tag = GONE


def share(body: etree._Element, record: Record) -> None:
    """No link around another one, or around what is acted upon: the outer one is shared out among what is beside that."""
    for link in list(body.iter("a")):
        inner = [element for element in link.iterdescendants() if element.tag in INTERACTIVE]
        if inner:
            record.repairs["nesting"] += 1
            around = set(inner).union(*(element.iterancestors() for element in inner))
            attributes = dict(link.attrib)
            link.attrib.clear()
            if name := attributes.pop("id", None):
                link.set("id", name)
            unwrap(link)
            _share(link, attributes, around)
    etree.strip_tags(body, GONE)


def _share(container: etree._Element, attributes: dict[str, str], around: set[etree._Element]) -> None:
    """Put each run of what holds nothing to act upon into a link of its own."""
    holder = None
    text, children = container.text, list(container)
    if not is_blank(text) and container.tag not in _ONLY_PARTS:
        holder = etree.Element("a", attributes)
        holder.text, container.text = text, None
        container.insert(0, holder)
    for child in children:
        if child in around or child.tag in UNLINKABLE:
            if child.tag not in _UNSHARED:
                _share(child, attributes, around)
            holder = None
            if not is_blank(child.tail) and container.tag not in _ONLY_PARTS:
                holder = etree.Element("a", attributes)
                holder.text, child.tail = child.tail, None
                child.addnext(holder)
        elif holder is None:
            holder = etree.Element("a", attributes)
            child.addprevious(holder)
            holder.append(child)
        else:
            holder.append(child)


def rename_inside(body: etree._Element, tags: set[str], record: Record) -> None:
    """What may not stand anywhere inside an element becomes one without a meaning."""
    for outer in INSIDE.keys() & tags:
        renamed = INSIDE[outer]
        inner = tags & renamed.keys()
        for element in list(body.iter(outer)) if inner else ():
            for one in element.iterdescendants(*inner):
                parent = one.getparent()
                one.tag = "span" if parent is not None and parent.tag == "summary" else renamed[str(one.tag)]
                record.repairs["nesting"] += 1
