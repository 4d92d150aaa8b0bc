"""Flow content → Markdown blocks: one function per element."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree

from ...model.body import BLOCKS, FLOW, HEADINGS, has_blocks, is_blank, is_block, text_of
from ...model.fragments import slug
from . import escapes, kramdown, raw
from .code import code_block, highlighted
from .grammar import Sheet
from .inlines import content, phrasing
from .lists import definitions, items
from .tables import padded_table, pipe_table, rows_as_text

if TYPE_CHECKING:
    from lxml.etree import _Element

Handler: TypeAlias = "Callable[[_Element, Sheet], str]"

_AROUND_BLOCKS = frozenset({"a", "ins", "del"})
_TEMPLATE = re.compile(r"\{(?=[{%])").sub
_EACH_LINE = re.compile(r"^", re.M)
_NAMED_BEHIND = frozenset({"p", "ul", "ol", "dl", "blockquote", "pre", "table"})      # kramdown's attribute lists


def top_blocks(body: _Element, sheet: Sheet) -> list[str]:
    """The blocks of a body. What looks like a template's tag in them is text, for the tags are masked (`model.islands`):
    it was written with references, and is again.
    """
    return [_TEMPLATE("&#123;", block) if sheet.raw_html and "{" in block else block for block in blocks(body, sheet)]


def blocks(container: _Element, sheet: Sheet) -> list[str]:
    """The blocks of a container, each as Markdown without blank lines around it."""
    made: list[str] = []
    previous, other = "", False                  # the block before, and whether it is a list of the other marker
    lead, inlines = container.text, list[Any]()
    for child in container:
        tag: str = child.tag  # type: ignore[assignment]
        if tag not in BLOCKS and not (len(child) and _holds_blocks(child)):
            inlines.append(child)
            continue
        if inlines or (lead and not lead.isspace()):
            if run := _run(lead, inlines, sheet):
                made.append(run)
                previous = "p"
            inlines = []
        lead = child.tail
        if tag == "p":
            block = _paragraph(child, sheet)
        else:
            other = tag == previous and not other
            block = items(child, sheet, other_marker=other) if tag in ("ul", "ol") else \
                _HANDLERS.get(tag, _with_blocks)(child, sheet)
        if block:
            made.append(block if not sheet.grammar.is_kramdown else _in_kramdown(block, child, previous, made, sheet))
            previous = tag
    if (inlines or (lead and not lead.isspace())) and (run := _run(lead, inlines, sheet)):
        made.append(run)
    return made


def _in_kramdown(block: str, element: _Element, previous: str, made: list[str], sheet: Sheet) -> str:
    """A block with its attributes behind it; a list right in front of one of its kind is ended."""
    tag = str(element.tag)
    if tag == previous and tag in ("ul", "ol", "dl") and "<" not in (block[0], made[-1][0]):
        made[-1] += kramdown.end_of_list(made[-1])
    named = tag in _NAMED_BEHIND and not block.startswith("<") and element.get("id") in sheet.linked
    return f"{block}\n{kramdown.attribute_list({'id': element.get('id', '')})}" if named else block


def _holds_blocks(element: _Element) -> bool:
    """An element stands between runs of text because of what is in it: a foreign one, or a link around blocks."""
    return is_block(element) if element.tag not in _AROUND_BLOCKS else has_blocks(element)


def _run(lead: str | None, inlines: list[_Element], sheet: Sheet) -> str:
    """A run of text that no paragraph holds. An element with blocks in it is one itself, and one whose tag stands on a
    line of its own is a block of HTML (4.6, condition 7).
    """
    if is_blank(lead) and len(inlines) == 1 and is_blank(inlines[0].tail):
        (element,) = inlines
        if has_blocks(element):
            return _with_blocks(element, sheet)
        if raw.is_block_alone(element, sheet):
            return raw.block(element)
    text = escapes.finish(phrasing(lead or "", inlines, sheet), sheet)
    return kramdown.alone(text) if sheet.grammar.is_kramdown else text


def _with_blocks(element: _Element, sheet: Sheet) -> str:
    """An inline element that holds blocks: a link goes into each of them, any other stands around them."""
    if element.tag == "a":
        return "\n\n".join(blocks(_spread(element), sheet))
    if not sheet.raw_html:
        sheet.lost[str(element.tag)] += 1
        return _group(element, sheet)
    if sheet.grammar.is_kramdown:                # to which it begins no block
        return f"<div>{raw.block(element)}</div>"
    return _tagged(element, sheet)


def _spread(link: _Element) -> _Element:
    """A copy of a link that holds blocks, in which each text of them is a link of its own."""
    holder = deepcopy(link)
    holder.tag, holder.tail = "div", None
    attributes = dict(holder.attrib)
    holder.attrib.clear()
    for element in list(holder.iter()):
        around = has_blocks(element)
        if element.tag in FLOW or (around and element.tag not in BLOCKS) or (element.tag in BLOCKS and not around):
            _link_runs(element, attributes)
    return holder


def _link_runs(container: _Element, attributes: dict[str, str]) -> None:
    """Put each run of text of a container into a link."""
    run: _Element | None = None
    children = list(container)
    if not is_blank(container.text):
        run = etree.Element("a", attributes)
        run.text, container.text = container.text, None
        container.insert(0, run)
    for child in children:
        if child.tag in BLOCKS or child.tag == "a" or has_blocks(child):
            run = None
            if not is_blank(child.tail):
                run = etree.Element("a", attributes)
                run.text, child.tail = child.tail, None
                child.addnext(run)
            continue
        if run is None:
            if is_blank(child.tail) and not len(child) and is_blank(child.text) and child.tag == "br":
                continue
            run = etree.Element("a", attributes)
            child.addprevious(run)
        run.append(child)


def _paragraph(element: _Element, sheet: Sheet) -> str:
    if not len(element) and not sheet.linked:
        if not element.text:
            return ""
        return escapes.plain(element.text) if sheet.text is escapes.text else escapes.finish(sheet.text(element.text), sheet)
    if not sheet.grammar.is_kramdown:
        return escapes.finish(content(element, sheet), sheet)
    return kramdown.alone(escapes.finish(phrasing(element.text or "", list(element), sheet), sheet))


def _group(element: _Element, sheet: Sheet) -> str:
    return "\n\n".join(blocks(element, sheet))


def _container(element: _Element, sheet: Sheet) -> str:
    """An element that only groups; without its tags where they say nothing, or are a highlighter's."""
    if (found := highlighted(element)) is not None:
        return code_block(found[0], sheet, found[1])
    if not raw.is_set_apart(element, sheet):
        return _group(element, sheet)
    return raw.block(element) if raw.is_one_line(element) else _tagged(element, sheet)


