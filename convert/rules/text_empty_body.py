"""A post has no text: nothing stands behind its front matter, or only markup with nothing in it.

Jekyll and Hugo publish a page with a title and nothing on it; mostly an export broke off. A post with any key that a layout may
make something of, such as a picture, a video or a description, is left alone, and so is one with a layout of its own.

Bad::

    ---
    layout: post
    title: The ferry ledger
    date: 2022-02-15 09:00:00 +0800
    categories: [harbour]
    ---
    <p>&nbsp;</p>
    <div><br></div>

Reports::

    7:1 this post has no text: only markup stands behind its front matter

Bad::

    ---
    title: The ferry ledger
    date: 2022-02-15 09:00:00 +0800
    ---

Reports::

    4:1 this post has no text: nothing stands behind its front matter

Help::

    write the post, delete the file, or say `published: false` until there is a text

Good::

    ---
    title: The ferry ledger
    date: 2022-02-15 09:00:00 +0800
    ---
    <img src="/assets/logo.png" alt="The ledger">

Good::

    ---
    title: The ferry ledger
    date: 2022-02-15 09:00:00 +0800
    image: /assets/logo.png
    ---
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Document
from ..model.finding import Finding
from ..model.source import Span
from . import page_rule

_HAS_TEXT = re.compile(r"\s*+(?:<[^<>]*>\s*+)*+[\w{]")
_USUAL = frozenset({
    "layout", "title", "date", "category", "categories", "tag", "tags", "author", "authors", "permalink", "slug", "published", "draft",
    "lang", "id", "guid", "uuid", "updated", "last_modified_at", "lastmod", "source", "comments", "toc", "newsconv"})
_LAYOUTS = (None, "", "post", "posts", "default", "single")
# Elements that show something though no text is in them, and what scripts and styles may fill.
_SHOWN = frozenset({"img", "picture", "video", "audio", "iframe", "object", "embed", "svg", "math", "canvas", "script", "style", "form", "input",
                    "hr", "table", "template"})


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    if document.context.kind != "post" or _HAS_TEXT.match(document.source.text, document.body_start) or not has_no_text(document):
        return
    body = document.source.text[document.body_start:]
    at = document.body_start + len(body) - len(body.lstrip())
    what = "only markup stands" if body.strip() else "nothing stands"
    fence = document.front_matter.block.start + len(document.source.text[:document.front_matter.inner.end])
    span = Span(at, at) if body.strip() else Span(fence, fence)
    yield Finding(f"this post has no text: {what} behind its front matter", span,
                  "write the post, delete the file, or say `published: false` until there is a text")


def has_no_text(document: Document) -> bool:
    """A post of the usual kind shows nothing."""
    head = document.front_matter
    if not head.readable or not head.values or document.islands or not head.values.keys() <= _USUAL:
        return False
    if head.values.get("layout") not in _LAYOUTS or head.values.get("published") is False or head.values.get("draft") is True:
        return False
    if document.source.text[document.body_start:].strip() == "":
        return True
    return not any(str(element.tag) in _SHOWN or "-" in str(element.tag) for element in document.markup.iter()) and not any(
        text.strip() for text in document.markup.itertext())
