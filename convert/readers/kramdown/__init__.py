"""Markdown as kramdown reads it, which is Jekyll's: https://kramdown.gettalong.org/syntax.html, and its GFM parser.

The behaviour is that of kramdown 2.4 with kramdown-parser-gfm 1.1, but the author's quotes, dashes and dots stay as they are.
"""

from __future__ import annotations

from .blocks import Blocks
from .document import Document, Options, with_plain_lines
from .nodes import Node
from .outline import outline
from .output import Writer
from .tree import finish

__all__ = ["Options", "outline", "render"]


def render(markdown: str, options: Options = Options()) -> str:  # noqa: B008 - a tuple of settings
    """A Markdown text as HTML. Nothing is raised, whatever the text; what fails to close ends with its block."""
    text = with_plain_lines(markdown)
    doc = Document.of(text, options)
    root = Node("root")
    Blocks(doc, text, 0, root, 0).run()
    finish(doc, root)
    return Writer(doc).write(root)
