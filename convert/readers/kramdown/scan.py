"""Which Markdown texts kramdown and CommonMark read the same way, told in one look by a grammar of plain posts.

A text that is all of: lines of balanced HTML elements, paragraphs, headings, fenced code and flat tight lists, whose text holds
nothing but simple emphasis, code, links and images. Everything else may be common too, but nobody has checked.
"""

from __future__ import annotations

import re
from functools import cache

_MASKS = "\U00100000-\U0010FFFD"
_URL = rf"(?:[A-Za-z0-9/:.?=\#%+,;@!$~_\-{_MASKS}]|&(?=\w+=))"
_NAMED = r"(?:amp|lt|gt|quot|nbsp|copy|reg|middot|times|mdash|ndash|hellip|[lr][sd]quo)"
_VALUE = r"""="(?:[^"<>&\n`\x00]|&(?:amp|quot);|&(?=\w+=))*+\""""
_OTHER = rf"(?:\ (?!href=|src=)[a-z][a-z-]*+{_VALUE})*+"
_ATTRIBUTES = rf"{_OTHER}(?:\ (?:href|src){_VALUE}{_OTHER})?+"       # of two targets, kramdown takes the last

# HTML: elements within elements to a depth of six, none of them read in a way of its own, no blank lines.
_RAW_TEXT = r"(?:[^<&\n\x00]++|&(?:[a-z]{2,8}|\#\d{2,5});|&(?=\ )|\n(?!\s*\n))"
_VOID = rf"<(?:br|img|hr){_ATTRIBUTES}\ ?/?>"
_COMMENT = r"<!--(?!-?>)(?:[^\-\n]|-(?!-)|\n(?!\s*\n))*+-->"
_NOTE = r"<!--(?!-?>)(?:[^\-\n]|-(?!-))*+-->"          # of one line, where it may be a paragraph's
_INNER = (r"(?:a|abbr|b|cite|del|em|font|i|ins|label|q|small|span|strong|sub|sup|u|center|div|p|h[1-6]|ul|ol|li|dl|dt|dd|blockquote"
          r"|figure|figcaption|section|table|thead|tbody|tfoot|tr|t[dh])")
_OUTER = r"(?:p|div|center|h[1-6]|ul|ol|table|blockquote|section|figure)"
_CONTENT = f"(?:{_RAW_TEXT}|{_VOID}|{_COMMENT})*+"
for _ in range(5):
    _CONTENT = rf"(?:{_RAW_TEXT}|{_VOID}|{_COMMENT}|<(?P<t{_}>{_INNER}){_ATTRIBUTES}>{_CONTENT}</(?P=t{_})>)*+"
_ELEMENT = rf"<(?P<top>{_OUTER}){_ATTRIBUTES}>{_CONTENT}</(?P=top)>"
_HTML = rf"(?:\ {{0,3}}(?:(?:{_ELEMENT})++|{_NOTE}|<hr\ ?/?>)[ ]*(?:\n|\Z))++(?=[ ]*\n|\Z)"

# Text: what no mark begins, and the marks in their simplest form.
_LETTER = r"[^\W_]"
_PLAIN = r"[^\x00-\x1f*_`<>\[\]&\\~$|{}!]"
_WORDS = rf"(?:{_PLAIN}++|(?<=[A-Za-z])_(?=[A-Za-z])|!(?!\[)|&{_NAMED};|&(?=\ )|(?<=\ )\*(?=\ ))"
_SPAN = rf"""(?:{_WORDS}
    |\*(?={_LETTER})(?:{_PLAIN}|!(?!\[))++(?<={_LETTER})\*(?!\*)
    |\*\*(?={_LETTER})(?:{_PLAIN}|!(?!\[))++(?<={_LETTER})\*\*(?!\*)
    |`(?!\ )[^`\n|]+(?<!\ )`(?!`)
    |!?\[(?!\^|[ ]?\])(?:{_PLAIN}|(?<=[A-Za-z])_(?=[A-Za-z]))++\](?:\({_URL}++(?:\ "[^"\\&<\n|`*_\[\]]++")?\)|(?![(\[:]|\s\[))
    |\$(?!\$)
    |<(?:https?|ftp):(?:(?!&\w+;){_URL})++>
)"""
_LINE_START = r"(?![-+=:>\#^~\ ]|\*\ |\d+[.)](?:\ |\n|\Z)|```|\[[ xX]\]|&)"
_LINE = rf"{_LINE_START}{_SPAN}++(?:\n|\Z)"
_HEADING = rf"\#{{1,6}}\ (?=[^\s\#]){_SPAN}++(?<!\#)(?:\n|\Z)"
_FENCED = r"```[\w+-]*\n(?:(?!\ {0,3}```)[^\n]*+\n)++```(?:\n|\Z)"
_ITEMS = rf"(?:(?:(?P<sign>[*+-])\ {_LINE}(?:(?P=sign)\ {_LINE})*+|1\.\ {_LINE}(?:\d{{1,3}}\.\ {_LINE})*+)(?=\n|\Z))(?!\n+(?:[-+*]|\d))"
_ALL = rf"(?:[ ]*+\n|{_HTML}|{_HEADING}|{_FENCED}|{_ITEMS}|(?:{_LINE})++(?![-=*+\d>`]|\ {{0,3}}<)|[ ]++\Z)*\Z"
_TEXT = rf"(?:{_HEADING}|{_ITEMS}|(?:{_LINE})++(?![-=*+\d>`]|\ {{0,3}}<))*\Z"
_LISTED = re.compile(r"[-+*\d ]").match


@cache
def _common_text() -> re.Pattern[str]:
    """The same of a text between blank lines."""
    return re.compile(_TEXT, re.X)


@cache
def _common() -> re.Pattern[str]:
    """The grammar of a whole text; it takes a while to compile, and few runs need it."""
    return re.compile(_ALL, re.X)


def is_common_text(blocks: list[str]) -> bool:
    """The same for the parts of a text that blank lines and HTML part, which hold no HTML themselves."""
    after_list = False
    for block in blocks:
        if (after_list and _LISTED(block)) or not _common_text().match(block):
            return False
        after_list = bool(_LISTED(block))
    return True


def is_common(markdown: str) -> bool:
    """Whether a text is certain to be the same in kramdown and in CommonMark with GFM's extensions: text, structure, links.

    False says nothing but that it may not be. Ids of headings are no part of the question, and kramdown's settings are Jekyll's
    own: `hard_wrap`, `parse_block_html` or another `input` change how even these texts are read.
    """
    return not ("\t" in markdown or markdown.startswith("\ufeff") or "]:" in markdown or "markdown=" in markdown or "\r" in markdown) \
        and _common().match(markdown) is not None
