"""Markdown → HTML, by a compiled parser (pulldown-cmark), HTML blocks and all; what follows reads it as HTML.

CommonMark 0.31.2 with GFM's tables, strikethrough and task lists.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

import pyromark

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TASKLISTS
_ESCAPED = re.compile("%[CD][0-9A-F]%[89AB][0-9A-F]|%E[0-9A-F](?:%[89AB][0-9A-F]){2}|%F[0-4](?:%[89AB][0-9A-F]){3}")


def render(markdown: str) -> str:
    """A Markdown text as HTML, its raw HTML as it stands, and letters beyond ASCII in targets, too, but those written as `%E6…`."""
    if "\0" in markdown:
        markdown = markdown.replace("\0", "\ufffd")           # CommonMark 2.3
    rendered = pyromark.html(markdown, options=OPTIONS)
    if "%" in rendered:
        rendered = _ESCAPED.sub(lambda match: match[0] if match[0] in markdown else unquote(match[0]), rendered)
    return rendered
