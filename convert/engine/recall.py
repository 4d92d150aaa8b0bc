"""What is known of the files of a repository without reading them again: findings, and what pages tell each other.

A file is the same when size and time of its last change are, else when its bytes are; what the rules of the site say of it holds while
all that they go by is the same. What depends on the time of day, or on other files in a way that nobody noted, is never remembered.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias

from ..model.finding import Diagnostic
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from ..schema import schema_of
from .cache import Cache, Row, packed, unpacked
from .checking import Checked, Checker, digest_of
from .circumstances import key_of
from .indexing import empty_index, index_of
from .overlay import NOTHING
from .walk import is_marked

_State: TypeAlias = "tuple[int, int]"          # size, and time of the last change in ns
_FEW = 100                     # files, which are read as fast as a cache
_JUST_NOW = 2_000_000_000      # ns: a file may change again in the same moment as far as its time tells
_CHECKED, _SPEAKS, _LOOKS_ELSEWHERE = 1, 2, 4
_BITS = (1 << 63) - 1          # SQLite's whole numbers
_LOT = 2000                    # files that are learnt before they are written down


class Memory:
    """What earlier runs learnt, and this one; `remembers=False`: this one alone."""

    def __init__(self, checker: Checker, *, remembers: bool) -> None:
        self._checker = checker
        self._repository = checker.repository
        self._below = f"{self._repository.root}/"
        self._facts: dict[str, PageFacts] = {}
        self._states: dict[str, _State] = {}
        self._rows: dict[str, Row] = {}
        self._learnt: list[Row] = []
        self._touched: list[tuple[int, str]] = []
        self._told: list[tuple[int, bytes | None, str]] = []
        self._index: SiteIndex | None = None
        self._put_down: set[str] = set()           # whose facts are in the cache: those of many files would fill the memory
        self._shape: int | None = None
        self._texts: dict[int, str] = {}           # the first page of each, known when the shape is
        self._cache: Cache | None = None
        if remembers and is_marked(self._repository.root) and len(self._repository.files) > _FEW:
            self._cache = Cache(self._repository.root, key_of(checker), makes=self._repository.overlay == NOTHING)
            if self._rests_the_same():
                self._rows = {row.path: row for row in self._cache.rows()}

    # files

    def checked(self, path: str) -> Checked | None:
        """What the rules of pages say of a file; None when it has to be read. Its facts are had by `facts`."""
        row = self._fresh(path)
        if row is None or not row.flags & _CHECKED:
            return None
        try:
            found: tuple[Diagnostic, ...] = unpacked(row.found) if row.found else ()
        except ValueError:
            return None
        return Checked(path, found, None, bool(row.flags & _SPEAKS), row.digest)

    def learn(self, checked: Checked) -> None:
        """Keep what was found out of a file in this run."""
        self._rows.pop(checked.path, None)
        if checked.facts is not None:
            self._facts[checked.path] = checked.facts
        if self._cache and checked.digest and checked.facts is not None and checked.path not in self._repository.overlay.contents \
                and (state := self._state(checked.path)):
            self._note(checked.facts, state, checked.digest, flags=_CHECKED | _SPEAKS * checked.speaks, found=checked.found)

    def _note(self, facts: PageFacts, state: _State, digest: bytes, *, flags: int, found: tuple[Diagnostic, ...] = ()) -> None:
        located = _without_body(facts)
        flags |= _LOOKS_ELSEWHERE * any("#" in link.target and link.kind != "fragment" for link in facts.links)
        mtime = state[1] if time.time_ns() - state[1] > _JUST_NOW else 0
        row = Row(facts.path, state[0], mtime, digest, flags, _number_of(located), _signed(facts.text), packed(found) if found else None, None, None)
        self._rows[facts.path] = row
        self._learnt.append(row._replace(located=packed(located), facts=packed(facts) if facts != located else None))
        if len(self._learnt) >= _LOT:
            self._write()

    def _fresh(self, path: str) -> Row | None:
        """The row of a file that is as it was."""
        row = self._rows.get(path)
        if row is None or path in self._repository.overlay.contents:
            return None
        state = self._state(path)
        if state is None or state[0] != row.size:
            return self._rows.pop(path, None) and None
        if state[1] != row.mtime:
            try:
                same = bool(row.digest) and digest_of(self._repository.bytes_of(path)) == row.digest
            except Exception:  # noqa: BLE001 - whoever reads it says why it cannot be read
                same = False
            if not same:
                return self._rows.pop(path, None) and None
            if time.time_ns() - state[1] > _JUST_NOW:
                self._touched.append((state[1], path))
                row = self._rows[path] = row._replace(mtime=state[1])
        return row

    def _state(self, path: str) -> _State | None:
        """Size and time of a file, as they were when it was first asked for: before it was read."""
        known = self._states.get(path)
        if known is None:
            try:
                found = os.stat(self._below + path)
            except OSError:
                return None
            known = self._states[path] = found.st_size, found.st_mtime_ns
        return known

    def note_states(self, paths: Iterable[str]) -> None:
        """Look at files before they are read."""
        if self._cache:
            for path in paths:
                self._state(path)

    # the site

    def facts(self, path: str) -> PageFacts | None:
        """What a file that was checked tells the others; None when it could not be read."""
        if path not in self._facts and (row := self._rows.get(path)) and self._cache:
            located, facts = self._cache.page(path)
            try:
                found: PageFacts = unpacked(facts or located or b"")
            except ValueError:
                return self._relearnt(row.path)
            return found
        return self._facts.get(path)

    def _relearnt(self, path: str) -> PageFacts | None:
        """What a row should have held, and does not."""
        self.learn(self._checker.page(path))
        return self._facts.get(path)

    def told(self, path: str) -> tuple[Diagnostic, ...] | None:
        """What the rules of the site say of a file; None when they have to look."""
        row = self._rows.get(path)
        if row is None or row.token is None or row.flags & _LOOKS_ELSEWHERE or row.token != self._token(row):
            return None
        try:
            return unpacked(row.told) if row.told else ()
        except ValueError:
            return None

    def tell(self, path: str, told: tuple[Diagnostic, ...]) -> None:
        """Keep what they said."""
        if row := self._rows.get(path):
            self._told.append((self._token(row), packed(told) if told else None, path))

    def _token(self, row: Row) -> int:
        """Stands for all that the rules of the site go by, but the page itself."""
        shape = self.shape
        twin = self._texts.get(row.text, "") if row.text else ""
        return shape ^ _number_of(twin if twin != row.path else "")

    @property
    def shape(self) -> int:
        """Stands for all that the files of the site tell each other, but their texts."""
        if self._shape is None:
            rows, facts, texts, total = self._rows, self._facts, self._texts, 0
            for path in self._repository.files:
                row = rows.get(path) if path in facts or path in self._put_down else self._fresh(path) or self._looked_up(path)
                if row is not None:
                    number, text = row.shape, row.text
                elif path in facts:
                    number, text = _number_of(_without_body(facts[path])), _signed(facts[path].text)
                else:
                    continue
                total += number
                if text:
                    texts[text] = min(path, texts.get(text, path))
            self._shape = total & _BITS
        return self._shape

    def _looked_up(self, path: str) -> Row | None:
        """Learn where a file will be that nobody asked to check."""
        state, address = self._state(path), self._checker.address(path)
        if address.facts is None:
            return None
        self._facts[path] = address.facts
        if self._cache and state and path not in self._repository.overlay.contents and (address.digest or address.facts.kind == "static"):
            self._note(address.facts, state, address.digest, flags=0)
        return self._rows.get(path)

    @property
    def index(self) -> SiteIndex:
        """The index of the site."""
        if self._index is None:
            self._index = self._remembered_index() or self._new_index()
        return self._index

    def _remembered_index(self) -> SiteIndex | None:
        if not self._cache:
            return None
        _, shape, site = self._cache.site()
        if shape != self.shape or site is None:
            return None
        index = empty_index(self._repository)
        try:
            index.take_up(unpacked(site), {_unsigned(text): path for text, path in self._texts.items()})
        except (ValueError, TypeError):
            return None
        return index

    def _new_index(self) -> SiteIndex:
        known = dict(self._facts)
        for path, data, _ in self._cache.pages() if self._cache and self._rows else ():
            if path not in known and path in self._rows and data:
                with suppress(ValueError):
                    known[path] = unpacked(data)._replace(text=_unsigned(self._rows[path].text))
        return index_of(self._repository, known)

    # the cache

    def close(self) -> None:
        """Write down what was learnt."""
        if self._cache is None:
            return
        if self._repository.overlay == NOTHING:
            gone = self._rows.keys() - set(self._repository.files)
            self._write(gone)
            if self._index is not None:
                self._cache.put(site=(self._rests(), self.shape, packed(self._index.tables)))
            elif not self._checker.asks_site:
                self._cache.put(site=(self._rests(), None, None))
        self._cache.close()

    def _write(self, gone: Iterable[str] = ()) -> None:
        if self._cache and self._repository.overlay == NOTHING and (self._learnt or self._touched or self._told or gone):
            if self._cache.put(self._learnt, gone, touched=self._touched, told=self._told):
                for row in self._learnt:
                    self._facts.pop(row.path, None)
                    self._put_down.add(row.path)
            self._learnt, self._touched, self._told = [], [], []

    def _rests(self) -> bytes:
        """The files with schemas that are in force, and what is in them."""
        names = {name for file in self._repository.schemas.files for name in schema_of(file).files}
        return packed({name: digest_of(Path(name).read_bytes()) for name in sorted(names)})

    def _rests_the_same(self) -> bool:
        assert self._cache is not None
        rests, _, _ = self._cache.site()
        try:
            return rests is not None and all(digest_of(Path(name).read_bytes()) == digest for name, digest in unpacked(rests).items())
        except (OSError, ValueError, AttributeError):
            return False


def _without_body(facts: PageFacts) -> PageFacts:
    """What other pages go by, but the text."""
    return facts._replace(links=(), covers=(), references=(), anchors=None, text=0)


def _number_of(value: Any) -> int:
    return int.from_bytes(blake2b(repr(value).encode(errors="surrogatepass"), digest_size=8).digest(), "big") & _BITS


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number


def _unsigned(number: int) -> int:
    return number & ((1 << 64) - 1)
