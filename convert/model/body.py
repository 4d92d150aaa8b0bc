"""The closed vocabulary of bodies, and the one place that knows how lxml keeps text.

A body is an lxml tree below `<article>`. Which elements and attributes may stand in it is said here, once; readers
bring every post into this vocabulary and writers rely on it. Where HTML has two words for one thing, one is kept:
`strong` (b), `em` (i), `del` (s, strike), `code` (tt). Elements that HTML does not know (custom elements, components,
slips of the pen) stay as they are, with their attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOT = "article"
DEPTH_LIMIT = 128                # of nested elements: writers call themselves for each level
FLATTENED = "data-flattened"     # the attribute of the root of a tree that was deeper
# Elements whose content is flow content (HTML Living Standard, 3.2.5.2.2): blocks, or text, or both.
FLOW = frozenset({ROOT, "section", "div", "aside", "header", "footer", "nav", "address", "blockquote", "figure",
                  "figcaption", "details", "li", "dd", "td", "th", "caption"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = FLOW | {*HEADINGS, "p", "pre", "hr", "ul", "ol", "dl", "dt", "summary", "table", "colgroup", "col", "thead",
                 "tbody", "tfoot", "tr"}
INLINES = frozenset({"a", "em", "strong", "code", "del", "ins", "u", "mark", "sub", "sup", "small", "q", "cite", "abbr",
                     "dfn", "kbd", "samp", "var", "time", "data", "ruby", "rt", "rp", "bdi", "bdo", "span", "br", "wbr",
                     "img", "input", "picture", "source", "track", "audio", "video", "iframe", "object", "embed"})
VOCABULARY = BLOCKS | INLINES
VOID = frozenset({"br", "wbr", "hr", "img", "input", "col", "source", "track", "embed"})

GLOBAL_ATTRIBUTES = frozenset({"id", "class", "lang", "dir", "title", "style"})
ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "hreflang", "rel", "type"}),
    "img": frozenset({"src", "alt", "width", "height", "srcset", "sizes"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "li": frozenset({"value"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "input": frozenset({"type", "checked", "disabled"}),
    "time": frozenset({"datetime"}),
    "ins": frozenset({"cite", "datetime"}),
    "del": frozenset({"cite", "datetime"}),
    "q": frozenset({"cite"}),
    "blockquote": frozenset({"cite"}),
    "data": frozenset({"value"}),
    "details": frozenset({"open"}),
    "source": frozenset({"src", "srcset", "type", "media", "sizes"}),
    "track": frozenset({"src", "kind", "srclang", "label"}),
    "audio": frozenset({"src", "controls"}),
    "video": frozenset({"src", "controls", "poster", "width", "height"}),
    "iframe": frozenset({"src", "width", "height", "allowfullscreen"}),
    "object": frozenset({"data", "type", "width", "height"}),
    "embed": frozenset({"src", "type", "width", "height"}),
}
# The attributes that hold one URL (HTML Living Standard, index of attributes), in any markup, not only in a body's.
URL_ATTRIBUTES = frozenset({"href", "src", "cite", "poster", "data", "action", "formaction", "background", "longdesc",
                            "xlink:href"})
_UNSAFE_URL = re.compile(r"\s*(?:javascript|vbscript|data\s*:\s*text/html)", re.I)
_IGNORED_IN_URL = re.compile(r"[\x00-\x20\u200b]+")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}\Z")
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def text_of(element: _Element) -> str:
    """All text below an element, as it stands in the tree."""
    return "".join(element.itertext())


def squeezed(text: str) -> str:
    """Text with each run of blanks as one (HTML's white space: not the no-break and the full-width space)."""
    return _BLANKS.sub(" ", text)


def is_blank(text: str | None) -> bool:
    """Nothing, or nothing but HTML's white space."""
    return not text or not text.strip(" \t\n\r\f")


def whole_number(written: str | None, default: int) -> int:
    """The number that an attribute says (`start`, `value`); the default for what is none, or too long to be meant."""
    return int(written) if written and _WHOLE_NUMBER.match(written) else default


def is_unsafe_url(url: str) -> bool:
    """A URL that runs code when followed: `javascript:`, `vbscript:`, `data:text/html`."""
    return bool(_UNSAFE_URL.match(_IGNORED_IN_URL.sub("", url)))


def is_block(element: _Element) -> bool:
    """An element that stands between runs of phrasing, not in one."""
    tag = element.tag
    return tag in BLOCKS or (tag not in INLINES and has_blocks(element))


def runs(container: _Element) -> Iterator[tuple[str, list[_Element]] | _Element]:
    """The content of a flow container in order: a block, or a run of phrasing as (leading text, inline elements).

    The tails of a run's elements belong to the run; blank runs between blocks are left out.
    """
    lead, inlines = container.text or "", list[Any]()
    for child in container:
        if not is_block(child):
            inlines.append(child)
            continue
        if inlines or not is_blank(lead):
            yield lead, inlines
        yield child
        lead, inlines = child.tail or "", []
    if inlines or not is_blank(lead):
        yield lead, inlines


def has_blocks(container: _Element) -> bool:
    """An element holds a block as a child."""
    return any(map(is_block, container))
