"""`newsconv convert --to epub`: one book of many posts, a book for each group of them, or a book for each post."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..model.document import Document
from ..model.pages import PageFacts
from ..writers.epub import Book, BookInfo
from ..writers.epub.chapters import Chapter, chapter_of, stub
from ..writers.epub.pictures import Picture, name_of
from ..writers.epub.words import dated
from .covers import covers_of, given
from .files import Output
from .outside import Surroundings
from .pool import mapped
from .run import Outcome, Run
from .selection import UNDATED, UNSORTED, Entry, entry_of, groups, ordered

if TYPE_CHECKING:
    from .fetching import Fetcher

_PIECE = 1 << 20
_ASKED_FOR_LANGUAGE = 25         # posts, of which the commonest language is that of a book
_KEPT = 1000                     # posts, that are kept in memory between the two times
_MANY = 20                       # posts of a month, from which on its days are parts
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


class _NothingInIt(Exception):
    """No post of a book could be written."""


class Books(Run):
    """A conversion into books. Posts are read twice: for what the books are made of, then for their text."""

    _fetcher: Fetcher | None = None

    def to_stream(self, targets: list[str], emit: Callable[[bytes], None]) -> None:
        """One book of all posts."""
        entries = self._entries(targets)
        with tempfile.TemporaryFile() as file:
            try:
                self._write(file, entries)
            except _NothingInIt:
                return
            file.seek(0)
            while piece := file.read(_PIECE):
                emit(piece)

    def to_folder(self, targets: list[str], folder: Path, names: list[str]) -> None:
        """A book for each group of posts; a book for each post when they are not split."""
        entries = self._entries(targets)
        output = Output(folder, (os.path.join(self.repository.root, target) for target in targets))
        if self.job.split == "none":
            by_target = dict(zip(targets, names, strict=True))
            books = [(by_target[entry.path], "", [entry]) for entry in entries]
        else:
            books = [(_file_name(group), group, found) for group, found in groups(entries, self.job.split).items()]
        for done, (name, group, found) in enumerate(books):
            with self.writing(folder, name, found[0].path, f"{done:,} of {len(books):,} books"):
                try:
                    with output.opened(name) as file:
                        self._write(file, found, group)
                except _NothingInIt:
                    continue

    def _entries(self, targets: list[str]) -> list[Entry]:
        """What has to be known of each post that is wanted, in order."""
        cover = self._said("cover")
        self._given = given(cover) if cover else None
        found: list[Entry] = []
        self._facts: dict[str, PageFacts] = {}
        self._read: dict[str, Document] = {}       # what need not be read a second time
        self._told: set[str] = set()               # of what was read, what is wrong with it is said once
        self._done, self._all = 0, 2 * len(targets)            # each is read twice, and in several books more often
        for target in targets:
            self._step()
            with self.watched(target):
                document = self.repository.document(target)
                if len(self._read) < _KEPT:
                    self._read[target] = document
                if not self.is_wanted(document):
                    continue
                if self.is_hopeless(document):
                    self.failed += 1
                else:
                    found.append(entry_of(target, document))
                    self._facts[target] = self.repository.located(target, document)
        return ordered(found, self.job.order)

    def _step(self) -> None:
        self._done += 1
        self.progress(min(self._done, self._all), self._all)

    # one book

    def _write(self, file: BinaryIO, entries: list[Entry], group: str = "") -> None:
        """Write a book of posts; _NothingInIt when there is none that could be written."""
        parts = self._parts(entries)
        if self._said("parts") == "category":
            entries = [entry for found in groups(entries, "category").values() for entry in found]
            entries = list({entry.path: entry for entry in reversed(entries)}.values())[::-1]
        self._info = info = self._info_of(entries, group)
        width = max(4, len(str(len(entries))))
        names = {entry.path: f"post-{number:0{width}}.xhtml" for number, entry in enumerate(entries, 1)}
        self._place = self.around = Surroundings(self.repository, names, self._hold, self._folder(), self._fetcher)
        self._place.facts = self._facts
        jobs = 1 if self._fetcher else self.job.jobs
        with (mapped(entries, partial(map, self._make), jobs, lambda entry: self.lost(entry.path)) as outcomes,
              Book(file, info, covers_of(info, self._given)) as book):
            whole = sum(self._take(book, entry, made, parts.get(entry.path, ""))
                        for entry, made in zip(entries, outcomes, strict=True))
            if not whole:
                raise _NothingInIt

    def _folder(self) -> Path | None:
        """Where pictures of the web are, with somebody to fetch the others if that is asked."""
        images = self._said("images")
        folder = Path(images) if images else None
        if self.job.fetch and self._fetcher is None:
            from .fetching import Fetcher
            self._fetcher = Fetcher(folder)
        return folder

    def _hold(self, picture: Picture) -> str:
        self._brought.append(picture)
        return name_of(picture.data)

    def _make(self, entry: Entry) -> Outcome:
        """Make the chapter of a post, and the pictures that it is the first to show, in whatever process this is."""
        return self.outcome(entry.path, lambda: self._chapter(entry.path))

    def _chapter(self, path: str) -> tuple[Chapter, list[Picture]]:
        self._brought = list[Picture]()
        document = self._read.pop(path, None) or self.repository.document(path)
        self.doubts(document)
        self._place.prefetch(document)
        chapter, written = chapter_of(document, self._place.names[path], self._info, self._place.of(path, document))
        self.said_of(document, written)
        return chapter, self._brought

    def _take(self, book: Book, entry: Entry, made: Outcome, part: str) -> bool:
        """Put what became of a post into a book; True when it is whole, not only a title for the links that lead to it."""
        self._step()
        chapter, pictures = made.result or (stub(self._place.names[entry.path], entry.title or entry.path, self._info), ())
        for picture in pictures:
            book.hold(picture)
        book.add(chapter, part)
        if entry.path not in self._told:
            self._told.add(entry.path)
            self.take_down(made)
            self.converted += made.result is not None
        return made.result is not None

    # what a book says of itself

    def _said(self, key: str) -> str:
        """What the command line says of a book, else the settings."""
        return self.job.book.get(key) or self.repository.settings.book.get(key, "")

    def _info_of(self, entries: list[Entry], group: str) -> BookInfo:
        site = self.repository.site
        language = self._said("language") or site.language or self._language(entries)
        alone = entries[0] if len(entries) == 1 and not group else None
        title = self._said("title") or (alone.title if alone else "") or site.title or self._name()
        authors = {entry.authors for entry in entries}
        days = sorted(str(entry.moment.day) for entry in entries if entry.moment)
        return BookInfo(
            title=f"{title} – {dated(group, language)}" if group else title,
            language=language.replace("_", "-"),
            creator=self._said("creator") or (", ".join(authors.pop()) if len(authors) == 1 else "") or site.author or "",
            publisher=self._said("publisher"), description=self._said("description"), rights=self._said("rights"),
            source=site.address + site.baseurl, identifier=self._said("identifier"), modified=_modified(entries),
            span=(days[0], days[-1]) if days else None)

    def _name(self) -> str:
        """What a book is called when nobody says it: as its folder, or its file."""
        output = self.job.output
        if output is not None and output.suffix == ".epub":
            return output.stem
        return self.repository.root.name.replace("_", " ").strip() or "newsconv"

    def _language(self, entries: list[Entry]) -> str:
        """The commonest language of the first posts; "und" when none of them tells."""
        found: Counter[str] = Counter()
        for entry in islice(entries, _ASKED_FOR_LANGUAGE):
            try:
                found[(self._read.get(entry.path) or self.repository.document(entry.path)).meta.language or "und"] += 1
            except Exception:  # noqa: BLE001, S112 - what is wrong with it is said when it is converted
                continue
        return found.most_common(1)[0][0] if found else "und"

    def _parts(self, entries: list[Entry]) -> dict[str, str]:
        """The part of the contents that each post stands in: its year, month or day, or its first category."""
        kind = self._said("parts") or "auto"
        if kind == "auto":
            kind = self._own_parts(entries)
        if kind in ("none", ""):
            return {}
        language = self._said("language") or self.repository.site.language or self._language(entries)
        cut = {"year": 4, "month": 7, "day": 10}
        if kind == "category":
            return {entry.path: (entry.categories or (UNSORTED,))[0] for entry in entries}
        return {entry.path: dated(str(entry.moment.day)[:cut[kind]], language) if entry.moment else UNDATED for entry in entries}

    def _own_parts(self, entries: list[Entry]) -> str:
        if self.job.order not in ("date", "newest"):
            return "none"
        days = {str(entry.moment.day) for entry in entries if entry.moment}
        months = {day[:7] for day in days}
        return "month" if len(months) > 1 else "day" if len(days) > 1 and len(entries) > _MANY else "none"


def _modified(entries: Iterable[Entry]) -> datetime | None:
    """When a book changed last: with its newest post, or when SOURCE_DATE_EPOCH says (reproducible-builds.org/specs)."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        pass
    return max((moment.utc() for entry in entries if (moment := entry.modified or entry.moment)), default=None)


def _file_name(group: str) -> str:
    """The name of the book of a group: what file systems do not take is replaced."""
    name = "".join(character for character in group.translate(_NOT_IN_NAMES) if character.isprintable()).strip(" .")
    return f"{name[:80] or UNSORTED}.epub"
