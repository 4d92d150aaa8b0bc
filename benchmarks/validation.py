"""Many posts checked, beside the linters and link checkers of the field: whole processes, CPU seconds and the memory they took at most.

    python -m benchmarks.validation [--count 16000] [--rounds 2]

All are given the same site of posts, with a layout that has the links that pages of news have: a style sheet, sections, the posts before and behind,
a footer. rumdl and markdownlint-cli2 read the Markdown, check-jsonschema the front matter, each head a file of its own, newsconv all that and the
layout, html-proofer the pages of the built site, in which the layout is on each page; the building is not counted. A cache is empty, then full, then full with one post
that changed. Of each, the least CPU time over the rounds counts, user and system, all its processes together. What is not installed is
left out with a word.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from .posts import posts

CONFIG = "title: Harbour news\nurl: https://news.harbour.example\ntimezone: Asia/Shanghai\n"
_SCHEMA = Path(__file__).parent.parent / "schemas" / "post.schema.json"
_PROOFER = "require 'html-proofer'; HTMLProofer.check_directory(ARGV[0], disable_external: true, empty_alt_ignore: true, log_level: :fatal).run"
_SECTIONS = ("markets", "shipping", "weather", "ferries", "fish", "rope", "law", "letters")
_PAGES = ("index", "about", "archive", "contact", "privacy", "imprint", *(f"category/{name}" for name in _SECTIONS))
_FILES = ("assets/main.css", "assets/main.js", "assets/icon.png", "feed.xml")
_LAYOUT = ('<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harbour news</title><link rel="stylesheet" href="/assets/main.css">'
           '<link rel="icon" href="/assets/icon.png"><link rel="alternate" type="application/atom+xml" href="/feed.xml"></head><body>'
           '<header><a href="/index.html">Harbour news</a><nav><ul>'
           + "".join(f'<li><a href="/category/{name}.html">{name.title()}</a></li>' for name in _SECTIONS)
           + '<li><a href="/about.html">About</a></li><li><a href="/archive.html">Archive</a></li></ul></nav></header>'
             '<main><article>{{ content }}</article><p><a href="{{ page.previous.url }}">Before</a> <a href="{{ page.next.url }}">Behind</a></p></main>'
             '<footer><ul><li><a href="/contact.html">Contact</a></li><li><a href="/privacy.html">Privacy</a></li><li><a href="/imprint.html">Imprint</a></li>'
             '<li><a href="/feed.xml">Feed</a></li></ul></footer><script src="/assets/main.js"></script></body></html>\n')
_AT_ONCE = 2000            # files on a command line


class Cost(NamedTuple):
    """Of one process and those that it began: CPU seconds, and the most memory that one of them held, in MB."""

    seconds: float
    megabytes: float


class Tool(NamedTuple):
    """A way to check the site: its name, the command, what is done before it is timed."""

    name: str
    command: list[str]
    before: Callable[[], object] = lambda: None


def cost(command: list[str], folder: Path) -> Cost:
    """Run a command once, in a folder."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        print(f"failed with {process.returncode}: {' '.join(command[:3])}", file=sys.stderr)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))


def written(count: int, site: Path, heads: Path, built: Path) -> float:
    """Write the site, the heads of its posts, and its pages as they are built; the size of the posts in MB."""
    for folder in (site / "_posts", site / "_layouts", site / "category", site / "assets", heads, built / "category", built / "assets"):
        folder.mkdir(parents=True)
    (site / "_config.yml").write_text(CONFIG)
    (site / "_layouts" / "post.html").write_text(_LAYOUT)
    for name in _PAGES:
        (site / f"{name}.md").write_text("---\ntitle: Page\n---\nText.\n")
        (built / f"{name}.html").write_text('<!doctype html><html lang="en"><head><title>Page</title></head><body><p>Text.</p></body></html>')
    for name in _FILES:
        (site / name).write_text("")
        (built / name).write_text("")
    size = 0
    for number, text in enumerate(posts(count)):
        stem = f"2022-{number % 12 + 1:02}-{number % 28 + 1:02}-post-{number:06}"
        (site / "_posts" / f"{stem}.md").write_text(text, "utf-8")
        (heads / f"{stem}.yaml").write_text(text.split("---\n", 2)[1], "utf-8")
        size += len(text.encode())
    subprocess.run([sys.executable, "-m", "convert", "convert", str(site / "_posts"), "--to", "html", "--no-front-matter", "-q", "-o", str(built)], check=False)
    pages = sorted(built.glob("2022-*.html"))
    for number, page in enumerate(pages):
        made = _LAYOUT.replace("{{ content }}", page.read_text("utf-8"))
        for tag, other in (("previous", pages[number - 1]), ("next", pages[(number + 1) % len(pages)])):
            made = made.replace(f"{{{{ page.{tag}.url }}}}", f"/{other.name}")
        page.write_text(made, "utf-8")
    return size / 1e6


