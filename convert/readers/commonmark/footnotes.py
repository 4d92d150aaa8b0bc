"""Footnotes: where they are defined and referred to, and how cmark-gfm and Goldmark show them behind the text.

GitHub describes them at https://docs.github.com/en/get-started/writing-on-github, "Footnotes"; the parser (pulldown-cmark)
reads as cmark-gfm does. Its own HTML leaves each definition where it stands, so the labels are tokens, by which it is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pyromark

from .tokens import Edited, Note, target

_DEFINITION = re.compile(r'<div class="footnote-definition" id="([^"]*)"><sup class="footnote-definition-label">[0-9]+</sup>')
_END = "</div>"
_END_OF_PARAGRAPH = "</p>\n"
_LABEL = re.compile(rb"\[\^((?:\\.|[^\\\]])+)\]")


def may_have(text: str) -> bool:
    """A text may hold a footnote."""
    return "[^" in text and "]:" in text


class Definition(NamedTuple):
    """What the parser says of a definition: how many `</div>` its raw HTML holds, and whether a paragraph ends it.

    `start` and `end` are where it stands in the text as it was.
    """

    note: Note
    start: int
    end: int
    divisions: int
    ends_in_paragraph: bool


def notes(data: bytes, options: pyromark.Options) -> tuple[list[Note], list[Definition]]:
    """The references to footnotes, and their definitions, in order."""
    references: list[Note] = []
    definitions: list[Definition] = []
    note: Note | None = None
    divisions = depth = images = 0
    last = ""
    for event, where in pyromark.events_with_range(data.decode(), options=options):
        match event:
            case {"FootnoteReference": str(label)}:
                if not images:
                    references.append(Note(where["start"], where["end"], label, is_reference=True))
            case {"Start": {"FootnoteDefinition": str(label)}}:
                if written := _LABEL.search(data, where["start"]):
                    note, divisions, depth, last = Note(*written.span(1), label, is_reference=False), 0, 0, ""
            case {"End": "FootnoteDefinition"} if note:
                definitions.append(Definition(note, where["start"], where["end"], divisions, last == "Paragraph"))
                note = None
            case {"Html": str(html)} | {"InlineHtml": str(html)}:
                divisions += html.count(_END)
            case {"Start": tag}:
                depth += 1
                images += isinstance(tag, dict) and "Image" in tag
            case {"End": tag}:
                depth -= 1
                images -= tag == "Image"
                last = tag if isinstance(tag, str) and not depth else last
            case "Rule":
                last = "" if not depth else last
    return references, definitions


class Style(NamedTuple):
    """How an engine writes footnotes; `{note}` is what their ids are made of, `{more}` tells a note's references apart."""

    id: str
    back_id: str
    reference: str
    back: str
    before: str
    behind: str


GFM = Style("fn-{note}", "fnref-{note}{more}", '<sup><a href="#fn-{note}" id="fnref-{note}{more}">{number}</a></sup>',
            ' <a href="#fnref-{note}{more}" class="footnote-backref">↩</a>',
            '<section class="footnotes">\n<ol>\n', "</ol>\n</section>\n")
GOLDMARK = Style("fn:{number}", "fnref{more}:{number}", '<sup id="fnref{more}:{number}"><a href="#fn:{number}" class="footnote-ref">{number}</a></sup>',
                 '\u00a0<a href="#fnref{more}:{number}" class="footnote-backref">↩</a>',
                 '<div class="footnotes">\n<hr>\n<ol>\n', "</ol>\n</div>\n")


def added(edited: Edited, options: pyromark.Options, style: Style) -> Footnotes | None:
    """Put tokens in the places of the references to footnotes and of their labels; None when there are none."""
    references, definitions = notes(edited.data, options)
    if not definitions:
        return None
    spans = [(edited.original(definition.start), edited.original(definition.end)) for definition in definitions]
    moved = iter(edited.add([*references, *(definition.note for definition in definitions)]))
    references = [next(moved) for _ in references]
    return Footnotes(references, [
        definition._replace(note=next(moved), start=start, end=end)
        for definition, (start, end) in zip(definitions, spans, strict=True)], style)


