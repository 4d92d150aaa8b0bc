"""The bare addresses that Goldmark links, which is what Hugo renders with (its extension `linkify`, and Hugo's settings)."""

from __future__ import annotations

import re

from .autolinks import BARE, Candidate, Dialect, makes_a_block
from .runs import Item, Kind
from .tokens import Link

_PATH = rb"(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'\">^{}\[\]`]*+)?"
_URL = re.compile(rb"(?:https?|ftp)://[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]++(?::[0-9]++)?" + _PATH)
_WWW = re.compile(rb"www\.[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]++" + _PATH.replace(b"$", b""))
_STARTS = re.compile(BARE.pattern + rb"|@")
_BEFORE = b" \t\n\v\f\r*_~("
_MARKS = b"!#$%&'*+/=?^_`{|}~"
_ALPHANUMERICS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_LOCAL = _ALPHANUMERICS + b"." + _MARKS + b"-"
_LABEL = rb"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_DOMAIN = re.compile(rb"@" + _LABEL + rb"(?:\." + _LABEL + rb")*")
_TRAILING = b"?!.,:*_~"


def _address(candidate: Candidate) -> Link | None:
    """The address at a candidate, if it is one."""
    link = _mail(candidate) if candidate.data[candidate.at] == ord("@") else _url(candidate)
    return link if link and not makes_a_block(candidate.data[link.start:link.end], link.start, candidate.data) else None


def _url(candidate: Candidate) -> Link | None:
    data, begin = candidate.data, candidate.at
    if begin != candidate.fresh and not _may_follow(data, begin):
        return None
    pattern, scheme = (_WWW, "https://") if data[begin] == ord("w") else (_URL, "")
    match = pattern.match(data, begin, candidate.run.limit)
    return _made(data, begin, begin + _length(match[0]), scheme) if match else None


def _mail(candidate: Candidate) -> Link | None:
    data, at = candidate.data, candidate.at
    begin = candidate.earliest + len(data[candidate.earliest:at].rstrip(_LOCAL))
    while begin < at and (data[begin] not in _ALPHANUMERICS or (begin != candidate.fresh and not _may_follow(data, begin))):
        begin += 1
    match = _DOMAIN.match(data, at, candidate.run.limit)
    if begin == at or not match or b"." not in match[0] or data[match.end():match.end() + 1] in {b"-", b"_"}:
        return None
    return _made(data, begin, begin + len(data[begin:match.end()].rstrip(_TRAILING)), "mailto:")


def _may_follow(data: bytes, begin: int) -> bool:
    """An address may begin here: behind a blank, or what may begin emphasis."""
    return data[begin - 1] in _BEFORE and (data[begin - 1] <= ord(" ") or data[begin - 2:begin - 1] != b"\\")


def _made(data: bytes, start: int, end: int, scheme: str) -> Link:
    shown = data[start:end].decode()
    return Link(start, end, scheme + shown, shown)


def _length(text: bytes) -> int:
    """The length of a URL without the bracket, the entity or the full stop that ends the sentence around it."""
    text = text.rstrip(_TRAILING)
    end = len(text)
    if text.endswith(b")"):
        end -= max(0, text.count(b")") - text.count(b"("))
    elif text.endswith(b";"):
        name = text[:-1].rstrip(_ALPHANUMERICS)
        if len(name) < end - 1 and name.endswith(b"&"):
            end = len(name) - 1
    return end


def _is_fresh_behind(item: Item) -> bool:
    return item.kind is not Kind.TEXT or not item.text.strip("`")


GOLDMARK = Dialect(("://", "www.", "@"), _STARTS, _is_fresh_behind, _address)
