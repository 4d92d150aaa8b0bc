"""The bare addresses that Goldmark links, which is what Hugo renders with (its extension `linkify`, and Hugo's settings)."""

from __future__ import annotations

import re

from .autolinks import BARE, Found, Open, is_cut, makes_a_block
from .runs import Kind, Run
from .tokens import Link

_PATH = rb"(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'\">^{}\[\]`]*+)?"
_URL = re.compile(rb"(?:https?|ftp)://[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]++(?::[0-9]++)?" + _PATH)
_WWW = re.compile(rb"www\.[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]++" + _PATH.replace(b"$", b""))
_STARTS = re.compile(BARE.pattern + rb"|@")
_SIGNS = ("://", "www.", "@")
_BEFORE = b" \t\n\v\f\r*_~("
_MARKS = b"!#$%&'*+/=?^_`{|}~"
_ALPHANUMERICS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_LOCAL = _ALPHANUMERICS + b"." + _MARKS + b"-"
_LABEL = rb"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_DOMAIN = re.compile(rb"@" + _LABEL + rb"(?:\." + _LABEL + rb")*")
_TRAILING = b"?!.,:*_~"


def goldmark_links(run: Run, data: bytes, sign: bytes) -> Found:
    """The addresses that Goldmark links in a run; `sign` is that of the tokens, which no address holds."""
    links: list[Link] = []
    is_open, at, is_fresh = Open(data), 0, True
    for number, item in enumerate(run.items):
        if item.kind is Kind.TEXT and any(sign in item.text for sign in _SIGNS) and is_open.is_free:
            for match in _STARTS.finditer(data, max(item.start, at), item.end):
                if match.start() < at:
                    continue
                begin = match.start()
                earliest = max(item.start, at)
                if match[0] == b"@":
                    head = data[earliest:begin]
                    begin -= len(head) - len(head.rstrip(_LOCAL))
                fresh = item.start if is_fresh else -1
                link = _link(data, begin, match.start(), fresh, run.limit)
                if link and not makes_a_block(data[link.start:link.end], link.start, data) and sign not in data[link.start:link.end]:
                    links.append(link)
                    at = link.end
                    if is_cut(run, number, link):
                        return Found(links, is_all=False)
        if item.start >= at:
            is_open.pass_by(item)
        is_fresh = item.kind is not Kind.TEXT or not item.text.strip("`")
    return Found(links, is_all=True)


def _link(data: bytes, begin: int, at: int, fresh: int, limit: int) -> Link | None:
    if data[at] != ord("@"):
        if begin != fresh and not _may_follow(data, begin):
            return None
        pattern, scheme = (_WWW, "https://") if data[at] == ord("w") else (_URL, "")
        match = pattern.match(data, begin, limit)
        return _made(data, begin, begin + _length(match[0]), scheme) if match else None
    while begin < at and (data[begin] not in _ALPHANUMERICS or (begin != fresh and not _may_follow(data, begin))):
        begin += 1
    match = _DOMAIN.match(data, at, limit)
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
