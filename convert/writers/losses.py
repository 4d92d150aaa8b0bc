"""What a conversion leaves out, said as findings: nothing is lost in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..model.finding import At, Finding, First, Lost

if TYPE_CHECKING:
    from ..model.document import Document, Removed


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
    "loss-image": Loss("pictures", "{n} left out, the alternative text stays", "keep the pictures beside it"),
    "loss-link": Loss("link targets", "{n} left out, the text stays", "convert to a format that has links"),
    "loss-markup": Loss("markup that Markdown has no words for", "of this markup only the text stays: {n}",
                        "without --no-raw-html it stays as HTML"),
    "loss-script": Loss("scripts", "a script is left out", "put what it shows into the text"),
    "loss-style": Loss("colours, sizes and alignment", "{n} left out, the content stays",
                       "say in words what it is to say"),
    "loss-unsafe-url": Loss("links that run code", "a link that runs code is left out, its text stays", "link to a page instead"),
}
_REMOVED = {"script": "loss-script", "hidden": "loss-hidden", "unsafe-url": "loss-unsafe-url", "attribute": "loss-attribute"}
# What a format has no words for: looks, and (by path) links and pictures.
_LOOKLESS = frozenset({"markdown", "text", "corpus"})
_LINKS = ("loss-link", ".//a[@href]", "link target", ("a",))
_PICTURES = ("loss-image", ".//img[@src]", "picture", ("img", "image"))
# What the Markdown writer calls an element otherwise than HTML.
_TAGS = {"emphasis": "strong", "link target": "a", "picture": "img", "anchor": "a"}
_CANNOT_HOLD: dict[str, tuple[tuple[str, str, str, tuple[str, ...]], ...]] = {"text": (_PICTURES,), "corpus": (_LINKS, _PICTURES)}
_PLURAL = {"link target": "link targets", "picture": "pictures",
           "colour, size or alignment": "colours, sizes or alignments"}
_SHOWN = 60


def losses_of(document: Document, writer: str, removed: Sequence[Removed] | None = None,
              markup: Mapping[str, int] | None = None) -> tuple[Finding, ...]:
    """What a writer's output does not hold: each removal, and each kind of thing that the format has no words for;
    "corpus" is the text writer for programs, which keeps no notes.

    `removed` is what was removed on the way to the output, when that was not by `Document.body`; `markup` counts the
    elements of which the writer left only the text, by name.
    """
    removed = document.removed if removed is None else removed
    if not removed and not markup and writer not in _CANNOT_HOLD:
        return ()
    return (*_losses(document, writer, removed), *_markup(markup or {}))


def _markup(lost: Mapping[str, int]) -> Iterator[Finding]:
    """The elements of which only the text is left, all in one finding."""
    if lost:
        names = ", ".join(f"{name} ({count:,})" if count > 1 else name for name, count in sorted(lost.items()))
        loss = LOSSES["loss-markup"]
        tags = tuple(_TAGS.get(name, name) for name in lost)
        yield Finding(loss.message.format(n=names), First(tags), help=loss.help, subject=names, rule="loss-markup")


def _losses(document: Document, writer: str, removed: Sequence[Removed]) -> Iterator[Finding]:
    styled: list[Removed] = []
    seen: Counter[Removed] = Counter()
    for one in removed:
        kind, detail = one
        if kind == "style":
            styled.append(one)
            continue
        at = Lost(kind, detail, seen[one])
        seen[one] += 1
        rule = _REMOVED[kind]
        line = " ".join(document.restore(detail).split())
        shown = line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
        message = LOSSES[rule].message
        yield Finding(f"{message}: “{shown}”" if shown else message, at, help=LOSSES[rule].help, subject=detail, rule=rule)
    if styled and writer in _LOOKLESS:
        yield _counted("loss-style", len(styled), "colour, size or alignment", Lost(*styled[0]))
    for rule, path, noun, tags in _CANNOT_HOLD.get(writer, ()):
        if count := len(document.body.findall(path)):
            yield _counted(rule, count, noun, First(tags))


def _counted(rule: str, count: int, noun: str, at: At) -> Finding:
    """All losses of a kind in one finding, where the first of them stands."""
    counted = f"1 {noun} is" if count == 1 else f"{count:,} {_PLURAL[noun]} are"
    return Finding(LOSSES[rule].message.format(n=counted), at, help=LOSSES[rule].help, rule=rule)
