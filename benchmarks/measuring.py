"""What the benchmarks share: the cost of a process, the machine that it ran on, and tables for the terminal and for docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Of one process and those that it began: seconds of wall time and of CPU, and the most memory that one of them held, in MB."""

    wall: float
    cpu: float
    megabytes: float


class Tool(NamedTuple):
    """A way to do something: its name, the command, what is done before it is timed, and how many posts it is given, where not all are given the same."""

    name: str
    command: list[str]
    before: Callable[[], object] = lambda: None
    count: int = 0


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


_LONG = 20                 # seconds
# A process counts as its own the memory of the one that began it, so that a small one does, and tells what it saw.
_LAUNCHER = """
import os, sys, time
started, null = time.perf_counter(), os.open(os.devnull, os.O_RDWR)
actions = [(os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)]
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=actions)
_, status, usage = os.wait4(process, 0)
print(os.waitstatus_to_exitcode(status), time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def cost(command: Sequence[str], folder: Path | None = None) -> Cost:
    """Run a command once, in a folder; a word on standard error when it fails."""
    told = subprocess.run([sys.executable, "-I", "-S", "-c", _LAUNCHER, *command], cwd=folder, capture_output=True, text=True, check=True).stdout
    status, wall, cpu, most = map(float, told.split())
    if status not in (0, 1):
        print(f"failed with {status:.0f}: {' '.join(command[:3])}", file=sys.stderr)
    return Cost(wall, cpu, most / (1024 if sys.platform != "darwin" else 1024**2))


def costs(tools: Callable[[], Iterable[Tool]], folder: Path, rounds: int) -> dict[str, list[Cost]]:
    """Run tools in a folder, in turns; what takes long, once."""
    found: dict[str, list[Cost]] = {}
    for _ in range(rounds):
        for tool in tools():
            before = found.setdefault(tool.name, [])
            if not before or before[0].wall < _LONG:
                tool.before()
                before.append(cost(tool.command, folder))
    return found


def ratio(theirs: Sequence[float], ours: Sequence[float]) -> str:
    """How many times as much as ours theirs is, the least of each, with the spread over the rounds."""
    each = sorted(one / other for one, other in zip(theirs, ours, strict=False))
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


def run(about: str | None, *measured: Callable[[int, int], Table], count: int, rounds: int) -> None:
    """A benchmark by itself: what its command line asks for, measured and printed."""
    given = options(about, count=count, rounds=rounds)
    print(machine(), end="\n\n")
    for table in measured:
        print(table(given.count, given.rounds).text())
