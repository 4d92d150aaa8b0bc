"""Rules that need several files: small whole sites, and what is said of them."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from judges import jekyll_build, needs_jekyll

from convert import reads, validate
from convert.engine.settings import Settings
from convert.model.pages import PageFacts
from convert.model.rivals import Rivals, Use, folded
from convert.model.site import SiteIndex
from convert.model.taxonomy import Term, terms_of

JEKYLL = "url: https://news.example.org\ntimezone: Asia/Shanghai\n"
REDIRECTS = JEKYLL + "plugins: [jekyll-redirect-from]\n"
ONE_FILE = "are one file on a disk that takes no notice of capitals"
TALE = "The lamp at the end of the mole was lit by hand until the spring, and nobody counted the herons. " * 3


def head(*lines: str, body: str = "Fog.") -> str:
    return "\n".join(["---", "title: Fog", *lines, "---", body, ""])


def post(*lines: str, body: str = "Fog.") -> str:
    return head("date: 2022-02-15 09:00:00 +0800", *lines, body=body)


def said(folder: Path, files: dict[str, str], *rules: str, config: str = JEKYLL, name: str = "_config.yml") -> list[str]:
    """What the rules say of a site, as PATH:LINE:COLUMN message."""
    for path, text in {name: config, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    found = validate([folder], Settings(select=rules or ("permalink", "content", "redirect", "taxonomy", "id"))).diagnostics
    root = f"{found[0].path.split(folder.name, 1)[0]}{folder.name}/" if found else ""
    return [f"{one.path.removeprefix(root)}:{one.place.line}:{one.place.column} {one.message}" for one in found]


# URLs

def test_two_files_one_page(tmp_path: Path) -> None:
    assert said(tmp_path, {
        "about.md": head(), "about.html": "<p>A file that is copied.</p>", "notes/index.html": head(), "b.md": head("permalink: /notes/"),
        "c.md": head("permalink: /notes/index.html"), "paper.pdf": "PDF", "d.md": head("permalink: /paper.pdf"), "e.md": head("permalink: /e2.html"),
        "_posts/2022-02-15-a.md": post(), "_posts/2022-02-15-a.html": post(), "_posts/2099-01-01-later.md": head("permalink: /e2.html"),
    }) == [
        "_posts/2022-02-15-a.md:1:1 /2022/02/15/a.html is the URL of _posts/2022-02-15-a.html, too: one overwrites the other",
        "about.md:1:1 /about.html is the URL of about.html, too: one overwrites the other",
        "c.md:3:12 /notes/index.html is the URL of b.md, too: one overwrites the other",
        "d.md:3:12 /paper.pdf is the URL of paper.pdf, too: one overwrites the other",
        "notes/index.html:1:1 /notes/ is the URL of b.md, too: one overwrites the other",
    ]


@needs_jekyll
@pytest.mark.parametrize("rival", ["about.html", "_posts/2022-02-15-b.md", "z.md"])
def test_jekyll_makes_one_page_of_two_files(tmp_path: Path, rival: str) -> None:
    text = {"about.html": "ANOTHER", "z.md": head("permalink: /about.html", body="ANOTHER")}.get(rival, post("permalink: /about.html", body="ANOTHER"))
    assert len(said(tmp_path, {"about.md": head(body="ONE"), rival: text})) == 1
    jekyll_build({tmp_path: tmp_path / "_site"})
    pages = [path for path in (tmp_path / "_site").rglob("*.html") if "ANOTHER" in path.read_text() or "ONE" in path.read_text()]
    assert [path.name for path in pages] == ["about.html"]


@needs_jekyll
def test_an_empty_permalink_is_the_home_page(tmp_path: Path) -> None:
    assert said(tmp_path, {"_posts/2022-02-15-a.md": post('permalink: ""', body="THE POST"), "index.html": head(body="HOME")}) == [
        "_posts/2022-02-15-a.md:4:12 this permalink is empty: Jekyll publishes the post in the place of the home page"]
    jekyll_build({tmp_path: tmp_path / "_site"})
    assert "THE POST" in (tmp_path / "_site" / "index.html").read_text()


@pytest.mark.parametrize("config", [JEKYLL + "languages: [en, de]\n", JEKYLL + "plugins: [jekyll-multiple-languages-plugin]\n"])
def test_where_plugins_give_urls_nothing_is_said(tmp_path: Path, config: str) -> None:
    files = {"a.md": head("permalink: /x/"), "b.md": head("permalink: /x/"), "c.md": head("permalink: /X/")}
    assert said(tmp_path, files, config=config) == []
    assert said(tmp_path, {**files, "_plugins/x.rb": ""}) == []


def test_capitals(tmp_path: Path) -> None:
    assert said(tmp_path, {
        "About.md": head(), "about.md": head(), "c.md": head("permalink: /us.html"), "d.md": head("permalink: /Us"), "logo.PNG": "x", "logo.png": "x", "old.md": head("redirect_from: /Old.html"),
        "_posts/2022-02-15-Fog.md": post(), "_posts/2022-02-15-fog.md": post(),
    }, config=REDIRECTS) == [
        f"_posts/2022-02-15-fog.md:1:1 /2022/02/15/fog.html and /2022/02/15/Fog.html, the URL of _posts/2022-02-15-Fog.md, {ONE_FILE}",
        f"about.md:1:1 /about.html and /About.html, the URL of About.md, {ONE_FILE}",
        f"d.md:3:12 /Us.html and /us.html, the URL of c.md, {ONE_FILE}",
    ]


def test_posts_beyond_the_limit(tmp_path: Path) -> None:
    files = {"_posts/2022-02-14-a.md": post(), "_posts/2022-02-15-b.md": post(body="[a](/2022/02/15/a.html), [c](/2022/02/15/c.html)"),
             "_posts/2022-02-16-c.md": post(body="[no](/no.html)"), "about.md": head(body="[a](/2022/02/15/a.html), [post]({% post_url 2022-02-14-a %})")}
    limited = "/2022/02/15/a.html is not published: `limit_posts` keeps newer posts alone"
    assert said(tmp_path, files, "link", config=JEKYLL + "limit_posts: 2\n") == [
        "_posts/2022-02-15-b.md:5:5 " + limited, "_posts/2022-02-16-c.md:5:6 this site has no page /no.html", "about.md:4:5 " + limited,
        "about.md:4:33 there is no post 2022-02-14-a: Jekyll stops the build here"]


HUGO = 'baseURL = "https://news.example.org/"\n'


def test_hugo(tmp_path: Path) -> None:
    files = {
        "content/a.md": head("url: /x/"), "content/b.md": head("url: /x/"), "content/c.md": head("aliases: [/x/, /c/, /old/]"),
        "content/d.md": head("aliases: [/old/]"), "content/e.md": head("url: /e?b=1", "tags: [a]"), "content/f.md": head("slug: g", "url: /h/", "tags: [A]"),
    }
    rules = ("permalink", "redirect", "fm-conflicting-keys", "taxonomy-variant")
    assert said(tmp_path, files, *rules, config=HUGO, name="hugo.toml") == [
        "content/b.md:3:6 /x/ is the URL of content/a.md, too: one overwrites the other",
        "content/c.md:3:11 /x/ is the URL of content/a.md: only one of the two is published",
        "content/d.md:3:10 content/c.md, too, sends readers on from /old/: only one of the two does",
        "content/e.md:3:6 what stands behind “?” in this URL is no part of the path, and nobody gets to the page",
        "content/f.md:3:1 next to `url` Hugo takes no notice of `slug`: the page is at /h/",
    ]
    moved = said(tmp_path, files, "permalink-duplicate", "redirect", config=HUGO + '[permalinks]\nposts = "/:zz/"\n', name="hugo.toml")
    assert moved == []


# Redirects

def test_redirects(tmp_path: Path) -> None:
    files = {
        "live.md": head(), "a.md": head("redirect_from: [/live.html, /gone.html]"), "b.md": head("redirect_from: /gone.html"),
        "self.md": head("redirect_from: /self.html"), "_posts/2022-02-15-p.md": post("redirect_from: /2022/02/15/p.html"),
        "n.md": head("redirect_to: nowhere.html"), "out.md": head("redirect_to: https://example.org/x"), "ok.md": head("redirect_to: [/live.html]"),
        "r1.md": head("redirect_to: /r2.html"), "r2.md": head("redirect_to: /r1.html"), "r3.md": head("redirect_to: /r1.html"),
        "r4.md": head("redirect_to: /r4.html"),
    }
    assert said(tmp_path, files, config=REDIRECTS) == [
        "a.md:3:17 /live.html is the URL of live.md: only one of the two is published",
        "b.md:3:16 a.md, too, sends readers on from /gone.html: only one of the two does",
        "n.md:3:14 this page sends readers to nowhere.html, which the site does not have",
        "r1.md:3:14 this page sends readers round in a circle: /r1.html → /r2.html",
        "r4.md:3:14 this page sends readers to itself",
        "self.md:3:16 /self.html is the URL of this page itself: the redirect replaces it, and leads to itself",
    ]
    assert said(tmp_path, files) == []                       # without the plug-in no redirect is made


def test_redirects_below_a_path(tmp_path: Path) -> None:
    config = REDIRECTS + "baseurl: /news\n"
    assert said(tmp_path, {"a.md": head("redirect_to: /b.html"), "b.md": head("redirect_from: /old.html"), "c.md": head("redirect_to: /d.html")},
                config=config) == ["c.md:3:14 this page sends readers to /d.html, which the site does not have"]


# Texts

def test_equal_texts(tmp_path: Path) -> None:
    assert said(tmp_path, {
        "_posts/2022-02-15-a.md": post(body=TALE), "_posts/2022-02-16-b.md": post(body=f"<p>{TALE}</p>\n\n"),
        "_posts/2022-02-17-same-id-1.md": post("id: x", body=TALE + "Twice."), "_posts/2022-02-17-same-id-2.md": post("id: x", body=TALE + "Twice."),
        "_posts/2022-02-18-c.md": post("canonical_url: https://example.org/", body=TALE), "_posts/2099-02-18-d.md": post("published: false", body=TALE),
        "_posts/2022-02-19-e.md": post(body=TALE + "{{ page.title }}"), "_posts/2022-02-20-f.md": post(body=TALE + "{{ page.title }}"),
        "page.md": head(body=TALE), "_posts/2022-02-21-g.md": post(body="Short."), "_posts/2022-02-22-h.md": post(body="Short."),
    }) == [
        "_posts/2022-02-16-b.md:1:1 the text of this post is that of _posts/2022-02-15-a.md, too",
        "_posts/2022-02-17-same-id-2.md:1:1 “x” is the id of _posts/2022-02-17-same-id-1.md, too",
    ]


def test_one_file_is_held_against_all(tmp_path: Path) -> None:
    said(tmp_path, {"_posts/2022-02-15-a.md": post("tags: [Fog]", body=TALE), "_posts/2022-02-16-b.md": post("tags: [fog]", body=TALE)})
    found = validate([tmp_path / "_posts" / "2022-02-16-b.md"], Settings(ignore=("date",))).summary.rules
    assert found == {"content-duplicate": 1, "taxonomy-variant": 1}


# Terms

def test_spellings(tmp_path: Path) -> None:
    files = {
        "_posts/2022-02-15-a.md": post("categories: [World]", "tags: harbour Fog"), "_posts/2022-02-16-b.md": post("categories: [world]", "tags: [Fog]"),
        "_posts/2022-02-17-c.md": post("category: world", "tags: [fog, Ｆｏｇ]"), "page.md": head("tags: [FOG]"),
        "_posts/2022-02-18-d.md": post("published: false", "tags: [HARBOUR]"),
    }
    assert said(tmp_path, files) == [
        "_posts/2022-02-15-a.md:4:14 “World” is spelt “world” in 2 posts, first in _posts/2022-02-16-b.md: the site has two categories of one",
        "_posts/2022-02-17-c.md:5:8 “fog” is spelt “Fog” in 2 posts, first in _posts/2022-02-15-a.md: the site has two tags of one",
        "_posts/2022-02-17-c.md:5:13 “Ｆｏｇ” is spelt “Fog” in 2 posts, first in _posts/2022-02-15-a.md: the site has two tags of one",
    ]


# The index

def test_indexes_merge_in_any_order() -> None:
    fog, other = Term("tag", "Fog", ("tags",)), Term("tag", "fog", ("tags", 0))
    pages = [PageFacts("a.md", "post", "/x", text=7, terms=(fog,)), PageFacts("b.md", "post", "/x", text=7, terms=(other,)),
             PageFacts("c.md", "page", "/c", aliases=("/x",), redirects=("/x",))]
    for order in (pages, pages[::-1]):
        whole, left = SiteIndex(order), SiteIndex(order[:1])
        left.merge(SiteIndex(order[1:]))
        for index in (whole, left):
            assert {claim.path: claim.is_redirect for claim in index.claims("/x")} == {"a.md": False, "b.md": False, "c.md": True}
            assert index.rivals.texts == {7: "a.md"}
            assert index.rivals.spellings(fog) == {"Fog": Use(1, "a.md"), "fog": Use(1, "b.md")}


def test_terms_that_are_one() -> None:
    fog = terms_of(reads("---\ntags: [Fog, fog, '', 7]\ncategories: a b\ncategory: c d\n---\n").front_matter)
    assert fog == (Term("category", "a", ("categories",)), Term("category", "b", ("categories",)), Term("category", "c d", ("category",)),
                   Term("tag", "Fog", ("tags", 0)), Term("tag", "fog", ("tags", 1)))
    assert all(mine is other for mine, other in zip(fog, pickle.loads(pickle.dumps(fog)), strict=True))
    assert folded("Ｆｏｇ ") == folded("FOG") == folded("fog")
    assert folded("Straße") == folded("STRASSE")
    assert folded("ferry-boat") != folded("ferry boat")
    assert Rivals().spellings(Term("tag", "x", ())) == {}
