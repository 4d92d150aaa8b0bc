"""The flavours of Markdown, as engines read them and as the writer writes them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

Flavor: TypeAlias = Literal["commonmark", "gfm", "kramdown", "goldmark"]
FLAVORS: tuple[Flavor, ...] = ("commonmark", "gfm", "kramdown", "goldmark")


OTHER_IDS = "other_ids"              # a setting of an engine that stands for another, whose ids nobody knows


class Engine(NamedTuple):
    """What renders the Markdown of a site: the flavour that it reads, and the site's `settings` of it.

    Those of kramdown have the names of its options (`hard_wrap`, `parse_block_html`, …); those of goldmark say what Hugo is told of
    HTML and ids (`unsafe`, `auto`, `type`, `typographer`, `emoji`; `written`: ids are made of the Markdown, None: nobody knows); the others have none.
    """

    flavor: Flavor
    settings: Mapping[str, object] = MappingProxyType({})
