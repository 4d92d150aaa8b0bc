"""What a post says of itself: title, dates, authors, taxonomy, language and source."""

from __future__ import annotations

from typing import Any

import pytest

from convert.model.context import Context
from convert.model.document import Document
from convert.model.language import language_of
from convert.model.source import Source
from convert.readers import read


def post(head: str, body: str = "<p>Text.</p>\n", path: str = "_posts/2022-02-15-x.md") -> Document:
    return read(Source(f"---\n{head}\n---\n{body}", path), "markdown")


# What stands in a head, and the value of one field.
FIELDS: list[tuple[str, str, Any]] = [
    # the title as it is written
    ("title: Fog", "title", "Fog"), ("title: '  Fog\n  bank '", "title", "Fog bank"), ("title: 1.10", "title", "1.10"), ("title: no", "title", "no"), ("title: 012", "title", "012"),
    ("title: 2022-02-15", "title", "2022-02-15"), ("title: +0800", "title", "+0800"), ("title: \"1.10\"", "title", "1.10"), ("title: ''", "title", None), ("title:", "title", None),
    ("title: ~", "title", None), ("title: [a]", "title", None), ("title: {a: b}", "title", None), ("x: 1", "title", None), ("title: |\n  Fog\n  bank", "title", "Fog bank"),
    ("title: a\u3000b", "title", "a\u3000b"), ("description: Thick.", "description", "Thick."), ("summary: Thick.", "description", "Thick."),
    ("summary: a\ndescription: b", "description", "b"), ("layout: post", "layout", "post"), ("type: news", "layout", "news"), ("permalink: /a/", "permalink", "/a/"),
    ("url: /a/", "permalink", "/a/"), ("canonical_url: https://a.example/", "canonical", "https://a.example/"),
    # dates with the offset that was written
    ("date: 2022-02-15 19:12:03 +0800", "published", "2022-02-15T19:12:03+08:00"), ("date: 2022-02-15", "published", "2022-02-15"), ("date: 2022-02-16 10:00", "published", "2022-02-16T10:00:00"),
    ("date: 20220216", "published", "2022-02-16"), ("published_at: 2022-02-16", "published", "2022-02-16"), ("pubDate: 'Tue, 15 Feb 2022 19:12:03 GMT'", "published", "2022-02-15T19:12:03Z"),
    ("x: 1", "published", "2022-02-15"), ("date:", "published", "2022-02-15"), ("date: TBD", "published", "2022-02-15"), ("date: 2022-02-31", "published", "2022-02-15"),
    ("date: TBD\npublished_at: 2022-02-17", "published", "2022-02-17"), ("x: 1", "modified", None), ("updated: 2022-02-16", "modified", "2022-02-16"),
    ("last_modified_at: 2022-02-16 08:00 -0500", "modified", "2022-02-16T08:00:00-05:00"), ("lastmod: 2022-02-16\nupdated: 2022-02-17", "modified", "2022-02-17"), ("updated: false", "modified", None),
    # authors
    ("author: Ann", "authors", [("Ann", None)]), ("authors: [Ann, Bo]", "authors", [("Ann", None), ("Bo", None)]), ("byline: Ann and Bo", "authors", [("Ann and Bo", None)]),
    ("author: {name: Ann, url: /ann}", "authors", [("Ann", "/ann")]), ("authors:\n- name: Ann\n- Bo\n- {display_name: Cy, link: /cy}", "authors", [("Ann", None), ("Bo", None), ("Cy", "/cy")]),
    ("author: ''", "authors", []), ("author:", "authors", []), ("author: {url: /ann}", "authors", []), ("author: []\nbyline: Bo", "authors", [("Bo", None)]), ("author: true", "authors", []),
    # taxonomy as Jekyll splits it, each term as it is written
    ("categories: markets", "categories", ["markets"]), ("categories: World News", "categories", ["World", "News"]), ("categories: a, b", "categories", ["a,", "b"]),
    ("categories: [World News, b]", "categories", ["World News", "b"]), ("category: World News", "categories", ["World News"]), ("categories: [a, b]\ncategory: [b, c]", "categories", ["a", "b", "c"]),
    ("categories: [2022, no, 1.10, ~, '']", "categories", ["2022", "no", "1.10"]), ("categories: {a: b}", "categories", []), ("categories:", "categories", []), ("categories: 2022", "categories", ["2022"]),
    ("categories: [[a, b], c]", "categories", ["a", "b", "c"]), ("tags: a b a", "tags", ["a", "b"]), ("tags: 南方Plus新闻", "tags", ["南方Plus新闻"]), ("tags: [World News]", "tags", ["World News"]),
    ("tag: World News", "tags", ["World News"]), ("tags: a\ntag: b", "tags", ["b"]), ("tags: [012]", "tags", ["012"]), ("tags: ''", "tags", []),
    # language
    ("lang: zh-CN", "language", "zh-CN"), ("lang: zh_TW", "language", "zh-TW"), ("language: fr\nlocale: de", "language", "fr"), ("locale: de_AT", "language", "de-AT"),
    ("lang: no", "language", "no"), ("lang:", "language", None),
    # drafts
    ("draft: true", "draft", True), ("published: false", "draft", True), ("published: no", "draft", True), ("draft: 'true'", "draft", False), ("x: 1", "draft", False), ("published: 'false'", "draft", False),
    # declared sources
    ("source: The Wire", "source", ("The Wire", None)), ("source: https://a.example/b", "source", (None, "https://a.example/b")), ("source: //a.example/b", "source", (None, "//a.example/b")),
    ("source: {name: The Wire, url: https://a.example}", "source", ("The Wire", "https://a.example")), ("source: The Wire\nsource_url: https://a.example/b", "source", ("The Wire", "https://a.example/b")),
    ("original_url: https://a.example/b", "source", (None, "https://a.example/b")), ("source: ''", "source", None), ("source: {}", "source", None), ("x: 1", "source", None),
]


