"""`newsconv inspect`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .terminal import run, write_text


@click.command(name="inspect")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(file: Path, output_format: str) -> None:
    """Show how one post is understood: metadata, dates, URL, ids, links, losses."""
    with run():
        from ..engine.inspection import inspect
        from ..engine.repository import Unreadable
        try:
            found = inspect(file)
        except Unreadable as error:
            click.echo(f"newsconv: {file}: {error}", err=True)
            raise SystemExit(1) from None
        if output_format == "json":
            import json
            write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", sys.stdout)
            return
        width = max(map(len, found))
        lines = []
        for name, value in found.items():
            shown = value if isinstance(value, list) else [value]
            for index, item in enumerate(shown or ["–"]):
                text = "–" if item is None else "yes" if item is True else "no" if item is False else str(item)
                lines.append(f"{name if not index else '':{width}}  {text}\n")
        write_text("".join(lines), sys.stdout)
