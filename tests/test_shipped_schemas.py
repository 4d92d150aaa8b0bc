"""The schemas that come with newsconv: each is one, has a name, and says of good heads nothing and of bad ones what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validators

import convert
from convert.engine.settings import BadSettings
from convert.schema import BadSchema, Schema, shipped
from convert.schema.files import FOR_HEADS, HOME, PREFIX, names

GOOD = {
    "post": ["title: Fog", "title: 1984\ntags: [a, 1]\ncategories: a b\nother: {}"],
    "news": [
        "title: Fog\ndate: 2022-02-15 19:12:03 +0800\ncategories: world\ntags: 南方Plus新闻\nlayout: post",
        "title: '1984'\ndate: 2022-02-15T19:12:03Z\ncategory: world\nauthors: [Ann, {name: Bob, url: 'https://example.org'}]\nlang: zh-CN",
        "title: Fog\ndate: 2022-02-15 19:12:03 +08:00\ncategories: [world, sea]\nsource: {name: The Quay, url: https://例.example/x}\nimage: /a.png\nrank: 3"],
    "jekyll-page": ["title: About\nlayout: none", "{}", "layout: false\nredirect_from: [/a, /b]\nsitemap: false\npublished: false", "author: {name: Ann}\nimage:"],
    "hugo-page": ["title: About\nweight: 10\ndraft: true\naliases: [/a]\nmenu: main\nparams: {a: 1}", "{}", "date: 1644923523\nmenus: {main: {weight: 3}}\ntags: [a, 1]",
                  "build: {list: never, render: false}\ncascade: [{params: {a: 1}}]\nresources: [{src: '*.png'}]\nsitemap: {changeFreq: weekly, priority: 0.5}"],
}
BAD = [
    ("post", "layout: post", "1:1 the front matter has no “title”"),
    ("news", "title: Fog\ndate: 2022-02-15 19:12:03 +0800", "1:1 the front matter has neither “categories” nor “category”"),
    ("news", "title: Fog\ncategory: world", "1:1 the front matter has no “date”"),
    ("news", "title: Fog\ncategory: world\ndate: 2022-02-15", "4:7 “date” is not written like “2022-02-15 19:12:03 +0800”: “2022-02-15”"),
    ("news", "title: 1984\ncategory: world\ndate: 2022-02-15 19:12:03 +0800", "2:8 “title” must be a text, not a number"),
    ("news", "title: Fog\ncategories: [world, world]\ndate: 2022-02-15 19:12:03 +0800", "3:13 “categories” holds “world” twice"),
    ("news", "title: Fog\ncategory: world\ndate: 2022-02-15 19:12:03 +0800\nsource: {name: Quay, url: quay.example}",
     "5:27 “source.url” is not written like “https://example.org/page”: “quay.example”"),
    ("news", "title: Fog\ncategory: world\ndate: 2022-02-15 19:12:03 +0800\nlang: Chinese!", "5:7 “lang” is not written like “zh-CN”: “Chinese!”"),
    ("jekyll-page", "published: 'yes'", "2:12 “published” must be true or false, not a text"),
    ("jekyll-page", "redirect_from: [{}]", "2:17 item 1 of “redirect_from” must be a text, not a mapping"),
    ("hugo-page", "weight: first", "2:9 “weight” must be a whole number, not a text"),
    ("hugo-page", "aliases: /a", "2:10 “aliases” must be a list, not a text"),
    ("hugo-page", "build: {list: nevr}", "2:15 “build.list” is “nevr”, but must be one of always, local, never, true, false"),
    ("hugo-page", "resources: [{name: a}]", "2:13 item 1 of “resources” has no “src”"),
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(home: Path, name: str, head: str) -> list[str]:
    (home / "newsconv.toml").write_text(f'schemas = {{"*.md" = "{PREFIX}{name}"}}\nselect = ["schema"]\n')
    (home / "post.md").write_text(f"---\n{head}\n---\nx\n")
    return [f"{one.place.line}:{one.place.column} {one.message}" for one in convert.validate([home / "post.md"]).diagnostics]


@pytest.mark.parametrize("name", names())
def test_each_is_a_schema_with_a_title(name: str) -> None:
    value: dict[str, Any] = json.loads((HOME / f"{name}.schema.json").read_text("utf-8"))
    validators.validator_for(value).check_schema(value)
    assert Schema(shipped(name)).value == value
    assert value["title"]
    assert value["$id"].startswith("urn:newsconv:schema:")


@pytest.mark.parametrize(("name", "head"), [(name, head) for name, heads in GOOD.items() for head in heads])
def test_of_a_good_head_nothing_is_said(home: Path, name: str, head: str) -> None:
    assert said(home, name, head) == []


@pytest.mark.parametrize(("name", "head", "message"), BAD)
def test_of_a_bad_head_one_thing_is_said(home: Path, name: str, head: str, message: str) -> None:
    assert said(home, name, head) == [message]


def test_each_for_front_matter_is_tried_on_good_and_bad_heads() -> None:
    assert set(GOOD) == {name for name, *_ in BAD} == set(FOR_HEADS)


@pytest.mark.parametrize(("name", "meant"), [
    ("newsconv:nws", "there is no schema “newsconv:nws” for front matter; did you mean “newsconv:news”?"),
    ("newsconv:export", "there is no schema “newsconv:export” for front matter; did you mean “newsconv:post”?"),
    ("news", "there is no file “news”; did you mean “newsconv:news”, one of ours?"), ("news.json", "there is no file “news.json”")])
def test_a_wrong_name_in_the_settings_is_told(home: Path, name: str, meant: str) -> None:
    (home / "newsconv.toml").write_text(f'[schemas]\n"*.md" = "{name}"\n')
    (home / "post.md").write_text("---\ntitle: Fog\n---\n")
    with pytest.raises(BadSettings) as raised:
        convert.validate([home])
    assert str(raised.value) == f"newsconv.toml:2: schemas.\"*.md\": {meant}"


def test_a_schema_of_ones_own_goes_on_from_ours(home: Path) -> None:
    (home / "newsconv.toml").write_text('schemas = {"*.md" = "own.json"}\nselect = ["schema"]\n')
    (home / "own.json").write_text('{"allOf": [{"$ref": "newsconv:news"}], "required": ["source"]}')
    (home / "post.md").write_text("---\ntitle: Fog\ncategory: ''\ndate: 2022-02-15 19:12:03 +0800\n---\nx\n")
    assert [one.message for one in convert.validate([home]).diagnostics] == ["the front matter has no “source”", "“category” is empty"]


def test_by_default_nothing_is_asked_of_pages(home: Path) -> None:
    (home / "_config.yml").write_text("")
    (home / "about.md").write_text("---\npublished: 'yes'\nredirect_from: [{}]\n---\nx\n")
    assert [one for one in convert.validate([home]).diagnostics if one.rule.startswith("schema")] == []


def test_there_is_no_other() -> None:
    with pytest.raises(BadSchema, match="there is no schema “pots”; did you mean “post”"):
        shipped("pots")