class Footnotes:
    """The footnotes of one text: numbered in the order of the first references to them; those without any are not shown."""

    def __init__(self, references: list[Note], definitions: list[Definition], style: Style) -> None:
        self.style = style
        self._definitions: dict[str, Definition] = {}
        self._divisions = {definition.note: definition.divisions for definition in definitions}
        self._spans = sorted(definitions, key=lambda definition: definition.start)
        for definition in definitions:
            self._definitions.setdefault(_folded(definition.note.label), definition)
        self._counts: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._nths: dict[Note, int] = {}
        for reference in references:
            label = _folded(reference.label)
            self._numbers.setdefault(label, len(self._numbers) + 1)
            self._nths[reference] = self._counts[label] = self._counts.get(label, 0) + 1

    def reference(self, note: Note) -> str:
        """The HTML of a reference."""
        return self._written(self.style.reference, _folded(note.label), self._nths[note])

    def _written(self, pattern: str, label: str, nth: int) -> str:
        more = "" if nth == 1 else f"-{nth}" if self.style is GFM else str(nth - 1)
        definition = self._definitions.get(label)
        return pattern.format(number=self._numbers[label], more=more, note=target(definition.note.label) if definition else "")

    def places(self) -> Iterator[tuple[int, Note, str]]:
        """The links of the footnotes: the number of the one that each is shown behind (0 for a reference: it stands
        where it is written), what it stands for in the text, and its target.
        """
        for reference in self._nths:
            label = _folded(reference.label)
            yield 0, reference, f"#{self._written(self.style.id, label, 1)}"
        for label, number in self._numbers.items():
            for nth in range(self._counts[label]):
                yield number, self._definitions[label].note, f"#{self._written(self.style.back_id, label, nth + 1)}"

    def spans(self) -> list[tuple[int, int, int | None]]:
        """Where definitions stand in the text, in order, and their numbers; those without one are not shown."""
        return [(definition.start, definition.end, self._number(definition)) for definition in self._spans]

    def _number(self, definition: Definition) -> int | None:
        label = _folded(definition.note.label)
        return self._numbers.get(label) if self._definitions[label] == definition else None

    def moved(self, html: str, edited: Edited) -> str:
        """A rendered text, its tokens unresolved, with the definitions where they are shown."""
        found: dict[str, str] = {}
        pieces: list[str] = []
        at = 0
        for match in _DEFINITION.finditer(html):
            note = edited.token(match[1])
            if match.start() < at or not isinstance(note, Note):
                continue
            label = _folded(note.label)
            definition = self._definitions[label]
            end = match.end()
            for _ in range(self._divisions[note] + 1):
                end = html.index(_END, end) + len(_END)
            pieces.append(html[at:match.start()])
            content = html[match.end():end - len(_END)]
            at = end + (html[end:end + 1] == "\n")
            if definition.note == note and label in self._numbers:
                found[label] = self._with_references(content, label)
        pieces.append(html[at:])
        return "".join(pieces) + self._section(found)

    def _with_references(self, content: str, label: str) -> str:
        """The content of a footnote with the ways back to its references: in its last paragraph, or behind all."""
        back = [self._written(self.style.back, label, nth + 1) for nth in range(self._counts[label])]
        content = content.removeprefix("\n")
        if self._definitions[label].ends_in_paragraph and content.endswith(_END_OF_PARAGRAPH):
            return content[:-len(_END_OF_PARAGRAPH)] + "".join(back) + _END_OF_PARAGRAPH
        return content + "".join(back).lstrip(" ") + "\n"

    def _section(self, found: dict[str, str]) -> str:
        notes = [f'<li id="{self._written(self.style.id, label, 1)}">\n{found[label]}</li>\n' for label in self._numbers if label in found]
        return f"{self.style.before}{''.join(notes)}{self.style.behind}" if notes else ""


def _folded(label: str) -> str:
    return label.casefold()
