"""Bare addresses in running text, and which of their characters are theirs.

By GFM 0.29 (https://github.github.com/gfm/), section 6.9 "Autolinks (extension)", and where that says too little, by what
cmark-gfm does. Addresses are taken from the left, as they are written: what would be emphasis, code or a link inside of
one is part of it. The text of an HTML `<a>` is the one place that cmark-gfm links in and we do not: no link holds another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple
from unicodedata import category

from .runs import Item, Kind, Run
from .tokens import Link

_BRACKETS = ("[", "![", "]")
_HOLDERS = (Kind.MARK, Kind.LINK)
_OPENING = re.compile(r"<a[\s>]", re.I)
_CLOSING = re.compile(r"</a[\s>]", re.I)
BARE = re.compile(rb"(?i:https?|ftp)://|www\.")
_BEFORE_WWW = b" \t\n\f\r*_~("
_TO_BLANK = re.compile(rb"[^ \t\n\f\r<]*")
_HOST = re.compile(rb"(?:\\?[A-Za-z0-9._-])*")
_DELIMITER_ROW = re.compile(rb"\n[ \t>|:]*+-[ \t>|:-]*+(?:\n|\Z)")
_MANY_LABELS = 10                       # in a host of more, an underscore is never in the way
_TRAILING = b"?!.,:*_~'\""
_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOCAL = _LETTERS + b"0123456789.+-_"
_MAIL_SCHEME = re.compile(rb"(?<![A-Za-z0-9])(?:mailto|xmpp):\Z")
_DOMAIN = re.compile(rb"(?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9]))*+")
_DOMAIN_AND_PATH = re.compile(rb"(?:[A-Za-z0-9_/-]|\.(?=[A-Za-z0-9]))*+")


class Found(NamedTuple):
    """The links of a run, or as many as are certain before those that there are have been taken out of the text."""

    links: list[Link]
    is_all: bool


class Open:
    """What is open at a place of a run; `is_free` where an address may be a link."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._brackets = self._links = self._anchors = 0
        self._seen = -1

    @property
    def is_free(self) -> bool:
        """No bracket is open, which cmark-gfm and Goldmark take for a link's that may still come."""
        return not self._brackets and self.is_outside

    @property
    def is_outside(self) -> bool:
        return not self._links and not self._anchors

    def pass_by(self, item: Item) -> None:
        kind, text = item.kind, item.text
        if kind is Kind.TEXT:
            if text in _BRACKETS and not self._is_escaped(item):
                self._brackets = max(0, self._brackets + (-1 if text == "]" else 1))
        elif kind is Kind.LINK:
            self._links += 1
        elif kind is Kind.LINK_END:
            self._links -= 1
        elif kind is Kind.HTML:
            self._anchors = max(0, self._anchors + bool(_OPENING.match(text)) - bool(_CLOSING.match(text)))
        self._seen = item.start if kind in _HOLDERS else item.end

    def _is_escaped(self, item: Item) -> bool:
        """It is a bracket by a reference (`&#91;`) or behind a backslash that is no text."""
        return self._data[item.start:item.end] != item.text.encode() or (
            self._seen < item.start and self._data[item.start - 1:item.start] == b"\\")


class Candidate(NamedTuple):
    """Where an address may stand, by offsets into the data: `at` is what it is told by, `earliest` where it may begin.
    Nothing that counts stands in front of `fresh`, which is -1 where that is not so.
    """

    data: bytes
    run: Run
    at: int
    earliest: int
    fresh: int


class Dialect(NamedTuple):
    """What a renderer links: what a text must hold one of, where to look, behind what it begins anew, and the address."""

    signs: tuple[str, ...]
    starts: re.Pattern[bytes]
    is_fresh_behind: Callable[[Item], bool]
    address: Callable[[Candidate], Link | None]


def bare_links(dialect: Dialect, run: Run, data: bytes, sign: bytes) -> Found:
    """The addresses that a renderer links in a run; `sign` is that of the tokens, which no address holds."""
    links: list[Link] = []
    is_open, at, is_fresh = Open(data), 0, True
    for number, item in enumerate(run.items):
        if item.kind is Kind.TEXT and any(map(item.text.__contains__, dialect.signs)) and is_open.is_free:
            for match in dialect.starts.finditer(data, max(item.start, at), item.end):
                if match.start() < at:
                    continue
                candidate = Candidate(data, run, match.start(), max(item.start, at), item.start if is_fresh else -1)
                if (link := dialect.address(candidate)) and sign not in data[link.start:link.end]:
                    links.append(link)
                    at = link.end
                    if _is_cut(run, number, link):
                        return Found(links, is_all=False)
        if item.start >= at:
            is_open.pass_by(item)
        is_fresh = dialect.is_fresh_behind(item)
    return Found(links, is_all=True)


def _is_cut(run: Run, number: int, link: Link) -> bool:
    """What is no text begins inside an address, or an escape ends it: with it taken out, the rest may be read otherwise."""
    if link.shown.endswith("\\"):
        return True
    for index in range(number + 1, len(run.items)):
        item = run.items[index]
        if item.start >= link.end and item.kind is not Kind.LINK_END:
            return False
        if item.kind >= Kind.HTML:
            return True
    return False


