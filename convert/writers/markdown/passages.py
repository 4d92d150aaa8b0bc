"""The fast lane inside a paragraph: text, emphasis and links from HTML tokens to Markdown, without a tree."""

from __future__ import annotations

import re

from ...model.links import readable
from . import escapes
from .emphasis import BREAK, DEL, DEL_END, EM, EM_END, STRONG, STRONG_END
from .grammar import Sheet
from .inlines import emphasized, is_address
from .raw import RAW
from .runs import unescaped

_TOKENS = re.compile("(<[^<>]*>)").split
_SPAN = re.compile('</span>|<span(?: (?:class|id)="[^"]*")*>').sub
_NO_SPAN = "[^<]++|<(?!/?span)"
_BALANCED = re.compile(f"(?:{_NO_SPAN}|<span[^>]*+>(?:{_NO_SPAN})*+</span>)*+\\Z").match
# A target that needs no escape and runs nothing; a link, a picture that say little else.
_TARGET = '((?:https?:|/|#|mailto:)[^\\s<>()\\\\"\x00-\x20\U00100000-\U0010fffd]*)'
_LINK_TAG = f'<a(?: (?:class|id|target|rel)="[^"]*")* href="{_TARGET}"(?: (?:class|id|target|rel)="[^"]*")*>'
_LINK = re.compile(_LINK_TAG).fullmatch
_LINKS = re.compile(f"{_LINK_TAG}([^<]*)</a>").split
_IMAGE = re.compile(f'<img src="{_TARGET}"(?: alt="([^"&\\\\`*_~\\[\\]<>\\s\x00-\x1f\x7f]*)")?'
                    '(?: (?:width|height|border)="[^"]*")* ?/?>').fullmatch
_ENTITY_IN_TARGET = re.compile(r"&(?!amp;)|&amp;#?\w*;").search
is_uneven = escapes.UNEVEN.search
is_strange = re.compile("[<\x00-\x08\x0b-\x1f\x7f]|&(?!(?:amp|lt|gt|quot);)").search
# Start tag → its end tag and the mark that begins its emphasis; end tag → the mark that ends it.
_EMPHASIS = {f"<{tag}>": (f"</{tag}>", mark) for mark, tags in (
    (STRONG, ("strong", "b")), (EM, ("em", "i")), (DEL, ("del", "s", "strike"))) for tag in tags}
_EMPHASIS_END = {end: {STRONG: STRONG_END, EM: EM_END, DEL: DEL_END}[mark] for end, mark in _EMPHASIS.values()}
_RAW = frozenset({f"<{tag}>" for tag in RAW - {"ruby", "rt", "rp"}})
_DEEPEST = 50              # elements within each other; the parser knows what to do with more
_BREAKS = frozenset({"<br>", "<br/>", "<br />"})


def paragraph(html: str, sheet: Sheet) -> str | None:
    """The Markdown of phrasing content; None when it is not plain."""
    if "span" in html:
        if not _are_spans_balanced(html):
            return None
        html = _SPAN("", html)
    if "<" not in html:
        if not is_uneven(html):
            return escapes.smooth(html)
        return None if is_strange(html) else escapes.plain(unescaped(html))
    if "<a " in html and (block := _text_with_links(html, sheet)) is not None:
        return block
    tokens = _TOKENS(html)
    phrasing = _Phrasing(tokens)
    parts = phrasing.parts
    is_smooth = True
    for at, token in enumerate(tokens):
        if at % 2:
            if not (phrasing.end(token, at) if token[1] == "/" else phrasing.start(token)):
                return None
            is_smooth = is_smooth and token[1] in "a/"
        elif token:
            if token[0] == "(" and parts and parts[-1].endswith("]"):
                parts.append("\\")
            if escapes.may_be_address(token):
                return None
            if is_uneven(token):
                if is_strange(token):
                    return None
                is_smooth = False
                token = (escapes.link_text if phrasing.in_link else escapes.text)(unescaped(token))  # noqa: PLW2901
            parts.append(token)
    if phrasing.opened:
        return None
    return escapes.smooth("".join(parts)) if is_smooth else escapes.finish("".join(parts), sheet)


