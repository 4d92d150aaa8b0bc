r"""The pieces of kramdown's syntax that several of its parsers look for: https://kramdown.gettalong.org/syntax.html

`\s`, `\w` and `\d` are ASCII's in kramdown, letters of tags are Unicode's.
A line start is where a block parser stands, so that no pattern names it.
"""

from __future__ import annotations

import re


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Elements, as kramdown sorts them (not as HTML does).
SPAN_TAGS = _tags(
    "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option q rb rbc rp rt rtc ruby"
    " samp select small span strong sub sup tt u var")
BLOCK_TAGS = _tags(
    "address article aside applet body blockquote caption col colgroup dd div dl dt fieldset figcaption footer form h1 h2 h3"
    " h4 h5 h6 header hgroup hr html head iframe legend menu li main map nav ol optgroup p pre section summary table tbody"
    " td th thead tfoot tr ul")
VOID_TAGS = _tags("area base br col command embed hr img input keygen link meta param source track wbr")
HOLD_BLOCKS = _tags(
    "address applet article aside blockquote body dd details div dl fieldset figure figcaption footer form header hgroup iframe"
    " li main map menu nav noscript object section summary td")
HOLD_SPANS = _tags(
    "a abbr acronym b bdo big button cite caption del dfn dt em h1 h2 h3 h4 h5 h6 i ins label legend optgroup p q rb rbc rp rt"
    " rtc ruby select small span strong sub sup th tt")
KNOWN_TAGS = SPAN_TAGS | BLOCK_TAGS | VOID_TAGS | HOLD_BLOCKS | HOLD_SPANS | _tags("script style math textarea")

# Ruby's `\w` has no numerals but decimal digits (Onigmo, doc/RE); Python's has.
_NUMERALS = "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2189\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
_NC = rf"[^\W\d{_NUMERALS}](?:[^\W{_NUMERALS}]|[.\-])*+"
NAME = rf"(?u:(?:{_NC}:(?=[^\W\d]))?+{_NC})"
MASKS = "\U00100000-\U0010FFFD"                    # of template tags: where a name or a bare value may stand, so may they
_KEY = rf"(?:{NAME}|[{MASKS}])"
_BARE = rf"(?u:[\w{MASKS}]+)"
_ATTRIBUTE = rf"""(?>\s+{_KEY}(?:\s*=\s*(?:{_BARE}|"[^"]*"|'[^']*'))?)"""
TAG = re.compile(rf"<({NAME})({_ATTRIBUTE}*+)\s*(/)?>", re.A)
CLOSING_TAG = re.compile(rf"</({NAME})\s*>", re.A)
ATTRIBUTE = re.compile(rf"""\s*({_KEY})(?:\s*=\s*(?:({_BARE})|"([^"]*)"|'([^']*)'))?""", re.A)
REFERENCE = r"&(?:[\w:][\-\w.:]*;|#\d+;|#x[0-9a-fA-F]+;)"

OPT = " {0,3}"                                     # how far a block may be indented
BLANK = r"[ \t\r\f\v]*\n"
INDENT = r"(?:\t| {4})"
WORD = r"\w[\w-]*"                                 # the name of a footnote, an attribute list, an extension
# The inside of an attribute list: never much longer than 6000 characters, so that unclosed ones cost no search to the end.
INSIDE = r"(?:[^}\\]{1,400}+|\\\}|\\){1,16}"
IAL = rf"\{{:(?![:/]){INSIDE}\}}\s*?\n"
EOB = rf"\^{BLANK}"
LIST_MARKER = r"(?:[+*-]|\d+\.)"
_NOT_SPAN = rf"(?!(?:{'|'.join(sorted(SPAN_TAGS))}|script)(?u:\b))"
TAG_AHEAD = rf"(?:</{_NOT_SPAN}{NAME}\s*>|<{_NOT_SPAN}{NAME})"
# What ends the lazy continuation of a block.
LAZY_END = rf"(?:{BLANK}|{OPT}{IAL}|{EOB}|{OPT}{TAG_AHEAD})"
FENCE = rf"{OPT}[~`]{{3}}"
CODE = (rf"(?:(?:\s*\n)?(?:{INDENT}[^\S\n]*\S[^\n]*\n)++"
        rf"(?:(?!{OPT}{IAL}|{EOB}|{OPT}{TAG_AHEAD})[ \t]*[^\S\n]*\S[^\n]*\n)*+)*+")

WHITE = "\0\t\n\v\f\r "
