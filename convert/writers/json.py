"""The JSON writer: one record a post, as `schemas/export.schema.json` says; as a file, or one a line."""

from __future__ import annotations

import hashlib
import json
import math
import re
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from ..model.body import squeezed, text_of
from ..model.finding import Tag
from ..model.links import shown_by
from ..model.rendering import Rendering
from .html import inner
from .losses import losses_of
from .text import plain_text

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..model.document import Document

SCHEMA_VERSION = 1
# A character of a script that writes no blanks counts as a word (Unicode Standard Annex 29 leaves it open).
_SOLID = ("\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
          "\U00020000-\U0003ffff")
_CHARACTER = re.compile(f"[{_SOLID}]")
_WORD = re.compile(f"[{_SOLID}]|[^\\W_](?:[^\\W_{_SOLID}]|['’.,_-](?=[^\\W_]))*+")
_WORDS_A_MINUTE, _CHARACTERS_A_MINUTE = 220, 500
_LINE_END = re.compile("[\x85\u2028\u2029]")          # what some programs take for the end of a line
_SURROGATE = re.compile("[\ud800-\udfff]")


def write(document: Document, *, front_matter: bool = True) -> Rendering:
    """The record, indented."""
    losses = losses_of(document, "json")
    record = record_of(document, front_matter=front_matter)
    return Rendering(json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n", losses)


def write_line(document: Document, *, front_matter: bool = True) -> Rendering:
    """The record on one line."""
    losses = losses_of(document, "jsonl")
    record = record_of(document, front_matter=front_matter)
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Rendering(_LINE_END.sub(lambda end: f"\\u{ord(end[0]):04x}", line) + "\n", losses)


def record_of(document: Document, *, front_matter: bool = True) -> dict[str, Any]:
    """The record of a document. `front_matter=False` leaves the untouched head out, not what it means."""
    from .markdown import write as write_markdown
    meta = document.meta
    text = plain_text(document)
    context = document.context
    path = context.path or document.source.path
    record = {
        "schema_version": SCHEMA_VERSION,
        "id": _identity(document, path),
        "url": context.site + context.url if context.url and context.generator != "plain" else meta.canonical,
        "path": path,
        "title": meta.title,
        "description": meta.description,
        "published": str(meta.published) if meta.published else None,
        "modified": str(meta.modified) if meta.modified else None,
        "language": meta.language,
        "authors": [{"name": author.name, "url": author.url} for author in meta.authors],
        "source": {"name": meta.source.name, "url": meta.source.url} if meta.source else None,
        "categories": list(meta.categories),
        "tags": list(meta.tags),
        "layout": meta.layout,
        "draft": meta.draft,
        "body": {"html": document.restore(inner(document.body)).strip(),
                 "markdown": write_markdown(document, front_matter=False).text,
                 "text": text},
        "links": _links(document),
        "images": _images(document),
        "counts": _counts(text),
        "content_hash": _hash(text),
        "front_matter": document.front_matter.values if front_matter else {},
        "losses": [{"rule": loss.rule, "message": loss.message, "subject": loss.subject}
                   for loss in losses_of(document, "json")],
    }
    return {key: _sound(value) for key, value in record.items()}


def _sound(value: Any) -> Any:
    """A value that JSON can say: no NaN, no infinity, no lone surrogate."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value) if not value.isascii() else value
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {_sound(str(key)): _sound(item) for key, item in value.items()}
    return [_sound(item) for item in value] if isinstance(value, list) else value


def _identity(document: Document, path: str) -> str:
    """What names the post for good: its own `id` or `guid`, else the name of its file without date and suffix."""
    for key in ("id", "guid", "uuid"):
        if written := document.front_matter.text(key):
            return written
    stem = re.sub(r"\.[^.]+\Z", "", path.rsplit("/", 1)[-1])
    return re.sub(r"\A\d{2,4}-\d{1,2}-\d{1,2}-(?=.)", "", stem)


def _links(document: Document) -> list[dict[str, Any]]:
    """The links that a reader can follow, with the line of the file on which each stands."""
    return [{"href": link.target, "text": shown_by(link, document), "kind": link.kind,
             "line": document.source.position(document.locate(Tag(link.element, link.attribute)).start)[0]}
            for link in document.links if link.element.tag == "a" and link.kind not in ("unsafe", "empty")]


def _images(document: Document) -> list[dict[str, Any]]:
    """The pictures, each with the caption of the figure that it stands in."""
    restore, captions = document.restore, dict["_Element", str | None]()
    images = []
    for image in document.body.iter("img"):
        figure = next(image.iterancestors("figure"), None)
        if figure is not None and figure not in captions:
            written = next((text_of(child) for child in figure if child.tag == "figcaption"), "")
            captions[figure] = restore(squeezed(written).strip()) or None
        images.append({"src": restore(image.get("src") or ""), "alt": restore(image.get("alt") or ""),
                       "caption": None if figure is None else captions[figure]})
    return images


def _counts(text: str) -> dict[str, int]:
    words, wide = len(_WORD.findall(text)), len(_CHARACTER.findall(text))
    minutes = wide / _CHARACTERS_A_MINUTE + (words - wide) / _WORDS_A_MINUTE
    return {"characters": len("".join(text.split())), "words": words, "minutes": math.ceil(minutes)}


def _hash(text: str) -> str:
    """SHA-256 of the visible text, composed (NFC), all white space left out: the same for any layout of a text."""
    return "sha256:" + hashlib.sha256("".join(normalize("NFC", text).split()).encode(errors="replace")).hexdigest()
