"""What Markdown would take for markup, and how as few backslashes as possible keep it text.

Section numbers are those of CommonMark 0.31.2. Between `phrasing` and `finish` a text carries marks (C0 controls,
which no body holds): where emphasis begins and ends, where a line breaks, which blanks are to stay (see `emphasis`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from . import kramdown
from .emphasis import BLANK, BREAK, DEL, KEPT_LINE, MARK, TILDE, resolve

if TYPE_CHECKING:
    from .grammar import Sheet

SPECIAL = re.compile(r"[\\`*_~\[\]<&]")
UNEVEN = re.compile(r"[\\`*_~\[\]<&\x00-\x1f\x7f]")          # special, or a blank other than the space
# Those of them that would be markup (a pattern that begins with a set is fast).
_MARKUP = r"""[\\`*_~\[\]<&](?:
    (?<=\\)(?=[!-/:-@\[-`{-~]|\s*$)                                      # 2.4: before ASCII punctuation, or what may follow
  | (?<=`)                                                              # 6.1
  | (?<=\*)(?:(?!\s+\S)|(?<!\S\s\*))                                    # 6.2: not between blanks inside a text
  | (?<=_)(?:(?<![^\W_]_)(?!\s+\S)|(?!\w)(?<!\S\s_))                    # 6.2: nor inside a word
  | (?<=~)(?:(?!\s+\S)|(?<!\S\s~))                                      # GFM 6.5
  | (?<=\[)(?=\^) | (?<=\])(?=[(\[])                                    # 6.3, GFM's footnotes
  | (?<=<)(?=[A-Za-z/!?]|\s*$)                                          # 6.5, 6.6
  | (?<=&)(?=\#?\w+;|\#?$)                                             # 2.5
)"""
_MARKUP_IN_TEXT = re.compile(_MARKUP, re.X).sub
_MARKUP_IN_LINK = re.compile(rf"{_MARKUP} | [\[\]]", re.X).sub
# What GFM makes a link of: the part before what a backslash undoes it with, and the rest up to a blank (GFM 6.9).
_ADDRESS = re.compile(r"(https?:|ftp:|www|(?<=[\w.+-])(?=@))(//[^ \t\r\n\f]+|\.[^ \t\r\n\f]+|@[^ \t\r\n\f]+)", re.I)
_AT_END = re.compile(r"\s*\Z").match
_SWALLOWED = re.compile(f"[\\\\*_`{TILDE}]").search
_UNSQUEEZED = re.compile(r"[ \t\n\r\f]*[\t\n\r\f][ \t\n\r\f]*|  +")
_BLANK_BREAK = re.compile(f" *{BREAK} *")
# At the start of a line: list items (5.2), headings (4.2, 4.3), breaks (4.1), quotes (5.1), fences (4.5),
# definitions (4.7), tables (GFM 4.10); front matter.
_LINE_START = re.compile(r"""(?:
    (?=[-+*](?:[ \t]|$) | \#{1,6}(?:[ \t]|$) | > | =+[ \t]*$ | (?:-[ \t]*){2,}$ | (?:_[ \t]*){3,}$ | (?:\*[ \t]*){3,}$ | ~{3} | \+{3}
     | \{[ \t]*" | \[(?:[^\[\]\\\n]|\\.)*+\]: | \[[ xX]\](?:[ \t]|$) | [|:]?[ \t]*:?-[-:| \t]*$ )
)""", re.X)
_NUMBERED = re.compile(r"\d{1,9}(?=[.)](?:[ \t]|$))")
STARTERS = frozenset("-+*#>=_~[{|:^0123456789\xa0")
_CLOSING_BRACE = re.compile(r"(?<=[ \t])(\{[#.:\w][^{}`<>]*\}$)")         # an id, or other attributes
_CLOSING_HASHES = re.compile(r"(?<![^ \t])(#+)[ \t]*$")


def is_special(written: str) -> bool:
    """There may be something in a text node that Markdown takes for markup."""
    return SPECIAL.search(written) is not None or may_be_address(written)


def may_be_address(written: str) -> bool:
    """There may be an address in a text, of which GFM makes a link (GFM 6.9)."""
    return "://" in written or "www." in written or "@" in written


def text(written: str) -> str:
    """A text node, with others beside it, with backslashes where inline markup would begin."""
    escaped = without_markup(written)
    return _ADDRESS.sub(_without_link, escaped) if may_be_address(escaped) else escaped


def _without_link(address: re.Match[str]) -> str:
    """An address in a text; no link where it would swallow the backslashes in it, or what stands behind the text."""
    if not _AT_END(address.string, address.end()) and not _SWALLOWED(address[2]):
        return address[0]
    return f"{address[1]}\\{address[2][0]}{_ADDRESS.sub(_without_link, address[2][1:])}"


def without_markup(written: str) -> str:
    """The same for a text in which no address is."""
    return _MARKUP_IN_TEXT(_with_backslash, written)


def _with_backslash(match: re.Match[str]) -> str:
    return "\\" + match[0] if match[0] != "~" else TILDE


