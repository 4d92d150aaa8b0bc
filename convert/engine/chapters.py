"""The documents of a book, made from posts: one after the other, or in several processes where there are many.

Processes are forked, so that they have all that was read already; where that cannot be done, this one does it all.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context
from typing import NamedTuple

from ..model.finding import Diagnostic
from ..writers.epub.chapters import Chapter
from ..writers.epub.pictures import Picture
from .selection import Entry

_AT_ONCE = 20             # posts that a process makes before it hands them over
_AHEAD = 3                # such lots for each process, made before they are asked for
_FEW = 100                # posts, for which no process is worth its start
_MOST = 16                # processes


class Made(NamedTuple):
    """What became of a post: its chapter, None when it failed; the pictures that it is the first to show, what there is to
    say of it, what was repaired in it.
    """

    entry: Entry
    chapter: Chapter | None = None
    pictures: tuple[Picture, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    repairs: Mapping[str, int] = {}


Make = Callable[[Entry], Made]
_forked: list[Make] = []              # what a forked process makes chapters by


@contextmanager
def made(entries: Sequence[Entry], make: Make, jobs: int | None = None) -> Iterator[Iterator[Made]]:
    """What becomes of each post, in order, whatever the number of processes: as many as there are cores for this one."""
    count = min(jobs or _cores(), _MOST, len(entries) // _AT_ONCE)
    if count < 2 or len(entries) < _FEW or "fork" not in get_all_start_methods():
        yield map(make, entries)
        return
    _forked.append(make)
    pool = ProcessPoolExecutor(count, get_context("fork"), _left_alone)
    try:
        lots = [entries[at:at + _AT_ONCE] for at in range(0, len(entries), _AT_ONCE)]
        yield _beside(pool, lots, count * _AHEAD, make)
    finally:
        pool.shutdown(cancel_futures=True)
        _forked.pop()


def _beside(pool: ProcessPoolExecutor, lots: Sequence[Sequence[Entry]], ahead: int, make: Make) -> Iterator[Made]:
    """Lots from a pool; when one of its processes dies, the rest is made here."""
    waiting: deque[Future[list[Made]]] = deque(pool.submit(_lot, lot) for lot in lots[:ahead])
    return _taken(pool, lots, waiting, make)


def _taken(pool: ProcessPoolExecutor, lots: Sequence[Sequence[Entry]], waiting: deque[Future[list[Made]]], make: Make) -> Iterator[Made]:
    for number, lot in enumerate(lots):
        try:
            found = waiting.popleft().result() if waiting else list(map(make, lot))
            if number + len(waiting) + 1 < len(lots) and waiting:
                waiting.append(pool.submit(_lot, lots[number + len(waiting) + 1]))
        except BrokenProcessPool:
            waiting.clear()
            found = list(map(make, lot))
        yield from found


def _lot(entries: Sequence[Entry]) -> list[Made]:
    return list(map(_forked[-1], entries))


def _left_alone() -> None:
    """An interrupt is for the process that began all this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
