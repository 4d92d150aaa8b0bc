"""Where links and tags stand: for each, the place in the source is that of the target as it was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert import reads
from convert.model.document import Document
from convert.model.finding import NthLink, Tag
from convert.model.source import Span
from convert.readers import read
from convert.readers.encoding import decode


def located(document: Document) -> list[str]:
    """What stands at the places of the links, in their order."""
    return [document.source.slice(document.locate(NthLink(number))) for number in range(len(document.links))]


# A text, and what stands at the places of its links, in their order.
MARKDOWN = [
    # inline links
    ("[a](b)", ["b"]), ("[a]( b )", ["b"]), ("[a](<b>)", ["b"]), ("[a](<b c)d>)", ["b c)d"]), ("[a](b(c)d)", ["b(c)d"]), ("[a](b\\)c)", ["b\\)c"]), ("[a](b 'c')", ["b"]),
    ("[a](b \"](c)\")", ["b"]), ("[a](b (c))", ["b"]), ("[a](\nb\n'c'\n)", ["b"]), ("[a *b* `c` [d]](e)", ["e"]), ("[a](b&amp;c)", ["b&amp;c"]), ("[](b)", ["b"]), ("[a]()", [""]),
    ("[a](<>)", [""]), ("[中](文)", ["文"]), ("🎉 [中 文](/文/b) [c](d)", ["/文/b", "d"]), ("[a](b)[c](d)", ["b", "d"]), ("[a][b](c)", ["c"]), ("[a](b\\*c)", ["b\\*c"]), ("[a\\]](b)", ["b"]),
    ("[`](c)`](b)", ["b"]), ("[<b title='](c)'>x</b>](d)", ["d"]),
    # images
    ("![a](b)", ["b"]), ("![a](<b c> 'd')", ["b c"]), ("![[a](b)](c)", ["c"]), ("[![a](b)](c)", ["c", "b"]), ("[![a](b) ![c](d)](e)", ["e", "b", "d"]),
    # references
    ("[a][r]\n\n[r]: b", ["b"]), ("[r]\n\n[R]: <b c> 'd'", ["b c"]), ("[r][] ![x][r]\n\n[r]:\n  b\n", ["b", "b"]), ("[r]\n\n[r]: b\n[r]: c", ["b"]), ("[a\n b]\n\n[A B]: c", ["c"]),
    ("> [r]\n>\n> [r]: b", ["b"]), ("`[r]: no`\n\n```\n[r]: no\n```\n\n[r]: b&amp;c\n\n[r]", ["b&amp;c"]), ("- [r]\n\n  [r]: b", ["b"]), ("[r\\]]\n\n[r\\]]: b", ["b"]),
    # autolinks
    ("<http://a.example/b>", ["http://a.example/b"]), ("<HTTPS://a.example/?b=文>", ["HTTPS://a.example/?b=文"]), ("<a@b.example>", ["a@b.example"]), ("<mailto:a@b.example>", ["mailto:a@b.example"]),
    # bare addresses
    ("see www.a.example, (http://b.example/c_d_e).", ["www.a.example", "http://b.example/c_d_e"]), ("文 🎉 mail a_b@c.example!", ["a_b@c.example"]), ("a\\_b@c.example", ["a\\_b@c.example"]),
    ("> http://a.example/*b*c\n> [d](e)", ["http://a.example/*b*c", "e"]), ("| http://a.example/b\\|c | [d](e) |\n|---|---|\n| www.f.example | g@h.example |", ["http://a.example/b\\|c", "e", "www.f.example", "g@h.example"]),
    ("http://a.example/`b` `http://c.example` [d](e)", ["http://a.example/`b`", "e"]), ("**http://a.example/** <b>www.b.example</b> [c](d)", ["http://a.example/", "d"]),
    ("<http://a.example> <b>http://b.example</b> <a href=\"c\">http://d.example</a>", ["http://a.example", "http://b.example", "c"]), ("{{ x }} http://a.example/{{ y }}/b [c](d)", ["http://a.example/{{ y }}/b", "d"]),
    ("2~3 and 4~5 [a](b) http://c.example\n\nx `2~3`", ["b", "http://c.example"]),
    # HTML in Markdown
    ("a <a href=\"b\">c</a>", ["b"]), ("a <A HREF = 'b'>c</A>", ["b"]), ("a <a\n  title='x > y' href=\"b\"\n class=d>c</a>", ["b"]), ("<p><a href=b>c</a></p>", ["b"]), ("<div>\n<img alt='>' src=b>\n</div>", ["b"]),
    ("> a <a\n> href=\"b\">c</a>", ["b"]), ("> <div>\n> <a\n>   href=\"b\">c</a>\n> </div>", ["b"]), ("- <div>\n  <a href=\"b\">c</a>\n  </div>\n- [d](e)", ["b", "e"]),
    ("<a href=\"b\" href=\"c\">d</a>", ["b"]), ("<a href>b</a>", ["href"]), ("<a href=\"\">b</a>", [""]), ("<a href=\"a&amp;b\">b</a>", ["a&amp;b"]), ("<video src=a poster=b></video>", ["a", "b"]),
    # what is no link
    ("`[a](b)` [c](d)", ["d"]), ("```\n[a](b)\n```\n[c](d)", ["d"]), ("    [a](b)\n\n[c](d)", ["d"]), ("x <!-- <a href=\"b\"> --> [c](d)", ["d"]), ("<!--\n<a href=\"b\">\n-->\n\n[c](d)", ["d"]),
    ("\\[a](b) [c](d)", ["d"]), ("<div>[a](b)</div>\n\n[c](d)", ["d"]), ("`<a href=\"b\">` <a href=\"c\">d</a>", ["c"]), ("[a] (b) [c](d)", ["d"]),
    # among other things
    ("# [a](b)\n\n[c](d)\n===", ["b", "d"]), ("| [a](b) |\n|---|\n| `x\\|` <b>[c](d)</b> |", ["b", "d"]), ("- [a](b)\n  - [c](d)\n\n1. [e](f)", ["b", "d", "f"]), ("**[a](b)** ~~[c](d)~~", ["b", "d"]),
    ("{{ x }} [a](b) {% y %} [c](/{{ z }}/d 'e') [f](g)", ["b", "/{{ z }}/d", "g"]), ("{% raw %}[a](b){% endraw %} [c](d)", ["b", "d"]), ("<a href=\"{{ '/x' }}\">a</a>", ["{{ '/x' }}"]),
]
HTML = [
    ("<a href=\"b\">c</a>", ["b"]), ("<a href='b'>c</a>", ["b"]), ("<a href=b>c</a>", ["b"]), ("<A HREF=\"b\">c</A>", ["b"]), ("<a\n\thref\n=\n\"b\"\n>c</a>", ["b"]), ("<a href=\"b\"title='x'>c</a>", ["b"]),
    ("<p>中文<a href=\"/文\">c</a>🎉<img src=\"d\"/></p>", ["/文", "d"]), ("<a title=\"href='x'\" href=\"b\">c</a>", ["b"]), ("<a title='>' href=\"b\">c</a>", ["b"]), ("<a data-href=x href=b>c</a>", ["b"]),
    ("<!-- <a href=\"b\"> --><a href=\"c\">d</a>", ["c"]), ("<script>'<a href=\"b\">'</script><a href=\"c\">d</a>", ["c"]), ("<style>/* <img src=b> */</style><img src=c>", ["c"]),
    ("<textarea><a href=\"b\"></textarea><a href=\"c\">d</a>", ["c"]), ("<a href=\"b\"><img src=\"c\"></a>", ["b", "c"]), ("<a href=\"b\">c<a href=\"d\">e</a>", ["b", "d"]),
    ("<p><http://a.example/b> <a href=\"c\">d</a></p>", ["http://a.example/b", "c"]), ("<!-- <http://a.example/b> --><a href=\"c\">d</a>", ["c"]), ("<a href=\"a&amp;b\">c</a>", ["a&amp;b"]),
    ("<a href=\"b\" href=\"c\">d</a>", ["b"]), ("<a name=x>y</a><a href=\"b\">c</a>", ["b"]), ("<a href=\"b", []), ("<a href=\"b\">c", ["b"]), ("</a><a href=\"b\">c</a>", ["b"]), ("<a href=\"{{ x }}/b\">c</a>", ["{{ x }}/b"]),
    ("{% if x %}<a href=\"b\">{% endif %}c</a>", ["b"]), ("<video src=a poster=b><source src=c></video>", ["a", "b", "c"]), ("<q cite=a>b</q><object data='c d'></object>", ["a", "c d"]),
    ("<p>[a](b) <a href=\"c\">d</a></p>", ["c"]), ("<area href=a><iframe src=b></iframe><embed src=c>", ["a", "b", "c"]), ("<a href=\"\n b \n\">c</a>", ["\n b \n"]),
]
# Links of footnotes: the reference, and from the definition, which is shown behind all text, back to it.
FOOTNOTES = [
    ("a[^1] [b](c)\n\n[^1]: [d](e)", ["[^1]", "c", "e", "1"]), ("[^n]: [d](e) http://f.example\n\n[a](b)[^n] x[^n]", ["b", "[^n]", "[^n]", "e", "http://f.example", "n", "n"]),
    ("文[^二][^一]\n\n[^一]: [a](b)\n\n[^二]: [c](d)[^一]\n\n[^三]: [e](f)\n\n[g](h)", ["[^二]", "[^一]", "h", "d", "[^一]", "二", "b", "一", "一"]),
]
AROUND = {"alone": ("", "\n"), "head": ("---\ntitle: 潮\n---\n", "\n"), "long head": ("---\r\ntitle: 🎉\r\n---\r\n\r\n", "\n\n[z](y)\n")}


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize(("form", "text", "targets"), [*(("markdown", *case) for case in MARKDOWN), *(("html", *case) for case in HTML)])
def test_targets(form: str, text: str, targets: list[str], around: str) -> None:
    before, behind = AROUND[around]
    more = ["y"] if form == "markdown" and "(y)" in behind else []
    document = reads(before + text + behind, form, engine="gfm")
    assert located(document) == targets + more


@pytest.mark.parametrize("head", ["", "---\ntitle: 潮\n---\n"])
@pytest.mark.parametrize(("text", "targets"), FOOTNOTES)
def test_targets_of_footnotes(text: str, targets: list[str], head: str) -> None:
    assert located(reads(head + text, "markdown", engine="gfm")) == targets


def test_lines_and_columns_are_those_of_the_file() -> None:
    document = read(decode("\ufeff---\r\ntitle: 潮\r\n---\r\n\r\n文 🎉 [a](b)\r\n<a\r\n href='c'>d</a>\r\n".encode(), "a.md"), "markdown")
    assert [document.source.place(document.locate(NthLink(number))) for number in (0, 1)] == [(5, 9, 5, 10), (7, 8, 7, 9)]


@pytest.mark.parametrize(("form", "text", "tag", "name", "whole"), [
    ("markdown", "x [a](b 'c') y", "a", "b", "[a](b 'c')"), ("markdown", "x ![a](b)", "img", "b", "![a](b)"), ("markdown", "<p>x <A\nHREF='b'>c</A></p>", "a", "HREF", "<A\nHREF='b'>"),
    ("html", "<p><img\nalt=x SRC=b ></p>", "img", "SRC", "<img\nalt=x SRC=b >"), ("html", "<http://a.example>", "a", "http://a.example", "<http://a.example>"),
])
def test_tags_and_names(form: str, text: str, tag: str, name: str, whole: str) -> None:
    document = reads(text, form, engine="gfm")
    element = next(document.markup.iter(tag))
    attribute = "href" if tag == "a" else "src"
    assert document.source.slice(document.locate(Tag(element))) == whole
    assert document.source.slice(document.locate(Tag(element, attribute, "tag"))) == whole
    assert document.source.slice(document.locate(Tag(element, attribute, "name"))) == name
    assert document.source.slice(document.locate(Tag(element, "title"))) == (whole if "title" not in whole else "")


def test_a_tag_that_the_parser_made_up_is_where_the_body_begins() -> None:
    document = reads("---\ntitle: x\n---\n<table><tr><td>a</table> <p>b", "html")
    element = next(document.markup.iter("td"))
    element.tag = "th"
    assert document.locate(Tag(element)) == Span(document.body_start, document.body_start)


# Documents put together from pieces; an @ is where a target stands, and each gets its own.

TARGETS = ["/a", "a(b)c", "/中/文", "a%20b", "?x=1&amp;y=2", "#f", "a\\)b", "{{ u }}/x", "/é*_b_*", "//h.example/a", "a\\*b&eacute;"]
SPACED = [*TARGETS, "a b", "a)b", "{{ u | v: 'w' }}"]
IN_TAGS = ["/a", "a b", "?x=1&amp;y=2", "/中/文", "{{ u }}/x", "a(b", "a>b", "[c](d)"]
BARE = ["/a", "/中/文", "?x&amp;y", "{{u}}/x", "a(b)"]
INLINE = [
    *((piece, TARGETS) for piece in ("[t](@)", "[t]( @ )", "[t](@ \"ti](c)\")", "[t](@ 't')", "[*a* `](c)` [c] d](@)", "[](@)", "![alt](@)", "![a [b] c](@ (t))",
                                     "[t\nu](@)", "[t](@\n't')", "中文[中](@)。", "**[t](@)**后")),
    *((piece, SPACED) for piece in ("[t](<@>)", "![t](<@> 't')")), ("[![i](<@>)](<@>)", ["/a", "b c"]),
    *((piece, IN_TAGS) for piece in ("<a href=\"@\">t</a>", "<A HREF='@'>t</A>", "<a title=\"x>y\" href=\"@\">t</a>", "<a\nclass=x href = \"@\"\n id=y>t</a>", "<img alt='> <a href=q>' src=\"@\">")),
    ("<a href=@ title=x>t</a>", BARE), ("<http://h.example/@>", ["a", "中", "?b&c"]),
    ("中http://h.example/@", ["a", "中", "?b&c", "a_b_*c*", "(d)"]),
]
IDLE = ["text", "中文，", "🎉", "`[c](d)`", "`<a href=\"q\">`", "<!-- [c](d) <a href=\"q\"> -->", "{{ x }}", "{% comment %}[c](d){% endcomment %}", "\\[c](d)", "&amp;", "<b>b</b>", "[no]", "a\nb", "<br>"]
HTML_BLOCKS = [
    ("<div>\n<a href=\"@\">t</a>\n</div>", IN_TAGS), ("<p><a href=@>t</a> <img src='@'></p>", BARE), ("<table><tr><td><A HREF=\"@\">x</A></td></tr></table>", IN_TAGS),
    ("<div\nid=\"x\"><a\nhref=\"@\">t</a></div>", IN_TAGS), ("<p><http://h.example/@></p>", ["a", "中"]), ("<!--\n<a href=\"q\">\n-->", []), ("<p title='<a href=q>'>中<img src=@></p>", BARE),
    ("<pre>\n<code>&lt;a href=\"q\"></code> [c](d)\n</pre>", []), ("<script>\nx = '<a href=\"q\">';\n</script>", []),
]
IDLE_BLOCKS = ["```\n[c](d)\n<a href=\"q\">\n```", "    [c](d)", "{% comment %}\n[c](d)\n{% endcomment %}", ""]
NESTED = re.compile(r"\[!\[")


class Made:
    """A document that is being put together: its blocks, and the targets in the order of their elements."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.targets: list[str] = []
        self.definitions: list[str] = []

    def filled(self, piece: str, choices: list[str]) -> str:
        own: list[str] = []
        while "@" in piece:
            target = f"{self.draw(st.sampled_from(choices))}{len(self.targets) + len(own)}"
            piece = piece.replace("@", target, 1)
            own.append(f"http://h.example/{target}" if "http" in piece else target)
        self.targets += reversed(own) if NESTED.search(piece) else own
        return piece

    def referring(self) -> str:
        label = f"r{len(self.targets)}"
        self.targets.append(f"{self.draw(st.sampled_from(SPACED))}{len(self.targets)}")
        target = self.targets[-1]
        if " " in target or ")" in target or self.draw(st.booleans()):
            target = f"<{target}>"
        blank = self.draw(st.sampled_from([" ", "", "\n  "] if target[0] != "<" else [" "]))        # “<?” begins a block of its own
        self.definitions.append(f"[{label.upper()}]:{blank}{target}{self.draw(st.sampled_from(['', ' (t)']))}")
        return self.draw(st.sampled_from(["[t][@]", "[@]", "[@][]", "![i][@]"])).replace("@", label)

    def inline(self) -> str:
        pieces = []
        for _ in range(self.draw(st.integers(1, 4))):
            kind = self.draw(st.sampled_from(["inline", "inline", "reference", "idle"]))
            pieces.append(self.filled(*self.draw(st.sampled_from(INLINE))) if kind == "inline" else self.referring() if kind == "reference"
                          else self.draw(st.sampled_from(IDLE)))
        return " ".join(["x", *pieces, "y"])

    def block(self) -> str:
        kind = self.draw(st.sampled_from(["paragraph", "quotation", "list", "heading", "table", "html", "html in a list", "html in a quotation", "idle"]))
        if kind == "idle":
            return self.draw(st.sampled_from(IDLE_BLOCKS))
        block = self.filled(*self.draw(st.sampled_from(HTML_BLOCKS))) if kind.startswith("html") else self.inline()
        match kind:
            case "quotation" | "html in a quotation":
                return "> " + block.replace("\n", "\n> ")
            case "list" | "html in a list":
                return "- " + block.replace("\n", "\n  ")
            case "heading":
                return "## " + block.replace("\n", " ")
            case "table":
                row = block.replace("\n", " ").replace("|", "\\|")
                self.targets = [target.replace("|", "\\|") if target in row or target.replace("|", "\\|") in row else target for target in self.targets]
                return f"| h |\n|---|\n| {row} |"
        return block


