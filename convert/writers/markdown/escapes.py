"""What Markdown would take for markup, and how as few backslashes as possible keep it text.

Section numbers are those of CommonMark 0.31.2. Between `phrasing` and `finish` a text carries marks (C0 controls,
which no body holds): where emphasis begins and ends, where a line breaks, which blanks are to stay.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category

STRONG, STRONG_END, EM, EM_END, DEL, DEL_END = "\x01", "\x02", "\x03", "\x04", "\x05", "\x06"
BREAK, BLANK = "\x0f", "\x0e"
_DELIMITERS = {STRONG: ("**", "<strong>"), STRONG_END: ("**", "</strong>"), EM: ("*", "<em>"), EM_END: ("*", "</em>"),
               DEL: ("~~", "<del>"), DEL_END: ("~~", "</del>")}
_OPENING = STRONG + EM + DEL
_PARTNER = {STRONG: STRONG_END, EM: EM_END, DEL: DEL_END}
_MARK = re.compile(r"[\x01-\x06]")
_MARK_KEPT = re.compile(r"([\x01-\x06])")

SPECIAL = re.compile(r"[\\`*_~\[\]<&]")
UNEVEN = re.compile(r"[\\`*_~\[\]<&\x00-\x1f\x7f]")          # special, or a blank other than the space
_ESCAPED = re.compile(r"""
    \\(?=[!-/:-@\[-`{-~]|$)                     # 2.4: before ASCII punctuation, or what may follow
  | `                                           # 6.1
  | (?<!\s)\* | \*(?!\s)                        # 6.2: not between blanks
  | (?<![^\W_])_(?=\S) | (?<=\S)_(?![^\W_])     # 6.2: not inside a word
  | (?<!\s)~ | ~(?!\s)                          # GFM 6.5
  | \[(?=\^) | \](?=[(\[])                      # 6.3, GFM's footnotes
  | <(?=[A-Za-z/!?]|$)                          # 6.5, 6.6
  | &(?=\#?\w+;|\#?$)                           # 2.5
""", re.X)
_BRACKET = re.compile(r"(?<!\\)[\[\]]")
_UNSQUEEZED = re.compile(r"[ \t\n\r\f]*[\t\n\r\f][ \t\n\r\f]*|  +")
_BLANK_BREAK = re.compile(f" *{BREAK} *")
# At the start of a line: list items (5.2), headings (4.2, 4.3), breaks (4.1), quotes (5.1), fences (4.5),
# definitions (4.7), tables (GFM 4.10).
_LINE_START = re.compile(r"""(?:
    (?=[-+](?:[ \t]|$) | \#{1,6}(?:[ \t]|$) | > | =+[ \t]*$ | (?:-[ \t]*){2,}$ | (?:_[ \t]*){3,}$ | ~{3} | \+{3}
     | \[[^\]\n]*\]: | \[[ xX]\](?:[ \t]|$) | [|:]?[ \t]*:?-[-:| \t]*$ )
)""", re.X)
_NUMBERED = re.compile(r"\d{1,9}(?=[.)](?:[ \t]|$))")
_STARTERS = frozenset("-+#>=_~[|:0123456789")
_CLOSING_HASHES = re.compile(r"(?<![^ \t])(#+)[ \t]*$")


def text(written: str) -> str:
    """A text node with backslashes where inline markup would begin."""
    return SPECIAL.sub(_escaped, written) if SPECIAL.search(written) else written


def _escaped(match: re.Match[str]) -> str:
    """A special character, with a backslash where it would be markup (a pattern that begins with a set is fast)."""
    return "\\" + match[0] if _ESCAPED.match(match.string, match.start()) else match[0]


def plain(written: str) -> str:
    """The Markdown of a block that is one text, all steps in one."""
    if not UNEVEN.search(written) and "  " not in written:
        written = written.strip(" ")
        return written if written[:1] not in _STARTERS else _with_safe_start(written)
    if SPECIAL.search(written):
        written = SPECIAL.sub(_escaped, written)
        if written.count("~") == 1:
            written = written.replace("\\~", "~")
    if "  " in written or not written.isprintable():
        written = _UNSQUEEZED.sub(" ", written)
    return _with_safe_start(written.strip(" "))


def cell(written: str) -> str:
    """The text of a table's cell, in which no block can begin."""
    if UNEVEN.search(written) or "  " in written:
        written = _UNSQUEEZED.sub(" ", text(written))
    return written.strip(" ")


def link_text(written: str) -> str:
    """The same inside a link, where brackets end the text."""
    return _BRACKET.sub(r"\\\g<0>", text(written)) if SPECIAL.search(written) else written


def protected(verbatim: str) -> str:
    """Blanks that are to stay as they are, inside code and targets."""
    return verbatim.replace(" ", BLANK)


def finish(marked: str, line_break: str = "\\\n") -> str:
    """The Markdown of a marked text: blanks squeezed, emphasis resolved, breaks put in, line starts escaped."""
    # What cannot be printed is marks, or blanks other than the space.
    return smooth(marked) if marked.isprintable() else _finish_lines(marked, line_break)


def smooth(marked: str) -> str:
    """`finish` for a text without marks, and without blanks other than the space."""
    if "  " in marked:
        marked = _UNSQUEEZED.sub(" ", marked)
    marked = marked.strip(" ")
    if "~" in marked and marked.count("~") == 1:
        marked = marked.replace("\\~", "~")
    return marked if marked[:1] not in _STARTERS else _with_safe_start(marked)


def _finish_lines(marked: str, line_break: str) -> str:
    if "  " in marked or "\n" in marked or "\t" in marked or "\r" in marked or "\f" in marked:
        marked = _UNSQUEEZED.sub(" ", marked)
    marked = marked.strip(" ")
    if _MARK.search(marked):
        marked = _resolve(marked)
    if BREAK in marked:
        marked = _BLANK_BREAK.sub(BREAK, marked).rstrip(BREAK).replace(BREAK, line_break)
    if marked.count("~") == 1:
        marked = marked.replace("\\~", "~")
    lines = "\n".join(map(_with_safe_start, marked.split("\n"))) if "\n" in marked else _with_safe_start(marked)
    return lines.replace(BLANK, " ")


def _with_safe_start(line: str) -> str:
    """A line with a backslash where a block would begin."""
    if line[:1] not in _STARTERS:
        return line
    if number := _NUMBERED.match(line):
        return f"{number[0]}\\{line[number.end():]}"
    return f"\\{line}" if _LINE_START.match(line) else line


def heading(marked: str) -> str:
    """The same for the one line of a heading."""
    line = finish(marked, "<br>")
    return _CLOSING_HASHES.sub(r"\\\1", line)


@cache
def _kind(character: str) -> str:
    """How emphasis sees a character (6.2): a blank " ", punctuation ".", perhaps punctuation "?", anything else "a".

    Symbols are punctuation since 0.31; older renderers take only ASCII's for it.
    """
    if not character or character.isspace() or character in (BREAK, BLANK):
        return " "
    general = category(character)
    if general[0] == "P" or (general[0] == "S" and character.isascii()):
        return "."
    return "?" if general[0] == "S" else "a"


def _resolve(marked: str) -> str:
    """Each mark becomes a delimiter, or a tag where a delimiter would not be one: `<strong>中文。</strong>后`."""
    split = _MARK_KEPT.split(marked)
    pieces, marks = split[::2], split[1::2]
    as_tag = _unusable(marks, pieces)
    for index, mark in enumerate(marks):
        split[2 * index + 1] = _DELIMITERS[mark][index in as_tag]
    return "".join(split)


def _unusable(marks: list[str], pieces: list[str]) -> set[int]:
    """The marks that cannot be delimiters, each with its partner."""
    opened: list[int] = []
    as_tag: set[int] = set()
    for index, mark in enumerate(marks):
        if mark in _OPENING:
            opened.append(index)
            continue
        partner = opened.pop()
        beside = index + 1 < len(marks) and not pieces[index + 1] and marks[index + 1] in _OPENING
        nested = partner > 0 and not pieces[partner] and marks[partner - 1] == marks[partner] and partner - 1 in opened
        if beside or nested or not _flanks(partner, index, pieces):
            as_tag |= {partner, index}
    return as_tag


def _flanks(opening: int, closing: int, pieces: list[str]) -> bool:
    """The mark at `opening` can open emphasis, the one at `closing` can close it (6.2)."""
    before, after = _neighbours(opening, pieces)
    if _kind(after) != "a" and not (_kind(after) in ".?" and _kind(before) in " ."):
        return False
    before, after = _neighbours(closing, pieces)
    return _kind(before) == "a" or (_kind(before) in ".?" and _kind(after) in " .")


def _neighbours(index: int, pieces: list[str]) -> tuple[str, str]:
    """The characters before and after a mark, other marks left out; empty at the ends of the text."""
    before, after = index, index + 1
    while before > 0 and not pieces[before]:
        before -= 1
    while after < len(pieces) - 1 and not pieces[after]:
        after += 1
    return pieces[before][-1:], pieces[after][:1]
