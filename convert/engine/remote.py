"""Repositories that are not on this disk: their files by fsspec, from whatever it has a file system for (s3://, gs://, sftp://, memory://, …).

What names a URL is read from there, nothing else is; who may read it, fsspec's own ways tell (its configuration, the variables of the environment,
the roles of a machine): https://filesystem-spec.readthedocs.io. An empty folder of this machine stands for the root, an overlay holds its files.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pathspec import GitIgnoreSpec

from .files import TooLarge
from .run import BadJob, Job
from .settings import load
from .walk import NEVER, ROOT_MARKS

_LIMIT = 64 * 1024 * 1024
_SETTINGS = ("newsconv.toml", "pyproject.toml")
_OF_ONE_MACHINE = {"memory", "file", "local"}            # what has such a name is something else on another machine


def is_url(text: str) -> bool:
    """A place that fsspec has to find."""
    return "://" in text


def opened(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path there; BadJob when there is nobody to ask, or nothing to be had."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        name = str(error.name).partition(".")[0]
        raise BadJob(f"{url} needs {name}, which is not installed: pip install “newsconv[remote]” brings it") from error
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:                       # a protocol that nobody knows, or whose package is not there
        raise BadJob(f"{url} cannot be opened: {error}") from error
    return system, str(path).rstrip("/")


class RemoteFiles(Mapping[str, bytes]):
    """The files below a URL, by their paths from there, each fetched when it is asked for; OSError when it cannot be.

    `states` says of each what changes when it does, as far as its file system tells: a digest, or size and time.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        system, path = opened(root)
        self.is_shared = not _OF_ONE_MACHINE & {system.protocol} if isinstance(system.protocol, str) else not _OF_ONE_MACHINE & {*system.protocol}
        found = system.find(path, detail=True)
        names = {name[len(path):].lstrip("/"): info for name, info in found.items()}
        self._sizes: dict[str, int] = {name: info.get("size") or 0 for name, info in sorted(names.items()) if _is_inside(name)}
        self.states = {name: repr([names[name].get(key) for key in ("ETag", "md5", "size", "mtime", "created", "LastModified")]) for name in self._sizes}
        self._held: dict[str, bytes | Exception] = {}
        self._along: dict[str, list[str]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_held": {}, "_along": {}, "states": {}}

    def plan(self, names: list[str], at_once: int) -> None:
        """Say in which order files will be asked for, so that one is fetched together with those that come after it."""
        lots = [names[at:at + at_once] for at in range(0, len(names), at_once)]
        self._along = {name: lot for lot in lots for name in lot}

    def fetch(self, names: Iterable[str]) -> None:
        """Fetch several files at once, each to be asked for once."""
        wanted = [name for name in names if 0 <= self._sizes.get(name, -1) <= _LIMIT]
        if wanted:
            system, path = opened(self.root)
            found = system.cat([f"{path}/{name}" for name in wanted], on_error="return")
            self._held |= {name[len(path):].lstrip("/"): data for name, data in found.items()}

    def without(self, names: Iterable[str]) -> None:
        """Leave some out."""
        for name in names:
            del self._sizes[name]

    def __getitem__(self, name: str) -> bytes:
        if self._sizes[name] > _LIMIT:
            raise TooLarge(self._sizes[name])
        if name not in self._held:
            self.fetch(self._along.get(name, [name]))
        found = self._held.pop(name, None)
        if isinstance(found, bytes):
            return found
        if isinstance(found, OSError):
            raise found
        raise OSError(0, str(found or "is not there any more"), name)

    def __contains__(self, name: object) -> bool:
        return name in self._sizes

    def __iter__(self) -> Iterator[str]:
        return iter(self._sizes)

    def __len__(self) -> int:
        return len(self._sizes)

    __eq__ = object.__eq__               # compared by contents, all of them would be fetched
    __hash__ = object.__hash__


@contextmanager
def beside(job: Job) -> Iterator[Job]:
    """The job with an empty folder in the place of the root around its URLs, and with the files there."""
    try:
        root, inside = _root_of(job.sources)
        files = RemoteFiles(root)
    except OSError as error:
        raise BadJob(f"{', '.join(job.sources)} cannot be read: {error.strerror or error}") from error
    if not all(name == "" or _is_inside(name) for name in inside):
        raise BadJob(f"{', '.join(job.sources)}: “..” and the like lead nowhere in a URL")
    with tempfile.TemporaryDirectory(prefix="newsconv-") as folder:
        place = Path(os.path.realpath(folder))
        os.mkdir(place / ".git")                         # nobody looks for the root above it
        for name in _SETTINGS:
            if name in files:
                (place / name).write_bytes(files[name])
        for name in inside:
            if name not in files:
                os.makedirs(place / name, exist_ok=True)
        files.without(_ignored(files))
        settings = load(place)
        excluded = GitIgnoreSpec.from_lines(settings.exclude)
        files.without([name for name in files if excluded.match_file(settings.below + name)])
        yield job._replace(paths=tuple(place / name for name in inside), remote=files)


def _root_of(urls: tuple[str, ...]) -> tuple[str, list[str]]:
    """The URL of the root around some, as `walk.root_of` has it for paths; and these from there."""
    schemes = {url.partition("://")[0] for url in urls}
    if len(schemes) > 1 or any("::" in url for url in urls):
        raise BadJob("URLs of one repository begin alike; " + " and ".join(urls) + " do not")
    found = [opened(url) for url in urls]
    system, paths = found[0][0], [path for _, path in found]
    for url, path in zip(urls, paths, strict=True):
        if not system.exists(path):
            raise BadJob(f"there is no file or folder “{url}”")
    folders = [path if system.isdir(path) else system._parent(path) for path in paths]  # noqa: SLF001 - fsspec has no other name for it
    common = os.path.commonpath(folders) if folders[0] else ""
    root, chain = common, common
    while chain.strip("/"):
        if any(system.exists(f"{chain}/{mark}") for mark in ROOT_MARKS):
            root = chain
            break
        above = system._parent(chain)  # noqa: SLF001
        if above == chain or not above.strip("/"):
            break
        chain = above
    return system.unstrip_protocol(root), [path[len(root):].lstrip("/") for path in paths]


def _is_inside(name: str) -> bool:
    """A name that leads no way out of its root, and not to what no run looks at; keys of a bucket may be any text."""
    parts = name.split("/")
    return bool(name) and not {*parts} & (NEVER | {"", ".", ".."}) and "\0" not in name


def _ignored(files: RemoteFiles) -> set[str]:
    """The files that a `.gitignore` among them leaves out."""
    found: set[str] = set()
    for name in [name for name in files if name.rpartition("/")[2] == ".gitignore"]:
        spec = GitIgnoreSpec.from_lines(files[name].decode(errors="replace").splitlines())
        folder = name.removesuffix(".gitignore")
        found |= {path for path in files if path.startswith(folder) and spec.match_file(path.removeprefix(folder))}
    return found
