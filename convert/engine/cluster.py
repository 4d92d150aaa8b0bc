"""A Dask cluster that is there already, as an executor: https://distributed.dask.org/en/stable/client.html.

It has the futures of its client themselves: those of `Client.get_executor()` never end when an answer cannot be unpickled, or the scheduler is gone.

Its scheduler gives what a worker that died had to do to another one; when some died of the same (`distributed.scheduler.allowed-failures`, 3), it
gives up with KilledWorker, and `pool.spread` finds out which post it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from typing import Any, TypeVar
from weakref import WeakSet

from .. import __version__

_Result = TypeVar("_Result")
_SECONDS = 10                # for a scheduler to answer
_SECONDS_FOR_WORKERS = 60    # for the first worker to come
_GONE = "the scheduler at {} went away; the outputs that were written are whole"
_LOTS = 2                    # for each thread of a worker, so that none waits for its next


class NoCluster(Exception):
    """A cluster that cannot be used, or not any more; the message says why."""


class _Asked(Future[_Result]):
    """A future of Dask's, in the shape of others."""

    def __init__(self, future: Any, address: str) -> None:
        super().__init__()
        self._asked, self._address = future, address

    def result(self, timeout: float | None = None) -> _Result:
        """What came of it; NoCluster when the scheduler does not know of it any more."""
        try:
            found: _Result = self._asked.result(timeout)
        except CancelledError as error:
            raise NoCluster(_GONE.format(self._address)) from error
        return found

    def cancel(self) -> bool:
        """Have it not done any more."""
        self._asked.cancel()
        return True


class Cluster(Executor):
    """What a cluster does for us."""

    def __init__(self, client: Any, deaths: tuple[type[BaseException], ...]) -> None:
        self.deaths = deaths
        self._client, self._address = client, client.scheduler.address
        self._threads, self._asked = 1, -float(_SECONDS)
        self._futures: WeakSet[Any] = WeakSet()

    def ahead(self) -> int:
        """How many lots may be under way: workers may come and go."""
        if (now := time.monotonic()) > self._asked + _SECONDS:
            with self._spoken_to():
                self._threads, self._asked = max(1, sum(self._client.nthreads().values())), now
        return _LOTS * self._threads

    def submit(self, function: Callable[..., _Result], /, *arguments: Any, **named: Any) -> Future[_Result]:
        """Have a function called by a worker."""
        with self._spoken_to():
            future = self._client.submit(function, *arguments, pure=False, **named)
        self._futures.add(future)
        return _Asked(future, self._address)

    @contextmanager
    def _spoken_to(self) -> Iterator[None]:
        """NoCluster when the scheduler is not there any more."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise NoCluster(_GONE.format(self._address)) from error

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as Executor has it
        """End what is not done; the cluster itself goes on."""
        if wait and not cancel_futures:
            from distributed import wait as wait_for
            wait_for(list(self._futures))
        self._client.cancel(list(self._futures))


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """A cluster by the address of its scheduler, like tcp://host:8786; NoCluster when it cannot be used."""
    try:
        from distributed import Client, KilledWorker
    except ImportError as error:
        raise NoCluster(f"--scheduler needs {error.name}, which is not installed: pip install “newsconv[dask]” brings it") from error
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise NoCluster(f"no Dask scheduler answers at {address}: {error}") from error
    try:
        _ask_workers(client, address)
        yield Cluster(client, (KilledWorker,))
    finally:
        client.close(timeout=_SECONDS)


def _ask_workers(client: Any, address: str) -> None:
    """NoCluster when there is no worker, or one that would convert otherwise than this machine."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS_FOR_WORKERS)
    except TimeoutError as error:
        raise NoCluster(f"the scheduler at {address} has no worker: start one with “dask worker {address}”") from error
    for worker, version in client.run(_version, on_error="return").items():
        if isinstance(version, ImportError):
            raise NoCluster(f"the worker {worker} has no newsconv: install it there, too")
        if version != __version__:
            raise NoCluster(f"the worker {worker} has newsconv {version}, and this is {__version__}: both need the same")


def _version() -> str:
    return __version__
