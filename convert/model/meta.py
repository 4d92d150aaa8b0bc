"""What a post says of itself: title, dates, taxonomy, authors, language, source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from . import dates
from .body import squeezed, text_of
from .language import language_of

if TYPE_CHECKING:
    from .document import Document

_UPDATED = ("updated", "last_modified_at", "lastmod", "modified", "modified_time", "date_modified")
_AUTHORS = ("authors", "author", "byline")
_LANGUAGE = ("lang", "language", "locale")
_SOURCE_URL = ("source_url", "original_url", "source-url", "origin", "canonical_url")
_LAYOUT_KEYS = ("layout", "type")
# “（文章来源：南方Plus）”, “来源: X”, “(Source: X)”: a paragraph of its own that says where a text came from.
_ATTRIBUTION = re.compile(
    r"\s*[（(【\[]?\s*(?:(?:文章|稿件|信息|新闻|本文)?(?:来源|出处)|[Ss]ource|SOURCE|[Vv]ia)\s*[:：]\s*(?P<name>[^（()）【】\[\]]{1,60}?)"
    r"\s*[）)】\]]?\s*")
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


class Meta(NamedTuple):
    """The metadata that the field's tools agree on; everything else stays in `Document.front_matter.values`."""

    title: str | None
    description: str | None
    published: dates.Moment | None
    modified: dates.Moment | None
    language: str | None
    authors: tuple[Author, ...]
    source: Attribution | None
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    layout: str | None
    permalink: str | None
    draft: bool
    canonical: str | None


def meta_of(document: Document) -> Meta:
    """Read the metadata of a document: from its front matter, else from the head of its page, else from its text."""
    values, head = document.front_matter.values, document.head
    return Meta(
        title=_text(document, "title") or _head(head, "title"),
        description=_text(document, "description") or _text(document, "summary") or _head(head, "description"),
        published=_moment(document, ("date", "published_at", "pubDate")) or _day_of_name(document),
        modified=_moment(document, _UPDATED),
        language=_first_text(document, _LANGUAGE) or _head(head, "language") or document.context.language
        or language_of(text_of(document.body)),
        authors=_authors(next((values[key] for key in _AUTHORS if values.get(key)), head.get("author"))),
        source=_source(document),
        categories=_categories(values),
        tags=_terms(values.get("tags"), split=True) or _terms(values.get("tag"), split=False),
        layout=_first_text(document, _LAYOUT_KEYS),
        permalink=_text(document, "permalink") or _text(document, "url"),
        draft=values.get("draft") is True or values.get("published") is False,
        canonical=_head(head, "canonical") or _text(document, "canonical_url"),
    )


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
    own = [_text(document, key) for key in keys]
    found = [_head(document.head, "published" if keys[0] == "date" else "modified")]
    for text in filter(None, own + found):
        try:
            return dates.parse(text)
        except dates.InvalidDate:
            continue
    return None


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


def _terms(value: Any, *, split: bool) -> tuple[str, ...]:
    """Categories or tags as Jekyll reads them: a text is split at blanks (commas stay), a list is taken as it is."""
    if isinstance(value, str):
        items: list[Any] = value.split() if split else [value]
    else:
        items = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(str(item) for item in items if isinstance(item, str | int | float) and item != ""))


def _categories(values: dict[str, Any]) -> tuple[str, ...]:
    found = _terms(values.get("categories"), split=True) + _terms(values.get("category"), split=False)
    return tuple(dict.fromkeys(found))


def _source(document: Document) -> Attribution | None:
    values = document.front_matter.values
    url = _first_text(document, _SOURCE_URL)
    declared = values.get("source")
    if isinstance(declared, dict):
        name = declared.get("name") or declared.get("title")
        return Attribution(str(name) if name else None, str(declared.get("url") or "") or url)
    if isinstance(declared, str) and declared.strip():
        is_url = declared.startswith(("http://", "https://", "//"))
        return Attribution(None, declared) if is_url else Attribution(declared.strip(), url)
    return _stated_source(document, url)


def _stated_source(document: Document, url: str | None) -> Attribution | None:
    """The attribution that a post ends with, and the address given behind it as a bare link."""
    blocks = list(document.body.iter("p"))[-_LAST_BLOCKS:]
    for index, block in enumerate(blocks):
        text = document.restore(text_of(block))
        match = _ATTRIBUTION.fullmatch(text) if len(text) <= _LONGEST_ATTRIBUTION else None
        if match:
            links = [link for after in blocks[index:] for link in after.iter("a")
                     if link.get("href") and text_of(after).strip() == link.get("href")]
            return Attribution(match["name"].strip(), url or (str(links[0].get("href")) if links else None))
    return Attribution(None, url) if url else None
