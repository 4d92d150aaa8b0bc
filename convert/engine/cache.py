"""What earlier runs learnt of the files of a repository, in `.newsconv_cache/` at its root: an SQLite file, beside one of the links to other sites.

Rows belong to a key, which stands for all that changes what is learnt but the files themselves. A cache that cannot be read or written,
is broken or in use, costs time and nothing else. What comes out of it is data: of Python's objects only our own tuples are made.
"""

from __future__ import annotations

import io
import os
import pickle
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from functools import partial
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from ..model.cells import visible

FOLDER = ".newsconv_cache"
FILES = "files.sqlite"
LINKS = "links.sqlite"         # which external/remembering.py fills
OUTPUTS = "outputs.sqlite"     # of an output folder, which standing.py fills
_LABELS = {".gitignore": "*\n", "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of newsconv (https://bford.info/cachedir/). It can be deleted.\n"}
_FORMAT = 3                    # of the tables below
_KEYS_KEPT = 4                 # of as many settings the files are remembered
_PATIENCE = 2                  # seconds to wait for another run that writes
_TABLES = """
    CREATE TABLE keys (id INTEGER PRIMARY KEY, key BLOB UNIQUE, used INTEGER, said BLOB, rests BLOB, shape INTEGER, site BLOB);
    CREATE TABLE files (key INTEGER, path TEXT, size INTEGER, mtime INTEGER, digest BLOB, flags INTEGER, shape INTEGER, text INTEGER, found BLOB,
        token INTEGER, told BLOB, PRIMARY KEY (key, path)) WITHOUT ROWID;
    CREATE TABLE pages (key INTEGER, path TEXT, located BLOB, facts BLOB, PRIMARY KEY (key, path)) WITHOUT ROWID;
"""


Site: TypeAlias = "tuple[bytes | None, int | None, bytes | None]"         # see `Cache.site`


class Row(NamedTuple):
    """What is known of a file: size, time of its last change (ns) and digest of its bytes; `flags` and three numbers are the caller's;
    `found`, `told`, `located` and `facts` are packed.
    """

    path: str
    size: int
    mtime: int
    digest: bytes
    flags: int
    shape: int
    text: int
    found: bytes | None
    token: int | None
    told: bytes | None
    located: bytes | None = None
    facts: bytes | None = None


class Cache:
    """The rows of one key; none where there is no cache to be had."""

    def __init__(self, root: Path, key: Mapping[str, bytes], *, makes: bool) -> None:
        self._key = 0
        self._base = opened(root, FILES, _TABLES, _FORMAT, makes=makes)
        with self._quietly():
            if self._base is not None:
                self._key = self._id_of(key)

    def _id_of(self, said: Mapping[str, bytes]) -> int:
        assert self._base is not None
        key = key_of(said)
        with self._base as base:
            last, number, now = base.execute("SELECT key, id, max(used) FROM keys").fetchone()
            if last == key:
                return int(number)                   # a run like the last one has nothing to write
            now = (now or 0) + 1
            base.execute("INSERT INTO keys (key, used, said) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET used = excluded.used", (key, now, packed(dict(said))))
            old = [row[0] for row in base.execute("SELECT id FROM keys ORDER BY used DESC LIMIT -1 OFFSET ?", (_KEYS_KEPT,))]
            for number in old:
                base.execute("DELETE FROM pages WHERE key = ?", (number,))
                base.execute("DELETE FROM files WHERE key = ?", (number,))
                base.execute("DELETE FROM keys WHERE id = ?", (number,))
            (found,) = base.execute("SELECT id FROM keys WHERE key = ?", (key,)).fetchone()
        return int(found)

    def rows(self) -> Iterator[Row]:
        """All rows, without `located` and `facts`."""
        with self._quietly():
            if self._key and self._base:
                yield from map(partial(tuple.__new__, Row), self._base.execute(
                    "SELECT path, size, mtime, digest, flags, shape, text, found, token, told, NULL, NULL FROM files WHERE key = ?", (self._key,)))

    def page(self, path: str) -> tuple[bytes | None, bytes | None]:
        """`located` and `facts` of a row."""
        with self._quietly():
            if self._key and self._base and (found := self._base.execute("SELECT located, facts FROM pages WHERE key = ? AND path = ?", (self._key, path)).fetchone()):
                located, facts = found
                return located, facts
        return None, None

    def located(self) -> Iterator[tuple[str, bytes | None]]:
        """`located` of all rows, with their paths."""
        with self._quietly():
            if self._key and self._base:
                yield from self._base.execute("SELECT path, located FROM pages WHERE key = ?", (self._key,))

    def site(self) -> Site:
        """What the rows rest on, and the packed tables of the site with the number that stands for them."""
        with self._quietly():
            if self._key and self._base:
                rests, shape, site = self._base.execute("SELECT rests, shape, site FROM keys WHERE id = ?", (self._key,)).fetchone()
                return rests, shape, site
        return None, None, None

    def put(self, rows: Collection[Row] = (), gone: Iterable[str] = (), site: Site | None = None,
            touched: Iterable[tuple[int, str]] = (), told: Iterable[tuple[int, bytes | None, str]] = ()) -> bool:
        """Write rows, whole or not at all, and say which: new ones, new times (`touched`) and new words of the site (`told`) of old ones."""
        with self._quietly():
            if not self._key or not self._base:
                return False
            with self._base as base:
                base.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ((self._key, *row[:-2]) for row in rows))
                base.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", ((self._key, row.path, *row[-2:]) for row in rows))
                for path in gone:
                    for table in ("files", "pages"):
                        base.execute(f"DELETE FROM {table} WHERE key = ? AND path = ?", (self._key, path))  # noqa: S608 - one of the two
                base.executemany("UPDATE files SET mtime = ? WHERE key = ? AND path = ?", ((mtime, self._key, path) for mtime, path in touched))
                base.executemany("UPDATE files SET token = ?, told = ? WHERE key = ? AND path = ?", ((token, data, self._key, path) for token, data, path in told))
                if site is not None:
                    base.execute("UPDATE keys SET rests = ?, shape = ?, site = ? WHERE id = ?", (*site, self._key))
            return True
        return False

    def close(self) -> None:
        """Let the file go."""
        with self._quietly():
            if self._base is not None:
                self._base.close()
        self._base = None

    def _quietly(self) -> suppress:
        return suppress(sqlite3.Error, OSError)


