"""One book of many posts, beside pandoc and ebooklib: whole processes, their time and the memory they took at most.

    python -m benchmarks.books [--count 500] [--rounds 3]

All are given the same folder of posts with front matter. pandoc is given the posts' bodies with a heading each, as one
input, for it knows no front matter in HTML; ebooklib, a library that writes what it is given, is fed by html5-parsing
lxml, one document a post, and cleans nothing. The tools take turns; of each the least wall time over the rounds counts.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from .measuring import Cost, Table, cost, ratio, run
from .posts import posts, stem

_EBOOKLIB = """
import sys, pathlib
from ebooklib import epub
from lxml import html
book = epub.EpubBook()
book.set_identifier("benchmark"); book.set_title("Benchmark"); book.set_language("zh")
chapters = []
for number, path in enumerate(sorted(pathlib.Path(sys.argv[1]).iterdir())):
    _, head, body = path.read_text("utf-8").split("---\\n", 2)
    chapter = epub.EpubHtml(title=path.stem, file_name=f"c{number}.xhtml", lang="zh")
    chapter.content = html.tostring(html.fragment_fromstring(body, create_parent="div"))
    book.add_item(chapter); chapters.append(chapter)
book.toc = chapters; book.spine = ["nav", *chapters]
book.add_item(epub.EpubNcx()); book.add_item(epub.EpubNav())
epub.write_epub(sys.argv[2], book)
"""


def tools(folder: Path, one_file: Path) -> Iterator[tuple[str, list[str]]]:
    """The commands that are installed, without their output; a word on standard error for each that is not."""
    yield "newsconv", [sys.executable, "-m", "convert", "convert", str(folder), "--to", "epub", "-q", "-o"]
    if found := pandoc():
        name, path = found
        yield name, [path, "-f", "html", "-t", "epub3", "--metadata", "title=Benchmark", str(one_file), "-o"]
    else:
        print("pandoc is not installed, and left out", file=sys.stderr)
    if find_spec("ebooklib"):
        yield "ebooklib", [sys.executable, "-W", "ignore", "-c", _EBOOKLIB, str(folder)]
    else:
        print("ebooklib is not installed, and left out", file=sys.stderr)


def pandoc() -> tuple[str, str] | None:
    """Its name with its version, and where it is; None when it is not installed."""
    if find_spec("pypandoc"):
        import pypandoc
        path = str(pypandoc.get_pandoc_path())
    elif not (path := shutil.which("pandoc") or ""):
        return None
    return subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0], path


def measured(count: int, rounds: int) -> Table:
    """All tools on the same posts, in turns."""
    with tempfile.TemporaryDirectory() as home:
        folder, one_file, out = Path(home, "_posts"), Path(home, "all.html"), Path(home, "book.epub")
        folder.mkdir()
        bodies = []
        for number, text in enumerate(posts(count)):
            Path(folder, f"{stem(number)}.md").write_text(text, "utf-8")
            bodies.append(f"<h1>Post {number}</h1>\n" + text.split("---\n", 2)[2])
        one_file.write_text("\n".join(bodies), "utf-8")
        megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        runs: dict[str, list[Cost]] = {}
        for _ in range(rounds):
            for name, command in tools(folder, one_file):
                runs.setdefault(name, []).append(cost([*command, str(out)]))
    own = [run.wall for run in runs["newsconv"]]
    rows = [(name, f"{min(run.wall for run in found):.2f} s", ratio([run.wall for run in found], own), f"{max(run.megabytes for run in found):,.0f} MB")
            for name, found in runs.items()]
    return Table("A book", f"{count:,} posts, {megabytes:.1f} MB, to one EPUB, by whole processes; what is not installed is left out.",
                 ("tool", "wall", "× newsconv (spread)", "memory"), rows)


if __name__ == "__main__":
    run(__doc__, measured, count=500, rounds=3)
