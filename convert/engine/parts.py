"""Posts as numbered parts of one table, in a folder or below a URL: `part-00000.jsonl`, or `part-00000.parquet`, … of a thousand posts each.

A part appears when it is whole: object stores put a key in one step, elsewhere it is written under another name beside its place, and moved. Beside each
part stands what it was made of (`_part-00000.jsonl.json`; programs that read tables pass over names with such a beginning): a run that finds its own there
does not make the part again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import blake2b
from itertools import chain, islice
from typing import Any

from .checking import digest_of
from .circumstances import circumstances
from .conversion import Files
from .remote import RemoteFiles, is_url, opened
from .repository import Unreadable
from .run import BadJob, OutputFailed

_POSTS = 1000
_PUTS_WHOLE = {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "memory"}         # a key of these appears with all that it holds


class Place:
    """Where parts go: nothing is written outside, for their names are made here."""

    def __init__(self, where: str) -> None:
        self.shown = where
        self._system, self._path = opened(where if is_url(where) else os.path.abspath(where))
        protocols = {self._system.protocol} if isinstance(self._system.protocol, str) else {*self._system.protocol}
        self._puts_whole = bool(protocols & _PUTS_WHOLE)

    def names(self) -> set[str]:
        """What is there."""
        self._system.invalidate_cache()
        try:
            return {name.rpartition("/")[2] for name in self._system.ls(self._path, detail=False)}
        except FileNotFoundError:
            return set()

    def read(self, name: str) -> bytes:
        """What is there under a name."""
        return bytes(self._system.cat_file(f"{self._path}/{name}"))

    def write(self, name: str, data: bytes) -> None:
        """Put a file there in one step."""
        if self._puts_whole:
            self._system.pipe_file(f"{self._path}/{name}", data)
            return
        self._system.makedirs(self._path, exist_ok=True)
        beside = f"{self._path}/.{name}.{os.urandom(8).hex()}.tmp"
        try:
            self._system.pipe_file(beside, data)
            self._system.mv(beside, f"{self._path}/{name}")
        except BaseException:
            if self._system.exists(beside):
                self._system.rm_file(beside)
            raise

    def remove(self, name: str) -> None:
        """Take a file away."""
        self._system.rm_file(f"{self._path}/{name}")


class Parts(Files):
    """A conversion into parts."""

    def to_stream(self, targets: list[str], emit: Callable[[bytes], None]) -> None:
        """Make the parts that are not there."""
        if self.job.to == "parquet":
            from .tables import parquet
            self._joined: Callable[[list[bytes]], bytes] = parquet
        else:
            self._joined = b"".join
        place = Place(str(self.job.parts))
        lots = [targets[at:at + _POSTS] for at in range(0, len(targets), _POSTS)]
        names = [f"part-{number:05}.{self.job.to}" for number in range(len(lots))]
        key = circumstances(self.repository, *self.job.makes)
        keys = {name: self._state_of(key, lot) for name, lot in zip(names, lots, strict=True)}
        done = self._seen = 0
        try:
            there = place.names()
            missing = list[tuple[str, list[str]]]()
            for name, lot in zip(names, lots, strict=True):
                if (converted := _made(place, name, keys[name], there)) is None:
                    missing.append((name, lot))
                else:
                    done += 1
                    self.converted += converted
                    self._seen += len(lot)
            with self.outcomes(list(chain.from_iterable(lot for _, lot in missing))) as outcomes:
                for name, lot in missing:
                    self._make(place, name, keys[name], islice(outcomes, len(lot)), len(targets))
                    done += 1
            for name in there - {*names, *map(_beside, names)}:
                self._take_away(place, name, there)
        except OSError as error:
            raise OutputFailed(f"{place.shown} cannot be written: {error.strerror or error}; {done:,} of {len(lots):,} parts are done") from error

    def _make(self, place: Place, name: str, key: str, outcomes: Any, of: int) -> None:
        """Make one part, and say beside it what of."""
        found, is_final = list[bytes](), True
        for outcome in outcomes:
            self.take_down(outcome)
            is_final = is_final and not outcome.failed and (outcome.result is None or outcome.result.lasts)
            if outcome.result is not None:
                found.append(outcome.result.data)
            self._seen += 1
            self.progress(self._seen, of)
        place.write(name, self._joined(found))
        self.converted += len(found)
        said = {"key": key, "posts": len(found), "final": is_final}
        place.write(_beside(name), json.dumps(said).encode() + b"\n")

    def _take_away(self, place: Place, name: str, there: set[str]) -> None:
        """Take away a part of an earlier run that was of more posts; nothing that has not been made here."""
        if name.startswith("part-") and name.endswith(f".{self.job.to}") and _beside(name) in there:
            place.remove(name)
            place.remove(_beside(name))

    def _state_of(self, circumstances: bytes, lot: list[str]) -> str:
        """Stands for what a part is made of."""
        digest = blake2b(circumstances, digest_size=16)
        for target in lot:
            digest.update(f"{target}\0".encode(errors="surrogateescape") + self._state(target))
        return digest.hexdigest()

    def _state(self, target: str) -> bytes:
        """Stands for what a post holds; of one at a URL, as far as is known without it."""
        contents = self.repository.overlay.contents
        if isinstance(contents, RemoteFiles):
            return contents.states[target].encode()
        try:
            return digest_of(self.repository.bytes_of(target))
        except Unreadable:
            return b""


def check_parts(to: str, where: str) -> None:
    """BadJob when a format does not go into parts, or what it needs is not installed."""
    if to not in ("jsonl", "parquet"):
        raise BadJob(f"-o {where} takes --to jsonl or parquet, which put many posts into one part; --to {to} makes a file of each: "
                     "convert into a folder, and copy that")
    opened(where if is_url(where) else os.path.abspath(where))
    if to == "parquet":
        from .tables import is_installed
        if not is_installed():
            raise BadJob("--to parquet needs pyarrow, which is not installed: pip install “newsconv[remote]” brings it")


def _beside(name: str) -> str:
    return f"_{name}.json"


def _made(place: Place, name: str, key: str, there: set[str]) -> int | None:
    """How many posts a part holds that was made already of the same; None for one that has to be made. One of which a post failed is made again, so
    that this is said again; so is one with an address that goes by the day.
    """
    if name not in there or _beside(name) not in there:
        return None
    try:
        said = json.loads(place.read(_beside(name)))
        return int(said["posts"]) if said["key"] == key and said["final"] is True else None
    except (ValueError, KeyError, TypeError):
        return None
