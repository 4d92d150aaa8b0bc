"""Markdown → HTML, HTML blocks and all; what follows reads it as HTML. Which engine reads it is said from outside."""

from __future__ import annotations

import re

from ..model.flavor import Engine, Flavor
from ..model.reading import Stretch
from . import commonmark, kramdown
from .kramdown import scan

OPTIONS = commonmark.OPTIONS
# What no parser of CommonMark does, whatever the text.
_OF_KRAMDOWN_ALONE = ("hard_wrap", "parse_block_html", "parse_span_html")
# What changes ids, though it changes no text: headings of HTML, which get none, and dashes, of which kramdown makes other letters.
_CHANGES_IDS = re.compile("<h[1-6]|--")


def render(markdown: str, engine: Engine = Engine("gfm"), *, with_ids: bool = False) -> str:  # noqa: B008 - a tuple
    """A Markdown text as HTML, its raw HTML as it stands; the masks of template islands come out as they went in.

    `with_ids` has all ids that kramdown makes, masks in them too; those of other engines are made of the tree (`model.fragments`).
    """
    if engine.flavor != "kramdown":
        return commonmark.render(markdown, engine.flavor)
    options = kramdown.Options.of(engine.settings)
    if _is_common(markdown, engine) and not (with_ids and _CHANGES_IDS.search(markdown)):
        html = commonmark.render(markdown, "commonmark")
        return kramdown.with_ids(html, options.auto_id_prefix) if with_ids and options.auto_ids else html
    return kramdown.render(markdown, options if with_ids else options._replace(auto_ids=False))


def stretches(markdown: str, engine: Engine, flavor: Flavor, *, plain: bool = False) -> list[Stretch] | None:
    """A Markdown text in stretches, those without HTML as they stand; None when another flavour would read it otherwise.

    `plain` takes the short way, for a text that is plain if its HTML is (see `stretches.plain_stretches`).
    """
    from . import stretches as cutting
    if plain:
        return cutting.plain_stretches(markdown) if _is_usual(engine) else None
    is_common = "kramdown" in (engine.flavor, flavor) and _is_common(markdown, engine)

    def rendered(part: str) -> str:
        return commonmark.render(part, "commonmark") if is_common else render(part, engine)

    if engine.flavor != "kramdown":
        same = cutting.says_the_same(markdown, engine.flavor, flavor) and (is_common or flavor != "kramdown")
        return cutting.stretches(markdown, rendered, lambda text: cutting.outline(text, engine.flavor)) if same else None
    if is_common and (made := cutting.common_stretches(markdown)) is not None:
        return made
    if is_common:
        return cutting.stretches(markdown, rendered, cutting.outline)
    return cutting.stretches(markdown, rendered, lambda text: cutting.unparted(kramdown.outline(text))) if flavor == "kramdown" else None


def _is_common(markdown: str, engine: Engine) -> bool:
    """What kramdown makes of a text, CommonMark does too."""
    return _is_usual(engine) and scan.is_common(markdown)


def _is_usual(engine: Engine) -> bool:
    """The site sets nothing that changes how even the commonest text is read."""
    settings = engine.settings
    return settings.get("input", "GFM") == "GFM" and not any(settings.get(name) for name in _OF_KRAMDOWN_ALONE)
