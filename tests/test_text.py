"""The text writer, shown by whole pages, and held to its rules by random ones."""

from __future__ import annotations

from textwrap import dedent
from unicodedata import normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree
from wcwidth import iter_graphemes, wcswidth

from convert import reads
from convert.model.body import ROOT
from convert.writers.text import plain_text, write
from convert.writers.text.page import filled


def reader(html: str, width: int = 40) -> str:
    return write(reads(html, "html"), width=width).text


def corpus(html: str) -> str:
    return write(reads(html, "html"), profile="corpus").text


def shown(text: str) -> str:
    return dedent(text).removeprefix("\n")


# Whole pages

PAGE = """
<h1>未来之城 City of the Future</h1>
<p>去年3月，市政府发布了<a href="https://www.example.cn/2021/03/0042.html">《关于支持高新区建设世界一流园区的意见》</a>。全年增长3.5%，出口额超过US$1,200 million。</p>
<p>The district hosts makers (of buses, of chips) and plans “20+8” clusters; see <a href="https://example.org/r">the report</a>,
or <a href="https://example.org/r">read it again</a>, or <a href="https://example.org/">example.org</a>.</p>
<h2>产业集群</h2>
<ul>
<li>生物医药与健康产业，包括创新药、医疗器械和精准医疗等方向
<ul><li>创新药：由企业与高校共同研发 with partners abroad</li><li>医疗器械</li></ul></li>
<li>新能源汽车<ol start="9"><li>整车与关键零部件的研发制造</li><li>充电设施</li></ol></li>
<li><input type="checkbox" checked> 新一代信息技术</li>
</ul>
<blockquote><p>“一流的城市，需要一流的产业。”他说。</p><p>Space is what <a href="#x">industry</a> needs.</p></blockquote>
<table>
<tr><th>指标</th><th style="text-align: right">2021年</th><th>说明</th></tr>
<tr><td>生产总值</td><td style="text-align: right">910.32亿</td><td>比上年增长 13.2%，增速居前列</td></tr>
<tr><td>R&amp;D</td><td style="text-align: right">5.8%</td><td>占总值的比重</td></tr>
</table>
<figure><img src="a.jpg" alt="河畔的新校区"><figcaption>新校区，<ruby>坪<rt>píng</rt></ruby>山</figcaption></figure>
<pre>tide --at quay | sort --by height   # twice a day</pre>
<dl><dt>连片改造</dt><dd>把分散的旧厂房集中起来，统一规划、统一建设。</dd></dl>
<hr>
<p>电话<br>0755-1234&nbsp;转&nbsp;8</p>
"""


def test_a_page_for_eyes() -> None:
    assert reader(PAGE) == shown("""
        未来之城 City of the Future
        ===========================

        去年3月，市政府发布了《关于支持高新区建
        设世界一流园区的意见》[1]。全年增长
        3.5%，出口额超过US$1,200 million。

        The district hosts makers (of buses, of
        chips) and plans “20+8” clusters; see
        the report[2], or read it again[2], or
        example.org.


        产业集群
        --------

        • 生物医药与健康产业，包括创新药、医疗器
          械和精准医疗等方向
          - 创新药：由企业与高校共同研发 with
            partners abroad
          - 医疗器械
        • 新能源汽车
           9. 整车与关键零部件的研发制造
          10. 充电设施
        • [x] 新一代信息技术

        > “一流的城市，需要一流的产业。”他说。
        >
        > Space is what industry needs.

        指标        2021年  说明
        --------  --------  --------------------
        生产总值  910.32亿  比上年增长 13.2%，增
                            速居前列

        R&D           5.8%  占总值的比重

        [河畔的新校区]

        新校区，坪(píng)山

            tide --at quay | sort --by height   # twice a day

        连片改造
            把分散的旧厂房集中起来，统一规划、统
            一建设。

        * * *

        电话
        0755-1234\u00a0转\u00a08

        [1]
        https://www.example.cn/2021/03/0042.html
        [2] https://example.org/r
        """)