@st.composite
def markdown(draw: st.DrawFn) -> tuple[str, list[str]]:
    made = Made(draw)
    blocks = [made.block() for _ in range(draw(st.integers(1, 4)))]
    text = "\n\n***\n\n".join(blocks) + "\n\n" + "\n\n".join(made.definitions) + "\n"        # a rule ends any list
    head = draw(st.sampled_from(["", "---\ntitle: 潮\n---\n"]))
    return head + text, made.targets


@st.composite
def html(draw: st.DrawFn) -> tuple[str, list[str]]:
    made = Made(draw)
    pieces = [(piece, choices) for piece, choices in INLINE if piece[0] == "<"] + HTML_BLOCKS
    idle = ["中文", "🎉", "<!-- <a href=q> -->", "<p>", "</p>", "<script>'<a href=q>'</script>", "{{ x }}", "<br/>", "[c](d)", "a < b", "\n"]
    parts = [made.filled(*draw(st.sampled_from(pieces))) if draw(st.booleans()) else draw(st.sampled_from(idle)) for _ in range(draw(st.integers(1, 8)))]
    return " ".join(parts), made.targets


def check(text: str, form: str, targets: list[str]) -> None:
    document = reads(text, form, engine="gfm")
    assert located(document) == targets
    for link in document.links:
        whole = document.locate(Tag(link.element))
        inside = document.locate(Tag(link.element, link.attribute))
        assert whole.start < whole.end
        assert whole.start <= inside.start <= inside.end <= whole.end or "[R" in document.source.line(document.source.position(inside.start)[0]) \
            or document.source.text[:inside.start].rstrip(" <\r\n").endswith("]:")


@settings(max_examples=300, deadline=None)
@given(markdown(), st.booleans())
def test_any_markdown(made: tuple[str, list[str]], crlf: bool) -> None:  # noqa: FBT001
    text, targets = made
    check(text.replace("\n", "\r\n") if crlf else text, "markdown", targets)


@settings(max_examples=200, deadline=None)
@given(html(), st.booleans())
def test_any_html(made: tuple[str, list[str]], crlf: bool) -> None:  # noqa: FBT001
    text, targets = made
    check(text.replace("\n", "\r\n") if crlf else text, "html", targets)


@given(st.text() | st.text("[]()<>!\\`\"' \n:/ab=#*_&{}%-|"), st.sampled_from(["markdown", "html"]))
def test_any_text_has_places(text: str, form: str) -> None:
    document = reads(text, form, engine="gfm")
    for number in range(len(document.links)):
        span = document.locate(NthLink(number))
        assert 0 <= span.start <= span.end <= len(text)
