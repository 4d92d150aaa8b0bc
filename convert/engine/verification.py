"""Is what was written still the same document? It is read back, and the two are compared as a reader would."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias

from ..model.body import BLOCKS, HEADINGS, INLINES, has_blocks, is_blank, runs, squeezed
from ..model.document import Document, Rendering
from ..model.flavor import Engine, Flavor
from ..model.source import Source
from ..readers import read

if TYPE_CHECKING:
    from lxml.etree import _Element

Seen: TypeAlias = "tuple[str, ...]"

# What only groups, or is told by what it holds.
_SILENT = frozenset({"article", "div", "section", "aside", "header", "footer", "nav", "address", "thead", "tbody", "tfoot",
                     "colgroup", "col", "caption", "figure", "dl"})
_TELLING: dict[str, tuple[str, ...]] = {"a": ("href", "title"), "img": ("src", "alt", "title"), "ol": ("start",), "input": ("checked",),
                                        "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan")}
_DEFAULTS = {"alt": "", "start": "1", "colspan": "1", "rowspan": "1"}
_SHOWN = 40
_PARAGRAPH: Seen = ("p",)
_END: Seen = ("",)


def difference(document: Document, rendering: Rendering, flavor: Flavor) -> str | None:
    """What of a document its Markdown does not say any more, in words; None when it says the same.

    Where the writer itself reports markup that it could not hold, only text and targets are compared.
    """
    after = read(Source(rendering.text), "markdown", engine=Engine(flavor))
    bare = any(loss.rule == "loss-markup" for loss in rendering.losses)
    wanted, found = ([token for token in _tokens(one, one.body) if not bare or token[0] in ("text", "a", "img")]
                     for one in (document, after))
    if bare:
        wanted, found = _as_text(wanted), _as_text(found)
    for expected, got in zip_longest(_merged(wanted), _merged(found)):
        if expected != got:
            return f"{_shown(expected)} became {_shown(got)}"
    return None


def _tokens(document: Document, container: _Element) -> Iterator[Seen]:
    """What a reader sees of a container, in order: blocks, their texts without blanks, targets."""
    for item in runs(container):
        if isinstance(item, tuple):
            yield _PARAGRAPH
            yield from _run(document, *item)
            continue
        tag = str(item.tag)
        if tag == "pre":
            yield "pre", document.restore("".join(item.itertext())).strip("\n").replace("\r\n", "\n")
        elif tag == "p" or tag in HEADINGS:
            if len(item) or not is_blank(item.text):
                yield _PARAGRAPH if tag == "p" else (tag,)
                yield from _run(document, item.text or "", list(item))
        elif tag in _SILENT:
            yield from _tokens(document, item)
        else:
            yield tag, *_said(document, item)
            yield from _tokens(document, item)
            yield (f"/{tag}",)


def _run(document: Document, lead: str, inlines: list[_Element]) -> Iterator[Seen]:
    yield "text", document.restore(lead)
    for element in inlines:
        tag = str(element.tag)
        if tag in BLOCKS or has_blocks(element):
            yield from _tokens(document, element)
        elif tag == "span":
            yield from _run(document, element.text or "", list(element))
        elif tag in ("strong", "em", "del") and is_blank("".join(element.itertext())) and element.find(".//img") is None:
            yield "text", document.restore("".join(element.itertext()))
        elif tag != "wbr":
            yield tag, *_said(document, element)
            yield from _run(document, element.text or "", list(element))
            if tag not in ("img", "br", "input"):
                yield (f"/{tag}",)
        yield "text", document.restore(element.tail or "")


def _said(document: Document, element: _Element) -> Iterator[str]:
    for name in _TELLING.get(str(element.tag), ()):
        value = element.get(name)
        yield squeezed(document.restore(_DEFAULTS.get(name, "") if value is None else value)).strip()


def _as_text(tokens: list[Seen]) -> list[Seen]:
    """Text and targets alone."""
    return [token if token[0] == "text" else ("text", token[1]) for token in tokens]


def _merged(tokens: list[Seen]) -> Iterator[Seen]:
    """Neighbouring texts as one, without white space: where blanks stand beside tags says nothing, and a paragraph
    that holds nothing is none.
    """
    text, begins = "", False
    for token in [*tokens, _END]:
        if token[0] == "text":
            text += "".join(token[1].split())
            continue
        if text:
            yield from [_PARAGRAPH] * begins
            yield "text", text
            text, begins = "", False
        if token == _PARAGRAPH:
            begins = True
        elif token != _END:
            yield from [_PARAGRAPH] * (begins and token[0] in INLINES)
            begins = False
            yield token


def _shown(token: Seen | None) -> str:
    if token is None:
        return "nothing"
    kind, *said = token
    text = " ".join(filter(None, said))
    short = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return f"“{short}”" if kind == "text" else f"<{kind}>" + (f" “{short}”" if short else "")
