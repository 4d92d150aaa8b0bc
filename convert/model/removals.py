"""Where in the markup stands what a body does not hold any more: the second look that only findings pay for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .body import text_of
from .links import CLONE

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .document import Removed

_SEEN_AS_LOOKS = frozenset({"center", "font", "big", "nobr"})
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def places_of(markup: _Element, removed: Removed) -> Iterator[tuple[_Element, str | None]]:
    """The elements, and the attributes of them, that may be what was removed, in document order."""
    kind, detail = removed
    for element in markup.iter():
        if element.get(CLONE) is not None:
            continue
        if kind in ("script", "hidden"):
            if _is_unseen(element, kind) and detail in (text_of(element).strip(), element.get("src")):
                yield element, None
        elif kind == "style":
            if element.tag == detail and (element.tag in _SEEN_AS_LOOKS or element.get("style") or element.get("align")):
                yield element, None
        else:
            wanted = detail.split("=", 1)[-1] if kind == "attribute" else detail
            yield from ((element, str(name)) for name, value in element.items() if value == wanted)


def _is_unseen(element: _Element, kind: str) -> bool:
    if kind == "script":
        return element.tag == "script"
    return element.tag in ("template", "noscript") or element.get("hidden") is not None \
        or _HIDING.search(element.get("style") or "") is not None
