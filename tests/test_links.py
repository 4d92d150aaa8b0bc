"""Where links lead: the index of a site, tags of templates, pictures of front matter and `srcset`."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.model.covers import covers_in
from convert.model.document import Document
from convert.model.edits import element_at, retargeted
from convert.model.flavor import Engine
from convert.model.fragments import anchors_of, own_anchors
from convert.model.pages import LinkFact, PageFacts, Withheld
from convert.model.references import Files, address_of, references_in
from convert.model.resources import candidates
from convert.model.site import SiteIndex
from convert.model.source import Source, Span
from convert.model.urls import Target
from convert.readers import read
from convert.rules import load_rule
from convert.rules.link_broken import instead
from convert.testing import document_of, findings_of

HEAD = "---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\n"
PAGE = PageFacts("_posts/2022-02-15-fog.md", "post", "/2022/fog.html")
PAGES = (
    PAGE, PageFacts("index.md", "page", "/"), PageFacts("about.md", "page", "/about.html"), PageFacts("docs/index.md", "page", "/docs/"),
    PageFacts("old.md", "page", "/new.html", aliases=("/old.html",), redirects=("/old.html",)), PageFacts("Tide.PNG", "static", "/Tide.PNG"),
    PageFacts("later.md", "page", None, withheld=Withheld("/later", "`published: false` keeps it out")),
)


def site(baseurl: str = "", *, rooted: bool = True, complete: bool = True) -> SiteIndex:
    return SiteIndex(PAGES, baseurl=baseurl, rooted=rooted, complete=complete, hosts=frozenset({"news.example.org"}))


@pytest.mark.parametrize(("target", "verdict", "way", "meant"), [
    ("/about.html", "found", "", ""), ("/about", "found", "", ""), ("../about.html#x", "found", "", ""), ("/docs/index.html", "found", "", ""),
    ("/docs", "found", "slash", "/docs/"), ("/old.html?a=1", "found", "alias", "/new.html"), ("/About.html", "missing", "case", "/about.html"),
    ("/tide.png", "missing", "case", "/Tide.PNG"), ("/ABOUT", "missing", "case", "/about.html"), ("/none.html", "missing", "", ""),
    ("/later.html", "missing", "unpublished", "`published: false` keeps it out"), ("../../about.html", "found", "above", "/about.html"),
    ("../../none.html", "missing", "outside", ""), ("./../about.html", "found", "", ""), ("a/../fog.html", "found", "", ""),
    ("{{ site.baseurl }}/about.html", "found", "", ""), ("{{ '/none.html' | relative_url }}", "missing", "", ""),
    ("{% link docs/index.md %}", "found", "", ""), ("{% post_url 2022-02-15-fog %}#x", "found", "", ""), ("{% post_url no %}", "unchecked", "", ""),
    ("{{ page.url }}", "unchecked", "", ""), ("https://news.example.org/none", "missing", "", ""), ("//example.org/none", "external", "", ""),
])
def test_where_a_link_leads(target: str, verdict: str, way: str, meant: str) -> None:
    kind = "template" if "{" in target else "site"
    found = site().resolve(PAGE, LinkFact(target, kind, is_navigation=True))
    assert (found.verdict, found.way, found.meant) == (verdict, way, meant)
    if verdict == "missing" and way != "outside":
        assert site(complete=False).resolve(PAGE, LinkFact(target, kind, is_navigation=True)).verdict == "unchecked"


@pytest.mark.parametrize(("target", "verdict", "way", "meant"), [
    ("/blog/about.html", "found", "", ""), ("/about.html", "unchecked", "outside", "/blog/about.html"), ("/elsewhere.html", "unchecked", "", ""),
    ("/blog", "found", "", ""), ("{{ site.baseurl }}/about.html", "found", "", ""), ("../../about.html", "unchecked", "", ""),
])
def test_below_a_path(target: str, verdict: str, way: str, meant: str) -> None:
    found = site("/blog").resolve(PAGE, LinkFact(target, "template" if "{" in target else "site", is_navigation=True))
    assert (found.verdict, found.way, found.meant) == (verdict, way, meant)


@pytest.mark.parametrize(("target", "verdict"), [
    ("/images/a.png", "unchecked"), ("/docs/a.png", "missing"), ("/docs/a/", "unchecked"), ("a.md", "missing"), ("../../a.md", "unchecked"),
    ("/about.html", "found"), ("other/", "unchecked"),
])
def test_where_nobody_knows_the_root(target: str, verdict: str) -> None:
    assert site(rooted=False).resolve(PAGE, LinkFact(target, "site", is_navigation=True)).verdict == verdict


@pytest.mark.parametrize(("srcset", "urls"), [
    ("a.png 1x, b.png 2x", ["a.png", "b.png"]), ("a.png,b.png", ["a.png,b.png"]), ("a.png, b.png", ["a.png", "b.png"]), ("", []), (" , ", []),
    ("data:image/png;base64,AA== 1x, b,c.png 200w", ["data:image/png;base64,AA==", "b,c.png"]), ("a.png 1.5x,\n b.png", ["a.png", "b.png"]),
])
def test_candidates(srcset: str, urls: list[str]) -> None:
    assert list(candidates(srcset)) == urls


def test_covers() -> None:
    head = "---\nimage: {path: /a.png, alt: x}\ncover: no picture\nimages: [/b.jpg, 3]\nteaser:\n---\n"
    assert [picture.target for picture in covers_in(document_of(head))] == ["/a.png", "/b.jpg"]


def test_references() -> None:
    text = HEAD + "{% link a.md %} {%- post_url b -%} {% raw %}{% link c.md %}{% endraw %} {% link {{ x }} %} ` {% link d.md %} `"
    assert [(one.name, one.what) for one in references_in(document_of(text))] == [("link", "a.md"), ("post_url", "b"), ("link", "d.md")]
    document = hugo('{{< ref "a.md#x" >}} {{% relref path="b" lang="en" %}} {{</* ref "c" */>}} {{< figure "d" >}}')
    assert [(one.name, one.what) for one in references_in(document)] == [("ref", "a.md#x"), ("relref", "b")]


def hugo(body: str) -> Document:
    document = read(Source("+++\ntitle = 'x'\n+++\n" + body, "content/a.md"), "markdown", "go")
    document.context = document.context._replace(generator="hugo")
    return document


@pytest.mark.parametrize(("what", "found"), [
    ("news/fog.md", True), ("/news/fog", True), ("fog.md#x", True), ("../news/fog.md", True), ("docs", True), ("docs/_index.md", True), ("tide.md", True),
    ("#x", True), ("none.md", False), ("news/none", False),
])
def test_pages_of_hugo(what: str, found: bool) -> None:  # noqa: FBT001 - a column of a table
    files = Files({"/news/fog/": "content/news/fog.md", "/docs/": "content/docs/_index.md", "/tide/": "content/tide/index.en.md"})
    assert (files.find("ref", what) is not None) == found


@pytest.mark.parametrize(("target", "address"), [
    ("{{ site.url }}{{ site.baseurl }}/a.html#x", "/blog/a.html#x"), ('{{ "a.html" | absolute_url }}', "/blog/a.html"), ("{{ site.baseurl }}", "/blog/"),
    ("{{ '/a' | prepend: site.baseurl | prepend: site.url }}?b=1", "/blog/a?b=1"), ("{{ site.baseurl }}{% link a.md %}", "/blog/a.html"),
    ('{{< ref "news/fog.md" >}}', "/blog/news/fog/"), ("{{% relref fog#x %}}", "/blog/news/fog/#x"), ('{{< ref "tide" >}}', None),
    ('{{< ref path="fog" lang="de" >}}', None), ("{{ site.cdn }}/a.png", None), ("{{ '/a' | replace: 'a', 'b' }}", None), ("x{{ y }}", None),
    ("{{ site.url }}/blog/a.html", "/blog/a.html"), ("{{ site.github.url }}/a.html", "/blog/a.html"), ('{{ "/a.html" | prepend: site.url }}', "/a.html"),
    ("{{ '/港（一）.html' | relative_url }}", None), ("{{ '/e%CC%81.html' | relative_url }}", None), ("{{ '/港.html' | relative_url }}", "/blog/港.html"),
])
def test_addresses(target: str, address: str | None) -> None:
    pages = {"/a.html": "a.md", "/news/fog/": "content/news/fog.md", "/tide/": "content/tide.md", "/news/tide/": "content/news/tide.md"}
    assert address_of(target, "/blog", Files(pages)) == address


@pytest.mark.parametrize(("target", "path", "put"), [
    ("/a?b=1#c", "/d.html", "/d.html?b=1#c"), ("HTTPS://a.example", "/b/", "HTTPS://a.example/b/"), ("//a.example/b#c", "/d", "//a.example/d#c"),
    ("a", "/b c(d).html", "/b%20c%28d%29.html"), ("a", "/b%20c", "/b%20c"), ("/a", "/é", "/%C3%A9"), ("/è", "/é“b”", "/é%E2%80%9Cb%E2%80%9D"),
])
def test_targets_with_another_path(target: str, path: str, put: str) -> None:
    assert Target.of(target).at(path) == put


def test_a_host_without_its_scheme_keeps_its_query() -> None:
    fix = instead(LinkFact("www.example.org/a?b=1#c", "site", is_navigation=True), "https://www.example.org/a?b=1#c")
    assert fix is not None
    assert fix.target == "https://www.example.org/a?b=1#c"


@pytest.mark.parametrize(("text", "names"), [
    ("## Two words\n\n## Two words", "two-words two-words-1"), ("## Named {#own}\n\n## Named", "own named"), ("## A\n{: #b}", "b"), ("## !", ""),
    ('<a name="x"></a> <i id="y">z</i> <input name="no">', "x y"), ("<h2>Of HTML</h2>\n\n## Of HTML", "of-html"), ("<p>\n## Never closed", ""),
    ('<div markdown="1">\n## In 中文\n</div>\n\n> ## Quote\n\n* # Item', "in- quote item"), ("<div>\n\n## Raw\n\n</div>", ""),
    ("## a--b *c* `--d` [e](f) ![g](h) <i>i</i> x<br>y &amp; z", "ab-c---d-e--i-xy--z"), ("## 港口：日志\n\n## ½ é²", "港口日志 -é"),
    ("* a\n{:toc}\n\n# B\n\n## C\n{: .no_toc}", "markdown-toc markdown-toc-b b c"), ("* a\n{:toc}\n", ""),
    ("{% if a %}\nB\n===\n{% endif %}", "b"), ("{% raw %}\n# A\n{% endraw %}\n{: #b}", "a"), ("a {% if b %}c{% endif %}\n\n# D", "d"),
    ("a[^1] b[^1]\n\n[^1]: c\n[^2]: d", "fn:1 fnref:1 fnref:1:1"), ("{::options auto_ids=\"false\" /}\n\n## A", ""),
])
def test_anchors(text: str, names: str) -> None:
    assert anchors_of(document_of(HEAD + text)) == own_anchors(document_of(HEAD + text)) == set(names.split())


@pytest.mark.parametrize(("settings", "names"), [
    ({}, "a--b a"), ({"input": "kramdown"}, "a--b ab"), ({"auto_ids": False}, ""), ({"auto_id_prefix": "x-"}, "x-a--b x-a"),
    ({"input": "kramdown", "auto_id_stripping": True}, "a--b a"), ({"transliterated_header_ids": True}, None),
])
def test_anchors_by_the_settings_of_a_site(settings: dict[str, object], names: str | None) -> None:
    document = read(Source(HEAD + "## A & B\n\n## A![b]()"), "markdown", engine=Engine("kramdown", settings))
    assert anchors_of(document) == (None if names is None else set(names.split()))


@pytest.mark.parametrize(("text", "names"), [
    ("{% include contents.html %}\n\n## A", "a"), ("## A {{ b }}\n\n## C", "c"), ('<i id="{{ a }}">b</i> <i id="c">d</i>', "c"),
    ("## A {%- assign b = c -%}\n{: #d}", ""), ("text {%- assign b = c -%}\n\n## no heading any more {{ d }}", ""),
    ("{% if a %}## B{% endif %}\n\n# C", "c"), ("## A {% if b %}c{% endif %}", ""),
])
def test_anchors_that_nobody_knows(text: str, names: str) -> None:
    document = document_of(HEAD + text)
    assert anchors_of(document) is None or not names
    assert own_anchors(document) == set(names.split())


def test_what_stands_before_a_target() -> None:
    for text, mended in (("[a](x)", "[a](y)"), ("<a href='x'>", "<a href='y'>"), ("[a]: x", "[a]: y"), ("<x>", None), ("a x", None)):
        at = text.index("x")
        edits = retargeted(Source(text), Span(at, at + 1), "y")
        assert ("".join([text[:at], edits[0].text, text[at + 1:]]) if edits else None) == mended


def test_from_tag_to_tag() -> None:
    text = "<div a><p><div></div></p></div> <p>"
    assert element_at(Source(text), Span(0, 7), "div") == Span(0, 31)
    assert element_at(Source(text), Span(32, 35), "p") is None


@pytest.mark.parametrize("body", [
    "{% if a %}{% elsif b %}{% else %}{% endif %}", "{% case a %}{% when 1 %}{% else %}{% endcase %}", "{{ a }} {{}} }} %} { % a",
    "{% raw %}{{ {% if {% endraw %}", "{% gist 1 %}{% mine %}{% else %}{% endmine %}", "{{ '{%' }}", "{%- for a in b -%}{%- endfor -%}",
    "{{{ a }}}", "{% comment %}{% endif %}{% endcomment %}",
])
def test_templates_that_are_sound(body: str) -> None:
    assert findings_of(load_rule("template-syntax"), document_of(HEAD + body)) == []


@pytest.mark.parametrize(("body", "messages"), [
    ("{{< figure a", ["“{{<” is never closed: Hugo stops the build here"]), ("{{< /note >}}", ["“{{< /note >}}” closes nothing: Hugo stops the build here"]),
    ("{{< note >}}a{{< /note >}} {{% a %}} {{</* x */>}} {{ a } {{< b />}}", []),
])
def test_shortcodes(body: str, messages: list[str]) -> None:
    assert [finding.message for finding in findings_of(load_rule("template-syntax"), hugo(body))] == messages


@pytest.mark.parametrize("body", [
    "<div>a</div>", "```\n<div>\n```", "    <div>", "`<div>` <!-- <div> -->", "<ul><li>a<li>b</ul>", "<div><ul></div></ul>", "{% if a %}<div>{% endif %}",
    "<pre><div></pre>", "<table><tr><td>a</table>", "a < b and <divider>", "<svg><a></svg>",
])
def test_blocks_that_are_closed(body: str) -> None:
    assert findings_of(load_rule("html-unbalanced"), document_of(HEAD + body)) == []


@pytest.mark.parametrize(("written", "meant"), [
    ("CafÃ©", "Café"), ("itâ€™s", "it’s"), ("Â£5", "£5"), ("ä¸­æ–‡", "中文"), ("ðŸ˜€", "😀"), ("naÃ¯ve â€œxâ€\x9d", "naïve “x”"),
])
def test_mojibake(written: str, meant: str) -> None:
    (finding,) = findings_of(load_rule("text-mojibake"), document_of(f"{HEAD}<p>{written}</p>\n"))
    assert finding.fix is not None
    text = f"{HEAD}<p>{written}</p>\n"
    for span, plain in reversed(finding.fix.edits):
        text = text[:span.start] + plain + text[span.end:]
    assert text == f"{HEAD}<p>{meant}</p>\n"


@pytest.mark.parametrize("text", ["Äpfel „Ä“", "SÃO PAULO", "É‚", "Â« x »", "À l’été", "“IRMÔ", "β â ê", "Ã", "ééé", "ä€"])
def test_no_mojibake(text: str) -> None:
    assert findings_of(load_rule("text-mojibake"), document_of(f"{HEAD}<p>{text}</p>\n")) == []


@pytest.mark.parametrize(("body", "ids"), [
    ("## One\n\n## One\n\n<h3>Three</h3>\n\n<div><h3>Four</h3></div>\n", {"one", "one-1"}),             # kramdown gives ids to its own headings alone
    ("* toc\n{:toc}\n\n## One\n", {"one", "markdown-toc", "markdown-toc-one"}),
    ("<p id=\"a{{ page.n }}\" class=x>x</p><p id=b>y</p>\n", {"b"}),
])
def test_ids_that_a_page_shows_itself(tmp_path: Path, body: str, ids: set[str]) -> None:
    from convert.engine.listing import urls
    (tmp_path / "_config.yml").write_text("title: x\n")
    (tmp_path / "a.md").write_text(f"---\ntitle: a\n---\n{body}")
    only, = urls([tmp_path])
    assert set(only.ids) == ids


def test_markdown_without_front_matter_may_be_a_page(tmp_path: Path) -> None:
    """GitHub Pages makes pages of it, Jekyll alone does not: nobody knows, and nothing is said."""
    from convert.engine.validation import validate
    (tmp_path / "_config.yml").write_text("title: x\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "README.md").write_text("Read me.\n")
    (tmp_path / "notes.md").write_text("Notes.\n")
    (tmp_path / "a.md").write_text("---\ntitle: a\n---\n[b](/notes.html) [c](/docs/) [d](/notes.md) [e](/other.html)\n")
    assert [one.subject for one in validate([tmp_path]).diagnostics if one.rule == "link-broken"] == ["/other.html"]