def _are_spans_balanced(html: str) -> bool:
    """Each span that begins ends, and none ends that did not begin."""
    first = html.find("<span")
    if html.find("<span", first + 1) < 0:
        end = html.find("</span>")
        return first < end and html.find("</span>", end + 1) < 0 if first >= 0 else end < 0
    return _BALANCED(html) is not None


def _text_with_links(html: str, sheet: Sheet) -> str | None:
    """The Markdown of text in which no tags stand but those of plain links; None for any other."""
    pieces = _LINKS(html)           # text, target, label, text, target, label, …, text
    texts, targets, labels = pieces[::3], pieces[1::3], pieces[2::3]
    said = "|".join(texts + labels)
    if escapes.may_be_address(said):
        return None
    is_smooth = True
    if is_uneven(said):
        if is_strange(said):
            return None
        texts = [escapes.text(unescaped(text)) for text in texts]
        is_smooth = False
    if "&" in html and any(map(_ENTITY_IN_TARGET, targets)):
        return None
    out = [texts[0]]
    for target, label, text in zip(targets, labels, texts[1:], strict=True):
        href = readable(unescaped(target)) if "&" in target or "%" in target else target
        said = label if is_smooth else unescaped(label)
        if not said.strip():
            return None
        if is_address(said, href):
            link = f"<{said}>"
        else:
            link = f"[{said if is_smooth else escapes.link_text(said)}]({href})"
            if out[-1][-1:] == "!":
                out[-1] = out[-1][:-1] + "\\!"
        out += link, text
    return escapes.smooth("".join(out)) if is_smooth else escapes.finish("".join(out), sheet)


class _Phrasing:
    """The marked text of phrasing content so far, and what is open in it: end tag, mark or target, where it began."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.parts: list[str] = []
        self.opened: list[tuple[str, str, int]] = []
        self.in_link = False

    def start(self, tag: str) -> bool:
        """Take a start tag; False when it is not plain."""
        parts = self.parts
        if len(self.opened) > _DEEPEST:
            return False
        if tag[1] == "a":
            link = None if self.in_link else _LINK(tag)
            if not link or _ENTITY_IN_TARGET(link[1]):
                return False
            self.in_link = True
            self.opened.append(("</a>", readable(unescaped(link[1])), len(parts)))
        elif tag in _EMPHASIS:
            self.opened.append((*_EMPHASIS[tag], len(parts)))
        elif tag in _BREAKS:
            parts.append(BREAK)
        elif tag in _RAW:
            self.opened.append((f"</{tag[1:]}", "", len(parts)))
            parts.append(tag)
        elif (image := _IMAGE(tag)) and "&" not in image[1]:
            parts.append(f"![{image[2] or ''}]({readable(image[1])})")
        else:
            return False
        return True

    def end(self, tag: str, at: int) -> bool:
        """Take an end tag, the token `at`; False when it does not end what was opened last."""
        if not self.opened or self.opened[-1][0] != tag:
            return False
        _, said, since = self.opened.pop()
        if tag == "</a>":
            self.in_link = False
            return self._end_link(since, said, self.tokens[at - 1] if self.tokens[at - 2].startswith("<a ") else "")
        if tag in _EMPHASIS_END:
            inner = "".join(self.parts[since:])
            del self.parts[since:]
            emphasized(inner, said, _EMPHASIS_END[tag], self.parts)
        else:
            self.parts.append(tag)
        return True

    def _end_link(self, since: int, href: str, text: str) -> bool:
        """Put the link around what was written since it began; as an autolink where its whole text is its target.
        False for a link without text.
        """
        parts = self.parts
        if is_address(said := unescaped(text), href):
            parts[since:] = [f"<{said}>"]
            return True
        if len(parts) == since or BREAK in (parts[since], parts[-1]) or not "".join(parts[since:]).strip():
            return False
        if since and parts[since - 1].endswith("!"):
            parts[since - 1] = parts[since - 1][:-1] + "\\!"
        parts.insert(since, "[")
        parts.append(f"]({href})")
        return True
