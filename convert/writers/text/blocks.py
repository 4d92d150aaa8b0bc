"""Blocks: each element of a body on the page.

A handler writes a block that holds no others, or returns a generator that yields the blocks inside; the driver keeps
those on a stack of its own, so that no nesting is too deep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from ...model.body import BLOCKS, HEADINGS, runs
from . import tables
from .inlines import content, inline, phrasing, preformatted
from .numbering import markers

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .page import Page

Inner: TypeAlias = "Iterator[_Element]"

_BULLETS = ("• ", "- ")
_UNDERLINES = {"h1": "=", "h2": "-", "h3": "~"}
_INDENT = "    "


def lay_out(page: Page, root: _Element) -> None:
    """Write what a container holds on a page."""
    stack = [_flow(page, root)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif (inner := _HANDLERS.get(str(element.tag), _container)(page, element)) is not None:
            stack.append(inner)


def _flow(page: Page, element: _Element) -> Inner:
    return _written(page, runs(element))


def _written(page: Page, content: Iterable[tuple[str, list[_Element]] | _Element]) -> Inner:
    """Runs of text go on the page, blocks to the driver."""
    for child in content:
        if isinstance(child, tuple):
            page.paragraph(phrasing(page, *child))
        else:
            yield child


def _container(page: Page, element: _Element) -> Inner | None:
    """Text, or blocks, or both."""
    if any(child.tag in BLOCKS for child in element):
        return _flow(page, element)
    page.paragraph(content(page, element))
    return None


def _heading(page: Page, element: _Element) -> Inner | None:
    if any(child.tag in BLOCKS for child in element):
        return _flow(page, element)
    underline = _UNDERLINES.get(str(element.tag), "") if page.profile.dressed and not page.is_cell else ""
    page.paragraph(content(page, element), underline, above=1 if page.profile.dressed else 0)
    return None


def _quote(page: Page, element: _Element) -> Inner:
    mark = "> " if page.profile.dressed else _INDENT
    page.enter(mark, mark)
    yield from _flow(page, element)
    page.leave()


def _list(page: Page, element: _Element) -> Inner:
    loose = any(grandchild.tag == "p" for child in element for grandchild in child)
    page.enter(tight=not loose)
    page.paragraph(element.text or "")
    for child, mark in zip(element, _marks(page, element), strict=True):
        blank = " " * len(mark)
        page.enter(mark if child.tag == "li" else blank, blank)
        if child.tag in BLOCKS:
            yield child
        else:
            page.paragraph(inline(page, child))
        page.leave()
        page.paragraph(child.tail or "")
    page.leave()


def _marks(page: Page, element: _Element) -> list[str]:
    """What stands before each child of a list; bullets by turns, as lists stand in lists."""
    if element.tag == "ol":
        return markers(element, padded=page.profile.dressed)
    depth = sum(1 for _ in element.iterancestors("ul")) if page.profile.dressed else 0
    return [_BULLETS[depth % len(_BULLETS)]] * len(element)


def _definitions(page: Page, element: _Element) -> Inner:
    page.enter(tight=True)
    yield from _flow(page, element)
    page.leave()


def _definition(page: Page, element: _Element) -> Inner:
    page.enter(_INDENT, _INDENT)
    yield from _flow(page, element)
    page.leave()


def _code(page: Page, element: _Element) -> None:
    text = preformatted(page, element)
    if text.strip():
        margin = _INDENT if page.profile.marked else ""
        page.put([margin + line if line else "" for line in text.split("\n")])


def _rule(page: Page, element: _Element) -> None:
    if page.profile.marked:
        page.put(["* * *" if page.profile.dressed else "─" * 20])


def _table(page: Page, element: _Element) -> Inner | None:
    if page.is_cell or tables.is_layout(element):
        return _written(page, tables.blocks_in(element))
    tables.write(page, tables.table_of(page, element, lay_out))
    return None


_HANDLERS: dict[str, Callable[[Page, _Element], Inner | None]] = {
    "p": _container, "blockquote": _quote, "ul": _list, "ol": _list, "dl": _definitions, "dd": _definition, "pre": _code, "table": _table,
    "hr": _rule, **dict.fromkeys(HEADINGS, _heading),
}