def test_a_page_for_programs() -> None:
    assert corpus(PAGE) == shown("""
        未来之城 City of the Future
        去年3月，市政府发布了《关于支持高新区建设世界一流园区的意见》。全年增长3.5%，出口额超过US$1,200 million。
        The district hosts makers (of buses, of chips) and plans “20+8” clusters; see the report, or read it again, or example.org.
        产业集群
        生物医药与健康产业，包括创新药、医疗器械和精准医疗等方向
        创新药：由企业与高校共同研发 with partners abroad
        医疗器械
        新能源汽车
        整车与关键零部件的研发制造
        充电设施
        新一代信息技术
        “一流的城市，需要一流的产业。”他说。
        Space is what industry needs.
        指标\t2021年\t说明
        生产总值\t910.32亿\t比上年增长 13.2%，增速居前列
        R&D\t5.8%\t占总值的比重
        河畔的新校区
        新校区，坪(píng)山
        tide --at quay | sort --by height   # twice a day
        连片改造
        把分散的旧厂房集中起来，统一规划、统一建设。
        电话 0755-1234\u00a0转\u00a08
        """)


def test_the_head_is_title_date_and_authors() -> None:
    document = reads("---\ntitle: 雾\ndate: 2022-03-01 10:30:00 +0800\nauthor: A. Lyle\n---\nThick.\n")
    assert write(document).text == "雾\n==\n2022-03-01 10:30:00+08:00 · A. Lyle\n\nThick.\n"
    assert write(document, profile="corpus").text == "雾\nThick.\n"
    assert write(document, profile="corpus", front_matter=False).text == "Thick.\n"
    assert plain_text(document) == "Thick."


# Element by element

CASES = {
    "numbers: start, value, reversed": (
        '<ol start="9"><li>a<li>b</ol><ol reversed><li>c<li>d</ol><ol><li value="3">e<li>f</ol>',
        " 9. a\n10. b\n\n2. c\n1. d\n\n3. e\n4. f\n"),
    "numbers: letters and Roman ones": (
        '<ol type="a" start="26"><li>z<li>aa</ol><ol type="I" start="3"><li>iii<li>iv</ol>',
        " z. z\naa. aa\n\nIII. iii\n IV. iv\n"),
    "items of blocks, and empty ones": (
        "<ul><li><p>a</p><p>b</p></li><li></li><li><pre>c\n d</pre></li></ul>", "• a\n\n  b\n\n•\n\n•     c\n       d\n"),
    "bullets by turns": ("<ul><li>a<ul><li>b<ul><li>c</ul></ul></ul>", "• a\n  - b\n    • c\n"),
    "a quotation in an item, a list in a quotation": (
        "<ul><li>a<blockquote>b<ul><li>c</ul></blockquote></ul>", "• a\n  > b\n  > - c\n"),
    "headings have room above": ("<p>a</p><h3>b</h3><p>c</p>", "a\n\n\nb\n~\n\nc\n"),
    "a target has one number": (
        '<p><a href="/a">x</a> <a href="/b">y</a> <a href="/a">z</a></p>', "x[1] y[2] z[1]\n\n[1] /a\n[2] /b\n"),
    "no notes for what the text says": (
        '<p><a href="https://a.example/">a.example</a> <a href="mailto:me@a.example">me@a.example</a> <a href="#b">b</a></p>',
        "a.example me@a.example b\n"),
    "a link without words, one around a card": (
        '<a href="/a"><img src="/b" alt=""></a><p></p><a href="/c"><h3>Head</h3><p>Text</p></a>',
        "[1]\n\nHead\nText[2]\n\n[1] /a\n[2] /c\n"),
    "a target goes below its number to stay whole": (
        f'<p><a href="/{"x" * 38}">a</a></p>', f"a[1]\n\n[1]\n/{'x' * 38}\n"),
    "pictures": ('<p>a <img src="/a" alt="the quay"> b<img src="/b" alt=""></p>', "a [the quay] b\n"),
    "exponents": ("<p>10<sup>6</sup> m<sup>2</sup> H<sub>2</sub>O 1<sup>st</sup></p>", "10^6 m^2 H2O 1st\n"),
    "readings with and without parentheses in one ruby": (
        "<p><ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp>字<rt>じ</rt></ruby></p>", "漢（かん）字(じ)\n"),
    "ruby with and without its parentheses": (
        "<p><ruby>漢<rt>かん</rt></ruby><ruby>字<rp>（</rp><rt>じ</rt><rp>）</rp></ruby></p>", "漢(かん)字（じ）\n"),
    "quotations in the line": ("<p>He said <q>no</q>.</p>", "He said “no”.\n"),
    "breaks are kept": ("<p>a<br>b<br><br>c</p>", "a\nb\n\nc\n"),
    "no-break and zero-width spaces": ("<p>1\u00a0km, a\u200bb</p>", "1\u00a0km, a\u200bb\n"),
    "templates are measured as they are written": (
        '<p>{{ site.title }} and {% include a.html\n  b="c" %} and {{ page.title }}</p>',
        '{{ site.title }} and {% include a.html\n  b="c" %} and {{ page.title }}\n'),
    "definitions": ("<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd>d</dd></dl>", "a\nb\n    c\n    d\n"),
    "what is embedded is a note": (
        '<p>Watch:</p><iframe src="https://v.example/1"></iframe><video><source src="/a.mp4">No video.</video>',
        "Watch:\n\n[1]No video.[2]\n\n[1] https://v.example/1\n[2] /a.mp4\n"),
    "separators of lines": ("<p>a\u2028b</p>", "a\nb\n"),
    "details": ("<details><summary>More</summary><p>a</p></details>", "More\n\na\n"),
}


