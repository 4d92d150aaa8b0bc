"""Files get other names, and what leads to them is mended: links, and the template tags that name a file.

Links are mended first, wherever they stand in the repository, and the files renamed last: whoever is interrupted in between, and
begins again, ends with the same.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..model.document import Document
from ..model.edits import diff, edited, retargeted
from ..model.finding import Edit, NthLink
from ..model.pages import PageFacts
from ..model.references import POST
from ..model.site import Resolution
from ..model.source import Span
from ..model.urls import Target
from ..readers import format_of
from .difference import difference
from .indexing import index_of
from .repository import Repository

_SUFFIX = ".html"                        # which servers serve with it and without


class Renamed(NamedTuple):
    """Which files have other names now, by their old ones; how many links were mended, in how many files; the differences; what could
    not be done, and why.
    """

    names: dict[str, str]
    links: int = 0
    files: int = 0
    diffs: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def rename(repository: Repository, wanted: Mapping[str, str], *, writes: bool) -> Renamed:
    """Give files, named from the root, the names that are wanted; unless it `writes`, only tell what would be done. No file is put in
    the place of another.
    """
    names, failed = _possible(repository, wanted)
    if not names:
        return Renamed({}, failed=tuple(failed))
    moved = _Moved(repository, names)
    links, diffs = dict[str, int](), [f"rename from {repository.shown(old)}\nrename to {repository.shown(new)}\n" for old, new in names.items()]
    for before, path, edits in moved.edits():
        text = edited(before.source.text, edits)
        trouble = difference(before, repository.reread(before, text, path), (), ())
        if trouble is None and writes:
            try:
                repository.rewrite(path, before, text)
            except OSError as error:
                trouble = error.strerror or str(error)
        if trouble:
            failed.append(f"{repository.shown(path)}: leads to a file that was renamed, and was not mended: {trouble}")
            continue
        links[path] = len(edits)
        diffs.append(diff(repository.shown(path), before.source.text, text))
    failed += moved.failed
    for old, new in list(names.items()) if writes else ():
        try:
            _move(repository, old, new)
        except OSError as error:
            failed.append(f"{repository.shown(old)}: was not renamed to {new}: {error.strerror or error}")
            del names[old]
    return Renamed(names, sum(links.values()), len(links), tuple(diffs), tuple(failed))


def _possible(repository: Repository, wanted: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The names that are free, each wanted once; and what is to be said of the others."""
    names, failed, taken = dict[str, str](), list[str](), dict[str, str]()
    for old, new in wanted.items():
        if os.path.lexists(repository.root / new) or new in taken:
            whose = f"{taken[new]} gets that name" if new in taken else "there is a file of that name"
            failed.append(f"{repository.shown(old)}: was not renamed to {new.rpartition('/')[2]}: {whose}")
        elif (repository.root / old).is_symlink():
            failed.append(f"{repository.shown(old)}: is a symbolic link, and was left alone")
        else:
            names[old] = taken[new] = new
            taken[new] = old
    return names, failed


def _move(repository: Repository, old: str, new: str) -> None:
    """Give a file another name, if nothing has it by now: a second name that is made fails where there is one."""
    source, target = repository.root / old, repository.root / new
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:                      # a file system without second names
        os.rename(source, target)
    else:
        os.unlink(source)


