"""Front matter cannot be read: it is no valid YAML, TOML or JSON.

One quotation mark too many is enough. Jekyll prints an error that scrolls by, ends as if all were well, and publishes
the post without title, layout and categories, under today's date; Hugo stops the build. Nothing else of such a head is
checked, for nothing else of it is known.

Most heads break where a title is pasted between double quotes. Single quotes hold everything as it is; only a
single quote itself is written twice: ``'It''s "on"'``.

Bad::

    ---
    title: "The mayor said "soon" again"
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>Soon.</p>

Reports::

    2:25 the inner quotes end the title early: YAML expects a new key here

Help::

    write `title: 'The mayor said "soon" again'`

Fixed::

    ---
    title: 'The mayor said "soon" again'
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>Soon.</p>

Bad::

    ---
    title: Lost property: one oar
    ---
    <p>One oar.</p>

Reports::

    2:21 a second “: ” in an unquoted value: YAML takes it for another key

Help::

    write `title: 'Lost property: one oar'`

Fixed::

    ---
    title: 'Lost property: one oar'
    ---
    <p>One oar.</p>

Bad::

    ---
    title: @harbour, please be quiet
    ---
    <p>Half a tone lower.</p>

Reports::

    2:8 a value cannot begin with @ unless it is quoted

Help::

    write `title: '@harbour, please be quiet'`

Fixed::

    ---
    title: '@harbour, please be quiet'
    ---
    <p>Half a tone lower.</p>

Bad::

    ---
    title: [Update] The ferry is back
    ---
    <p>It is.</p>

Reports::

    2:17 the bracket ends the title early: YAML expects a new key here

Help::

    write `title: '[Update] The ferry is back'`

Fixed::

    ---
    title: '[Update] The ferry is back'
    ---
    <p>It is.</p>

Good::

    ---
    title: 'The mayor said "soon": it''s on'
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>Soon.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix
from ..model.source import Span
from . import page_rule

_ENTRY = re.compile(r"(?P<lead>[ \t]*(?:-[ \t]+)*)(?:(?P<key>[\w.-]+)(?P<colon>[ \t]*:[ \t]+))?"
                    r"(?P<value>\S.*?)[ \t]*\Z")
_AT_START = ("found character that cannot start any token", "found undefined alias",
             "did not find expected node content", "block sequence entries are not allowed",
             "did not find expected comment or line break")
_NAMED = "*&!"          # behind which YAML reads a name
_CONTROL = "control characters are not allowed"


class _Line(NamedTuple):
    """The line of an error, what the parser complained of, and where in the line (from 0)."""

    text: str
    problem: str
    column: int

    @property
    def character(self) -> str:
        return self.text[self.column:self.column + 1]


_MENDED = re.compile(r"(?:write|indent it with blanks:) `(.+)`\Z", re.S)


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    head = document.front_matter
    if not head.error or head.error.problem == _CONTROL:        # that is what text-control-char says
        return
    if head.syntax != "yaml":
        yield Finding(f"the front matter is no valid {head.syntax.upper()}: {head.error.problem}", head.error.span)
        return
    number, column = document.source.position(head.error.span.start)
    line = _Line(document.source.line(number), head.error.problem, column - 1)
    message, help = _explained(line) or (f"the front matter is no valid YAML: {_last(line.problem)}", "")
    yield Finding(message, head.error.span, help, fix=_fix(document, head.error.span.start - line.column, line.text, help))


def _fix(document: Document, start: int, line: str, help: str) -> Fix | None:
    """The line that the help says to write, where it says one."""
    match = _MENDED.match(help)
    if not match or document.source.slice(Span(start, start + len(line))) != line:
        return None
    return Fix(f"write {match[1].strip()}", (Edit(Span(start, start + len(line)), match[1]),), safe=True)


def _last(problem: str) -> str:
    """The problem itself, without what libyaml was doing when it met it."""
    return problem.rsplit("; ", 1)[-1]


def _explained(line: _Line) -> tuple[str, str] | None:
    """Message and help for the mistakes that people make; None for the others."""
    problem = _last(line.problem)
    match problem:
        case "did not find expected key" | "did not find expected '-' indicator":
            return _ended_early(line)
        case "mapping values are not allowed in this context":
            return _second_colon(line)
        case "found unknown escape character":
            escape = line.text[line.column:line.column + 2]
            return f"`{escape}` means nothing between double quotes", _quoted(line)
        case "found unexpected end of stream":
            return "a quotation mark of the front matter is never closed", "close it, or quote the value with '…'"
        case "did not find expected ',' or ']'":
            return "a [ of the front matter is never closed", "close it, or quote the value with '…'"
        case "did not find expected ',' or '}'":
            return "a { of the front matter is never closed", "close it, or quote the value with '…'"
        case "could not find expected ':'":
            return "a line of the front matter is no `key: value`", ""
    if line.character == "\t":
        mended = line.text.lstrip("\t ")
        return "a tab cannot indent YAML", f"indent it with blanks: `  {mended}`"
    return _strange_start(line, problem)


def _strange_start(line: _Line, problem: str) -> tuple[str, str] | None:
    """A value that begins with a character to which YAML gives a meaning."""
    entry = _ENTRY.match(line.text)
    if not entry or line.column < entry.start("value"):
        return None
    first = entry["value"][0]
    is_at_start = line.column <= entry.start("value") + 2 and problem.startswith(_AT_START)
    if is_at_start or (first in _NAMED and problem.startswith("did not find")):
        return f"a value cannot begin with {first} unless it is quoted", _quoted(line)
    return None


def _ended_early(line: _Line) -> tuple[str, str] | None:
    entry = _ENTRY.match(line.text)
    if not entry or line.column <= entry.start("value"):
        lead = line.text[:line.column]
        if lead.strip() or not lead:
            return None
        return "YAML expects a new key here, indented like the keys above", ""
    what = entry["key"] or "text"
    if entry["value"][0] in "\"'":
        return f"the inner quotes end the {what} early: YAML expects a new key here", _quoted(line)
    if entry["value"][0] in "[{":
        return f"the bracket ends the {what} early: YAML expects a new key here", _quoted(line)
    return None


def _second_colon(line: _Line) -> tuple[str, str] | None:
    entry = _ENTRY.match(line.text)
    if not entry or line.column <= entry.start("value"):
        return "YAML expects no key here: the line above is a whole value already", ""
    if entry["value"][0] in "\"'":
        return f"the inner quotes end the {entry['key'] or 'text'} early: no “:” may follow them", _quoted(line)
    return "a second “: ” in an unquoted value: YAML takes it for another key", _quoted(line)


def _quoted(line: _Line) -> str:
    """The line with its value between single quotes, as far as it is certain what the value is."""
    entry = _ENTRY.match(line.text)
    if not entry or not entry["key"] or " #" in entry["value"]:
        return "put the value between single quotes: '…'"
    value = entry["value"]
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
        if "\\" in value or "''" in value:
            return "put the value between single quotes: '…'"
    value = value.replace("'", "''")
    return f"write `{entry['lead']}{entry['key']}{entry['colon']}'{value}'`"
