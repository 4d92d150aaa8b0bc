"""`newsconv urls`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .exits import Existing, Moment, OneOf
from .publishing import publishing
from .terminal import write_text

if TYPE_CHECKING:
    from ..engine.listing import Listed


@click.command(name="urls")
@click.argument("paths", nargs=-1, type=Existing())
@click.option("--format", "output_format", type=OneOf(["text", "json"]), default="text", show_default=True, help="How they are written.")
@click.option("--now", type=Moment(), metavar="TIME", help="As if it were that time: posts that are later are not published yet.")
@publishing
@click.option("--built", type=Existing(), metavar="DIR", help="Show what differs from the site as it was built into this folder; exit with 1 when something does.")
def command(*, paths: tuple[Path, ...], output_format: str, now: datetime | None, site: dict[str, Any], built: Path | None) -> None:
    """List the URLs that the site will have, with their sources.

    PATHS are files or folders, by default this folder. Nothing is built: the URLs are those that Jekyll or Hugo would give.
    """
    from ..engine.listing import urls
    from ..engine.settings import load
    from ..engine.walk import root_of
    paths = paths or (Path(),)
    found = list(urls(paths, load(root_of(paths)).with_site(site).with_options(built=built), now=now))
    if built:
        _compare(found, built, as_json=output_format == "json")
        return
    if output_format == "json":
        import json
        write_text(json.dumps([one._asdict() for one in found], ensure_ascii=False, indent=1) + "\n", sys.stdout)
        return
    width = max((len(one.url) for one in found), default=0)
    write_text("".join(f"{one.url:{min(width, 60)}}  {one.source or f'({one.kind})'}\n" for one in found), sys.stdout)


def _compare(found: list[Listed], built: Path, *, as_json: bool) -> None:
    """Show what is on one side alone; exit with 1 when there is something."""
    from ..engine.built import differences
    differ = differences(found, built)
    if as_json:
        import json
        write_text(json.dumps([one._asdict() for one in differ], ensure_ascii=False, indent=1) + "\n", sys.stdout)
    else:
        write_text("".join(f"+ {one.file}  only built\n" if one.is_built else f"- {one.file}  only told by {one.source or 'the site'}\n" for one in differ), sys.stdout)
        click.echo(f"{len(differ):,} difference{'s' * (len(differ) > 1)}" if differ else f"All {len(found):,} files are there", err=True)
    if differ:
        raise SystemExit(1)