class _Moved:
    """The site before and after files have other names; of its pages only facts are kept."""

    def __init__(self, repository: Repository, names: Mapping[str, str]) -> None:
        self.names = names
        # What tags call files that have no URL, since their names are no names of posts.
        self._called = {match[1]: name for name in names if (match := POST.search(name))} | {name: name for name in names}
        self.repository = repository
        self.failed: list[str] = []
        self._pages: dict[str, PageFacts] = {}
        self._then: dict[str, PageFacts] = {}
        for path in repository.files:
            if format_of(path):
                try:
                    document = repository.document(path)
                    self._pages[path] = repository.facts(path, document)
                    if path in names:
                        self._then[path] = repository.facts(names[path], repository.reread(document, document.source.text, names[path]))
                except Exception:  # noqa: BLE001,S112 - whoever asks for the file itself is told why it cannot be read
                    continue
        self._before = index_of(repository, self._pages.get)
        self._after = index_of(repository, {**self._pages, **self._then}.get)

    def edits(self) -> Iterator[tuple[Document, str, list[Edit]]]:
        """What has to change in which file."""
        for path, page in self._pages.items():
            edits = [*self._references(page)]
            links = [*self._links(page)]
            if edits or links:
                document = self.repository.document(path)
                edits += self._retargeted(document, page, links)
                if edits:
                    yield document, path, edits

    def _references(self, page: PageFacts) -> Iterator[Edit]:
        """Template tags that name a file."""
        for reference in page.references:
            found = self._before.files.find(reference.name, reference.what)
            old = found if found in self.names else self._called.get(reference.what.lstrip("/"))
            if old is None:
                continue
            new = _written_as(reference.what, old, self.names[old])
            at = reference.written.find(reference.what, len(reference.name))
            if new and at >= 0:
                start = reference.span.start + at
                yield Edit(Span(start, start + len(reference.what)), new)

    def _links(self, page: PageFacts) -> Iterator[tuple[int, str, str]]:
        """Links to a file that has another URL now, and those that lead elsewhere from the new place of the page: which one, the file
        that is meant, and the target that leads there; empty where that is not certain.
        """
        then = self._then.get(page.path, page)
        for number, link in enumerate(page.links):
            if "{%" in link.target:          # a tag that names a file
                continue
            before = self._before.resolve(page, link)
            old = self._before.file_of(before.url) if before.verdict == "found" else None
            if not old or (old not in self.names and then is page):
                continue
            after = self._after.resolve(then, link)
            if after.verdict == "found" and self._after.file_of(after.url) == self.names.get(old, old):
                continue
            url = (self._then.get(old) or self._pages.get(old) or PageFacts(old, "static", before.url)).url
            yield number, old, self._written(link.target, before, url, then) if url else ""

    def _retargeted(self, document: Document, page: PageFacts, links: Iterable[tuple[int, str, str]]) -> Iterator[Edit]:
        for number, old, target in links:
            span = document.locate(NthLink(number))
            written = page.links[number].target
            edits = retargeted(document.source, span, target) if target and document.source.slice(span) == written else ()
            if not edits:
                line, column = document.source.position(span.start)
                self.failed.append(f"{document.source.path}:{line}:{column}: “{written}” leads to {old}, which gets another name; mend it by hand")
            yield from edits

    def _written(self, target: str, before: Resolution, url: str, page: PageFacts) -> str:
        """A target that leads to a URL, written as another was: with its host, from the root or from the page, with or without suffix."""
        if "{" in target:
            return target.replace(before.url, url) if before.url in target else ""
        if not url.endswith("/") and before.url.endswith(_SUFFIX) != url.endswith(_SUFFIX):
            url = url.removesuffix(_SUFFIX) if url.endswith(_SUFFIX) else url + _SUFFIX
        parts, path = Target.of(target.strip()), self._before.baseurl + url
        if not parts.origin and not parts.path.startswith("/") and page.url:
            path = posixpath.relpath(url, posixpath.dirname(page.url)) + "/" * url.endswith("/")
        return parts.at(path)


def _written_as(what: str, old: str, new: str) -> str:
    """The new name of a file as its old one was written: from the root, or as a post is named; empty when that cannot be told."""
    if what.lstrip("/") == old:
        return "/" * what.startswith("/") + new
    was, becomes = POST.search(old), POST.search(new)
    if was and becomes and was[1].endswith(what):
        return becomes[1] if what == was[1] else becomes[1].rpartition("/")[2]
    return what.replace(posixpath.basename(old), posixpath.basename(new)) if posixpath.basename(old) in what else ""
