"""How far a run is: a bar on a terminal, lines in a log where that is asked for, nothing in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import click

from .exits import OneOf

HOW = ("auto", "plain", "none")
_SOON = 0.5             # seconds, in which most runs are done: a bar would only flash
_EVERY = 10.0           # seconds between two lines
_Clock: TypeAlias = "Callable[[], float]"

option = click.option("--progress", "how", type=OneOf(HOW), default="auto",
                      help="How far it is: a bar on a terminal (auto), a line now and then (plain), or nothing.  [default: auto]")


@contextmanager
def progress(label: str, *, quiet: bool, how: str = "auto", clock: _Clock = time.monotonic) -> Iterator[Callable[[int, int], None]]:
    """Shows how much is done, how much of it in a second, and how long the rest may take; what it gives is told how many of how many are done."""
    bars: list[Any] = []
    began = clock()

    def show(done: int, of: int) -> None:
        if not bars:
            if clock() - began < _SOON:
                return
            bars.append(click.progressbar(length=of, label=label, file=sys.stderr, update_min_steps=max(1, of // 200), show_pos=True,
                                          item_show_func=lambda now: f"{_a_second(now, clock() - began)}" if now else None))
        bars[0].update(done - bars[0].pos, done)

    def say_nothing(done: int, of: int) -> None:
        """Nobody reads."""

    try:
        if how == "plain" and not quiet:
            yield _lines(label, began, clock)
        else:
            yield say_nothing if quiet or how == "none" or sys.stderr is None or not sys.stderr.isatty() else show
    finally:
        for bar in bars:
            click.echo("\r\x1b[K", nl=False, err=True)
            bar.finish()


def _lines(label: str, began: float, clock: _Clock) -> Callable[[int, int], None]:
    """Says it in lines, and in the end how long it took."""
    said = began

    def say(done: int, of: int) -> None:
        nonlocal said
        now = clock()
        if done < of and now - said < _EVERY:
            return
        said, spent = now, now - began
        rest = f"{_time(spent / done * (of - done))} left" if done < of else f"done in {_time(spent)}"
        click.echo(f"{label}: {done:,} of {of:,} ({done * 100 // of}%), {_a_second(done, spent)}, {rest}", err=True)

    return say


def _a_second(done: int, seconds: float) -> str:
    return f"{done / max(seconds, 0.001):,.0f} a second"


def _time(seconds: float) -> str:
    """Seconds as people say them: 42 s, 3 min 20 s, 2 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"
