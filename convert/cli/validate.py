"""`newsconv validate`."""

from __future__ import annotations

from pathlib import Path

import click

from .terminal import emit_lines, paths_argument, run


@click.command(name="validate")
@paths_argument
@click.option("--select", multiple=True, metavar="RULES", help="Run only these rules or families (comma separated).")
@click.option("--ignore", multiple=True, metavar="RULES", help="Leave these rules or families out.")
@click.option("--format", "output_format", type=click.Choice(["full", "concise", "json"]), default="full",
              show_default=True, help="How findings are written.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "info"]),
              help="Exit with 1 from this severity on.  [default: error]")
@click.option("--color/--no-color", default=None, help="Colour or not; by default on a terminal, unless NO_COLOR is set.")
def command(paths: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...], output_format: str,
            fail_on: str | None, color: bool | None) -> None:
    """Check posts: front matter, dates, links, encoding, markup.

    PATHS are files or folders (by default this folder); of a folder, all Markdown and HTML files that its generator
    would use are checked. Exit status: 0 nothing wrong, 1 findings, 2 wrong usage or settings.
    """
    with run():
        from ..engine.settings import load
        from ..engine.validation import validate
        from ..engine.walk import root_of
        from ..model.finding import SEVERITIES
        chosen = load(root_of(paths or (Path(),))).with_options(
            select=_names(select), ignore=_names(ignore), fail_on=fail_on)
        report = validate(paths or (Path(),), chosen)
        emit_lines(report, output_format, color=color)
        if report.summary.files == 0:
            raise click.UsageError("there is no Markdown or HTML file to check in " + ", ".join(map(str, paths or (".",))))
        if any(report.summary.severities[name] for name in SEVERITIES[:SEVERITIES.index(chosen.fail_on) + 1]):
            raise SystemExit(1)


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    """Rule names from options that may hold several, with commas between."""
    return tuple(name.strip() for option in given for name in option.split(",") if name.strip())
