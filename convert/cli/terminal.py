"""How commands write: to which stream, how wide, in colour or not."""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from ..model.finding import Report


def emit_lines(report: Report, name: str, *, color: bool | None = None, err: bool = False, closing: bool = True) -> None:
    """Write a report to standard output (or error), coloured and as wide as the terminal is."""
    import shutil

    from ..reporters import REPORTERS
    stream = sys.stderr if err else sys.stdout
    colored = _wants_color(stream) if color is None else color
    width = shutil.get_terminal_size((100, 24)).columns
    lines = list(REPORTERS.load(name)(report, color=colored, width=width))
    write_text("".join(f"{line}\n" for line in (lines if closing else lines[:-1])), stream)


def write_text(text: str, stream: IO[str]) -> None:
    """Write text as UTF-8, whatever the stream would rather have."""
    write_bytes(text.encode("utf-8", "replace"), stream)


def write_bytes(data: bytes, stream: IO[str]) -> None:
    """Write bytes to a stream of text, in order with what went there before."""
    stream.flush()
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(data.decode("utf-8", "replace"))
    else:
        buffer.write(data)
    stream.flush()


def _wants_color(stream: IO[str]) -> bool:
    """https://no-color.org, https://force-color.org, then whether a terminal reads."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")