@pytest.mark.parametrize(("head", "field", "value"), FIELDS)
def test_fields(head: str, field: str, value: Any) -> None:
    found = getattr(post(head).meta, field)
    if field in ("published", "modified"):
        assert (str(found) if found else None) == value
    elif field in ("categories", "tags", "authors"):
        assert [*map(tuple, found)] == value if field == "authors" else [*found] == value
    elif field == "source":
        assert (tuple(found) if found else None) == value
    else:
        assert found == value


def test_toml_and_json_say_the_same() -> None:
    for text in ('+++\ntitle = "Fog"\ndate = 2022-02-15T19:12:03+08:00\ntags = ["a b"]\ndraft = true\n+++\n', '{"title": "Fog", "date": "2022-02-15T19:12:03+08:00", "tags": ["a b"], "draft": true}\n'):
        meta = read(Source(text), "markdown", "go").meta
        assert (meta.title, str(meta.published), meta.tags, meta.draft) == ("Fog", "2022-02-15T19:12:03+08:00", ("a b",), True)


@pytest.mark.parametrize(("path", "day"), [("_posts/2022-02-15-x.md", "2022-02-15"), ("2022-2-5-x.md", "2022-02-05"), ("2022-02-30-x.md", None), ("about.md", None)])
def test_the_day_of_the_file_is_the_last_resort(path: str, day: str | None) -> None:
    published = post("title: x", path=path).meta.published
    assert (str(published) if published else None) == day


