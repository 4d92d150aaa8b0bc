"""kramdown's spans: the text of a block, from mark to mark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from .attributes import span_extension
from .document import SPAN_LIMIT, Document
from .emphasis import emphasis, strikethrough
from .escapes import named_entity, numbered_entity
from .inline_html import autolink, inline_html
from .links import footnote_mark, link
from .nodes import Node, with_texts
from .syntax import WHITE

_PUNCTUATION = r"""[!"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"""
# Where kramdown would make typographic quotes; what stands before one goes with it.
_QUOTE = re.compile(
    rf"""(?P<a>["'])(?=[_*]{{1,2}}\S)|(?P<b>["'])(?={_PUNCTUATION}(?!\.\.)(?u:\B))"""
    r"""|(?P<before>\s?)(?P<c>"'|'")(?=\w)|(?P<before2>\s?)(?P<d>')(?=\d\ds)"""
    r"""|(?P<before3>\s|[^ \\\t\r\n\[{(-])(?P<e>["'])|(?P<f>["'])(?=\s|s(?u:\b)|\n|\Z)|(?P<before4>[^\\]?)(?P<g>["'])""", re.A | re.S)
_MATH = re.compile(r"\$\$(.*?)\$\$", re.S)
_ENTITY = re.compile(r"&(?:([\w:][-\w.:]*)|#(\d+)|#x([0-9a-fA-F]+));", re.A)
_ESCAPED = re.compile(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=-])")
_GFM_ESCAPED = re.compile(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=~-])")
_SYMBOL = re.compile(r"---?|\.\.\.|<<|>>| >>")


class Code(NamedTuple):
    """What backticks at a position turn out to be: code, or None; and where that ends."""

    code: str | None
    end: int


def code_at(text: str, pos: int) -> Code:
    """Code between runs of backticks; a single backtick with blanks around it is text."""
    start = pos
    while text.startswith("`", start):
        start += 1
    ticks = text[pos:start]
    is_single = len(ticks) == 1
    if is_single and (pos == 0 or text[pos - 1] in WHITE) and text[start:start + 1] in tuple(WHITE):
        return Code(None, start)
    end = text.find(ticks, start)
    if end < 0:
        return Code(None, start)
    code = text[start:end]
    if not is_single:
        code = code.removeprefix(" ").removesuffix(" ")
    return Code(code, end + len(ticks))


class Spans:
    """Parses the spans of one text."""

    def __init__(self, doc: Document, text: str) -> None:
        self.doc = doc
        self.text = text
        self.pos = 0
        self.tree = Node("root")
        self.around: list[Node] = []           # what `tree` stands in
        self.parts: list[Node | str] = []      # of `tree`, as far as they are known

    def add(self, text: str) -> None:
        """Append text."""
        self.parts.append(text)

    def is_within(self, *kinds: str) -> bool:
        return self.tree.kind in kinds or any(node.kind in kinds for node in self.around)

    @property
    def may_try(self) -> bool:
        """A mark may open an element: neither too deep, nor after too many that were never closed."""
        return len(self.around) < SPAN_LIMIT and self.doc.credit > 0

    def give_up(self, start: int) -> None:
        """A try that began at a position failed where the parser stands: back to where it began."""
        self.doc.credit -= self.pos - start
        self.pos = start

    def parse(self, node: Node, stop: re.Pattern[str] | None = None,
              accepts: Callable[[re.Match[str]], bool] | None = None, mode: Mode | None = None) -> bool:
        """Parse into an element up to where `stop` matches and is accepted, or to the end; whether it was found."""
        text, end = self.text, len(self.text)
        special, handlers, with_quotes = mode or _ALL
        self.around.append(self.tree)
        self.tree = node
        outer, self.parts = self.parts, []
        found = False
        while self.pos < end:
            mark = special.search(text, self.pos)
            if not mark:
                if not stop:
                    self.add(text[self.pos:])
                    self.pos = end
                break
            if mark.start() > self.pos:
                self.add(text[self.pos:mark.start()])
                self.pos = mark.start()
            hit = stop.match(text, self.pos) if stop else None
            if hit and (accepts is None or accepts(hit)):
                found = True
                break
            handler = handlers.get(text[self.pos])
            if not ((handler and handler(self)) or (with_quotes and _quote(self))):
                self.add(text[self.pos])
                self.pos += 1
        if not found and stop and self.pos < end:
            self.doc.credit -= end - self.pos
        self.tree = self.around.pop()
        node.children = with_texts(self.parts)
        self.parts = outer
        return found


Handler: TypeAlias = Callable[[Spans], bool]


