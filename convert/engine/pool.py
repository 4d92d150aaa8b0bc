"""One function on many things: one after the other, or in several processes where there are many.

Processes are forked, so that they have all that was read already; where that cannot be done, this one does it all.
`spread` is for processes that somebody else keeps, on this machine or others: any concurrent.futures.Executor.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future, ProcessPoolExecutor

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
AT_ONCE = 20             # things that a process does before it hands them over
_AHEAD = 3                # such lots for each process, done before they are asked for
_FEW = 400                # things, for which no process is worth its start: it has much to make ready
_TOO_FEW = 100            # the same where somebody asks for processes
_MOST = 16                # processes
_SENT_AT_ONCE = 100       # things that are sent to another machine together: some hundred milliseconds of work
_forked: list[Callable[[Any], Iterable[Any]]] = []              # what a forked process does


@contextmanager
def mapped(items: Sequence[_Item], do: Callable[[Sequence[_Item]], Iterable[_Result]], jobs: int | None = None,
           lost: Callable[[_Item], _Result] | None = None) -> Iterator[Iterator[_Result]]:
    """What a function makes of items, of some at a time, a result for each in their order, whatever the number of processes: by default one for each core
    that this process may use. Processes begin when the context does; what they make has to be such that it can be pickled.

    A process that dies costs time alone, unless an item killed it, as one does for which there is not enough memory, or at which a library fails: one
    that kills two processes, each time alone, is `lost`, and its result what that makes of it; by default this process has a try at it.
    """
    count = min(jobs or _cores(), _MOST, len(items) // AT_ONCE)
    lots = [items[at:at + AT_ONCE] for at in range(0, len(items), AT_ONCE)]
    if count < 2 or len(items) < (_FEW if jobs is None else _TOO_FEW) or not hasattr(os, "fork"):
        yield chain.from_iterable(map(do, lots))
        return
    _forked.append(do)
    processes = _Processes(count)
    try:
        waiting = deque((lot, processes.begin(lot)) for lot in lots[:count * _AHEAD])
        yield _taken(processes, waiting, iter(lots[count * _AHEAD:]), lost or (lambda item: _lot([item])[0]))
    finally:
        processes.end()
        _forked.pop()


def _taken(processes: _Processes, waiting: deque[tuple[Sequence[_Item], Future[list[_Result]] | None]], following: Iterator[Sequence[_Item]],
           lost: Callable[[_Item], _Result]) -> Iterator[_Result]:
    """Lots from processes; when one of these dies, what was under way is begun again, the first of it item by item, for it may be what killed it."""
    from concurrent.futures.process import BrokenProcessPool
    while waiting:
        lot, future = waiting.popleft()
        try:
            found = _lot(lot) if future is None else future.result()
        except BrokenProcessPool:
            found = processes.one_by_one(lot, lost)
            waiting = deque((lot, future if future and not future.exception() else processes.begin(lot)) for lot, future in waiting)
        waiting.extend((lot, processes.begin(lot)) for lot in islice(following, 1))
        yield from found


class _Processes:
    """Forked processes, and others in their place when they die."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._life = os.pipe()
        self._pool: ProcessPoolExecutor | None = None
        self._is_alone = False                        # no process is to be had: this one does it all

    def begin(self, lot: Sequence[Any], count: int = 0) -> Future[list[Any]] | None:
        """Have a lot done by one of so many processes, of all by default; None when it has to be done here. BrokenProcessPool comes of it when one dies."""
        from concurrent.futures import Future, ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool
        from multiprocessing import get_context
        if self._is_alone:
            return None
        try:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(count or self._count, get_context("fork"), _begun, self._life)
            return self._pool.submit(_lot, lot)
        except BrokenProcessPool as error:
            future: Future[list[Any]] = Future()
            future.set_exception(error)
            return future
        except (OSError, ImportError, NotImplementedError):            # there may be no locks for them, as on a full or missing /dev/shm
            self._is_alone = True
            return None

    def one_by_one(self, lot: Sequence[_Item], lost: Callable[[_Item], _Result]) -> list[_Result]:
        """Have the items of a lot done, one of which may be deadly."""
        self._let_go()
        if self._tried([]) is None:                       # whatever processes do, they die
            self._is_alone = True
            return _lot(lot)
        found = [(self._tried([item]) or self._tried([item]) or [lost(item)])[0] for item in lot]
        self._let_go()
        return found

    def _tried(self, lot: Sequence[Any]) -> list[Any] | None:
        """What one process makes of a lot; None when it dies."""
        from concurrent.futures.process import BrokenProcessPool
        future = self.begin(lot, 1)
        try:
            return _lot(lot) if future is None else future.result()
        except BrokenProcessPool:
            self._let_go()
            return None

    def end(self) -> None:
        """Let them go, for good."""
        self._let_go()
        for end in self._life:
            os.close(end)

    def _let_go(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


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
    return list(_forked[-1](items))


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
