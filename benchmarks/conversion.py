"""Reading a post and writing it as Markdown, beside the HTML-to-Markdown converters, in one process and one run.

    python -m benchmarks.conversion [--count 1000] [--rounds 5]

newsconv is given whole posts, front matter and Markdown lines included. The peers are given the bodies: as they stand
(`body`; they lose the Markdown part), and with the Markdown part rendered first by cmark-gfm, outside the measurement
(`html`). turbohtml, whose Markdown writer is compiled, is given whole posts like us: cmark-gfm renders the body, the front
matter is put before the result. The tools take turns; of each the least CPU time over the rounds counts, the ratios come
with their spread. Below, where newsconv's own time goes.
"""

from __future__ import annotations

import argparse
import gc
import platform
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any

import convert

from .posts import posts

Tool = Callable[[str], str]


def newsconv(post: str) -> str:
    return convert.write(convert.reads(post), "markdown").text


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
        "front matter": convert.reads,
        "what of the body is Markdown already": lambda post: convert.reads(post).stretches("gfm", plain=True),
        "the Markdown": newsconv,
    }


def seconds(tool: Callable[[str], object], texts: list[str]) -> float:
    gc.collect()
    started = time.process_time()
    for text in texts:
        tool(text)
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    whole = list(posts(options.count))
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
    for _ in range(options.rounds):
        for name, (tool, texts) in runs.items():
            times[name].append(seconds(tool, texts))
    report(times, whole)
    before = 0.0
    print("\nnewsconv, microseconds a post")
    for name, stage in stages().items():
        spent = min(seconds(stage, whole) for _ in range(options.rounds)) / len(whole) * 1e6
        print(f"  {name:40} {spent - before:6.0f}")
        before = spent


def report(times: dict[str, list[float]], whole: list[str]) -> None:
    """The table: posts a second, and how many times as long as newsconv each tool took, round by round."""
    size = sum(len(post.encode()) for post in whole) / len(whole)
    print(f"{len(whole):,} posts of {size / 1000:.1f} kB, Python {platform.python_version()}, one core\n")
    ours = next(iter(times.values()))
    print(f"{'tool':44} {'posts/s':>8}  × newsconv (spread)")
    for name, spent in times.items():
        ratios = sorted(theirs / mine for theirs, mine in zip(spent, ours, strict=True))
        print(f"{name:44} {len(whole) / min(spent):8,.0f}  {min(spent) / min(ours):5.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})")


if __name__ == "__main__":
    main()
