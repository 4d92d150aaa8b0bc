"""Kramdown and Goldmark as the writer writes them: case by case, from flavour to flavour, and before kramdown itself."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from documents import Author
from kramdown_judge import Kramdown, needs_kramdown
from kramdown_judge import difference as kramdown_difference

import convert
from convert.engine.verification import difference
from convert.readers.kramdown import Options

# What an author means, and the words that kramdown has for it.
KRAMDOWN = [
    # Text: what would be markup has a backslash, or a reference where no backslash counts.
    ("<p>*a* _b_ `c` ~~d~~ snake_case 2 * 3</p>", r"\*a\* \_b\_ \`c\` \~\~d\~\~ snake_case 2 * 3"),
    ("<p>a|b</p>", r"a\|b"),
    ("<p>R&amp;D &amp;copy; &amp;#35;</p>", "R&D &amp;copy; &amp;#35;"),
    ("<p>{: .note} {1} costs $5, or $$5$$</p>", r"\{: .note} {1} costs $5, or \$\$5\$\$"),
    ("<p>&lt;b&gt; 1 &lt; 2 &lt;me@here.example&gt;</p>", r"\<b> 1 < 2 \<me@here.example>"),
    ("<p>http://a.example/ and me@here.example are text</p>", "http://a.example/ and me@here.example are text"),
    ("<p>“typed” -- as is...</p>", "“typed” -- as is..."),
    ("<p>C:\\new \\* \\</p>", r"C:\new \\\* &#92;"),
    # Lines: what would begin a block.
    ("<p>1. a</p><p>1) a</p><p>- a</p>", "1\\. a\n\n1) a\n\n\\- a"),
    ("<p># a</p><p>#a</p><p>&gt; a</p>", "\\# a\n\n#a\n\n\\> a"),
    ("<p>^</p><p>^a</p>", "&#94;\n\n^a"),
    ("<p>: a</p><p>term<br>: a</p>", "\\: a\n\nterm  \n\\: a"),
    ("<p>[a]: /b</p><p>*[a]: b</p><p>[^1]: c</p>", "\\[a]: /b\n\n\\*[a]: b\n\n\\[^1]: c"),
    ("<p>a<br>---</p><p>$$a$$</p>", "a  \n\\---\n\n\\$\\$a\\$\\$"),
    ("<p>a<br><br>b</p>", "a  \n<br>\nb"),
    # Emphasis: what stands around it is of no account, but none stands within its kind.
    ("<p><strong>中文。</strong>后<em>“q”</em>x</p>", "**中文。**后*“q”*x"),
    ("<p><em>a</em><em>b</em></p>", "*a*_b_"),
    ("<p><strong>a</strong><strong>（b）</strong></p>", "**a**__（b）__"),
    ("<p><strong><em>a</em> b</strong> <em><strong>a</strong> b</em></p>", "***a* b** *__a__ b*"),
    ("<p><em>a <strong>b <em>c</em></strong></em></p>", "*a **b <em>c</em>***"),
    ("<p><del>a</del> <del>b ~ c</del></p>", r"~~a~~ <del>b \~ c</del>"),
    # Code: between more backticks than it holds.
    ("<p><code>a|b</code> <code>a`b</code> <code> a</code></p>", "`a|b` `` a`b `` ``  a ``"),
    ("<p><code>a</code><code>b</code></p>", "`a`<code>b</code>"),
    # Links.
    ('<p><a href="/a b">a</a> <a href="/a(b">b</a> <a href="/a|b">c</a></p>', "[a](</a b>) [b](</a(b>) [c](/a&#124;b)"),
    ('<p><a href="/a" title="b &quot;c&quot;">[d]</a></p>', r'[\[d\]](/a "b &quot;c&quot;")'),
    ('<p><a href="https://a.example/">https://a.example/</a> <a href="tel:1">tel:1</a></p>', "<https://a.example/> [tel:1](tel:1)"),
    ('<p><a href="/?a&amp;copy;">^</a>[b](c)</p>', r"[&#94;](/?a&amp;copy;)[b\](c)"),
    ('<p><img src="/a.png" alt="*a* [b] ~~c~~ &amp;lt;"></p>', r"![\*a\* \[b\] &#126;&#126;c&#126;&#126; &amp;lt;](/a.png)"),
    # Raw HTML: some elements hold Markdown, some hold HTML, and the others would be blocks, or text.
    ("<p>H<sub>*2*</sub> <kbd>a|<em>b</em></kbd></p>", r"H<sub>\*2\*</sub> <kbd>a&#124;<em>b</em></kbd>"),
    ('<p>a <time datetime="2022">b</time></p>', 'a {::nomarkdown}<time datetime="2022">b</time>{:/}'),
    ('<p>a <iframe src="/b"></iframe></p>', 'a {::nomarkdown}<iframe src="/b"></iframe>{:/}'),
    ('<p><video src="/a"></video></p>', '<video src="/a"></video>'),
    ('<div class="note"><p>a</p><ul><li>b</li></ul></div>', '<div class="note" markdown="1">\n\na\n\n- b\n\n</div>'),
    # Ids, where a link of the document leads to them.
    ('<h2 id="a">A b</h2><p id="c">d</p><p><a href="#a">e</a> <a href="#c">f</a></p>', "## A b {#a}\n\nd\n{: #c}\n\n[e](#a) [f](#c)"),
    ('<h2 id="港口">a</h2><ul id="b c"><li>d</li></ul><p><a href="#港口">e</a> <a href="#b%20c">f</a></p>',
     '## a {#港口}\n\n- d\n{: id="b c"}\n\n[e](#港口) [f](#b%20c)'),
    ("<h2>a {#b}</h2><h3>c #</h3>", "## a \\{#b}\n\n### c \\#"),
    ("<h2></h2>", "<h2></h2>"),
    # Lists: neighbours of a kind are one, whatever the marker; the first number is not read.
    ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n^\n\n- b"),
    ('<ol start="7"><li>a</li><li>b</li></ol><ol><li>c</li></ol>', '7. a\n8. b\n{: start="7"}\n\n^\n\n1. c'),
    ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
    ("<ul><li>a<blockquote><p>b</p></blockquote></li><li>c</li></ul>", "- a\n\n  > b\n\n- c"),
    ("<ul><li></li><li><p>a</p><hr></li></ul>", "- {: }\n\n- a\n\n  <div><hr></div>"),
    ("<ul><li>[x] a</li></ul>", r"- \[x] a"),
    ("<ul><li><pre><code>- a</code></pre></li></ul>", "- <pre><code>- a\n  </code></pre>"),
    # Terms and tables, which need no header.
    ("<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd><p>d</p><p>e</p></dd></dl>", "a\nb\n: c\n\n: d\n\n  e"),
    ("<table><tr><td>a|b</td><td>`</td></tr><tr><td>---</td><td></td></tr></table>", "| a\\|b | &#96; |\n| \\--- |  |"),
    ('<table><tr><th>a</th><th style="text-align: right">b</th></tr><tr><td>&lt;i&gt;</td><td style="text-align: right">c<br>d</td></tr></table>',
     "| a | b |\n| --- | --: |\n| &lt;i> | c<br>d |"),
    ("<table><tbody><tr><th>a</th></tr></tbody></table>", "<table><tbody><tr><th>a</th></tr></tbody></table>"),
]

# Goldmark is GFM with definitions, attributes of headings, and links to bare `www.` addresses.
GOLDMARK = [
    ("<dl><dt>a</dt><dd>b</dd><dd><p>c</p><p>d</p></dd></dl>", "a\n:   b\n\n:   c\n\n    d"),
    ("<p>a<br>: b</p>", "a\\\n\\: b"),
    ('<h2 id="a">A b</h2><p><a href="#a">e</a></p>', "## A b {#a}\n\n[e](#a)"),
    ("<h2>a {#b}</h2><h2>a {b}</h2>", "## a \\{#b}\n\n## a \\{b}"),
    ("<p>a[^1] www.a.example</p>", r"a\[^1] www\.a.example"),
    ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
    ("<p>a|b {: .c} $$</p>", "a|b {: .c} $$"),
]
TELLING = ("h2", "blockquote", "ul", "ol", "li", "pre", "hr", "table", "tr", "th", "td", "dt", "dd", "code", "a", "img", "sub", "u")
TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "--", "—": "---", "«": "<<", "»": ">>"})
FLAVORS = ("gfm", "kramdown", "goldmark")


@pytest.fixture(scope="module")
def kramdown() -> Iterator[Kramdown]:
    judge = Kramdown()
    yield judge
    judge.close()


def written(html: str, flavor: str) -> str:
    return convert.write(convert.reads(html, "html"), "markdown", flavor=flavor).text


def random_documents(number: int) -> list[str]:
    """Documents of any shape, the same in each run."""
    return [Author(random.Random(seed).choice).flow() for seed in range(number)]


@pytest.mark.parametrize(("html", "markdown"), KRAMDOWN)
def test_kramdown_in_its_own_words(html, markdown):
    assert written(html, "kramdown") == markdown + "\n"


@pytest.mark.parametrize(("html", "markdown"), GOLDMARK)
def test_goldmark_in_its_own_words(html, markdown):
    assert written(html, "goldmark") == markdown + "\n"


@pytest.mark.parametrize("flavor", ["kramdown", "goldmark"])
def test_the_cases_read_back(flavor):
    for html, _ in KRAMDOWN + GOLDMARK:
        document = convert.reads(html, "html")
        assert difference(document, convert.write(document, "markdown", flavor=flavor), flavor) is None, html


@pytest.mark.parametrize("to", FLAVORS)
@pytest.mark.parametrize("engine", FLAVORS)
def test_from_flavor_to_flavor(engine, to):
    for html, _ in KRAMDOWN + GOLDMARK:
        read = convert.reads(written(html, engine), "markdown", engine=engine)
        document = convert.reads(convert.write(read, "html").text, "html")
        assert difference(document, convert.write(document, "markdown", flavor=to), to) is None, html


@needs_kramdown
def test_kramdown_reads_what_is_meant(kramdown):
    documents = [html for html, _ in KRAMDOWN + GOLDMARK] + random_documents(200)
    texts = [written(html, "kramdown") for html in documents]
    for html, text, theirs in zip(documents, texts, kramdown.render(texts, auto_ids=False), strict=True):
        assert kramdown_difference(text, theirs, Options(auto_ids=False)) is None, text
        assert shown(theirs) == shown(html), text


def shown(html: str) -> tuple[str, list[str], list[str]]:
    """What a reader sees and follows, and the elements that say something: the text, the targets, the tags."""
    body = convert.reads(html, "html").body
    text = "".join("".join(body.itertext()).split()).translate(TYPED)
    targets = [unquote(target) for element in body.iter("a", "img") if (target := element.get("href", element.get("src"))) is not None]
    return text, targets, [str(element.tag) for element in body.iter(*TELLING)]
