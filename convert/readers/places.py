"""Where tags and links stand in a source: the second look that only findings pay for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Mark
from ..model.source import Span
from .tags import ATTRIBUTE, pieces, unescaped

_AUTOLINK = re.compile(r"<((?:https?|ftp)://[^\s<>\"]+)>", re.I)
_INLINE_TARGET = re.compile(r"\]\(\s*(?:<([^<>\n]*)>|([^\s]*))")
_EMPTY_AUTOLINK = "<>"


def _tag_marks(text: str, offset: int) -> list[Mark]:
    """The start tags of a piece of HTML with the places of their attributes; of two of a name, the first counts."""
    marks = []
    for piece in pieces(text):
        if not piece.name or piece.is_end:
            continue
        spans: dict[str, tuple[str, Span, Span]] = {}
        for match in ATTRIBUTE.finditer(text, *piece.attributes):
            group = next((number for number in (2, 3, 4) if match[number] is not None), None)
            value = unescaped(match[group]) if group else ""
            spans.setdefault(match[1].lower(), (value, _span(match, group or 1, offset), _span(match, 1, offset)))
        marks.append(Mark(piece.name, Span(offset + piece.start, offset + piece.end), spans))
    return marks


def _span(match: re.Match[str], group: int, offset: int) -> Span:
    start, end = match.span(group)
    return Span(offset + start, offset + end)


def html_marks(text: str, offset: int = 0) -> list[Mark]:
    """The tags of an HTML text that begins at `offset` of its source; `<http://…>` counts as the link it is read as."""
    autolinks = [_autolink_mark(match, offset) for match in _AUTOLINK.finditer(text)]
    if not autolinks:
        return _tag_marks(text, offset)
    blanked = _AUTOLINK.sub(lambda match: " " * len(match[0]), text)
    return sorted([*autolinks, *_tag_marks(blanked, offset)], key=lambda mark: mark.span)


def _autolink_mark(match: re.Match[str], offset: int) -> Mark:
    target = Span(offset + match.start(1), offset + match.end(1))
    return Mark("a", Span(offset + match.start(), offset + match.end()), {"href": (match[1], target, target)})


def markdown_marks(text: str) -> list[Mark]:
    """The tags, links and images of a Markdown text."""
    return sorted(_markdown_marks(text), key=lambda mark: mark.span)


def _markdown_marks(text: str) -> Iterator[Mark]:
    import pyromark

    from .markdown import OPTIONS
    position = _Characters(text)
    block_start: int | None = None
    for event, where in pyromark.events_with_range(text, options=OPTIONS):
        start, end = where["start"], where["end"]
        match event:
            case {"Start": "HtmlBlock"}:
                block_start = start
            case {"End": "HtmlBlock"} if block_start is not None:
                begin, stop = position(block_start), position(end)
                yield from html_marks(text[begin:stop], begin)
            case {"InlineHtml": _}:
                begin, stop = position(start), position(end)
                yield from html_marks(text[begin:stop], begin)
            case {"Start": {"Link": link}}:
                yield _link_mark("a", link, text, Span(position(start), position(end)))
            case {"Start": {"Image": link}}:
                yield _link_mark("img", link, text, Span(position(start), position(end)))
            case {"Text": "<"} if text.startswith(_EMPTY_AUTOLINK, position(start)):
                begin = position(start)
                yield Mark(_EMPTY_AUTOLINK, Span(begin, begin + 2), {})


def _link_mark(tag: str, link: dict[str, str], text: str, whole: Span) -> Mark:
    target = whole
    if link["link_type"] == "Inline":
        ends = list(_INLINE_TARGET.finditer(text, whole.start, whole.end))
        if ends:
            start = ends[-1].start(1 if ends[-1][1] is not None else 2)
            target = Span(start, _end_of_target(text, start, whole.end))
    elif link["link_type"] in ("Autolink", "Email"):
        target = Span(whole.start + 1, whole.end - 1)
    return Mark(tag, whole, {"href" if tag == "a" else "src": (link["dest_url"], target, target)})


def _end_of_target(text: str, start: int, end: int) -> int:
    """Where the target of `[x](target …)` ends: at a blank, or the bracket that closes the link."""
    depth = 0
    in_brackets = text[start - 1] == "<"
    for at in range(start, end):
        character = text[at]
        if character in " \t\n\r" and not in_brackets:
            return at
        if character == "(":
            depth += 1
        elif character in ")>":
            if not depth:
                return at
            depth -= 1
    return end


class _Characters:
    """UTF-8 offsets → offsets in characters, for offsets that mostly grow."""

    def __init__(self, text: str) -> None:
        self.data = b"" if text.isascii() else text.encode()
        self.byte = self.character = 0

    def __call__(self, byte: int) -> int:
        if not self.data:
            return byte
        if byte < self.byte:
            return self.character - len(self.data[byte:self.byte].decode(errors="replace"))
        self.character += len(self.data[self.byte:byte].decode(errors="replace"))
        self.byte = byte
        return self.character
