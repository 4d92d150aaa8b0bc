"""Posts that are converted on another machine: what is sent there, and what is done with it.

    here   targets ─lot→ parcels (with the bytes, unless they are fetched there) ─┐
           the run, pickled once: settings, site, options ───────────────────────┴→ executor
    there  the run, unpickled once a process → outcomes, as here ─→ back, in order

There is nothing of this machine's disk there: all that a post needs of its repository travels with the run.
"""

from __future__ import annotations

import copyreg
import io
import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, NamedTuple

from ..model.finding import Finding
from .conversion import Files
from .pool import spread
from .remote import RemoteFiles
from .repository import Repository, Unreadable
from .run import Job, Outcome

_KILLED = "the process that converted it died, and so did the next ones: each time with this file alone"
_HELP = "it may need more memory than a worker has; convert it here, without --scheduler, to see what happens"
_alone = threading.Lock()                # a process of several threads converts in one at a time: a run counts as it goes
_run: dict[bytes, Files] = {}            # the one that this process has last unpickled


class Parcel(NamedTuple):
    """A file that is to be converted: its bytes, None when they are fetched there; or why they cannot be had."""

    target: str
    is_replaced: bool
    data: bytes | None = None
    fault: Finding | None = None


def sent(run: Files, targets: list[str], is_replaced: Callable[[str], bool], executor: Executor) -> Iterator[Outcome]:
    """What becomes of the targets of a run, in order, each made by the executor."""
    held = _packed(run.job, run.repository)
    contents = run.repository.overlay.contents
    is_fetched_there = isinstance(contents, RemoteFiles) and contents.is_shared

    def send(lot: Sequence[str]) -> tuple[Callable[..., list[Outcome]], tuple[Any, ...]]:
        parcels = [Parcel(target, is_replaced(target)) for target in lot]
        return work, (held, parcels if is_fetched_there else _filled(run.repository, parcels))

    def lost(target: str) -> Outcome:
        return run.outcome(target, lambda: run.fail(target, "file-unreadable", Finding(_KILLED, help=_HELP)))

    return spread(targets, send, executor, lost)


def work(held: bytes, parcels: Sequence[Parcel]) -> list[Outcome]:
    """Convert some files, in whatever process this is."""
    with _alone:
        run = _unpacked(held)
    if all(parcel.data is None for parcel in parcels):
        parcels = _filled(run.repository, parcels)         # waiting for bytes, other threads may convert
    with _alone:
        return [_made(run, parcel) for parcel in parcels]


def _made(run: Files, parcel: Parcel) -> Outcome:
    if parcel.fault is not None:
        fault = parcel.fault
        return run.outcome(parcel.target, lambda: run.fail(parcel.target, "file-unreadable", fault))
    return run.made(parcel.target, parcel.data, is_replaced=parcel.is_replaced)


def _filled(repository: Repository, parcels: Sequence[Parcel]) -> list[Parcel]:
    """The parcels with what is in them."""
    contents = repository.overlay.contents
    if isinstance(contents, RemoteFiles):
        contents.fetch([parcel.target for parcel in parcels])
    return [_with_bytes(repository, parcel) for parcel in parcels]


def _with_bytes(repository: Repository, parcel: Parcel) -> Parcel:
    try:
        return parcel._replace(data=repository.bytes_of(parcel.target))
    except Unreadable as error:
        return parcel._replace(fault=error.finding)


def _packed(job: Job, repository: Repository) -> bytes:
    """A run as bytes; what its repository reads when it is first asked for is read before."""
    _ = repository.kept, repository.templates.ids, repository.files
    file = io.BytesIO()
    pickler = pickle.Pickler(file, protocol=5)
    pickler.dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda proxy: (_frozen, (dict(proxy),))}
    pickler.dump((job, repository))
    return file.getvalue()


def _frozen(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """Mappings that cannot be changed have no pickled form of their own."""
    return MappingProxyType(values)


def _unpacked(held: bytes) -> Files:
    key = blake2b(held, digest_size=16).digest()
    if key not in _run:
        job, repository = pickle.loads(held)  # noqa: S301 - from the executor, whose every task is code of its sender
        _run.clear()
        _run[key] = Files(job, repository, lambda done, of: None)
    return _run[key]