@pytest.mark.parametrize("case", CASES)
def test_elements(case: str) -> None:
    html, expected = CASES[case]
    assert reader(html) == expected


TABLES = {
    "cells are wrapped; each begins where the one before ends": (
        ("<table><tr><th>Ship<th>Cargo<th>Remarks<tr><td>Tern<td>salt, rope and lamps in crates<td>waits for the tide at the bar"
        "<tr><td>Auk<td>coal<td>none</table>"), """
        Ship  Cargo             Remarks
        ----  ----------------  ----------------
        Tern  salt, rope and
              lamps in crates   waits for the
                                tide at the bar

        Auk   coal              none
        """),
    "columns that would be too narrow are lines": (
        ("<table><tr><th>Ship<th>From<th>To<th>Cargo<th>Master<tr><td>Tern<td>Shallowhaven<td>North Pier<td>盐、绳索、灯"
        "<td>Perpetua Lyle of the Harbour Wire<tr><td>Auk<td>Quay<td><td>coal<td>Fenn</table>"), """
        Ship | From | To | Cargo | Master
        ---------------------------------

        Ship: Tern
        From: Shallowhaven
        To: North Pier
        Cargo: 盐、绳索、灯
        Master: Perpetua Lyle of the Harbour
          Wire

        Ship: Auk
        From: Quay
        Cargo: coal
        Master: Fenn
        """),
    "caption, spans, alignment": (
        ('<table><caption>Berths</caption><thead><tr><th rowspan="2">Pier<th colspan="2" style="text-align: center">Berths'
        '<tr><th>old<th>new<tbody><tr><td>North<td style="text-align: right">4<td style="text-align: right">12</table>'), """
        Berths

        Pier    Berths
               old  new
        -----  ---  ---
        North    4   12
        """),
    "headings at the side": (
        "<table><tr><th>港<td>12<tr><th>Quay<td>8</table>", "港    12\nQuay  8\n"),
    "a table for the looks is no table": (
        "<table><tr><td><h3>a</h3><p>b</p><tr><td>c</table>", "a\n~\n\nb\n\nc\n"),
    "blocks in cells": (
        "<table><tr><td><ul><li>a<li>b</ul><td><p>c</p><table><tr><td>d<td>e</table></table>", "• a\n• b  c\n     d\n     e\n"),
}


@pytest.mark.parametrize("case", TABLES)
def test_tables(case: str) -> None:
    html, expected = TABLES[case]
    assert reader(html) == shown(expected)


# Where lines break: text, cells, lines

