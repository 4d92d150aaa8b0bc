"""`newsconv convert`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..model.books import BOOK_KEYS, ORDERS, PARTS, SPLITS, Order, Split
from ..model.flavor import FLAVORS, Flavor
from .exits import AtLeast, Existing, OneOf, Stop
from .grouped import Grouped
from .progress import option as progress_option
from .progress import progress
from .terminal import emit_lines, read_bytes, write_bytes

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from ..engine.run import Conversion, Job
    from ..model.finding import Diagnostic
    from ..readers import InputFormat

FORMATS = ("markdown", "json", "jsonl", "xhtml", "text", "html", "epub")
TABLES = ("parquet",)            # of records, in parts
_MARKDOWN = ("markdown",)
_EPUB = ("epub",)


# What the options are for that only some formats have.
_GROUPS = {
    "Markdown": ("flavor", "no_raw_html", "reference_links", "verify"),
    "Text": ("text_profile", "width"),
    "Books": ("order", "split_by", *BOOK_KEYS, "fetch_images"),
}


@click.command(name="convert", cls=Grouped, groups=_GROUPS)
@click.argument("paths", nargs=-1, required=True, type=Existing(dash=True, urls=True))
@click.option("--to", type=OneOf((*FORMATS, *TABLES)), required=True, help="What to make of each post.")
@click.option("-o", "--output", metavar="FILE|DIR|URL",
              help="Where it goes; many posts need a folder, or one file for jsonl and epub; a URL takes jsonl and parquet, in parts.")
@click.option("--from", "input_format", type=OneOf(["markdown", "html"]),
              help="What standard input holds.  [default: markdown]")
@click.option("--engine", type=OneOf(FLAVORS), help="What reads Markdown.  [default: the one that the site names]")
@click.option("--flavor", type=OneOf(FLAVORS), help="Whose Markdown is written.  [default: gfm]")
@click.option("--no-raw-html", is_flag=True, help="Leave text alone of what Markdown has no words for.")
@click.option("--reference-links", is_flag=True, help="Write the targets of Markdown links at the end.")
@click.option("--verify", is_flag=True, help="Read each Markdown output back and compare.")
@click.option("--text-profile", type=OneOf(("reader", "corpus")),
              help="Text for people, wrapped, or one paragraph a line.  [default: reader]")
@click.option("--width", type=AtLeast(20), metavar="CELLS", help="How wide text is wrapped.  [default: 80]")
@click.option("--where", multiple=True, metavar="CONDITION",
              help="Only posts that meet it, like “date >= 2022-02-01” or “category = World”; all of them when given twice.")
@click.option("--order", type=OneOf(ORDERS), help="The order of posts in a book.  [default: date]")
@click.option("--split-by", type=OneOf(SPLITS), help="A book for each; the output is a folder.")
@click.option("--parts", type=OneOf(PARTS), help="What the contents of a book are divided by.  [default: auto]")
@click.option("--title", help="What a book is called.  [default: as the site]")
@click.option("--creator", help="Who wrote it.")
@click.option("--publisher", help="Who publishes it.")
@click.option("--language", metavar="TAG", help="Its language, like zh-CN.")
@click.option("--identifier", help="What names it for good, like an ISBN.  [default: made from its content]")
@click.option("--description", help="What it is about.")
@click.option("--rights", help="Who holds which rights.")
@click.option("--cover", metavar="FILE", help="The picture of its cover.  [default: drawn from title and dates]")
@click.option("--images", metavar="DIR", help="Pictures of the web, as DIR/HOST/PATH or DIR/NAME.")
@click.option("--fetch-images", is_flag=True, help="Fetch pictures from the web for a book; they are kept in the folder of --images.")
@click.option("-j", "--jobs", type=AtLeast(1), metavar="N", help="How many processes do it.  [default: one for each core]")
@click.option("-u", "--update", is_flag=True, help="Write only what would be another than what stands in the folder from the last --update.")
@click.option("--scheduler", metavar="ADDRESS", help="The scheduler of a Dask cluster that does it, like tcp://host:8786.")
@click.option("--no-front-matter", is_flag=True, help="Leave the front matter out.")
@click.option("--strict", is_flag=True, help="A loss is an error.")
@click.option("-v", "--verbose", is_flag=True, help="Show each loss, not only of what kinds they are.")
@progress_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(*, paths: tuple[Path | str, ...], to: str, output: str | None, input_format: str | None,
            engine: Flavor | None, verify: bool, no_front_matter: bool, strict: bool, verbose: bool, quiet: bool,
            where: tuple[str, ...], order: Order | None, split_by: Split | None,
            fetch_images: bool, jobs: int | None, update: bool, scheduler: str | None, how: str, **options: Any) -> None:
    """Convert posts to Markdown, HTML, XHTML, JSON, text, EPUB or Parquet.

    PATHS are files or folders, or URLs of such (s3://bucket/posts); - is standard input. One post without -o goes to standard output, as with -o -. A
    folder given to -o mirrors the tree of what is converted. What a format cannot hold is said on standard error.
    Exit status: 0 all converted, 1 findings that are errors or posts that could not be converted, 2 wrong usage or
    settings.
    """
    from ..engine.delivery import deliver
    from ..engine.repository import BYTE_LIMIT
    from ..engine.run import Job
    from ..engine.selection import condition
    is_piped = Path("-") in paths
    if is_piped and len(paths) > 1:
        raise Stop("standard input (-) cannot be converted together with files")
    if input_format and not is_piped:
        raise Stop("--from says what standard input (-) holds; what a file holds follows from its name")
    if verify:
        _require(to, _MARKDOWN, "verify")
    for option, value in (("order", order), ("split_by", split_by), ("fetch_images", fetch_images or None), *((key, options[key]) for key in BOOK_KEYS)):
        if value is not None:
            _require(to, _EPUB, option)
    book = {key: value for key in BOOK_KEYS if (value := options.pop(key)) is not None}
    form: InputFormat = "html" if input_format == "html" else "markdown"
    sources, parts = _places(paths, to, output)
    job = Job(tuple(path for path in paths if isinstance(path, Path)), to, Path(output) if output and output != "-" and not parts else None, not no_front_matter, strict,
              into_folder=(output or "").endswith(("/", os.sep)),
              standard_input=(read_bytes(BYTE_LIMIT + 2**20), form) if is_piped else None,
              options=_writer_options(to, options), engine=engine, verify=verify, located=verbose or strict,
              where=tuple(map(condition, where)), order=order or "date", split=split_by or "none", book=book,
              fetch=fetch_images, jobs=jobs, update=update, sources=sources, parts=parts)
    with (progress("Converting", quiet=quiet or (output is None and how == "auto"), how=how) as show,
          _executor(scheduler, to) as executor):
        done = deliver(job, lambda piece: write_bytes(piece, sys.stdout), show, executor)
    _tell(done, job, verbose=verbose, quiet=quiet)
    if done.failed or done.report.summary.severities["error"]:
        raise SystemExit(1)


def _places(paths: tuple[Path | str, ...], to: str, output: str | None) -> tuple[tuple[str, ...], str | None]:
    """The URLs among the paths, and where parts go, if the output is such a place; Stop where URLs and paths are mixed, or a place is missing."""
    sources = tuple(path for path in paths if isinstance(path, str))
    if sources and len(sources) < len(paths):
        raise Stop("URLs and paths of this machine cannot be converted together")
    if to in TABLES and (output is None or output == "-"):
        raise Stop(f"--to {to} makes parts, which need a folder or a URL to go to: -o FOLDER")
    if output is None or not ("://" in output or to in TABLES):
        return sources, None
    from ..engine.parts import check_parts
    check_parts(to, output)
    return sources, output


def _executor(scheduler: str | None, to: str) -> AbstractContextManager[Executor | None]:
    """Who makes the posts, when it is somebody else."""
    if scheduler is None:
        return nullcontext()
    if to in ("epub", "xhtml"):
        raise Stop(f"--scheduler is not for --to {to}: that is made with pictures and pages beside the post, which are here")
    from ..engine.cluster import connected
    return connected(scheduler)


# Option → the formats that have it, and what the writer calls it.
_OPTIONS = {"flavor": (_MARKDOWN, "flavor"), "no_raw_html": (_MARKDOWN, "raw_html"),
            "reference_links": (_MARKDOWN, "reference_links"), "text_profile": (("text",), "profile"), "width": (("text",), "width")}


def _writer_options(to: str, given: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, as the writer names them; Stop for one that the format does not have."""
    options = {}
    for option, value in given.items():
        if value is None or value is False:
            continue
        formats, name = _OPTIONS[option]
        _require(to, formats, option)
        options[name] = not value if name == "raw_html" else value
    if "width" in options and options.get("profile") == "corpus":
        raise Stop("--width is for --text-profile reader: a corpus has one paragraph a line")
    return options


def _require(to: str, formats: tuple[str, ...], option: str) -> None:
    if to not in formats:
        raise Stop(f"--{option.replace('_', '-')} is for --to {' and '.join(formats)}, not for --to {to}")


def _tell(done: Conversion, job: Job, *, verbose: bool, quiet: bool) -> None:
    """Findings, what was left out, and a closing line, on standard error."""
    from ..model.cells import visible
    from ..model.finding import Report
    from ..writers.losses import LOSSES
    found, hidden = list["Diagnostic"](), list["Diagnostic"]()
    for one in done.report.diagnostics:
        is_shown = one.severity == "error" or (not quiet and (verbose or one.severity == "warning" or one.rule not in LOSSES))
        (found if is_shown else hidden).append(one)
    if found:
        emit_lines(Report(tuple(found), done.report.summary), "full", err=True, closing=False)
    if quiet:
        return
    if hidden:
        what = "; ".join(LOSSES[rule].what for rule in sorted({one.rule for one in hidden}))
        many = len({one.path for one in hidden})
        click.echo(f"Left out{f' of {many:,} posts' if many > 1 else ''}: {what}. -v shows each.", err=True)
    for path, repairs in done.repaired.items() if verbose else ():
        click.echo(f"{visible(path)}: repaired {_repaired(repairs)}", err=True)
    if done.repairs:
        click.echo(f"Repaired: {_repaired(done.repairs)}.{'' if verbose else ' -v shows it for each post.'}", err=True)
    if job.output is not None or job.parts or done.failed:
        failed = f"; {done.failed:,} could not be converted" if done.failed else ""
        where = f" in {visible(str(job.parts or job.output))}" if job.parts or job.output else ""
        posts = "1 post" if done.converted == 1 else f"{done.converted:,} posts"
        standing = f"; {done.standing:,} up to date" if job.update else ""
        click.echo(f"Converted {posts} to {job.to}{where}{standing}{failed}.", err=True)
    for note in done.report.notes:
        click.echo(f"newsconv: {note}", err=True)


def _repaired(repairs: Mapping[str, int]) -> str:
    from ..writers.xhtml.repairs import REPAIRS
    return "; ".join(f"{REPAIRS[kind]} ({count:,})" for kind, count in sorted(repairs.items()))
