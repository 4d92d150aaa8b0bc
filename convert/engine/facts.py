"""What other pages need to know of files that are not read as pages: those that are left out, and layouts."""

from __future__ import annotations

import re

from ..model.site import PageFacts, Withheld

_ID = re.compile(r"""\s(?:id|name)\s*=\s*["']?([^"'\s>]+)""", re.I)


def left_out(path: str) -> PageFacts:
    """A file that the generator passes over, and the URL at which somebody may look for it."""
    withheld = None if path[0] in "._" or "/_" in path or "/." in path else Withheld(f"/{path}", "the site leaves that file out")
    return PageFacts(path, "", None, withheld=withheld)


def ids_in(text: str) -> frozenset[str] | None:
    """The ids in the text of a layout; None when a template makes one of them."""
    found = _ID.findall(text)
    return None if any("{" in name for name in found) else frozenset(found)
