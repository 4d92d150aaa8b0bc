"""A link leads to a place in its own page that is not there.

Browsers go to the top of the page, or nowhere. Ids are those that the page's HTML gives, that its engine makes of headings,
and that the site's layouts hold; where layouts cannot be seen, as those of a theme, nothing is said.

Bad::

    ---
    title: Lights
    ---
    ## The old lamp

    See [the lamp](#the-old-lamp), [the new lamp](#the-new-lamp), <a href="#wick">the wick</a>, <a href="#wikc">again</a>.

    <p id="wick">The wick.</p>

Reports::

    6:47 nothing in this page has the id “the-new-lamp”
    6:102 nothing in this page has the id “wikc”

Help::

    did you mean #the-old-lamp?

Good::

    ---
    title: Lights
    ---
    [Up](#top), [down](#), [a note](#note), [text](#:~:text=wick).

    <a name="note"></a>A note.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from ..model.document import Document
from ..model.finding import Finding, NthLink
from ..model.fragments import heading_ids
from . import page_rule

_MAKES_TEXT = ("{% include", "{% render", "{% for", "{% capture", "{%- include", "{%- for", "{{<", "{{%", "{{ content")


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    asked = [(index, link) for index, link in enumerate(document.links) if link.kind == "fragment"]
    if not asked or document.context.layout_ids is None or any(map(_may_hold_ids, document.islands)):
        return
    ids = _ids_of(document)
    for index, link in asked:
        name = unquote(link.target.strip()[1:])
        if name in ("", "top") or name.startswith(":~:") or name in ids or link.target.strip()[1:] in ids:
            continue
        yield Finding(f"nothing in this page has the id “{name}”", NthLink(index), _help(name, ids), subject=link.target, target=link.target)


def _ids_of(document: Document) -> set[str]:
    found = {value for element in document.markup.iter() for name in ("id", "name") if (value := element.get(name))}
    return found | set(heading_ids(document.markup)) | set(document.context.layout_ids or ())


def _may_hold_ids(island: str) -> bool:
    """A template tag whose output nobody knows."""
    return island.startswith(_MAKES_TEXT)


def _help(name: str, ids: set[str]) -> str:
    from difflib import get_close_matches
    near = get_close_matches(name, sorted(ids), 1, 0.6)
    return f"did you mean #{near[0]}?" if near else "give the place that is meant this id"
