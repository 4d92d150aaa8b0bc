"""The same site with more and more posts, checked cold and warm: what a post costs, in time and memory, whatever their number.

    python -m benchmarks.scaling [--count 16000] [--rounds 2]

Sites of a sixteenth of the count, of the count, and of six times as many. Of each, the least CPU time over the rounds counts; the memory is that of
the process that held the most. Then the index of the site by itself, of half the count, and one process against two.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tracemalloc
from pathlib import Path
from typing import NamedTuple

from .measuring import Cost, Table, cost, machine, options, ratio
from .posts import site_of

_OWN = [sys.executable, "-m", "convert"]


class Scaled(NamedTuple):
    """A site of so many posts: what it costs to check it, when nothing and when all is remembered."""

    count: int
    cold: Cost
    warm: Cost


def scaled(counts: list[int], rounds: int) -> list[Scaled]:
    """Check sites of so many posts."""
    found = []
    for count in counts:
        with tempfile.TemporaryDirectory() as home:
            site_of(count, Path(home))
            runs: dict[str, list[Cost]] = {"cold": [], "warm": []}
            for _ in range(rounds):
                shutil.rmtree(Path(home, ".newsconv_cache"), ignore_errors=True)
                for name, costs in runs.items():
                    costs.append(cost([*_OWN, "validate", "--format", "concise"], Path(home)))
                    print(f"{count:,} posts, {name}: {costs[-1].cpu:.1f} s", file=sys.stderr)
            found.append(Scaled(count, *(Cost(*(min(of) for of in zip(*costs, strict=True))) for costs in runs.values())))
    return found


def table(found: list[Scaled]) -> Table:
    """The costs of a post."""
    rows = [(f"{one.count:,}", *(cell for run in (one.cold, one.warm) for cell in (
        f"{run.wall:.2f} s", f"{run.cpu / one.count * 1e6:,.0f} µs", f"{run.megabytes:,.0f} MB", f"{run.megabytes * 1000 / one.count:.1f} kB"))) for one in found]
    return Table("Scaling", "`newsconv validate` of sites of more and more posts: cold, then warm, when nothing changed.",
                 ("posts", "cold", "CPU a post", "memory", "a post", "warm", "CPU a post", "memory", "a post"), rows)


def index_of(count: int) -> float:
    """Bytes a post of the index of a site, by what Python allocates while it is made of what the posts tell."""
    from convert.engine.checking import Checker
    from convert.engine.indexing import empty_index
    from convert.engine.repository import Repository
    with tempfile.TemporaryDirectory() as home:
        site_of(count, Path(home))
        repository = Repository([Path(home)])
        checker = Checker(repository)
        tracemalloc.start()
        index = empty_index(repository)
        before, bytes_of_index = tracemalloc.get_traced_memory()[0], 0
        for path in repository.files:
            page = checker.page(path).facts
            if page is None:
                continue
            before = tracemalloc.get_traced_memory()[0]
            index.add(page)
            bytes_of_index += tracemalloc.get_traced_memory()[0] - before
            kept = (page.path, page.url)                 # the index holds them on, when what the page told is let go
            bytes_of_index += sum(map(sys.getsizeof, kept))
        tracemalloc.stop()
    return bytes_of_index / count


def jobs(count: int, rounds: int) -> Table:
    """One process against two."""
    commands = {"validate --no-cache": ["validate", "--no-cache", "--format", "concise"],
                "convert --to markdown": ["convert", "_posts", "--to", "markdown", "-q", "-o", "out/"],
                "convert --to json": ["convert", "_posts", "--to", "json", "-q", "-o", "out/"],
                "convert --to epub": ["convert", "_posts", "--to", "epub", "-q", "-o", "out.epub"]}
    rows = []
    with tempfile.TemporaryDirectory() as home:
        site_of(count, Path(home))
        for name, command in commands.items():
            runs: dict[int, list[Cost]] = {1: [], 2: []}
            for _ in range(rounds):
                for number, costs in runs.items():
                    shutil.rmtree(Path(home, "out"), ignore_errors=True)
                    costs.append(cost([*_OWN, *command, "--jobs", str(number)], Path(home)))
            one, two = ([run.wall for run in costs] for costs in runs.values())
            rows.append((name, f"{min(one):.2f} s", f"{min(two):.2f} s", ratio(one, two), f"{min(run.cpu for run in runs[2]) / min(run.cpu for run in runs[1]):.2f}"))
    return Table("One process, and two", f"{count:,} posts; wall time, how many times as fast two are, and how many times the CPU they take.",
                 ("command", "--jobs 1", "--jobs 2", "faster (spread)", "× CPU"), rows)


def main() -> None:
    given = options(__doc__, count=16000, rounds=2)
    print(machine(), end="\n\n")
    print(table(scaled([given.count // 16, given.count, given.count * 6], given.rounds)).text())
    print(f"The index of the site takes {index_of(given.count // 2):,.0f} bytes a post.\n")
    print(jobs(given.count // 8, given.rounds).text())


if __name__ == "__main__":
    main()
