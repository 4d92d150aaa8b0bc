"""Whom a text is for: what is written beside the visible text, and how long a line may be."""

from __future__ import annotations

from typing import NamedTuple


class Profile(NamedTuple):
    """`width` in terminal cells, None for a paragraph a line. `marked`: bullets, numbers, indents, rules, boxes, and a
    blank line between blocks. `dressed`: what stands for looks and links, such as lines below headings and notes.
    """

    width: int | None
    marked: bool
    dressed: bool


PLAIN = Profile(None, marked=True, dressed=False)
CORPUS = Profile(None, marked=False, dressed=False)


def reader(width: int) -> Profile:
    """For eyes: everything, in lines of at most so many cells."""
    return Profile(max(width, NARROWEST), marked=True, dressed=True)


NARROWEST = 8      # cells; below, not even a margin and a few letters have room