def key_of(said: Mapping[str, bytes]) -> bytes:
    """Stands for all circumstances together."""
    return blake2b(repr(sorted(said.items())).encode(), digest_size=16).digest()


def opened(root: Path, name: str, tables: str, version: int, *, makes: bool) -> sqlite3.Connection | None:
    """A file of the cache with its tables, made where it is not there yet and may be, anew where it is broken or of another version; None where
    there is none to be had.
    """
    folder = root / FOLDER
    file = folder / name
    try:
        if not file.exists() and not makes:
            return None
        if folder.is_symlink() or file.is_symlink():
            return None                          # somebody wants something else to be written
        if not folder.is_dir():
            folder.mkdir()
            for label, text in _LABELS.items():
                (folder / label).write_text(text)
        try:
            return _connected(file, tables, version)
        except sqlite3.OperationalError:
            return None                          # in use, or not to be written
        except sqlite3.DatabaseError:
            file.unlink()
            return _connected(file, tables, version)
    except (OSError, sqlite3.Error):
        return None


def _connected(file: Path, tables: str, version: int) -> sqlite3.Connection:
    base = sqlite3.connect(file, timeout=_PATIENCE)
    try:
        (found,) = base.execute("PRAGMA user_version").fetchone()
        if found != version:
            with base:
                for (table,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                    base.execute(f'DROP TABLE "{table}"')
                for statement in filter(str.strip, tables.split(";")):
                    base.execute(statement)
                base.execute(f"PRAGMA user_version = {version}")
        base.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        base.close()
        raise
    return base


# what is packed

def packed(value: Any) -> bytes:
    """A value of our tuples and Python's plain types as bytes."""
    return pickle.dumps(value, 5)


def unpacked(data: bytes) -> Any:
    """The value; ValueError when the bytes are of anything else."""
    try:
        return _Unpacker(io.BytesIO(data)).load()
    except Exception as error:
        raise ValueError("no packed value") from error


class _Unpacker(pickle.Unpickler):
    """Makes nothing but our own tuples: whoever puts a file into a repository runs no code with it."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(_MODEL) and (module, name) not in _known:
            found = getattr(import_module(module), name, None)
            if isinstance(found, type) and issubclass(found, tuple) and hasattr(found, "_fields"):
                _known[module, name] = found
        return _known[module, name]


_MODEL = f"{__name__.partition('.')[0]}.model."
_known: dict[tuple[str, str], Any] = {}


# what a user may ask

class Kept(NamedTuple):
    """What the cache of a repository holds: its folder, how many bytes, how many files under each of the settings, the last used first, how
    many links to other sites that worked, and how many outputs of conversions.
    """

    folder: Path
    size: int
    files: tuple[int, ...]
    links: int = 0
    outputs: int = 0


def kept(root: Path) -> Kept | None:
    """What is kept for the repository at `root`; None when nothing is. Of a file that is no cache no files are known."""
    folder = root / FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return None
    files = _counted(folder / FILES, "SELECT count(files.path) FROM keys LEFT JOIN files ON files.key = keys.id GROUP BY keys.id ORDER BY used DESC")
    links = _counted(folder / LINKS, "SELECT count(*) FROM alive")
    return Kept(folder, sum(entry.stat(follow_symlinks=False).st_size for entry in os.scandir(folder)), files, sum(links),
                sum(_counted(folder / OUTPUTS, "SELECT count(*) FROM outputs")))


def _counted(file: Path, query: str) -> tuple[int, ...]:
    return tuple(count for (count,) in asked(file, query))


def asked(file: Path, query: str, *given: object) -> list[tuple[Any, ...]]:
    """The rows that a query of a file tells, which it leaves as it is; none where it is no file of ours."""
    if file.is_file() and not file.is_symlink():
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as base:
            return base.execute(query, given).fetchall()
    return []


def told(found: Kept | None) -> str:
    """What is kept, in a line."""
    if found is None:
        return "Nothing is remembered."
    files = " and ".join(f"{count:,}" for count in found.files)
    settings = "by one setting" if len(found.files) == 1 else f"by each of {len(found.files)} settings"
    links = f", {found.links:,} link{'s' * (found.links != 1)} to other sites" if found.links else ""
    outputs = f", {found.outputs:,} output{'s' * (found.outputs != 1)} of conversions" if found.outputs else ""
    return f"{visible(os.path.relpath(found.folder))}: {found.size / 1e6:.1f} MB" + (f", {files} files {settings}" if files else "") + f"{links}{outputs}."


def clear(root: Path) -> None:
    """Delete the cache of the repository at `root`; OSError when the disk forbids it, or when there is something else in its folder."""
    folder = root / FOLDER
    for name in (*(file + part for file in (FILES, LINKS, OUTPUTS) for part in ("", "-journal", "-wal", "-shm")), *_LABELS):
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()
