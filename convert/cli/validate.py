"""`newsconv validate`."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from .asking import Requests, asking, emit_links
from .completion import rule_names
from .exits import AtLeast, Existing, OneOf, Stop
from .narrowing import Narrowing, hide_by_comments, narrowing
from .progress import option as progress_option
from .progress import progress
from .publishing import publishing
from .terminal import emit_diff, emit_lines
from .watching import run_on_changes

if TYPE_CHECKING:
    from ..engine.settings import Settings

FORMATS = ("full", "concise", "grouped", "statistics", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "azure",
           "rdjson", "markdown", "statistics-json")


class Output(NamedTuple):
    """A report: its format, and the file that it goes to (None: standard output)."""

    name: str
    file: Path | None = None


class Reports(OneOf):
    """A format, and perhaps a file behind `=`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        name, equals, file = str(value).partition("=")
        if equals and not file:
            self.fail(f"names no file behind “{name}=”", param, ctx)
        return Output(super().convert(name, param, ctx), Path(file) if file not in {"", "-"} else None)


@click.command(name="validate")
@click.argument("paths", nargs=-1, type=Existing(dash=True))
@click.option("--select", multiple=True, metavar="RULES", shell_complete=rule_names, help="Run only these rules or families (comma separated); “default” are those that run anyway, “all” is all.")
@click.option("--ignore", multiple=True, metavar="RULES", shell_complete=rule_names, help="Leave these rules or families out.")
@click.option("--format", "formats", multiple=True, type=Reports(FORMATS), metavar="FORMAT[=FILE]",
              help=f"How findings are written, perhaps into a file; given twice, in two ways: {', '.join(FORMATS)}.  [default: full]")
@click.option("--output-file", type=click.Path(path_type=Path), metavar="FILE", help="Where findings are written, instead of standard output.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of showing them.")
@narrowing
@publishing
@asking
@click.option("--fix", "fixes", is_flag=True, help="Mend what can be mended without changing what a post says.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what may change it.")
@click.option("--diff", is_flag=True, help="Show what --fix would do, and do nothing; exit with 1 when there is something.")
@click.option("--fix-only", is_flag=True, help="As --fix, and do not report what is left.")
@click.option("--built", type=Existing(), metavar="DIR", help="What lies in this folder, the site as it was built, exists, though no source shows it.")
@click.option("--fail-on", type=OneOf(["error", "warning", "info"]),
              help="Exit with 1 from this severity on.  [default: error]")
@click.option("-j", "--jobs", type=AtLeast(1), metavar="N", help="How many processes do it.  [default: one for each core]")
@click.option("--watch", is_flag=True, help="Go on, and check again whenever a file changes, until Ctrl-C.")
@click.option("--no-cache", is_flag=True, help="Read all files anew, and remember nothing.")
@progress_option
@click.option("--color/--no-color", default=None, help="Colour or not; by default on a terminal, unless NO_COLOR is set.")
def command(*, paths: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...], formats: tuple[Output, ...],
            output_file: Path | None, statistics: bool, narrow: Narrowing, site: dict[str, Any], requests: Requests, fixes: bool,
            unsafe_fixes: bool, diff: bool, fix_only: bool, built: Path | None, fail_on: str | None, jobs: int | None, watch: bool, no_cache: bool,
            how: str, color: bool | None) -> None:
    """Check posts: front matter, dates, links, encoding, markup.

    PATHS are files or folders (by default this folder); of a folder, all Markdown and HTML files that its generator
    would use are checked. “-” is standard input, with --stdin-filename. Exit status: 0 nothing wrong, 1 findings, 2 wrong usage or settings.
    """
    from ..engine.reporting import check_outputs
    from ..engine.walk import root_of
    outputs = _outputs(formats, output_file, statistics=statistics)
    files = [file for _, file in outputs if file is not None]
    paths = narrow.paths(paths)
    narrow.check(mends=fixes or diff or fix_only, watches=watch)
    requests.check(watches=watch)
    if unsafe_fixes and not (fixes or diff or fix_only):
        raise Stop("--unsafe-fixes says what --fix or --diff may do")
    chosen = partial(_settings, paths, site, select=_names(select), ignore=_names(ignore), fail_on=fail_on, built=built)
    reported = partial(_reported, paths, narrow=narrow, outputs=outputs, how="none" if watch else how)
    run: dict[str, Any] = {"color": color, "remembers": not no_cache, "jobs": jobs}
    settings = chosen()
    check_outputs(files, paths, settings)
    if watch:
        run_on_changes(lambda: reported(chosen(), **run), paths, files)
    run["external"] = web = requests.web(paths, settings, remembers=not no_cache)
    if web and requests.dump:
        emit_links(paths, settings, narrow.scope(root_of(paths), settings), web, remembers=not no_cache, jobs=jobs)
        return
    if (fixes or diff or fix_only) and _mended(paths, settings, since=narrow.since, unsafe=unsafe_fixes, writes=not diff, **run) and diff:
        raise SystemExit(1)
    if not (diff or fix_only) and reported(settings, **run):
        raise SystemExit(1)


