"""What a conversion leaves out, said as findings: nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.finding import Finding
from ..model.source import Span

if TYPE_CHECKING:
    from ..model.document import Document


class Loss(NamedTuple):
    """A kind of loss: what goes, what is said of one (with {n} for how many), and how to keep it."""

    what: str
    message: str
    help: str


LOSSES: dict[str, Loss] = {
    "loss-attribute": Loss("attributes that act", "an attribute that does something is left out",
                           "say in the text what it does"),
    "loss-hidden": Loss("hidden text", "text that browsers do not show is left out",
                        "take away what hides it, or the text"),
    "loss-image": Loss("pictures", "{n} stand in the text as their alternative text", "keep the pictures beside it"),
    "loss-link": Loss("link targets", "the targets of {n} are left out", "convert to a format that has links"),
    "loss-script": Loss("scripts", "a script is left out", "put what it shows into the text"),
    "loss-style": Loss("colours, sizes and alignment", "the colour, size or alignment of {n} is left out",
                       "say in words what it is to say"),
    "loss-unsafe-url": Loss("links that run code", "a link that runs code is left out, its text stays", "link to a page instead"),
}
_REMOVED = {"script": "loss-script", "hidden": "loss-hidden", "unsafe-url": "loss-unsafe-url", "attribute": "loss-attribute"}
# Which elements lose something in which format, and what they are called.
_CANNOT_HOLD: dict[str, tuple[tuple[str, str, str], ...]] = {
    "markdown": (("loss-style", "//*[@style]", "element"),),
    "text": (("loss-style", "//*[@style]", "element"), ("loss-link", "//a[@href]", "link"),
             ("loss-image", "//img[@src]", "image")),
}
_SHOWN = 60


@cache
def _counter(path: str) -> Any:
    from lxml.etree import XPath
    return XPath(f"count({path})")


def losses_of(document: Document, writer: str) -> tuple[Finding, ...]:
    """What a writer's output does not hold: each removal, and each kind of thing that the format has no words for."""
    if not document.removed and writer not in _CANNOT_HOLD:
        return ()
    return tuple(_losses(document, writer))


def _losses(document: Document, writer: str) -> Iterator[Finding]:
    at = Span(document.body_start, document.body_start)
    for kind, detail in document.removed:
        rule = _REMOVED[kind]
        line = " ".join(document.restore(detail).split())
        shown = line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
        yield Finding(f"{LOSSES[rule].message}: “{shown}”" if shown else LOSSES[rule].message, at, LOSSES[rule].help,
                      detail, rule=rule)
    for rule, path, noun in _CANNOT_HOLD.get(writer, ()):
        if count := int(_counter(path)(document.body)):
            counted = f"{count:,} {noun}{'s' if count > 1 else ''}"
            yield Finding(LOSSES[rule].message.format(n=counted), at, LOSSES[rule].help, rule=rule)
