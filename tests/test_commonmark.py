"""Markdown as CommonMark, GitHub and Hugo read it: against the specification, against cmark-gfm, and against Hugo itself."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from cmarkgfm import cmark
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import HUGOS, needs_hugo

from convert.readers import commonmark
from convert.readers.commonmark import Engine, render
from convert.readers.commonmark.bare import has_bare_address

ROOT = Path(__file__).parent.parent
SPEC = Path(os.environ.get("COMMONMARK_SPEC", ROOT / "node_modules" / "commonmark-spec" / "spec.txt"))
ENGINES: list[Engine] = ["commonmark", "gfm", "goldmark"]

BLOCKS = {"blockquote", "body", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "input", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul", "script", "style"}
UNSHOWN = {"thead", "tbody", "DOCUMENT_FRAGMENT"}


def meaning(html: str) -> list[object]:
    """What a browser makes of an HTML text: elements, attributes, and text with its blanks as they are shown."""
    found: list[object] = []

    def add(text: str | None, verbatim: bool) -> None:  # noqa: FBT001
        if text and verbatim:
            found.append(text)
        elif text and found and isinstance(found[-1], str):
            found[-1] = re.sub(r"[ \t\n\f]+", " ", found[-1] + text)
        elif text:
            found.append(re.sub(r"[ \t\n\f]+", " ", text))

    def walk(element: Element, verbatim: bool) -> None:  # noqa: FBT001
        if isinstance(element.tag, str):
            inside = verbatim or element.tag in {"pre", "script", "style"}
            if element.tag not in UNSHOWN:
                found.append((element.tag, sorted(element.attrib.items())))
            add(element.text, inside)
            for child in element:
                walk(child, inside)
                add(child.tail, inside)
            if element.tag not in UNSHOWN:
                found.append((f"/{element.tag}",))

    walk(html5lib.parseFragment(html, namespaceHTMLElements=False), verbatim=False)
    for index, item in enumerate(found):
        if isinstance(item, str):
            before, behind = (found[place] if 0 <= place < len(found) else ("/div",) for place in (index - 1, index + 1))
            shown = item.lstrip() if isinstance(before, tuple) and before[0].lstrip("/") in BLOCKS - {"pre"} else item
            found[index] = shown.rstrip() if isinstance(behind, tuple) and behind[0].lstrip("/") in BLOCKS else shown
    return [item for item in found if item]


# The specification

EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.M | re.S)


@pytest.mark.skipif(not SPEC.exists(), reason="the npm package commonmark-spec, the judge, is not installed")
def test_every_example_of_the_specification() -> None:
    examples = EXAMPLE.findall(SPEC.read_text("utf-8").replace("→", "\t"))
    assert len(examples) == 652
    assert [markdown for markdown, html in examples
            if (rendered := render(markdown, "commonmark")) != html and meaning(rendered) != meaning(html)] == []


@pytest.mark.parametrize("text", ["a | b\n--|--\n", "~~a~~\n", "- [ ] a\n", "www.a.example http://b.example c@d.example\n", "a[^1]\n\n[^1]: a b\n", "# a {#b}\n", "a\n: b\n",
                                  "> [!TIP]\n> a\n", "$a$ \"b\" -- c\n"])
def test_commonmark_is_nothing_else(text: str) -> None:
    assert not re.search("<(?:table|del|input|a|sup|dl|math|h1 id|section|div)|class", render(text, "commonmark"))


# Texts, and what they are to GitHub

GFM = [
    ("See www.a.example.\n",
     "<p>See <a href=\"http://www.a.example\">www.a.example</a>.</p>\n"),
    ("(https://a.example/b_(c)), \"http://d.example\"\n",
     "<p>(<a href=\"https://a.example/b_(c)\">https://a.example/b_(c)</a>), \"<a href=\"http://d.example\">http://d.example</a>\"</p>\n"),
    ("ftp://a.example/*b*c mail x.y+z@a.example!\n",
     "<p><a href=\"ftp://a.example/*b*c\">ftp://a.example/*b*c</a> mail <a href=\"mailto:x.y+z@a.example\">x.y+z@a.example</a>!</p>\n"),
    ("`www.a.example` [www.a.example](/b) <b>www.a.example</b> http://c.example&copy;\n",
     "<p><code>www.a.example</code> <a href=\"/b\">www.a.example</a> <b>www.a.example</b> <a href=\"http://c.example\">http://c.example</a>©</p>\n"),
    ("| a | b |\n|:-:|--:|\n| http://c.example/d\\|e | `f\\|g` |\n| h |\n| i | j | k |\n",
     "<table><thead><tr><th align=\"center\">a</th><th align=\"right\">b</th></tr></thead><tbody>\n<tr><td align=\"center\"><a href=\"http://c.example/d%7Ce\">http://c.example/d|e</a></td><td align=\"right\"><code>f|g</code></td></tr>\n<tr><td align=\"center\">h</td><td align=\"right\"></td></tr>\n<tr><td align=\"center\">i</td><td align=\"right\">j</td></tr>\n</tbody></table>\n"),
    ("text\n| a |\n| - |\n| b\n\nafter\n",
     "<p>text</p>\n<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>\n<p>after</p>\n"),
    ("- | a |\n  |---|\n  | b |\n",
     "<ul>\n<li><table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>\n</li>\n</ul>\n"),
    ("~a~ ~~b~~ ~~~c~~~ 2~3 and 4~5\n",
     "<p><del>a</del> <del>b</del> ~~~c~~~ 2<del>3 and 4</del>5</p>\n"),
    ("- [ ] a\n- [x] b\n  - [X] c\n- [y] d\n",
     "<ul>\n<li><input disabled=\"\" type=\"checkbox\"/>\na</li>\n<li><input disabled=\"\" type=\"checkbox\" checked=\"\"/>\nb\n<ul>\n<li><input disabled=\"\" type=\"checkbox\" checked=\"\"/>\nc</li>\n</ul>\n</li>\n<li>[y] d</li>\n</ul>\n"),
    ("a[^1] b[^n] c[^1]\n\n[^n]: last\n\n    more\n\n[^1]: - x\n\n[^no]: unused\n",
     "<p>a<sup><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup> b<sup><a href=\"#fn-n\" id=\"fnref-n\">2</a></sup> c<sup><a href=\"#fn-1\" id=\"fnref-1-2\">1</a></sup></p>\n<section class=\"footnotes\">\n<ol>\n<li id=\"fn-1\">\n<ul>\n<li>x</li>\n</ul>\n<a href=\"#fnref-1\" class=\"footnote-backref\">↩</a> <a href=\"#fnref-1-2\" class=\"footnote-backref\">↩</a>\n</li>\n<li id=\"fn-n\">\n<p>last</p>\n<p>more <a href=\"#fnref-n\" class=\"footnote-backref\">↩</a></p>\n</li>\n</ol>\n</section>\n"),
    ("<p>\nhttp://a.example www.b.example\n</p>\n",
     "<p>\nhttp://a.example www.b.example\n</p>\n"),
    ("<div>x</div>\n\nhttp://a.example\n",
     "<div>x</div>\n<p><a href=\"http://a.example\">http://a.example</a></p>\n"),
    ("[a www.b.example\n",
     "<p>[a www.b.example</p>\n"),
    ("> [!NOTE]\n> a\n",
     "<blockquote>\n<p>[!NOTE]\na</p>\n</blockquote>\n"),
    ("$a$ ^b^ ++c++ ==d== :e:\n",
     "<p>$a$ ^b^ ++c++ ==d== :e:</p>\n"),
    ("<script>alert(1)</script>\n",
     "<script>alert(1)</script>\n"),
    ("<a href=\"x\">http://a.example y@b.example</a>\n",
     "<p><a href=\"x\">http://a.example y@b.example</a></p>\n"),
    ("a http://\n",
     "<p>a http://</p>\n"),
]
# Texts, and what they are to Hugo

GOLDMARK = [
    ("www.a.example http://b.example/c(d). e@f.example,\n",
     "<p><a href=\"https://www.a.example\">www.a.example</a> <a href=\"http://b.example/c(d)\">http://b.example/c(d)</a>. <a href=\"mailto:e@f.example\">e@f.example</a>,</p>\n"),
    ("中http://a.example \"http://b.example\" http://localhost\n",
     "<p>中http://a.example \"http://b.example\" http://localhost</p>\n"),
    ("# A {#b .c .d key=\"v w\"}\n\npara {.x}\n",
     "<h1 id=\"b\" class=\"c d\" key=\"v w\">A</h1>\n<p>para {.x}</p>\n"),
    ("A\n===\n\nB {#c}\n---\n",
     "<h1>A</h1>\n<h2 id=\"c\">B</h2>\n"),
    ("# A {#b}\r\n\r\nC www.d.example {.e}\r\n===\r\n",
     "<h1 id=\"b\">A</h1>\n<h1 class=\"e\">C <a href=\"https://www.d.example\">www.d.example</a></h1>\n"),
    ("# A \\{#b}\n",
     "<h1>A {#b}</h1>\n"),
    ("T\nU\n: D *e*\n: F\n",
     "<dl>\n<dt>T</dt>\n<dt>U</dt>\n<dd>D <em>e</em></dd>\n<dd>F</dd>\n</dl>\n"),
    ("T\n:D\n",
     "<p>T\n:D</p>\n"),
    ("a[^n] b[^n]\n\n[^n]: note\n",
     "<p>a<sup id=\"fnref:1\"><a href=\"#fn:1\" class=\"footnote-ref\">1</a></sup> b<sup id=\"fnref1:1\"><a href=\"#fn:1\" class=\"footnote-ref\">1</a></sup></p>\n<div class=\"footnotes\">\n<hr>\n<ol>\n<li id=\"fn:1\">\n<p>note\u00a0<a href=\"#fnref:1\" class=\"footnote-backref\">↩</a>\u00a0<a href=\"#fnref1:1\" class=\"footnote-backref\">↩</a></p>\n</li>\n</ol>\n</div>\n"),
    ("|a|\n|:-:|\n|b|\n",
     "<table><thead><tr><th style=\"text-align: center\">a</th></tr></thead><tbody>\n<tr><td style=\"text-align: center\">b</td></tr>\n</tbody></table>\n"),
    ("\"a\" -- b... (c)\n",
     "<p>\"a\" -- b... (c)</p>\n"),
    ("2~3 and 4~5 ~~z~~\n",
     "<p>2<del>3 and 4</del>5 <del>z</del></p>\n"),
]

def by_cmark(text: str) -> str:
    """What cmark-gfm makes of a text, without the attributes of its footnotes that are for scripts."""
    html = cmark.markdown_to_html_with_extensions(
        text, options=cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES,
        extensions=["table", "strikethrough", "tasklist", "autolink"])
    html = re.sub(r' data-footnote[a-z-]*(?:="[^"]*")?| aria-label="[^"]*"| class="footnote-ref"', "", html)
    return re.sub(r"↩<sup>[0-9]+</sup>", "↩", html)


@pytest.mark.parametrize(("text", "html"), GFM)
def test_gfm(text: str, html: str) -> None:
    assert render(text) == html
    if "<a " not in text:                  # where cmark-gfm puts links into links
        assert meaning(html) == meaning(by_cmark(text))


def test_links_of_raw_html_hold_no_links() -> None:
    text = '<a href="b">http://c.example</a> http://d.example\n'
    assert render(text) == '<p><a href="b">http://c.example</a> <a href="http://d.example">http://d.example</a></p>\n'
    assert by_cmark(text).count("<a ") == 3


@pytest.mark.parametrize(("text", "links"), [
    ("http://a.example/b.", ["http://a.example/b"]), ("http://a.example/b?!,:*_~'\"", ["http://a.example/b"]), ("http://a.example/(b", ["http://a.example/(b"]),
    ("(http://a.example/b(c)d)e)", ["http://a.example/b(c)d)e"]), ("http://a.example/&lt;", ["http://a.example/"]), ("http://a.example/&lt;b", ["http://a.example/&amp;lt;b"]), ("http://a.example/b;", ["http://a.example/b"]),
    ("http://a_b.example", []), ("http://a_b.c.example", ["http://a_b.c.example"]), ("http://localhost:80", ["http://localhost:80"]), ("http://-a", []), ("http://中.example/文", ["http://%E4%B8%AD.example/%E6%96%87"]),
    ("www.a", ["http://www.a"]), ("www.", []), ("xwww.a", []), ("/www.a", []), ("(www.a)", ["http://www.a"]), ("WWW.a", []), ("HTTP://a", ["HTTP://a"]), ("xhttp://a", []), ("1http://a", ["http://a"]),
    ("ftps://a", []), ("a@b", []), ("a@b.c1", []), ("a@b.c_", []), ("a.b+c-d_e@f-g.h", ["mailto:a.b+c-d_e@f-g.h"]), ("a@b@c.d", ["mailto:b@c.d"]), ("mailto:a@b.c/d", ["mailto:a@b.c"]), ("xmpp:a@b.c/d", ["xmpp:a@b.c/d"]),
    ("\\http://a", ["http://a"]), ("http\\://a", []), ("http&#58;//a", []), ("a\\_b@c.d", ["mailto:a_b@c.d"]), ("[a@b.c", ["mailto:a@b.c"]), ("[http://a.b", []), ("[c] http://a.b", ["http://a.b"]), ("\\[http://a.b", ["http://a.b"]),
    ("http://a.b/`c` `http://d.e`", ["http://a.b/%60c%60"]), ("http://a.b/`c http://d.e `f http://g.h`", ["http://a.b/%60c", "http://d.e"]), ("http://a.b\\<http://c.d>", ["http://a.b%5C", "http://c.d"]),
    ("**http://a.b/**c** d", ["http://a.b/**c"]), ("http://a.b/c| |\n|-|", []), ("~~http://a.b~~", ["http://a.b"]), ("![http://a.b](c)", []), ("```http://a`", []),
])
def test_addresses(text: str, links: list[str]) -> None:
    assert re.findall(r'<a href="([^"]*)"', render(text)) == links
    if not text.startswith("```") and "|" not in text:          # what it costs to leave the blocks as they are
        assert re.findall(r'<a href="([^"]*)"', by_cmark(text)) == links


PIECES = ["http://a.example", "https://b.example/c_d", "www.e.example", "ftp://f.example/g", "h@i.example", "http://a.example/(j)", "www.k.example/l?m=n&o;", "http://a.example/*p*", "**", "*", "`", "``",
          "[", "]", "(", ")", "](/q)", "![", "<b>", "</b>", '<i title="http://r.example">', "<http://s.example>", "<t@u.example>", "&amp;", "&copy;", "\\", "!", ".", ",", ":", ";", '"', "'", "word", "中", "“", "。",
          "/", "{", "}", "^", " ", " ", " ", " ", "2~3", "[^1]", "[^n]", "\n"]
BEGINS = ["", "", "> ", "- ", "1. ", "# ", "| a | b |\n|---|:-:|\n| ", "    ", "<p>", "```\n", "<!-- http://v.example -->"]
ENDS = ["", "", "", "\n\n[^1]: note http://w.example\n", "\n\n[^n]: - x\n\n    y[^1]\n"]
# What cmark-gfm 0.29 does otherwise than its specification, or than CommonMark 0.31: marks of a task anywhere in its item, one
# tilde beside other marks, an HTML tag behind a list, `![^`, references in code fences, four stars, “.@”, and labels of no footnote.
ODD = re.compile(r"\[[ xX]\].*\[|~[*_]|[*_]~|~[^*_~\n]*[*_]|^[>\-1| ].*\n<|!\[\^|```[^\n]*\\|\*{3}|@\.|@[^@\s]*@|\[\^(?![1n]\])|\[\^[1n]\][:(\[]?(?=[(\[:])|\|\n|^\|[^\n]*\n[^\n]*\n[^\n]*\n", re.S | re.M)


def made(seed: int) -> str:
    """A text put together from pieces."""
    chosen = random.Random(seed)
    blocks = [chosen.choice(BEGINS) + "".join(chosen.choices(PIECES, k=chosen.randint(1, 12))) for _ in range(chosen.randint(1, 3))]
    return "\n\n".join(blocks) + chosen.choice(ENDS) + "\n"


def test_mixtures_are_what_cmark_gfm_makes_of_them() -> None:
    texts = [text for seed in range(6000) if not ODD.search(text := made(seed))]
    assert len(texts) > 2000
    assert {text: render(text) for text in texts if meaning(render(text)) != meaning(by_cmark(text))} == {}


# Hugo

SETTINGS = """
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404", "home", "section"]
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.parser]
autoHeadingID = false
[markup.goldmark.extensions.typographer]
disable = true
[markup.highlight]
codeFences = false
"""


def by_hugo(texts: list[str], folder: Path) -> list[str]:
    """What Hugo makes of texts, without the roles of its footnotes."""
    (folder / "content").mkdir()
    (folder / "layouts").mkdir()
    (folder / "hugo.toml").write_text(SETTINGS, "utf-8")
    (folder / "layouts" / "single.html").write_text("{{ .Content }}", "utf-8")
    for number, text in enumerate(texts):
        (folder / "content" / f"p{number}.md").write_text(f"---\ntitle: x\n---\n{text}", "utf-8", newline="")
    assert HUGOS[0].build(folder, folder / "public")
    pages = [(folder / "public" / f"p{number}" / "index.html") for number in range(len(texts))]
    html = [page.read_text("utf-8") if page.exists() else "" for page in pages]
    return [re.sub(r' role="[^"]*"', "", page).replace("&#x21a9;&#xfe0e;", "↩") for page in html]


# What Goldmark reads otherwise: the text of an image, cells that a row lacks, marks in the local part of an address; shortcodes.
ODD_TO_HUGO = re.compile(r"!\[|^\| a|[*`]\S*@|\{\{[<%]", re.M)


@pytest.mark.parametrize(("text", "html"), GOLDMARK)
def test_goldmark(text: str, html: str) -> None:
    assert render(text, "goldmark") == html


HUGO_LINKS = [
    "http://a.example.", "(http://a.example/b).", "http://a.example/b,)", "http://a.example/&amp;b&copy;", "**http://a.example/**", "_http://a.example/b_c_", "[x](/y)www.a.example `z`www.a.example",
    "a:http://b.example", "中 http://b.example中", "http://中.example", "http://a.example/中", "A@B.EXAMPLE a@b c@d.e-", "a.b+c@d.e (f@g.h)", "x\nwww.a.example", "# www.a.example", "|www.a.example|\n|-|\n|b|",
    "HTTP://a.example http://A.example http://a.EXAMPLE", "https://a.example:80/b", "http://a.example/`b` [http://c.example", "\\*http://a.example &lt;http://b.example \"http://c.example", "http://a.example/b|c",
]


@needs_hugo
def test_goldmark_is_what_hugo_makes_of_it(tmp_path: Path) -> None:
    texts = [text for text, _ in GOLDMARK] + [f"{text}\n" for text in HUGO_LINKS]
    pages = zip(texts, by_hugo(texts, tmp_path), strict=True)
    assert {text: page for text, page in pages if meaning(render(text, "goldmark")) != meaning(page)} == {}


@needs_hugo
def test_mixtures_are_what_hugo_makes_of_them(tmp_path: Path) -> None:
    texts = [text for seed in range(3000) if not ODD.search(text := made(seed)) and not ODD_TO_HUGO.search(text)]
    assert len(texts) > 600
    pages = zip(texts, by_hugo(texts, tmp_path), strict=True)
    assert {text: page for text, page in pages if meaning(render(text, "goldmark")) != meaning(page)} == {}


# Every text

SIGNS = "".join(chr(code) for code in range(0xFDD0, 0xFDF0))
ANY = st.text() | st.text("[]()<>!\\`\"' \n:/ab=#*_&{}%-|~^@w.1\ud800\0\U00100000\ufdd0") | st.lists(
    st.sampled_from([*PIECES, *BEGINS, *ENDS, "# a {#b}", "\n: ", "\n:"])).map("".join)


@settings(max_examples=300, deadline=None)
@given(ANY, st.sampled_from(ENGINES))
def test_any_text_is_rendered_and_leaves_no_tokens(text: str, engine: Engine) -> None:
    html = render(text, engine)
    assert not re.search("[\ufdd0-\ufdef]", html) or re.search("[\ufdd0-\ufdef]|&#|%EF%B7", text)
    html.encode()


@settings(max_examples=300, deadline=None)
@given(ANY, st.sampled_from(ENGINES))
def test_the_quick_look_overlooks_nothing(text: str, engine: Engine) -> None:
    text = commonmark.legal(text)
    if not has_bare_address(text):
        looked: Callable[[str], bool] = commonmark.has_bare_address
        quick = render(text, engine)
        try:
            commonmark.has_bare_address = lambda text: True
            assert render(text, engine) == quick
        finally:
            commonmark.has_bare_address = looked


@pytest.mark.parametrize(("text", "html"), [
    ("a\0b\n", "<p>a\ufffdb</p>\n"), ("a \ud800 http://b.c\n", '<p>a \ufffd <a href="http://b.c">http://b.c</a></p>\n'), ("[a](/\U00100000/b\U0010fffd)\n", '<p><a href="/\U00100000/b\U0010fffd">a</a></p>\n'),
    ("http://a.b/\U00100000\n", '<p><a href="http://a.b/\U00100000">http://a.b/\U00100000</a></p>\n'), ("http://\U00100000/b\n", '<p><a href="http://\U00100000/b">http://\U00100000/b</a></p>\n'),
    ("\ufdd00\ufdd0 http://a.b\n", '<p>\ufdd00\ufdd0 <a href="http://a.b">http://a.b</a></p>\n'), (f"{SIGNS} http://a.b\n", f"<p>{SIGNS} http://a.b</p>\n"), ("", ""), ("\n", ""),
    ("x\r\nhttp://a.b\r\n", '<p>x\n<a href="http://a.b">http://a.b</a></p>\n'), ("```\nx", "<pre><code>x\n</code></pre>\n"),
])
def test_characters(text: str, html: str) -> None:
    assert render(text) == html


@pytest.mark.parametrize("text", [">" * 10_000 + "a", "[" * 10_000, "*" * 50_000, "- a\n" * 20_000, "- " * 5000, "http://a.b/`x " * 3000, "a~b " * 10_000, "a@" * 10_000, "[^1]: " * 5000 + "x\n\n[^1]"],
                         ids=["quotations", "brackets", "stars", "items", "lists", "addresses", "tildes", "mails", "footnotes"])
@pytest.mark.parametrize("engine", ENGINES)
def test_big_texts_are_rendered(text: str, engine: Engine) -> None:
    assert render(text, engine)
