"""Tables: lines with a pipe behind a block boundary, whatever else they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .nodes import Node
from .syntax import OPT, WHITE

if TYPE_CHECKING:
    from .blocks import Blocks

_PIPE_CHECK = re.compile(r"\||[^\n]*?[^\\\n]\|")
_START = re.compile(rf"{OPT}(?=\S)(?:\||[^\n]*?[^\\\n]\|)", re.A)
_SEPARATOR = re.compile(r"(?=[^\n]*-)([+|: \t-]+)\n")
_FOOTER = re.compile(r"(?=[^\n]*=)[+|: \t=]+\n")
_ROW = re.compile(r"([^\n]*)\n")
_ALIGNMENT = re.compile(r"[ \t]?(:?)-+(:?)[ \t]?")
_PIPE = re.compile(r"(?<!\\)\|")
_TICKS = re.compile("`+")


def table(blocks: Blocks) -> bool:
    """A table; it must end at a block boundary, have a body, and no line without a pipe outside of code and HTML."""
    text, start = blocks.text, blocks.pos
    if not _START.match(text, start):
        return False
    parsed = Node("table")
    parsed.ial, blocks.ial = blocks.ial, None      # lost when it is no table after all
    rows = _Rows(parsed, text, start)
    blocks.pos = rows.end
    if blocks.is_before_boundary() and _has_pipes(blocks, text[start:rows.end - 1]) and rows.finish():
        blocks.node.children.append(parsed)
        return True
    blocks.pos = start
    return False


class _Rows:
    """Reads the lines of a table into its element."""

    def __init__(self, parsed: Node, text: str, pos: int) -> None:
        self.table = parsed
        self.rows: list[Node] = []
        self.has_footer = False
        self.columns = 0
        self.has_leading_pipe = text[pos:pos + 4].lstrip(WHITE).startswith("|")
        if match := _SEPARATOR.match(text, pos):
            pos = match.end()
        while pos < len(text) and _PIPE_CHECK.match(text, pos):
            pos = self._line(text, pos)
        self.end = pos

    def _line(self, text: str, pos: int) -> int:
        if match := _SEPARATOR.match(text, pos):
            if self.rows and not self.table.alignment and not self.has_footer:
                self._close("thead")
                self.table.alignment = [
                    ("center" if right else "left") if left else ("right" if right else "")
                    for left, right in _ALIGNMENT.findall(match[1])]
            elif self.rows:
                self._close("tbody")
        elif match := _FOOTER.match(text, pos):
            if self.rows:
                self._close("tbody", even_with_footer=True)
            self.has_footer = True
        else:
            match = _ROW.match(text, pos)
            assert match
            self._row(match[1].rstrip(" \t"))
        return match.end()

    def _close(self, kind: str, *, even_with_footer: bool = False) -> None:
        if kind != "tbody" or not self.has_footer or even_with_footer:
            self.table.children.append(Node(kind, children=self.rows))
            self.rows = []

    def _row(self, line: str) -> None:
        cells = cells_of(line)
        if self.has_leading_pipe and cells and not cells[0].strip(WHITE):
            del cells[0]
        if cells and not cells[-1].strip(WHITE):
            del cells[-1]
        self.columns = max(self.columns, len(cells))
        self.rows.append(Node("tr", children=[Node("td", children=[Node("source", cell.strip(WHITE))]) for cell in cells]))

    def finish(self) -> bool:
        """Close the last group and fill the rows up; whether the table has a body."""
        if self.rows:
            self._close("tfoot" if self.has_footer else "tbody")
        if not any(group.kind == "tbody" for group in self.table.children):
            return False
        for group in self.table.children:
            for row in group.children:
                row.children += [Node("td") for _ in range(self.columns - len(row.children))]
        alignment = self.table.alignment
        self.table.alignment = [*alignment[:self.columns], *[""] * (self.columns - len(alignment))]
        return True


def code_spans(text: str) -> list[tuple[bool, str]]:
    """A text in pieces: whether each is code, and its text."""
    from .spans import code_at
    pieces: list[tuple[bool, str]] = []
    pos = start = 0
    while (tick := text.find("`", pos)) >= 0:
        found = code_at(text, tick)
        if found.code is not None:
            if tick > start:
                pieces.append((False, text[start:tick]))
            pieces.append((True, found.code))
            start = found.end
        pos = found.end
    if start < len(text):
        pieces.append((False, text[start:]))
    return pieces


def _code_elements(line: str) -> Iterator[tuple[bool, str]]:
    """A row in pieces: whether each is an element `code`, and its text."""
    pos = 0
    while (start := line.find("<code", pos)) >= 0:
        inside = line.find(">", start) + 1
        end = line.find("</code>", inside) if inside else -1
        if end < 0:
            break
        yield False, line[pos:start]
        pos = end + len("</code>")
        yield True, line[start:pos]
    yield False, line[pos:]


def cells_of(line: str) -> list[str]:
    """The cells of a row: split at pipes that are neither escaped nor within code."""
    cells: list[str] = []

    def go_on(text: str) -> None:
        if cells:
            cells[-1] += text
        else:
            cells.append(text)

    for is_element, part in _code_elements(line):
        if is_element:
            go_on(part)
            continue
        for is_code, text in code_spans(part):
            if is_code:
                ticks = max(_TICKS.findall(text), key=len, default="") + "`"
                blank = " " if len(ticks) > 1 else ""
                go_on(f"{ticks}{blank}{text}{blank}{ticks}")
            else:
                first, *others = (piece.replace("\\|", "|") for piece in _PIPE.split(text))
                go_on(first)
                cells.extend(others)
    return cells


def _has_pipes(blocks: Blocks, text: str) -> bool:
    """Every line has a pipe that stands in no code span and in no HTML element."""
    from .spans import code_and_html
    has_pipe = False
    for child in code_and_html(blocks.doc, text):
        lines = child.text.split("\n")
        while lines and not lines[-1]:
            lines.pop()
        if child.kind == "code":
            if len(lines) > 2 or (len(lines) == 2 and not has_pipe):
                return has_pipe
            if len(lines) == 2:
                has_pipe = False
        else:
            if len(lines) > 1 and not has_pipe and not _PIPE_CHECK.match(lines[0]):
                return False
            has_pipe = (has_pipe and len(lines) <= 1) or (bool(lines) and _PIPE_CHECK.match(lines[-1]) is not None)
    return has_pipe
