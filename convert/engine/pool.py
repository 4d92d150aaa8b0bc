"""One function on many things: one after the other, or in several processes where there are many.

Processes are forked, so that they have all that was read already; where that cannot be done, this one does it all.
`spread` is for processes that somebody else keeps, on this machine or others: any concurrent.futures.Executor.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future, ProcessPoolExecutor

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
AT_ONCE = 20             # things that a process does before it hands them over
_AHEAD = 3                # such lots for each process, done before they are asked for
_FEW = 100                # things, for which no process is worth its start
_MOST = 16                # processes
_SENT_AT_ONCE = 100       # things that are sent to another machine together: some hundred milliseconds of work
_forked: list[Callable[[Any], Any]] = []              # what a forked process does


@contextmanager
def mapped(items: Sequence[_Item], do: Callable[[_Item], _Result], jobs: int | None = None) -> Iterator[Iterator[_Result]]:
    """What a function makes of each item, in order, whatever the number of processes: by default one for each core that
    this process may use. Processes begin when the context does; what they make has to be such that it can be pickled.
    """
    count = min(jobs or _cores(), _MOST, len(items) // AT_ONCE)
    if count < 2 or len(items) < _FEW or not hasattr(os, "fork"):
        yield map(do, items)
        return
    _forked.append(do)
    life = os.pipe()
    pool = _pool(count, life)
    try:
        if pool is None:
            yield map(do, items)
            return
        lots = [items[at:at + AT_ONCE] for at in range(0, len(items), AT_ONCE)]
        yield _taken(pool, lots, _first(pool, lots[:count * _AHEAD]), do)
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)
        for end in life:
            os.close(end)
        _forked.pop()


def _pool(count: int, life: tuple[int, int]) -> ProcessPoolExecutor | None:
    """So many processes; None where the system has no locks for them, as on a full or missing /dev/shm."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context
    try:
        return ProcessPoolExecutor(count, get_context("fork"), _begun, life)
    except (OSError, ImportError, NotImplementedError):
        return None


def _first(pool: ProcessPoolExecutor, lots: Sequence[Sequence[Any]]) -> deque[Future[list[Any]]]:
    """Hand out the first lots; none, when a process cannot be had, or is dead already."""
    from concurrent.futures.process import BrokenProcessPool
    try:
        return deque([pool.submit(_lot, lot) for lot in lots])
    except (BrokenProcessPool, OSError):
        return deque()


def _taken(pool: ProcessPoolExecutor, lots: Sequence[Sequence[_Item]], waiting: deque[Future[list[_Result]]],
           do: Callable[[_Item], _Result]) -> Iterator[_Result]:
    """Lots from a pool; when one of its processes dies, the rest is done here."""
    from concurrent.futures.process import BrokenProcessPool
    for number, lot in enumerate(lots):
        try:
            found = waiting.popleft().result() if waiting else list(map(do, lot))
            if waiting and (following := number + len(waiting) + 1) < len(lots):
                waiting.append(pool.submit(_lot, lots[following]))
        except BrokenProcessPool:
            waiting.clear()
            found = list(map(do, lot))
        yield from found


def spread(items: Sequence[_Item], send: Callable[[Sequence[_Item]], tuple[Callable[..., list[_Result]], tuple[Any, ...]]], executor: Executor,
           lost: Callable[[_Item], _Result]) -> Iterator[_Result]:
    """What an executor makes of items, in order; a lot of them is sent as the function and the arguments that `send` makes of it.

    No more lots are under way than `executor.ahead()` says, twice as many as this machine has cores where it says nothing. An executor that sends
    what a process that died had to do to another one, and gives up some day, says so by one of its `deaths`: then each item is sent once more,
    alone, and the result of one that fails again is what `lost` makes of it. Anything else that an executor raises is raised.
    """
    ahead: Callable[[], int] = getattr(executor, "ahead", lambda: 2 * _cores())
    deaths: tuple[type[BaseException], ...] = getattr(executor, "deaths", ())

    def submitted(lot: Sequence[_Item]) -> Future[list[_Result]]:
        do, arguments = send(lot)
        return executor.submit(do, *arguments)

    def alone(item: _Item) -> _Result:
        try:
            return submitted([item]).result()[0]
        except deaths:
            return lost(item)

    following = iter([items[at:at + _SENT_AT_ONCE] for at in range(0, len(items), _SENT_AT_ONCE)])
    waiting: deque[tuple[Sequence[_Item], Future[list[_Result]]]] = deque()
    try:
        while True:
            waiting.extend((lot, submitted(lot)) for lot in islice(following, max(0, ahead() - len(waiting))))
            if not waiting:
                return
            lot, future = waiting.popleft()
            try:
                found = future.result()
            except deaths:
                found = list(map(alone, lot))
            yield from found
    finally:
        for _, future in waiting:
            future.cancel()


def _lot(items: Sequence[Any]) -> list[Any]:
    return list(map(_forked[-1], items))


def _begun(reading: int, writing: int) -> None:
    """An interrupt is for the process that began all this; and when that is killed, so that nobody else can write to this pipe, the work ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.close(writing)
    threading.Thread(target=_end_with, args=(reading,), daemon=True).start()


def _end_with(reading: int) -> None:
    os.read(reading, 1)
    os._exit(1)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
