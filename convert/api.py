"""The library: four functions with stable names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .model.document import Document
from .model.flavor import Engine, Flavor
from .model.rendering import Rendering
from .model.source import Source
from .readers import InputFormat, format_of
from .readers import read as read_source
from .writers import write as write_named

if TYPE_CHECKING:
    from .engine.settings import Settings
    from .model.finding import Report

_SURROGATE = re.compile("[\ud800-\udfff]")         # no file can hold one


def read(path: str | PathLike[str], engine: Flavor | None = None) -> Document:
    """Read one file; its format follows from its suffix (Markdown for unknown ones) and its content.

    `engine` renders its Markdown: "commonmark", "gfm", "kramdown" or "goldmark"; unless it is named, the site tells that
    the file lies in, else its front matter. OSError when the file cannot be read; whatever it holds, a Document is made.
    """
    from .engine.surroundings import engine_around
    from .readers.encoding import decode
    name = Path(fspath(path)).as_posix()
    renderer = Engine(engine) if engine else engine_around(Path(path))
    return read_source(decode(Path(path).read_bytes(), name), format_of(name) or "markdown", engine=renderer)


def reads(text: str, format: InputFormat = "markdown", engine: Flavor | None = None) -> Document:
    """Read a text as "markdown" or "html", with or without front matter; `engine` as in `read`. For lone surrogates,
    U+FFFD is read.
    """
    try:
        text.encode("utf-32-le")               # the fastest that takes none
    except UnicodeEncodeError:
        text = _SURROGATE.sub("\ufffd", text)
    return read_source(Source(text), format, engine=Engine(engine) if engine else None)


def write(document: Document, to: str, *, front_matter: bool = True, **options: Any) -> Rendering:
    """Write a document as "markdown", "json", "jsonl", "xhtml", "text" or "html".

    `options` are those of the writer: `flavor`, `raw_html`, `reference_links` of Markdown, `profile`, `width` of text.
    The rendering has `.text`, `.data` and `.losses`: findings of what the format cannot hold.
    registry.UnknownName (a LookupError) when there is no such format, TypeError when it has no such option.
    """
    return write_named(document, to, front_matter=front_matter, **options)


def validate(paths: Iterable[str | PathLike[str]] = (".",), settings: Settings | None = None) -> Report:
    """Validate files and folders; settings are those of their repository unless given.

    Returns the diagnostics, sorted by path, place and rule, and their summary.
    """
    from .engine.validation import validate as run
    return run([Path(path) for path in paths], settings)
