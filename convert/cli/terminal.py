"""What all commands share: where lines go, and which exit status an end has."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..model.finding import Report

paths_argument = click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))


@contextmanager
def run() -> Iterator[None]:
    """Turn what users can mend into a message and exit status 2, an interrupt into 130, a closed pipe into silence."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(141) from None
    except KeyboardInterrupt:
        click.echo("newsconv: interrupted; what is written is whole", err=True)
        raise SystemExit(130) from None
    except Exception as error:
        if _is_ours(error):
            click.echo(f"newsconv: {error}", err=True)
            raise SystemExit(2) from None
        raise


def _is_ours(error: Exception) -> bool:
    """An error whose message is meant for users."""
    from ..engine.conversion import OutputFailed
    from ..engine.settings import BadSettings
    from ..registry import UnknownName
    from ..schema import BadSchema
    return isinstance(error, BadSettings | BadSchema | OutputFailed | UnknownName)


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
    stream.flush()
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
    else:
        buffer.write(text.encode("utf-8", "replace"))
    stream.flush()


def _wants_color(stream: IO[str]) -> bool:
    """https://no-color.org, https://force-color.org, then whether a terminal reads."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")
