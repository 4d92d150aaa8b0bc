"""What earlier runs learnt of the web: which links worked, and since when others have been dead. A file of SQLite beside the other of the cache.

Only what worked is taken for an answer, until it is too old; what did not is asked for in each run. What is learnt is written down as it comes, so
that a run that is interrupted goes on where it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ..cache import LINKS, opened
from ..settings.external import Asking
from .replies import Outcome

_VERSION = 1                           # of the tables
_TABLES = """
    CREATE TABLE alive (url TEXT PRIMARY KEY, seen INTEGER, status INTEGER, moved TEXT, ids TEXT) WITHOUT ROWID;
    CREATE TABLE dead (url TEXT PRIMARY KEY, since INTEGER, seen INTEGER) WITHOUT ROWID;
"""
_LOT = 50                              # addresses that are learnt before they are written down
_DAY = 86400
_FORGOTTEN_AFTER = 400                 # days, in which nobody asked for what was dead


class Links:
    """The links of a repository (None: those of this run alone), in a file that this `makes` where there is none."""

    def __init__(self, root: Path | None, asking: Asking, now: datetime, *, makes: bool = True) -> None:
        self._asking = asking
        self._now = int(now.timestamp())
        self._oldest = self._now - int(asking.max_age * _DAY)
        self._base = opened(root, LINKS, _TABLES, _VERSION, makes=makes) if root else None
        self._alive: list[tuple[str, int, int, str, str]] = []
        self._dead: list[tuple[str, int, int]] = []
        with self._quietly():
            if self._base is not None:
                with self._base as base:
                    base.execute("DELETE FROM alive WHERE seen <= ?", (self._oldest,))
                    base.execute("DELETE FROM dead WHERE seen < ?", (self._now - _FORGOTTEN_AFTER * _DAY,))

    def known(self, url: str, ids: Iterable[str]) -> Outcome | None:
        """That an address works, and has these ids; None when nobody knows."""
        with self._quietly():
            if self._base is not None and (row := self._base.execute("SELECT status, moved, ids FROM alive WHERE url = ?", (url,)).fetchone()):
                status, moved, found = row
                if self._asking.accepts(status) and set(ids) <= set(found.split()):
                    return Outcome("alive", moved=moved, status=status)
        return None

    def learn(self, url: str, ids: Iterable[str], outcome: Outcome) -> str:
        """Keep what came of an address; the day since when it has been dead, as far as earlier runs know."""
        since = self._since(url)
        if outcome.state == "alive":
            self._alive.append((url, self._now, outcome.status, outcome.moved, " ".join(sorted(set(ids) - outcome.missing))))
        elif outcome.state == "dead":
            self._dead.append((url, since or self._now, self._now))
        if len(self._alive) + len(self._dead) >= _LOT:
            self.write()
        day = datetime.fromtimestamp(since, UTC).date().isoformat() if since else ""
        return day if day != datetime.fromtimestamp(self._now, UTC).date().isoformat() else ""

    def _since(self, url: str) -> int:
        with self._quietly():
            if self._base is not None and (row := self._base.execute("SELECT since FROM dead WHERE url = ?", (url,)).fetchone()):
                return int(row[0])
        return 0

    def write(self) -> None:
        """Put down what was learnt."""
        with self._quietly():
            if self._base is not None:
                with self._base as base:
                    base.executemany("INSERT OR REPLACE INTO alive VALUES (?, ?, ?, ?, ?)", self._alive)
                    base.executemany("DELETE FROM dead WHERE url = ?", [row[:1] for row in self._alive])
                    base.executemany("INSERT OR REPLACE INTO dead VALUES (?, ?, ?)", self._dead)
                    base.executemany("DELETE FROM alive WHERE url = ?", [row[:1] for row in self._dead])
        self._alive, self._dead = [], []

    def close(self) -> None:
        """Write, and let the file go."""
        self.write()
        with self._quietly():
            if self._base is not None:
                self._base.close()
        self._base = None

    def _quietly(self) -> suppress:
        return suppress(sqlite3.Error, OSError)
