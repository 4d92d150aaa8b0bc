"""The fast lane's commonest load: paragraphs of text, plain links and emphasis, a whole run of them at once.

One pattern tells how far such a run reaches; then each step is one pass in C over all of it, and Python sees only what has
to become something else. `passages` says what each of these paragraphs becomes by itself, and this says the same.
"""

from __future__ import annotations

import re

from ...model.links import readable
from . import escapes
from .emphasis import flanks

# Text without what may be an address (`escapes.may_be_address`), several tildes, or references that have to be looked up.
_TEXT = r"(?:[^<>&@:.~\x00-\x1f\x7f]++|\.(?<!www\.)|:(?!//)|&(?:amp|gt|quot);)"
_LABEL = r"(?!\(|\s*<)(?:[^<>&@:.~\[\]\x00-\x1f\x7f]++|\.(?<!www\.))++"
_SAYS_LITTLE = '(?: (?:class|id|target|rel)="[^"<>]*+")*+'
_TARGET = '(?:https?:|/|#|mailto:)(?:[^\\s<>()\\\\"&\x00-\x20\U00100000-\U0010fffd]|&amp;(?!#?\\w*;))*+'
_LINK = f'(?<!!)<a{_SAYS_LITTLE} href="{_TARGET}"{_SAYS_LITTLE}>{_LABEL}</a>'
_WORDS = rf"(?![ (]){_TEXT}++(?<![ ])"
# Tag → the delimiter that is written for it, and the tag where that would not be read as meant.
_EMPHASIS = {"strong": ("**", "strong"), "b": ("**", "strong"), "em": ("*", "em"), "i": ("*", "em")}
_EMPHASIZED = f"<(?:{'|'.join(f'{tag}>{_WORDS}</{tag}' for tag in _EMPHASIS)})>(?!<(?!/p>))"      # no mark beside another
# No address, and no mark of a picture, around its tags.
_SPAN = f'(?<![!:/w])<span(?: (?:class|id)="[^"<>]*+")*+>(?:{_TEXT}|{_LINK})*+(?<![!:/w])</span>'
_P = '[ \t\n]*+<p(?: (?:class|id)="[^"<>]*+")*+>'
match_run = re.compile(f"(?:{_P}(?:{_TEXT}|{_SPAN}|{_LINK}|{_EMPHASIZED})*+</p>)++").match

_SPAN_TAGS = re.compile("</?span[^>]*>").sub
_SPECIAL_TEXTS = re.compile(r">[^<>&\\`*_\[\]]*+[&\\`*_\[\]][^<>]*+").sub
_LINKS = re.compile(f'<a{_SAYS_LITTLE} href="([^"]*+)"[^>]*+>([^<]*+)</a>').sub
_PAIRS = re.compile(f"<({'|'.join(_EMPHASIS)})>([^<]*+)</[^>]*+>").sub
_TEXTS = re.compile(">((?:[^<]++|</?(?:strong|em)>)*+)</p>").findall


def blocks_of(run: str) -> list[str]:
    """The Markdown of each paragraph of a run, without those that are empty."""
    run = _SPAN_TAGS("", run)
    run = _SPECIAL_TEXTS(_escaped, run)
    run = _LINKS(_link, run)
    run = _PAIRS(_emphasized, run)
    texts = _TEXTS(run)
    if "  " in run:
        return [block for block in map(escapes.smooth, texts) if block]
    return [block if block[0] not in escapes.STARTERS else escapes.line_start(block) for text in texts if (block := text.strip(" "))]


def _escaped(text: re.Match[str]) -> str:
    return ">" + escapes.without_markup(unescaped(text[0][1:]))


def _link(match: re.Match[str]) -> str:
    target, label = match.groups()
    if "&" in target or "%" in target:
        target = readable(unescaped(target))
    return f"[{label}]({target})"


def _emphasized(match: re.Match[str]) -> str:
    """Words between delimiters, or between tags where those would not be read as meant; at the ends of a paragraph, the
    bracket of its tag is as good as a blank.
    """
    (tag, words), html = match.groups(), match.string
    delimiter, name = _EMPHASIS[tag]
    is_read = flanks(html[match.start() - 1], words[0], words[-1], html[match.end()])
    return f"{delimiter}{words}{delimiter}" if is_read else f"<{name}>{words}</{name}>"


def unescaped(text: str) -> str:
    """A text with the references for what HTML takes for markup undone."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&") if "&" in text else text
