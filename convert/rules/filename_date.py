"""A file among the posts has a name that is no post's name.

Jekyll takes a file below ``_posts`` for a post when it is called ``YYYY-MM-DD-title.md``. Any other file it leaves out
without a word: it is neither published nor copied. A day that the month does not have it reads as one of the next
month, and a name without a title it publishes as ``.html``.

Bad::

    _posts/-2022-03-04-tide-table.md:
    ---
    title: The tide table
    ---
    <p>High at six.</p>

Reports::

    1:1 “-2022-03-04-tide-table.md” is not named like a post: Jekyll leaves it out without a word

Help::

    rename it to `2022-03-04-tide-table.md`

Fixed::

    _posts/2022-03-04-tide-table.md:

Bad::

    _posts/notes.md:
    ---
    title: Notes
    date: 2022-03-04 10:00:00 +0800
    ---
    <p>High at six.</p>

Reports::

    1:1 “notes.md” is not named like a post: Jekyll leaves it out without a word

Help::

    rename it to `2022-03-04-notes.md`, or move it out of `_posts`

Fixed::

    _posts/2022-03-04-notes.md:

Bad::

    _posts/2022-02-30-tide-table.md:
    ---
    title: The tide table
    ---
    <p>High at six.</p>

Reports::

    1:1 February 2022 has 28 days: Jekyll reads the day of this file name as 2022-03-02

Bad::

    _posts/2022-03-04-.md:
    ---
    title: The tide table
    ---
    <p>High at six.</p>

Reports::

    1:1 this file name has no title: Jekyll publishes the post as `.html`

Good::

    _posts/2022-03-04-tide-table.md:
    ---
    title: The tide table
    ---
    <p>High at six.</p>

Good::

    tides/table.md:
    ---
    title: The tide table
    ---
    <p>High at six.</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import dates
from ..model.document import Document
from ..model.finding import Finding, Fix
from . import page_rule

# Jekyll::Document::DATE_FILENAME_MATCHER, without the folders.
_POST_NAME = re.compile(r"(\d{2,4})-(\d{1,2})-(\d{1,2})-([^/]*)(\.[^.]+)\Z")
_NEARLY = re.compile(r"\W*(\d{4})[-_. ]?(\d{2})[-_. ]?(\d{2})(?!\d)[-_. ]*(.*)\Z")
_HALF_A_DATE = re.compile(r"\W*(?:\d{4}(?:[-_.]\d{1,2}){0,2}[-_.])?")
_CENTURY_ENDS = 69          # Ruby reads 69 to 99 as 19.., 0 to 68 as 20..


@page_rule("error")
def check(document: Document) -> Iterator[Finding]:
    folder, _, name = (document.context.path or document.source.path).rpartition("/")
    generator = document.context.generator
    if "_posts" not in folder.split("/") or generator == "hugo" or not document.source.text:
        return
    match = _POST_NAME.match(name)
    if not match:
        meant, is_whole = _renamed(document, name)
        leaves = "leaves" if generator == "jekyll" else "would leave"
        yield Finding(f"“{name}” is not named like a post: Jekyll {leaves} it out without a word",
                      help=f"rename it to `{meant}`" + ("" if _NEARLY.match(name) else ", or move it out of `_posts`"),
                      fix=Fix(f"rename it to {meant}", rename=f"{folder}/{meant}") if is_whole else None)
        return
    try:
        dates.parse("-".join((_year(match[1]), match[2], match[3])))
    except dates.InvalidDate as error:
        yield Finding(f"{error.reason}: {_effect(document, error)}", help="correct the day, and rename the file")
    if not match[4]:
        publishes = "publishes" if generator == "jekyll" else "would publish"
        yield Finding(f"this file name has no title: Jekyll {publishes} the post as `.html`",
                      help=f"rename it to `{name[:match.start(5)]}title{match[5]}`")


def _year(digits: str) -> str:
    if len(digits) > 2:
        return digits.zfill(4)
    return f"{'19' if int(digits) >= _CENTURY_ENDS else '20'}{digits}"


def _effect(document: Document, error: dates.InvalidDate) -> str:
    if error.rolls_to:
        return f"Jekyll reads the day of this file name as {error.rolls_to}"
    if document.front_matter.text("date"):
        return "Jekyll publishes the post only because its front matter has a date"
    return "Jekyll aborts the whole build at this file name"


def _renamed(document: Document, name: str) -> tuple[str, bool]:
    """The name that was meant, and whether nothing in it stands for what nobody knows."""
    stem, dot, suffix = name.rpartition(".")
    if near := _NEARLY.match(stem):
        return f"{near[1]}-{near[2]}-{near[3]}-{near[4] or 'title'}{dot}{suffix}", bool(near[4])
    try:
        day = str(dates.parse(document.front_matter.text("date") or "").day)
    except dates.InvalidDate:
        day = ""
    return f"{day or 'YYYY-MM-DD'}-{_HALF_A_DATE.sub('', stem) or stem}{dot}{suffix}", bool(day)
