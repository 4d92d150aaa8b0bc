"""`newsconv validate`."""

from __future__ import annotations

from pathlib import Path

import click

from .exits import Existing, OneOf, Stop
from .terminal import emit_lines


@click.command(name="validate")
@click.argument("paths", nargs=-1, type=Existing())
@click.option("--select", multiple=True, metavar="RULES", help="Run only these rules or families (comma separated).")
@click.option("--ignore", multiple=True, metavar="RULES", help="Leave these rules or families out.")
@click.option("--format", "output_format", type=OneOf(["full", "concise", "json"]), default="full",
              show_default=True, help="How findings are written.")
@click.option("--fail-on", type=OneOf(["error", "warning", "info"]),
              help="Exit with 1 from this severity on.  [default: error]")
@click.option("--color/--no-color", default=None, help="Colour or not; by default on a terminal, unless NO_COLOR is set.")
def command(*, paths: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...], output_format: str,
            fail_on: str | None, color: bool | None) -> None:
    """Check posts: front matter, dates, links, encoding, markup.

    PATHS are files or folders (by default this folder); of a folder, all Markdown and HTML files that its generator
    would use are checked. Exit status: 0 nothing wrong, 1 findings, 2 wrong usage or settings.
    """
    from ..engine.settings import load
    from ..engine.validation import fails, validate
    from ..engine.walk import root_of
    paths = paths or (Path(),)
    settings = load(root_of(paths)).with_options(select=_names(select), ignore=_names(ignore), fail_on=fail_on)
    report = validate(paths, settings)
    if not report.summary.files:
        raise Stop("there is no Markdown or HTML file to check in " + ", ".join(map(str, paths)))
    emit_lines(report, output_format, color=color)
    if fails(report, settings):
        raise SystemExit(1)


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    """Rule names from options that may hold several, with commas between."""
    return tuple(name.strip() for option in given for name in option.split(",") if name.strip())
