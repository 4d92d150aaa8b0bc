"""One book of many posts, beside pandoc and ebooklib: whole processes, their time and the memory they took at most.

    python -m benchmarks.books [--count 500] [--rounds 3]

All are given the same folder of posts with front matter. pandoc is given the posts' bodies with a heading each, as one
input, for it knows no front matter in HTML; ebooklib, a library that writes what it is given, is fed by html5-parsing
lxml, one document a post, and cleans nothing. The tools take turns; of each the least wall time over the rounds counts.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from .posts import posts

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


class Cost(NamedTuple):
    """Of one process: seconds of wall time, and the most memory it held, in MB."""

    seconds: float
    megabytes: float


def tools(folder: Path, one_file: Path) -> Iterator[tuple[str, list[str]]]:
    """The commands that are installed, without their output; a word on standard error for each that is not."""
    yield "newsconv", [sys.executable, "-m", "convert", "convert", str(folder), "--to", "epub", "-q", "-o"]
    if pandoc := _pandoc():
        name = subprocess.run([pandoc, "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]
        yield name, [pandoc, "-f", "html", "-t", "epub3", "--metadata", "title=Benchmark", str(one_file), "-o"]
    else:
        print("pandoc is not installed, and left out", file=sys.stderr)
    if find_spec("ebooklib"):
        yield "ebooklib", [sys.executable, "-W", "ignore", "-c", _EBOOKLIB, str(folder)]
    else:
        print("ebooklib is not installed, and left out", file=sys.stderr)


def _pandoc() -> str | None:
    if find_spec("pypandoc"):
        import pypandoc
        return str(pypandoc.get_pandoc_path())
    return shutil.which("pandoc")


def cost(command: list[str]) -> Cost:
    """Run a command once."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        print(f"failed with {process.returncode}: {command[0]}", file=sys.stderr)
    return Cost(time.perf_counter() - started, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        folder, one_file, out = Path(home, "_posts"), Path(home, "all.html"), Path(home, "book.epub")
        folder.mkdir()
        bodies = []
        for number, text in enumerate(posts(options.count)):
            Path(folder, f"2022-01-{number % 28 + 1:02}-post-{number:06}.md").write_text(text, "utf-8")
            bodies.append(f"<h1>Post {number}</h1>\n" + text.split("---\n", 2)[2])
        one_file.write_text("\n".join(bodies), "utf-8")
        megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        runs: dict[str, list[Cost]] = {}
        for _ in range(options.rounds):
            for name, command in tools(folder, one_file):
                runs.setdefault(name, []).append(cost([*command, str(out)]))
        own = min(run.seconds for run in runs["newsconv"])
        print(f"{options.count:,} posts, {megabytes:.1f} MB, to one EPUB; {platform.python_implementation()} {platform.python_version()}, "
              f"{platform.machine()}, {os.cpu_count()} cores")
        for name, found in runs.items():
            least, most = min(run.seconds for run in found), max(run.seconds for run in found)
            print(f"{name:24} {least:7.2f} s to {most:.2f}   {least / own:6.2f} × newsconv   {max(run.megabytes for run in found):6.0f} MB")


if __name__ == "__main__":
    main()