def tools(site: Path, heads: Path, built: Path) -> list[Tool]:
    """The ways that are installed."""
    own = [sys.executable, "-m", "convert", "validate", "--format", "concise"]
    changed = next(iter(sorted((site / "_posts").iterdir())))

    def change() -> None:
        changed.write_text(changed.read_text("utf-8") + "\n", "utf-8")

    found = [Tool("newsconv, cold", own, lambda: shutil.rmtree(site / ".newsconv_cache", ignore_errors=True)), Tool("newsconv, warm", own),
             Tool("newsconv, one post changed", own, change),
             Tool("newsconv, that post alone", [*own, str(changed)], change), Tool("newsconv, no cache, one process", [*own, "--no-cache", "--jobs", "1"])]
    if rumdl := _installed("rumdl"):
        found += [Tool("rumdl, cold", [rumdl, "check", "."], lambda: shutil.rmtree(site / ".rumdl_cache", ignore_errors=True)),
                  Tool("rumdl, warm", [rumdl, "check", "."])]
    if checker := _installed("check-jsonschema"):
        found.append(Tool("check-jsonschema", ["xargs", "-n", str(_AT_ONCE), "-a", str(heads.parent / "heads.txt"), checker, "--schemafile", str(_SCHEMA)]))
        (heads.parent / "heads.txt").write_text("\n".join(map(str, heads.iterdir())))
    if linter := _installed("markdownlint-cli2"):
        found.append(Tool("markdownlint-cli2", [linter, "_posts/*.md"]))
    if _has_proofer():
        found.append(Tool("html-proofer", ["ruby", "-e", _PROOFER, str(built)]))
    return found


def _installed(name: str) -> str | None:
    beside = Path(sys.executable).parent / name
    local = Path(__file__).parent.parent / "node_modules" / ".bin" / name
    for path in (beside, local):
        if path.exists():
            return str(path)
    if found := shutil.which(name):
        return found
    print(f"{name} is not installed, and left out", file=sys.stderr)
    return None


def _has_proofer() -> bool:
    if shutil.which("ruby") and subprocess.run(["ruby", "-e", "require 'html-proofer'"], capture_output=True, check=False).returncode == 0:
        return True
    print("html-proofer is not installed, and left out", file=sys.stderr)
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=16000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", type=Path, help="where the figures go as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        site, heads, built = Path(home, "site"), Path(home, "heads"), Path(home, "built")
        megabytes = written(options.count, site, heads, built)
        runs: dict[str, list[Cost]] = {}
        for _ in range(options.rounds):
            for tool in tools(site, heads, built):
                tool.before()
                runs.setdefault(tool.name, []).append(cost(tool.command, site))
    own = min(run.seconds for run in runs["newsconv, cold"])
    print(f"{options.count:,} posts, {megabytes:.1f} MB; {platform.python_implementation()} {platform.python_version()}, "
          f"{platform.machine()}, {os.cpu_count()} cores")
    for name, found in runs.items():
        least, most = min(run.seconds for run in found), max(run.seconds for run in found)
        print(f"{name:34} {least:7.2f} s to {most:7.2f} CPU   {least / own:6.2f} × newsconv, cold   {max(run.megabytes for run in found):6.0f} MB")
    if options.json:
        options.json.write_text(json.dumps({name: [run._asdict() for run in found] for name, found in runs.items()}, indent=1))


if __name__ == "__main__":
    main()
