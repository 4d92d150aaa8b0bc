"""`newsconv inspect`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .exits import Existing, OneOf
from .terminal import write_text


@click.command(name="inspect")
@click.argument("file", type=Existing(folders=False))
@click.option("--format", "output_format", type=OneOf(["text", "json"]), default="text", show_default=True,
              help="How it is written.")
@click.option("--links", "follows", is_flag=True, help="Also where its links lead, and which pages of the site link to it; for this all of them are read.")
def command(*, file: Path, output_format: str, follows: bool) -> None:
    """Show how one post is understood: metadata, dates, URL, ids, links, losses.

    FILE is a post or a page.
    """
    from ..engine import inspection
    from ..engine.repository import Unreadable
    try:
        facts = inspection.inspect(file, follows=follows)
    except Unreadable as error:
        click.echo(f"newsconv: {file}: {error}", err=True)
        raise SystemExit(1) from None
    if output_format == "json":
        import json
        write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", sys.stdout)
    else:
        write_text("".join(f"{line}\n" for line in inspection.lines(facts)), sys.stdout)
