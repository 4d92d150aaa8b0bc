"""The comparison of a document with its Markdown: it sees every loss, and is silent where nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import convert
from convert.engine.verification import difference
from convert.model.flavor import FLAVORS
from convert.model.rendering import Rendering

POST = """\
# The lamp of Fenn

The *lamp* on the **quay** was lit
at [six](/six "Six"), says <https://fenn.example/>. Nobody ~~cheered~~ came.

- brass
- glass
  - clear
  - blue
- wick

3. first
4. second

> Let it burn.
>
> > For ever.

```sh
light --on
  now

done
```

| Lamp | Oil |
|:-----|----:|
| old  | 3   |
| new  | 4   |

![The lamp](/lamp.png) stands\\
on the quay.

***

The `end` of [it][1].

[1]: /end
"""

# What is done to the Markdown of a document, and what of it is said then.
DAMAGES: dict[str, Callable[[str], str]] = {
    "a word": lambda text: text.replace("lit\n", "\n"),
    "words in another order": lambda text: text.replace("brass", "wick").replace("- wick\n\n3", "- brass\n\n3"),
    "a paragraph": lambda text: text.replace("The `end` of [it][1].\n", ""),
    "the border of paragraphs": lambda text: text.replace("# The lamp of Fenn\n\n", "# The lamp of Fenn\n\nSo\n\n").replace("So\n\nThe", "So The"),
    "one paragraph of two": lambda text: text.replace("quay.\n\n***", "quay. ***"),
    "two paragraphs of one": lambda text: text.replace(" Nobody", "\n\nNobody"),
    "a heading": lambda text: text.replace("# The", "The"),
    "the level of a heading": lambda text: text.replace("# The", "## The"),
    "emphasis": lambda text: text.replace("*lamp*", "lamp"),
    "more emphasis": lambda text: text.replace("*lamp*", "**lamp**"),
    "what is struck out": lambda text: text.replace("~~", ""),
    "a target": lambda text: text.replace("/six", "/seven"),
    "a title": lambda text: text.replace(' "Six"', ""),
    "a link": lambda text: text.replace('[six](/six "Six")', "six"),
    "where a link ends": lambda text: text.replace("[six]", "at [six").replace("at at [six", "[at six]").replace("[at six](", "[at six]("),
    "a definition": lambda text: text.replace("[1]: /end\n", ""),
    "a definition's target": lambda text: text.replace("/end", "/ent"),
    "an item": lambda text: text.replace("- glass\n", ""),
    "the level of an item": lambda text: text.replace("  - blue", "- blue"),
    "an item of two": lambda text: text.replace("  - clear\n  - blue", "  - clear blue"),
    "a deeper item": lambda text: text.replace("- wick", "  - wick"),
    "the kind of a list": lambda text: text.replace("3. first\n4. second", "- first\n- second"),
    "a number": lambda text: text.replace("3. first", "1. first"),
    "a list": lambda text: text.replace("3. first\n4. second", "first second"),
    "a quote": lambda text: text.replace("> Let", "Let").replace(">\n> > For", "\n> For"),
    "the level of a quote": lambda text: text.replace("> > For", "> For"),
    "a line of code": lambda text: text.replace("  now\n", ""),
    "an empty line of code": lambda text: text.replace("now\n\ndone", "now\ndone"),
    "the indentation of code": lambda text: text.replace("  now", "now"),
    "code that is text": lambda text: text.replace("```sh\n", "").replace("done\n```", "done"),
    "code in a line": lambda text: text.replace("`end`", "end"),
    "a cell": lambda text: text.replace("| 3   |", "|     |"),
    "cells in another order": lambda text: text.replace("| old  | 3   |", "| 3    | old |"),
    "a row": lambda text: text.replace("| old  | 3   |\n", ""),
    "a column": lambda text: re.sub(r"^(\|[^|]*\|)[^|]*\|$", r"\1", text, flags=re.M),
    "a table": lambda text: text.replace("|:-----|----:|\n", ""),
    "a picture": lambda text: text.replace("![The lamp](/lamp.png)", ""),
    "a picture's text": lambda text: text.replace("![The lamp]", "![A lamp]"),
    "a picture that is a link": lambda text: text.replace("![The", "[The"),
    "a break": lambda text: text.replace("stands\\\n", "stands\n"),
    "a rule": lambda text: text.replace("***\n\n", ""),
    "the end": lambda text: text[: len(text) // 2],
    "all": lambda text: "",
    "something more": lambda text: text + "\nMore.\n",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_loss_is_seen(damage: Callable[[str], str]) -> None:
    document = convert.reads(POST, engine="gfm")
    damaged = damage(POST)
    assert damaged != POST
    assert difference(document, Rendering(damaged), "gfm") is not None


# Other ways to say the same.
SAME: dict[str, Callable[[str], str]] = {
    "nothing": lambda text: text,
    "lines": lambda text: text.replace("was lit\nat", "was lit at"),
    "another marker": lambda text: text.replace("- ", "* ").replace("  * ", "  + "),
    "underscores": lambda text: text.replace("*lamp*", "_lamp_").replace("**quay**", "__quay__"),
    "a target in place": lambda text: text.replace("[it][1]", "[it](/end)").replace("[1]: /end\n", ""),
    "a bare address": lambda text: text.replace("<https://fenn.example/>", "https://fenn.example/").replace("/. Nobody", "/ . Nobody"),
    "another fence": lambda text: text.replace("```", "~~~~"),
    "a break by blanks": lambda text: text.replace("stands\\\n", "stands  \n"),
    "another rule": lambda text: text.replace("***\n", "- - -\n"),
    "an underlined heading": lambda text: text.replace("# The lamp of Fenn\n", "The lamp of Fenn\n===\n"),
    "narrow cells": lambda text: text.replace("  | 3   |", "|3|"),
    "HTML": lambda text: text.replace("**quay**", "<b>quay</b>").replace("***\n", "<hr>\n"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_no_loss_is_made_up(change: Callable[[str], str]) -> None:
    document = convert.reads(POST, engine="gfm")
    assert difference(document, Rendering(change(POST)), "gfm") is None


# HTML, and Markdown that says the same of it.
EQUAL = [
    ('<p>See <a href="javascript:void(0)">here</a>.</p>', "See here."),
    ("<p>See <a>here</a>.</p>", "See here."),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n- - b"),
    ('<ul><li><input type="checkbox" checked="checked"> a</li></ul>', "- [x] a"),
    ('<p><a href="/a%20b">c</a></p>', "[c](</a b>)"),
    ('<p><a href="/a\nb">c</a></p>', "[c](/a%0Ab)"),
    ("<p>a<code></code> b<b></b></p>", "a b"),
    ("<p><br>a<br></p>", "a"),
    ("<div><div>a</div></div>", "a"),
    ("<p>a</p><p> </p><p>b</p>", "a\n\nb"),
]


@pytest.mark.parametrize(("html", "markdown"), EQUAL)
def test_html_and_its_markdown_are_equal(html: str, markdown: str) -> None:
    assert difference(convert.reads(html, "html"), Rendering(f"{markdown}\n"), "gfm") is None


# And Markdown that does not.
UNEQUAL = [
    ('<p>See <a href="">here</a>.</p>', "See here."),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n- b"),
    ('<ul><li><input type="checkbox" checked> a</li></ul>', "- [ ] a"),
    ("<p>a<code>x</code></p>", "ax"),
    ('<p><a href="/a">b</a></p>', "[b]()"),
    ("<p>a</p><p>b</p>", "a\\\nb"),
    ("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", "| a |\n|---|\n| c |"),
    ("<pre>a\n\n b</pre>", "```\na\n\nb\n```"),
    ('<p><img src="a.png" alt="x"></p>', "![](a.png)"),
    ("<p>{{ a }}</p>", "b"),
    ("<p>{{ a }}</p>", "{{ b }}"),
]


@pytest.mark.parametrize(("html", "markdown"), UNEQUAL)
def test_html_and_other_markdown_are_not(html: str, markdown: str) -> None:
    assert difference(convert.reads(html, "html"), Rendering(f"{markdown}\n"), "gfm") is not None


@pytest.mark.parametrize("path", sorted((Path(__file__).parent.parent / "fixtures/news/_posts").glob("*.md")), ids=lambda path: path.name)
def test_fixtures_are_written_whole_and_no_block_may_go(path: Path) -> None:
    """What is written says the same; without any one of its blocks, it does not."""
    document = convert.read(path)
    for flavor in FLAVORS[:2]:
        assert difference(document, convert.write(document, "markdown", flavor=flavor), flavor) is None
    written = convert.write(document, "markdown", front_matter=False)
    blocks = written.text.split("\n\n")
    for at, block in enumerate(blocks[:12]):
        if re.search(r"\w", re.sub(r"<[^>]*>|^\[[^\]]*\]:.*|{[:%].*", "", block)):
            rest = Rendering("\n\n".join([*blocks[:at], *blocks[at + 1:]]) + "\n", written.losses)
            assert difference(document, rest, "gfm") is not None, block