def _tagged(element: _Element, sheet: Sheet) -> str:
    """Tags with Markdown between them, which blank lines begin and end."""
    return f"{raw.start_tag(element, sheet)}\n\n{_group(element, sheet)}\n\n</{raw.tag_of(element)}>"


def _heading(level: int) -> Handler:
    hashes = "#" * level

    def write(element: _Element, sheet: Sheet) -> str:
        name, named = element.get("id") if sheet.linked else None, ""
        if name in sheet.linked and sheet.grammar.heading_ids and kramdown.HEADING_ID(name or ""):
            named = f" {{#{name}}}"
        has_own = bool(named) or (name is not None and name == slug(text_of(element)))         # needs no anchor
        title = phrasing(element.text or "", list(element), sheet) if has_own else content(element, sheet)
        line = escapes.heading(title, sheet)
        if not line and sheet.grammar.is_kramdown:
            return raw.block(element) if sheet.raw_html else ""
        return f"{hashes} {line}{named}".rstrip(" " if sheet.grammar.is_kramdown else None)
    return write


def _quote(element: _Element, sheet: Sheet) -> str:
    return _EACH_LINE.sub("> ", _group(element, sheet)).replace("> \n", ">\n").rstrip(" ")


def _rule(element: _Element, sheet: Sheet) -> str:
    return "***"


def _table(element: _Element, sheet: Sheet) -> str:
    if sheet.grammar.tables and (table := pipe_table(element, sheet)):
        return table
    if sheet.raw_html:
        return raw.block(element)
    sheet.lost["table"] += 1
    return padded_table(element, sheet) if sheet.grammar.tables else rows_as_text(element, sheet)


def _definitions(element: _Element, sheet: Sheet) -> str:
    if sheet.grammar.definitions and (made := definitions(element, sheet)):
        return made
    return _as_html(element, sheet)


def _figure(element: _Element, sheet: Sheet) -> str:
    if not any(child.tag == "figcaption" for child in element):
        return _container(element, sheet)
    return _as_html(element, sheet)


def _as_html(element: _Element, sheet: Sheet) -> str:
    """An element that Markdown has no word for; where HTML is not wanted, what is in it."""
    if sheet.raw_html:
        return raw.block(element)
    sheet.lost[str(element.tag)] += 1
    return _group(element, sheet)


def _details(element: _Element, sheet: Sheet) -> str:
    """Its summary as HTML, and behind a blank line Markdown again, as on GitHub."""
    if not sheet.raw_html:
        sheet.lost["details"] += 1
        return _group(element, sheet)
    if not len(element) or element[0].tag != "summary" or not is_blank(element.text):
        return _tagged(element, sheet)
    rest = etree.Element("div")
    rest.text = element[0].tail
    rest.extend(deepcopy(child) for child in element[1:])
    opening = f"{raw.start_tag(element, sheet)}\n{raw.block(element[0])}"
    return "\n\n".join([opening, *blocks(rest, sheet), "</details>"])


_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(sorted(BLOCKS), _group),
    **dict.fromkeys(("div", "section", "aside", "header", "footer", "nav", "address"), _container),
    **{tag: _heading(level) for level, tag in enumerate(HEADINGS, 1)},
    "p": _paragraph, "blockquote": _quote, "hr": _rule, "ul": items, "ol": items, "pre": code_block,
    "table": _table, "dl": _definitions, "figure": _figure, "details": _details,
}
