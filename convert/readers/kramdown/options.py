"""The settings of kramdown that change what a text says or where its links lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple


class Options(NamedTuple):
    """Settings of kramdown, named as in Jekyll's `kramdown:`; `toc_levels` are the levels of headings to list."""

    input: Literal["GFM", "kramdown"] = "GFM"
    auto_ids: bool = True
    auto_id_prefix: str = ""
    auto_id_stripping: bool = False
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
        return _changed(cls(), _OF_SITES | _OF_TEXTS, settings)

    def changed(self, settings: Mapping[str, object]) -> Options:
        """These settings with those that a text may give itself, in `{::options …}`."""
        return _changed(self, _OF_TEXTS, settings)


def _changed(options: Options, readers: dict[str, Callable[[str], object]], settings: Mapping[str, object]) -> Options:
    values = {name: read(str(settings[name])) for name, read in readers.items() if settings.get(name) is not None}
    return Options(**{**options._asdict(), **{name: value for name, value in values.items() if value is not None}})


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
_OF_TEXTS: dict[str, Callable[[str], object]] = {
    "auto_ids": _flag, "auto_id_stripping": _flag, "parse_block_html": _flag, "parse_span_html": _flag, "footnote_nr": _number, "header_offset": _number,
    "auto_id_prefix": str, "footnote_prefix": str, "footnote_backlink": str, "toc_levels": lambda value: toc_levels(value) or None,
}
