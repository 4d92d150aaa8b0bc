"""`newsconv convert`: files in, files (or one stream) out, and a report of what was lost or failed."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..model.finding import Finding
from ..model.flavor import Flavor
from ..writers import STREAMS, SUFFIXES, write
from .checking import lasts
from .files import Output
from .overlay import NOTHING, Overlay
from .pool import AT_ONCE, mapped
from .repository import Repository, Unreadable
from .run import Conversion, Job, Outcome, Progress, Run
from .settings import Settings
from .validation import report_of

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from ..writers.epub.pictures import Picture
    from .outside import Surroundings
    from .standing import Standing

_WITH_ADDRESS = ("json", "jsonl", "parquet", "xhtml")        # formats that show the addresses of posts, of which some go by the day
_WRITERS = {"parquet": "jsonl"}         # what a table is made of: each post is a record first
_REPORT = "nothing was written for this file; please report it"


def convert(job: Job, emit: Callable[[bytes], None], settings: Settings | None = None,
            progress: Progress = lambda done, of: None, executor: Executor | None = None) -> Conversion:
    """Run a job, telling `progress` how many files are done. settings.BadSettings when settings cannot be used, OutputFailed when nothing more can be written.

    Each post is made by the `executor`, if there is one, which may be of other machines: they need this package, and no disk of this one. Books,
    and XHTML with its pictures, are made of more than one post, and here.
    """
    started = time.perf_counter()
    overlay = Overlay(job.remote, shown=f"{job.remote.root}/") if job.remote is not None else NOTHING
    repository = Repository(job.paths, settings, without=_apart(job), standard_input=job.standard_input,
                            engine=job.engine, overlay=overlay)
    targets = repository.targets()
    folder = None if is_one_file(job, len(targets)) else job.output
    if job.to == "epub":
        from .books import Books
        run: Run = Books(job, repository, progress)
    elif job.parts is not None:
        from .parts import Parts
        run = Parts(job, repository, progress, executor)
    else:
        run = Files(job, repository, progress, executor)
    if folder is None:
        run.to_stream(targets, emit)
    else:
        run.to_folder(targets, folder, output_names([os.path.join(repository.root, target) for target in targets], job.paths,
                                                    SUFFIXES[job.to]))
    report = report_of(run.found, files=len(targets), notes=run.notes, seconds=time.perf_counter() - started)
    return Conversion(run.converted, run.failed, report, run.repairs, run.repaired, run.standing)


def _apart(job: Job) -> list[Path]:
    """The output, when it holds no input: what an earlier run left there is not converted again."""
    if job.output is None:
        return []
    folder = os.path.abspath(job.output)
    return [] if any(Path(os.path.abspath(path)).is_relative_to(folder) for path in job.paths) else [job.output]


def is_one_file(job: Job, count: int) -> bool:
    """The output is one file: a stream of many posts, or the one that one post becomes."""
    if job.output is None or job.output.is_dir() or job.into_folder:
        return False
    return job.to in STREAMS or (count == 1 and not any(path.is_dir() for path in job.paths))


class Parcel(NamedTuple):
    """A file that is to be converted, here or elsewhere: its bytes, None when they are read where that is done; `state` says what its output will be made
    of, if that is to be noted, and `done` what became of it, if there is nothing left to do.
    """

    target: str
    is_replaced: bool = False              # there is an output of this name already
    data: bytes | None = None
    state: bytes = b""
    done: Outcome | None = None


class Made(NamedTuple):
    """What a file became; no data where the output stands as it is. One that `lasts` does not become another by mere time."""

    data: bytes | None
    lasts: bool = True
    state: bytes = b""
    pictures: tuple[str, ...] = ()


class Files(Run):
    """A conversion of each post by itself, in processes of this machine or by an executor."""

    def __init__(self, job: Job, repository: Repository, progress: Progress, executor: Executor | None = None) -> None:
        super().__init__(job, repository, progress)
        self._executor = executor
        self._before: Standing | None = None
        self._folder = ""
        self._places: Mapping[str, str] = {}               # of outputs there, by their targets

    def to_stream(self, targets: list[str], emit: Callable[[bytes], None]) -> None:
        """All renderings, one behind the other."""
        if self.job.output:
            self._places = dict.fromkeys(targets, str(self.job.output))
        for outcome in self._taken_down(targets):
            emit(outcome.result.data)
            self.converted += 1

    def to_folder(self, targets: list[str], folder: Path, names: list[str]) -> None:
        """A file for each rendering, under its name."""
        output = Output(folder, (os.path.join(self.repository.root, target) for target in targets))
        by_target = dict(zip(targets, names, strict=True))
        self._folder, self._places = os.fspath(folder), by_target
        if self.job.to == "xhtml":
            self.around = _surroundings(self.repository, by_target, output)
        if self.job.update:
            from .standing import Standing
            self._before = Standing(folder, self._key(by_target))
        try:
            for outcome in self._taken_down(targets):
                with self.writing(folder, by_target[outcome.target], outcome.target, f"{self.converted:,} of {len(targets):,} files"):
                    self._put(output, by_target[outcome.target], outcome)
        finally:
            if self._before:
                self._before.close()
                self.notes = self._before.trouble

    def _key(self, names: Mapping[str, str]) -> bytes:
        """Stands for all that outputs are made of but their own files; for those that show what is around them, of all files of the repository."""
        from .circumstances import circumstances
        from .standing import key_of_contents
        job, site = self.job, self.repository
        around = (key_of_contents(site), self.around.index.tables, sorted(names.items())) if self.around else ()
        return circumstances(site, *job.makes, around)

    def _put(self, output: Output, name: str, outcome: Outcome) -> None:
        """Put what a file became in its place, if it does not stand there, and note of what it was made."""
        made: Made = outcome.result
        if made.data is None:
            output.keep(name)
            self.standing += 1
            return
        output.write(name, made.data)
        self.converted += 1
        if self._before and made.lasts:
            self._before.note(name, made.state, made.data, (outcome.found, outcome.repairs, made.pictures))

    def _taken_down(self, targets: list[str]) -> Iterator[Outcome]:
        """What the targets become, as far as something becomes of them."""
        with self.outcomes(targets) as outcomes:
            for done, outcome in enumerate(outcomes, 1):
                self.take_down(outcome)
                self.progress(done, len(targets))
                if outcome.result is not None:
                    yield outcome

    @contextmanager
    def outcomes(self, targets: list[str]) -> Iterator[Iterator[Outcome]]:
        """What becomes of the targets, in order."""
        if self._executor is not None and self.around is None and not self.job.standard_input:
            from .errands import sent
            yield sent(self, targets, self._executor)
            return
        if self.job.remote is not None:
            self.job.remote.plan(targets, AT_ONCE)
        with mapped(targets, partial(map, lambda target: self.made(self.parcel(target))), self.job.jobs, self.lost) as outcomes:
            yield outcomes

    def parcel(self, target: str, *, is_whole: bool = False) -> Parcel:
        """What there is to do for a file; with its bytes, when it is to be whole, or when these tell whether there is anything to do: where the
        output stands as it would be written, what was said of it is said again.
        """
        place = self._places.get(target)
        parcel = Parcel(target, self.job.to == "markdown" and place is not None and os.path.isfile(os.path.join(self._folder, place)))
        if self._before is None and not is_whole:
            return parcel
        try:
            data = self.repository.bytes_of(target)
        except Unreadable as error:
            finding = error.finding
            return parcel._replace(done=self.outcome(target, lambda: self.fail(target, "file-unreadable", finding)))
        if self._before is None or place is None:
            return parcel._replace(data=data)
        state = self._before.state(place, target, data)
        if (told := self._before.told(place, state)) is not None:
            return parcel._replace(done=Outcome(target, Made(None), 0, told.found, told.repairs))
        return parcel._replace(data=data, state=state)

    def made(self, parcel: Parcel) -> Outcome:
        """What becomes of one file."""
        return parcel.done or self.outcome(parcel.target, lambda: self._rendering(parcel))

    def _rendering(self, parcel: Parcel) -> Made | None:
        """What a file becomes; None when it is not wanted, holds nothing to convert, or does not read back."""
        has_address = self.job.to in _WITH_ADDRESS
        document = self.repository.document(parcel.target, parcel.data, has_address=has_address)
        if not self.is_wanted(document):
            return None
        if self.is_hopeless(document):
            self.failed += 1
            return None
        self.doubts(document)
        options = dict(self.job.options)
        if self.around is not None:
            options["outside"] = self.around.of(parcel.target, document)
        rendering = write(document, _WRITERS.get(self.job.to, self.job.to), front_matter=self.job.front_matter, **options)
        if self.job.to == "markdown" and (self.job.verify or parcel.is_replaced):
            from .verification import difference
            flavor: Flavor = self.job.options.get("flavor", "gfm")
            if (said := difference(document, rendering, flavor)) is not None:
                self.fail(parcel.target, "file-unverified", Finding(
                    f"what was converted does not read back as the same document: {said}", help=_REPORT))
                return None
        self.said_of(document, rendering)
        return Made(rendering.data, not has_address or lasts(self.repository, document), parcel.state, tuple(self.around.shown) if self.around else ())


def _surroundings(repository: Repository, names: Mapping[str, str], output: Output) -> Surroundings:
    """What stands around documents in a folder: each other, and their pictures, which come with them."""
    from ..writers.epub.pictures import name_of
    from .outside import Surroundings
    held: set[str] = set()

    def hold(picture: Picture) -> str:
        name = name_of(picture.data)
        if name not in held:
            output.write(name, picture.data)
            held.add(name)
        return name

    return Surroundings(repository, names, hold)


def output_names(inputs: list[str], given: Iterable[Path], suffix: str) -> list[str]:
    """The outputs' paths below the output folder: those of the inputs below the folder that holds all that was given,
    with another suffix. Inputs that would have the same name keep their suffix: `a.md` and `a.html` → `a.md.txt`, …
    """
    folders = [os.path.abspath(path) if path.is_dir() else os.path.dirname(os.path.abspath(path)) for path in given]
    base = os.path.commonpath(folders) if folders else os.getcwd()
    relative = [os.path.relpath(path, base).replace(os.sep, "/") for path in inputs]
    names, kept = list[str](), [os.path.splitext(path)[0] for path in relative]
    while names != kept:
        names, count = kept, Counter(kept)
        kept = [path if count[name] > 1 else name for path, name in zip(relative, names, strict=True)]
    return [name + suffix for name in names]
