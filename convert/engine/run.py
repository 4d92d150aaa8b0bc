"""One conversion as it goes: what to do, what is done and found so far, and what is said of a file that fails."""

from __future__ import annotations

import errno
import os
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from ..model.books import Order, Split
from ..model.document import Document
from ..model.finding import Diagnostic, Finding, Report
from ..model.flavor import Flavor
from ..model.rendering import Rendering
from ..readers import InputFormat
from ..rules import PageCheck, Rule, load_rule
from .checking import DEADLY, fault_of
from .files import Refused
from .repository import Repository, Unreadable
from .selection import Condition
from .stamping import Stamp

if TYPE_CHECKING:
    from .outside import Surroundings
    from .remote import RemoteFiles

# What keeps a file from being read as it was meant; a conversion says it even when nobody asked for a validation.
READING_RULES = ("file-binary", "file-empty", "fm-not-mapping", "fm-syntax", "fm-unclosed", "text-control-char", "text-encoding")
_FLATTENED = "html-nesting"          # this one is asked of what was parsed, when it was
# Troubles of the output that the next file would meet as well.
_HOPELESS = (errno.ENOSPC, errno.EROFS, errno.EDQUOT)
_NOTHING_TO_CONVERT = ("file-binary", "file-empty")


# Told how many files are done, of how many.
Progress: TypeAlias = "Callable[[int, int], None]"


class BadJob(ValueError):
    """A conversion that cannot be done as it is asked for; the message says what to ask for instead."""


class OutputFailed(Exception):
    """The output cannot be written at all; the run ends, what is written is whole."""


class Conversion(NamedTuple):
    """What a conversion did: how many files were converted, how many could not be, what there is to say, and what was
    brought into order, by kind; of each file only when places are asked for (`repaired`, by path). Of `standing` outputs there was nothing to do.
    """

    converted: int
    failed: int
    report: Report
    repairs: Mapping[str, int] = MappingProxyType({})
    repaired: Mapping[str, Mapping[str, int]] = MappingProxyType({})
    standing: int = 0


class Job(NamedTuple):
    """What to convert into what. `output` is a folder, a file, or None for a stream that `emit` takes.

    `options` are those of the writer, by name. `into_folder` says that the output is a folder though it is not there
    yet; `standard_input` is what the path `-` holds. `engine` renders the posts' Markdown in the place of their site's.
    `verify` reads each Markdown output back; one that replaces a file is always read back.
    `located` says where each loss stands, not only where one that is no mere information does; to find that out takes
    about as long as the conversion. `where` says which posts are taken; `order`, `split` and `book` are for books:
    `book` says what a book is called and who made it, over what the settings say. With `fetch`, pictures are
    fetched from the web; `jobs` is how many processes make it, by default one for each core. An `update` leaves alone what
    stands in the folder as it would be written. `sources` are URLs, in the place of `paths`, which then stand for them in a
    folder whose files are `remote`. `parts` is the folder, or its URL, that numbered parts go to, which hold many posts
    each, in the place of an `output`.
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
    where: tuple[Condition, ...] = ()
    order: Order = "date"
    split: Split = "none"
    book: Mapping[str, str] = MappingProxyType({})
    fetch: bool = False
    jobs: int | None = None
    update: bool = False
    sources: tuple[str, ...] = ()
    remote: RemoteFiles | None = None
    parts: str | None = None

    @property
    def makes(self) -> tuple[object, ...]:
        """All of it that a post's output, and what is said of it, depend on."""
        return self.to, self.front_matter, self.strict, sorted(self.options.items()), self.verify, self.located, self.where


class Outcome(NamedTuple):
    """What became of a file in whatever process: the result, None when there is none, and all that there is to take down."""

    target: str
    result: Any
    failed: int
    found: tuple[Diagnostic, ...]
    repairs: Mapping[str, int]


