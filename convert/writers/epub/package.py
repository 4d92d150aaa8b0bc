"""The package document: what a book is, what it holds, in which order it is read (EPUB 3.3, section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from ..xhtml.escaping import quoteattr
from ..xhtml.heading import plain

MEDIA_TYPES = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".ncx": "application/x-dtbncx+xml",
               ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}


class BookInfo(NamedTuple):
    """What a book says of itself. `language` is a BCP 47 tag; `identifier` is made from the content unless it is given;
    `modified` is when its newest part was changed, `span` the first and the last day of its posts (`2022-02-15`).
    """

    title: str
    language: str
    creator: str = ""
    publisher: str = ""
    description: str = ""
    rights: str = ""
    source: str = ""
    identifier: str = ""
    modified: datetime | None = None
    span: tuple[str, str] | None = None


class Item(NamedTuple):
    """A file of the book; `properties` as the manifest says them, `is_read` when it is part of the reading order."""

    name: str
    properties: str = ""
    is_read: bool = False

    @property
    def media_type(self) -> str:
        """What kind of file it is, as its name says."""
        return MEDIA_TYPES[self.name[self.name.rindex("."):]]


class Access(NamedTuple):
    """How the book can be perceived: it holds `pictures`, of which so many are `undescribed`."""

    pictures: int
    undescribed: int


def package(info: BookInfo, identifier: str, items: Iterable[Item], access: Access, cover: str | None) -> str:
    """The package document; `cover` is the name of the cover's picture, if there is one."""
    listed = [(f"i{number}", item) for number, item in enumerate(items)]
    manifest = "\n".join(
        f'<item id="{key}" href={quoteattr(item.name)} media-type="{item.media_type}"'
        + (f' properties="{item.properties}"' if item.properties else "") + "/>" for key, item in listed)
    spine = "\n".join(f'<itemref idref="{key}"/>' for key, item in listed if item.is_read)
    keys = {item.name: key for key, item in listed if item.name in ("toc.ncx", cover)}
    metadata = "\n".join(_metadata(info, identifier, access))
    named_cover = f'\n<meta name="cover" content="{keys[cover]}"/>' if cover else ""
    language = quoteattr(info.language)
    return (f'<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
            f'unique-identifier="id" xml:lang={language} prefix="schema: http://schema.org/">\n'
            f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{metadata}{named_cover}\n</metadata>\n'
            f'<manifest>\n{manifest}\n</manifest>\n<spine toc="{keys["toc.ncx"]}">\n{spine}\n</spine>\n</package>\n')


def _metadata(info: BookInfo, identifier: str, access: Access) -> Iterator[str]:
    yield f'<dc:identifier id="id">{plain(identifier)}</dc:identifier>'
    for name in ("title", "language", "creator", "publisher", "description", "rights", "source"):
        if value := plain(getattr(info, name)):
            yield f"<dc:{name}>{value}</dc:{name}>"
    if info.span:
        yield f"<dc:date>{info.span[1]}</dc:date>"
    modified = (info.modified or datetime(1980, 1, 1, tzinfo=UTC)).astimezone(UTC)
    yield f'<meta property="dcterms:modified">{modified:%Y-%m-%dT%H:%M:%SZ}</meta>'
    yield from _accessibility(access)


def _accessibility(access: Access) -> Iterator[str]:
    """EPUB Accessibility 1.1, section 2.2: what is said of the book is true of it."""
    described = access.pictures > 0 and not access.undescribed
    said = [("accessMode", "textual"), *([("accessMode", "visual")] if access.pictures else [])]
    if not access.undescribed:
        said.append(("accessModeSufficient", "textual"))
    if access.pictures:
        said.append(("accessModeSufficient", "textual,visual"))
    said += [("accessibilityFeature", feature) for feature in (
        "tableOfContents", "readingOrder", "structuralNavigation", "displayTransformability",
        *(["alternativeText"] if described else []))]
    pictures = "It has no pictures." if not access.pictures else "Every picture has an alternative text." if described \
        else f"Of its {access.pictures:,} pictures, {access.undescribed:,} have no alternative text."
    summary = f"Text that adapts to size, colours and width, with headings and a table of contents. {pictures}"
    for name, value in (*said, ("accessibilityHazard", "none"), ("accessibilitySummary", summary)):
        yield f'<meta property="schema:{name}">{value}</meta>'
