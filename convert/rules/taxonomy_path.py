"""A category makes a path that nobody meant, or that does not work, in the URL of its post.

Jekyll puts categories into the URL as they are, in small letters: ``TCP/IP`` makes two folders, behind a question mark browsers see no
path any more, and the point at the end of ``Vol.`` Jekyll takes out together with the slash behind it. A name such
as ``news/local``, all in small letters, is taken for a path that is meant.

Blanks and parentheses have to be escaped in each link; that is said when the options of the rule ask for it.

Bad::

    ---
    title: Packets on the quay
    date: 2022-02-15 09:00:00 +0800
    categories: [TCP/IP, Who?]
    ---
    <p>All delivered.</p>

Reports::

    4:14 “TCP/IP” makes several folders in the URL of this post: /tcp/ip/who?/2022/02/15/example.html
    4:22 behind the “?” of “Who?” the URL of this post goes on in vain: /tcp/ip/who?/2022/02/15/example.html

Help::

    write `TCP-IP`, or one name for each folder

Fixed::

    ---
    title: Packets on the quay
    date: 2022-02-15 09:00:00 +0800
    categories: [TCP-IP, Who]
    ---
    <p>All delivered.</p>

Good::

    ---
    title: Packets on the quay
    date: 2022-02-15 09:00:00 +0800
    categories: [news/local, World News, C#]
    tags: [TCP/IP]
    ---
    <p>All delivered.</p>

Options::

    blanks = true

Bad::

    ---
    title: Packets on the quay
    date: 2022-02-15 09:00:00 +0800
    categories: [World News]
    ---
    <p>All delivered.</p>

Reports::

    4:14 “World News” has to be escaped in each link to this post: /world%20news/2022/02/15/example.html

Help::

    write `World-News`

Fixed::

    ---
    title: Packets on the quay
    date: 2022-02-15 09:00:00 +0800
    categories: [World-News]
    ---
    <p>All delivered.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, NamedTuple

from ..model.document import Document
from ..model.finding import Edit, Finding, Fix, KeyPath, Value
from . import page_rule

_MAY_BE = re.compile(r"[/?\\ ()]|\.\Z")
_MEANT = re.compile(r"[a-z0-9_-]+(?:/[a-z0-9_-]+)+\Z")


class Options(NamedTuple):
    blanks: Annotated[bool, "whether blanks and parentheses are told, too"] = False


@page_rule("warning", options=Options)
def check(document: Document, options: Options) -> Iterator[Finding]:
    context = document.context
    if context.generator != "jekyll" or context.kind != "post" or not context.url or document.front_matter.values.get("permalink"):
        return
    for path, name in _categories(document):
        if _MAY_BE.search(name) and not _MEANT.match(name):
            yield from _faults(document, path, name, context.url, options)


def _categories(document: Document) -> Iterator[tuple[KeyPath, str]]:
    """The categories that are one name each, and where they stand; of a text that is split, `taxonomy-split` speaks."""
    head = document.front_matter
    for key in ("categories", "category"):
        value = head.values.get(key)
        if isinstance(value, list):
            yield from (((key, index), item) for index, item in enumerate(value) if isinstance(item, str))
        elif isinstance(value, str) and (key == "category" or not re.search(r"\s", value)):
            yield (key,), value


def _faults(document: Document, path: KeyPath, name: str, url: str, options: Options) -> Iterator[Finding]:
    from urllib.parse import unquote
    lower = name.lower()
    told, message, better = unquote(url), "", ""
    if "/" in name and f"/{lower}/" in told:
        better = re.sub(r"\s*/\s*", "-", name.strip("/"))
        message, help = f"“{name}” makes several folders in the URL of this post: {told}", f"write `{better}`, or one name for each folder"
    elif "?" in name and f"/{lower}/" in told:
        better = name.replace("?", "").strip()
        message, help = f"behind the “?” of “{name}” the URL of this post goes on in vain: {told}", f"write `{better}`"
    elif "\\" in name and f"/{lower}/" in told:
        better = name.replace("\\", "-")
        message, help = f"“{name}” has a backslash in it, which browsers take for a slash: {told}", f"write `{better}`"
    elif name.endswith(".") and f"/{lower}/" not in told and f"/{lower[:-1]}" in told:
        better = name.rstrip(".")
        message, help = f"Jekyll takes the end of “{name}” and the slash behind it out of the URL of this post: {told}", f"write `{better}`"
    elif options.blanks and re.search(r"[ ()]", name) and f"/{lower}/" in told:
        better = re.sub(r"[ ()]+", "-", name).strip("-")
        message, help = f"“{name}” has to be escaped in each link to this post: {url}", f"write `{better}`"
    if not message:
        return
    span = document.front_matter.value_span(path)
    written = document.source.slice(span)
    fix = Fix("write the category without it", (Edit(span, written.replace(name, better)),)) if better and written.count(name) == 1 else None
    yield Finding(message, Value(path), help, subject=written, fix=fix)
