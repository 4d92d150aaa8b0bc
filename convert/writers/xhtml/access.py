"""What those need who listen to a document, or find their way by its headings (WCAG 2.2; EPUB Accessibility 1.1, 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.body import HEADINGS, is_blank, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .repairs import Record

ASKED_FOR = frozenset({*HEADINGS, "a", "details", "header", "footer"})


def open_up(body: _Element, tags: set[str], record: Record) -> None:
    """Give every link a name and every heading the level below the one before it, in place; what is a landmark of a page is
    none of a part of it, and what opens and closes holds no link in the place to press.
    """
    for furniture in body.iter("header", "footer"):
        furniture.tag = "div"
    if not tags.isdisjoint(HEADINGS):
        record.repairs["headings"] += _in_steps(body)
    for link in body.iter("a") if "a" in tags else ():
        if link.get("href") and not _has_name(link):
            link.set("aria-label", str(link.get("href")))
            record.repairs["unnamed"] += 1
    for details in list(body.iter("details")) if "details" in tags else ():
        summary = details.find("summary")
        if summary is not None and next(summary.iter("a"), None) is not None:
            details.tag = summary.tag = "div"
            details.attrib.pop("open", None)
            record.repairs["nesting"] += 1


def _in_steps(body: _Element) -> int:
    """Number headings so that none is more than a level below the one before it; how many have another level now.

    The title of the document is above all of them.
    """
    above, changed = [(1, 1)], 0
    for heading in body.iter(*HEADINGS):
        level = int(str(heading.tag)[1])
        while above and above[-1][0] >= level:
            above.pop()
        own = above[-1][1] + 1 if above else 1
        above.append((level, own))
        if own != level:
            heading.tag = f"h{own}"
            changed += 1
    return changed


def _has_name(link: _Element) -> bool:
    return not is_blank(text_of(link)) or any(image.get("alt") for image in link.iter("img")) \
        or bool(link.get("title")) or link.find(".//svg") is not None
