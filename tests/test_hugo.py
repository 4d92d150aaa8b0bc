"""Which files a Hugo site will have, and which ids its headings: our model, by the sites that Hugo itself builds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hugo_sites import BARE, SITES, Files, laid_out
from judges import HugoJudge, every_hugo, files_below

from convert.engine.listing import urls
from convert.engine.repository import Repository
from convert.engine.settings import load
from convert.engine.validation import validate
from convert.model.flavor import Engine
from convert.model.fragments import own_anchors
from convert.model.front_matter import Entries, FrontMatter
from convert.model.source import Source
from convert.readers import read
from convert.sites.hugo import Hugo
from convert.sites.hugo_configuration import NEWEST
from convert.sites.hugo_urls import Spelling

NOW = datetime(2025, 1, 1, tzinfo=UTC)
# What one of the versions refuses to build.
REFUSED = {"0.111": {"permalinks", "fewer kinds"}, "0.168": {"unpublished", "built by the old name", "HTML pages", "a cascade in parts"}}


@every_hugo
@pytest.mark.parametrize("name", SITES)
def test_hugo_builds_what_the_model_says(tmp_path: Path, name: str, hugo: HugoJudge) -> None:
    source = laid_out(tmp_path / "source", *SITES[name])
    (source / "newsconv.toml").write_text(f'generator-version = "{hugo.version}"\n')
    is_built = hugo.build(source, tmp_path / "built", NOW)
    assert is_built == (name not in REFUSED.get(hugo.version, {*()})) or hugo.version not in REFUSED
    if not Repository([source]).site.certain:
        assert name.startswith("languages")
        assert hugo.version < "0.123"
        return
    ours, theirs = {one.file.lstrip("/") for one in urls([source], now=NOW)}, files_below(tmp_path / "built")
    assert not is_built or sorted(ours - theirs) == sorted(theirs - ours) == []


LINKS = """---
title: Links
---
## Some [linked](/a/) text

