"""Markdown → HTML as CommonMark, GitHub and Hugo read it, by a compiled parser (pulldown-cmark); raw HTML is left as it stands.

`commonmark` is CommonMark 0.31.2 and nothing else. `gfm` adds what GitHub does (GFM 0.29: tables, strikethrough, task lists,
autolinks; and footnotes), but for GFM's section 6.11, "Disallowed Raw HTML": what an author wrote is read whole. `goldmark`
is Hugo's default: the same with Goldmark's rules for bare addresses, definition lists, and attributes of headings; raw HTML
is read also where Hugo would leave it out, and quotes and dots stay those that the author typed.

The parser is followed where it is more generous than cmark-gfm: in `~~` beside punctuation, in labels of footnotes that hold
blanks, in the box of an empty task; and in what it makes of a table's line that is indented as code. The box of a task whose
item holds paragraphs is in the first of them.

Most texts are rendered in one call. Where one holds a bare address or a footnote, which the parser either does not know or
shows otherwise, tokens take their places before that call, and their HTML the tokens' places behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import unquote

import pyromark
from pyromark import Options

from . import footnotes
from .attributes import heading_attributes, may_have_attributes
from .autolinks import GFM, Dialect, bare_links, gfm_mails
from .bare import has_bare_address
from .definitions import corrections, may_define
from .goldmark import GOLDMARK
from .runs import Run, runs
from .strikethrough import may_strike, strikes
from .tokens import Edited, HeadingAttributes, Link, Markup, Note, Place, escaped, sign_for, target

Engine: TypeAlias = Literal["commonmark", "gfm", "goldmark"]


class Rules(NamedTuple):
    """What an engine adds: options of the parser, which bare addresses it links, and how footnotes look."""

    options: Options
    dialect: Dialect | None = None
    find_mails: Callable[[Run, bytes], Iterator[Link]] | None = None
    footnotes: footnotes.Style = footnotes.GFM
    has_more: bool = False              # attributes of headings, and definition lists


_GFM = Options.ENABLE_TABLES | Options.ENABLE_STRIKETHROUGH | Options.ENABLE_TASKLISTS | Options.ENABLE_FOOTNOTES
RULES: dict[Engine, Rules] = {
    "commonmark": Rules(Options(0)),
    "gfm": Rules(_GFM, GFM, gfm_mails),
    "goldmark": Rules(_GFM | Options.ENABLE_DEFINITION_LIST, GOLDMARK,
                      footnotes=footnotes.GOLDMARK, has_more=True),
}
OPTIONS = RULES["gfm"].options
_ROUNDS = 8                             # in which addresses that others' characters hid are found; nobody's text needs three
_ESCAPED_MASK = re.compile("%F4%8[0-9A-F]%[89AB][0-9A-F]%[89AB][0-9A-F]")     # of model.islands, in a target
_SURROGATE = re.compile("[\ud800-\udfff]")
_ALIGNED = re.compile(r'(<t[hd]) style="text-align: (left|center|right)">')


def render(markdown: str, engine: Engine = "gfm") -> str:
    """A Markdown text as HTML; the masks of template islands come out as they went in. No text raises anything."""
    rules = RULES[engine]
    try:
        html = _rendered(_prepared(markdown), rules)
    except UnicodeEncodeError:
        html = _rendered(_prepared(legal(markdown)), rules)
    if engine == "gfm" and 'style="text-align: ' in html:
        html = _ALIGNED.sub(r'\1 align="\2">', html)
    if "%F4%" not in html:
        return html
    return _ESCAPED_MASK.sub(lambda match: match[0] if match[0] in markdown else unquote(match[0]), html)


def legal(markdown: str) -> str:
    """A text without lone surrogates, character for character."""
    return _SURROGATE.sub("\ufffd", markdown)


def _prepared(markdown: str) -> str:
    """A text whose last line is ended, and that holds no NUL (CommonMark 0.31.2, section 2.3)."""
    if not markdown.endswith("\n"):
        markdown += "\n"
    return markdown.replace("\0", "\ufffd") if "\0" in markdown else markdown


def tokenised(markdown: str, engine: Engine) -> tuple[Edited, footnotes.Footnotes | None]:
    """A legal text with tokens for what the engine reads otherwise than the parser, and its footnotes."""
    markdown, rules = _prepared(markdown), RULES[engine]
    edited = _tokenised(markdown, rules)
    return (edited, _footnotes(markdown, edited, rules)) if edited else (Edited(markdown.encode(), ""), None)


def _rendered(markdown: str, rules: Rules) -> str:
    edited = _tokenised(markdown, rules)
    if edited is None:
        return pyromark.html(markdown, options=rules.options)
    notes = _footnotes(markdown, edited, rules)
    html = pyromark.html(edited.data.decode(), options=rules.options)
    if notes:
        html = notes.moved(html, edited)
    return edited.resolved(html, lambda place: _html(place, notes))


def _html(place: Place, notes: footnotes.Footnotes | None) -> str:
    match place:
        case Link():
            return f'<a href="{target(place.target)}">{escaped(place.shown)}</a>'
        case Markup():
            return place.html
        case HeadingAttributes():
            return ""                                           # they are in the heading's tag already
        case Note():
            return notes.reference(place) if notes and place.is_reference else ""


def _footnotes(markdown: str, edited: Edited, rules: Rules) -> footnotes.Footnotes | None:
    return footnotes.added(edited, rules.options, rules.footnotes) if footnotes.may_have(markdown) else None


def _tokenised(markdown: str, rules: Rules) -> Edited | None:
    """A text, without lone surrogates, with tokens for what an engine reads otherwise than the parser, but footnotes.

    None when a quick look says that the text holds nothing of that, nor a footnote.
    """
    if not rules.dialect:
        return None
    has_links, has_strikes = has_bare_address(markdown), may_strike(markdown)
    has_attributes = rules.has_more and may_have_attributes(markdown)
    has_definitions = rules.has_more and may_define(markdown)
    is_special = has_links or has_strikes or has_attributes or has_definitions or footnotes.may_have(markdown)
    sign = sign_for(markdown) if is_special else None
    if sign is None:
        return None
    edited = Edited(markdown.encode(), sign)
    if has_definitions:
        edited.add(corrections(edited.data, rules.options))
    for _ in range(_ROUNDS if has_links else 0):
        found = [bare_links(rules.dialect, run, edited.data, edited.sign.encode()) for run in runs(edited.data, rules.options)]
        edited.add(link for part in found for link in part.links)
        if all(part.is_all for part in found):
            break
    if has_strikes:
        edited.add(strike for run in runs(edited.data, rules.options) for strike in strikes(run, edited.data))
    if rules.find_mails and has_links and "@" in markdown:
        edited.add(mail for run in runs(edited.data, rules.options) for mail in rules.find_mails(run, edited.data))
    if has_attributes:
        edited.add(heading_attributes(edited.data, rules.options))
    return edited
