"""A file name holds characters that do not travel: into URLs, onto other disks, through other people's programs.

A blank or a quotation mark in the name of a page stands escaped in its URL, and every link has to escape it as well. Letters with their accents apart, as
old Macs write them, look the same as the usual ones and are none of them, to a web server. A name with ``:``, ``?``, ``*`` or a
control character, with a point or a blank at its end, or such as ``aux``, Windows cannot check out.

Capitals, underscores, parentheses and letters of all scripts are fine. Of posts Jekyll makes URLs without blanks.

Bad::

    harbour notes.md:
    ---
    title: Harbour notes
    ---
    <p>All quiet.</p>

Reports::

    1:1 a blank stands in “harbour notes.md”, and so in the URL of the page: each link has to escape it

Help::

    rename it to `harbour-notes.md`, and the links to it

Fixed::

    harbour-notes.md:

Bad::

    _posts/2022-02-15-who?.md:
    ---
    title: Who?
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>Nobody knows.</p>

Reports::

    1:1 “?” stands in “2022-02-15-who?.md”: Windows knows no such file names, and cannot check the repository out

Fixed::

    _posts/2022-02-15-who.md:

Good::

    _posts/2022-02-15-HB20220215_港口 (2).md:
    ---
    title: The harbour
    date: 2022-02-15 09:00:00 +0800
    ---
    <p>All quiet.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Finding, Fix
from . import page_rule

_IN_ORDER = re.compile(r"(?!(?i:con|prn|aux|nul|com\d|lpt\d)\.)[\w.,;=@~!$&'()\[\]{}+%#^`-]+(?<![. ])\Z", re.A)
_NOT_ON_WINDOWS = re.compile(r'[\x00-\x1f<>:"\\|?*]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.I)
_IN_NO_URL = re.compile("[ \t\u00a0\u3000]")


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    folder, slash, name = (document.context.path or document.source.path).rpartition("/")
    if not name or name == "-" or _IN_ORDER.match(name):
        return
    from unicodedata import normalize
    composed = normalize("NFC", name)
    stem = name.rpartition(".")[0]
    message = ""
    if found := _NOT_ON_WINDOWS.search(name):
        what = f"“{found[0]}”" if found[0].isprintable() else f"the control character U+{ord(found[0]):04X}"
        message = f"{what} stands in “{_shown(name)}”: Windows knows no such file names, and cannot check the repository out"
    elif _DEVICES.match(name.split(".", 1)[0]) or name[-1] in ". ":
        message = f"Windows knows no file “{name}”, and cannot check the repository out"
    elif composed != name and _made_of_name(document):
        message = f"the accents of “{composed}” are characters of their own: the URL looks like any other, and links to it miss it"
    elif (found := _IN_NO_URL.search(stem)) and found[0] in _url_characters(document):
        message = f"a blank stands in “{name}”, and so in the URL of the page: each link has to escape it"
    if message:
        better = _better(composed)
        yield Finding(message, help=f"rename it to `{better}`, and the links to it", fix=Fix(f"rename it to {better}", rename=folder + slash + better))


def _made_of_name(document: Document) -> bool:
    """The URL is made of the file's name, not said in the head."""
    values = document.front_matter.values
    return bool(document.context.url) and not any(values.get(key) for key in ("permalink", "url", "slug"))


def _url_characters(document: Document) -> str:
    from urllib.parse import unquote
    if not _made_of_name(document) or document.context.generator == "plain":
        return ""
    return unquote((document.context.url or "").rstrip("/").rpartition("/")[2])


def _shown(name: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in name)


def _better(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    tidy = re.sub(r"-{2,}", "-", re.sub(r'[\x00-\x20<>:"\\|?*\u00a0\u3000]+', "-", stem or suffix)).strip("-. ") or "name"
    if _DEVICES.match(tidy.split(".", 1)[0]):
        tidy = f"{tidy}-page"
    return f"{tidy}{dot}{suffix.strip()}" if stem else tidy
