"""All benchmarks, and what they found as docs/benchmarks.md with a plot.

    python -m benchmarks.all [--count 16000] [--rounds 3]

The count is that of the middle site of those that grow, of which the largest is 75 fourths of it; some benchmarks take a part. That takes about an hour.
"""

from __future__ import annotations

from pathlib import Path

from . import books, conversion, files, scaling, startup, validation
from .measuring import machine, options
from .plot import plot

_DOCS = Path(__file__).parent.parent / "docs"
_INTRODUCTION = """# Benchmarks

What `./run bench all` measured with `--count {count} --rounds {rounds}`, on made-up posts of the shape of a news site's (`benchmarks/posts.py`):
{machine}. Tools take turns; of each, the least over the rounds counts (what takes long is run once), and ratios come with their spread. Nothing else should run meanwhile:
a spread that is wide says that something did. What was not installed is left out.

"""


def main() -> None:
    given = options(__doc__, count=16000, rounds=3)
    count, rounds = given.count, given.rounds
    tables = [conversion.measured(max(count // 16, 20), rounds), conversion.profile(max(count // 16, 20), rounds), files.measured(count, rounds),
              books.measured(max(count // 32, 20), rounds), validation.measured(count, rounds), scaling.jobs(max(count // 4, 200), rounds),
              startup.measured(rounds * 4)]
    grown = scaling.scaled([count // 16, count // 4, count, count * 25 // 4, count * 75 // 4], 1)
    index = f"The index of the site, which holds what pages know of each other, takes {scaling.index_of(max(count // 8, 200)):,.0f} bytes a post.\n"
    (_DOCS / "benchmarks.svg").write_text(plot(
        "CPU time of a post against the number of posts", "µs", [one.count for one in grown],
        {"cold": [one.cold.cpu / one.count * 1e6 for one in grown], "warm": [one.warm.cpu / one.count * 1e6 for one in grown]}), "utf-8")
    parts = [table.markdown() for table in (*tables, scaling.table(grown))]
    (_DOCS / "benchmarks.md").write_text(_INTRODUCTION.format(count=count, rounds=rounds, machine=machine()) + "\n".join(parts)
                                         + f"\n{index}\n![CPU time of a post, by the number of posts](benchmarks.svg)\n", "utf-8")
    print(*(table.text() for table in (*tables, scaling.table(grown))), index, sep="\n")


if __name__ == "__main__":
    main()
