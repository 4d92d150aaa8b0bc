"""Markdown in Markdown: what stays as it was written, what is converted beside it, and where the two meet."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convert
from convert.engine.verification import difference
from convert.model.flavor import FLAVORS, Flavor
from convert.readers.stretches import unparted

FIXTURES = Path(__file__).parent.parent / "fixtures"
POSTS = sorted([*FIXTURES.glob("news/_posts/*.md"), *FIXTURES.glob("posts/*.md")])

# Texts without HTML, which stay to the letter in their own flavour.
KEPT = {
    "plain": "A lamp *on* the quay.\n",
    "references": "See [the lamp][1] and [quay].\n\n[1]: /lamp 'Lamp'\n[quay]: /quay\n",
    "footnotes": "A lamp[^1].\n\n[^1]: Made of brass.\n\n    And of glass.\n",
    "nested list": "- a\n\n  - b\n\n\n    c\n- d\n",
    "numbers": "7) a\n8) b\n   1. c\n",
    "fence": "```html\n<div>\n\n<p>x</p>\n```\n",
    "tildes": "~~~~\n```\n~~~\n~~~~\n",
    "indented code": "    <div>\n    x\n\n\ttab <p>\n",
    "code in a line": "The `<div>` and the ``a ` b``.\n",
    "table": "| a | b |\n|:--|---|\n| `<p>` | x |\n",
    "setext": "Title\n=====\n\nSub\n---\n",
    "closed heading": "## Title ##\n",
    "hard breaks": "a  \nb\\\nc  \n",
    "rules": "* * *\n\n- - -\n\n___\n",
    "quote": "> a\nlazy\n>\n> > b\n",
    "autolinks": "<https://a.example/> and <ftp://b.example/>\n",
    "entities": "&copy; &amp; &#960;\n",
    "escapes": "\\*a\\* 1\\. \\<3\n",
    "emphasis": "__a__ *b* _c_ ***d***\n",
    "blank lines": "a\n\n\n\nb\n",
    "liquid": "{% if a < b %}\n\n{{ page.title | append: '<b>' }} [x]({{ site.url }}/a)\n\n{% endif %}\n",
    "shortcode": "{{< figure src=\"a.png\" >}}\n\n{{% note %}}\n* a\n{{% /note %}}\n",
    "raw": "{% raw %}\n```liquid\n{% assign x = '<p>' %}\n```\n{% endraw %}\n",
    "highlight": "{% highlight html %}\n<p>x</p>\n\n* y\n{% endhighlight %}\n",
}
HTML = "<p>The <b>lamp</b> is lit.</p>"
LIT = "The **lamp** is lit."


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_markdown_without_html_stays(text: str, flavor: Flavor) -> None:
    assert converted(text, flavor) == text


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_it_stays_before_and_behind_html(text: str, flavor: Flavor) -> None:
    assert converted(f"{HTML}\n\n{text}", flavor) == f"{LIT}\n\n{text}"
    assert converted(f"{text}\n{HTML}\n", flavor) == f"{text}\n{LIT}\n"


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize(("one", "other"), list(pairwise(KEPT.values())), ids=[*KEPT][1:])
def test_it_stays_around_html(one: str, other: str, flavor: Flavor) -> None:
    assert converted(f"{one}\n{HTML}\n\n{other}", flavor) == f"{one}\n{LIT}\n\n{other}"


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_line_ends_are_one_character(text: str) -> None:
    crlf = f"{text}\n{HTML}\n\n{text}".replace("\n", "\r\n")
    if "[" not in text:
        assert converted(crlf, "gfm") == f"{text}\n{LIT}\n\n{text}"
    assert converted(crlf.rstrip("\r\n"), "gfm") == converted(crlf, "gfm")


HEADS = ["---\ntitle: A  # first\n---\n", "+++\ntitle = 'A'\n+++\n", '{\n  "title": "A"\n}\n']


@pytest.mark.parametrize("head", HEADS)
def test_heads_stay(head: str) -> None:
    assert convert.write(convert.reads(f"{head}\n* a\n"), "markdown", flavor="kramdown" if head[0] == "-" else "goldmark").text \
        == f"{head}\n* a\n"


# What a text with HTML becomes, in GFM.
BESIDE = {
    "in a paragraph": ("before\nall\n\na <u>b</u> c\n*d*\n\nafter\nall\n", "before\nall\n\na <u>b</u> c *d*\n\nafter\nall\n"),
    "in an item": ("* x\n* y\n\n1) a <u>b</u>\n2) c\n\nafter\nall\n", "* x\n* y\n\n1. a <u>b</u>\n2. c\n\nafter\nall\n"),
    "in a quote": ("> a <u>b</u>\n> *c*\n\nafter\nall\n", "> a <u>b</u> *c*\n\nafter\nall\n"),
    "a comment": ("a\n\n<!-- note -->\n\nb  \nc\n", "a\n\nb  \nc\n"),
    "a comment with tags": ("a\n\n<!-- <div> -->\n\nb  \nc\n", "a\n\nb  \nc\n"),
    "tags far apart": ('before\nall\n\n<div class="n">\n\na | b\n\n* c\n\n    d\n\n</div>\n\nafter\nall\n',
                       'before\nall\n\n<div class="n">\n\na | b\n\n- c\n\n  d\n\n</div>\n\nafter\nall\n'),
    "code that looks like a tag": ('<div class="n">\n\n`<div>` a\n\n</div>\n\nafter\nall\n',
                                   '<div class="n">\n\n`<div>` a\n\n</div>\n\nafter\nall\n'),
    "details": ("<details>\n<summary>S</summary>\n\n* a\n\n</details>\n\n* after\n",
                "<details>\n<summary>S</summary>\n\n- a\n\n</details>\n\n* after\n"),
    "code first": ("    code\n\na <u>b</u>\n", "    code\n\na <u>b</u>\n"),
    "code behind it": ("a <u>b</u>\n\n    code  \n", "a <u>b</u>\n\n    code  \n"),
    "an address": ("<a@b.example>\n\n* x\n", "<a@b.example>\n\n* x\n"),
    "a heading right above": (f"# A\n{HTML}\n", f"# A\n\n{LIT}\n"),
    # Definitions stay, and what is written anew knows them.
    "a definition first": ("[1]: /lamp\n\n<p>Lit.</p>\n\nSee [1].\n", "[1]: /lamp\n\nLit.\n\nSee [1].\n"),
    "a definition between": ("<p>Lit.</p>\n\n[1]: /lamp\n\n<p>Out.</p>\n\nSee [1].\n", "Lit.\n\n[1]: /lamp\n\nOut.\n\nSee [1].\n"),
    "a definition of a target in brackets": ("<p>Lit.</p>\n\n[1]: <a b>\n\nSee [1].\n", "Lit.\n\n[1]: <a b>\n\nSee [1].\n"),
    "a reference": ("A <u>lamp</u> on [a quay][1].\n\n[1]: /quay 'Q'\n", "A <u>lamp</u> on [a quay](/quay \"Q\").\n\n[1]: /quay 'Q'\n"),
    "a title on the next line": ("A <u>lamp</u> on [1].\n\n[1]: /quay\n  'Q'\n", "A <u>lamp</u> on [1](/quay \"Q\").\n\n[1]: /quay\n  'Q'\n"),
    "no definition, but code": ("A <u>lamp</u> on [1].\n\n```\n[1]: /quay\n```\n", "A <u>lamp</u> on [1].\n\n```\n[1]: /quay\n```\n"),
    "the first definition": ("<u>A</u> [1].\n\n[1]: /a\n\nb\nc\n\n[1]: /b\n", "<u>A</u> [1](/a).\n\n[1]: /a\n\nb\nc\n\n[1]: /b\n"),
    "a label in HTML": ("<p>[1] says</p>\n\n[1]: /lamp\n\nSee [1].\n", "\\[1\\] says\n\n[1]: /lamp\n\nSee [1].\n"),
    "definitions behind a list": ("- x\nlazy\n\n[1]: /a\n[2]: /b\n<u>A</u> [1].\n", "- x\nlazy\n\n[1]: /a\n[2]: /b\n\n<u>A</u> [1](/a).\n"),
    "no code, but text": ("[1]: /a\n    <u>A</u>\n", "[1]: /a\n\n<u>A</u>\n"),
    "a definition in a quote": ("A <u>lamp</u> on [1].\n\n> [1]: /quay\n>\n> q\n", "A <u>lamp</u> on [1](/quay).\n\n> q\n"),
    "a definition in HTML": ("> [1]: /quay\n>\n> <u>a</u>\n\nb [1]\n", "> <u>a</u>\n\nb [1](/quay)\n"),
    # What would be one list, or code in an item.
    "a comment between lists": ("- a\n\n<!-- x -->\n\n- b\n", "- a\n\n<!-- -->\n\n- b\n"),
    "a comment between a list and code": ("- a\n\n<!-- -->\n\n    b\n", "- a\n\n<!-- -->\n\n    b\n"),
    "a comment between codes": ("    a\n\n<!-- -->\n\n    b\n", "    a\n\n<!-- -->\n\n    b\n"),
    "a comment between codes behind a text": ("a\n\n    a\n\n<!-- -->\n\n    b\n", "a\n\n    a\n\n<!-- -->\n\n    b\n"),
    "a comment between a list and a rule": ("- a\n\n<!-- -->\n\n- - -\n", "- a\n\n- - -\n"),
    "a comment between paragraphs": ("- a\n\nb\n\n<!-- -->\n\n- c\n", "- a\n\nb\n\n- c\n"),
    "lists of two markers": ("* a\n\n<ul><li>b</li></ul>\n\n* c\n", "* a\n\n- b\n\n* c\n"),
    "lists of one marker": ("- a\n\n<ul><li>b</li></ul>\n\n- c\n", "- a\n\n* b\n\n- c\n"),
    "lists of numbers": ("1. a\n\n<ol><li>b</li></ol>\n\n1. c\n", "1. a\n\n1) b\n\n1. c\n"),
    "a list of HTML first": ("<ul><li>a</li></ul>\n\n- b\n", "- a\n\n<!-- -->\n\n- b\n"),
    "code behind a list of HTML": ("<ul><li>a</li></ul>\n\n    b\n", "- a\n\n<!-- -->\n\n    b\n"),
    # What would be read as front matter.
    "a rule first": ("\n---\na\n---\n", "\n---\na\n---\n"),
    "a brace first": ('\n{"a": 1}\n', '\n{"a": 1}\n'),
}


@pytest.mark.parametrize(("text", "expected"), BESIDE.values(), ids=BESIDE)
def test_html_is_converted_beside_it(text: str, expected: str) -> None:
    assert converted(text, "gfm") == expected


@pytest.mark.parametrize(("text", "_"), BESIDE.values(), ids=BESIDE)
@pytest.mark.parametrize("flavor", ["gfm", "commonmark", "goldmark"])
def test_all_is_said_and_the_second_pass_changes_nothing(text: str, _: str, flavor: Flavor) -> None:
    document = convert.reads(text, engine=flavor)
    rendering = convert.write(document, "markdown", flavor=flavor)
    assert difference(document, rendering, flavor) is None, rendering.text
    assert converted(rendering.text, flavor) == rendering.text


# The same in kramdown, whose HTML runs to its closing tag, and whose lists are one whatever their markers.
IN_KRAMDOWN = {
    "a comment between lists": ("- a\n\n<!-- x -->\n\n- b\n", "- a\n\n^\n\n- b\n"),
    "lists of two markers": ("* a\n\n<ul><li>b</li></ul>\n", "* a\n\n^\n\n- b\n"),
    "a definition between": ("<p>Lit.</p>\n\n[1]: /lamp\n\n<p>Out.</p>\n\nSee [1].\n", "Lit.\n\n[1]: /lamp\n\nOut.\n\nSee [1].\n"),
    "the last definition": ("<u>A</u> [1].\n\n[1]: /a\n\nb\nc\n\n[1]: /b\n", "<u>A</u> [1](/b).\n\n[1]: /a\n\nb\nc\n\n[1]: /b\n"),
    "numbers in brackets": ("<u>x</u>\n\n7) a\nb\n\n<ol><li>c</li></ol>\n", "<u>x</u>\n\n7) a\nb\n\n1. c\n"),
    "an item of an item": ("1. x\n   - a\n\n<ul><li>b</li></ul>\n", "1. x\n   - a\n\n- b\n"),
    "a definition for open HTML": ("[1]: /lamp\n\nSee [1].\n\n<div>a\n", "[1]: /lamp\n\nSee [1].\n\na\n"),
    "attributes": ("a\nb\n{: .c}\n\n<u>x</u>\n\n{:toc}\n* d\n{: #e}\n", "a\nb\n{: .c}\n\n<u>x</u>\n\n{:toc}\n* d\n{: #e}\n"),
    "a wide blank": ("<u>x</u>\n\n\u3000\n\na\nb\n", "<u>x</u>\n\n\u3000\n\na\nb\n"),
}


@pytest.mark.parametrize(("text", "expected"), IN_KRAMDOWN.values(), ids=IN_KRAMDOWN)
def test_html_is_converted_beside_kramdown(text: str, expected: str) -> None:
    assert converted(text, "kramdown") == expected
    assert converted(expected, "kramdown") == expected


def test_blocks_right_beside_html_go_with_it() -> None:
    """In kramdown a blank line more can make another thing of them."""
    assert unparted([(0, 2, False), (2, 4, False), (4, 6, True), (6, 8, False), (9, 11, False), (11, 12, False)]) == [
        (0, 2, True), (2, 4, True), (4, 6, True), (6, 8, True), (9, 11, False), (11, 12, False)]


def test_lists_are_apart_without_html() -> None:
    document = convert.reads("<ul><li>a</li></ul>\n\n- b\n", engine="gfm")
    assert convert.write(document, "markdown", raw_html=False).text == "- a\n\n* b\n"


@pytest.mark.parametrize("text", ["a [b](javascript:c) ~~d~~\n", "# A\n<script>b()</script>\n"])
def test_what_is_unsafe_does_not_stay(text: str) -> None:
    assert "script" not in converted(text, "gfm")


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.name)
def test_the_tree_makes_no_difference(path: Path) -> None:
    """Whether the body was asked for before, the same is written; and writing leaves the body alone."""
    from lxml import etree
    for flavor in FLAVORS:
        fresh, parsed = convert.read(path), convert.read(path)
        before = etree.tostring(parsed.body)
        assert convert.write(fresh, "markdown", flavor=flavor).text == convert.write(parsed, "markdown", flavor=flavor).text
        assert etree.tostring(parsed.body) == etree.tostring(fresh.body) == before


def converted(text: str, flavor: Flavor) -> str:
    """A text of a flavour, written in the same."""
    return convert.write(convert.reads(text, engine=flavor), "markdown", flavor=flavor).text


# Pieces that may stand beside one another in any order: each defines nothing.
PIECES = [text for name, text in [*KEPT.items(), *((name, source) for name, (source, _) in BESIDE.items())] if "]:" not in text] + [
    "- x\n", "+ x\n", "* x\n", "1) x\n", "2. x\n\n   y\n", "- <b>x</b>\n", "1. <b>x</b>\n", "  two\n", "    four\n",
    "<ol start=3><li>x</li></ol>\n", "<pre>\n\nx\n</pre>\n", "<h2>h</h2>\n", "</div>\n", "<a href=/x>y</a>\n", "<hr>\n"]


@pytest.mark.parametrize("flavor", ["gfm", "commonmark", "goldmark"])
@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=2, max_size=5))
def test_pieces_in_any_order(flavor: Flavor, pieces: list[str]) -> None:
    document = convert.reads("\n".join(pieces), engine=flavor)
    rendering = convert.write(document, "markdown", flavor=flavor)
    assert difference(document, rendering, flavor) is None, rendering.text
    assert converted(rendering.text, flavor) == rendering.text


ISLANDS = ["{{ a }}", "{% b %}", '{{< c "d" >}}', "{% e 'x<y>' %}"]
TEMPLATE = f"# A\n\n* [b](/c \"D\") <u>e</u>\n\n{HTML}\n\n```\nf\n```\n\n| g | h |\n|---|---|\n| i | j |\n"


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize("island", ISLANDS)
def test_islands_stay_in_every_place(island: str, flavor: Flavor) -> None:
    within_tags = {at for tag in re.finditer("<[^>]*>", TEMPLATE) for at in range(tag.start() + 1, tag.end())}
    for at in sorted({*range(len(TEMPLATE))} - within_tags):
        text = converted(TEMPLATE[:at] + island + TEMPLATE[at:], flavor)
        assert text.count(island) == 1, text
