"""The library: four functions with stable names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from .model.document import Document, Rendering
from .model.source import Source
from .readers import InputFormat, format_of
from .readers import read as read_source
from .writers import write as write_named

if TYPE_CHECKING:
    from .engine.settings import Settings
    from .model.finding import Report

_SURROGATE = re.compile("[\ud800-\udfff]")         # no file can hold one


def read(path: str | PathLike[str]) -> Document:
    """Read one file; its format follows from its suffix (Markdown for unknown ones) and its content.

    OSError when the file cannot be read; whatever it holds, a Document is made.
    """
    from .readers.encoding import decode
    name = Path(fspath(path)).as_posix()
    return read_source(decode(Path(path).read_bytes(), name), format_of(name) or "markdown")


def reads(text: str, format: InputFormat = "markdown") -> Document:
    """Read a text as "markdown" or "html", with or without front matter; for lone surrogates, U+FFFD is read."""
    return read_source(Source(_SURROGATE.sub("\ufffd", text)), format)


def write(document: Document, to: str, *, front_matter: bool = True) -> Rendering:
    """Write a document as "markdown", "json", "jsonl", "xhtml", "text" or "html".

    The rendering has `.text`, `.data` and `.losses`: findings of what the format cannot hold.
    registry.UnknownName (a LookupError) when there is no such format.
    """
    return write_named(document, to, front_matter=front_matter)


def validate(paths: Iterable[str | PathLike[str]] = (".",), settings: Settings | None = None) -> Report:
    """Validate files and folders; settings are those of their repository unless given.

    Returns the diagnostics, sorted by path, place and rule, and their summary.
    """
    from .engine.validation import validate as run
    return run([Path(path) for path in paths], settings)
