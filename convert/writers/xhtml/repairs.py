"""What was done to bring a document into order, counted by kind, and what had to be left out on the way."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ...model.finding import Finding, Lost
from ..losses import LOSSES

if TYPE_CHECKING:
    from ...model.document import Document

# Each kind of repair, and what was brought into order.
REPAIRS = {
    "nesting": "elements that stood where HTML does not allow them",
    "lists": "lists with more in them than items",
    "tables": "tables whose parts were out of order",
    "ruby": "annotations without their text, or text without an annotation",
    "captions": "captions and summaries that were not first",
    "embeds": "films, frames and pictures that became links or text",
    "drawings": "drawings and formulas with parts that a book cannot show",
    "ids": "ids that were no names, or came twice",
    "addresses": "addresses that were not written as addresses are",
    "attributes": "attributes that HTML has no meaning for",
    "headings": "headings that left out a level",
    "unnamed": "links without a text",
    "looks": "colours, sizes and alignments",
    "characters": "characters that no XML may hold",
}
# Why a target or a picture is left out: what is said of it, and how to keep it.
_REASONS = {
    "address": ("loss-link", "a link target is left out, the text stays (no address that a book can hold)",
                "write a whole address of the web, or of another post"),
    "fragment": ("loss-link", "a link target is left out, the text stays (nothing in the post has this id)",
                 "give the place that it should lead to this id"),
    "outside": ("loss-link", "a link target is left out, the text stays (it leads out of what is converted)",
                "convert what it leads to as well, or link to the web"),
    "remote": ("loss-image", "a picture of the web is left out, a link to it stays", "keep it in the folder that --images names"),
    "picture": ("loss-image", "a picture is left out, the alternative text stays (it cannot be had)", LOSSES["loss-image"].help),
}
_SHOWN = 60


class Record:
    """What was done to one document: `repairs` by kind, and the findings of what was left out."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.repairs: Counter[str] = Counter()
        self.losses: list[Finding] = []
        self._seen: Counter[str] = Counter()

    def lose(self, reason: str, written: str) -> None:
        """A target or a source, as it stands in the tree, is left out for a reason."""
        rule, message, help = _REASONS[reason]
        target = " ".join(self.document.restore(written).split())
        shown = target if len(target) <= _SHOWN else target[:_SHOWN] + "…"
        at = Lost("target", written, self._seen[written])
        self._seen[written] += 1
        self.losses.append(Finding(f"{message}: “{shown}”", at, help=help,
                                   subject=target, rule=rule))
