"""Pictures that are no links of the markup: the candidates of each `srcset`, and the covers that front matter names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .finding import KeyPath, NthCandidate, Value
from .links import kind_of
from .pages import PictureFact

if TYPE_CHECKING:
    from .document import Document

# Keys of front matter that name a picture, and those of a table below them that do.
_COVERS = ("image", "cover", "thumbnail", "teaser", "feature_image", "featured_image", "cover_image", "og_image", "images")
_BELOW = ("path", "image", "src", "url", "feature", "teaser")
_PICTURE = re.compile(r"[^\s{}]+\.(?:png|jpe?g|gif|webp|avif|svg|bmp|ico)(?:[?#].*)?\Z", re.I)
# HTML Living Standard, 4.8.4.2.1, "Parsing a srcset attribute": a URL ends at a blank, commas at its end part candidates.
_CANDIDATE = re.compile(r"[\s,]*([^\s]+)([^,(]*(?:\([^)]*\)?[^,(]*)*)")


def pictures_in(document: Document) -> Iterator[PictureFact]:
    """The pictures of a document beside its links, those of the front matter first."""
    hosts = document.context.hosts
    for target, path in _covers(document):
        if _PICTURE.match(target):
            yield PictureFact(target, kind_of(target, hosts), Value(path))
    if "srcset" not in document.source.text:
        return
    sets = [written for element in document.markup.iter("img", "source") if (written := element.get("srcset")) is not None]
    for number, written in enumerate(sets):
        for url in candidates(document.restore(written)):
            yield PictureFact(url, kind_of(url, hosts), NthCandidate(number, url))


def candidates(srcset: str) -> Iterator[str]:
    """The URLs of a `srcset`."""
    position = 0
    while match := _CANDIDATE.match(srcset, position):
        url = match[1]
        position = match.end()
        if url.endswith(","):
            url, position = url.rstrip(","), match.end(1)
        if url:
            yield url


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
