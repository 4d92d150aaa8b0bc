"""What a Markdown text defines in one place and uses in another: the targets of reference links, and footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

# Where a block begins and ends, and whether HTML is in it.
Block: TypeAlias = tuple[int, int, bool]

_BLANK_LINES = re.compile(r"(?:[ \t]*+[\r\n]++)*+")
_LABEL = re.compile(r"^ {0,3}\[((?:[^\[\]\\]|\\.)++)\]:", re.M)
_BRACKETED = re.compile(r"\[((?:[^\[\]\\]|\\.)++)\]")
_WITHIN = re.compile(r"^[ \t>*+\d.)-]+\[((?:[^\[\]\\\n]|\\.)++)\]:", re.M)        # in a quote, an item
_DEFINES = re.compile(r"^[ \t>*+\d.)-]*\[(?:[^\[\]\\\n]|\\.)++\]:", re.M)
_NOTE = re.compile(r"^[ \t>*+\d.)-]*\[\^[^\]\n]+\]:", re.M)


class Definitions:
    """The definitions of a text, by its blocks: those that stay as they are, and are needed to render the others."""

    def __init__(self, text: str, blocks: list[Block], render: Callable[[str], str]) -> None:
        self._text = text
        self._render = render
        self._has_notes = _NOTE.search(text) is not None
        self._known: dict[str, list[str]] = {}
        self._within: set[str] = set()
        for block, end, _ in blocks:
            start = self._first_line(block)
            if _LABEL.match(text, start, end):
                self._enter(start, end)
            else:
                self._within.update(_normal(label) for label in _WITHIN.findall(text, start, end))

    def _first_line(self, start: int) -> int:
        blank = _BLANK_LINES.match(self._text, start)
        return blank.end() if blank else start

    def _enter(self, start: int, end: int) -> None:
        labels = [*_LABEL.finditer(self._text, start, end)]
        for label, behind in zip(labels, [*(match.start() for match in labels[1:]), end], strict=True):
            known = self._known.setdefault(_normal(label[1]), [])
            known[1:] = [self._text[label.start():behind]]          # the first holds, or the last: in kramdown

    def kept(self, blocks: list[Block]) -> list[Block]:
        """Blocks, of which those hold no HTML that only define the targets of links."""
        return [(start, end, holds_html and not self._only_defines(start, end)) for start, end, holds_html in blocks]

    def _only_defines(self, start: int, end: int) -> bool:
        label = _LABEL.match(self._text, self._first_line(start), end)
        return label is not None and label[1][0] != "^" and not self._render(self._text[start:end]).strip()

    def needed(self, piece: str) -> str | None:
        """The definitions that a piece of the text needs to be rendered; None when it cannot be parted from the others:
        it defines something itself, or needs a footnote or what is defined within another block.
        """
        if _DEFINES.search(piece) or (self._has_notes and "[^" in piece):
            return None
        labels = dict.fromkeys(map(_normal, _BRACKETED.findall(piece)))
        if not self._within.isdisjoint(labels):
            return None
        used = [definition for label in labels for definition in self._known.get(label, ())]
        return "\n\n".join(definition for definition in used if not self._render(definition).strip())


def _normal(label: str) -> str:
    """The name of a label: white space and case tell no difference (4.7)."""
    return " ".join(label.split()).casefold()
