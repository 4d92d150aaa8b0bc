"""`newsconv convert`: files in, files (or one stream) out, and a report of what was lost or failed."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.finding import Finding
from ..model.flavor import Flavor
from ..writers import STREAMS, SUFFIXES, write
from .files import Output
from .overlay import NOTHING, Overlay
from .pool import AT_ONCE, mapped
from .repository import Repository
from .run import Conversion, Job, Outcome, Progress, Run
from .settings import Settings
from .validation import report_of

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from ..writers.epub.pictures import Picture
    from .outside import Surroundings

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
    report = report_of(run.found, files=len(targets), seconds=time.perf_counter() - started)
    return Conversion(run.converted, run.failed, report, run.repairs, run.repaired)


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


class Files(Run):
    """A conversion of each post by itself, in processes of this machine or by an executor."""

    def __init__(self, job: Job, repository: Repository, progress: Progress, executor: Executor | None = None) -> None:
        super().__init__(job, repository, progress)
        self.executor = executor

    def to_stream(self, targets: list[str], emit: Callable[[bytes], None]) -> None:
        """All renderings, one behind the other."""
        for _, data in self._renderings(targets, dict.fromkeys(targets, self.job.output) if self.job.output else {}):
            emit(data)
            self.converted += 1

    def to_folder(self, targets: list[str], folder: Path, names: list[str]) -> None:
        """A file for each rendering, under its name."""
        output = Output(folder, (os.path.join(self.repository.root, target) for target in targets))
        by_target = dict(zip(targets, names, strict=True))
        if self.job.to == "xhtml":
            self.around = _surroundings(self.repository, by_target, output)
        for target, data in self._renderings(targets, {target: folder / name for target, name in by_target.items()}):
            with self.writing(folder, by_target[target], target, f"{self.converted:,} of {len(targets):,} files"):
                output.write(by_target[target], data)
                self.converted += 1

    def _renderings(self, targets: list[str], outputs: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
        """What the targets become; `outputs` tells where each will be written, if that is known."""
        def is_replaced(target: str) -> bool:
            return target in outputs and self.job.to == "markdown" and outputs[target].is_file()

        with self.outcomes(targets, is_replaced) as outcomes:
            for done, outcome in enumerate(outcomes, 1):
                self.take_down(outcome)
                self.progress(done, len(targets))
                if outcome.result is not None:
                    yield outcome.target, outcome.result

    @contextmanager
    def outcomes(self, targets: list[str], is_replaced: Callable[[str], bool] = lambda target: False) -> Iterator[Iterator[Outcome]]:
        """What becomes of the targets, in order; `is_replaced` says of which there is an output already."""
        if self.executor is not None and self.around is None and not self.job.standard_input:
            from .errands import sent
            yield sent(self, targets, is_replaced, self.executor)
            return
        if self.job.remote is not None:
            self.job.remote.plan(targets, AT_ONCE)
        with mapped(targets, lambda target: self.made(target, is_replaced=is_replaced(target)), self.job.jobs) as outcomes:
            yield outcomes

    def made(self, target: str, data: bytes | None = None, *, is_replaced: bool = False) -> Outcome:
        """What becomes of one file, of which the bytes may be given."""
        return self.outcome(target, lambda: self._rendering(target, data, is_replaced=is_replaced))

    def _rendering(self, target: str, data: bytes | None, *, is_replaced: bool) -> bytes | None:
        """What a file becomes; None when it is not wanted, holds nothing to convert, or does not read back."""
        document = self.repository.document(target, data)
        if not self.is_wanted(document):
            return None
        if self.is_hopeless(document):
            self.failed += 1
            return None
        self.doubts(document)
        options = dict(self.job.options)
        if self.around is not None:
            options["outside"] = self.around.of(target, document)
        rendering = write(document, _WRITERS.get(self.job.to, self.job.to), front_matter=self.job.front_matter, **options)
        if self.job.to == "markdown" and (self.job.verify or is_replaced):
            from .verification import difference
            flavor: Flavor = self.job.options.get("flavor", "gfm")
            if (said := difference(document, rendering, flavor)) is not None:
                self.fail(target, "file-unverified", Finding(
                    f"what was converted does not read back as the same document: {said}", help=_REPORT))
                return None
        self.said_of(document, rendering)
        return rendering.data


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