def plain(written: str) -> str:
    """The Markdown of a block that is one text, all steps in one."""
    if not UNEVEN.search(written) and "  " not in written:
        written = written.strip(" ")
        return written if written[:1] not in STARTERS else line_start(written)
    if SPECIAL.search(written):
        written = without_markup(written)
        if may_be_address(written):
            written = _ADDRESS.sub(_without_link, f"{written} .")[:-2]      # no end of a text among others
        written = _with_tildes(written) if TILDE in written else written
    if "  " in written or not written.isprintable():
        written = _UNSQUEEZED.sub(" ", written)
    return line_start(written.strip(" "))


def link_text(written: str) -> str:
    """The same inside a link, where brackets end the text."""
    escaped = _MARKUP_IN_LINK(_with_backslash, written)
    return _ADDRESS.sub(_without_link, escaped) if may_be_address(escaped) else escaped


def protected(verbatim: str) -> str:
    """Blanks that are to stay as they are, inside code and targets."""
    return verbatim.replace(" ", BLANK)


def finish(marked: str, sheet: Sheet, line_break: str = "") -> str:
    """The Markdown of a marked text: blanks squeezed, emphasis resolved, breaks put in, line starts escaped."""
    # What cannot be printed is marks, or blanks other than the space.
    if marked.isprintable():
        return smooth(marked, sheet.grammar.line_start)
    return _finish_lines(marked, sheet, line_break or sheet.grammar.line_break)


def smooth(marked: str, start: Callable[[str], str] | None = None) -> str:
    """`finish` for a text without marks, and without blanks other than the space."""
    if "  " in marked:
        marked = _UNSQUEEZED.sub(" ", marked)
    marked = marked.strip(" ")
    return marked if marked[:1] not in STARTERS else (start or line_start)(marked)


def _finish_lines(marked: str, sheet: Sheet, line_break: str) -> str:
    marked = _resolved(marked, sheet, line_break)
    start = sheet.grammar.line_start
    lines = "\n".join(map(start, marked.split("\n"))) if "\n" in marked else start(marked)
    return lines.replace(BLANK, " ").replace(KEPT_LINE, "\n")


def _resolved(marked: str, sheet: Sheet, line_break: str) -> str:
    """A marked text without marks, but for the blanks that stay."""
    if "  " in marked or "\n" in marked or "\t" in marked or "\r" in marked or "\f" in marked:
        marked = _UNSQUEEZED.sub(" ", marked)
    marked = marked.strip(" ")
    if BREAK in marked:
        marked = _BLANK_BREAK.sub(BREAK, marked).rstrip(BREAK).replace(BREAK, line_break)
    if TILDE in marked:
        marked = _with_tildes(marked)
    if settled := sheet.grammar.settled:
        marked = settled(marked, sheet)
    if MARK.search(marked):
        marked, lost = resolve(marked, tags=sheet.raw_html, strikethrough=sheet.grammar.strikethrough,
                               flanking=not sheet.grammar.is_kramdown)
        if lost:
            sheet.lost["emphasis"] += lost
    return marked


def _with_tildes(marked: str) -> str:
    """A text whose tildes have backslashes: a single one strikes nothing out."""
    is_alone = marked.count(TILDE) == 1 and "~" not in marked and DEL not in marked
    return marked.replace(TILDE, "~" if is_alone else "\\~")


def cell(marked: str, sheet: Sheet) -> str:
    """The Markdown of a table's cell: on one line, in which no block can begin."""
    if sheet.grammar.is_kramdown:
        return kramdown.cell_text(_in_cell(kramdown.cell(marked), sheet).strip(" "))
    if not marked.isprintable() or "  " in marked:
        marked = _in_cell(marked, sheet)
    return marked.strip(" ").replace("|", "\\|") if "|" in marked else marked.strip(" ")


def _in_cell(marked: str, sheet: Sheet) -> str:
    return _resolved(marked, sheet, "<br>" if sheet.raw_html else " ").replace(BLANK, " ").replace(KEPT_LINE, " ")


def plain_cell(written: str) -> str:
    """The same for a cell that holds one text, all steps in one."""
    if UNEVEN.search(written) or "  " in written:
        written = _with_tildes(_UNSQUEEZED.sub(" ", text(written)))
    return written.strip(" ").replace("|", "\\|") if "|" in written else written.strip(" ")


def line_start(line: str) -> str:
    """A line with a backslash where a block would begin."""
    if line[:1] not in STARTERS:
        return line
    if line[0] == "\xa0":                    # some renderers take it for white space that may go
        return "&nbsp;" + line_start(line[1:])
    if number := _NUMBERED.match(line):
        return f"{number[0]}\\{line[number.end():]}"
    return f"\\{line}" if _LINE_START.match(line) else line


def heading(marked: str, sheet: Sheet) -> str:
    """The same for the one line of a heading."""
    line = finish(marked.replace(KEPT_LINE, BLANK), sheet, "<br>" if sheet.raw_html else " ")
    if sheet.grammar.heading_ids:
        line = _CLOSING_BRACE.sub(r"\\\1", line)
    return _CLOSING_HASHES.sub(r"\\\1", line)
