"""Lists and what has a caption: every part where it belongs, and as many as may be (HTML Living Standard, 4.4, 4.11.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from ...model.body import is_blank
from .models import LISTS
from .ways import GONE, shows_nothing

if TYPE_CHECKING:
    from .repairs import Record


def mend_list(parent: etree._Element, record: Record) -> None:
    """An `ul` or `ol` holds items alone: what hangs between them belongs to the item before, as a list that is pasted
    in does, else it is an item of its own.
    """
    if _gather(parent, frozenset({"li"}), "li", joins=LISTS):
        record.repairs["lists"] += 1
    _vanish_if_empty(parent, record)


def mend_terms(parent: etree._Element, record: Record) -> None:
    """A `dl` is terms and what is said of them, in turns, all of them in groups or none."""
    parts = frozenset({"dt", "dd", "div"})
    repaired = _gather(parent, parts, "dd")
    groups = parent.findall("div")
    if groups and not (len(groups) == len(parent) and all(map(_is_whole, groups))):
        for group in groups:
            if any(child.tag in ("dt", "dd") for child in group):
                _gather(group, frozenset({"dt", "dd"}), "dd")
                group.tag = GONE
            else:
                group.tag = "dd"
                _wrap_again(group)
        etree.strip_tags(parent, GONE)
        groups, repaired = [], True
    if not groups and len(parent):
        repaired |= _take_turns(parent)
    record.repairs["lists"] += repaired
    _vanish_if_empty(parent, record)


def _wrap_again(group: etree._Element) -> None:
    """A `div` that was no group stays one inside what is said."""
    if len(group.attrib):
        inner = etree.Element("div", dict(group.attrib))
        inner.text, group.text = group.text, None
        inner.extend(list(group))
        group.attrib.clear()
        group.append(inner)


def _is_whole(group: etree._Element) -> bool:
    """A group is one or more terms, then one or more things said of them, and nothing else."""
    kinds = [str(child.tag) for child in group]
    turn = kinds.index("dd") if "dd" in kinds else 0
    return turn > 0 and set(kinds[:turn]) == {"dt"} and set(kinds[turn:]) == {"dd"} and is_blank(group.text) \
        and all(is_blank(child.tail) for child in group)


def _take_turns(parent: etree._Element) -> bool:
    """Put an empty term before what is said of none, and say nothing of the last term."""
    is_first, is_last = parent[0].tag == "dd", parent[-1].tag == "dt"
    if is_first:
        parent.insert(0, etree.Element("dt"))
    if is_last:
        etree.SubElement(parent, "dd")
    return is_first or is_last


def _gather(parent: etree._Element, parts: frozenset[str], name: str, joins: frozenset[str] = frozenset()) -> bool:
    """Put what is no part of a parent, text or elements, into parts of their own, run by run; were there any?"""
    holder: etree._Element | None = None
    found = False
    children = list(parent)
    if not is_blank(parent.text):
        holder, found = etree.Element(name), True
        holder.text, parent.text = parent.text, None
        parent.insert(0, holder)
    for child in children:
        if child.tag in parts:
            holder = None
            if not is_blank(child.tail):
                holder, found = etree.Element(name), True
                holder.text, child.tail = child.tail, None
                child.addnext(holder)
            continue
        found = True
        if holder is None and is_blank(child.tail) and (child.tag == "br" or shows_nothing(child)):
            parent.remove(child)
            continue
        if holder is None:
            before = child.getprevious()
            holder = before if before is not None and child.tag in joins else etree.Element(name)
            if holder is not before:
                child.addprevious(holder)
        holder.append(child)
    return found


def _vanish_if_empty(parent: etree._Element, record: Record) -> None:
    if not len(parent):
        parent.tag = "div" if parent.get("id") else GONE
        for name in ("start", "reversed", "type"):
            parent.attrib.pop(name, None)
        record.repairs["lists"] += 1


def mend_figure(figure: etree._Element, record: Record) -> None:
    """A figure has one caption, first or last."""
    captions = figure.findall("figcaption")
    if not captions:
        return
    last = figure[-1]
    chosen = captions[0] if figure[0] is captions[0] and is_blank(figure.text) else \
        captions[-1] if last is captions[-1] and is_blank(last.tail) else None
    for caption in captions:
        if caption is not chosen:
            caption.tag = "div"
            record.repairs["captions"] += 1


def mend_details(details: etree._Element, record: Record) -> None:
    """Details have one summary, first; without it, all of them is shown."""
    summaries = details.findall("summary")
    is_first = bool(summaries) and details[0] is summaries[0] and is_blank(details.text)
    for summary in summaries[is_first:]:
        summary.tag = "div"
        record.repairs["captions"] += 1
    if not is_first:
        details.tag = "div"
        details.attrib.pop("open", None)
        record.repairs["captions"] += 1