[a](/a/) [b](/b/) [c](../a/) [d](#some-linked-text) [e](#some-linkeda-text) [f](/a/#there) [g](/a/#away) [h](/bundle/i.png) [i](/bundle/j.png) [j](a.md)
[k](/p/c-co-/-x/) [l](/p/c-co-x/) [m](/hidden/) [n](/old/) [o](/tags/x/) [p](/tags/y/) [q](/sec/) [r](/Sec/) [s](/index.xml) [t](/bundle/) [u](/draft/)
[v](https://almanac.example/a/) [w](https://almanac.example/none/) [x](/moved/p/) [y](/sec/p/) ![z](/bundle/i.png)

<a href="/raw/">raw</a>
"""
RULES = ("link-broken", "link-fragment", "link-case", "link-unpublished", "image-missing")
LINKED: Files = {
    "content/links.md": LINKS, "content/a.md": "## There\n", "content/bundle/index.md": "x", "content/bundle/i.png": "", "content/p/c.md": {"title": "C & co / x", "tags": ["x"]},
    "content/hidden.md": {"build": {"render": "never"}}, "content/o.md": {"aliases": ["/old/"]}, "content/draft.md": {"draft": True},
    "content/sec/_index.md": {"slug": "moved"}, "content/sec/p.md": "x"}


@every_hugo
@pytest.mark.parametrize("unsafe", ["true", "false"])
def test_links_are_broken_that_lead_nowhere_in_what_hugo_builds(tmp_path: Path, hugo: HugoJudge, unsafe: str) -> None:
    config = f'[permalinks]\np = "/p/:slug/"\n[markup.goldmark.renderer]\nunsafe = {unsafe}\n'
    source = laid_out(tmp_path / "source", config, {**LINKED, "newsconv.toml": f'generator-version = "{hugo.version}"\n'})
    assert hugo.build(source, tmp_path / "built", NOW)
    page = (tmp_path / "built/links/index.html").read_text("utf-8")
    files = files_below(tmp_path / "built")
    ids = {path: {*re.findall(r' id="?([^">\s]+)', (tmp_path / "built" / path).read_text("utf-8"))} for path in files if path.endswith(".html")}
    broken = set()
    for target in re.findall(r' (?:href|src)="?([^">\s]+)', page):
        path, _, fragment = urljoin("/links/", target.removeprefix("https://almanac.example")).lstrip("/").partition("#")
        path += "index.html" if path.endswith("/") or not path else ""
        if path not in files or (fragment and fragment not in ids[path]):
            broken.add(target)
    assert said(source) == broken != set()


# Links of a German page, where Hugo's own render hooks look for pages and files, too.
FROM_GERMAN = ["/de/a/", "/a/", "a", "a.md", "../a/", "/nope/", "nope", "/s/c/", "/de/s/c/", "../s/b", "/s/b.md", "#own", "#none", "/de/tags/x/", "/tags/y/",
               "/de/index.xml", "/alt/", "/de/alt/", "/bu/", "/de/bo/", "bo/k.png", "/en/", "/s.txt", "bo"]


# The same in a site of one language, where the hooks are turned on.
HOOKED = ["/a/", "a", "a.md", "../a/", "/nope/", "sec", "sec/p.md", "/sec/", "../moved/p/", "/moved/p/", "#own", "#none", "/bundle/i.png", "/p/c/",
          "p/c", "x/c", "/tags/x/"]
EMBEDDED = ('[markup.goldmark.renderHooks.link]\nuseEmbedded = "always"\n[permalinks]\np = "/p/:slug/"\n',
            {path: file for path, file in LINKED.items() if path != "content/links.md"})


@every_hugo
@pytest.mark.parametrize(("site", "path", "targets"), [(SITES["languages by name"], "content/l.de.md", FROM_GERMAN), (EMBEDDED, "content/l.md", HOOKED)])
def test_links_that_hugo_itself_finds(tmp_path: Path, hugo: HugoJudge, site: tuple[str, Files], path: str, targets: list[str]) -> None:
    if hugo.version < "0.148":
        pytest.skip("its own render hooks are others, or none")
    url = "/de/l/" if ".de." in path else "/l/"
    text = "\n\n".join(f"[x]({target})" for target in targets) + "\n\n## Own\n"
    source = laid_out(tmp_path / "source", site[0], {**site[1], path: text, "newsconv.toml": f'generator-version = "{hugo.version}"\n'})
    assert hugo.build(source, tmp_path / "built", NOW)
    served = files_below(tmp_path / "built")
    broken = set()
    for target, href in zip(targets, re.findall(r' href="?([^">\s]*)', (tmp_path / f"built{url}index.html").read_text("utf-8")), strict=True):
        place, _, fragment = urljoin(url, href).lstrip("/").partition("#")
        if (f"{place}index.html" if place[-1:] in ("/", "") else place) not in served | {f"{file}/" for file in served} or fragment == "none":
            broken.add(target)
    assert said(source) == broken != set()


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
    head = FrontMatter("yaml", read=lambda: Entries(values)) if values else FrontMatter()
    kind = site.kind(path, has_head=bool(head))
    assert kind is not None
    assert site.urls(path, kind, head) == addresses


@pytest.mark.parametrize(("text", "spelled"), [
    ("A b", "a-b"), ("a & b", "a-b"), ("a - b", "a-b"), ("a--b", "a--b"), ("(x)", "x"), ("Ünï", "ünï"), ("①é²", "é"), ("x/y.z", "x/y.z"), ("！", ""),
])
def test_spelling(text: str, spelled: str) -> None:
    assert Spelling().of_text(text) == spelled


@pytest.mark.parametrize(("config", "complete", "certain"), [
    ("", True, True), ('theme = "away"', False, True), ("[languages.en]\n[languages.de]", True, True), ("[languages.en]\n[languages.de]\nbaseURL = 'https://de.example'", False, False), ("[languages.en]", True, True),
    ('[permalinks]\nposts = "/:zz/"', False, False), ('[permalinks]\nposts = "/:year/:slug/"', True, True), ("[[module.imports]]\npath = 'x'", False, True),
    ("[[module.mounts]]\nsource = 'x'\ntarget = 'content/x'", False, False),
    ("[[module.mounts]]\nsource = 'x'\ntarget = 'static'\nexcludeFiles = 'y'", False, False), ("[[module.mounts]]\nsource = 'hugo_stats.json'\ntarget = 'assets/x'", True, True), ("[module.hugoVersion]\nmin = '0.111'", True, True), ("[cascade.build]\nrender = 'never'", True, True), ("[cascade.target.sites.matrix]\nversions = ['v1']", False, False),
    ("[cascade.params]\na = 1", True, True), ('[outputs]\nhome = ["html", "odd"]', False, True), ("defaultContentLanguageInSubdir = true", False, False),
    ("[markup.goldmark.renderHooks.link]\nuseEmbedded = 'always'", True, True),
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


STEP = "      - uses: peaceiris/actions-hugo@v3\n        with:\n          "


@pytest.mark.parametrize(("files", "version"), [
    ({"netlify.toml": '[build.environment]\nHUGO_VERSION = "0.111.3"\n'}, (0, 111)), ({".hvm": "v0.128.0/extended\n"}, (0, 128)), ({".hvm": "0.128.0"}, (0, 128)),
    ({".tool-versions": "nodejs 20.1.0\nhugo extended_0.131.0\n"}, (0, 131)), ({".gitlab-ci.yml": "variables:\n  HUGO_VERSION: 0.120.4\n"}, (0, 120)),
    ({".github/workflows/any name.yml": f"{STEP}hugo-version: '0.119.0'  # as on Netlify\n"}, (0, 119)), ({"vercel.json": '{"build": {"env": {"HUGO_VERSION": "0.147.0"}}}'}, None),
    ({"vercel.json": '{\n  "env": {\n    "HUGO_VERSION": "0.147.0"\n  }\n}'}, (0, 147)), ({".github/workflows/a.yml": f"{STEP}hugo-version: 'latest'\n"}, None),
    ({".github/workflows/a.yaml": "env:\n  HUGO_VERSION: 0.128.0\n", "netlify.toml": '[build.environment]\nHUGO_VERSION = "0.128.2"\n'}, (0, 128)),
    ({".github/workflows/a.yaml": "env:\n  HUGO_VERSION: 0.128.0\n", "netlify.toml": '[build.environment]\nHUGO_VERSION = "0.140.0"\n'}, None),
    ({".github/workflows/a.yaml": "#  HUGO_VERSION: 0.128.0\n", "go.mod": "go 1.22\n"}, None), ({"netlify.toml": "\ud800"}, None),
])
def test_the_version_is_that_of_those_who_build_the_site(tmp_path: Path, files: dict[str, str], version: tuple[int, ...] | None) -> None:
    source = laid_out(tmp_path, "", {"content/a.md": "x"})
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text.encode(errors="surrogatepass"))
    site = Repository([source]).site
    assert isinstance(site, Hugo)
    assert site.version == (version or NEWEST)
    assert site.engine is not None
    assert site.engine.settings["written"] == (None if version is None or (0, 131) < version < (0, 147) else version < (0, 147))


def test_where_nobody_knows_the_version_a_page_of_another_may_be_there(tmp_path: Path) -> None:
    links = "[a](/p/c-co-/-x/) [b](/p/c-co-x/) [c](/p/other/) [d](/tags/a-b/) [e](/tags/a--b/) [f](/tags/z/)\n[g](</Up/n.txt>) [h](</up/n.txt>)\n"
    files: Files = {"content/Up/n.txt": "", "content/Up/m.md": "x", "content/p/c.md": {"title": "C & co / x", "tags": ["a & b"]}, "content/links.md": links}
    config = '[permalinks]\np = "/p/:slug/"\n'
    assert said(laid_out(tmp_path, config, files)) == {"/p/other/", "/tags/z/"}
    assert said(laid_out(tmp_path, config, {"newsconv.toml": 'generator-version = "0.111"\n'})) == {"/p/other/", "/tags/z/", "/p/c-co-x/", "/tags/a--b/", "/up/n.txt"}
    assert said(laid_out(tmp_path, config, {"newsconv.toml": 'generator-version = "0.168"\n'})) == {"/p/other/", "/tags/z/", "/p/c-co-/-x/", "/tags/a-b/", "/Up/n.txt"}


def said(source: Path) -> set[str | None]:
    return {one.target for one in validate([source], load(source), remembers=False).diagnostics if one.rule in RULES}


# Headings, with the ids that Hugo gives them in one page.
HEADINGS = [
    "Hello World", "Hello World", "1. Intro", "你好，世界！", "A & B", "C++ / C#", 'What\'s "new"?', "a_b_c `code_x` *em*", "Custom {#cid}", "Attr {.cls #aid}", "!!!",
    "emoji 😀 x", "foo--bar --- x", "<span>h</span> t", "[link](x) t", "हिन्दी शीर्षक", "![alt](x.png) t", "a&amp;b &copy; c", "a ... b", "x<br>y",
    "**b** ~~s~~ t", "<https://x.y> z", "http://x.y/z w", "fn[^1] x", "a\\_b \\# c", "tab\there", "A — B – C", "x--y", "A  B", "`a -- b`", "Ⅳ ² ① ٣", "e\u0301",
    "-x-", "x_", "dup {#dup}", "dup", "X", "X", "X-1", "", "a/b", "don't", "İI", "x {.c}", "a\u00a0b", "3--4", "ß", "Two lines\nand more\n---\n",
]


@every_hugo
@pytest.mark.parametrize("form", ["github", "github-ascii", "blackfriday"])
def test_hugo_gives_the_same_ids(tmp_path: Path, form: str, hugo: HugoJudge) -> None:
    body = "\n\n".join(heading if "\n" in heading else f"## {heading}" for heading in HEADINGS) + "\n\n[^1]: note\n"
    config = BARE + f'[markup.goldmark]\nparser.autoIDType = "{form}"\nparser.autoHeadingIDType = "{form}"\nrenderer.unsafe = true\n'
    source = laid_out(tmp_path / "source", config, {"content/a.md": body, "newsconv.toml": f'generator-version = "{hugo.version}"\n'})
    assert hugo.build(source, tmp_path / "built")
    theirs = set(re.findall(r'<(?:h2|sup|li)[^>]* id="?([^">\s]+)', (tmp_path / "built/a/index.html").read_text("utf-8")))
    ours = own_anchors(Repository([source]).document("content/a.md"))
    assert sorted(ours - theirs) == sorted(theirs - ours) == []


def test_html_that_is_left_out_has_no_ids() -> None:
    document = read(Source('<a id="x"></a> <b id="y">z</b>\n\n## Named {#own}\n', "a.md"), "markdown", "go", Engine("goldmark", {"unsafe": False}))
    assert own_anchors(document) == {"own"}
