"""The options of `newsconv validate` that say what of the findings is wanted: what is new, staged, not known, not meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import click

from .exits import Moment, Stop

if TYPE_CHECKING:
    from ..engine.scope import Scope
    from ..engine.settings import Settings
    from ..model.finding import Report

_Command: TypeAlias = "Callable[..., Any]"


class Narrowing(NamedTuple):
    """What these options say."""

    since: str | None
    new_only: str | None
    staged: bool
    stdin_filename: Path | None
    baseline: Path | None
    write_baseline: bool
    prune: bool | None
    now: datetime | None
    add_ignore: bool

    def paths(self, given: tuple[Path, ...]) -> tuple[Path, ...]:
        """The paths to look at: those given, by default this folder; for standard input, the name that it has."""
        dash = Path("-") in given
        if dash and self.stdin_filename is None:
            raise Stop("“-” needs --stdin-filename: the name that the text has in its repository")
        if self.stdin_filename is not None and (not dash or len(given) > 1):
            raise Stop("--stdin-filename goes with “-”, and with no other path")
        return (self.stdin_filename,) if self.stdin_filename else given or (Path(),)

    def check(self, *, mends: bool, watches: bool) -> None:
        """What cannot be asked for at once."""
        for option, given in (("--fix or --diff", mends), ("--add-ignore", self.add_ignore), ("--write-baseline", self.write_baseline),
                              ("--staged", self.staged), ("--stdin-filename", self.stdin_filename)):
            if watches and given:
                raise Stop(f"--watch looks on while files change: leave {option} out")
        changes = "--fix" if mends else "--add-ignore" if self.add_ignore else None
        for option, given in (("--staged", self.staged), ("--stdin-filename", self.stdin_filename)):
            if changes and given:
                raise Stop(f"{changes} changes the files themselves, {option} looks at other contents")
        if self.staged and self.stdin_filename:
            raise Stop("--stdin-filename and --staged are two different contents")
        if self.new_only and self.write_baseline:
            raise Stop("--write-baseline writes all findings of a file: leave --new-only out")
        if self.prune is not None and self.write_baseline:
            raise Stop(f"--write-baseline takes out what is gone anyway: leave {self._prune} out")

    @property
    def _prune(self) -> str:
        return "--prune" if self.prune else "--no-prune"

    def scope(self, root: Path, settings: Settings) -> Scope:
        """The same for the engine; standard input is read."""
        from ..engine.repository import BYTE_LIMIT
        from ..engine.scope import Scope
        from .terminal import read_bytes
        known = self.baseline or (root / settings.baseline if settings.baseline else None)
        if known is None and self.write_baseline:
            from ..engine.baseline import FILE_NAME
            known = root / FILE_NAME
        if self.prune is not None and known is None:
            raise Stop(f"{self._prune} needs a baseline: --baseline FILE, or the setting “baseline”")
        instead = read_bytes(BYTE_LIMIT + 1) if self.stdin_filename else None
        return Scope(self.since, self.new_only, known, writes=self.write_baseline, staged=self.staged, prunes=self.prune, now=self.now,
                     instead=instead)


OPTIONS = (
    click.option("--since", metavar="REF", help="Only files that changed since this branch left a revision of Git."),
    click.option("--new-only", metavar="REF", help="Only lines that changed since then."),
    click.option("--staged", is_flag=True, help="Only files that are staged in Git, as they are staged."),
    click.option("--stdin-filename", type=click.Path(path_type=Path), metavar="PATH", help="What “-”, standard input, is called in its repository."),
    click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Hide the findings that this file knows."),
    click.option("--write-baseline", is_flag=True, help="Write all findings into the baseline, by default .newsconv-baseline.json."),
    click.option("--prune/--no-prune", default=None, help="Take out of the baseline what is gone, or not; by default, except in CI."),
    click.option("--now", type=Moment(), metavar="TIME", help="As if it were that time: posts that are later are not published yet."),
    click.option("--add-ignore", is_flag=True, help="Write comments into the files that hide all findings there are."),
)


def narrowing(command: _Command) -> _Command:
    """Give a command these options, as one argument `narrow`."""
    @wraps(command)
    def packed(**given: Any) -> Any:
        return command(narrow=Narrowing(**{name: given.pop(name) for name in Narrowing._fields}), **given)
    for option in reversed(OPTIONS):
        packed = option(packed)
    return packed


def hide_by_comments(paths: tuple[Path, ...], settings: Settings, report: Report) -> None:
    """Write comments that hide the findings of a report; exit with 1 when some of them cannot be hidden."""
    from ..engine.ignoring import add_ignores, told
    from ..engine.repository import Repository
    ignored = add_ignores(Repository(paths, settings), report.diagnostics)
    for line in ignored.failed:
        click.echo(f"Not hidden: {line}", err=True)
    click.echo(f"Hid {told(ignored)}", err=True)
    if ignored.failed:
        raise SystemExit(1)
