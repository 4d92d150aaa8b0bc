"""What each flavour of Markdown has words for, and the sheet that one document is written on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from ...model.flavor import Flavor
from . import escapes, goldmark, kramdown, targets
from .emphasis import BLANK, KEPT_LINE

Escape: TypeAlias = Callable[[str], str]


class Grammar(NamedTuple):
    """The words of a flavour beyond CommonMark's.

    `tables`, `strikethrough`, `tasks` are GFM's (4.10, 6.5, 5.3), `definitions` are lists of terms, `heading_ids` is
    `# x {#id}`. `is_kramdown` tells all that lies in the structure of its blocks and its emphasis (see `kramdown`).
    `line_break` is a hard one, `inside` the attribute that lets Markdown go on inside a block of HTML, `autolink` matches
    what may stand in angle brackets alone. The others write the pieces of a text: `text`, `link_text` and `alt` (of an
    image) keep one from being read as markup where `is_special` sees that it might, `line_start` a line from beginning a
    block; `settled` finishes a marked text.
    """

    tables: bool = True
    strikethrough: bool = True
    tasks: bool = True
    definitions: bool = False
    heading_ids: bool = False
    is_kramdown: bool = False
    line_break: str = "\\\n"
    inside: str = ""
    text: Escape = escapes.text
    link_text: Escape = escapes.link_text
    alt: Escape = escapes.link_text
    is_special: Callable[[str], object] = escapes.is_special
    line_start: Escape = escapes.line_start
    settled: Callable[[str, Sheet], str] | None = None
    code_span: Escape = targets.code_span
    target: Escape = targets.target
    title: Escape = targets.title
    autolink: Callable[[str], object] = targets.AUTOLINK
    tag: Escape = str


GRAMMARS: dict[Flavor, Grammar] = {
    "commonmark": Grammar(tables=False, strikethrough=False, tasks=False),
    "gfm": Grammar(),
    "kramdown": Grammar(
        definitions=True, heading_ids=True, is_kramdown=True, line_break="  \n", inside=' markdown="1"',
        text=kramdown.text, link_text=kramdown.link_text, alt=kramdown.alt, is_special=kramdown.is_special,
        line_start=kramdown.line_start, settled=kramdown.settled, code_span=kramdown.code_span,
        target=kramdown.target, title=kramdown.title, autolink=kramdown.AUTOLINK, tag=kramdown.tag),
    "goldmark": Grammar(definitions=True, heading_ids=True, text=goldmark.text, link_text=goldmark.link_text, alt=goldmark.link_text,
                        line_start=goldmark.line_start, settled=goldmark.settled, target=goldmark.target),
}


class Sheet:
    """One document's Markdown while it is written.

    `raw_html` lets what Markdown has no words for stay as HTML; `linked` are the ids that the document's own links lead
    to; `is_page` says that the document was a whole page, of which elements that only group say nothing.
    `definitions` are the targets of reference links so far, by what stands behind the label; None where links are
    written inline. `lost` counts elements whose text alone is left; `has_seen_all` says that no tag of the HTML is
    without a word here.
    """

    def __init__(self, flavor: Flavor, *, raw_html: bool = True, reference_links: bool = False,
                 linked: frozenset[str] = frozenset(), is_page: bool = False) -> None:
        self.flavor = flavor
        self.grammar = grammar = GRAMMARS[flavor]
        self.text = grammar.link_text if reference_links else grammar.text      # any bracket might be a label
        self.link_text = grammar.link_text
        self.is_special = grammar.is_special
        self.raw_html = raw_html
        self.definitions: dict[str, int] | None = {} if reference_links else None
        self.linked = linked
        self.is_page = is_page
        self.lost: Counter[str] = Counter()
        self.has_seen_all = False

    @property
    def is_plain(self) -> bool:
        """GFM with nothing asked for: what the fast lane writes."""
        return self.flavor == "gfm" and self.raw_html and self.definitions is None and not self.linked

    def behind(self, target: str) -> str:
        """What stands behind the text of a link or an image: `(target)`, or the number of its definition."""
        if self.definitions is None:
            return f"({target})"
        return f"[{self.definitions.setdefault(target, len(self.definitions) + 1)}]"

    def defined(self) -> str:
        """The definitions of the reference links, a line each (CommonMark 4.7)."""
        lines = "\n".join(f"[{number}]: {target}" for target, number in (self.definitions or {}).items())
        return lines.replace(BLANK, " ").replace(KEPT_LINE, "\n")
