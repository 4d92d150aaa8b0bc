"""`newsconv urls`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from .exits import Existing, Moment, OneOf
from .publishing import publishing
from .terminal import write_text


@click.command(name="urls")
@click.argument("paths", nargs=-1, type=Existing())
@click.option("--format", "output_format", type=OneOf(["text", "json"]), default="text", show_default=True, help="How they are written.")
@click.option("--now", type=Moment(), metavar="TIME", help="As if it were that time: posts that are later are not published yet.")
@publishing
def command(*, paths: tuple[Path, ...], output_format: str, now: datetime | None, site: dict[str, Any]) -> None:
    """List the URLs that the site will have, with their sources.

    PATHS are files or folders, by default this folder. Nothing is built: the URLs are those that Jekyll or Hugo would give.
    """
    from ..engine.listing import urls
    from ..engine.settings import load
    from ..engine.walk import root_of
    paths = paths or (Path(),)
    found = list(urls(paths, load(root_of(paths)).with_site(site), now=now))
    if output_format == "json":
        import json
        write_text(json.dumps([one._asdict() for one in found], ensure_ascii=False, indent=1) + "\n", sys.stdout)
        return
    width = max((len(one.url) for one in found), default=0)
    write_text("".join(f"{one.url:{min(width, 60)}}  {one.source or f'({one.kind})'}\n" for one in found), sys.stdout)