LINES = {
    "no closing mark begins a line, no opening one ends it": (
        "他说：“你好，世界。”（大家）都笑了！真的吗？《海雾日报》报道。", 10,
        ["他说：“你", "好，世", "界。”（大", "家）都笑", "了！真的", "吗？《海雾", "日报》报", "道。"]),
    "Japanese: small kana, long vowels, repetition marks": (
        "ちょっと待って。「コーヒーを人々に」と言った。", 12, ["ちょっと待っ", "て。「コー", "ヒーを人々", "に」と言っ", "た。"]),
    "dots and dashes stay together": ("他走了……——然后呢——没有了", 9, ["他走", "了……——然", "后呢——没", "有了"]),
    "Korean is broken between words": ("대한민국의 국민이 되는 요건은 법률로 정한다.", 12,
                                       ["대한민국의", "국민이 되는", "요건은", "법률로", "정한다."]),
    "a long Korean word, between syllables": ("대한민국헌법전문", 10, ["대한민국헌", "법전문"]),
    "numbers keep their units": ("同比增长3.5%，约$5，达100℃左右", 12, ["同比增长", "3.5%，约$5，", "达100℃左右"]),
    "Latin words are kept whole": ("在Shenzhen设立well-known公司", 12, ["在Shenzhen设", "立well-known", "公司"]),
    "a long target, behind its marks": ("见 https://a.example/quay/map?x=1", 16, ["见", "https://a.", "example/quay/", "map?x=1"]),
    "a word longer than a line": ("a" * 25, 10, ["a" * 10, "a" * 10, "a" * 5]),
    "no-break spaces": ("aa 12\xa0345\xa0km bb", 10, ["aa", "12\xa0345\xa0km", "bb"]),
    "a zero-width space": ("aaaa\u200bbbbb\u200bcccc", 10, ["aaaa\u200bbbbb\u200b", "cccc"]),
    "emoji": ("👩\u200d🚀👩\u200d🚀👍🏽👍🏽🇨🇳🇨🇳☺\ufe0f☺\ufe0f", 4,
              ["👩\u200d🚀👩\u200d🚀", "👍🏽👍🏽", "🇨🇳🇨🇳", "☺\ufe0f☺\ufe0f"]),
    "Thai: vowels and tones stay with their letters": ("กำน้ำที่นี่", 4, ["กำน้ำ", "ที่นี่"]),
    "Arabic with its marks": ("مُحَمَّدٌ رَسُولُ", 6, ["مُحَمَّدٌ", "رَسُولُ"]),
    "Latin letters with marks of their own": ("e\u0301" * 7, 5, ["e\u0301" * 5, "e\u0301" * 2]),
    "Hangul in parts": ("\u1112\u1161\u11ab" * 3, 4, ["\u1112\u1161\u11ab" * 2, "\u1112\u1161\u11ab"]),
    "English quotes": ("“Don’t,” he said, ‘go’ (ever) and/or 5.0 %", 10,
                       ["“Don’t,”", "he said,", "‘go’", "(ever)", "and/or", "5.0 %"]),
    "bars, slashes and waves": ("返回新闻｜返回首页／甲乙丙丁～丙", 10, ["返回新闻｜", "返回首页／", "甲乙丙丁～", "丙"]),
    "wide numbers are kept whole": ("海雾的港２０２２年", 12, ["海雾的港", "２０２２年"]),
    "an indented paragraph": ("　　海雾很浓，今天", 10, ["　　海雾很", "浓，今天"]),
}


@pytest.mark.parametrize("case", LINES)
def test_lines(case: str) -> None:
    text, width, expected = LINES[case]
    assert filled(text, width) == expected


# Rules that hold for every text

OPENING = "（「『【〔《〈“‘"
CLOSING = "，。、；：？！）」』】〕》〉”’…—％ー々ゃゅょっ"
TOKEN = st.builds(lambda *parts: "".join(parts), st.text(OPENING, max_size=2),
                  st.sampled_from(["海", "霧", "か", "港口", "quay", "3.5%", "テ", "🙂"]), st.text(CLOSING, max_size=3))
WIDTHS = st.integers(20, 100)


@given(st.lists(TOKEN, max_size=60), st.sampled_from(["", " "]), WIDTHS)
def test_no_line_begins_or_ends_with_a_mark_that_may_not(tokens: list[str], glue: str, width: int) -> None:
    text = (glue or "").join(f"{token}字" for token in tokens)      # an ideograph, so that there is always another place
    lines = filled(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert wcswidth(line) <= width
        assert line[:1] not in CLOSING or not line
        assert line[-1:] not in OPENING or not line


# Jamo stand in the order of a syllable: a final behind an initial, which no language writes, is kept together all the same.
CLUSTERS = st.lists(st.sampled_from([*"ae 海한ับกำ\u0301\u0308👩👍🏽\u200d🚀\ufe0f☺🇨🇳ﾊﾞمُ", "\u1100\u1161", "\u1100\u1161\u11a8"]),
                    max_size=120).map("".join)


@given(CLUSTERS, st.integers(4, 40))
def test_no_grapheme_cluster_is_broken(text: str, width: int) -> None:
    assume(all(wcswidth(cluster) <= width for cluster in iter_graphemes(text)))
    lines = filled(text, width)
    clusters = [cluster for line in lines for cluster in iter_graphemes(line)]
    assert all(wcswidth(line) <= width for line in lines)
    assert [c for c in clusters if c != " "] == [c for c in iter_graphemes(text) if c != " "]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers(8, 40))