class Mode(NamedTuple):
    """Which marks are looked for."""

    special: re.Pattern[str]
    handlers: dict[str, Handler]
    with_quotes: bool


def _quote(spans: Spans) -> bool:
    match = _QUOTE.match(spans.text, spans.pos)
    if not match:
        return False
    kind = match.lastgroup
    assert kind
    quotes = match[kind]
    if before := match[0][:-len(quotes)]:
        spans.add(before)
    spans.parts += [Node("typographic", quote) for quote in quotes]
    spans.pos = match.end()
    return True


def _code(spans: Spans) -> bool:
    code, end = code_at(spans.text, spans.pos)
    if code is None:
        spans.add(spans.text[spans.pos:end])
    else:
        spans.parts.append(Node("code", code))
    spans.pos = end
    return True


def _less_than(spans: Spans) -> bool:
    return autolink(spans) or inline_html(spans) or (spans.text[spans.pos + 1:spans.pos + 2] == "<" and _symbol(spans))


def _bracket(spans: Spans) -> bool:
    return footnote_mark(spans) or link(spans)


def _math(spans: Spans) -> bool:
    if not spans.text.startswith("$$", spans.pos) or not spans.doc.may_find("$$", spans.text, spans.pos + 2):
        return False
    match = _MATH.match(spans.text, spans.pos)
    assert match
    spans.parts.append(Node("math", match[1].strip(WHITE)))
    spans.pos = match.end()
    return True


def _entity(spans: Spans) -> bool:
    match = _ENTITY.match(spans.text, spans.pos)
    if not match:
        return False
    name, decimal, hexadecimal = match.groups()
    character = named_entity(name) if name else \
        numbered_entity(int(decimal[:9]) if decimal else int(hexadecimal[:9], 16))
    spans.pos = match.end()
    if character is None and name:
        spans.parts.append(Node("entity", "&"))
        spans.add(match[0][1:])
    else:
        spans.parts.append(Node("entity", character or "\ufffd"))
    return True


def _symbol(spans: Spans) -> bool:
    """What kramdown makes dashes, dots and guillemets of; here it stays as it is."""
    match = _SYMBOL.match(spans.text, spans.pos)
    if not match:
        return False
    text = match[0] + " " if match[0] == "<<" and spans.text.startswith(" ", match.end()) else match[0]
    spans.parts.append(Node("typographic", text))
    spans.pos += len(text)
    return True


def _blank(spans: Spans) -> bool:
    if spans.text.startswith("  \n", spans.pos) and not spans.doc.wraps_hard:
        spans.parts.append(Node("br"))
        spans.pos += 2
        return True
    return _symbol(spans)


def _backslash(spans: Spans) -> bool:
    text, pos = spans.text, spans.pos
    if text.startswith(("\\<<", "\\>>"), pos):
        spans.parts += Node("entity", text[pos + 1]), Node("entity", text[pos + 1])
        spans.pos += 3
        return True
    if text.startswith("\\\\\n", pos) and not spans.doc.wraps_hard:
        spans.parts.append(Node("br"))
        spans.pos += 2
        return True
    match = (_GFM_ESCAPED if spans.doc.is_gfm else _ESCAPED).match(text, pos)
    if match:
        spans.add(match[1])
        spans.pos += 2
    return match is not None


def _brace(spans: Spans) -> bool:
    return spans.text.startswith("{:", spans.pos) and span_extension(spans)


_HANDLERS: dict[str, Handler] = {
    "*": emphasis, "_": emphasis, "`": _code, "<": _less_than, "[": _bracket, "!": link, "$": _math, "{": _brace,
    "&": _entity, "-": _symbol, ".": _symbol, ">": _symbol, " ": _blank, "\\": _backslash, "~": strikethrough,
}
_ALL = Mode(re.compile(r"[*_`<\[\]&{\\~$]|!\[|[^\\]?[\"']|--|\.\.\.|>>| >>|  \n"), _HANDLERS, with_quotes=True)
HTML_ONLY = Mode(re.compile("<"), {"<": inline_html}, with_quotes=False)
_CODE_AND_HTML = Mode(re.compile("[<`]"), {"<": inline_html, "`": _code}, with_quotes=False)


def code_and_html(doc: Document, text: str) -> list[Node]:
    """The code, the HTML elements and the text between them."""
    root = Node("root")
    Spans(doc, text).parse(root, mode=_CODE_AND_HTML)
    return root.children


def parse_spans(doc: Document, text: str) -> list[Node]:
    """The spans of a text."""
    root = Node("root")
    Spans(doc, text).parse(root)
    return root.children
