"""Strikethrough by one tilde inside of words: GitHub and Goldmark strike `2~3 and 4~5` through, the parser does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category

from .runs import Item, Kind, Run
from .tokens import Markup

_INSIDE = re.compile(r"(?<![\s~\\])~(?=[^\s~])")


def may_strike(text: str) -> bool:
    """A text may hold a tilde inside of a word."""
    return "~" in text and _INSIDE.search(text) is not None


def strikes(run: Run, data: bytes) -> list[Markup]:
    """The tildes of a run that strike through what is between them; the parser has left them all as text.

    CommonMark 0.31.2, section 6.2, says which can begin and which can end it; unlike with `_`, some can do both. Both
    tildes stand in the same emphasis or link.
    """
    found: list[Markup] = []
    waiting: list[list[int]] = [[]]            # where it has begun, in each element that is open
    last = -1                                  # where the text before ended
    for item in run.items:
        if item.kind in {Kind.MARK, Kind.LINK}:
            waiting.append([])
        elif item.kind in {Kind.MARK_END, Kind.LINK_END} and len(waiting) > 1:
            waiting.pop()
        elif item.kind is Kind.TEXT:
            for at in _tildes(item, data, last):
                can_begin, can_end = _flanks(data, at)
                if can_end and waiting[-1]:
                    begun = waiting[-1].pop()
                    found += Markup(begun, begun + 1, "<del>"), Markup(at, at + 1, "</del>")
                elif can_begin:
                    waiting[-1].append(at)
        last = item.end if item.kind is Kind.TEXT else -1
    return sorted(found)


def _tildes(item: Item, data: bytes, last: int) -> Iterator[int]:
    """Where tildes stand in a text that are neither escaped, nor written as references, nor one of several."""
    if "~" in item.text:
        at = data.find(b"~", item.start, item.end)
        while at >= 0:
            is_escaped = at == item.start != last and data[at - 1:at] == b"\\"
            if not is_escaped and b"~" not in {data[at - 1:at], data[at + 1:at + 2]}:
                yield at
            at = data.find(b"~", at + 1, item.end)


def _flanks(data: bytes, at: int) -> tuple[bool, bool]:
    """A tilde is left-flanking, and right-flanking."""
    before = data[max(0, at - 4):at].decode(errors="ignore")[-1:] or " "
    behind = data[at + 1:at + 5].decode(errors="ignore")[:1] or " "
    is_left = not behind.isspace() and (not _is_punctuation(behind) or before.isspace() or _is_punctuation(before))
    is_right = not before.isspace() and (not _is_punctuation(before) or behind.isspace() or _is_punctuation(behind))
    return is_left, is_right


def _is_punctuation(character: str) -> bool:
    return category(character)[0] in "PS"
