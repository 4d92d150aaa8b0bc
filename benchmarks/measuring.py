"""What the benchmarks share: the cost of a process, the machine that it ran on, and tables for the terminal and for docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Of one process and those that it began: seconds of wall time and of CPU, and the most memory that one of them held, in MB."""

    wall: float
    cpu: float
    megabytes: float


class Table(NamedTuple):
    """What was measured: a title, how it was done in some words, and rows of cells below the names of columns."""

    title: str
    about: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        """For a terminal: the first column to the left, figures to the right."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[at]) for line in lines) for at in range(len(self.columns))]
        shown = ("  ".join(cell.ljust(width) if not at else cell.rjust(width) for at, (cell, width) in enumerate(zip(line, widths, strict=True)))
                 for line in lines)
        return f"{self.title}\n{self.about}\n\n" + "\n".join(line.rstrip() for line in shown) + "\n"

    def markdown(self) -> str:
        """For the documentation."""
        rule = ["---", *["---:"] * (len(self.columns) - 1)]
        return f"## {self.title}\n\n{self.about}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in (self.columns, rule, *self.rows))


def cost(command: Sequence[str], folder: Path | None = None) -> Cost:
    """Run a command once, in a folder; a word on standard error when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        print(f"failed with {process.returncode}: {' '.join(command[:3])}", file=sys.stderr)
    return Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))


def ratio(theirs: Sequence[float], ours: Sequence[float]) -> str:
    """How many times as much as ours theirs is, the least of each, with the spread over the rounds."""
    each = sorted(one / other for one, other in zip(theirs, ours, strict=True))
    return f"{min(theirs) / min(ours):.2f} ({each[0]:.2f}–{each[-1]:.2f})"


def machine() -> str:
    """Where it was measured."""
    model = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    memory = next((int(line.split()[1]) / 1e6 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return (f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
            + (f" ({model})" if model else "") + (f", {memory:.0f} GB of memory" if memory else ""))


def _lines(path: str) -> Iterable[str]:
    try:
        return Path(path).read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()


def options(about: str | None, *, count: int, rounds: int) -> argparse.Namespace:
    """`--count` and `--rounds` of a benchmark's command line."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=count)
    parser.add_argument("--rounds", type=int, default=rounds)
    return parser.parse_args()
