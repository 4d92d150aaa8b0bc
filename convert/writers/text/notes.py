"""Notes: the targets of links, numbered in the text and listed at its end."""

from __future__ import annotations

import re

from .breaking import NOTE, Broken

_IN_THE_OPEN = re.compile(r"(?:https?:)?//|mailto:|tel:", re.I)


class Notes:
    """The distinct targets of a text in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, target: str, text: str) -> str:
        """The mark behind a link's text; none for a place on the page itself, nor when the text says the target."""
        target = " ".join(target.split())
        if not target or target.startswith("#") or _bare(target) == _bare(text):
            return ""
        number = self._numbers.setdefault(target, len(self._numbers) + 1)
        return f"{NOTE}{number}]"

    def lines(self, width: int) -> list[str]:
        """The list, a target a line where there is room; one that fits without its number stands below it."""
        margin = len(f"[{len(self._numbers)}] ")
        made: list[str] = []
        for target, number in self._numbers.items():
            mark = f"[{number}]".rjust(margin - 1)
            broken = Broken(target)
            if width - margin < broken.cells <= width:
                made += [mark, target]
            else:
                first, *others = broken.lines(width - margin)
                made += [f"{mark} {first}", *(" " * margin + other for other in others)]
        return made


def _bare(target: str) -> str:
    """A target without what readers leave out when they say it."""
    return _IN_THE_OPEN.sub("", target, count=1).removesuffix("/")
