"""Markdown as kramdown reads it: cases with their HTML, kramdown itself over them and over mixtures, and bounds."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from kramdown_judge import Kramdown, difference, needs_kramdown, normal

from convert.model.flavor import Engine
from convert.readers import markdown as common_markdown
from convert.readers.kramdown import Options, outline, render
from convert.readers.kramdown.scan import is_common

CASES = Path(__file__).parent.parent / "fixtures" / "kramdown"


class Case(NamedTuple):
    """A text, its settings as kramdown writes them, and its HTML."""

    name: str
    settings: dict[str, Any]
    source: str
    html: str

    @property
    def options(self) -> Options:
        return Options.of(self.settings)


def cases() -> Iterator[Case]:
    """The cases of `fixtures/kramdown`: `=== name {settings}`, the text, `=>`, the HTML."""
    for path in sorted(CASES.glob("*.txt")):
        for section in re.split(r"^=== (?=\w)", path.read_text("utf-8"), flags=re.M)[1:]:
            head, rest = section.split("\n", 1)
            source, html = rest.split("\n=>\n", 1)
            name, _, given_settings = head.partition(" {")
            yield Case(f"{path.stem}: {name}", json.loads("{" + given_settings) if given_settings else {}, source + "\n", html.strip())


ALL = list(cases())
# kramdown never ends with the one, and never sees the other.
OURS = {"attributes: cycles", "html: masks in tags"}


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_cases(case: Case) -> None:
    assert render(case.source, case.options).strip() == case.html


def test_settings_of_a_site() -> None:
    assert Options.of({}) == Options()
    assert Options.of({"input": "kramdown", "auto_ids": False, "hard_wrap": "true", "toc_levels": [2, 3], "footnote_nr": 4,
                       "parse_block_html": "maybe", "auto_id_prefix": None, "smart_quotes": "x"}) == Options(
        "kramdown", auto_ids=False, hard_wrap=True, toc_levels=frozenset({2, 3}), footnote_nr=4)
    assert Options.of({"input": "GFM", "toc_levels": "1..3"}).toc_levels == {1, 2, 3}


@pytest.fixture(scope="module")
def kramdown() -> Iterator[Kramdown]:
    judge = Kramdown()
    yield judge
    judge.close()


@needs_kramdown
@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_kramdown_agrees_about_the_cases(case: Case, kramdown: Kramdown) -> None:
    [theirs] = kramdown.render([case.source], **case.settings)
    assert (difference(case.source, theirs, case.options) is None) == (case.name not in OURS)


def pieces() -> list[str]:
    """What mixtures are made of: the lines of the cases, and the words of these lines."""
    lines = [line for case in ALL if case.name not in OURS for line in case.source.split("\n")]
    return lines + [word for line in lines for word in line.split(" ")]


def mixture(seed: int) -> str:
    """Some pieces behind each other, in lines and apart."""
    chance = random.Random(seed)
    return "".join(chance.choice(PIECES) + chance.choice(["\n", "\n", "\n\n", " ", "", "\n  ", "\n    "])
                   for _ in range(chance.randint(2, 9)))


PIECES = pieces()
VARIANTS: list[dict[str, Any]] = [{}, {"input": "kramdown"}, {"parse_block_html": True}, {"hard_wrap": True}]


@needs_kramdown
@pytest.mark.parametrize("settings_of_site", VARIANTS, ids=str)
def test_kramdown_agrees_about_mixtures(settings_of_site: dict[str, Any], kramdown: Kramdown) -> None:
    texts = [mixture(seed) for seed in range(150)]
    rendered = kramdown.render(texts, **settings_of_site)
    options = Options(**settings_of_site)
    assert [(text, found) for text, theirs in zip(texts, rendered, strict=True)
            if not theirs.startswith("\0") and (found := difference(text, theirs, options))] == []


def shown(html: str) -> list[object]:
    """What must be the same where a text is common: all but ids of headings, comments and empty paragraphs."""
    tokens: list[object] = []
    for token in normal(html):
        if isinstance(token, tuple) and token[0] == "comment":
            continue
        if isinstance(token, tuple) and re.fullmatch("h[1-6]", token[0]):
            tokens.append((token[0],))
        elif token == ("/", "p") and tokens and tokens[-1] == ("p", ()):
            tokens.pop()
        else:
            tokens.append(token)
    return tokens


def headings(html: str) -> list[object]:
    """The headings with their ids."""
    return [token for token in normal(html) if isinstance(token, tuple) and re.fullmatch("h[1-6]", token[0])]


POSTS = [
    (" <p>The <strong>ferry</strong> left &amp; came back.</p>\n <!-- advert -->\n <p># not a heading, 1. nor a list</p>"
    '<p class="end">(Harbour News)</p>\n\n<http://news.example/share?id=1&from=2>\n\n[back](//news.example/)｜[home](//news.example/a_b)'),
    "# Tides\n\nThe *ebb* is **low**, see `log` and [1].\n\n- salt\n- [tin](/tin.html)\n\nthen\n\n1. one\n2. two\n\n```js\nlet x = 1 < 2\n```\n",
    '<table border="1"><tbody>\n<tr><td>ebb</td><td>*six*</td></tr>\n</tbody></table>\n\nA_B Corp. pays $5.\n',
    "",
]
UNSURE = [
    "<p>open\n", "<div><b>x</div></b>\n", "<p>a\n\nb</p>\n", "<p>a</p>\ntext\n", "a | b\n", "[a]: b\n", "*a **b* c**\n", "_a_\n",
    "a\n---\n", "- a\n  b\n", "- a\n\n- b\n", "> a\n", "    a\n", "text <b>x\n", "```\nopen\n", "7. a\n", "a\n# b {#c}\n", "a $$x$$\n",
    "a {:.b}\n", "~~~\na\n~~~\n", "a \\* b\n", "[a](b c)\n", "![a]\n[b]: c\n", "1. a\n- b\n", "a\\\nb\n", "<span>a</span>\n",
    '<div markdown="1">\n*a*\n</div>\n', "-\ta\n", "a\r\nb\n", "## a ##\n", "&check;\n", "[^1]: a\n", ": a\n", "^\n", "a\n<!-- b -->\n",
    '<p><a href="a" href="b">c</a></p>\n', " <!-- a\n- b -->\n", "\ufeff# a\n",
]


@pytest.mark.parametrize("text", POSTS)
def test_plain_posts_are_common(text: str) -> None:
    assert is_common(text)
    assert shown(render(text)) == shown(common_markdown.render(text))


@pytest.mark.parametrize("text", UNSURE)
def test_what_may_differ_is_not_common(text: str) -> None:
    assert not is_common(text)


@given(st.lists(st.sampled_from([*"\n\n\n  *_`[](){}<>|#-+1.:!&\\~$=\"'a中", "](b)", "**", "<p>", "</p>", "<http://a>", "- ", "# ", "    "]),
                max_size=25).map("".join))
@settings(max_examples=400, deadline=None)
def test_common_texts_are_the_same(text: str) -> None:
    render(text)
    if is_common(text):
        assert shown(render(text)) == shown(common_markdown.render(text))
        assert headings(render(text)) == headings(common_markdown.render(text, Engine("kramdown"), with_ids=True))


@needs_kramdown
@given(st.lists(st.text(st.sampled_from("aB1é中½２ϒΣ_-. &;!?*`\"'$:/()[]<>\u3000\u0301\u0939\u093f"), max_size=12), max_size=6))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(["<_½>", "<a½>x", "</½>"])
def test_kramdown_agrees_about_ids(kramdown: Kramdown, titles: list[str]) -> None:
    text = "\n\n".join(f"## {title}" for title in titles)
    [theirs] = kramdown.render([text])
    assert headings(common_markdown.render(text, Engine("kramdown"), with_ids=True)) == headings(theirs)


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    for options in (Options(), Options("kramdown", hard_wrap=True, parse_block_html=True)):
        render(text, options)
        assert all(0 <= start < end <= len(text) for start, end, _ in outline(text, options))


def test_an_outline_covers_the_text() -> None:
    text = "# One\n\ntext\n{: .a}\n\n<div>\n\nraw\n</div>\n{: .next}\nwith <b>tag</b>\n\n[a]: b\r\n\r\nterm\n\n: def\n"
    assert [(text[start:end], is_raw) for start, end, is_raw in outline(text)] == [
        ("# One\n", False), ("text\n{: .a}\n", False), ("<div>\n\nraw\n</div>\n{: .next}\n", True), ("with <b>tag</b>\n", True),
        ("[a]: b\r\n", False), ("term\n\n: def\n", False)]


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_outlines_leave_only_blank_lines_out(case: Case) -> None:
    at = 0
    for start, end, _ in outline(case.source):
        assert not case.source[at:start].strip()
        assert at <= start < end
        at = end
    assert not case.source[at:].strip()


DEEP = 3_000
ENDLESS = {
    "quotes": ">" * DEEP + "a", "lists": "- " * DEEP + "a", "both": "- > " * DEEP + "a", "tags": "<b>" * DEEP + "a", "divs": "<div>" * DEEP + "a",
    "Markdown in divs": '<div markdown="1">\n' * DEEP + "a", "in cells": '<table><tr><td markdown="1">\n' * DEEP + "a",
    "images": "![" * DEEP + "a" + "](b)" * DEEP, "open images": "![" * DEEP, "brackets": "[" * DEEP + "]" * DEEP, "open emphasis": "*a **b _c __d" * DEEP,
    "lists of lists": "{:a: a b c d e}\n{:b: a b c d e}\n{:c: a b c d}\n\na\n{:a}\n" * 100,
    "fences": "``` a b\n" * DEEP, "unclosed": "{::comment}\n<!-- $$ ~~ `` {: [a](b \"\n" * DEEP, "siblings": "- a\n" * 20_000, "paragraphs": "a\n\n" * 20_000,
    "a long paragraph": "The ferry *left* `port` [on](time).\n" * 3_000,
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_nothing_is_raised_and_nothing_lost(text: str) -> None:
    letters = len(re.findall("a", re.sub(r'<[^>]*>|markdown="1"', "", text)))
    assert bool(letters) <= ("a" in render(text))


def test_the_judge_is_told_apart() -> None:
    assert difference("*a*", "<p><em>a</em></p>") is None
    assert difference("*a*", "<p>a</p>") is not None
