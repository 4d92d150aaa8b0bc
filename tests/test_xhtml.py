"""XHTML: what becomes of each construct that a book cannot hold as it is, and that EPUBCheck takes whatever comes out."""

from __future__ import annotations

import random
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

import convert
from convert.model.body import VOCABULARY
from convert.writers.xhtml import content_of, language_of
from convert.writers.xhtml.addresses import address
from convert.writers.xhtml.models import CHILDREN, PARENTS
from convert.writers.xhtml.repairs import REPAIRS
from convert.writers.xhtml.styles import STYLESHEET, looks
from tests.test_writers import said_by_epubcheck


class Shelf:
    """An outside that knows the web, one post and one picture."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def link(self, target: str) -> str | None:
        self.asked.append(target)
        return {"other.html": "p2.xhtml"}.get(target, target if target.startswith("http") else None)

    def picture(self, source: str) -> str | None:
        self.asked.append(source)
        return "img/1.png" if unquote(source) == "my quay.png" else None


def written(html: str, outside: Shelf | None = None) -> str:
    return content_of(convert.reads(html, "html"), outside).body


BODIES = {
    # nesting
    "a block in a paragraph": ("<p>a <object><div>b</div></object> c</p>", "<p>a </p><div>b</div><p> c</p>"),
    "blocks in a heading are lines": ("<h2 id=x><div>a</div><p>b</p></h2>", '<h2 id="x">a<br/>b</h2>'),
    "a list in a heading": ("<h2>a<ul><li>b</ul>c</h2>", "<h2>a</h2><ul><li>b</li></ul><h2>c</h2>"),
    "blocks in code": ("<pre>a<div>b</div>c</pre>", "<pre>a<br/>b<br/>c</pre>"),
    "a link around blocks stays": ("<a href=#><p>a</p></a>", '<a href="#"><p>a</p></a>'),
    "a link around details": ("<a href=https://a.example/>a<details><summary>b</summary>c</details></a>",
                              ('<a href="https://a.example/">a</a><div><div><a href="https://a.example/">b</a></div>'
                               '<a href="https://a.example/">c</a></div>')),
    "a link in a link": ("<a href=https://a.example/><table><tr><td>a <a href=https://b.example/>b</a> c</td></tr></table></a>",
                         ('<table><tr><td><a href="https://a.example/">a </a><a href="https://b.example/">b</a>'
                          '<a href="https://a.example/"> c</a></td></tr></table>')),
    "an address in an address": ("<address>a<address>b</address><h2>c</h2></address>",
                                 "<address>a<div>b</div><div>c</div></address>"),
    "a header in a footer": ("<footer><header>a</header></footer>", "<div><div>a</div></div>"),
    "a heading in a header cell": ("<table><tr><th><h3>a</h3></table>", "<table><tr><th><div>a</div></th></tr></table>"),
    # lists
    "items without a list": ("<li>a</li><li>b</li>", "<ul><li>a</li><li>b</li></ul>"),
    "a list in a list": ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    "a list with all sorts": ("<ul>a<li>b</li><p>c</p>d<br><li>e</ul>", "<ul><li>a</li><li>b</li><li><p>c</p>d<br/></li><li>e</li></ul>"),
    "nothing in a list or a table": ("<ul><form></form><li>a</ul><table><form></form><tr><td>b</table>",
                                     "<ul><li>a</li></ul><table><tr><td>b</td></tr></table>"),
    "empty lists": ("<ul></ul><ol> </ol><dl></dl>a", "a"),
    "said of no term": ("<dl><dd>a</dd><dt>b</dt></dl>", "<dl><dt></dt><dd>a</dd><dt>b</dt><dd></dd></dl>"),
    "terms in groups": ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "<dl><div><dt>a</dt><dd>b</dd></div></dl>"),
    "terms in groups and without": ("<dl><div><dt>a</dt><dd>b</dd></div><p>c</p>d</dl>",
                                    "<dl><dt>a</dt><dd>b</dd><dd><p>c</p>d</dd></dl>"),
    # captions
    "two captions": ("<figure><figcaption>a</figcaption><p>b</p><figcaption>c</figcaption></figure>",
                     "<figure><figcaption>a</figcaption><p>b</p><div>c</div></figure>"),
    "a late summary": ("<details open><p>a</p><summary>b</summary></details>", "<div><p>a</p><div>b</div></div>"),
    "a summary that is a heading": ("<details><summary><h2>a</h2></summary><p>b</details>",
                                    "<details><summary><h2>a</h2></summary><p>b</p></details>"),
    # tables
    "a late caption and a late head": (
        "<table><tbody><tr><td>a<td>b</tbody><caption>c</caption><thead><tr><th>d</thead></table>",
        ('<table><tbody><tr><td>a</td><td>b</td></tr></tbody><tbody><tr><td colspan="2"><div>c</div></td></tr></tbody>'
         "<tbody><tr><th>d</th></tr></tbody></table>")),
    "a foot before the body": ("<table><tfoot><tr><td>a</tfoot><tbody><tr><td>b</table>",
                               '<table><tbody class="table-foot"><tr><td>a</td></tr></tbody><tbody><tr><td>b</td></tr></tbody></table>'),
    "rows beside bodies": ("<table><tr><td>a</td></tr><tbody><tr><td>b</table>",
                           "<table><tbody><tr><td>a</td></tr></tbody><tbody><tr><td>b</td></tr></tbody></table>"),
    "cells that lie upon others": ("<table><tr><td>a<td rowspan=9>b<tr><td colspan=2>c</table>",
                                   '<table><tr><td>a</td><td rowspan="2">b</td></tr><tr><td>c</td></tr></table>'),
    "numbers that are none": ("<table><tr><td colspan=0 rowspan=-1>a<td colspan=9999 rowspan=x>b</table>",
                              '<table><tr><td>a</td><td colspan="1000">b</td></tr></table>'),
    "a table without a cell": ("<table><caption>a</caption><tr></tr></table>", "<div>a</div>"),
    # ruby
    "text without an annotation": ("<p><ruby>a</ruby></p>", "<p>a</p>"),
    "an annotation without a text": ("<p><ruby><rt>a</rt>b<rt>c</rt>d</ruby></p>", "<p><span>a</span><ruby>b<rt>c</rt></ruby>d</p>"),
    "half a pair of parentheses": ("<p><ruby>a<rp>(</rp><rt>b</rt></ruby></p>", "<p><ruby>a<rp>(</rp><rt>b</rt><rp></rp></ruby></p>"),
    "a ruby of a ruby": ("<p><ruby><ruby>a<rt>b</rt></ruby><rt>c</rt></ruby></p>", "<p><ruby><ruby>a<rt>b</rt></ruby><rt>c</rt></ruby></p>"),
    "a paragraph in a ruby": ("<ruby><p>a<rt>b</rt></p></ruby>", "<ruby>a<rt>b</rt></ruby>"),
    # attributes
    "languages": ("<p lang=zh_CN>a<p lang=''>b<p lang=x>c", '<p lang="zh-CN" xml:lang="zh-CN">a</p><p>b</p><p>c</p>'),
    "attributes of others": ("<p src=a alt=b>a</p>", "<p>a</p>"),
    "times": ("<p><time datetime=2022-02-15>a</time> <time datetime=soon>b</time> <time><b>c</b></time></p>",
              '<p><time datetime="2022-02-15">a</time> <time>b</time> <span><strong>c</strong></span></p>'),
    # looks
    "alignment": ("<center>a</center><p align=right style='color:#333'>b",
                  '<div class="align-center">a</div><p class="align-right">b</p>'),
    "colours": ("<p><font color=red>a</font> <span style='background-color: #ff0; font-size: 80%'>b</span></p>",
                '<p><span style="color: #ec0000">a</span> <span class="marked smaller">b</span></p>'),
    # those who listen
    "headings in steps": ("<h3>a</h3><h5>b</h5><h5>c</h5><h4>d</h4><h2>e</h2><h1>f</h1>", "<h2>a</h2><h3>b</h3><h3>c</h3><h3>d</h3><h2>e</h2><h1>f</h1>"),
    "a link without a text": ('<p><a href="https://a.example/"></a><a href="https://b.example/"><img src="/p.png" alt="b"></a></p>',
                              '<p><a href="https://a.example/" aria-label="https://a.example/"></a><a href="https://b.example/"><img src="/p.png" alt="b"/></a></p>'),
    # ids
    "ids": ("<p id='a b'>a<p id='a b'>b<p id=''>c<p><a href='#a%20b'>d</a>", '<p id="a-b">a</p><p>b</p><p>c</p><p><a href="#a-b">d</a></p>'),
    "a fragment of a heading": ("<p><a href=#the-quay>a</a></p><h2>The quay</h2>", '<p><a href="#the-quay">a</a></p><h2 id="the-quay">The quay</h2>'),
    "a fragment of a heading with an id": ("<a href=#the-quay>a</a><h2 id=b>The quay</h2>", '<a href="#b">a</a><h2 id="b">The quay</h2>'),
    "a dead fragment": ("<p><a href=#a class=b>a</a> <a href=#TOP>b</a></p>", '<p><span class="b">a</span> <a href="#">b</a></p>'),
    # what is behind scripts, and drawings
    "for those without scripts": ("<noscript><p>a</p></noscript>b<script>c</script>", "<div><p>a</p></div>b"),
    "a drawing": ("<svg viewBox='0 0 1 1' onload=a()><path d='M0'/><use xlink:href=#b /><g id=b fill=url(#b) /><script>c</script></svg>",
                  '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"><path d="M0"></path><use href="#b"></use><g id="b"></g></svg>'),
    "a text in a drawing": ("<svg><foreignObject><p>a</p></foreignObject><text>b</text></svg>c",
                            '<svg xmlns="http://www.w3.org/2000/svg"><text>b</text></svg> ac'),
    "a formula": ("<math display=block data-a=b><mfrac><mi>a</mi><mn>2</mn></mfrac></math>",
                  '<math display="block" xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>a</mi><mn>2</mn></mfrac></math>'),
    "half a formula": ("<p id=a><math id=b><mfrac><mi>a</mi></mfrac></math></p>", '<p id="a"><span id="b">a</span></p>'),
}


@pytest.mark.parametrize("case", BODIES)
def test_what_becomes_of(case):
    html, body = BODIES[case]
    assert written(html) == body


ADDRESSES = {
    "https://a.example/b?c=d#e": "https://a.example/b?c=d#e",
    "https://例子.测试/路径?查询=值": "https://例子.测试/路径?查询=值",
    " https://a.example/b c\n": "https://a.example/b%20c",
    "https://a.example/%zz[b]|\\c": "https://a.example/%25zz%5Bb%5D%7C/c",
    "https:a.example": "https://a.example",
    "http:///a.example": "http://a.example",
    "https://[::1]:8080/": "https://[::1]:8080/",
    "//a.example/b": "//a.example/b",
    "a b.html?c#d#e": "a%20b.html?c#d%23e",
    "mailto:a b@c.example": "mailto:a%20b@c.example",
    "tel:+86 10 12": "tel:+86-10-12",
    "http://": None, "https://a.example:99999/": None, "https://[::1": None, "https://a b/": None, "https://a..b/": None,
    "https://xn--a/": None, "C:\\x.doc": None, "file:///a": None, "\\\\srv\\share": None, "blob:a": None, "about:blank": None,
    "data:text/plain,a": None, "weixin://a": None, "mailto:": None,
}


@pytest.mark.parametrize("target", ADDRESSES)
def test_an_address(target):
    assert address(target) == ADDRESSES[target]


OUTSIDE = {
    "<a href=other.html>a</a>": '<a href="p2.xhtml">a</a>',
    "<a href=gone.html>a</a>": "a",
    "<a href=//a.example/b>a</a>": '<a href="https://a.example/b">a</a>',
    "<a href='{{ site.url }}/a'>a</a>": "a",
    "<a href=weixin://a>a</a>": "a",
    "<a href=#>a</a>": '<a href="#">a</a>',
    "<img src='my quay.png' alt=a>": '<img src="img/1.png" alt="a"/>',
    "<img src=b.png alt=a>": "<span>a</span>",
    "<img src=//a.example/b.png>": '<a href="https://a.example/b.png">b.png</a>',
    "<a href=other.html><img src=//a.example/b.png title=a></a>": '<a href="p2.xhtml"><span>a</span></a>',
    "<iframe src=//a.example/b title=A></iframe>": '<a href="https://a.example/b">A</a>',
    "<audio src=a.mp3>b</audio>": "a.mp3 b",
}


@pytest.mark.parametrize("html", OUTSIDE)
def test_the_outside_is_asked(html):
    assert written(html, Shelf()) == OUTSIDE[html]


def test_each_way_out_that_is_closed_is_said_where_it_stood():
    document = convert.reads("<p><a href=a.html>a</a>\n<a href=#b>b</a> <a href=a.html>c</a> <img src=d.png></p>", "html")
    losses = content_of(document, Shelf()).losses
    assert [(loss.rule, loss.subject, document.source.position(document.locate(loss.at).start)) for loss in losses] == [
        ("loss-link", "a.html", (1, 12)), ("loss-link", "a.html", (2, 26)), ("loss-image", "d.png", (2, 48)), ("loss-link", "#b", (2, 9))]


def test_a_content_tells_what_it_holds():
    content = content_of(convert.reads(
        "<p id='a b'>a<img src=a.png><img src=b.png alt=''></p><svg id=c><path/></svg><math><mi>x</mi></math>", "html"))
    assert (content.ids, content.properties, content.undescribed) == ({"a-b", "c"}, {"svg", "mathml"}, 1)
    assert dict(content.repairs) == {"ids": 1}


def test_characters_that_no_xml_may_hold_are_counted():
    content = content_of(convert.reads("<p>a\x08b {{ c\x01 }}</p>", "html"))
    assert (content.body, dict(content.repairs)) == ("<p>ab {{ c }}</p>", {"characters": 2})


def test_every_repair_has_a_name():
    counted = {kind for html, _ in BODIES.values() for kind in convert.write(convert.reads(html, "html"), "xhtml").repairs}
    assert counted <= REPAIRS.keys()
    assert counted >= {"nesting", "lists", "captions", "tables", "ruby", "attributes", "looks", "ids", "drawings"}


@pytest.mark.parametrize(("text", "tag"), [
    ("---\nlang: zh_CN\n---\na", "zh-CN"), ("---\nlang: zh_CN.UTF-8\n---\na", "zh-CN"), ("---\nlang: '中文'\n---\n港口今日开放", "zh"),
    ("---\nlang: not a language\n---\n1", "und")])
def test_a_language_is_a_tag(text, tag):
    assert language_of(convert.reads(text)) == tag


def test_looks_are_what_every_theme_can_show():
    assert looks("text-align: center; color: #222; font-size: 14px; font-weight: bold") == (["align-center"], "font-weight: bold")
    assert looks("color: rgb(200, 0, 0); background-color: rgb(250, 250, 250); color: x y") == ([], "color: #d53d3d")
    assert STYLESHEET in convert.write(convert.reads("<center>a</center>", "html"), "xhtml").text
    assert "<style>" not in convert.write(convert.reads("<p>a</p>", "html"), "xhtml").text


def test_the_tables_of_content_models_know_every_word():
    assert CHILDREN.keys() >= VOCABULARY
    assert all(parents or part in ("source", "track") for part, parents in PARENTS.items())


# EPUBCheck as the judge of whatever comes out

BLOCKS = [
    "p", "div", "h1", "h2", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot",
    "tr", "td", "th", "blockquote", "pre", "section", "aside", "nav", "header", "footer", "address", "figure",
    "figcaption", "details", "summary", "center", "form"]
INLINES = [
    "a", "a", "b", "em", "span", "code", "ins", "del", "q", "cite", "abbr", "dfn", "time", "data", "bdo",
    "font", "ruby", "rt", "rp", "button", "object", "audio", "video", "iframe", "picture", "canvas", "noscript",
    "x-foo", "img", "br", "hr", "input", "col", "source", "svg", "math"]
ATTRIBUTES = ["id=a", "id='b c'", "id=''", "lang=zh_CN", "lang=x-", "dir=up", "style='color:red;background-color:yellow'", "align=right",
              "width=50%", "href=#a", "href='#b c'", "href=#zz", "href='http://x.example/a b'", "href=foo:bar", "href=C:\\x", "href=a.html",
              "src=http://x.example/i.png", "src=i.png", "alt=A", "colspan=2", "rowspan=3", "colspan=0", "span=x", "start=3", "value=x",
              "type=checkbox", "open", "datetime=soon", "cite='a b'", "scope=x", "headers=a", "data=http://x.example/o", "hreflang=zh_CN"]
WITHIN = {"svg": "<path onclick=x fill=url(#a) /><g id=a><text>@</text></g><use xlink:href=#a /><a xlink:href=b>@</a>",
          "math": "<mfrac><mi>@</mi><mn>@</mn></mfrac><msup><mi>@</mi></msup>"}


def soup(chance: random.Random, depth: int = 0) -> str:
    """Any elements in any others, with words between them."""
    pieces = []
    for _ in range(chance.randrange(1, 5)):
        tag = chance.choice(BLOCKS if chance.random() < 0.6 else INLINES)
        within = WITHIN.get(tag) or ("@" if depth > 4 or chance.random() < 0.3 else soup(chance, depth + 1))
        attributes = "".join(f" {chance.choice(ATTRIBUTES)}" for _ in range(chance.randrange(3)))
        end = f"</{tag}>" if chance.random() < 0.9 else ""
        pieces += f"<{tag}{attributes}>{within}{end}", chance.choice(("@ ", "", "", "\n"))
    return "".join(pieces)


def words(root: etree._Element) -> list[str]:
    return re.findall(r"w\d+z", " ".join(map(str, root.itertext())))


def test_whatever_comes_out_is_a_content_document_and_holds_every_word(tmp_path: Path):
    files = {}
    for seed in range(300):
        numbers = iter(range(10_000))
        html = re.sub("@", lambda _, numbers=numbers: f"w{next(numbers)}z", soup(random.Random(seed)))
        document = convert.reads(html, "html")
        text = convert.write(document, "xhtml", outside=Shelf(), front_matter=False).text
        assert words(etree.fromstring(text.encode())) == words(document.markup), seed
        files[f"p{seed}.xhtml"] = text.replace('href="p2.xhtml"', 'href="p0.xhtml"')
    assert said_by_epubcheck(tmp_path, files) == []
