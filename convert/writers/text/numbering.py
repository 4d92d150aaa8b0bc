"""The numbers of ordered lists (HTML Living Standard, 4.4.5 and 4.4.8; CSS Counter Styles 3, sections 6 and 7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...model.body import whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_ROMAN = 3999


def markers(element: _Element, *, padded: bool) -> list[str]:
    """What stands before each child of an `ol`, blanks before one that is no item; `padded` to the same length."""
    style = element.get("type", "1") if padded else "1"
    numbers = list(_numbers(element))
    made = ["" if number is None else f"{_said(number, style)}. " for number in numbers]
    if not padded:
        return made
    longest = max(map(len, made), default=0)
    return [mark.rjust(longest) for mark in made]


def _numbers(element: _Element) -> Iterator[int | None]:
    step = 1 if element.get("reversed") is None else -1
    number = whole_number(element.get("start"), 1 if step > 0 else sum(1 for _ in element.iterchildren("li")))
    for child in element:
        if child.tag == "li":
            number = whole_number(child.get("value"), number)
            yield number
            number += step
        else:
            yield None


def _said(number: int, style: str) -> str:
    if style in {"a", "A"} and number > 0:
        written = ""
        while number:
            number, letter = divmod(number - 1, 26)
            written = chr(ord(style) + letter) + written
        return written
    if style in {"i", "I"} and 0 < number <= _MOST_ROMAN:
        written = ""
        for value, letters in _ROMAN:
            written += letters * (number // value)
            number %= value
        return written if style == "i" else written.upper()
    return str(number)
