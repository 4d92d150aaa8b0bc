"""What a post says of itself: title, dates, taxonomy, authors, language, source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from . import dates
from .body import squeezed, text_of
from .finding import KeyPath

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .document import Document

_UPDATED = ("updated", "last_modified_at", "lastmod", "modified", "modified_time", "date_modified")
_AUTHORS = ("authors", "author", "byline")
_LANGUAGE = ("lang", "language", "locale")
_SOURCE_URL = ("source_url", "original_url", "source-url", "origin", "canonical_url")
_LAYOUT_KEYS = ("layout", "type")
# “（文章来源：南方Plus）”, “来源: X 作者：Y”, “(Source: X)”: a paragraph of its own that says where a text came from.
_ATTRIBUTION = re.compile(
    r"\s*[（(【\[]?\s*(?:(?:文章|稿件|信息|新闻|本文|原文|内容)?(?:来源|出处)|转(?:载自|自)|source|via)\s*[:：]\s*"
    r"(?P<name>[^（()）【】\[\]]{1,60}?)(?:\s+(?:作者|记者|编辑|责编|责任编辑)\s*[:：].*?)?\s*[）)】\]]?\s*", re.I)
_LONGEST_ATTRIBUTION = 80
_LAST_BLOCKS = 8


class Author(NamedTuple):
    """Who wrote it."""

    name: str
    url: str | None = None


class Attribution(NamedTuple):
    """Whom a text was taken from."""

    name: str | None
    url: str | None = None


@dataclass(frozen=True)
class Meta:
    """The metadata that the field's tools agree on; everything else stays in `Document.front_matter.values`.

    What has to be told from the text, `language` and `source`, is told when it is asked for.
    """

    document: Document
    title: str | None
    description: str | None
    published: dates.Moment | None
    modified: dates.Moment | None
    authors: tuple[Author, ...]
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    layout: str | None
    permalink: str | None
    draft: bool
    canonical: str | None

    @cached_property
    def language(self) -> str | None:
        """A BCP 47 tag."""
        return _language(self.document)

    @cached_property
    def source(self) -> Attribution | None:
        """Whom the text was taken from."""
        return _source(self.document)


def meta_of(document: Document) -> Meta:
    """Read the metadata of a document: from its front matter, else from the head of its page, else from its text."""
    values, head = document.front_matter.values, document.head
    return Meta(
        document=document,
        title=_text(document, "title") or _head(head, "title"),
        description=_text(document, "description") or _text(document, "summary") or _head(head, "description"),
        published=published_of(document),
        modified=_moment(document, _UPDATED),
        authors=_authors(next((values[key] for key in _AUTHORS if values.get(key)), head.get("author"))),
        categories=tuple(dict.fromkeys((*_terms(document, "categories", split=True), *_terms(document, "category")))),
        tags=_terms(document, "tag") or _terms(document, "tags", split=True),
        layout=_first_text(document, _LAYOUT_KEYS),
        permalink=_text(document, "permalink") or _text(document, "url"),
        draft=values.get("draft") is True or values.get("published") is False,
        canonical=_head(head, "canonical") or _text(document, "canonical_url"),
    )


def published_of(document: Document) -> dates.Moment | None:
    """When a document says that it was published, else the day of its file name."""
    return _moment(document, ("date", "published_at", "pubDate")) or _day_of_name(document)


def _text(document: Document, key: str) -> str | None:
    """A scalar of the head as written: the title `1.10` stays “1.10”."""
    written = document.front_matter.text(key)
    if written is None or document.front_matter.values.get(key) is None:
        return None
    return squeezed(written).strip() or None


def _first_text(document: Document, keys: tuple[str, ...]) -> str | None:
    return next((text for key in keys if (text := _text(document, key))), None)


def _head(head: dict[str, object], key: str) -> str | None:
    value = head.get(key)
    return value if isinstance(value, str) and value else None


def _moment(document: Document, keys: tuple[str, ...]) -> dates.Moment | None:
    for written in (*(partial(_text, document, key) for key in keys), partial(_said_by_page, document, keys)):
        try:
            if text := written():
                return dates.parse(text)
        except dates.InvalidDate:
            continue
    return None


def _said_by_page(document: Document, keys: tuple[str, ...]) -> str | None:
    return _head(document.head, "published" if keys[0] == "date" else "modified")


def _day_of_name(document: Document) -> dates.Moment | None:
    day = dates.file_name_day(document.source.path.rsplit("/", 1)[-1])
    return dates.Moment(day) if day else None


def _authors(value: Any) -> tuple[Author, ...]:
    if isinstance(value, dict):
        name = value.get("name") or value.get("display_name")
        if isinstance(name, list):
            return _authors(name)
        url = value.get("url") or value.get("uri") or value.get("link")
        return (Author(str(name), str(url) if url else None),) if name else ()
    if isinstance(value, list):
        return tuple(author for item in value for author in _authors(item))
    return (Author(squeezed(str(value)).strip()),) if value not in (None, "", True, False) else ()


def _terms(document: Document, key: str, *, split: bool = False) -> tuple[str, ...]:
    """Categories or tags as Jekyll reads them, but each as it was written: a list is taken as it is; a text is split at
    blanks (commas stay) where several are named.
    """
    value = document.front_matter.values.get(key)
    terms = value.split() if isinstance(value, str) and split else _scalars(document, value, (key,))
    return tuple(dict.fromkeys(filter(None, terms)))


def _scalars(document: Document, value: Any, path: KeyPath) -> list[str]:
    if isinstance(value, list):
        return [text for index, item in enumerate(value) for text in _scalars(document, item, (*path, index))]
    if isinstance(value, str | int | float):
        return [document.front_matter.text(*path) or str(value)]
    return []


def _language(document: Document) -> str | None:
    """What the head says, or the site, as a BCP 47 tag; else what the text looks like."""
    said = _first_text(document, _LANGUAGE) or _head(document.head, "language") or document.context.language
    if said:
        return said.replace("_", "-")
    from .language import language_of
    return language_of(text_of(document.body))


def _source(document: Document) -> Attribution | None:
    values = document.front_matter.values
    url = _first_text(document, _SOURCE_URL)
    declared = values.get("source")
    if isinstance(declared, dict):
        name = declared.get("name") or declared.get("title")
        own = str(declared.get("url") or "") or url
        return Attribution(str(name) if name else None, own) if name or own else None
    if isinstance(declared, str) and declared.strip():
        is_url = declared.startswith(("http://", "https://", "//"))
        return Attribution(None, declared) if is_url else Attribution(declared.strip(), url)
    return _stated_source(document, url)


def _stated_source(document: Document, url: str | None) -> Attribution | None:
    """The attribution that a post ends with, and the address given behind it as a bare link."""
    for block in list(document.body.iter("p"))[-_LAST_BLOCKS:]:
        if name := attributed(document.restore(text_of(block))):
            return Attribution(name, url or _address_behind(document, block))
    return Attribution(None, url) if url else None


def attributed(text: str) -> str:
    """Whom a paragraph says that the text was taken from; empty when it says something else, or more."""
    match = _ATTRIBUTION.fullmatch(text) if len(text) <= _LONGEST_ATTRIBUTION else None
    return match["name"].strip() if match else ""


def _address_behind(document: Document, block: _Element) -> str | None:
    """The first link in or behind a paragraph that shows nothing but its address."""
    is_behind = False
    for element in document.body.iter("p", "a"):
        is_behind = is_behind or element is block
        if is_behind and element.tag == "a" and element.get("href") and text_of(element).strip() == element.get("href"):
            return document.restore(str(element.get("href")))
    return None
