"""`newsconv config`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .exits import Existing, OneOf
from .terminal import write_text


@click.command(name="config")
@click.argument("path", required=False, type=Existing(), default=Path())
@click.option("--format", "output_format", type=OneOf(["text", "json"]), default="text", show_default=True,
              help="How it is written.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the settings instead.")
def command(*, path: Path, output_format: str, schema: bool) -> None:
    """Show which settings hold for a file, and who says so.

    PATH is a file; of a folder (by default this one), what holds for all files is shown.
    """
    if schema:
        from ..engine.settings.schema import text
        write_text(text(), sys.stdout)
        return
    from ..engine import configuration
    facts = configuration.explain(path)
    if output_format == "json":
        import json
        write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", sys.stdout)
    else:
        write_text("".join(f"{line}\n" for line in configuration.lines(facts)), sys.stdout)
