"""Where tags and links stand in a source: the second look that only findings pay for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..model.reading import Mark
from ..model.source import Span
from .tags import ATTRIBUTE, Piece, pieces, unescaped

if TYPE_CHECKING:
    from .commonmark import Engine

_AUTOLINK = re.compile(r"<((?:https?|ftp)://[^\s<>\"]+)>", re.I)
_SCHEMES = ("http:", "https:", "ftp:")
_EMPTY_AUTOLINK = "<>"
# CommonMark 0.31.2, section 6.3: what stands between a link's text and its target, and a target in pointed brackets.
_TO_TARGET = re.compile(r"\]\(\s*")
_POINTED = re.compile(r"<((?:\\.|[^<>\\\n])*)>")
# Section 4.7: the label of a definition, and what stands before its target, containers' marks included.
_DEFINITION = re.compile(r"^[ \t>*+\d.)-]*\[((?:\\.|[^\[\]\\])+)\]:[ \t]*(?:\r\n|\n|\r)?[ \t>]*", re.M)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CONTINUATIONS = bytes(range(0x80, 0xC0))                     # bytes that begin no character
_BLOCK = 512
_NOT_LINE_END = re.compile(r"[^\r\n]")


def html_marks(text: str, offset: int = 0) -> list[Mark]:
    """The tags of an HTML text that begins at `offset` of its source; `<http://…>` counts as the link it is read as."""
    marks = []
    for piece in pieces(text):
        if not piece.name or piece.is_end:
            continue
        if piece.name in _SCHEMES and (autolink := _AUTOLINK.match(text, piece.start)):
            target = _span(autolink, 1, offset)
            marks.append(Mark("a", _span(autolink, 0, offset), {"href": (autolink[1], target, target)}))
        else:
            marks.append(_tag_mark(text, piece, offset))
    return marks


def _tag_mark(text: str, piece: Piece, offset: int) -> Mark:
    """A start tag with the places of its attributes; of two of a name, the first counts."""
    spans: dict[str, tuple[str, Span, Span]] = {}
    for match in ATTRIBUTE.finditer(text, *piece.attributes):
        group = next((number for number in (2, 3, 4) if match[number] is not None), None)
        value = unescaped(match[group]) if group else ""
        spans.setdefault(match[1].lower(), (value, _span(match, group or 1, offset), _span(match, 1, offset)))
    return Mark(piece.name, Span(offset + piece.start, offset + piece.end), spans)


def _span(match: re.Match[str], group: int, offset: int) -> Span:
    start, end = match.span(group)
    return Span(offset + start, offset + end)


def markdown_marks(text: str, engine: Engine = "gfm") -> list[Mark]:
    """The tags, links and images of a Markdown text, bare addresses and footnotes included, in the order of its HTML."""
    from .commonmark import legal
    return _Events(legal(text), engine).in_order()


class _Link(NamedTuple):
    """A link or an image as the parser tells it; `id` is the label of its definition."""

    link_type: str
    dest_url: str
    id: str


class _Events:
    """One walk over what the Markdown parser sees, with its places."""

    def __init__(self, text: str, engine: Engine) -> None:
        from .commonmark import tokenised
        self.text = text
        self.engine = engine
        self.edited, self.notes = tokenised(text, engine)
        self.characters = _Characters(text)
        self.open: list[tuple[_Link, int]] = []               # links that are open, and where the last thing in them ended
        self.html: list[tuple[int, int]] | None = None        # the lines of an open HTML block
        self._definitions: dict[str, list[int]] | None = None
        self._found: dict[tuple[str, str], Span | None] = {}

    def position(self, byte: int) -> int:
        return self.characters(self.edited.original(byte))

    def in_order(self) -> list[Mark]:
        """The marks in the order of the rendered text: what stands in the definition of a footnote comes last."""
        marks = [(0, mark) for mark in [*self.marks(), *self.bare()]]
        if not self.notes:
            return sorted((mark for _, mark in marks), key=lambda mark: mark.span)
        characters = self.characters
        spans = [(characters(start), characters(end), number) for start, end, number in self.notes.spans()]
        for number, note, target in self.notes.places():
            span = Span(characters(note.start), characters(note.end))
            marks.append((number, Mark("a", span, {"href": (target, span, span)})))
        ordered = []
        for back, mark in marks:
            index = bisect_right(spans, mark.span.start, key=lambda span: span[0]) - 1
            inside = spans[index][2] if index >= 0 and mark.span.start < spans[index][1] else 0
            if back or inside is not None:
                ordered.append((back or inside or 0, bool(back), mark.span, mark))
        return [mark for *_, mark in sorted(ordered, key=lambda place: place[:3])]

    def bare(self) -> Iterator[Mark]:
        """The addresses that are links by themselves."""
        from .commonmark.tokens import Link
        for place in self.edited.places:
            if isinstance(place, Link):
                span = Span(self.characters(place.start), self.characters(place.end))
                yield Mark("a", span, {"href": (place.target, span, span)})

    def marks(self) -> Iterator[Mark]:
        import pyromark

        from .commonmark import RULES
        for event, where in pyromark.events_with_range(self.edited.data.decode(), options=RULES[self.engine].options):
            start, end = self.position(where["start"]), self.position(where["end"])
            match event:
                case {"Start": "HtmlBlock"}:
                    self.html = []
                case {"Html": _} if self.html is not None:
                    self.html.append((start, end))
                case {"End": "HtmlBlock"} if self.html:
                    yield from self._html_block(self.html)
                    self.html = None
                case {"InlineHtml": str(written)}:
                    yield from self._inline_html(start, end, written)
                case {"Text": "<"} if self.text.startswith(_EMPTY_AUTOLINK, start):
                    yield Mark(_EMPTY_AUTOLINK, Span(start, start + 2), {})
                case {"Start": {"Link": link}}:
                    self.open.append((_Link(link["link_type"], link["dest_url"], link["id"]), start + 1))
                    continue
                case {"Start": {"Image": link}}:
                    self.open.append((_Link(link["link_type"], link["dest_url"], link["id"]), start + 2))
                    continue
                case {"End": "Link" | "Image" as kind}:
                    yield self._link(kind, Span(start, end), *self.open.pop())
            if self.open:
                self.open[-1] = (self.open[-1][0], max(end, self.open[-1][1]))

    def _html_block(self, lines: list[tuple[int, int]]) -> list[Mark]:
        """The tags of a block; marks of a quotation or a list between its lines are no part of it."""
        begin, html, at = lines[0][0], "", lines[0][0]
        for start, end in lines:
            html += _NOT_LINE_END.sub(" ", self.text[at:start]) + self.text[start:end]
            at = end
        return html_marks(html, begin)

    def _inline_html(self, start: int, end: int, written: str) -> list[Mark]:
        """The tags of inline HTML, which may go over lines of a quotation."""
        shown = self.text[start:end].split("\n")
        for index, line in enumerate(written.split("\n")):
            if 0 < index < len(shown) and shown[index].endswith(line):
                shown[index] = line.rjust(len(shown[index]))
        return html_marks("\n".join(shown), start)

    def _link(self, kind: str, whole: Span, link: _Link, inside: int) -> Mark:
        target, value = whole, link.dest_url
        if link.link_type == "Inline":
            opening = _TO_TARGET.search(self.text, inside, whole.end)
            target = _target(self.text, opening.end(), whole.end) if opening else whole
        elif link.link_type in ("Autolink", "Email"):
            target = Span(whole.start + 1, whole.end - 1)
            value = f"mailto:{value}" if link.link_type == "Email" else value
        else:
            target = self._defined(_folded(link.id), value) or whole
        return Mark("a" if kind == "Link" else "img", whole, {"href" if kind == "Link" else "src": (value, target, target)})

    def _defined(self, label: str, value: str) -> Span | None:
        """The target of a definition: of those with a label, the first with this target."""
        if (label, value) in self._found:
            return self._found[label, value]
        if self._definitions is None:
            self._definitions = {}
            for match in _DEFINITION.finditer(self.text):
                self._definitions.setdefault(_folded(match[1]), []).append(match.end())
        found = [_target(self.text, start, len(self.text)) for start in self._definitions.get(label, ())]
        meant = next((span for span in found if _meant(self.text[slice(*span)]) == value), found[0] if found else None)
        self._found[label, value] = meant
        return meant


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _meant(written: str) -> str:
    """A target without its escapes."""
    return _ESCAPE.sub(r"\1", unescaped(written))


def _target(text: str, start: int, end: int) -> Span:
    """The target that begins at an offset: in pointed brackets, or up to a blank or the bracket that closes the link."""
    if pointed := _POINTED.match(text, start, end):
        return Span(*pointed.span(1))
    depth, at = 0, start
    while at < end:
        character = text[at]
        if character <= " " or (character == ")" and not depth):
            break
        depth += (character == "(") - (character == ")")
        at += 2 if character == "\\" and at + 1 < end and text[at + 1] > " " else 1
    return Span(start, min(at, end))


class _Characters:
    """UTF-8 offsets → offsets in characters."""

    def __init__(self, text: str) -> None:
        self._data = b"" if text.isascii() else text.encode()
        self._before = [0]                                    # how many characters begin before each block of bytes
        for start in range(0, len(self._data), _BLOCK):
            self._before.append(self._before[-1] + len(self._data[start:start + _BLOCK].translate(None, _CONTINUATIONS)))

    def __call__(self, byte: int) -> int:
        if not self._data:
            return byte
        block = byte // _BLOCK
        return self._before[block] + len(self._data[block * _BLOCK:byte].translate(None, _CONTINUATIONS))
