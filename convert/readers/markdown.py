"""Markdown → HTML, HTML blocks and all; what follows reads it as HTML. Which engine reads it is said from outside."""

from __future__ import annotations

from ..model.document import Stretch
from ..model.flavor import Engine, Flavor
from . import commonmark

OPTIONS = commonmark.OPTIONS


def render(markdown: str, engine: Engine = Engine("gfm")) -> str:  # noqa: B008 - a tuple
    """A Markdown text as HTML, its raw HTML as it stands; the masks of template islands come out as they went in."""
    if engine.flavor == "kramdown":
        from . import kramdown
        return kramdown.render(markdown, kramdown.Options(auto_ids=False))
    return commonmark.render(markdown, engine.flavor)


def stretches(markdown: str, engine: Engine, flavor: Flavor) -> list[Stretch] | None:
    """A Markdown text in stretches, those without HTML as they stand; None when another flavour would read it otherwise."""
    from . import stretches as cutting
    if not cutting.says_the_same(markdown, engine.flavor, flavor):
        return None
    return cutting.stretches(markdown, lambda part: render(part, engine), cutting.outline)
