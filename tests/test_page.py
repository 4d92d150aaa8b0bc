"""Whole HTML pages: what their heads say of them, and what an export makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert import reads
from convert.engine.repository import Repository
from convert.engine.settings import Settings
from convert.readers import is_page
from convert.readers.page import read_head
from convert.writers.json import record_of

FIXTURES = Path(__file__).parent.parent / "fixtures"


def page(head: str, body: str = "<p>Tide.</p>", html: str = "") -> str:
    return f"<!doctype html>\n<html{html}><head>{head}</head><body>{body}</body></html>"


def data(*items: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(item)}</script>' for item in items)


ARTICLE = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Fog", "datePublished": "2022-02-15T09:00:00+08:00",
           "dateModified": "2022-02-16", "inLanguage": "en-GB", "description": "Thick.", "author": {"@type": "Person", "name": "Ann"}}
FOG = {"title": "Fog", "published": "2022-02-15T09:00:00+08:00", "modified": "2022-02-16", "language": "en-GB", "description": "Thick.",
       "author": [{"@type": "Person", "name": "Ann"}]}

# What stands in a page's head, and what is read from it.
HEADS: list[tuple[str, dict[str, Any]]] = [
    # elements that browsers read
    (page(""), {}), (page("<title>Fog</title>"), {"title": "Fog"}), (page("<title>\n  Fog &amp;\n  rain  </title>"), {"title": "Fog & rain"}),
    (page("<title></title>"), {}), (page("", "<svg><title>A lamp</title></svg>"), {}), (page("<title>Fog</title>", "<svg><title>A lamp</title></svg>"), {"title": "Fog"}),
    (page("", html=' lang="zh-CN"'), {"language": "zh-CN"}), (page("", html=" lang=zh_CN"), {"language": "zh-CN"}),
    (page('<link rel="canonical" href="https://x.example/fog">'), {"canonical": "https://x.example/fog"}),
    (page('<link rel="alternate canonical" href="/fog">'), {"canonical": "/fog"}), (page('<link rel="stylesheet" href="/fog.css">'), {}),
    # meta
    (page('<meta name="author" content="Ann"><meta name="Description" content=" Thick. ">'), {"author": "Ann", "description": "Thick."}),
    (page('<meta name=date content="2022-02-15"><meta http-equiv="content-language" content="en">'), {"published": "2022-02-15", "language": "en"}),
    (page('<meta property="article:published_time" content="2022-02-15"><meta name="pubdate" content="2021-01-01">'), {"published": "2022-02-15"}),
    (page('<meta property="article:modified_time" content="2022-02-16">'), {"modified": "2022-02-16"}),
    (page('<meta property="article:author" content="https://social.example/ann">'), {}), (page('<meta property="article:author" content="Ann">'), {"author": "Ann"}),
    (page('<meta name="author" content=""><meta name="dc.creator" content="Bo">'), {"author": "Bo"}), (page('<meta name="author">'), {}),
    # Open Graph comes before elements, but not before what the page says of its language and its address
    (page('<meta property="og:title" content="Fog"><title>Fog - The Wire</title>'), {"title": "Fog"}),
    (page('<meta name="twitter:title" content="Fog"><title>Fog - The Wire</title>'), {"title": "Fog"}),
    (page('<meta property="og:locale" content="zh_TW">', html=' lang="en"'), {"language": "en"}), (page('<meta property="og:locale" content="zh_TW">'), {"language": "zh-TW"}),
    (page('<meta property="og:url" content="https://x.example/o"><link rel="canonical" href="https://x.example/c">'), {"canonical": "https://x.example/c"}),
    (page('<meta property="og:url" content="https://x.example/o">'), {"canonical": "https://x.example/o"}),
    (page('<meta property="og:site_name" content="The Wire">'), {"site": "The Wire"}),
    (page('<meta name="description" content="One"><meta property="og:description" content="Two">'), {"description": "One"}),
    # data of the article comes first
    (page("<title>Fog - The Wire</title>" + data(ARTICLE), html=" lang=en"), FOG), (page("<title>x</title>", data(ARTICLE)), FOG), (page(data([ARTICLE])), FOG),
    (page(data({"@graph": [{"@type": "WebSite", "name": "The Wire"}, {"@type": "WebPage", "name": "Fog - The Wire"}, ARTICLE]})), FOG),
    (page(data([{"@graph": [ARTICLE]}])), FOG), (page(data({"@type": "WebSite", "name": "x"}, ARTICLE)), FOG), (page(data(ARTICLE, ARTICLE | {"headline": "x"})), FOG),
    (page(data({"@type": "WebPage", "name": "About"})), {"title": "About"}), (page(data({"@type": "Product", "name": "Rope"})), {}),
    (page(data(ARTICLE | {"@type": ["Thing", "BlogPosting"]})), FOG), (page(data(ARTICLE | {"@type": "https://schema.org/OpinionNewsArticle"})), FOG),
    (page(data({"@type": "Article", "headline": "", "name": "Fog"})), {"title": "Fog"}), (page(data({"@type": "Article", "headline": ["Fog"]})), {}),
    (page(data({"@type": "Article", "author": ["Ann", {"name": "Bo"}, 7, None]})), {"author": ["Ann", {"name": "Bo"}]}),
    (page(data({"@graph": [{"@type": "Article", "author": {"@id": "#ann"}}, {"@type": "Person", "@id": "#ann", "name": "Ann"}]})),
     {"author": [{"@type": "Person", "@id": "#ann", "name": "Ann"}]}),
    (page(data({"@type": "Article", "url": "https://x.example/a"})), {"canonical": "https://x.example/a"}),
    (page('<script type="application/LD+JSON; charset=utf-8">{"@type": "Article", "headline": "a\tb"}</script>'), {"title": "a\tb"}),
    # broken data is passed over
    (page('<title>Fog</title><script type="application/ld+json">{"@type": "Article", "headline": "x",}</script>'), {"title": "Fog"}),
    (page('<title>Fog</title><script type="application/ld+json"></script>' + data(["x", 1, None], "x", 7)), {"title": "Fog"}),
    (page('<script type="application/ld+json">{broken</script>' + data(ARTICLE)), FOG),
    (page(data({"@type": {"a": 1}, "headline": "x"}, {"@type": [{"a": 1}, None], "headline": "y"}, {"headline": "z"})), {}),
    (page(f'<script type="application/ld+json">{"[" * 100_000}</script><title>Fog</title>'), {"title": "Fog"}),
    (page('<script>{"@type": "Article", "headline": "x"}</script><title>Fog</title>'), {"title": "Fog"}),
    # pages in any state
    ("<html><title>Fog", {"title": "Fog"}), ("<head><meta name=author content='Ann'", {}), ("<!DOCTYPE html><p>Text</p>", {}),
]


@pytest.mark.parametrize(("text", "head"), HEADS)
def test_heads(text: str, head: dict[str, Any]) -> None:
    assert read_head(text) == head


@pytest.mark.parametrize(("text", "is_whole"), [
    ("<!doctype html><p>x", True), ("<!DOCTYPE\nHTML>", True), ("\n <html><p>x", True), ("<head></head>", True), ("<BODY class=x>", True),
    ("<!-- a --> <!-- b -->\n<html>", True), ('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>', True), ("<p>x</p>", False), ("", False),
    ("<header>x</header>", False), ("<!-- <html> --><p>x", False), ("x <html>", False), ("<!-- <html>", False), ("<htmlx>", False),
])
def test_what_is_a_whole_page(text: str, is_whole: bool) -> None:  # noqa: FBT001
    assert is_page(text) is is_whole
    assert (reads(text, "html").format == "page") is is_whole


def test_a_page_with_front_matter_is_none() -> None:
    document = reads("---\ntitle: Head\n---\n" + page("<title>Fog</title>"), "html")
    assert (document.format, document.meta.title, document.head) == ("html", "Head", {})


def test_template_tags_in_a_head_are_left_as_they_are() -> None:
    assert reads(page("<title>{{ page.title }} - Wire</title>"), "html").meta.title == "{{ page.title }} - Wire"


# The pages of the fixture site as records, bodies and links left out.
RECORDS: dict[str, dict[str, Any]] = {
    "legacy/2019-old-lamp.html": {
        "schema_version": 1, "id": "2019-old-lamp", "url": "https://news.harbour.example/legacy/2019-old-lamp.html", "path": "legacy/2019-old-lamp.html",
        "title": "望潮岛老灯最后一夜", "description": "亮了八十七年的望潮岛老灯在冬至前夜熄灭，岛民提着马灯上山送别。", "published": "2019-12-21T20:30:00+08:00",
        "modified": "2019-12-22T07:10:00+08:00", "language": "zh-CN", "authors": [{"name": "骆听雨", "url": None}], "source": None, "categories": [],
        "tags": [], "layout": None, "draft": False, "images": [], "front_matter": {}},
    "legacy/2019-rope-museum.html": {
        "schema_version": 1, "id": "2019-rope-museum", "url": "https://news.harbour.example/legacy/2019-rope-museum.html", "path": "legacy/2019-rope-museum.html",
        "title": "The museum of rope closes its hill", "description": "After thirty years on the hill the rope museum moves its cabinet down to Tern Reach.",
        "published": "2019-10-04T09:00:00+08:00", "modified": None, "language": "en", "authors": [{"name": "Perpetua Lyle", "url": None}], "source": None,
        "categories": [], "tags": [], "layout": None, "draft": False,
        "images": [{"src": "/assets/lighthouse.svg", "alt": "The light, seen from the hill", "caption": "The view, which stays."}], "front_matter": {}},
}
LINKS = {
    "legacy/2019-old-lamp.html": [
        ("/", "澜港潮闻", 37), ("/category/towns.html", "城镇", 38), ("/category/shipping.html", "航运", 38), ("/about.html", "关于", 38),
        ("#article", "回到顶部", 47), ("/legacy/2019-rope-museum.html", "另一篇旧页", 47), ("mailto:desk@news.harbour.example", "联系编辑部", 50)],
    "legacy/2019-rope-museum.html": [
        ("https://news.harbour.example/", "Harbour Wire", 29), ("/legacy/2019-old-lamp.html", "the last night of the old lamp", 46),
        ("/category/wire.html", "the Wire", 46), ("//news.harbour.example/about.html", "About", 50)],
}


@pytest.mark.parametrize("path", RECORDS)
def test_records_of_the_fixture_pages(path: str) -> None:
    repository = Repository([FIXTURES / "news"], Settings())
    record = record_of(repository.document(path))
    assert {key: record[key] for key in RECORDS[path]} == RECORDS[path]
    assert [(link["href"], link["text"], link["line"]) for link in record["links"]] == LINKS[path]
    assert record["body"]["text"].startswith(record["links"][0]["text"])
    assert "application/ld+json" not in record["body"]["html"]


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["Article", "WebPage", "#a"]),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["@type", "@graph", "@id", "headline", "name", "author", "url", "inLanguage"]), inner, max_size=4))


@given(JSON, st.text(max_size=20))
def test_any_data_gives_a_head_of_texts(item: Any, title: str) -> None:
    head = read_head(page(f"<title>{title}</title>" + data(item)))
    assert all(isinstance(value, str) or key == "author" for key, value in head.items())
    document = reads(page(data(item)), "html")
    assert all(isinstance(author.name, str) for author in document.meta.authors)