# A paragraph near the end of a post, and the source that it names.
ATTRIBUTIONS = [
    ("（文章来源：南方Plus）", "南方Plus"), ("文章来源：南方Plus", "南方Plus"), ("(来源: 澜港日报)", "澜港日报"), ("来源：新华社", "新华社"), ("【来源：澜港电台】", "澜港电台"), ("[来源：澜港电台]", "澜港电台"),
    ("来源 : 澜港 日报", "澜港 日报"), ("　　（来源：海雾财经）", "海雾财经"), ("稿件来源：央视新闻客户端", "央视新闻客户端"), ("信息来源：港务局网站", "港务局网站"), ("文章出处：港湾Plus", "港湾Plus"),
    ("原文来源：港湾Plus", "港湾Plus"), ("转载自：港湾Plus", "港湾Plus"), ("来源：财联社 作者：叶舟", "财联社"), ("来源：“渔汛”周刊", "“渔汛”周刊"),
    ("Source: Harbour Wire", "Harbour Wire"), ("(Source: Harbour Wire)", "Harbour Wire"), ("SOURCE: Harbour Wire", "Harbour Wire"), ("Via: The Wire", "The Wire"),
    ("<em>来源：</em><a href=\"http://a.example/\">南方Plus</a>", "南方Plus"),
    # what is none
    ("来源：", None), ("来源于大海", None), ("水的来源：山上，以及去年的雪。" + "又及，" * 30, None), ("图片来源：视觉中国", None), ("资料来源：统计局", None), ("Sources: a, b", None), ("via The Wire", None),
    ("编辑：叶舟", None), ("这是来源：新华社", None),
]


@pytest.mark.parametrize(("paragraph", "name"), ATTRIBUTIONS)
def test_attributions(paragraph: str, name: str | None) -> None:
    document = post("title: x", f"<p>Text.</p>\n<p>{paragraph}</p>\n\n[back](//news.example/x.html)\n")
    assert document.meta.source == ((name, None) if name else None)


@pytest.mark.parametrize(("behind", "url"), [
    ("\n<http://share.example/n?id=1>\n\n[back](/x)\n", "http://share.example/n?id=1"), ("<http://share.example/n?id=1>\n[back](/x)\n", "http://share.example/n?id=1"),
    ("\n[http://a.example/b](http://a.example/b)\n", "http://a.example/b"), ("\n[原文](http://a.example/b)\n", None), ("", None), ("\n<http://{{ host }}/b>\n", "http://{{ host }}/b"),
])
def test_the_address_behind_an_attribution(behind: str, url: str | None) -> None:
    document = post("title: x", f"<p>See <a href=\"http://no.example/\">http://no.example/</a>.</p>\n<p>（文章来源：南方Plus）</p>\n{behind}")
    assert document.meta.source == ("南方Plus", url)


def test_only_the_end_of_a_post_names_its_source() -> None:
    assert post("title: x", "<p>来源：新华社</p>\n" + "<p>Text.</p>\n" * 20).meta.source is None
    assert post("source: The Wire", "<p>来源：新华社</p>\n").meta.source == ("The Wire", None)


LANGUAGES = [
    ("退潮半小时后，渔港南岸的灯依次亮起。", "zh"), ("引き潮の後、港の灯りが点きました。", "ja"), ("썰물이 시작되고 항구의 불이 켜졌다.", "ko"), ("The lights of the harbour came on, and the ferry was late.", "en"),
    ("Через полчаса после отлива зажглись огни.", "ru"), ("بعد نصف ساعة من الجزر", "ar"), ("חצי שעה אחרי השפל", "he"), ("Μισή ώρα μετά την άμπωτη", "el"), ("आधे घंटे बाद", "hi"),
    ("ครึ่งชั่วโมงหลังน้ำลง", "th"), ("", None), ("12 + 30 = 42", None), ("Harbour lights", None), ("港务局 announced: the A320 and the B737 调整班次，周一起执行。", "zh"),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_the_language_of_a_text(text: str, language: str | None) -> None:
    assert language_of(text) == language
    assert post("title: x", f"<p>{text}</p>\n").meta.language == language


def test_the_site_says_the_language_of_posts_that_do_not() -> None:
    document = post("title: x", "<p>The lights of the harbour came on, and it was late.</p>\n")
    document.context = Context(language="en_GB")
    assert document.meta.language == "en-GB"
