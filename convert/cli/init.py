"""`newsconv init`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .exits import Existing
from .terminal import write_text


@click.command(name="init")
@click.argument("path", required=False, type=Existing(), default=Path())
@click.option("--force", is_flag=True, help="Replace settings that are there.")
@click.option("--stdout", is_flag=True, help="Print the settings, and write nothing.")
def command(*, path: Path, force: bool, stdout: bool) -> None:
    """Write settings from what a repository shows.

    PATH lies in the repository (by default this folder). What was seen is said on standard error.
    """
    from ..engine import initial
    from ..engine.walk import root_of
    if not force and not stdout:
        initial.refuse_if_there(root_of([path]))
    seen = initial.look(path)
    for line in initial.told(seen):
        click.echo(line, err=True)
    text = initial.settings_for(seen)
    if stdout:
        write_text(text, sys.stdout)
    else:
        click.echo(f"Wrote {initial.write(seen.root, text)}.", err=True)
