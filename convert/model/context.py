"""What a repository knows of a page, beside what the page says itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from .front_matter import SchemaFile


class Context(NamedTuple):
    """What the repository knows of a page, made by the engine; the defaults stand for a file on its own.

    `path` is from the repository's root, `generator` "jekyll", "hugo" or "plain", `kind` "post", "draft", "page", "doc:NAME" or "static"; `url` is the
    page's, from the site's root (None: not published), `aliases` lead to it, `site` is the address before them; `hosts`, `language` and `timezone` (an
    IANA name) are the site's; `schemas` are for this file, of those for `schema_globs`; `defaults` the site gives the head. What is later than `now`
    is not published yet (None: all of it is); `layout_ids` are the ids that the site's layouts hold (None: nobody knows).
    """

    path: str = ""
    generator: str = "plain"
    kind: str = "page"
    url: str | None = None
    aliases: tuple[str, ...] = ()
    site: str = ""
    hosts: frozenset[str] = frozenset()
    language: str | None = None
    timezone: str | None = None
    schemas: tuple[SchemaFile, ...] = ()
    defaults: Mapping[str, object] = MappingProxyType({})
    now: datetime | None = None
    layout_ids: frozenset[str] | None = frozenset()
    schema_globs: tuple[str, ...] = ()
