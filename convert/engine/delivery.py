"""Where a conversion's output goes: asked before the first file is read, put in place when it is complete."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ..readers import format_of, suffix_of
from ..writers import STREAMS, SUFFIXES
from .conversion import convert
from .files import replacing
from .run import BadJob, Conversion, Job, OutputFailed, Progress

if TYPE_CHECKING:
    from concurrent.futures import Executor


def deliver(job: Job, emit: Callable[[bytes], None], progress: Progress = lambda done, of: None, executor: Executor | None = None) -> Conversion:
    """Do a job; what has no place of its own goes to `emit`, piece by piece.

    BadJob before anything is written; settings.BadSettings and run.OutputFailed as `convert` does.
    """
    if job.sources and job.remote is None:
        from .remote import beside
        with beside(job) as job_here:
            return deliver(job_here, emit, progress, executor)
    check(job)
    done = convert(job, emit, progress=progress, executor=executor) if job.output is None else _into(job.output, job, progress, executor)
    if not done.report.summary.files:
        raise BadJob("there is no Markdown or HTML file to convert in " + ", ".join(job.sources or map(str, job.paths)))
    if job.where and not done.converted and not done.failed and not done.standing:
        raise BadJob(f"none of {done.report.summary.files:,} posts is what --where asks for")
    return done


def _into(output: Path, job: Job, progress: Progress, executor: Executor | None) -> Conversion:
    """Do a job; pieces that belong into one file grow beside it, and it appears when all are there."""
    try:
        with ExitStack() as stack:
            file: BinaryIO | None = None

            def emit(data: bytes) -> None:
                nonlocal file
                if file is None:
                    output.parent.mkdir(parents=True, exist_ok=True)
                    file = stack.enter_context(replacing(output))
                file.write(data)

            return convert(job, emit, progress=progress, executor=executor)
    except OSError as error:
        is_below_file = isinstance(error, FileExistsError | NotADirectoryError)
        reason = f"{output.parent} is no folder" if is_below_file else error.strerror or error
        raise OutputFailed(f"{output} cannot be written: {reason}") from error


def check(job: Job) -> None:
    """BadJob when the output cannot hold what the job makes."""
    output = job.output
    many = len(job.paths) > 1 or any(path.is_dir() for path in job.paths)
    if job.standard_input is not None and output is not None and (output.is_dir() or job.into_folder):
        raise BadJob(f"-o {output} is a folder; name the file that standard input becomes")
    if output is not None and output.is_file() and _is_input(output, job):
        raise BadJob(f"-o {output} is one of the files that are converted; choose another place for the output")
    is_folder = output is not None and (output.is_dir() or job.into_folder or (many and job.to not in STREAMS))
    if job.update and job.parts:
        raise BadJob("parts that stand are not made again anyway: leave --update out")
    if job.update and job.to == "epub":
        raise BadJob("--update goes post by post, and a book is made as a whole: leave --update out")
    if job.update and not is_folder:
        stream = f"; one file of {job.to} is made as a whole, without --update" if job.to in STREAMS else ""
        raise BadJob(f"--update compares with what stands in a folder: -o FOLDER/{stream}")
    if job.split != "none" and (output is None or not (output.is_dir() or job.into_folder)):
        raise BadJob(f"--split-by {job.split} makes several books, which need a folder to go to: -o FOLDER/")
    if not many or job.to in STREAMS or job.into_folder or job.parts:
        return
    stream = "; --to jsonl makes one stream of them" if job.to == "json" else ""
    if output is None:
        raise BadJob(f"several posts need a folder to go to: -o FOLDER{stream}")
    is_file = output.exists() and not output.is_dir()
    if is_file or (suffix_of(str(output)) in SUFFIXES.values() and not output.exists()):
        raise BadJob(f"-o {output} is a file; several posts need a folder to go to{stream}")


def _is_input(output: Path, job: Job) -> bool:
    """An output that is one of the inputs, by whatever name, or a post in one of the folders among them."""
    place = Path(os.path.realpath(output))
    return any(os.path.samefile(output, path) for path in job.paths if path.exists()) or (
        format_of(output.name) is not None and any(place.is_relative_to(os.path.realpath(path)) for path in job.paths))
