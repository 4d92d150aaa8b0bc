"""A permalink is no path: the page is published somewhere else than was meant, at a URL that does not work, or not at all.

With ``permalink: ""`` a post becomes the home page of the site, and at such a page the build stops. In front matter ``pretty`` is no
style, but the path ``/pretty``. A placeholder that Jekyll does not know stops the build at a post, and stays as it is in a page's URL.
Jekyll escapes nothing in a permalink: what stands behind ``?`` or ``#`` browsers do not take for the path, and a blank belongs
in no URL. It takes out each ``./``, also where it ends a name. That the first slash is missing does no harm.

Bad::

    ---
    title: Low tide
    date: 2022-02-15 09:00:00 +0800
    permalink: ""
    ---
    <p>At noon.</p>

Reports::

    4:12 this permalink is empty: Jekyll publishes the post in the place of the home page

Help::

    write a path, as `/low-tide.html`, or take the key away

Bad::

    ---
    title: Low tide
    date: 2022-02-15 09:00:00 +0800
    permalink: /:year/:titel.html
    ---
    <p>At noon.</p>

Reports::

    4:12 Jekyll knows no placeholder `:titel`, and stops the build here

Help::

    did you mean `:title`?

Bad::

    about.md:
    ---
    title: About us
    permalink: /about us?
    ---
    <p>Five people and a cat.</p>

Reports::

    3:12 what stands behind “?” in this permalink is no part of the path, and nobody gets to the page
    3:12 a blank stands in this permalink, and so in each URL that is made of it

Good::

    about.md:
    ---
    title: About us
    permalink: about/
    ---
    <p>Five people and a cat.</p>

Good::

    ---
    title: Low tide
    permalink: /:categories/:year-:month/:title:output_ext
    ---
    <p>At noon.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Finding, Value
from . import page_rule

_IN_ORDER = re.compile(r"[\w/:.~!$&'()*+,;=@-]+\Z")
_STYLES = frozenset({"pretty", "date", "none", "ordinal", "weekdate"})
_PLACEHOLDER = re.compile(r":([a-z_]+)")
# Jekyll::Drops::UrlDrop
_KNOWN = frozenset({
    "year", "month", "day", "hour", "minute", "second", "i_day", "i_month", "short_month", "long_month", "short_year", "w_year", "week",
    "w_day", "short_day", "long_day", "y_day", "title", "slug", "name", "path", "collection", "categories", "slugified_categories",
    "output_ext", "basename"})
_OF_PAGES = ("path", "basename", "output_ext")
_BLANKS = re.compile(r"[ \t]+")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    generator = document.context.generator
    key = "url" if generator == "hugo" else "permalink"
    value = document.front_matter.values.get(key)
    if not isinstance(value, str) or generator not in ("jekyll", "hugo") or document.context.kind == "static":
        return
    if "./" not in value and ":" not in value and value not in _STYLES and _IN_ORDER.match(value):
        return
    faults = _of_hugo(value) if generator == "hugo" else _of_jekyll(document, value)
    for message, help in faults:
        yield Finding(message, Value((key,)), help, subject=document.source.slice(document.front_matter.value_span((key,))))


def _of_hugo(value: str) -> Iterator[tuple[str, str]]:
    if "?" in value:
        yield "what stands behind “?” in this URL is no part of the path, and nobody gets to the page", "leave the “?” out"


def _of_jekyll(document: Document, value: str) -> Iterator[tuple[str, str]]:
    if not value.strip():
        effect = "publishes the post in the place of the home page" if not value else "calls the page `.html`, behind blanks"
        if not value and document.context.kind == "page":
            effect = "stops the build here"
        yield f"this permalink is empty: Jekyll {effect}", f"write a path, as `/{_name(document)}.html`, or take the key away"
        return
    if value in _STYLES:
        yield f"“{value}” is a style in _config.yml only: here it is the path /{value}", f"write a path, as `/{_name(document)}/`"
        return
    if re.match(r"https?://", value):
        yield "a permalink is a path, not a whole address: Jekyll makes folders of scheme and host", "leave scheme and host out"
        return
    yield from _placeholders(document, value)
    for mark in "?#":
        if mark in value and not value.startswith("/#"):        # so a menu leads to a place in the home page
            yield f"what stands behind “{mark}” in this permalink is no part of the path, and nobody gets to the page", f"leave the “{mark}” out"
    if " " in value.strip() or "\t" in value:
        yield "a blank stands in this permalink, and so in each URL that is made of it", f"write `{_BLANKS.sub('-', value.strip())}`"
    if "\\" in value:
        yield "a backslash stands in this permalink: browsers take it for a slash, the file has it in its name", "write a slash"
    if _BAD_ESCAPE.search(value):
        yield "“%” stands in this permalink and escapes nothing: servers refuse such a URL", "write `%25`, or leave it out"
    if "./" in value.removeprefix("./"):
        place = f", and publishes the page at {document.context.url}" if document.context.url else ""
        yield f"Jekyll takes “./” out of a permalink{place}", "write the path without it"


def _placeholders(document: Document, value: str) -> Iterator[tuple[str, str]]:
    is_page = document.context.kind == "page"
    for name in dict.fromkeys(_PLACEHOLDER.findall(value)):
        if is_page:
            if name in _KNOWN and not name.startswith(_OF_PAGES):
                yield f"the permalink of a page has no placeholder `:{name}`: it stays in the URL as it is", \
                    f"a page knows {', '.join(f'`:{known}`' for known in _OF_PAGES)}"
        elif name not in _KNOWN and name.removesuffix("_") not in _KNOWN:
            from difflib import get_close_matches
            near = get_close_matches(name, sorted(_KNOWN), 1, 0.7)
            yield f"Jekyll knows no placeholder `:{name}`, and stops the build here", f"did you mean `:{near[0]}`?" if near else ""


def _name(document: Document) -> str:
    """A name for the page, made of its title."""
    title = document.front_matter.text("title") or ""
    return re.sub(r"\W+", "-", title.lower()).strip("-_") or "name"
