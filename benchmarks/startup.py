"""How long a command takes that has next to nothing to do: whole processes, the least and the most of their wall time.

python -m benchmarks.startup [--rounds 20]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .measuring import Table, cost, machine, options
from .posts import site_of

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "newsconv --version": ["-m", "convert", "--version"],
    "newsconv rules link-broken": ["-m", "convert", "rules", "link-broken"],
    "newsconv validate, one post": ["-m", "convert", "validate", "_posts"],
    "newsconv convert, one post to Markdown": ["-m", "convert", "convert", "_posts", "--to", "markdown", "-o", "out/", "-q"],
    "newsconv convert, one post to EPUB": ["-m", "convert", "convert", "_posts", "--to", "epub", "-o", "out.epub", "-q"],
}


def measured(rounds: int) -> Table:
    """Each command in turn."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as home:
        site_of(1, Path(home))
        for _ in range(rounds):
            for name, command in COMMANDS.items():
                times[name].append(cost([sys.executable, *command], Path(home)).wall * 1000)
    return Table("Start", "Commands with next to nothing to do: wall time of whole processes.", ("command", "least", "median", "most"),
                 [(name, *(f"{value:.0f} ms" for value in (min(found), sorted(found)[len(found) // 2], max(found)))) for name, found in times.items()])


def main() -> None:
    given = options(__doc__, count=1, rounds=20)
    print(machine(), end="\n\n")
    print(measured(given.rounds).text())


if __name__ == "__main__":
    main()
