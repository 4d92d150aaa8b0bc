"""Reading a post and writing it as Markdown, beside the HTML-to-Markdown converters, in one process and one run.

    python -m benchmarks.conversion [--count 1000] [--rounds 5]

newsconv is given whole posts, front matter and Markdown lines included. The peers are given the bodies: as they stand
(`body`; they lose the Markdown part), and with the Markdown part rendered first by cmark-gfm, outside the measurement
(`html`). turbohtml, whose Markdown writer is compiled, is given whole posts like us: cmark-gfm renders the body, the front
matter is put before the result. The tools take turns; of each the least CPU time over the rounds counts, the ratios come
with their spread. Below, where newsconv's own time goes.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import convert

from .measuring import Table, ratio, run
from .posts import posts, stem

Tool = Callable[[str], str]


def newsconv(post: str) -> str:
    return convert.write(_read(post), "markdown").text


def _read(post: str) -> convert.Document:
    """A post, with what its front matter says, which is else read when somebody asks for it."""
    document = convert.reads(post)
    _ = document.front_matter.values
    return document


def peers() -> dict[str, Tool]:
    """The peers that are installed; a word on standard error for each that is not."""
    makers: dict[str, Callable[[Any], Tool]] = {
        "html_to_markdown": lambda module: lambda html: str(module.convert(html).content),
        "html2text": lambda module: lambda html: str(module.HTML2Text(bodywidth=0).handle(html)),
        "markdownify": lambda module: lambda html: str(module.markdownify(html)),
    }
    found = {}
    for name, make in makers.items():
        try:
            found[f"{name.replace('_', '-')} {version(name.replace('_', '-'))}"] = make(import_module(name))
        except ImportError:
            print(f"{name} is not installed, and left out", file=sys.stderr)
    return found


def pipeline() -> dict[str, Tool]:
    """cmark-gfm, then turbohtml: the other way to whole posts; none when it is not installed."""
    try:
        turbohtml, cmark = import_module("turbohtml"), import_module("cmarkgfm.cmark")
    except ImportError:
        print("cmarkgfm is not installed, and turbohtml left out", file=sys.stderr)
        return {}

    def run(post: str) -> str:
        _, head, body = post.split("---\n", 2)
        html = cmark.markdown_to_html_with_extensions(body, options=cmark.Options.CMARK_OPT_UNSAFE,
                                                      extensions=["table", "strikethrough"])
        return f"---\n{head}---\n\n{turbohtml.parse_fragment(html, positions=False).to_markdown()}\n"
    return {f"cmark-gfm and turbohtml {version('turbohtml')}, whole post": run}


def stages() -> dict[str, Callable[[str], object]]:
    """What newsconv does with a post, each stage with those before it."""
    return {
        "front matter": _read,
        "what of the body is Markdown already": lambda post: _read(post).stretches("gfm", plain=True),
        "the Markdown": newsconv,
    }


def seconds(tool: Callable[[str], object], texts: list[str]) -> float:
    tool(texts[0])                           # what is loaded when it is first needed
    gc.collect()
    started = time.process_time()
    for text in texts:
        tool(text)
    return time.process_time() - started


def measured(count: int, rounds: int) -> Table:
    """All tools on the same posts, in turns."""
    whole = list(posts(count))
    bodies = [post.split("---\n", 2)[2] for post in whole]
    cmark = import_module("cmarkgfm.cmark")
    rendered = [cmark.markdown_to_html_with_extensions(body, options=cmark.Options.CMARK_OPT_UNSAFE,
                                                       extensions=["table", "strikethrough"]) for body in bodies]
    runs: dict[str, tuple[Tool, list[str]]] = {f"newsconv {convert.__version__}, whole post": (newsconv, whole)}
    for name, tool in pipeline().items():
        runs[name] = (tool, whole)
    for name, tool in peers().items():
        runs[f"{name}, body"] = (tool, bodies)
        runs[f"{name}, html"] = (tool, rendered)
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, (tool, texts) in runs.items():
            times[name].append(seconds(tool, texts))
    ours = next(iter(times.values()))
    size = sum(len(post.encode()) for post in whole) / len(whole)
    return Table("Markdown of a post", f"{count:,} posts of {size / 1000:.1f} kB, in one process; CPU time.",
                 ("tool", "posts a second", "× newsconv (spread)"),
                 [(name, f"{count / min(spent):,.0f}", ratio(spent, ours)) for name, spent in times.items()])


def profile(count: int, rounds: int) -> Table:
    """Where the time of a post goes, beside what reading it and the parsers in C take by themselves."""
    whole = list(posts(count))
    with tempfile.TemporaryDirectory() as home:
        names = []
        for number, post in enumerate(whole):
            Path(home, f"{stem(number)}.md").write_text(post, "utf-8")
            names.append(os.path.join(home, f"{stem(number)}.md"))
        least = {name: min(seconds(part, names if name == READING else whole) for _ in range(rounds)) / count * 1e6 for name, part in floor().items()}
    rows = [(f"the floor: {name}", f"{spent:.0f} µs", "") for name, spent in least.items()]
    with_libxml2 = sum(spent for name, spent in least.items() if name != TURBOHTML)
    with_turbohtml = sum(spent for name, spent in least.items() if name != LIBXML2)
    before = 0.0
    for name, stage in stages().items():
        spent = min(seconds(stage, whole) for _ in range(rounds)) / count * 1e6
        rows.append((f"newsconv: {name}", f"{spent - before:.0f} µs", ""))
        before = spent
    total = before + least[READING]
    rows.append(("newsconv, the file read, too", f"{total:.0f} µs", ""))
    rows.append((f"beside the floor with {LIBXML2}", f"{with_libxml2:.0f} µs", f"{total / with_libxml2:.1f}"))
    rows.append((f"beside the floor with {TURBOHTML}", f"{with_turbohtml:.0f} µs", f"{total / with_turbohtml:.1f}"))
    return Table("Where a post's time goes", "CPU time of a post to Markdown, stage by stage, beside the floor: the file read, and each parser in C by itself, "
                 "of those of HTML one.", ("part", "a post", "× the floor"), rows)


READING = "reading the file"
LIBXML2 = "libxml2, for HTML"
TURBOHTML = "turbohtml, for HTML"


def floor() -> dict[str, Callable[[str], object]]:
    """What nobody can do without, each by itself."""
    yaml, pyromark, turbohtml, etree = map(import_module, ("yaml", "pyromark", "turbohtml", "lxml.etree"))

    def body(post: str) -> str:
        return post[post.index("---\n", 4) + 4:]

    return {READING: lambda name: Path(name).read_bytes(), "libyaml": lambda post: yaml.load(post[4:post.index("---\n", 4)], yaml.CSafeLoader),
            "pyromark, for Markdown": lambda post: pyromark.html(body(post)),
            LIBXML2: lambda post: etree.HTML(body(post)), TURBOHTML: lambda post: turbohtml.parse_fragment(body(post), positions=False)}


if __name__ == "__main__":
    run(__doc__, measured, profile, count=1000, rounds=5)
