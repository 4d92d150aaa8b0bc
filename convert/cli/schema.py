"""`newsconv schema`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from .completion import schema_names
from .exits import Commands, Existing
from .progress import progress
from .terminal import write_text


class Share(click.ParamType[float]):
    """A share of posts: 0.98, or 98%."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = 0.0
        if not 0 < share <= 1:
            self.fail(f"must be a share like 0.98 or 98%, not “{value}”", param, ctx)
        return share


@click.group(name="schema", cls=Commands)
def command() -> None:
    """Infer, list, show and check schemas for front matter."""


@command.command(name="infer")
@click.argument("paths", nargs=-1, type=Existing())
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help="Where it goes, instead of standard output.")
@click.option("--required", type=Share(), metavar="SHARE", help="Require the keys that this share of the posts has, like 98%.  [default: all]")
@click.option("--strict", is_flag=True, help="Ask for what nearly all posts do and have (95%), not only for what all do.")
@click.option("--closed", is_flag=True, help="Allow no other keys.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def infer(*, paths: tuple[Path, ...], output: Path | None, required: float | None, strict: bool, closed: bool, force: bool) -> None:
    """Write a JSON Schema from what the front matter of posts shows.

    PATHS are files or folders (by default this folder). All posts that can be read have the schema, unless --required or
    --strict ask for more; what stands out is said on standard error, with its place.
    """
    from ..engine import inference
    from ..engine.drafting import Wishes
    paths, wishes = paths or (Path(),), Wishes(required, strict, closed)
    file = None if output is None or str(output) == "-" else output
    if file:
        inference.check_output(file, paths, force=force)
    with progress("Reading", quiet=False) as show:
        found = inference.infer(paths, wishes, show)
    for line in inference.told(found, wishes):
        click.echo(line, err=True)
    if file:
        click.echo(inference.write(found, file, paths), err=True)
    else:
        write_text(found.text, sys.stdout)


@command.command(name="list")
def list_() -> None:
    """List the schemas that come with newsconv."""
    from ..engine.schemas import lines
    write_text("".join(f"{line}\n" for line in lines()), sys.stdout)


@command.command(name="show")
@click.argument("name", shell_complete=schema_names)
def show(name: str) -> None:
    """Print a schema that comes with newsconv.

    NAME is one that “newsconv schema list” names, as newsconv:news.
    """
    from ..engine.schemas import text_of
    write_text(text_of(name), sys.stdout)


@command.command(name="check")
@click.argument("files", nargs=-1, type=Existing(folders=False))
def check(files: tuple[Path, ...]) -> None:
    """Check that files are JSON Schemas.

    FILES are schemas; by default, those that the settings name. Exit status: 0 they are, 1 one of them is none.
    """
    from ..engine.schemas import check as checked
    schemas = checked(files)
    for fault in (fault for faults in schemas for fault in faults):
        click.echo(fault)
    number, count = sum(map(len, schemas)), len(schemas)
    click.echo(f"{f'Found {number:,}' if number else 'No'} fault{'s' * (number != 1)} in {count:,} schema{'s' * (count != 1)}.")
    if number:
        raise SystemExit(1)
