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
from typing import Any

from ..model.finding import Finding
from .conversion import Files, Parcel
from .pool import spread
from .remote import RemoteFiles
from .repository import Repository
from .run import Job, Outcome

_KILLED = "the process that converted it died, and so did the next ones: each time with this file alone"
_HELP = "it may need more memory than a worker has; convert it here, without --scheduler, to see what happens"
_alone = threading.Lock()                # a process of several threads converts in one at a time: a run counts as it goes
_run: dict[bytes, Files] = {}            # the one that this process has last unpickled


def sent(run: Files, targets: list[str], executor: Executor) -> Iterator[Outcome]:
    """What becomes of the targets of a run, in order, each made by the executor."""
    held = _packed(run.job, run.repository)
    contents = run.repository.overlay.contents
    is_fetched_there = isinstance(contents, RemoteFiles) and contents.is_shared

    def send(lot: Sequence[str]) -> tuple[Callable[..., list[Outcome]], tuple[Any, ...]]:
        if not is_fetched_there or run.job.update:
            _fetch(run.repository, lot)
        return work, (held, [run.parcel(target, is_whole=not is_fetched_there) for target in lot])

    def lost(target: str) -> Outcome:
        return run.outcome(target, lambda: run.fail(target, "file-unreadable", Finding(_KILLED, help=_HELP)))

    return spread(targets, send, executor, lost)


def work(held: bytes, parcels: Sequence[Parcel]) -> list[Outcome]:
    """Convert some files, in whatever process this is."""
    with _alone:
        run = _unpacked(held)
    _fetch(run.repository, [parcel.target for parcel in parcels if parcel.data is None and parcel.done is None])     # meanwhile, other threads convert
    with _alone:
        return [run.made(parcel) for parcel in parcels]


def _fetch(repository: Repository, targets: Sequence[str]) -> None:
    """Have the bytes of files that lie at a URL at hand."""
    contents = repository.overlay.contents
    if isinstance(contents, RemoteFiles):
        contents.fetch(targets)


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