def _settings(paths: tuple[Path, ...], site: dict[str, Any], **options: Any) -> Settings:
    """The settings of the repository as they are now, with what the command line says."""
    from ..engine.settings import load
    from ..engine.walk import root_of
    return load(root_of(paths)).with_site(site).with_options(**options)


def _reported(paths: tuple[Path, ...], settings: Settings, *, narrow: Narrowing, outputs: list[Output], how: str, color: bool | None, **options: Any) -> bool:
    """Check, and write the reports; whether there is something that settings fail on."""
    from ..engine.validation import fails, validate
    from ..engine.walk import root_of
    scope = narrow.scope(root_of(paths), settings)
    with progress("Checking", quiet=False, how=how) as show:
        report = validate(paths, settings, scope, progress=show, **options)
    if not report.summary.files and not scope.may_be_empty:
        raise Stop("there is no Markdown or HTML file to check in " + ", ".join(map(str, paths)))
    if narrow.add_ignore:
        hide_by_comments(paths, settings, report)
        return False
    for name, file in outputs:
        emit_lines(report, name, color=color, file=file)
    for note in report.notes:
        click.echo(note, err=True)
    return fails(report, settings)


def _mended(paths: tuple[Path, ...], settings: Settings, *, color: bool | None, writes: bool, **options: Any) -> bool:
    """Mend files, or show how they would be mended; whether there was something to mend."""
    from ..engine.fixing import fix, told
    fixes = fix(paths, settings, writes=writes, **options)
    if not writes:
        emit_diff(fixes.diffs, color=color)
    for line in fixes.failed:
        click.echo(f"Not mended: {line}", err=True)
    click.echo(f"{'Mended' if writes else 'Would mend'} {told(fixes)}", err=True)
    return bool(fixes.rules)


def _outputs(formats: tuple[Output, ...], output_file: Path | None, *, statistics: bool) -> list[Output]:
    """What is written where; in GitHub's Actions, annotations unless something else is asked for."""
    own = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full"
    outputs = [*formats] or [Output("statistics" if statistics else own)]
    if statistics and formats:
        if [name for name, _ in formats] != ["json"]:
            raise Stop("--statistics counts for people, or with --format json for programs; of several outputs, "
                       "--format statistics or --format statistics-json is one")
        outputs = [formats[0]._replace(name="statistics-json")]
    if output_file is not None:
        if len(outputs) > 1 or outputs[0].file is not None:
            raise Stop("--output-file is for one format; of several, each is given its file: --format sarif=out.sarif")
        outputs = [outputs[0]._replace(file=None if str(output_file) == "-" else output_file)]
    if sum(output.file is None for output in outputs) > 1:
        raise Stop("only one format can go to standard output; give the others a file: --format sarif=out.sarif")
    return outputs


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    """Rule names from options that may hold several, with commas between."""
    return tuple(name.strip() for option in given for name in option.split(",") if name.strip())
