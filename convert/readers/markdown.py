"""Markdown → HTML, by a compiled parser (pulldown-cmark), HTML blocks and all; what follows reads it as HTML.

CommonMark 0.31.2 with GFM's tables, strikethrough and task lists.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

import pyromark

from ..model.document import Stretch
from ..model.flavor import Engine, Flavor

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TASKLISTS
_ESCAPED_MASK = re.compile("%F4%8[0-9A-F]%[89AB][0-9A-F]%[89AB][0-9A-F]")     # of model.islands, in a target


def render(markdown: str, engine: Engine) -> str:  # noqa: ARG001
    """A Markdown text as HTML, its raw HTML as it stands; the masks of template islands come out as they went in."""
    if "\0" in markdown:
        markdown = markdown.replace("\0", "\ufffd")           # CommonMark 2.3
    rendered = pyromark.html(markdown, options=OPTIONS)
    return _ESCAPED_MASK.sub(lambda match: unquote(match[0]), rendered) if "%F4%" in rendered else rendered


def stretches(markdown: str, engine: Engine, flavor: Flavor) -> list[Stretch] | None:
    """A Markdown text in stretches, those without HTML as they stand; None when another flavour would read it otherwise."""
    from . import stretches as cutting
    if not cutting.says_the_same(markdown, engine.flavor, flavor):
        return None
    return cutting.stretches(markdown, lambda part: render(part, engine), cutting.outline)
