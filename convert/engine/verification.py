"""Is what was written still the same document? It is read back, and the two are compared as a reader would."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from ..model.body import BLOCKS, HEADINGS, INLINES, has_blocks, is_blank, is_block, runs, squeezed
from ..model.document import Document
from ..model.flavor import Engine, Flavor
from ..model.rendering import Rendering
from ..model.source import Source
from ..readers import read

if TYPE_CHECKING:
    from lxml.etree import _Element

Seen: TypeAlias = "tuple[str, ...]"

# What only groups, or is told by what it holds.
_SILENT = frozenset({"article", "div", "section", "aside", "header", "footer", "nav", "address", "thead", "tbody", "tfoot",
                     "colgroup", "col", "caption", "figure", "dl"})
_HOLLOW = frozenset({"strong", "em", "del", "code"})       # nothing when there is nothing in them
_LISTS = frozenset({"ul", "ol"})
_TELLING: dict[str, tuple[str, ...]] = {"a": ("href", "title"), "img": ("src", "alt", "title"), "ol": ("start",), "input": ("checked",),
                                        "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan")}
_DEFAULTS = {"alt": "", "start": "1", "colspan": "1", "rowspan": "1"}
# Where these must stand to say what they are.
_HOMES: dict[str, tuple[str, ...]] = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "summary": (), "figcaption": ("figure",)}
_EMBEDDED = frozenset({"embed", "iframe", "object", "audio", "video"})
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
            if tag != "p" or len(item) or not is_blank(item.text):
                yield _PARAGRAPH if tag == "p" else (tag,)
                yield from _run(document, item.text or "", list(item), in_line=True)
        elif _is_grouping(tag, container):
            yield from _tokens(document, item)
        elif tag not in _LISTS or len(item) or not is_blank(item.text):
            yield tag, *_said(document, item)
            yield from _items(document, item) if tag in _LISTS else _tokens(document, item)
            yield (f"/{tag}",)


def _is_grouping(tag: str, container: _Element) -> bool:
    """An element only groups, or does not stand where it would say something."""
    home = container.getparent() if tag in ("dt", "dd") and container.tag == "div" else container
    return tag in _SILENT or home is None or home.tag not in _HOMES.get(tag, (home.tag,))


def _items(document: Document, container: _Element) -> Iterator[Seen]:
    """The items of a list; what stands in it outside of them is one, or belongs to the one before it."""
    if not is_blank(container.text):
        yield from (("li",), _PARAGRAPH, ("text", document.restore(container.text or "")), ("/li",))
    for child in container:
        yield ("li",)
        if child.tag == "li":
            yield from _tokens(document, child)
        elif is_block(child):
            yield from _tokens(document, _alone(child))
        else:
            yield _PARAGRAPH
            yield from _run(document, "", list(_alone(child)))
        if not is_blank(child.tail):
            yield from (_PARAGRAPH, ("text", document.restore(child.tail or "")))
        yield ("/li",)


def _alone(element: _Element) -> _Element:
    """A copy of an element in a container of its own, without what stands behind it."""
    holder = element.makeelement("div")
    holder.append(deepcopy(element))
    holder[0].tail = None
    return holder


def _run(document: Document, lead: str, inlines: list[_Element], *, in_line: bool = False) -> Iterator[Seen]:
    """What a reader sees of a run of text; `in_line` says that blocks in it are none, as in a heading."""
    yield "text", document.restore(lead)
    for element in inlines:
        tag = str(element.tag)
        if tag == "a" and has_blocks(element) and not in_line:
            yield from _spread(document, element, tuple(_said(document, element)))
            yield _PARAGRAPH                             # what follows is no more of the one before
        elif tag == "img" and not (element.get("src") or element.get("srcset")):
            yield "text", document.restore(element.get("alt") or "")
        elif tag in _EMBEDDED:
            yield tag, *_said(document, element)
            yield from _run(document, element.text or "", list(element), in_line=True)
            yield (f"/{tag}",)
        elif (tag in BLOCKS or has_blocks(element)) and in_line:
            yield from _run(document, element.text or "", list(element), in_line=True)
        elif tag in BLOCKS or has_blocks(element):
            yield from _tokens(document, element)
            yield _PARAGRAPH
        elif tag == "input" and element.get("type") != "checkbox":
            pass                                         # a field of a form, which says nothing
        elif tag == "span" or (tag == "a" and _is_silent(element)) or (tag in _HOLLOW and _is_hollow(element)):
            yield from _run(document, element.text or "", list(element), in_line=in_line)
        elif tag != "wbr":
            yield tag, *_said(document, element)
            yield from _run(document, element.text or "", list(element), in_line=in_line)
            if tag not in ("img", "br", "input"):
                yield (f"/{tag}",)
        yield "text", document.restore(element.tail or "")


def _spread(document: Document, container: _Element, said: Seen) -> Iterator[Seen]:
    """A link that holds blocks says of each text in them that it leads somewhere."""
    for item in runs(container):
        if isinstance(item, tuple):
            yield from (_PARAGRAPH, ("a", *said))
            yield from _run(document, *item)
            yield ("/a",)
        elif has_blocks(item) or item.tag not in ("p", *HEADINGS):
            says = not _is_grouping(str(item.tag), container)
            yield from [(str(item.tag), *_said(document, item))] * says
            yield from _spread(document, item, said)
            yield from [(f"/{item.tag}",)] * says  # type: ignore[str-bytes-safe]
        else:
            yield from (_PARAGRAPH if item.tag == "p" else (str(item.tag),), ("a", *said))
            yield from _run(document, item.text or "", list(item))
            yield ("/a",)


def _is_silent(link: _Element) -> bool:
    """A link that leads nowhere, or whose text is its target: GFM makes one of any address in a text."""
    if link.get("href") is None:
        return True
    href, text = unquote(link.get("href") or ""), link.text or ""
    return not len(link) and href in (text, f"http://{text}", f"mailto:{text}")


def _is_hollow(element: _Element) -> bool:
    """There is nothing in an element that could be emphasised."""
    return is_blank("".join(element.itertext())) and element.find(".//img") is None and element.find(".//a") is None


def _said(document: Document, element: _Element) -> Iterator[str]:
    for name in _TELLING.get(str(element.tag), ()):
        value = element.get(name)
        said = document.restore(_DEFAULTS.get(name, "") if value is None else value)
        if name in ("href", "src"):
            said = unquote(said)
        elif name == "checked" and value is not None:
            said = name
        yield squeezed(said).strip()


def _as_text(tokens: list[Seen]) -> list[Seen]:
    """Text and targets alone."""
    return [token if token[0] == "text" else ("text", token[1]) for token in tokens]


def _merged(tokens: list[Seen]) -> Iterator[Seen]:
    """The tokens that say something: neighbouring texts as one, without white space, for where blanks stand beside tags
    says nothing; no paragraph without content, no break at its edge.
    """
    text, begins, breaks, is_filled = "", False, 0, False
    for token in [*tokens, _END]:
        kind = token[0]
        if kind == "text":
            written = "".join(token[1].split())
            if written and breaks and is_filled:
                yield from [("text", text)] * bool(text)
                yield from [("br",)] * breaks
                text = ""
            breaks = 0 if written else breaks
            text += written
            is_filled = is_filled or bool(written)
            if written and begins:
                yield _PARAGRAPH
                begins = False
            continue
        if kind == "br":
            breaks += is_filled
            continue
        if text:
            yield "text", text
            text = ""
        if kind.removeprefix("/") not in INLINES:
            breaks, is_filled, begins = 0, False, token == _PARAGRAPH
        elif kind in ("img", "input"):
            yield from [_PARAGRAPH] * begins
            yield from [("br",)] * breaks
            breaks, is_filled, begins = 0, True, False
        elif begins and kind.removeprefix("/") not in _EMBEDDED:
            yield _PARAGRAPH
            begins = False
        if token not in (_PARAGRAPH, _END):
            yield token


def _shown(token: Seen | None) -> str:
    if token is None:
        return "nothing"
    kind, *said = token
    text = " ".join(filter(None, said))
    short = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return f"“{short}”" if kind == "text" else f"<{kind}>" + (f" “{short}”" if short else "")
