"""Markdown as kramdown reads it, which is Jekyll's: https://kramdown.gettalong.org/syntax.html, and its GFM parser.

The behaviour is that of kramdown 2.4 with kramdown-parser-gfm 1.1, but the author's quotes, dashes and dots stay as they are.
What the parsers need is loaded when a text is parsed: `scan` tells the texts for which none of it is needed.
"""

from __future__ import annotations

from .options import Options

__all__ = ["Options", "outline", "render", "with_ids"]


def render(markdown: str, options: Options = Options()) -> str:  # noqa: B008 - a tuple of settings
    """A Markdown text as HTML. Nothing is raised, whatever the text; what fails to close ends with its block."""
    from .blocks import Blocks
    from .document import Document, with_plain_lines
    from .nodes import Node
    from .output import Writer
    from .tree import finish
    text = with_plain_lines(markdown)
    doc = Document.of(text, options)
    root = Node("root")
    Blocks(doc, text, 0, root, 0).run()
    finish(doc, root)
    return Writer(doc).write(root)


def with_ids(html: str, prefix: str = "") -> str:
    """HTML whose headings, all of them Markdown's, get the ids that the GFM parser gives them, each behind a prefix."""
    from .ids import named
    return named(html, prefix)


def outline(markdown: str, options: Options = Options()) -> list[tuple[int, int, bool]]:  # noqa: B008 - a tuple of settings
    """The top-level blocks in order: start, end, and whether raw HTML may stand in them; blank lines are left out.

    Attribute lists belong to their blocks, definitions are blocks of their own; after a closing tag, a block may begin
    within a line.
    """
    from .extents import extents
    return extents(markdown, options)