def makes_a_block(shown: bytes, start: int, data: bytes) -> bool:
    """Without the backticks of an address a fence would begin, or without its pipes a table, where there is none."""
    if b"`" in shown and b"```" in data[data.rfind(b"\n", 0, start) + 1:start]:
        return True
    return b"|" in shown and _DELIMITER_ROW.match(data, data.find(b"\n", start)) is not None


def _address(candidate: Candidate) -> Link | None:
    """The address at a candidate, if it is one (cmark-gfm: extensions/autolink.c)."""
    data, run, start = candidate.data, candidate.run, candidate.at
    before = b" " if start == candidate.fresh else data[start - 1:start]
    found = _TO_BLANK.match(data, start, run.limit)
    written = found[0] if found else b""
    text = written.replace(b"\\|", b"|") if run.is_cell else written
    begin = text.find(b"://") + len("://")
    if text.startswith(b"www."):
        if before not in _BEFORE_WWW:
            return None
        begin = 0
    elif before in _LETTERS or not _begins_a_host(text[begin:begin + 4]):
        return None
    host = _HOST.match(text, begin)
    if host is None:
        return None
    is_last = host.end() == len(text) and start + len(written) >= run.end      # the run's last byte is not looked at
    labels = host[0][1:len(host[0]) - is_last].split(b".")
    if begin == 0 and len(labels) == 1:
        return None
    if any(b"_" in label for label in labels[-2:]) and len(labels) <= _MANY_LABELS + 1:
        return None
    length = trimmed(text)
    shown = text[:length]
    if not run.is_cell and makes_a_block(shown, start, data):
        return None
    while run.is_cell and len(written[:length].replace(b"\\|", b"|")) < len(shown):
        length += 1
    target = shown.decode()
    return Link(start, start + length, f"http://{target}" if not begin else target, target)


def _begins_a_host(data: bytes) -> bool:
    character = data.decode(errors="ignore")[:1]
    return bool(character) and category(character)[0] not in "PZ" and (character >= "\x80" or character.isalnum())


def trimmed(text: bytes) -> int:
    """The length of an address without the punctuation, entities and brackets that end the sentence around it."""
    end = len(text)
    surplus = text.count(b")") - text.count(b"(")
    while end:
        last = text[end - 1]
        if last in _TRAILING:
            end -= 1
        elif last == ord(")") and surplus > 0:
            surplus -= 1
            end -= 1
        elif last == ord(";"):
            name = text[:end - 1].rstrip(_LETTERS)
            end = len(name) - 1 if len(name) < end - 1 and name.endswith(b"&") else end - 1
        else:
            break
    return end


def gfm_mails(run: Run, data: bytes) -> Iterator[Link]:
    """The e-mail addresses that cmark-gfm links in a run: in its texts as they are meant, once it has linked URLs."""
    if b"@" not in data[run.items[0].start:run.end]:
        return
    is_open, together = Open(data), list[Item]()
    for item in [*run.items, Item(Kind.BREAK, run.end, run.end)]:
        if item.kind is not Kind.TEXT:
            yield from _mails(together, data)
            together = []
        elif is_open.is_outside:
            together.append(item)
        is_open.pass_by(item)


def _mails(texts: list[Item], data: bytes) -> Iterator[Link]:
    """The e-mail addresses in texts that nothing stands between."""
    parts = [item.text.encode() for item in texts]
    joined = b"".join(parts)
    if b"@" not in joined:
        return
    begins = [0, *accumulate(map(len, parts))]
    as_written = [data[item.start:item.end] == part for item, part in zip(texts, parts, strict=True)]
    for link in _mails_in(joined):
        first, last = bisect_right(begins, link.start) - 1, bisect_left(begins, link.end) - 1
        start, end = texts[first].start, texts[last].end
        if as_written[first]:
            start += link.start - begins[first]
        if as_written[last]:
            end = texts[last].start + link.end - begins[last]
        yield link._replace(start=start, end=end)


def _mails_in(text: bytes) -> Iterator[Link]:
    """The e-mail addresses of a text, with its own offsets."""
    done = 0
    while (at := text.find(b"@", done)) >= 0:
        head = text[done:at]
        local = head[len(head.rstrip(_LOCAL)):]
        start = at - len(local)
        scheme = _MAIL_SCHEME.search(text, max(done, start - 8), start) if local else None
        is_chat = scheme is not None and scheme[0] == b"xmpp:"
        domain = (_DOMAIN_AND_PATH if is_chat else _DOMAIN).match(text, at + 1)
        end = domain.end() if domain else at + 1
        if not local or text[end:end + 1] == b"@":
            done = at + 1
        elif b"." not in text[at:end] or text[end - 1] not in _LETTERS:
            done = end
        else:
            start = scheme.start() if scheme else start
            done = at + trimmed(text[at:end])
            shown = text[start:done].decode()
            yield Link(start, done, shown if scheme else f"mailto:{shown}", shown)


GFM = Dialect(("://", "www."), BARE, lambda item: item.kind is Kind.BREAK, _address)
