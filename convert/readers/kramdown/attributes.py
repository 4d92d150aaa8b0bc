"""Attribute lists (`{: .class #id key="value" ref}`) and extensions (`{::comment}` …), of blocks and of spans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .nodes import AttributeList, Node
from .syntax import BLANK, IAL, INSIDE, OPT, WORD

if TYPE_CHECKING:
    from .blocks import Blocks
    from .spans import Spans

_ID = r"#[A-Za-z][\w:-]*"
_CLASS = r"\.[^\s.#]+"
_ITEM = re.compile(rf"""(?:\A|\s)(?:({WORD})=(["'])((?:\\\}}|\\\2|[^}}])*?)\2"""
                   rf"|({WORD})|((?:{_ID}|{_CLASS})+))(?=\s|\Z)", re.A)
_ID_OR_CLASS = re.compile(r"#([A-Za-z][\w:-]*)|\.([^\s.#]+)", re.A)

_ALD = re.compile(rf"{OPT}\{{:({WORD}):({INSIDE})\}}\s*?\n", re.A)
_IAL = re.compile(rf"{OPT}\{{:(?![:/])({INSIDE})\}}\s*?\n", re.A)
_EXTENSION = rf"(?:\{{::(\w+)(?:\s((?:\\\}}|[^}}]){{0,1000}}?)|)(/)?\}}|\{{:/({WORD})?\}})"
_BLOCK_EXTENSION = re.compile(rf"{OPT}{_EXTENSION}\s*?\n", re.A)
_SPAN_EXTENSION = re.compile(_EXTENSION, re.A)
_SPAN_IAL = re.compile(rf"\{{:({INSIDE})\}}", re.A)
_NAMED_LIMIT = 100        # of lists that name lists
_DEFINITIONS = frozenset({"link_def", "abbrev_def", "footnote_def"})

BLOCK_BOUNDARY = re.compile(rf"{BLANK}|{OPT}{IAL}|\^{BLANK}|\n?\Z", re.A)


def parse_list(text: str, into: AttributeList) -> AttributeList:
    """Read the inside of an attribute list."""
    for match in _ITEM.finditer(text):
        key, quote, value, ref, marks = match.groups()
        if ref:
            into.refer(ref)
        elif marks:
            for name, style in _ID_OR_CLASS.findall(marks):
                if style:
                    into.set("class", style)
                else:
                    into.values["id"] = name
        else:
            into.values[key] = re.sub(rf"\\(\}}|{quote})", r"\1", value)
    return into


def lay(attr: dict[str, str], given: AttributeList, lists: dict[str, AttributeList], seen: frozenset[str] = frozenset()) -> None:
    """Set what an attribute list says, and before it what the lists say that it names, each of them once."""
    names = dict.fromkeys(ref for ref in given.refs if ref in lists and ref not in seen) if lists else {}
    for ref in names:
        lay(attr, lists[ref], {} if len(seen) >= _NAMED_LIMIT else lists, seen | names.keys())
    for name, value in given.values.items():
        attr[name] = f"{attr.get(name, '')} {value}".lstrip() if name == "class" else value


def block_extension(blocks: Blocks) -> bool:
    """An attribute list of its own, a named one, or an extension."""
    text, pos = blocks.text, blocks.pos
    if match := _ALD.match(text, pos):
        parse_list(match[2], blocks.doc.lists.setdefault(match[1], AttributeList()))
        blocks.pos = match.end()
        blocks.add(Node("eob", "ald"))
        return True
    if match := _BLOCK_EXTENSION.match(text, pos):
        return _extension_of_blocks(blocks, match)
    match = _IAL.match(text, pos)
    if not match:
        return False
    blocks.pos = match.end()
    last = blocks.last
    if last and last.kind != "blank" and (last.kind != "eob" or last.text in _DEFINITIONS):
        parse_list(match[1], last.attributes())
        if not _IAL.match(text, blocks.pos):
            blocks.add(Node("eob", "ial"))
    else:
        blocks.ial = parse_list(match[1], blocks.ial or AttributeList())
    return True


def _extension_of_blocks(blocks: Blocks, match: re.Match[str]) -> bool:
    name, options, closed = match[1], match[2], match[3]
    if name not in {"comment", "nomarkdown", "options"}:
        return False
    body, end = None, match.end()
    if not closed:
        stop = blocks.doc.search(re.compile(rf"^{OPT}\{{:/(?:{name})?\}} *\n", re.M), blocks.text, end)
        if not stop:
            return False
        body, end = blocks.text[match.end():stop.start()].removesuffix("\n"), stop.end()
    blocks.pos = end
    given = parse_list(options or "", AttributeList())
    if name == "options":
        blocks.doc.set_options(given.values)
        blocks.add(Node("eob", "extension"))
    elif body is not None:
        blocks.node.children.append(_verbatim(name, body, given, is_block=True))
    return True


def _verbatim(name: str, body: str, given: AttributeList, *, is_block: bool) -> Node:
    if name == "comment":
        return Node("verbatim", f"<!-- {body} -->", is_block=is_block)
    types = given.values.get("type", "").split()
    return Node("verbatim", body if not types or "html" in types else "", is_block=is_block)


def span_extension(spans: Spans) -> bool:
    """An attribute list behind a span, or an extension within text."""
    text, pos = spans.text, spans.pos
    if match := _SPAN_EXTENSION.match(text, pos):
        return _extension_of_spans(spans, match)
    match = _SPAN_IAL.match(text, pos)
    last = spans.parts[-1] if spans.parts else ""
    if not match or isinstance(last, str):
        return False
    given = parse_list(match[1], AttributeList())
    last.attributes().merge(given)
    lay(last.attr, given, spans.doc.lists)
    spans.pos = match.end()
    return True


def _extension_of_spans(spans: Spans, match: re.Match[str]) -> bool:
    name, options, closed = match[1], match[2], match[3]
    if name not in {"comment", "nomarkdown", "options"}:
        return False
    body, end = None, match.end()
    if not closed:
        stop = spans.doc.search(re.compile(rf"\{{:/(?:{name})?\}}"), spans.text, end)
        if not stop:
            return False
        body, end = spans.text[match.end():stop.start()], stop.end()
    spans.pos = end
    given = parse_list(options or "", AttributeList())
    if name == "options":
        spans.doc.set_options(given.values)
    elif body is not None:
        spans.parts.append(_verbatim(name, body, given, is_block=False))
    return True
