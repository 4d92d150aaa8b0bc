"""Where a conversion's output goes: asked before the first file is read, put in place when it is complete."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..readers import format_of, suffix_of
from ..writers import STREAMS, SUFFIXES
from .conversion import Conversion, Job, OutputFailed, convert, is_one_file
from .files import replace


class BadJob(ValueError):
    """A conversion that cannot be done as it is asked for; the message says what to ask for instead."""


def deliver(job: Job, emit: Callable[[bytes], None]) -> Conversion:
    """Do a job; what has no place of its own goes to `emit`, piece by piece.

    BadJob before anything is written; settings.BadSettings and conversion.OutputFailed as `convert` does.
    """
    check(job)
    if job.output is None or not is_one_file(job, len(job.paths)):
        done = convert(job, emit)
    else:
        pieces: list[bytes] = []
        done = convert(job, pieces.append)
        if pieces:
            _put(job, b"".join(pieces))
    if not done.report.summary.files:
        raise BadJob("there is no Markdown or HTML file to convert in " + ", ".join(map(str, job.paths)))
    return done


def check(job: Job) -> None:
    """BadJob when the output cannot hold what the job makes."""
    output = job.output
    many = len(job.paths) > 1 or any(path.is_dir() for path in job.paths)
    if job.standard_input is not None and output is not None and (output.is_dir() or job.into_folder):
        raise BadJob(f"-o {output} is a folder; name the file that standard input becomes")
    if output is not None and output.is_file() and _is_input(output, job):
        raise BadJob(f"-o {output} is one of the files that are converted; choose another place for the output")
    if not many or job.to in STREAMS or job.into_folder:
        return
    stream = "; --to jsonl makes one stream of them" if job.to == "json" else ""
    if output is None:
        raise BadJob(f"several posts need a folder to go to: -o FOLDER{stream}")
    if output.is_file() or (suffix_of(str(output)) in SUFFIXES.values() and not output.exists()):
        raise BadJob(f"-o {output} is a file; several posts need a folder to go to{stream}")


def _is_input(output: Path, job: Job) -> bool:
    """An output that is one of the inputs, or a post in one of the folders among them."""
    place = output.resolve()
    return any(place == path.resolve() or (format_of(output.name) is not None and place.is_relative_to(path.resolve()))
               for path in job.paths)


def _put(job: Job, data: bytes) -> None:
    output = job.output
    assert output is not None
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        replace(output, data)
    except FileExistsError as error:
        raise OutputFailed(f"{output} cannot be written: {output.parent} is no folder") from error
    except OSError as error:
        raise OutputFailed(f"{output} cannot be written: {error.strerror or error}") from error
