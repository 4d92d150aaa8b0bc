"""`newsconv validate --watch`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

import click

from .exits import Stop, said


def run_on_changes(run: Callable[[], object], paths: Iterable[Path], outputs: Iterable[Path]) -> NoReturn:
    """Run, and again whenever something changes in the repository of some paths, but for what is written there; an interrupt ends it. What is
    wrong with settings or paths may change, too.
    """
    from ..engine.watching import Watch
    from ..model.cells import visible
    watch = Watch(paths, outputs)
    while True:
        try:
            with said():
                run()
        except Stop as stop:
            stop.show()
        click.echo("Waiting for changes; Ctrl-C ends it.", err=True)
        change = watch.wait()
        click.clear()                    # where a terminal is
        click.echo(visible(str(change)), err=True)
