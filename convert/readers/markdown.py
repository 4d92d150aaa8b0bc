"""Markdown → lxml tree: rendered by a compiled parser (pulldown-cmark), HTML blocks and all, then read as HTML.

CommonMark 0.31.2 with GFM's tables, strikethrough and task lists.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

import pyromark
from lxml import etree

from . import html

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TASKLISTS


_ESCAPED_MASK = re.compile("%F4%8[0-F]%[89AB][0-F]%[89AB][0-F]")     # of model.islands, in a target


def parse(markdown: str, *, masked: bool = False) -> etree._Element:
    """The elements of a Markdown text below an `<article>`, raw HTML as browsers read it.

    `masked` says that the text holds the masks of template islands, which are to come out as they went in.
    """
    if "\0" in markdown:
        markdown = markdown.replace("\0", "\ufffd")           # CommonMark 2.3
    rendered = pyromark.html(markdown, options=OPTIONS)
    if masked:
        rendered = _ESCAPED_MASK.sub(lambda match: unquote(match[0]), rendered)
    return html.parse(rendered)
