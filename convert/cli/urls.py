"""`newsconv urls`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from .exits import Existing, Moment, OneOf
from .terminal import write_text


@click.command(name="urls")
@click.argument("paths", nargs=-1, type=Existing())
@click.option("--format", "output_format", type=OneOf(["text", "json"]), default="text", show_default=True, help="How they are written.")
@click.option("--now", type=Moment(), metavar="TIME", help="As if it were that time: posts that are later are not published yet.")
def command(*, paths: tuple[Path, ...], output_format: str, now: datetime | None) -> None:
    """List the URLs that the site will have, with their sources.

    PATHS are files or folders, by default this folder. Nothing is built: the URLs are those that Jekyll or Hugo would give.
    """
    from ..engine.listing import urls
    found = list(urls(paths or (Path(),), now=now))
    if output_format == "json":
        import json
        write_text(json.dumps([one._asdict() for one in found], ensure_ascii=False, indent=1) + "\n", sys.stdout)
        return
    width = max((len(one.url) for one in found), default=0)
    write_text("".join(f"{one.url:{min(width, 60)}}  {one.source or f'({one.kind})'}\n" for one in found), sys.stdout)
