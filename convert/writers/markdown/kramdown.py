r"""What kramdown reads otherwise than CommonMark: https://kramdown.gettalong.org/syntax.html, with its GFM parser.

A backslash keeps ``\ . * _ + ` - ( ) [ ] { } # ! : | " ' $ < > = ~`` text. Targets, titles and raw tags know none, but references
(`&#124;`) stand for any character there. Every line with a pipe may be a row of a table, split before anything else is read.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from .emphasis import TILDE
from .targets import is_balanced

if TYPE_CHECKING:
    from .grammar import Sheet

TICK, LESS = "\x12", "\x13"        # a backtick and a `<` of a text: backslashes do not count where rows are split
_SPECIAL = re.compile(r"[\\`*_~\[\]<&|{$]")
_ESCAPED = re.compile(r"""
    \\(?=[\\.*_+`<>()\[\]{}#!:|"'$=~-]|\s*$)
  | [`~|]
  | \*(?!\s+\S) | (?<!\S\s)\*                       # not between blanks inside a text
  | _(?<![^\W\d_]_)(?!\s+\S) | _(?!\w)(?<!\S\s_)    # nor inside a word
  | \[(?=\^) | \](?=\() | (?<!\S)\[(?=[^\[\]\n]+\]:)  # footnotes, links, definitions
  | <(?=[^\W\d]|[/!]|[\w.-]+@|\s*$)                 # tags, comments, addresses
  | &(?=\#?[\w:][-\w.:]*;|\#?$)
  | \{(?=:) | \$(?=\$) | (?<=\$)\$                  # attribute lists and extensions, mathematics
""", re.X)
_AT_END = re.compile(r"\s*\Z").match
_MARKS = {"`": TICK, "<": LESS, "~": TILDE, "&": "&amp;"}
_IN_TARGET = str.maketrans({"<": "&lt;", ">": "&gt;", "|": "&#124;", "\n": "&#10;", "\r": "&#13;"})
_IN_TITLE = str.maketrans({'"': "&quot;", "|": "&#124;", "\n": " ", "\r": " "})
_IN_TAG = str.maketrans({"|": "&#124;", "`": "&#96;"})
_REFERENCE = re.compile(r"&(?=(?:[\w:][-\w.:]*|#\d+|#x[0-9a-fA-F]+);)", re.A)
_NEEDS_BRACKETS = re.compile(r"\s")
_BACKTICKS = re.compile("`+")
_BREAK_ALONE = re.compile(r"^  $(?=\n)", re.M)
_PIPE = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"(?=[-=:+ ]*+\Z)[:+ ]*+[-=]").match
_LINE_START = re.compile(r"""
    [-+*][ \t|] | \#{1,6}[ \t] | > | [-=]+[ \t]*$ | (?:-[ \t]*){3,}$ | :[ \t|] | \{[ \t]*" | \+{3} | ~{3} | \[[ xX]\](?:[ \t]|$)
""", re.X)
_NUMBERED = re.compile(r"\d+(?=\.[ \t])")
_DEFINITION = re.compile(r"\[[^\n\]]+\]:|\*\[[^\n]+?\]:").match
_FENCED = re.compile(r"(`{3,}+|~{3,}+)([^\n]*)\n(.*)\n\1\Z", re.S)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"(\n {0,3})([-+*](?=[ \t|])|\d(?=\d*\.[ \t|]))")
_RULE_LINE = re.compile(r"(\n[ \t]*\n {0,3})([*_-])(?=[ \t]*\2[ \t]*\2(?:\2|[ \t])*(?:\n|\Z))")
_RULE = re.compile(r"\n\n\*\*\*(?=\n)")
_MARKDOWN = ' markdown="1"'
ID = re.compile(r"[A-Za-z][\w:-]*\Z", re.A).match
AUTOLINK = re.compile(r"(?:https?|ftps?):(?:[^\s<>|&]|&(?![\w:#][-\w.:]*;))*\Z").match
HEADING_ID = re.compile(r"[^\W\d][\w.-]*\Z").match
# The elements of a text that hold Markdown, and those that hold HTML alone; any other tag would be a block, or text.
_HOLD_MARKDOWN = frozenset({"a", "abbr", "bdo", "cite", "del", "dfn", "em", "ins", "q", "rp", "rt", "ruby", "small", "span", "strong", "sub", "sup"})
_HOLD_HTML = frozenset({"code", "img", "kbd", "mark", "samp", "u", "var"})
_NO_MARKDOWN = "{::nomarkdown}", "{:/}"

is_special = _SPECIAL.search


def text(written: str) -> str:
    """A text node with backslashes where inline markup would begin."""
    return _SPECIAL.sub(_escaped, written)


def _escaped(match: re.Match[str]) -> str:
    if not _ESCAPED.match(match.string, match.start()):
        return match[0]
    if match[0] == "\\" and _AT_END(match.string, match.end()):
        return "&#92;"                                # two at the end of a line are a break
    return _MARKS.get(match[0]) or "\\" + match[0]


def link_text(written: str) -> str:
    """The same where brackets end the text."""
    return _SPECIAL.sub(lambda match: "\\" + match[0] if match[0] in "[]" else _escaped(match), written)


def alt(written: str) -> str:
    """The text of an image, in which backslashes keep anything but tildes."""
    said = label(link_text(written))
    return said.replace(TILDE, "~" if said.count(TILDE) == 1 else "&#126;")


def label(marked: str) -> str:
    """What stands between the brackets of a link, which no circumflex may begin."""
    return f"&#94;{marked[1:]}" if marked.startswith("^") else marked


def settled(marked: str, sheet: Sheet) -> str:
    """A text whose backticks and `<` have backslashes; where a row might be split, references say the former. No
    line is a break alone; a backslash says one, but not inside HTML.
    """
    marked = _BREAK_ALONE.sub("<br>" if sheet.raw_html else r"\\", marked)
    tick = "&#96;" if TICK in marked and _PIPE.search(marked) else "\\`"
    return marked.replace(TICK, tick).replace(LESS, "\\<")


def cell(marked: str) -> str:
    """A marked text as it may stand in a row."""
    return marked.replace(TICK, "&#96;").replace(LESS, "&lt;")


def cell_text(written: str) -> str:
    """A cell whose row is no line between rows; an empty one is read as a blank that stays."""
    if written == "\xa0":
        return ""
    return f"\\{written}" if _DASHES(written) else written


def line_start(line: str) -> str:
    """A line with a backslash where a block would begin."""
    if number := _NUMBERED.match(line):
        return f"{number[0]}\\{line[number.end():]}"
    if line.rstrip(" ") == "^":
        return f"&#94;{line[1:]}"
    if _DEFINITION(line):                             # though there is a link, or emphasis
        return f"<span></span>{line}"
    return f"\\{line}" if _LINE_START.match(line) else line


def code_span(code: str) -> str:
    """A code span: between more backticks than it holds in a row, one blank beside those when there are several."""
    longest = max(map(len, _BACKTICKS.findall(code)), default=0)
    if not longest and code[0] != " ":
        return f"`{code}`"
    fence = "`" * max(2, longest + 1)
    return f"{fence} {code} {fence}"


def target(url: str) -> str:
    """A link's target, in angle brackets where it needs them; its backslashes are its own."""
    url = _REFERENCE.sub("&amp;", url).translate(_IN_TARGET)
    return f"<{url}>" if not url or _NEEDS_BRACKETS.search(url) or not is_balanced(url) else url


def title(written: str) -> str:
    """A title between its quotes, behind a blank."""
    return f' "{_REFERENCE.sub("&amp;", written).translate(_IN_TITLE)}"'


def tag(html: str) -> str:
    """A tag, or an element, within a text that might be a row."""
    return html.translate(_IN_TAG)


def holds_markdown(name: str) -> bool:
    """Markdown goes on between the tags of an element of a text."""
    return name in _HOLD_MARKDOWN


def element(name: str, html: str) -> str:
    """An element that holds no Markdown, within a text."""
    begin, end = ("", "") if name in _HOLD_HTML else _NO_MARKDOWN
    return f"{begin}{tag(html).replace('{:', '&#123;:') if begin else tag(html)}{end}"


def alone(written: str) -> str:
    """A paragraph; without its wrapping if it is one element, which is a block then."""
    begin, end = _NO_MARKDOWN
    if written.startswith(begin) and written.find(end) == len(written) - len(end):
        return written[len(begin):-len(end)]
    return written


def attribute_list(attributes: dict[str, str]) -> str:
    """The attributes of a block, for the line behind it; "" without any."""
    said = [f"#{value}" if name == "id" and ID(value) else f'{name}="{_in_list(value)}"' for name, value in attributes.items()]
    return f"{{: {' '.join(said)}}}" if said else ""


def end_of_list(block: str) -> str:
    """What stands behind a list so that one of its kind does not go on with it; a block of its own where that changes
    nothing, or where HTML may be cut out of the list.
    """
    is_ended = "<" in block or block[block.rfind("\n") + 1:].startswith("{: ")
    return "\n\n^" if is_ended else "\n^"


def _in_list(value: str) -> str:
    return re.sub(r'["}]', r"\\\g<0>", value.replace("\n", " "))


def in_item(block: str, *, first: bool) -> str:
    """A block of an item. In front of the item's first blank line, a line that looks like an item would be one, and behind
    any, a line that looks like a rule would end the list, so that code with such lines is written as HTML.
    """
    if not first and block == "***":
        return "<div><hr></div>"
    fenced, is_html = _FENCED.match(block), block.startswith("<")
    if is_html and _MARKDOWN in block:
        return _RULE.sub("\n\n<div><hr></div>", block)
    if not (fenced or is_html) or not (_RULE_LINE.search(block) or (first and _ITEM.search(_BLANK_LINE.split(block, maxsplit=1)[0]))):
        return block
    if fenced:
        language = f' class="language-{escape(fenced[2])}"' if fenced[2] else ""
        block = f"<pre><code{language}>{escape(fenced[3], quote=False)}\n</code></pre>"
    for line in (_ITEM, _RULE_LINE):
        block = line.sub(lambda match: f"{match[1]}&#{ord(match[2])};", block)
    return block
