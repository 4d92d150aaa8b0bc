"""The covers that front matter names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .finding import KeyPath, Value
from .links import kind_of
from .pages import CoverFact

if TYPE_CHECKING:
    from .document import Document

# Keys of front matter that name a picture, and those of a table below them that do.
_COVERS = ("image", "cover", "thumbnail", "teaser", "feature_image", "featured_image", "cover_image", "og_image", "images")
_BELOW = ("path", "image", "src", "url", "feature", "teaser")
_PICTURE = re.compile(r"[^\s{}]+\.(?:png|jpe?g|gif|webp|avif|svg|bmp|ico)(?:[?#].*)?\Z", re.I)


def covers_in(document: Document) -> Iterator[CoverFact]:
    """The pictures that the front matter of a document names."""
    hosts = document.context.hosts
    for target, path in _covers(document):
        if _PICTURE.match(target):
            yield CoverFact(target, kind_of(target, hosts), Value(path))


def _covers(document: Document) -> Iterator[tuple[str, KeyPath]]:
    values = document.front_matter.values
    for key in _COVERS:
        value = values.get(key)
        if isinstance(value, str):
            yield value.strip(), (key,)
        elif isinstance(value, dict):
            yield from ((text.strip(), (key, name)) for name in _BELOW if isinstance(text := value.get(name), str))
        elif isinstance(value, list):
            yield from ((text.strip(), (key, index)) for index, text in enumerate(value) if isinstance(text, str))
