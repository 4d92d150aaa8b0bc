"""What the parsers of one document share: options, definitions, and how much work is left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .nodes import AttributeList, Node
from .options import Options

DEPTH_LIMIT = 60         # of blocks within blocks; deeper ones are paragraphs
SPAN_LIMIT = 40          # of spans within spans; deeper marks are text


@dataclass(slots=True, eq=False)
class LinkDefinition:
    """`[id]: url "title"`, with the element that an attribute list of it is laid on."""

    url: str
    title: str | None
    place: Node


@dataclass(slots=True, eq=False)
class Document:
    """The state of one conversion. `credit` bounds what failing tries may cost, whatever the text."""

    options: Options
    credit: int
    links: dict[str, LinkDefinition] = field(default_factory=dict)
    notes: dict[str, Node] = field(default_factory=dict)
    abbreviations: dict[str, tuple[str, Node]] = field(default_factory=dict)
    lists: dict[str, AttributeList] = field(default_factory=dict)
    _missing: dict[str, tuple[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, options: Options) -> Document:
        """The state to begin a text with."""
        return cls(options, credit=4 * len(text) + 100_000)

    @property
    def is_gfm(self) -> bool:
        return self.options.input == "GFM"

    @property
    def wraps_hard(self) -> bool:
        """Every line break of the source is one of the output."""
        return self.is_gfm and self.options.hard_wrap

    def may_find(self, what: str, text: str, pos: int) -> bool:
        """Whether something stands behind a position; what is known to be missing is not looked for again."""
        searched, start = self._missing.get(what, ("", 0))
        if searched is text and start <= pos:
            return False
        if text.find(what, pos) < 0:
            self._missing[what] = text, pos
            return False
        return True

    def search(self, pattern: re.Pattern[str], text: str, pos: int) -> re.Match[str] | None:
        """The first match behind a position, if any; it is not looked for again either. Patterns differ in more than flags."""
        searched, start = self._missing.get(pattern.pattern, ("", 0))
        if searched is text and start <= pos:
            return None
        match = pattern.search(text, pos)
        if not match:
            self._missing[pattern.pattern] = text, pos
        return match

    def set_options(self, values: dict[str, str]) -> None:
        """Take the settings of `{::options …}` that the conversion knows."""
        self.options = self.options.changed(values)


def with_plain_lines(markdown: str) -> str:
    """A text whose lines all end with a line feed, the last one too."""
    return markdown.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"
