"""What is known of the files of a repository without reading them again: findings, and what pages tell each other.

A file is the same when size and time of its last change are, else when its bytes are; what the rules of the site say of it holds while
all that they go by is the same. What depends on the time of day, or on other files in a way that nobody noted, is never remembered.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ..model.finding import Diagnostic
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from .cache import Cache, Row, Site, packed, unpacked
from .checking import Checked, Checker, digest_of
from .circumstances import key_of, rests_of
from .indexing import empty_index, index_of
from .noting import Noted, facts_in, is_utf_8, noted, number_of, shape_of
from .overlay import NOTHING
from .repository import Repository
from .walk import is_marked

_FEW = 100                     # files, which are read as fast as a cache
_JUST_NOW = 2_000_000_000      # ns: a file may change again in the same moment as far as its time tells
CHECKED, _SPEAKS, _LOOKS_ELSEWHERE = 1, 2, 4
_BITS = (1 << 63) - 1          # SQLite's whole numbers
_LOT = 2000                    # files that are learnt before they are written down
_ALONE = number_of("")         # stands for the first page with the text of a page, where that is itself


def unremembered(repository: Repository) -> str:
    """Why nothing is remembered of a repository; empty where it is."""
    if not is_marked(repository.root):
        return "nothing is remembered where no file like newsconv.toml or _config.yml marks the root of a repository"
    return f"of up to {_FEW} files nothing is remembered, for they are read as fast" if len(repository.files) <= _FEW else ""


class Memory:
    """What earlier runs learnt, and this one; `remembers=False`: this one alone."""

    def __init__(self, checker: Checker, *, remembers: bool) -> None:
        self._checker = checker
        self._repository = checker.repository
        self._below = f"{self._repository.root}/"
        self._facts: dict[str, PageFacts] = {}
        self._states: dict[str, tuple[int, int]] = {}             # size, and time of the last change in ns, before they were read
        self._rows: dict[str, Row] = {}            # of earlier runs, until their files are looked at
        self._known: dict[str, Row] = {}           # of files that are as they were, or were read in this run
        self._held: dict[str, Row] = {}            # of the last, those whose facts are not in the cache: those of many files would fill the memory
        self._learnt: list[Row] = []
        self._touched: list[tuple[int, str]] = []
        self._told: list[tuple[int, bytes | None, str]] = []
        self._index: SiteIndex | None = None
        self._shape: int | None = None
        self._texts: dict[int, str] = {}           # the first page of each, known when the shape is
        self._cache: Cache | None = None
        self._is_kept = False                      # what the cache holds of the site is what there is to keep
        if remembers and not unremembered(self._repository):
            self._cache = Cache(self._repository.root, key_of(checker), makes=self._repository.overlay == NOTHING)
            if self._rests_the_same():
                self._rows = {row.path: row for row in self._cache.rows()}
                self._is_kept = not checker.asks_site

    # files

    def recalled(self, paths: Iterable[str]) -> tuple[list[Checked], list[str]]:
        """What the rules of pages said of files, if anything, and the files that have to be read. What they tell is had by `facts`."""
        self._look_at(paths)
        known, said, unknown = self._known, list[Checked](), list[str]()
        for path in paths:
            row = known.get(path)
            if row is None or not row.flags & CHECKED:
                unknown.append(path)
            elif row.found or row.flags & _SPEAKS:
                try:
                    said.append(Checked(path, unpacked(row.found) if row.found else (), None, bool(row.flags & _SPEAKS)))
                except ValueError:
                    unknown.append(path)
        for path in unknown:
            self._state(path)
        return said, unknown

    def pages(self, paths: Iterable[str]) -> Iterator[Checked]:
        """Check files, and pack what they tell, as a process may do that is not this one."""
        for checked in self._checker.pages(paths):
            is_packed = checked.digest and checked.facts is not None and self._is_for_cache(checked.path)
            yield checked._replace(facts=None, noted=noted(checked.facts)) if is_packed and checked.facts else checked

    def _is_for_cache(self, path: str) -> bool:
        """What there is to know of a file may be put down: as it lies on the disk, by a name that is UTF-8."""
        return self._cache is not None and path in self._states and path not in self._repository.overlay.contents and is_utf_8(path)

    def learn(self, checked: Checked) -> None:
        """Keep what was found out of a file in this run."""
        path = checked.path
        self._known.pop(path, None)
        if checked.facts is not None:
            self._facts[path] = checked.facts
        elif checked.noted:
            self._note(path, checked.noted, checked.digest, flags=CHECKED | _SPEAKS * checked.speaks, found=checked.found)

    def _note(self, path: str, told: Noted, digest: bytes, *, flags: int, found: tuple[Diagnostic, ...] = ()) -> None:
        flags |= _LOOKS_ELSEWHERE * told.looks_elsewhere
        size, changed = self._states[path]
        mtime = changed if time.time_ns() - changed > _JUST_NOW else 0
        row = Row(path, size, mtime, digest, flags, told.shape, told.text, packed(found) if found else None, None, None)
        self._known[path] = row
        self._held[path] = whole = row._replace(located=told.located, facts=told.body)
        self._learnt.append(whole)
        if len(self._learnt) >= _LOT:
            self._write()

    def _look_at(self, paths: Iterable[str]) -> None:
        """Take up the rows of files that are as they were. All files of a repository go this way in every run."""
        rows, known, below, stat = self._rows, self._known, self._below, os.stat
        for path in paths if rows else ():
            row = rows.pop(path, None)
            if row is None or path in self._repository.overlay.contents:
                continue
            try:
                found = stat(below + path)
            except OSError:
                continue
            if found.st_mtime_ns == row.mtime and found.st_size == row.size:
                known[path] = row
            else:
                self._states[path] = found.st_size, found.st_mtime_ns
                if same := self._same_as(row, found.st_size, found.st_mtime_ns):
                    known[path] = same

    def _same_as(self, row: Row, size: int, mtime: int) -> Row | None:
        """The row of a file whose time is another, but not its bytes."""
        try:
            if size != row.size or not row.digest or digest_of(self._repository.bytes_of(row.path)) != row.digest:
                return None
        except Exception:  # noqa: BLE001 - whoever reads it says why it cannot be read
            return None
        if time.time_ns() - mtime <= _JUST_NOW:
            return row
        self._touched.append((mtime, row.path))
        return row._replace(mtime=mtime)

    def _state(self, path: str) -> None:
        """Note size and time of a file before it is read."""
        if self._cache and path not in self._states:
            with suppress(OSError):
                found = os.stat(self._below + path)
                self._states[path] = found.st_size, found.st_mtime_ns

    # the site

    def facts(self, path: str) -> PageFacts | None:
        """What a file that was checked tells the others; None when it could not be read."""
        if path not in self._facts and (row := self._known.get(path)) and self._cache:
            held = self._held.get(path)
            located, body = (held.located, held.facts) if held else self._cache.page(path)
            try:
                return facts_in(located, row.text, body)
            except ValueError:
                return self._relearnt(path)
        return self._facts.get(path)

    def _relearnt(self, path: str) -> PageFacts | None:
        """What a row should have held, and does not."""
        self._state(path)
        self.learn(next(self.pages([path])))
        return self.facts(path)

    def retold(self, paths: Iterable[str]) -> tuple[list[Diagnostic], list[str]]:
        """What the rules of the site said of files, and the files at which they have to look."""
        alone = self.shape ^ _ALONE
        known, texts, said, unknown = self._known, self._texts, list[Diagnostic](), list[str]()
        for path in paths:
            row = known.get(path)
            if row is None or row.token is None or row.flags & _LOOKS_ELSEWHERE or row.token != (
                    alone if not row.text or texts.get(row.text, path) == path else self._token(row)):
                unknown.append(path)
            elif row.told:
                try:
                    said += unpacked(row.told)
                except ValueError:
                    unknown.append(path)
        return said, unknown

    def tell(self, path: str, told: tuple[Diagnostic, ...]) -> None:
        """Keep what they said."""
        if row := self._known.get(path):
            self._told.append((self._token(row), packed(told) if told else None, path))

    def _token(self, row: Row) -> int:
        """Stands for all that the rules of the site go by, but the page itself."""
        first = self._texts.get(row.text, row.path) if row.text else row.path
        return self.shape ^ (_ALONE if first == row.path else number_of(first))

    @property
    def shape(self) -> int:
        """Stands for all that the files of the site tell each other, but their texts."""
        if self._shape is None:
            known, facts, texts, total = self._known, self._facts, self._texts, 0
            self._look_at(self._repository.files)
            for path in self._repository.files:
                row = known.get(path)
                if row is None and path not in facts:
                    row = self._looked_up(path)
                if row is not None:
                    number, text = row.shape, row.text
                elif path in facts:
                    number, text = shape_of(facts[path]), facts[path].text
                else:
                    continue
                total += number
                if text and texts.setdefault(text, path) > path:
                    texts[text] = path
            self._shape = total & _BITS
        return self._shape

    def _looked_up(self, path: str) -> Row | None:
        """Learn where a file will be that nobody asked to check."""
        self._state(path)
        address = self._checker.address(path)
        if address.facts is None:
            return None
        if (address.digest or address.facts.kind == "static") and self._is_for_cache(path):
            self._note(path, noted(address.facts), address.digest, flags=0)
        else:
            self._facts[path] = address.facts
        return self._known.get(path)

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
            index.take_up(unpacked(site), self._texts)
        except (ValueError, TypeError):
            return None
        self._is_kept = True
        return index

    def _new_index(self) -> SiteIndex:
        located = dict(self._cache.located()) if self._cache and self._known else {}

        def known(path: str) -> PageFacts | None:
            if path in self._facts or path not in self._known:
                return self._facts.get(path)
            held = self._held.get(path)
            try:
                return facts_in(held.located if held else located.get(path), self._known[path].text)
            except ValueError:
                return None

        return index_of(self._repository, known)

    # the cache

    def close(self) -> None:
        """Write down what was learnt."""
        if self._cache is None:
            return
        if self._repository.overlay == NOTHING:
            gone = self._rows.keys() - set(self._repository.files) if self._rows else set[str]()
            site: Site | None = None
            if not self._is_kept and self._index is not None:
                site = packed(rests_of(self._repository)), self.shape, packed(self._index.tables)
            elif not self._is_kept and not self._checker.asks_site:
                site = packed(rests_of(self._repository)), None, None
            self._write(gone, site)
        self._cache.close()

    def _write(self, gone: Collection[str] = (), site: Site | None = None) -> None:
        if self._cache and self._repository.overlay == NOTHING and (self._learnt or self._touched or self._told or gone or site):
            if self._cache.put(self._learnt, gone, site, self._touched, self._told):
                for row in self._learnt:
                    self._held.pop(row.path, None)
            self._learnt, self._touched, self._told = [], [], []

    def _rests_the_same(self) -> bool:
        assert self._cache is not None
        rests, _, _ = self._cache.site()
        try:
            return rests is not None and all(digest_of(Path(name).read_bytes()) == digest for name, digest in unpacked(rests).items())
        except (OSError, ValueError, AttributeError):
            return False
