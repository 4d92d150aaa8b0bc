"""Many posts checked, beside the linters and link checkers of the field: whole processes, CPU seconds and the memory they took at most.

    python -m benchmarks.validation [--count 16000] [--rounds 2]

All are given the same site of posts, with a layout that has the links that pages of news have: a style sheet, sections, the posts before and behind,
a footer. rumdl and markdownlint-cli2 read the Markdown, check-jsonschema the front matter, each head a file of its own, newsconv all that and the
layout, html-proofer the pages of the built site, in which the layout is on each page; the building is not counted. A cache is empty, then full, then full with one post
that changed. Of each, the least CPU time over the rounds counts, user and system, all its processes together. What is not installed is
left out with a word.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .measuring import Table, Tool, costs, ratio, run
from .posts import CONFIG, posts, stem

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
        (site / "_posts" / f"{stem(number)}.md").write_text(text, "utf-8")
        (heads / f"{stem(number)}.yaml").write_text(text.split("---\n", 2)[1], "utf-8")
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


def measured(count: int, rounds: int) -> Table:
    """All tools on the same site, in turns."""
    with tempfile.TemporaryDirectory() as home:
        site, heads, built = Path(home, "site"), Path(home, "heads"), Path(home, "built")
        megabytes = written(count, site, heads, built)
        runs = costs(lambda: tools(site, heads, built), site, rounds)
    own = [run.cpu for run in runs["newsconv, cold"]]
    rows = [(name, f"{min(run.cpu for run in found):.2f} s", f"{min(run.wall for run in found):.2f} s", ratio([run.cpu for run in found], own),
             f"{max(run.megabytes for run in found):,.0f} MB") for name, found in runs.items()]
    return Table("Checking many posts", f"{count:,} posts, {megabytes:.1f} MB, checked by whole processes; what is not installed is left out.",
                 ("tool", "CPU", "wall", "× newsconv, cold (spread)", "memory"), rows)


if __name__ == "__main__":
    run(__doc__, measured, count=16000, rounds=2)