def test_no_line_is_too_long_whatever_the_text(text: str, width: int) -> None:
    lines = filled(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(wcswidth(line) <= width for line in lines)


# Random pages

TEXT = st.text(st.sampled_from("ab c\n海雾，。“”（）e\u0301\xa0🙂3.5%-/"), max_size=30)
PHRASING = ("a", "em", "strong", "code", "sup", "q", "span", "br", "img", "input", "ruby", "rt", "rp", "ins", "bdi", "time")
FLOW = ("section", "div", "blockquote", "figure", "figcaption", "details", "summary", "ul", "ol", "li", "dl", "dt", "dd", "p",
        "h1", "h2", "h5", "hr", "table", "caption", "thead", "tbody", "tr", "td", "th")
ATTRIBUTES = {"a": {"href": "/quay"}, "img": {"src": "/a.png", "alt": "海 quay"}, "ol": {"start": "98"}, "td": {"colspan": "2"}}


@st.composite
def elements(draw: st.DrawFn, inner: st.SearchStrategy[list[etree._Element]], tags: tuple[str, ...]) -> etree._Element:
    element = etree.Element(draw(st.sampled_from(tags)))
    element.attrib.update(ATTRIBUTES.get(str(element.tag), {}))
    element.tail = draw(TEXT)
    if element.tag not in {"br", "hr", "img", "input"}:
        element.text = draw(TEXT)
        element.extend(draw(inner))
    return element


def bodies(*more: str) -> st.SearchStrategy[etree._Element]:
    """Bodies in which anything may stand in anything."""
    def body(children: list[etree._Element]) -> etree._Element:
        root = etree.Element(ROOT)
        root.extend(children)
        return root

    none = st.builds(list[etree._Element])
    content = st.recursive(st.lists(elements(none, ("p", "em", "a", "img")), max_size=3), lambda inner: st.lists(
        elements(inner, FLOW + PHRASING + more), max_size=4), max_leaves=12)
    return content.map(body)


def visible(element: etree._Element) -> str:
    """What a browser shows, told by another way of walking."""
    inside = (element.text or "") + "".join(visible(child) + (child.tail or "") for child in element)
    if element.tag == "rt" and not element.xpath(
            "preceding-sibling::node()[not(self::text()[not(normalize-space())])][1][self::rp]"
            " | following-sibling::node()[not(self::text()[not(normalize-space())])][1][self::rp]"):
        return f"({inside})" if inside.strip() else ""
    return element.get("alt") or "" if element.tag == "img" else inside


def solid(text: str) -> str:
    return "".join(text.split())


def written(body: etree._Element, **how) -> str:
    document = reads("", "html")
    document.__dict__["body"] = body
    return write(document, front_matter=False, **how).text


def assert_in_order(body: etree._Element, text: str) -> None:
    rest = iter(solid(text))
    assert all(character in rest for character in solid(visible(body))), etree.tostring(body, encoding="unicode")


@given(bodies(), WIDTHS)
def test_every_page_is_whole_and_in_order_and_no_line_is_too_long(body: etree._Element, width: int) -> None:
    text = written(body, width=width)
    assert [line for line in text.split("\n") if wcswidth(line) > width] == []
    assert_in_order(body, text)


@given(bodies("pre"))
def test_a_corpus_is_the_visible_text_and_nothing_else(body: etree._Element) -> None:
    text = written(body, profile="corpus")
    assert normalize("NFC", solid(text)) == normalize("NFC", solid(visible(body)))
    assert text == normalize("NFC", text)


@given(bodies("pre"))
def test_plain_text_is_whole_and_in_order(body: etree._Element) -> None:
    document = reads("", "html")
    document.__dict__["body"] = body
    assert_in_order(body, plain_text(document))


@pytest.mark.parametrize("tags", [("div",), ("em",), ("blockquote",), ("ul", "li"), ("ol", "li"), ("dl", "dd"), ("table", "tr", "td"),
                                  ("ins", "p"), ("a",)], ids="-".join)
def test_no_nesting_is_too_deep(tags: tuple[str, ...]) -> None:
    body = inner = etree.Element(ROOT)
    for number in range(600):
        inner = etree.SubElement(inner, tags[number % len(tags)], href=f"/{number}")
    inner.text = "last"
    assert "last" in written(body, profile="corpus")
    text = written(body, width=40)
    assert "last" in text
    assert max(map(len, text.split("\n"))) <= 40


def test_only_what_a_profile_does_not_keep_is_a_loss() -> None:
    document = reads('<p><a href="/a">b</a> <img src="/c" alt="d"></p>', "html")
    assert [loss.rule for loss in write(document).losses] == ["loss-image"]
    assert [loss.rule for loss in write(document, profile="corpus").losses] == ["loss-link", "loss-image"]
