"""What other pages need to know of a file, as far as its path and its head tell."""

from __future__ import annotations

import re

from ..model.front_matter import FrontMatter
from ..model.site import PageFacts, Withheld

_IDS = ("id", "guid", "uuid")
_NUMBER = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-([A-Za-z]{0,6}\d{8,})", re.A)
_ID = re.compile(r"""\s(?:id|name)\s*=\s*["']?([^"'\s>]+)""", re.I)


def id_of(path: str, kind: str, head: FrontMatter) -> str:
    """What names a post for good: its `id`, `guid` or `uuid`, else the number in its file name; empty where there is none."""
    for key in _IDS:
        if written := head.text(key):
            return written
    number = _NUMBER.fullmatch(path.rsplit("/", 1)[-1].rsplit(".", 1)[0]) if kind == "post" else None
    return number[1] if number else ""


def redirects_of(aliases: tuple[str, ...], head: FrontMatter) -> tuple[str, ...]:
    """Of the URLs that lead to a page, those that its head asks for: they send on to it."""
    if not aliases:
        return ()
    asked = head.values.get("redirect_from") or head.values.get("aliases") or ()
    names = {f"/{str(name).lstrip('/')}" for name in (asked if isinstance(asked, list) else [asked])}
    return tuple(alias for alias in aliases if alias in names or (names and head.values.get("aliases")))


def left_out(path: str) -> PageFacts:
    """A file that the generator passes over, and the URL at which somebody may look for it."""
    withheld = None if path[0] in "._" or "/_" in path or "/." in path else Withheld(f"/{path}", "the site leaves that file out")
    return PageFacts(path, "", None, withheld=withheld)


def ids_in(text: str) -> frozenset[str] | None:
    """The ids in the text of a layout; None when a template makes one of them."""
    found = _ID.findall(text)
    return None if any("{" in name for name in found) else frozenset(found)
