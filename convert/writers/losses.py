"""What a conversion leaves out, said as findings: nothing is lost in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..model.finding import At, Finding, First, Lost
from ..model.removals import is_hidden

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..model.document import Document
    from ..model.reading import Removed


class Loss(NamedTuple):
    """A kind of loss: what goes, what is said of one (with {n} for how many), and how to keep it."""

    what: str
    message: str
    help: str


LOSSES: dict[str, Loss] = {
    "loss-attribute": Loss("attributes that act", "an attribute that does something is left out",
                           "say in the text what it does"),
    "loss-element": Loss("forms, drawings and formulas", "of these elements only the text stays: {n}",
                         "put words, or a picture, in their place"),
    "loss-hidden": Loss("hidden text", "what browsers do not show is left out",
                        "take away what hides it, or the hidden part"),
    "loss-image": Loss("pictures", "{n} left out, the alternative text stays", "keep the pictures beside it"),
    "loss-link": Loss("link targets", "{n} left out, the text stays", "convert to a format that has links"),
    "loss-markup": Loss("markup that Markdown has no words for", "of this markup only the text stays: {n}",
                        "without --no-raw-html it stays as HTML"),
    "loss-script": Loss("scripts", "a script is left out", "put what it shows into the text"),
    "loss-style": Loss("colours, sizes and alignment", "{n} left out, the content stays",
                       "say in words what it is to say"),
    "loss-title": Loss("titles that show on hover", "{n} left out, the text stays", "say in the text what the title says"),
    "loss-unsafe-url": Loss("links that run code", "a link that runs code is left out, its text stays", "link to a page instead"),
}
_REMOVED = {"script": "loss-script", "hidden": "loss-hidden", "unsafe-url": "loss-unsafe-url", "attribute": "loss-attribute"}
# What a format has no words for: looks, and links and pictures (by their elements and the attributes that lead there).
_LOOKLESS = frozenset({"markdown", "text", "corpus"})
_LINKS = ("loss-link", "link target", ("a", "iframe", "embed", "object", "audio", "video", "source"), ("href", "src", "data"))
_PICTURES = ("loss-image", "picture", ("img", "image"), ("src", "srcset"))
# What the Markdown writer calls an element otherwise than HTML.
_TAGS = {"emphasis": "strong", "link target": "a", "picture": "img", "anchor": "a", "iframe srcdoc": "iframe"}
_TITLES = ("loss-title", "title", (), ("title",))
_CANNOT_HOLD: dict[str, tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]] = {
    "text": (_PICTURES, _TITLES), "corpus": (_LINKS, _PICTURES, _TITLES)}
# What no body holds, so that no format does: of these the markup is asked, which costs a second look.
_ELEMENTS = ("svg", "math", "canvas", "map", "select", "textarea", "button", "progress", "meter", "frame", "applet", "input", "iframe")
_MAY_HOLD_ELEMENTS = re.compile(rf"<(?i:{'|'.join(_ELEMENTS)})\b")
_KEPT_INPUTS = frozenset({"checkbox", "radio", "hidden"})
_PLURAL = {"link target": "link targets", "picture": "pictures", "title": "titles",
           "colour, size or alignment": "colours, sizes or alignments"}
_SHOWN = 60


def losses_of(document: Document, writer: str, removed: Sequence[Removed] | None = None,
              markup: Mapping[str, int] | None = None, *, is_plain: bool = False,
              kept: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """What a writer's output does not hold: each removal, and each kind of thing that the format has no words for;
    "corpus" is the text writer for programs, which keeps no notes.

    `removed` is what was removed on the way to the output, when that was not by `Document.body`; `markup` counts the
    elements of which the writer left only the text, by name. `is_plain` says that every element is known to be there,
    `kept` names some that are, though no body holds them.
    """
    removed = document.removed if removed is None else removed
    may_lose_elements = not is_plain and _MAY_HOLD_ELEMENTS.search(document.source.text, document.body_start)
    if not removed and not markup and not may_lose_elements and writer not in _CANNOT_HOLD:
        return ()
    lost = Counter[str]()
    if may_lose_elements:
        lost.update(filter(None, map(_lost_element, document.markup.iter(*(name for name in _ELEMENTS if name not in kept)))))
    if writer == "markdown":
        return (*_losses(document, writer, removed), *_only_text(lost, "loss-element"), *_only_text(markup or {}, "loss-markup"))
    return (*_losses(document, writer, removed), *_only_text(lost + Counter(markup), "loss-element"))


def _lost_element(element: _Element) -> str | None:
    """What an element that no body holds is called; None when nothing is lost with it, or it is hidden anyway."""
    tag = str(element.tag)
    match tag:
        case "input":
            is_lost = element.get("type", "").lower() not in _KEPT_INPUTS
        case "iframe":
            is_lost, tag = bool(element.get("srcdoc")), "iframe srcdoc"
        case "map":
            is_lost = element.find(".//area[@href]") is not None
        case _:
            is_lost = True
    return tag if is_lost and not is_hidden(element) else None


def _only_text(lost: Mapping[str, int], rule: str) -> Iterator[Finding]:
    """The elements of which only the text is left, all in one finding."""
    if lost:
        names = ", ".join(f"{name} ({count:,})" if count > 1 else name for name, count in sorted(lost.items()))
        tags = tuple(_TAGS.get(name, name) for name in lost)
        yield Finding(LOSSES[rule].message.format(n=names), First(tags), help=LOSSES[rule].help, subject=names, rule=rule)


def _losses(document: Document, writer: str, removed: Sequence[Removed]) -> Iterator[Finding]:
    styled = 0
    seen: Counter[Removed] = Counter()
    for one in removed:
        kind, detail = one
        if kind == "style":
            styled += 1
            continue
        at = Lost(kind, detail, seen[one])
        seen[one] += 1
        rule = _REMOVED[kind]
        line = " ".join(document.restore(detail).split())
        shown = line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
        message = LOSSES[rule].message
        yield Finding(f"{message}: “{shown}”" if shown else message, at, help=LOSSES[rule].help, subject=detail, rule=rule)
    if styled and writer in _LOOKLESS:
        yield _counted("loss-style", styled, "colour, size or alignment", Lost("style", ""))
    for rule, noun, tags, attributes in _CANNOT_HOLD.get(writer, ()):
        if count := _counter(tags, attributes)(document.body):
            yield _counted(rule, count, noun, First(tags, attributes))


@cache
def _counter(tags: tuple[str, ...], attributes: tuple[str, ...]) -> Callable[[_Element], int]:
    """Counts the elements of these names (of any, if none is given) that have something in one of these attributes."""
    from lxml import etree
    names = " or ".join(f"self::{tag}" for tag in tags) or "true()"
    path = etree.XPath(f"count(descendant::*[{names}][{' or '.join(f'string(@{name})' for name in attributes)}])")
    return lambda element: int(path(element))


def _counted(rule: str, count: int, noun: str, at: At) -> Finding:
    """All losses of a kind in one finding, where the first of them stands."""
    counted = f"1 {noun} is" if count == 1 else f"{count:,} {_PLURAL[noun]} are"
    return Finding(LOSSES[rule].message.format(n=counted), at, help=LOSSES[rule].help, rule=rule)
