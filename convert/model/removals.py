"""Where in the markup stands what a body does not hold any more: the second look that only findings pay for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from .body import text_of
from .links import CLONE

if TYPE_CHECKING:
    from lxml.etree import _Element

_Removal: TypeAlias = "tuple[str, str]"                 # a `document.Removed`: its kind and its detail
_Place: TypeAlias = "tuple[_Element, str | None]"
_LOOKS = re.compile(r"(?:^|;)\s*(?:text-align|color|background-color|font-|text-decoration|white-space)", re.I)
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def is_unseen(element: _Element) -> bool:
    """An element that browsers show nothing of, as far as its own tag says."""
    return element.tag in ("template", "noscript") or element.get("hidden") is not None \
        or HIDING.search(element.get("style") or "") is not None


def is_hidden(element: _Element) -> bool:
    """Browsers show nothing of an element, as its own tag says or that of one around it."""
    return is_unseen(element) or any(map(is_unseen, element.iterancestors()))


def unseen(element: _Element) -> str:
    """What nobody sees of an element: its text, else where its first picture or frame comes from."""
    return text_of(element).strip() or next(filter(None, (inner.get("src") for inner in element.iter("img", "iframe"))), "")


def places_in(markup: _Element) -> Mapping[_Removal, list[_Place]]:
    """The elements, and the attributes of them, that may be what was removed, in document order, by removal."""
    places: dict[_Removal, list[_Place]] = defaultdict(list)
    for element in markup.iter():
        if element.get(CLONE) is None:
            for kind, detail, attribute in _removals(element):
                places[kind, detail].append((element, attribute))
    return places


def _removals(element: _Element) -> Iterator[tuple[str, str, str | None]]:
    """What an element may have been removed as: kind, detail, and the attribute that it is about."""
    tag = str(element.tag)
    if tag == "script":
        yield "script", text_of(element).strip() or element.get("src") or "", None
    elif is_unseen(element):
        yield "hidden", unseen(element), None
    if _has_looks(element, tag):
        yield "style", "", None
    for name, value in element.items():
        yield "attribute", f"{name}={value}", str(name)
        yield "unsafe-url", str(value), str(name)
        yield "target", str(value), str(name)


def _has_looks(element: _Element, tag: str) -> bool:
    """The looks of an element say something, as far as a body holds them (the alignment of columns stays)."""
    if tag in ("center", "big", "nobr") or (tag == "font" and (element.get("color") or element.get("size"))):
        return True
    return tag not in ("td", "th") and bool(
        _LOOKS.search(element.get("style") or "") or (tag not in ("img", "table") and element.get("align")))
