r"""A link is no address: its scheme, host or port is mistyped, or characters hide in it.

Each tool guesses what such a link may mean: ``https;//`` is a path of this site, ``http:/host`` a path or a host as
the page is served, ``https:\\host`` a host in browsers alone, and an invisible character makes an address that nobody
can tell from the right one.

Bad::

    ---
    title: First quarter
    ---
    <p>See <a href="https;//data.example.org/q1.pdf">the figures</a> and
    <a href="http://http://data.example.org/rope">the rope</a>.</p>

    <http:/share.example.net/news.html>

Reports::

    4:17 “https;//data.example.org/q1.pdf” is no address: behind `https` stands “;//”, not “://”
    5:10 “http://http://data.example.org/rope” is no address: its scheme stands there twice
    7:2 “http:/share.example.net/news.html” is no address: behind `http` stands “:/”, not “://”

Help::

    write `https://data.example.org/q1.pdf`

Fixed::

    ---
    title: First quarter
    ---
    <p>See <a href="https://data.example.org/q1.pdf">the figures</a> and
    <a href="http://data.example.org/rope">the rope</a>.</p>

    <http://share.example.net/news.html>

Bad::

    ---
    title: First quarter
    ---
    [Backslashes](https:\\data.example.org\q1), [a typo](htps://data.example.org/), [a port](//data.example.org:80a/),
    <a href="https://data. example.org/">a blank</a>, <a href="https:///q1.pdf">no host</a>

Reports::

    4:15 “https:\\data.example.org\q1” is no address: only browsers take “\” for “/”
    4:54 “htps://data.example.org/” is no address: there is no scheme `htps`
    4:90 “//data.example.org:80a/” is no address: “80a” is no port
    5:10 “https://data. example.org/” is no address: there is a blank in its host
    5:60 “https:///q1.pdf” is no address: it names no host

Help::

    write `https://data.example.org/q1`

Fixed::

    ---
    title: First quarter
    ---
    [Backslashes](https://data.example.org/q1), [a typo](https://data.example.org/), [a port](//data.example.org:80a/),
    <a href="https://data.example.org/">a blank</a>, <a href="https:///q1.pdf">no host</a>

Bad::

    _posts/2022-02-15-example.html:
    ---
    title: First quarter
    ---
    <p>See <http://data.example.org/q1>.</p>

Reports::

    4:9 <http://data.example.org/q1> is no link in HTML: browsers read a tag and show nothing

Help::

    write `<a href="http://data.example.org/q1">http://data.example.org/q1</a>`

Bad::

    ---
    title: First quarter
    ---
    [Write](mailto:) to [us](mailto:desk%20at%20example.org), or [call](tel:us).

Reports::

    4:9 “mailto:” is no address: it names nobody
    4:26 “mailto:desk%20at%20example.org” is no address: “desk at example.org” has no “@”
    4:69 “tel:us” is no address: there is no number in it

Good::

    ---
    title: First quarter
    ---
    [A](https://example.org:8080/a), [b](/b.html), [c](c.html), [d](//example.org), [e](http.html),
    [f](https://web.example.org/web/http://example.org/), [g](mailto:a@example.org), [h]({{ site.url }}/h),
    [i](https://example.org/a%20b), [j](http://[::1]:80/), [k](ftp://example.org/), [l](mailto:a@example.org,b@example.org?subject=c),
    [m](mailto:?to=a@example.org), [n](tel:+49-30-1234)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, NthLink, Tag
from ..model.links import Link, shown_by
from . import page_rule

_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TWICE = re.compile(r"(?:https?:?[/\\]*)+(https?)(?::?//|:/)", re.I)
_SCHEME = re.compile(r"(https?)([^\w/\\%?#-]{0,3})([/\\]*)", re.I)
_STRANGE_SCHEME = re.compile(r"([a-z]{2,7})://", re.I)
_AUTHORITY = re.compile(r"(?:https?:)?//([^/?#]*)", re.I)
_PORT = re.compile(r"\A(?:\[[^\]]*\]|[^:\[\]]*):(.*)\Z", re.S)
_LARGEST_PORT = 65535
_PLAIN = re.compile(r"(?:(?:https?:)?//(?!https?/)[a-z0-9.-]+(?:[/?#][!-\[\]-~]*)?|"
                    r"[?#][!-\[\]-~]*|/(?!/)[!-\[\]-~]*)\Z", re.I)
_LIKE_HTTP = 0.75
# What a Markdown reader escapes in a target, of that which is looked for here.
_ESCAPED = re.compile("%(?:5[BCD]|20|E2%80%[89A-F]{2}|E2%81%A[0-9]|EF%BB%BF|C2%AD|EF%BC%9[AB])")


class Fault(NamedTuple):
    """What is wrong with a target, and the target that was meant, as far as that is certain."""

    reason: str
    meant: str = ""


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    in_html = document.format != "markdown"
    for index, link in enumerate(document.targets):
        if link.kind in ("external", "site", "other", "mail", "phone"):
            target, fault = _looked_at(document, index, link.target)
            if fault:
                help = f"write `{fault.meant}`" if fault.meant else ""
                yield Finding(f"“{' '.join(_INVISIBLE.sub('', target).split())}” is no address: {fault.reason}", NthLink(index), help,
                              subject=target, fix=_fix(document, index, target, fault.meant))
        if in_html and link.kind in ("external", "site") and shown_by(link, document) == link.target:
            yield from _bogus_tag(document, index, link)


def _fix(document: Document, index: int, target: str, meant: str) -> Fix | None:
    """The address that was meant in the place of the one that is written, where that is known."""
    span = document.locate(NthLink(index))
    if not meant or fault_of(meant) or document.source.slice(span) != target:
        return None
    return Fix(f"write {meant}", (Edit(span, meant),), safe=True)


def fault_of(target: str) -> Fault | None:
    """What makes a target no address; None when it is one."""
    target = target.strip(" \t\r\n")
    if _PLAIN.match(target):
        return None
    if invisible := _INVISIBLE.search(target):
        return Fault(f"the invisible character U+{ord(invisible[0]):04X} is in it", _INVISIBLE.sub("", target))
    if twice := _TWICE.match(target):
        return Fault("its scheme stands there twice", f"{twice[1]}://{target[twice.end():].lstrip('/')}")
    return _fault_of_contact(target) or _fault_of_scheme(target) or _fault_of_host(target)


def _fault_of_contact(target: str) -> Fault | None:
    """Mail to nobody, or to what is no address (RFC 6068, section 2), calls without a number (RFC 3966, section 3)."""
    scheme, colon, rest = target.partition(":")
    if scheme.lower() == "tel" and colon:
        return None if any(map(str.isdigit, unquote(rest))) else Fault("there is no number in it")
    if scheme.lower() != "mailto" or not colon:
        return None
    named, _, fields = rest.partition("?")
    people = [unquote(one) for one in named.split(",") if one]
    if not people and not fields:
        return Fault("it names nobody")
    nobody = next((one for one in people if "@" not in one.strip("@")), None)
    return None if nobody is None else Fault(f"“{nobody}” has no “@”")


def _fault_of_scheme(target: str) -> Fault | None:
    if strange := _STRANGE_SCHEME.match(target):
        from difflib import SequenceMatcher
        scheme = strange[1].lower()
        likeness = {known: SequenceMatcher(None, scheme, known).ratio() for known in ("https", "http")}
        nearest = max(likeness, key=lambda known: likeness[known])
        if scheme in likeness or likeness[nearest] < _LIKE_HTTP:
            return None
        return Fault(f"there is no scheme `{strange[1]}`", f"{nearest}{target[len(scheme):]}")
    match = _SCHEME.match(target)
    if not match:
        return None
    scheme, colon, slashes = match[1], match[2], match[3]
    rest = target[match.end():]
    if colon == ":" and "\\" in slashes:
        return Fault("only browsers take “\\” for “/”", f"{scheme}://{rest}".replace("\\", "/"))
    if (colon == ":" and slashes != "//" and len(slashes) < 3) or (colon != ":" and len(slashes) > 1):
        return Fault(f"behind `{scheme}` stands “{colon}{slashes}”, not “://”", f"{scheme}://{rest}" if rest else "")
    return None


def _fault_of_host(target: str) -> Fault | None:
    match = _AUTHORITY.match(target)
    if not match:
        return None
    authority = match[1]
    host = authority.rsplit("@", 1)[-1]
    if not host:
        return Fault("it names no host")
    if re.search(r"\s", authority):
        return Fault("there is a blank in its host", re.sub(r"\s+", "", target[:match.end()]) + target[match.end():])
    if "\\" in authority:
        return Fault("only browsers take “\\” for “/”", target.replace("\\", "/"))
    port = _PORT.match(host)
    if port and port[1] and not (port[1].isascii() and port[1].isdigit() and int(port[1]) <= _LARGEST_PORT):
        return Fault(f"“{port[1]}” is no port")
    return None


def _looked_at(document: Document, index: int, target: str) -> tuple[str, Fault | None]:
    """A target and its fault. What a Markdown reader has escaped is looked at as its author wrote it."""
    if document.format != "markdown" or not _ESCAPED.search(target):
        return target, fault_of(target)
    plain = _ESCAPED.sub(lambda escape: unquote(escape[0]), target)
    if not fault_of(plain):
        return target, None
    written = document.source.slice(document.locate(NthLink(index))) or plain
    return written, fault_of(written)


def _bogus_tag(document: Document, index: int, link: Link) -> Iterator[Finding]:
    """`<http://…>` in HTML, which the reader keeps as the link that was meant."""
    span = document.locate(Tag(link.element, link.attribute, "tag"))
    if document.source.text.startswith(f"<{link.target[:4]}", span.start):
        yield Finding(f"<{link.target}> is no link in HTML: browsers read a tag and show nothing", NthLink(index),
                      f'write `<a href="{link.target}">{link.target}</a>`', subject=link.target)
