"""Ids and the fragments that lead to them: each id once and a name, each fragment where its id is (Living Standard, 3.2.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ...model.fragments import heading_ids
from .addresses import address
from .tables import heads_of
from .ways import unlink

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .repairs import Record

_BLANKS = re.compile(r"\s+")


def mend_ids(body: _Element, record: Record) -> set[str]:
    """Let each id be a name, and stand once; the first place keeps it. What links say of them follows. Returns them all."""
    seen: set[str] = set()
    named = claim(body.iter(), seen, record)
    _mend_fragments(body, named, seen, record)
    return seen


def claim(elements: Iterable[_Element], seen: set[str], record: Record) -> dict[str, str]:
    """Give elements the ids that are written, as far as nobody has them; how each that is written is now."""
    named: dict[str, str] = {}
    for element in elements:
        written = element.get("id")
        if written is None:
            continue
        target = record.document.restore(written)
        name = _BLANKS.sub("-", target.strip())
        named.setdefault(target, name)
        record.repairs["ids"] += name != written or name in seen
        if not name or name in seen:
            del element.attrib["id"]
            continue
        if name != written:
            element.set("id", name)
        seen.add(name)
    return named


def _mend_fragments(body: _Element, named: dict[str, str], seen: set[str], record: Record) -> None:
    headings: dict[str, _Element] | None = None
    for link in body.iter("a"):
        written = link.get("href", "")
        if written[:1] != "#" or written == "#":
            continue
        fragment = record.document.restore(written[1:])
        meant = next((named[name] for name in (fragment, unquote(fragment)) if named.get(name)), None)
        if meant is None:
            headings = heading_ids(body) if headings is None else headings
            if (heading := headings.get(unquote(fragment))) is not None:
                meant = str(heading.get("id") or unquote(fragment))
                heading.set("id", meant)
                seen.add(meant)
                named[unquote(fragment)] = meant
        if meant is not None:
            link.set("href", address(f"#{fragment if meant in (fragment, unquote(fragment)) else meant}") or "")
        elif fragment.lower() == "top":                       # the start of the document (7.4.6.4)
            link.set("href", "#")
        else:
            record.lose("fragment", written)
            unlink(link)


def mend_headers(body: _Element, record: Record) -> None:
    """A cell names as its headers those of its table alone (4.9.11)."""
    for table in body.iter("table"):
        cells = [cell for cell in table.iter("td", "th") if "headers" in cell.attrib]
        heads = heads_of(table) if cells else frozenset()
        for cell in cells:
            if not heads.issuperset(cell.get("headers", "").split()) or not cell.get("headers", "").strip():
                del cell.attrib["headers"]
                record.repairs["tables"] += 1
