"""The ids that Goldmark gives to headings with Hugo's settings of it (`markup/goldmark/autoid.go`, `goldmark/parser/auto_ids`).

Of a heading counts the text that is shown, its last line alone; in Hugo 0.131 and before it was the Markdown as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from unicodedata import category, normalize

if TYPE_CHECKING:
    from lxml.etree import _Element

_TYPOGRAPHY = re.compile(r"---?|\.\.\.")              # a dash, an ellipsis: entities by now, which count as nothing
_AUTOLINK = re.compile(r"(?:mailto:|https?://)?")
_EMOJI = re.compile(r":[a-z0-9_+-]+:")


def made_ids(headings: Iterable[_Element], taken: Iterable[str], settings: Mapping[str, object]) -> Iterator[str]:
    """The ids of headings that have none of their own, none of them twice, and none that is `taken` by a heading before."""
    if settings.get("auto", True) is False:
        return
    seen, form = set(taken), str(settings.get("type") or "github")
    is_as_written = form == "blackfriday" or settings.get("typographer", True) is False
    for heading in headings:
        if heading.get("id") is None and (len(heading) or (heading.text or "").strip()):
            shown = _shown(heading, as_written=is_as_written)
            text = (_EMOJI.sub("", shown) if settings.get("emoji") else shown).strip("\n").rpartition("\n")[2]
            yield _unlike(seen, slug(text, form))


def written_ids(headings: Iterable[tuple[str, str]], settings: Mapping[str, object]) -> Iterator[str]:
    """The ids that older Hugos make of headings: of the last line of each as written, but where it gives itself an id."""
    if settings.get("auto", True) is False:
        return
    seen: set[str] = set()
    for line, name in headings:
        if name:
            seen.add(name)
        else:
            yield _unlike(seen, slug(line, str(settings.get("type") or "github")))


def slug(text: str, form: str = "github") -> str:
    """`sanitizeAnchorName`, by `autoIDType`: letters, digits, `_` and `-`, and each blank as a hyphen."""
    text = text.strip()
    if form == "blackfriday":
        words = "".join(character if _counts(character) else " " for character in text).split()
        return "-".join("".join(map(_lower, word)) for word in words) or "heading"
    if form == "github-ascii":
        text = "".join(part for part in normalize("NFD", text) if category(part) != "Mn")
        text = "".join(filter(str.isascii, text))
    return "".join("-" if character in "- " else _lower(character) for character in text
                   if character in "- _" or category(character)[0] == "L" or category(character) == "Nd") or "heading"


def _counts(character: str) -> bool:
    return category(character)[0] in "LN"


def _lower(character: str) -> str:
    return character.lower()[0]


def _unlike(seen: set[str], name: str) -> str:
    """A name that nothing has: with the first number behind it that makes it so."""
    made, count = name, 0
    while made in seen:
        count += 1
        made = f"{name}-{count}"
    seen.add(made)
    return made


def _shown(element: _Element, *, as_written: bool) -> str:
    """What counts of an element: no addresses that stand for themselves, no signs of notes; of a picture its alternative."""
    if not isinstance(element.tag, str):
        return ""
    if element.tag == "img":
        return element.get("alt") or ""
    if element.tag == "sup" and (element.get("id") or "").startswith("fnref"):
        return ""
    plain = "".join(element.itertext())
    if element.tag == "a" and _AUTOLINK.sub("", plain, count=1) == _AUTOLINK.sub("", element.get("href") or "", count=1):
        return ""
    as_written = as_written or element.tag == "code"
    parts = [element.text or "", *(part for child in element for part in (child, child.tail or ""))]
    return "".join(_shown(part, as_written=as_written) if not isinstance(part, str) else part if as_written else _TYPOGRAPHY.sub("", part) for part in parts)
