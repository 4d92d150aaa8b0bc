"""`newsconv convert`: files in, files (or one stream) out, and a report of what was lost or failed."""

from __future__ import annotations

import errno
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from ..model.document import Document
from ..model.finding import Diagnostic, Finding, Report
from ..model.flavor import Flavor
from ..model.source import Span
from ..readers import InputFormat
from ..rules import PageCheck, load_rule
from ..writers import STREAMS, SUFFIXES, write
from .files import Output, Refused
from .repository import Repository, Unreadable
from .settings import Settings
from .stamping import Stamp
from .validation import fault_of, report_of

# What keeps a file from being read as it was meant; a conversion says it even when nobody asked for a validation.
READING_RULES = ("file-binary", "file-empty", "fm-not-mapping", "fm-syntax", "fm-unclosed", "html-nesting",
                 "text-control-char", "text-encoding")
_NOTHING_TO_CONVERT = ("file-binary", "file-empty")
_REPORT = "nothing was written for this file; please report it"
# Troubles of the output that the next file would meet as well.
_HOPELESS = (errno.ENOSPC, errno.EROFS, errno.EDQUOT)


class OutputFailed(Exception):
    """The output cannot be written at all; the run ends, what is written is whole."""


class Conversion(NamedTuple):
    """What a conversion did: how many files came out, how many could not be converted, what there is to say."""

    converted: int
    failed: int
    report: Report


class Job(NamedTuple):
    """What to convert into what. `output` is a folder, a file, or None for a stream that `emit` takes.

    `options` are those of the writer, by name. `into_folder` says that the output is a folder though it is not there
    yet; `standard_input` is what the path `-` holds. `engine` renders the posts' Markdown in the place of their site's.
    `verify` reads each Markdown output back; one that replaces a file is always read back.
    `located` says where each loss stands, not only where one that is no mere information does; to find that out takes
    about as long as the conversion.
    """

    paths: tuple[Path, ...]
    to: str
    output: Path | None
    front_matter: bool = True
    strict: bool = False
    into_folder: bool = False
    standard_input: tuple[bytes, InputFormat] | None = None
    options: Mapping[str, Any] = MappingProxyType({})
    engine: Flavor | None = None
    verify: bool = False
    located: bool = True


def convert(job: Job, emit: Callable[[bytes], None], settings: Settings | None = None) -> Conversion:
    """Run a job. settings.BadSettings when settings cannot be used, OutputFailed when nothing more can be written."""
    started = time.perf_counter()
    repository = Repository(job.paths, settings, without=_apart(job), standard_input=job.standard_input,
                            engine=job.engine)
    run = _Run(job, repository)
    targets = repository.targets()
    if job.output is None or is_one_file(job, len(targets)):
        run.to_stream(targets, emit)
    else:
        run.to_folder(targets, job.output)
    report = report_of(run.found, files=len(targets), seconds=time.perf_counter() - started)
    return Conversion(run.converted, run.failed, report)


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


class _Run:
    """One conversion: counts and findings so far."""

    def __init__(self, job: Job, repository: Repository) -> None:
        self.job = job
        self.repository = repository
        self.stamp = Stamp(repository.settings, repository.shown(""))
        self.rules = [load_rule(name) for name in READING_RULES]
        self.found: list[Diagnostic] = []
        self.converted = self.failed = 0

    def to_stream(self, targets: list[str], emit: Callable[[bytes], None]) -> None:
        """All renderings, one behind the other."""
        for _, data in self._renderings(targets, dict.fromkeys(targets, self.job.output) if self.job.output else {}):
            emit(data)
            self.converted += 1

    def to_folder(self, targets: list[str], folder: Path) -> None:
        """A file for each rendering, in a tree like that of the inputs."""
        root = self.repository.root
        output = Output(folder, (os.path.join(root, target) for target in targets))
        names = output_names([os.path.join(root, target) for target in targets], self.job.paths, SUFFIXES[self.job.to])
        by_target = dict(zip(targets, names, strict=True))
        for target, data in self._renderings(targets, {target: folder / name for target, name in by_target.items()}):
            try:
                output.write(by_target[target], data)
                self.converted += 1
            except Refused as error:
                self._fail(target, str(error))
            except OSError as error:
                reason = f"{Path(folder, by_target[target])} cannot be written: {error.strerror}"
                nearest = _nearest_folder(folder)
                if error.errno in _HOPELESS or not (nearest.is_dir() and os.access(nearest, os.W_OK)):
                    raise OutputFailed(f"{reason}; {self.converted:,} of {len(targets):,} files are done") from error
                self._fail(target, reason)

    def _renderings(self, targets: Iterable[str], outputs: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
        """What the targets become; `outputs` tells where each will be written, if that is known."""
        for target in targets:
            data, fault = None, None
            try:
                data = self._rendering(target, outputs.get(target))
            except Unreadable as error:
                fault = error.finding
            except Exception as error:  # noqa: BLE001 - whatever a file does to us, the others are converted
                fault = fault_of(error, target, "newsconv failed on this file")
            if fault is not None:
                self.found.append(self.stamp.without_text("file-unreadable", self.repository.shown(target), fault))
            if data is None:
                self.failed += 1
            else:
                yield target, data

    def _rendering(self, target: str, output: Path | None) -> bytes | None:
        """What a file becomes; None when it holds nothing to convert, or does not read back."""
        document = self.repository.document(target)
        if self._troubles(document):
            return None
        rendering = write(document, self.job.to, front_matter=self.job.front_matter, **self.job.options)
        if self.job.to == "markdown" and (self.job.verify or (output is not None and output.is_file())):
            from .verification import difference
            flavor: Flavor = self.job.options.get("flavor", "gfm")
            if (said := difference(document, rendering, flavor)) is not None:
                self.found.append(self.stamp.without_text("file-unverified", document.source.path, Finding(
                    f"what was converted does not read back as the same document: {said}", help=_REPORT)))
                return None
        self.found += [self._loss(document, loss) for loss in rendering.losses]
        return rendering.data

    def _troubles(self, document: Document) -> bool:
        """Say what is wrong with the reading of a document; True when there is nothing to convert."""
        hopeless = False
        for rule in self.rules:
            for finding in cast("PageCheck", rule.check)(document):
                diagnostic = self.stamp(rule.name, document, finding)
                if rule.name in _NOTHING_TO_CONVERT:
                    hopeless = True
                elif diagnostic.severity == "error":
                    diagnostic = diagnostic._replace(severity="warning")     # the post is converted all the same
                self.found.append(diagnostic)
        return hopeless

    def _loss(self, document: Document, loss: Finding) -> Diagnostic:
        severity = "error" if self.job.strict else self.stamp.severity_of(loss.rule)
        if severity == "info" and not self.job.located:
            loss = loss._replace(at=Span(document.body_start, document.body_start))
        return self.stamp(loss.rule, document, loss)._replace(severity=severity)

    def _fail(self, target: str, reason: str) -> None:
        self.failed += 1
        self.found.append(self.stamp.without_text("file-unwritable", self.repository.shown(target), Finding(reason)))


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


def _nearest_folder(folder: Path) -> Path:
    """A folder, or the nearest above it that there is."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
