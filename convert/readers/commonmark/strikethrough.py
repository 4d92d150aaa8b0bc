"""Strikethrough by one tilde inside of words: GitHub and Goldmark strike `2~3 and 4~5` through, the parser does not."""

from __future__ import annotations

import re
from unicodedata import category

from .runs import Item, Kind, Run
from .tokens import Strike

_INSIDE = re.compile(r"(?<![\s~\\])~(?=[^\s~])")


def may_strike(text: str) -> bool:
    """A text may hold a tilde inside of a word."""
    return "~" in text and _INSIDE.search(text) is not None


def strikes(run: Run, data: bytes) -> list[Strike]:
    """The tildes of a run that strike through what is between them; the parser has left them all as text.

    CommonMark 0.31.2, section 6.2, says which can begin and which can end it; unlike with `_`, some can do both. Both
    tildes stand in the same emphasis or link.
    """
    found: list[Strike] = []
    waiting: list[list[Item]] = [[]]           # what has begun, in each element that is open
    last = -1                                  # where the text ended that was before
    for item in run.items:
        if item.kind in {Kind.MARK, Kind.LINK}:
            waiting.append([])
        elif item.kind in {Kind.MARK_END, Kind.LINK_END} and len(waiting) > 1:
            waiting.pop()
        elif item.kind is Kind.TEXT and item.text == "~" and _is_single(data, item, last):
            can_begin, can_end = _flanks(data, item)
            if can_end and waiting[-1]:
                begun = waiting[-1].pop()
                found += Strike(begun.start, begun.end, "<del>"), Strike(item.start, item.end, "</del>")
            elif can_begin:
                waiting[-1].append(item)
        last = item.end if item.kind is Kind.TEXT else -1
    return sorted(found)


def _is_single(data: bytes, item: Item, last: int) -> bool:
    """A tilde that is neither escaped, nor written as a reference, nor one of several."""
    start, end = item.start, item.end
    if data[start:end] != b"~" or b"~" in {data[start - 1:start], data[end:end + 1]}:
        return False
    return data[start - 1:start] != b"\\" or last == start


def _flanks(data: bytes, item: Item) -> tuple[bool, bool]:
    """A tilde is left-flanking, and right-flanking."""
    before = data[max(0, item.start - 4):item.start].decode(errors="ignore")[-1:] or " "
    behind = data[item.end:item.end + 4].decode(errors="ignore")[:1] or " "
    is_left = not behind.isspace() and (not _is_punctuation(behind) or before.isspace() or _is_punctuation(before))
    is_right = not before.isspace() and (not _is_punctuation(before) or behind.isspace() or _is_punctuation(behind))
    return is_left, is_right


def _is_punctuation(character: str) -> bool:
    return category(character)[0] in "PS"
