"""What the parsers of one document share: options, definitions, and how much work is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from .nodes import AttributeList, Node

DEPTH_LIMIT = 60         # of blocks within blocks; deeper ones are paragraphs
SPAN_LIMIT = 40          # of spans within spans; deeper marks are text


class Options(NamedTuple):
    """Settings of kramdown, named as in Jekyll's `kramdown:`; `toc_levels` are the levels of headings to list."""

    input: Literal["GFM", "kramdown"] = "GFM"
    auto_ids: bool = True
    auto_id_prefix: str = ""
    hard_wrap: bool = False
    parse_block_html: bool = False
    parse_span_html: bool = True
    toc_levels: frozenset[int] = frozenset(range(1, 7))
    footnote_nr: int = 1
    footnote_prefix: str = ""
    footnote_backlink: str = "&#8617;"
    header_offset: int = 0

    @classmethod
    def of(cls, settings: Mapping[str, object]) -> Options:
        """The settings that a site's `kramdown:` holds; what is unknown or makes no sense is left out."""
        values = {name: read(str(settings[name])) for name, read in (_OF_SITES | _READS).items() if settings.get(name) is not None}
        return cls(**{name: value for name, value in values.items() if value is not None})  # type: ignore[arg-type]


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
        """The first match behind a position, of a pattern that no flags tell from others; the same holds of it."""
        searched, start = self._missing.get(pattern.pattern, ("", 0))
        if searched is text and start <= pos:
            return None
        match = pattern.search(text, pos)
        if not match:
            self._missing[pattern.pattern] = text, pos
        return match

    def set_options(self, values: dict[str, str]) -> None:
        """Take the settings of `{::options …}` that the conversion knows."""
        for name, text in values.items():
            value = _READS[name](text) if name in _READS else None
            if value is not None:
                self.options = Options(**{**self.options._asdict(), name: value})


def with_plain_lines(markdown: str) -> str:
    """A text whose lines all end with a line feed, the last one too."""
    return markdown.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"


def toc_levels(value: str) -> frozenset[int]:
    """The levels that a text names: `2..4` or `1,2,3`; empty when it names none."""
    if span := re.fullmatch(r"\s*([1-6])\.\.([1-6])\s*", value):
        return frozenset(range(int(span[1]), int(span[2]) + 1))
    return frozenset(int(level) for level in re.findall(r"[1-6]", value))


def _flag(value: str) -> bool | None:
    return {"true": True, "false": False}.get(value.lower())


def _number(value: str) -> int | None:
    return int(value) if re.fullmatch(r"[+-]?\d{1,9}", value, re.A) else None


_OF_SITES: dict[str, Callable[[str], object]] = {"hard_wrap": _flag, "input": {"GFM": "GFM", "kramdown": "kramdown"}.get}
_READS: dict[str, Callable[[str], object]] = {
    "auto_ids": _flag, "parse_block_html": _flag, "parse_span_html": _flag, "footnote_nr": _number, "header_offset": _number,
    "auto_id_prefix": str, "footnote_prefix": str, "footnote_backlink": str, "toc_levels": lambda value: toc_levels(value) or None,
}
