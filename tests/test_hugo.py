"""Which files a Hugo site will have, and which ids its headings: our model, by the sites that Hugo itself builds."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from judges import files_below, hugo_build, needs_hugo

from convert.engine.listing import urls
from convert.engine.repository import Repository
from convert.engine.settings import load
from convert.engine.validation import validate
from convert.model.flavor import Engine
from convert.model.fragments import own_anchors
from convert.model.front_matter import FrontMatter
from convert.model.source import Source
from convert.readers import read
from convert.sites.hugo import Hugo
from convert.sites.hugo_urls import Spelling

NOW = datetime(2025, 1, 1, tzinfo=UTC)
LAYOUTS = {"layouts/_default/list.html": "<p>{{ .Content }}", "layouts/_default/single.html": "<p>{{ .Content }}"}       # Hugo writes no empty file
BARE = 'disableKinds = ["RSS", "sitemap"]\n'

# Each file of a site, with what stands in its head; or its whole text, where that is a text.
Files = dict[str, dict[str, Any] | str]
SOME: Files = {"content/s/a.md": {"tags": ["x y"]}, "content/s/b/index.md": "x", "content/s/b/i.png": "", "content/s/t/_index.md": "x",
               "content/c.md": {"url": "/u/v"}, "content/d.md": {"slug": "a.b"}}

SITES: dict[str, tuple[str, Files]] = {
    "names": (BARE, {
        "content/a & b.md": "x", "content/a (b.md": "x", "content/c_D (1) [x] + ~ # %.md": "x", "content/Sub Dir/Mixed Case_File.md": "x",
        "content/港口 日志！.md": "x", "content/a.b.c.md": "x", "content/_private.md": "x", "content/README.md": "x", "content/about.en.md": "x",
        "content/about.fr.md": "x", "content/x/.d/y.md": "x", "content/x/#y.md": "x", "content/x/y~": "", "content/x/.r": "", "content/wie é.md": "x",
        "content/R X.TXT": "x", "static/Up Case.txt": "", "static/_u.txt": "", "assets/a.css": "x", "README.md": "x"}),
    "slugs": (BARE, {f"content/{number}.md": {"slug": slug} for number, slug in enumerate(
        ["a & b", " x ", "A.B", "a_b", "(c)", "d/", "-e-", "f--f", "中 文！", "g?", "@h", "i'i", 1, "/abs", "~t", "Sl/Ug: x", "C & co / x"])}),
    "addresses": (BARE, {f"content/s/{number}.md": {"url": url} for number, url in enumerate(
        ["/a & b", "/A.B", "/../up/", "//d//e", "/dot/v1.2", "/w.html/", "/ü/Ö", "rel", "/y.HTML", "/:year/:filename", "Rel/É b.c"])}),
    "bundles": (BARE, {
        "content/posts/b1/index.md": {"slug": "moved"}, "content/posts/b1/i.png": "x", "content/posts/b1/Sub Dir/J k.png": "x",
        "content/posts/b1/inner.md": "x", "content/posts/b1/sub/_index.md": "x", "content/Up Dir/Sub/r x.txt": "x", "content/Up Dir/p.md": "x",
        "content/sec/_index.md": {"url": "/else/"}, "content/sec/r.txt": "x", "content/sec/p.md": "x", "content/nosec/deep/r.txt": "x",
        "content/nosec/deep/q.md": "x", "content/draft/index.md": {"draft": True}, "content/draft/i.png": "x", "content/drafts/_index.md": {"draft": True},
        "content/drafts/p.md": "x", "content/headless/index.md": {"headless": True, "tags": ["hidden"]}, "content/headless/i.png": "x",
        "content/uf/index.md": {"url": "/uf/x.html"}, "content/uf/i.png": "x", "content/both/index.md": "x", "content/both/_index.md": "x",
        "content/case/INDEX.MD": "x", "content/case/z.md": "x", "content/other/index.fr.md": "x", "content/other/z.md": "x", "content/files/x.json": "{}"}),
    "built": (BARE, {
        "content/a.md": {"build": {"list": "never"}, "tags": ["nl"]}, "content/b/index.md": {"build": {"publishResources": False}}, "content/b/i.png": "",
        "content/c.md": {"build": {"render": "link"}, "tags": ["rl"]}, "content/d.md": {"build": {"render": "never", "list": "never"}, "tags": ["rn"]},
        "content/f/_index.md": {"build": {"render": "never"}}, "content/f/g.md": {"tags": ["ok"]}, "content/f/r.txt": "", "content/only/d.md": {"draft": True},
        "content/e/index.md": {"build": {"render": "never"}}, "content/e/i.png": "x", "content/deep/only/index.md": "x", "content/leaf/index.md": "x"}),
    "dates": (BARE, {
        "content/a.md": {"date": "2099-01-01"}, "content/b.md": {"publishDate": "2099-01-01"}, "content/c.md": {"lastmod": "2099-01-01"},
        "content/d.md": {"date": "2024-01-01", "publishDate": "2099-01-01"}, "content/e.md": {"expiryDate": "2024-01-01"},
        "content/f.md": {"unpublishdate": "2024-01-01"}, "content/g.md": {"pubdate": "2099-01-01"}, "content/h.md": {"Draft": "true"},
        "content/i.md": {"draft": "yes"}, "content/j.md": {"modified": "2099-01-01"}, "content/k.md": {"date": "2025-01-01"},
        "content/2099-01-01-l.md": "x", "content/m.md": {"date": "2099-01-01", "publishDate": "2024-01-01"}, "content/n/index.md": {"date": "2099-01-01"}}),
    "all of them": (BARE + "buildDrafts = true\nbuildFuture = true\nbuildExpired = true\n", {
        "content/a.md": {"draft": True}, "content/b.md": {"date": "2099-01-01"}, "content/c.md": {"expiryDate": "2024-01-01"}}),
    "permalinks": (
        BARE + 'timeZone = "Asia/Shanghai"\n[permalinks.page]\nposts = "/:year/:month/:day/:title"\ndocs = "/d/:sections/:slugorcontentbasename.html"\n'
        'f = "/f/:filename/:contentbasename/:section/:monthname/:weekdayname/:yearday/:weekday"\nq = "/:sections[1:]/:sections[last]/:slugorfilename/"\n'
        '"/" = "/root/:slug/"\n[permalinks.section]\nposts = "/sec-posts"\n[permalinks.term]\ntags = "/t/:slug"\n[permalinks.taxonomy]\ntags = "/alltags"\n', {
            "content/posts/a.md": {"title": "A, b: Ç! (x/y+z)", "date": "2024-02-03T23:30:00-05:00", "tags": ["X y"]},
            "content/posts/zone.md": {"title": "Z", "date": "2024-02-03 23:30:00"}, "content/posts/utc.md": {"title": "U", "date": "2024-02-03T23:30:00Z"},
            "content/posts/b/index.md": {"title": "B", "date": "2024-02-03"}, "content/posts/b/i.png": "", "content/posts/no-date.md": {"title": "N"},
            "content/posts/_index.md": "x", "content/docs/s/t/x.md": {"title": "D"}, "content/docs/Y Z/w.md": {"slug": "Sl G"}, "content/docs/v/_index.md": "x",
            "content/docs/v/u.md": "x", "content/f/X Y.md": {"date": "2024-02-03"}, "content/f/g/index.md": {"date": "2024-02-03"},
            "content/v.md": {"title": "V v"}, "content/q/r/s/t.md": "x", "content/q/u/_index.md": "x", "content/q/u/w.md": "x"}),
    "one pattern": (BARE + '[permalinks]\ntags = "/t/:slug"\nposts = "/p/:slug"\n', {
        "content/posts/_index.md": "x", "content/posts/a.md": {"title": "q", "tags": ["X y"]}, "content/posts/n/b.md": {"title": "C & co / x"}}),
    "taxonomies": (BARE + '[taxonomies]\nseries = "series"\nauthor = "authors"\n', {
        "content/a.md": {"series": "Good One", "authors": ["A", "B"], "tags": "x"}, "content/series/good one/_index.md": {"slug": "other"},
        "content/authors/a/_index.md": {"url": "/who/a/"}, "content/authors/b/_index.md": {"draft": True}, "content/authors/c/_index.md": "x",
        "content/series/p.md": "x"}),
    "terms": (BARE, {
        "content/t.md": {"tags": ["foo bar", "Ünï Cödé", "a & b", "a/b/c", 1, "C#", "C++", "it's", "a.B", "a--b", "-x-", "中文 标签", "q?"], "categories": "News"},
        "content/d.md": {"draft": True, "tags": ["draft"]}, "content/Tags/Foo bar/_index.md": "x"}),
    "aliases": (BARE, {
        "content/a.md": {"aliases": ["x", "/y/", "z/w.html", "/Cap X/é", "/feed.xml", "/q.htm"]}, "content/s/t/b.md": {"aliases": ["x", "../v"]},
        "content/s/bun/index.md": {"aliases": ["x"]}, "content/s/_index.md": {"aliases": ["o"]}, "content/p.md": {"aliases": "one", "url": "/f/g/p/"},
        "content/d.md": {"aliases": ["d"], "draft": True}}),
    "feeds": ("enableRobotsTXT = true\n", {**SOME, "layouts/404.html": "x"}),
    "other feeds": ('disableAliases = true\n[outputFormats.rss]\nbaseName = "feed"\n[sitemap]\nfilename = "map.xml"\n', {
        **SOME, "content/z.md": {"aliases": ["y"]}, "content/_index.md": "x", "content/tags/_index.md": "x"}),
    "ugly": ("uglyURLs = true\n", {**SOME, "content/z.md": {"aliases": ["/old", "/older/", "o.html"]}}),
    "ugly in part": ("[uglyURLs]\ns = true\n", SOME),
    "fewer kinds": ('disableKinds = ["taxonomy", "section", "sitemap"]\n', SOME),
    "no pages": ('disableKinds = ["term", "page", "home"]\n', SOME),
    "outputs": ((
        '[outputs]\nhome = ["html", "json", "rss"]\nsection = ["html", "foo"]\npage = ["html", "amp", "markdown", "calendar"]\n'
        '[mediaTypes."text/x-f"]\nsuffixes = ["fo"]\n[outputFormats.foo]\nmediaType = "text/x-f"\nbaseName = "bn"\npath = "pp"\n'), {
            "content/s/a.md": {"tags": ["x y"]}, "content/c.md": {"url": "/u/v"}, "content/s/t/_index.md": "x", "content/o.md": {"outputs": ["html", "json", "rss"]},
            "layouts/index.json": "x", "layouts/_default/single.json": "x", "layouts/_default/list.fo": "x", "layouts/_default/single.amp.html": "x",
            "layouts/_default/single.md": "x", "layouts/_default/single.ics": "x", "layouts/_default/single.xml": "x", "layouts/_default/single.rss.xml": "x"}),
    "case kept": (BARE + "disablePathToLower = true\nremovePathAccents = true\n", {
        "content/Ab Ç/Dé.md": {"tags": ["X Ö"]}, "content/Ab Ç/i É.png": "", "content/f.md": {"slug": "XÉ"}}),
    "folders": (BARE + 'contentDir = "docs"\nstaticDir = ["pub", "pub2"]\n', {"docs/a.md": "x", "content/b.md": "x", "pub/x": "", "pub2/y": "", "static/z": ""}),
    "ignored": (BARE + 'ignoreFiles = ["\\\\.foo$", "draft-"]\n[taxonomies]\n', {
        "content/a.foo": "", "content/b.md": "x", "content/draft-c.md": "x", "static/a.foo": "", "static/x~": ""}),
    "one language": (BARE + 'defaultContentLanguage = "de"\n[languages.de]\ntitle = "T"\n', {
        "content/a.de.md": "x", "content/b/index.de.md": "x", "content/b/i.png": "", "content/_index.de.md": "x"}),
    "theme": ('theme = "plain"\n' + BARE, {
        "content/a.md": "x", "themes/plain/layouts/404.html": "x", "themes/plain/static/css/a.css": "x", "themes/plain/assets/b.css": "x"}),
    "index at the root": (BARE, {"content/index.md": "x", "content/a.md": "x", "content/b/c.txt": "x", "content/x.txt": ""}),
    "TOML": (BARE, {"content/a.md": "+++\nslug = 'tt'\ndate = 2024-01-02\n+++\n", "content/b.md": '{"slug": "jj"}\n', "content/c.md": "+++\ndraft = true\n+++\n"}),
}


def laid_out(folder: Path, config: str, files: Files) -> Path:
    for path, text in {"hugo.toml": 'baseURL = "https://almanac.example/"\n' + config, **LAYOUTS, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text if isinstance(text, str) else f"---\n{json.dumps(text, ensure_ascii=False)}\n---\nx\n", "utf-8")
    return folder


@needs_hugo
@pytest.mark.parametrize("name", SITES)
def test_hugo_builds_what_the_model_says(tmp_path: Path, name: str) -> None:
    source = laid_out(tmp_path / "source", *SITES[name])
    hugo_build(source, tmp_path / "built", NOW)
    ours = [one.file.lstrip("/") for one in urls([source], now=NOW)]
    theirs = files_below(tmp_path / "built")
    assert sorted(set(ours) - theirs) == sorted(theirs - set(ours)) == []
    assert Repository([source]).site.complete


# What is known of single files, whether Hugo is installed or not.
@pytest.mark.parametrize(("path", "values", "addresses"), [
    ("content/_index.md", {}, ["/"]), ("content/about.md", {}, ["/about/"]), ("content/news/a.b.c.md", {}, ["/news/a.b.c/"]),
    ("content/Sub Dir/Mixed Case_File.md", {}, ["/sub-dir/mixed-case_file/"]), ("content/港口 日志.md", {}, ["/港口-日志/"]),
    ("content/news/x.md", {"slug": "My Slug！"}, ["/news/my-slug/"]), ("content/news/x.md", {"url": "/as/Is"}, ["/as/Is/"]),
    ("content/bundle/index.md", {}, ["/bundle/"]), ("content/news/x.md", {"draft": True}, []), ("content/news/100%.md", {}, ["/news/100/"]),
    ("content/news/x.md", {"aliases": ["/old/", "older/"]}, ["/news/x/", "/old/", "/news/older/"]), ("content/news/x.md", {"url": "/c#"}, ["/c%23/"]),
    ("static/a/Logo.png", {}, ["/a/Logo.png"]), ("static/50%.png", {}, ["/50%25.png"]), ("content/bundle/Photo.jpg", {}, []),
])
def test_urls(path: str, values: dict[str, object], addresses: list[str]) -> None:
    site = Hugo({"baseURL": "https://almanac.example/"})
    head = FrontMatter("yaml", values=values) if values else FrontMatter()
    kind = site.kind(path, has_head=bool(head))
    assert kind is not None
    assert site.urls(path, kind, head) == addresses


@pytest.mark.parametrize(("text", "spelled"), [
    ("A b", "a-b"), ("a & b", "a-b"), ("a - b", "a-b"), ("a--b", "a--b"), ("(x)", "x"), ("Ünï", "ünï"), ("①é²", "é"), ("x/y.z", "x/y.z"), ("！", ""),
])
def test_spelling(text: str, spelled: str) -> None:
    assert Spelling().of_text(text) == spelled


@pytest.mark.parametrize(("config", "complete", "certain"), [
    ("", True, True), ('theme = "away"', False, True), ("[languages.en]\n[languages.de]", False, False), ("[languages.en]", True, True),
    ('[permalinks]\nposts = "/:06/"', False, False), ('[permalinks]\nposts = "/:year/:slug/"', True, True), ("[[module.imports]]\npath = 'x'", False, True),
    ("[[module.mounts]]\nsource = 'x'", False, False), ("[module.hugoVersion]\nmin = '0.111'", True, True), ("[cascade.build]\nrender = 'never'", False, False),
    ("[cascade.params]\na = 1", True, True), ('[outputs]\nhome = ["html", "odd"]', False, True), ("defaultContentLanguageInSubdir = true", False, False),
    ("[markup.goldmark.renderHooks.link]\nuseEmbedded = 'always'", False, True),
])
def test_what_nobody_can_tell(tmp_path: Path, config: str, complete: bool, certain: bool) -> None:  # noqa: FBT001 - columns of a table
    site = Repository([laid_out(tmp_path, config + "\n", {"content/a.md": "x"})]).site
    assert (site.complete, site.certain) == (complete, certain)


@pytest.mark.parametrize(("path", "complete", "has_layouts"), [
    ("layouts/_default/_markup/render-link.html", False, True), ("layouts/posts/_markup/render-image.html", False, True),
    ("layouts/_markup/render-heading.html", True, False), ("layouts/partials/render-link.html", True, True),
])
def test_render_hooks(tmp_path: Path, path: str, complete: bool, has_layouts: bool) -> None:  # noqa: FBT001 - columns of a table
    site = Repository([laid_out(tmp_path, "", {path: "x", "content/a.md": "x"})]).site
    assert (site.complete, site.layouts is not None) == (complete, has_layouts)


def test_what_is_made_of_data_may_be_there(tmp_path: Path) -> None:
    links = "[a](/data/any/) [b](/other/) [c](/news/page/2/) [d](/css/a.css) [e](/news/_content.gotmpl)\n"
    files: Files = {"content/data/_content.gotmpl": "x", "content/news/a.md": links, "assets/css/a.css": ""}
    report = validate([laid_out(tmp_path, "", files)], load(tmp_path), remembers=False)
    assert [one.target for one in report.diagnostics if one.rule == "link-broken"] == ["/other/", "/news/_content.gotmpl"]


def test_settings_in_a_folder(tmp_path: Path) -> None:
    files = {"config/_default/hugo.toml": 'baseURL = "https://almanac.example/base/"\n', "config/_default/permalinks.yaml": "posts: /p/:slug/\n",
             "config/production/params.toml": 'author = "Ada"\n', "content/posts/a.md": "---\ntitle: A b\n---\n"}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    site = Repository([tmp_path]).site
    assert (site.generator, site.baseurl, site.author) == ("hugo", "/base", "Ada")
    assert "/p/a-b/" in [one.url for one in urls([tmp_path])]


# Headings, with the ids that Hugo gives them in one page.
HEADINGS = [
    "Hello World", "Hello World", "1. Intro", "你好，世界！", "A & B", "C++ / C#", 'What\'s "new"?', "a_b_c `code_x` *em*", "Custom {#cid}", "Attr {.cls #aid}", "!!!",
    "emoji 😀 x", "foo--bar --- x", "<span>h</span> t", "[link](x) t", "हिन्दी शीर्षक", "![alt](x.png) t", "a&amp;b &copy; c", "a ... b", "x<br>y",
    "**b** ~~s~~ t", "<https://x.y> z", "http://x.y/z w", "fn[^1] x", "a\\_b \\# c", "tab\there", "A — B – C", "x--y", "A  B", "`a -- b`", "Ⅳ ² ① ٣", "e\u0301",
    "-x-", "x_", "dup {#dup}", "dup", "X", "X", "X-1", "", "a/b", "don't", "İI", "x {.c}", "a\u00a0b", "3--4", "ß", "Two lines\nand more\n---\n",
]


@needs_hugo
@pytest.mark.parametrize("form", ["github", "github-ascii", "blackfriday"])
def test_hugo_gives_the_same_ids(tmp_path: Path, form: str) -> None:
    body = "\n\n".join(heading if "\n" in heading else f"## {heading}" for heading in HEADINGS) + "\n\n[^1]: note\n"
    config = BARE + f'[markup.goldmark]\nparser.autoIDType = "{form}"\nrenderer.unsafe = true\n'
    source = laid_out(tmp_path / "source", config, {"content/a.md": body})
    hugo_build(source, tmp_path / "built")
    theirs = set(re.findall(r'<(?:h2|sup|li)[^>]* id="?([^">\s]+)', (tmp_path / "built/a/index.html").read_text("utf-8")))
    ours = own_anchors(read(Source(body, "a.md"), "markdown", "go", Repository([source]).site.engine))
    assert sorted(ours - theirs) == sorted(theirs - ours) == []


def test_html_that_is_left_out_has_no_ids() -> None:
    document = read(Source('<a id="x"></a> <b id="y">z</b>\n\n## Named {#own}\n', "a.md"), "markdown", "go", Engine("goldmark", {"unsafe": False}))
    assert own_anchors(document) == {"own"}
