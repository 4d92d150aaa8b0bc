"""A folder of posts converted to a folder of files, beside pandoc, a process for each file, and Jekyll's build: whole processes, wall time.

    python -m benchmarks.files [--count 16000] [--rounds 2]

newsconv and pandoc make Markdown, pandoc by as many processes at a time as there are cores; Jekyll makes the pages of the same posts, with no layout,
which is as little as it can be asked for. pandoc is given a part of the posts: times are those of a post. Of each, the least over the rounds counts; what takes long
is run once. What is not installed is left out with a word.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from .books import pandoc
from .measuring import Table, Tool, costs, ratio, run
from .posts import site_of

_OF_PANDOC = 400           # posts
_EACH = 'tail -n +8 "$0" | "$1" -f html -t gfm -o "$2/$(basename "$0" .md).md"'            # without the front matter, which pandoc knows in Markdown alone


def tools(home: Path, count: int) -> Iterator[Tool]:
    """The ways that are installed; each has the folders that it needs."""
    site = _site(home / "all", count)
    own = [sys.executable, "-m", "convert", "convert", str(site / "_posts"), "--to", "markdown", "-q", "-o", str(home / "out")]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    away = [home / "out", home / "_site", site / ".jekyll-cache"]

    def clear() -> None:
        for folder in away:
            shutil.rmtree(folder, ignore_errors=True)
        (home / "out").mkdir()

    yield Tool("newsconv", own, clear, count)
    yield Tool("newsconv --jobs 1", [*own, "--jobs", "1"], clear, count)
    yield Tool("newsconv --update, the first time", [*own, "--update"], clear, count)
    yield Tool("newsconv --update, nothing changed", [*own, "--update"], count=count)
    if found := pandoc():
        name, path = found
        few = home / "few.txt"
        few.write_text("\n".join(str(post) for post in islice(sorted((site / "_posts").iterdir()), _OF_PANDOC)))
        yield Tool(f"{name}, a process a file, {cores} at a time", ["xargs", "-a", str(few), "-P", str(cores), "-I{}", "sh", "-c", _EACH, "{}", path, str(home / "out")],
                   clear, min(count, _OF_PANDOC))
    else:
        print("pandoc is not installed, and left out", file=sys.stderr)
    if jekyll := shutil.which("jekyll"):
        yield Tool("jekyll build", [jekyll, "build", "-q", "-s", str(site), "-d", str(home / "_site")], clear, count)
    else:
        print("jekyll is not installed, and left out", file=sys.stderr)


def _site(folder: Path, count: int) -> Path:
    if not folder.exists():
        folder.mkdir()
        site_of(count, folder)
    return folder


def measured(count: int, rounds: int) -> Table:
    """All ways, in turns."""
    with tempfile.TemporaryDirectory() as home:
        runs = costs(lambda: tools(Path(home), count), Path(home), rounds)
        counts = {tool.name: tool.count for tool in tools(Path(home), count)}
    walls = {name: [run.wall / counts[name] for run in found] for name, found in runs.items()}
    rows = [(name, f"{counts[name]:,}", f"{min(run.wall for run in found):.2f} s", f"{min(walls[name]) * 1e6:,.0f} µs", ratio(walls[name], walls["newsconv"]),
             f"{min(run.cpu for run in found) / counts[name] * 1e6:,.0f} µs", f"{max(run.megabytes for run in found):,.0f} MB") for name, found in runs.items()]
    return Table("A folder to a folder", "Posts to Markdown files; by Jekyll, to pages. The time of a post, and how many times newsconv's it is.",
                 ("tool", "posts", "wall", "a post", "× newsconv (spread)", "CPU a post", "memory"), rows)


if __name__ == "__main__":
    run(__doc__, measured, count=16000, rounds=2)