class Run(ABC):
    """One conversion: counts and findings so far. How many files come out of it, and what they hold, others say."""

    def __init__(self, job: Job, repository: Repository, progress: Progress) -> None:
        self.job = job
        self.repository = repository
        self.progress = progress
        self.around: Surroundings | None = None            # what stands around the documents of the output
        self.stamp = Stamp(repository.settings, repository.shown(""))
        self.rules = [load_rule(name) for name in READING_RULES]
        self.found: list[Diagnostic] = []
        self.repairs: Counter[str] = Counter()
        self.repaired: dict[str, Mapping[str, int]] = {}
        self.converted = self.failed = self.standing = 0
        self.notes: tuple[str, ...] = ()

    @abstractmethod
    def to_stream(self, targets: list[str], emit: Callable[[bytes], None]) -> None:
        """Convert files into one stream."""

    @abstractmethod
    def to_folder(self, targets: list[str], folder: Path, names: list[str]) -> None:
        """Convert files into files of a folder; the names are those of its files, one for each target."""

    @contextmanager
    def watched(self, target: str) -> Iterator[None]:
        """Whatever a file does to us is said of it, and the others are converted."""
        try:
            yield
        except Unreadable as error:
            self.fail(target, "file-unreadable", error.finding)
        except OutputFailed:
            raise
        except Exception as error:  # noqa: BLE001 - see above
            self.fail(target, "file-unreadable", fault_of(error, target, "newsconv failed on this file"))

    def outcome(self, target: str, make: Callable[[], Any]) -> Outcome:
        """Do something with a file, and tell apart what there is to take down of it, which is not taken down yet."""
        found, failed, repairs, result = self.found, self.failed, self.repairs, None
        self.found, self.failed, self.repairs = [], 0, Counter()
        with self.watched(target):
            result = make()
        made = Outcome(target, result, self.failed, tuple(self.found), dict(self.repairs))
        self.found, self.failed, self.repairs = found, failed, repairs
        return made

    def lost(self, target: str) -> Outcome:
        """What became of a file that kills whoever reads it."""
        return self.outcome(target, lambda: self.fail(target, "file-unreadable", DEADLY))

    def take_down(self, outcome: Outcome) -> None:
        """Take down what there is to say of a file."""
        self.found += outcome.found
        self.failed += outcome.failed
        self.repairs.update(outcome.repairs)
        if outcome.repairs and self.job.located:
            self.repaired[self.repository.shown(outcome.target)] = outcome.repairs

    def is_wanted(self, document: Document) -> bool:
        """A post meets all conditions of the job."""
        return all(condition.holds(document) for condition in self.job.where)

    def is_hopeless(self, document: Document) -> bool:
        """Say why there is nothing to convert in a document, if that is so."""
        return any([self._say(rule, document) for rule in self.rules if rule.name in _NOTHING_TO_CONVERT])  # noqa: C419 - each says its own

    def doubts(self, document: Document) -> None:
        """Say what else is wrong with the reading of a document."""
        for rule in self.rules:
            if rule.name not in _NOTHING_TO_CONVERT:
                self._say(rule, document)

    def _say(self, rule: Rule, document: Document) -> bool:
        """Say what a rule finds in a document, if anything; the post is converted all the same, so it is no error."""
        found = [self.stamp(rule.name, document, finding) for finding in cast("PageCheck", rule.check)(document)]
        self.found += [one._replace(severity="warning") if one.severity == "error" and rule.name not in _NOTHING_TO_CONVERT
                       else one for one in found]
        return bool(found)

    def said_of(self, document: Document, rendering: Rendering) -> None:
        """Take down what a rendering does not hold, and what was brought into order in it."""
        self.repairs.update(rendering.repairs)
        if document.is_flattened:
            self._say(load_rule(_FLATTENED), document)
        for loss in self.around.explained(rendering.losses) if self.around else rendering.losses:
            severity = "error" if self.job.strict else self.stamp.severity_of(loss.rule, document.context.path)
            is_placed = severity != "info" or self.job.located
            said = self.stamp(loss.rule, document, loss) if is_placed else self.stamp.without_text(loss.rule, document.source.path, loss)
            self.found.append(said._replace(severity=severity))

    @contextmanager
    def writing(self, folder: Path, name: str, target: str, done: str) -> Iterator[None]:
        """A file of the output that cannot be written is said of the file that it is made of; OutputFailed when no other can be
        written either. `done` says what is.
        """
        try:
            yield
        except Refused as error:
            self.fail(target, "file-unwritable", Finding(str(error)))
        except OSError as error:
            reason = f"{folder / name} cannot be written: {error.strerror}"
            nearest = _nearest_folder(folder)
            if error.errno in _HOPELESS or not (nearest.is_dir() and os.access(nearest, os.W_OK)):
                raise OutputFailed(f"{reason}; {done} are done") from error
            self.fail(target, "file-unwritable", Finding(reason))

    def fail(self, target: str, rule: str, finding: Finding) -> None:
        """Take down that a file could not be converted, and why."""
        self.failed += 1
        self.found.append(self.stamp.without_text(rule, self.repository.shown(target), finding))


def _nearest_folder(folder: Path) -> Path:
    """A folder, or the nearest above it that there is."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
