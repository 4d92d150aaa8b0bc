"""How commands write: to which stream, how wide, in colour or not."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING

_OF_DIFF = {"-": "31", "+": "32", "@": "36"}

if TYPE_CHECKING:
    from ..model.finding import Report


def emit_lines(report: Report, name: str, *, color: bool | None = None, err: bool = False, closing: bool = True,
               file: Path | None = None) -> None:
    """Write a report to standard output (or error), coloured and as wide as the terminal is; or to a file, plain."""
    import shutil

    from ..reporters import REPORTERS
    if file is not None:
        from ..engine.reporting import put
        put(file, REPORTERS.load(name)(report, color=bool(color), width=100))
        return
    stream: IO[str] | None = sys.stderr if err else sys.stdout
    if stream is None and err:
        return
    colored = _wants_color(stream) if color is None else color
    width = shutil.get_terminal_size((100, 24)).columns
    lines = list(REPORTERS.load(name)(report, color=colored, width=width))
    write_text("".join(f"{line}\n" for line in (lines if closing else lines[:-1])), stream)


def emit_diff(diffs: Iterable[str], *, color: bool | None = None) -> None:
    """Write differences to standard output, what goes in red and what comes in green."""
    from ..model.cells import visible
    colored = _wants_color(sys.stdout) if color is None else color
    for line in (line for diff in diffs for line in diff.splitlines()):
        style = _OF_DIFF.get(line[:1], "") if not line.startswith(("---", "+++")) else "1"
        write_text(f"\x1b[{style}m{visible(line)}\x1b[0m\n" if colored and style else f"{line}\n", sys.stdout)


def write_text(text: str, stream: IO[str] | None) -> None:
    """Write text as UTF-8, whatever the stream would rather have."""
    write_bytes(text.encode("utf-8", "replace"), stream)


def write_bytes(data: bytes, stream: IO[str] | None) -> None:
    """Write bytes to a stream of text, in order with what went there before; OSError when it was closed (`>&-`)."""
    if stream is None:
        raise OSError(errno.EBADF, "it is closed")
    stream.flush()
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(data.decode("utf-8", "replace"))
    else:
        buffer.write(data)
    stream.flush()


def read_bytes(most: int) -> bytes:
    """Standard input, as far as that; OSError when it is closed or a folder."""
    stream: IO[str] | None = sys.stdin
    if stream is None:
        raise OSError(errno.EBADF, "it is closed", "standard input")
    return stream.buffer.read(most)  # type: ignore[attr-defined, no-any-return]


def _wants_color(stream: IO[str] | None) -> bool:
    """https://no-color.org, https://force-color.org, then whether a terminal reads."""
    if stream is None or os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")
