"""Attributes: each says what HTML lets it say, or goes (HTML Living Standard, "Attributes" of the index)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from ...model.body import ATTRIBUTES, GLOBAL_ATTRIBUTES, VOCABULARY
from .styles import looks

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .repairs import Record

_Rule: TypeAlias = "Callable[[str], str | None]"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# A well-formed tag of a language (BCP 47, 2.1, without what is grandfathered).
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?\Z", re.I)
_LOCALE = re.compile(r"[.@].*", re.S)                  # what an operating system puts behind: `zh_CN.UTF-8`
# What the other passes look after, and what may stand on an element at all.
_PLAIN = {"": frozenset({"title", "class", "id"}), "a": frozenset({"href", "title", "class", "id"}),
          "img": frozenset({"src", "alt", "title", "class", "id"})}
_ALLOWED = {tag: GLOBAL_ATTRIBUTES | {XML_LANG, "aria-label"} | ATTRIBUTES.get(tag, frozenset()) for tag in VOCABULARY}
_DATE = r"[0-9]{4,}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,3})?)?"
_MOMENT = rf"{_DATE}[T ]{_TIME}(?:Z|[+-][0-9]{{2}}:?[0-9]{{2}})?"
_DURATION = r"P(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]{1,3})?S)?)?(?<=[DHMS])"


def language(written: str) -> str | None:
    """A tag of a language as BCP 47 writes it; None for what is none."""
    tag = _LOCALE.sub("", written.strip().replace("_", "-"))
    return tag if _LANGUAGE.match(tag) else None


def _like(pattern: str) -> _Rule:
    """The value itself, if all of it is like a pattern."""
    compiled = re.compile(rf"(?:{pattern})\Z")
    return lambda value: stripped if compiled.match(stripped := value.strip(" \t\n\r\f")) else None


def _said(name: str) -> _Rule:
    """A boolean attribute: it is there, whatever it says."""
    return lambda _: name


def _one_of(*words: str) -> _Rule:
    return lambda value: word if (word := value.strip().lower()) in words else None


def _number(lowest: int, highest: int) -> _Rule:
    """A whole number within bounds (2.3.4.2 "Non-negative integers": what is behind the digits does not count)."""
    digits = re.compile(r"[ \t\n\r\f]*\+?([0-9]{1,9})")

    def number(value: str) -> str | None:
        match = digits.match(value)
        return str(min(int(match[1]), highest)) if match and int(match[1]) >= lowest else None
    return number


def _left_out(_: str) -> None:
    return None


_INTEGER = _like(r"-?[0-9]{1,9}")
_PIXELS = _like(r"[0-9]{1,9}")
_SPAN = _number(1, 1000)                               # 4.9.11: a cell spans no more columns
_RULES: dict[str, _Rule] = {
    "dir": _one_of("ltr", "rtl", "auto"), "start": _INTEGER, "reversed": _said("reversed"), "open": _said("open"),
    "colspan": _SPAN, "rowspan": _number(0, 65534), "span": _SPAN, "scope": _one_of("row", "col", "rowgroup", "colgroup"),
    "width": _PIXELS, "height": _PIXELS, "hreflang": language, "srcset": _left_out, "sizes": _left_out,
}
_OF: dict[tuple[str, str], _Rule] = {
    ("ol", "type"): _like("[1aAiI]"),
    ("a", "type"): _like(r"[a-zA-Z0-9!#$&+^_-]+/[a-zA-Z0-9!#$&+^_-]+.*"),
    ("li", "value"): _INTEGER,
    ("time", "datetime"): _like(rf"{_MOMENT}|{_DATE}|[0-9]{{4,}}-[0-9]{{2}}|[0-9]{{4,}}-W[0-9]{{2}}|[0-9]{{4}}|{_TIME}|{_DURATION}"),
    **{(tag, "datetime"): _like(f"{_DATE}|{_MOMENT}") for tag in ("ins", "del")},
}
_NEEDED = {"bdo": "dir", "data": "value"}              # without this attribute, an element says nothing
NEEDING = frozenset({*_NEEDED, "time", "li"})


def tidy(element: _Element, names: list[str], record: Record) -> None:
    """Bring an element's attributes, by these names, into order."""
    tag = str(element.tag)
    if _PLAIN.get(tag, _PLAIN[""]).issuperset(names):
        return
    attributes = element.attrib
    allowed = _ALLOWED.get(tag, GLOBAL_ATTRIBUTES) if tag != "a" or "href" in names else GLOBAL_ATTRIBUTES
    for name in names:
        if name not in allowed:
            del attributes[name]
            record.repairs["attributes"] += 1
            continue
        rule = _OF.get((tag, name)) or _RULES.get(name)
        if rule:
            written = attributes[name]
            value = rule(str(written))
            if value is None:
                del attributes[name]
            elif value != written:
                attributes[name] = value
            if value != written and name not in ("srcset", "sizes"):
                record.repairs["attributes"] += 1
    if "lang" in names:
        _tidy_language(element, record)
    if "style" in names:
        _tidy_style(element, record)


def to_meaning(element: _Element, record: Record) -> None:
    """An element that says nothing without an attribute, and does not have it, is a span."""
    tag = str(element.tag)
    if (tag in _NEEDED and _NEEDED[tag] not in element.attrib) or (tag == "time" and "datetime" not in element.attrib and len(element)):
        element.tag = "span"
        record.repairs["attributes"] += 1
    elif tag == "li" and "value" in element.attrib and ((parent := element.getparent()) is None or parent.tag != "ol"):
        del element.attrib["value"]
        record.repairs["attributes"] += 1


def _tidy_language(element: _Element, record: Record) -> None:
    written = str(element.attrib.pop("lang"))
    if tag := language(written):
        element.set("lang", tag)
        element.set(XML_LANG, tag)
    record.repairs["attributes"] += tag != written


def _tidy_style(element: _Element, record: Record) -> None:
    classes, style = looks(str(element.attrib.pop("style")))
    if classes:
        element.set("class", " ".join(filter(None, (element.get("class"), *classes))))
    if style:
        element.set("style", style)
    record.repairs["looks"] += 1
