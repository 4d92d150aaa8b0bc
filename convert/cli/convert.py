"""`newsconv convert`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .terminal import emit_lines, run, write_text

if TYPE_CHECKING:
    from ..engine import conversion
    from ..engine.conversion import Conversion

FORMATS = ("markdown", "json", "jsonl", "xhtml", "text", "html")


@click.command(name="convert")
@click.argument("paths", nargs=-1, required=True,
                type=click.Path(exists=True, path_type=Path, allow_dash=True))
@click.option("--to", type=click.Choice(FORMATS), required=True, help="What to make of each post.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE|DIR",
              help="Where it goes; many posts need a folder, or one file for jsonl.")
@click.option("--from", "input_format", type=click.Choice(["markdown", "html"]), help="What standard input holds.")
@click.option("--no-front-matter", is_flag=True, help="Leave the front matter out.")
@click.option("--strict", is_flag=True, help="A loss is an error.")
@click.option("-v", "--verbose", is_flag=True, help="Show each loss, not only how many there are.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(paths: tuple[Path, ...], to: str, output: Path | None, input_format: str | None, no_front_matter: bool,
            strict: bool, verbose: bool, quiet: bool) -> None:
    """Convert posts to Markdown, HTML, XHTML, JSON or text.

    PATHS are files or folders; - is standard input. One post without -o goes to standard output. A folder given to -o
    mirrors the tree of what is converted. What a format cannot hold is said on standard error.
    """
    with run():
        if Path("-") in paths:
            if len(paths) > 1:
                raise click.UsageError("standard input (-) cannot be converted together with files")
            _standard_input(to, input_format or "markdown", output, front_matter=not no_front_matter)
            return
        from ..engine import conversion
        from ..writers import STREAMS
        job = conversion.Job(paths, to, output, not no_front_matter, strict)
        many = len(paths) > 1 or any(path.is_dir() for path in paths)
        if many and output is None and to not in STREAMS:
            raise click.UsageError("several posts need -o FOLDER to go to")
        if many and output is not None and output.is_file() and to not in STREAMS:
            raise click.UsageError(f"-o {output} is a file; several posts need a folder to go to")
        done = _converted(job)
        _tell(done, job, verbose=verbose, quiet=quiet)
        if done.failed or (strict and done.report.summary.severities["error"]):
            raise SystemExit(1)


def _converted(job: conversion.Job) -> Conversion:
    """Run the job; its stream goes to standard output, or into the one output file once it is complete."""
    from ..engine import conversion
    from ..engine.files import Refused, replace
    if job.output is None:
        def emit(data: bytes) -> None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
        return conversion.convert(job, emit)
    pieces: list[bytes] = []
    done = conversion.convert(job, pieces.append)
    if pieces:
        try:
            if any(path.resolve() == job.output.resolve() for path in job.paths):
                raise Refused(f"-o {job.output} is the file that is converted")
            job.output.parent.mkdir(parents=True, exist_ok=True)
            replace(job.output, b"".join(pieces))
        except (OSError, Refused) as error:
            reason = getattr(error, "strerror", None) or error
            raise conversion.OutputFailed(f"{job.output} cannot be written: {reason}") from error
    return done


def _standard_input(to: str, form: str, output: Path | None, *, front_matter: bool) -> None:
    from ..engine.files import replace
    from ..readers import read
    from ..readers.encoding import decode
    from ..writers import write
    document = read(decode(sys.stdin.buffer.read()), "html" if form == "html" else "markdown")
    rendering = write(document, to, front_matter=front_matter)
    if output is None:
        write_text(rendering.text, sys.stdout)
    else:
        replace(output, rendering.data)


def _tell(done: Conversion, job: conversion.Job, *, verbose: bool, quiet: bool) -> None:
    """Findings, what was lost, and a closing line, on standard error."""
    from ..model.finding import Report
    from ..writers.losses import LOSSES
    found = [one for one in done.report.diagnostics
             if one.severity == "error" or (not quiet and (verbose or one.rule not in LOSSES))]
    if found:
        emit_lines(Report(tuple(found), done.report.summary), "full", err=True, closing=False)
    if quiet:
        return
    lost = {rule: count for rule, count in done.report.summary.rules.items() if rule in LOSSES}
    if lost and not verbose and not job.strict:
        listed = ", ".join(f"{LOSSES[rule].what} ({count:,})" for rule, count in lost.items())
        click.echo(f"Left out: {listed}; -v shows each.", err=True)
    if job.output is not None or done.failed:
        failed = f"; {done.failed:,} could not be converted" if done.failed else ""
        where = f" in {job.output}" if job.output else ""
        posts = "1 post" if done.converted == 1 else f"{done.converted:,} posts"
        click.echo(f"Converted {posts} to {job.to}{where}{failed}.", err=True)
