"""Which files a site will have: our models, by the sites that Jekyll itself builds."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from judges import files_below, jekyll_build, needs_jekyll

from convert.engine.facts import address
from convert.engine.listing import urls
from convert.engine.repository import Repository
from convert.engine.settings import Settings
from convert.model.fragments import anchors_of, own_anchors
from convert.model.pages import PageFacts
from convert.sites.jekyll_urls import escaped, slugify, split_name

FIXTURES = Path(__file__).parent.parent / "fixtures"
BYTE_ORDER_MARK = "\ufeff"

CONFIG = {
    "url": "https://almanac.example", "timezone": "Asia/Shanghai",
    "collections": {"guides": {"output": True}, "inner": {"output": False}, "Odd Name": {"output": True},
                    "shelf": {"output": True, "permalink": "/shelf/:name/:title:output_ext"}},
    "exclude": ["drafts-old", "*.bak", "tmp/", "/rooted.txt"], "include": [".well-known", "_redirects", "_us.md", "tmp/kept.txt"],
}

# Each file of the site: what stands in its head, or None where it has none, and then its whole text is the last word.
FILES: dict[str, str | None] = {
    # names of posts
    "_posts/2024-01-02-plain.md": "", "_posts/2024-01-03-no-head.md": None, "_posts/2024-1-4-single-digits.md": "",
    "_posts/24-01-05-two-digit-year.md": "", "_posts/2024-02-30-rolls-over.md": "", "_posts/2024-01-06-.md": "",
    "_posts/2024-01-07-Hello World & more!.md": "", "_posts/2024-01-07-dots.in.name.md": "", "_posts/2024-01-07-trailing...md": "",
    "_posts/2024-01-07-A_B--c'd (2).md": "", "_posts/2024-01-07-港口 日志（一）.md": "categories: 港口 志",
    "_posts/2024-01-08-！.md": "", "_posts/2024-01-08-Σίγμας.md": "", "_posts/2024-01-08-one①two.md": "",
    # kinds of posts
    "_posts/2024-01-09-page.html": "", "_posts/2024-01-09-data.json": "", "_posts/2024-01-09-archive.tar.gz": "",
    "_posts/2024-01-09-UP.HTML": "", "_posts/2024-01-09-up.MD": "", "_posts/2024-01-09-odd.rst": "", "_posts/2024-01-09-not.yml": "",
    "_posts/notes.md": "", "_posts/picture.png": None, "_posts/2024-13-45-good-date.md": "date: 2024-01-09",
    "_posts/2024-01-10-bom.md": BYTE_ORDER_MARK, "_posts/2024-01-10-two-heads.md": "---\n---",
    "_posts/2024-01-10-bom.xml": BYTE_ORDER_MARK, "_posts/2024-01-10-no-head.rst": None, "_posts/2024-01-10-style.scss": "",
    # where posts lie
    "_posts/sub/2024-01-11-nested.md": "", "_posts/a/_b/2024-01-11-below.md": "", "_posts/_b/2024-01-11-not.md": "",
    "_posts/.c/2024-01-11-not.md": "", "_posts/_posts/2024-01-11-not.md": "", "News/World Wide/_posts/2024-01-11-folders.md": "categories: tide",
    "_private/_posts/2024-01-11-not.md": "", "tmp/_posts/2024-01-11-not.md": "", "sub/_posts/2024-01-11~": None,
    # dates
    "_posts/2024-01-12-late-in-utc.md": "date: 2024-01-12 23:30:00", "_posts/2024-01-12-late-in-quotes.md": "date: '2024-01-12 23:30:00'",
    "_posts/2024-01-12-offset.md": "date: 2024-01-12 20:00:00 -0500", "_posts/2024-01-12-slashes.md": "date: 05/02/2024",
    "_posts/2099-01-01-future.md": "", "_posts/2099-01-01-past.md": "date: 2024-01-12", "_posts/2024-01-12-future.md": "date: 2999-01-12",
    # what is published
    "_posts/2024-01-13-not-false.md": "published: false", "_posts/2024-01-13-not-null.md": "published:",
    "_posts/2024-01-13-not-no.md": "published: nO", "_posts/2024-01-13-text.md": "published: 'false'", "_posts/2024-01-13-n.md": "published: n", "_posts/2024-01-13-0.md": "published: 0",
    "_posts/2024-01-13-draft.md": "draft: true", "_drafts/draft.md": "", "_drafts/2024-01-13-dated.md": "",
    # permalinks and slugs
    "_posts/2024-01-14-a.md": "permalink: /fixed/:year/:title/", "_posts/2024-01-14-b.md": "permalink: /fixed/file.txt",
    "_posts/2024-01-14-c.md": "permalink: /fixed/path", "_posts/2024-01-14-d.md": "permalink: /up/../down/./v1./x.html",
    "_posts/2024-01-14-e.md": "permalink: pretty", "_posts/2024-01-14-f.md": "permalink:", "_posts/2024-01-14-g.md": "permalink: /v1.2",
    "_posts/2024-01-14-h.md": "permalink: /:year_:month/x y/%41/", "_posts/2024-01-14-i.md": "slug: My Slug_é.x",
    "_posts/2024-01-14-j.md": "slug: '2024'", "_posts/2024-01-14-k.md": "slug:",
    # categories
    "_posts/2024-01-15-a.md": "categories: One two", "_posts/2024-01-15-b.md": "categories: [One two, C++, 'C#', one TWO]",
    "_posts/2024-01-15-c.md": "categories: [a, null, 1, 2.5, true]\ncategory: b c", "_posts/2024-01-15-d.md": "category: [p, q]",
    "_posts/2024-01-15-e.md": "categories: a/b", "_posts/2024-01-15-f.md": "categories: ['']", "_posts/2024-01-15-g.md": "categories: a, b",
    "_posts/2024-01-15-h.md": "categories: [[a, b, null], c]", "_posts/2024-01-15-i.md": "categories: x\ncategory: ''",
    # pages
    "index.md": "", "about.md": "", "404.html": "", "a.b.md": "", "trail..md": "", "Upper Case.md": "", "港口.md": "", "per%20cent.md": "",
    "sub/index.html": "", "sub/page.html": "", "sub/feed.xml": "", "sub/t.txt": "", "sub/x.htm": "", "sub/index.json": "",
    "p/a.md": "permalink: /moved/", "p/b.md": "permalink: /l", "p/c.md": "permalink: /l2.html", "p/d.md": "permalink: /:path/:basename/:title:output_ext",
    "p/e.html": "permalink: /x.y", "p/f.md": "published: false", "p/g.md": "date: TBD", "p/h.md": "published:", "p/i.json": "permalink: /i",
    "p/j.md": "permalink: ':path.txt'", "Ü b/c.scss": "", "p/k.scss": "permalink: /style",
    "future.md": "date: 2999-01-01", "2024-01-16-root.md": "", "assets/site.scss": "",
    # files that are copied
    "README.md": None, "CNAME": None, "static.html": None, ".htaccess": None, "sub/.htaccess": None, "assets/raw.css": None, "dots..txt": None,
    "bom-page.md": BYTE_ORDER_MARK, ".well-known/security.txt": None, "_redirects": None, "tmp/kept.txt": None, "tmpfile.txt": None,
    "sub/Gemfile": None, "sub/rooted.txt": None,
    # files that are passed over
    ".hidden": None, "_private/x.md": "", "#x.md": "", "~x.md": "", "x~": None, "drafts-old/x.md": "", "drafts-older.md": "", "old.bak": None,
    "sub/old.bak": None, "tmp/x.txt": None, "rooted.txt": None, "Gemfile.local": None, "vendor/bundle/x.js": None, "name.": None,
    # collections
    "_guides/one.md": "", "_guides/index.md": "", "_guides/sub/two.md": "", "_guides/sub/_deep/x.md": "", "_guides/_not.md": "",
    "_guides/_us.md": "", "_guides/raw.md": None, "_guides/pic.svg": None, "_guides/2099-01-01-future.md": "", "_guides/2024-05-06-dated.md": "",
    "_guides/pl.md": "permalink: /own/:path/", "_guides/x.md": "published: false", "_guides/指南.md": "", "_inner/x.md": "", "_inner/x.svg": None,
    "_shelf/one.md": "title: Two", "_shelf/img.v1.svg": None, "_shelf/sub/Three Four.md": "",
    "_guides/2099-03-04-data.yml": "", "_OddName/one.md": "", "_Odd Name/one.md": "",
}

DEFAULTS = [
    {"scope": {"path": "", "type": "posts"}, "values": {"permalink": "/P/:categories/:title/", "categories": "all"}},
    {"scope": {"path": "News", "type": "posts"}, "values": {"categories": ["other ones"]}},
    {"scope": {"path": "_posts/s"}, "values": {"permalink": "/PS/:title/"}},
    {"scope": {"path": "_posts/2024-01-13"}, "values": {"published": False}},
    {"scope": {"path": "sub"}, "values": {"permalink": "/S/:basename:output_ext"}},
    {"scope": {"path": "*/page*"}, "values": {"permalink": "/G/:basename/"}},
    {"scope": {"path": "", "type": "guides"}, "values": {"permalink": "/C/:path"}},
    {"scope": {"type": "pages", "path": "p"}, "values": {"permalink": "/PG/:basename/", "published": False}},
    {"scope": {"path": "assets"}, "values": {"published": False}},
    {"scope": {"path": "_posts/24", "type": "posts"}, "values": {"date": "2020-02-20"}},
]

# Configurations: what is added to CONFIG.
VARIANTS = {
    "date": {"permalink": "date"}, "pretty": {"permalink": "pretty"}, "none": {"permalink": "none"}, "ordinal": {"permalink": "ordinal"},
    "weekdate": {"permalink": "weekdate"}, "title": {"permalink": "/:title/"}, "bare": {"permalink": "/blog/:year/:month/:title"},
    "everything": {"permalink": "/:year/:short_year/:i_month/:i_day/:short_month/:long_month/:hour:minute:second/:y_day/:w_year/:week/"
                   ":w_day/:short_day/:long_day/:slug/:slugified_categories/:collection/:name:output_ext"},
    "underscores": {"permalink": "/:year_:month_:day/:title.html"},
    "all is shown": {"future": True, "unpublished": True, "show_drafts": True},
    "defaults": {"defaults": DEFAULTS},
    "home": {"collections_dir": "News"},
    "now": {"time": "2024-01-12 00:00:00 +0800"},
    "limit": {"limit_posts": 7}, "limit with drafts": {"limit_posts": 9, "show_drafts": True}, "limit with the future": {"limit_posts": 9, "future": True},
    "limit of today": {"limit_posts": 1, "time": "2024-01-12 00:00:00 +0800"}, "limit beyond all": {"limit_posts": 900}, "no limit": {"limit_posts": 0},
    "new york": {"timezone": "America/New_York", "markdown_ext": "md,rst"},
    "a blank in a list": {"markdown_ext": "md, rst", "permalink": "/:year/:title"},
}


def write_site(root: Path, config: dict[str, object]) -> None:
    for name, head in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if head is None:
            path.write_text("Tide notes.\n", "utf-8")
        elif head == BYTE_ORDER_MARK:
            path.write_text(f"{head}---\ntitle: Tide\n---\nNotes.\n", "utf-8")
        else:
            path.write_text(f"---\n{head}\n---\n" + ("a { b: c }\n" if name.endswith("css") else "Tide notes.\n"), "utf-8")
    (root / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8")


def files_of(page: PageFacts) -> list[str]:
    """The files that a page is written to, as the model says."""
    if page.url is None:
        return []
    addresses = [page.url, *page.aliases]
    if page.aliases and not page.aliases[0].endswith(".css.map"):
        addresses = list(page.aliases)       # the URL is short for the file's
    return [unquote(address).lstrip("/") + ("index.html" if address.endswith("/") else "") for address in addresses]


def modelled(root: Path) -> set[str]:
    repository = Repository([root], Settings())
    return {file for path in repository.files for file in files_of(address(repository, path)[0])}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """The sources and the built site of each variant."""
    home = tmp_path_factory.mktemp("sites")
    sites = {}
    for number, (name, changes) in enumerate(VARIANTS.items()):
        sites[name] = (home / f"source-{number}", home / f"built-{number}")
        write_site(sites[name][0], CONFIG | changes)
    sites["fixtures"] = (home / "news", home / "news-built")
    shutil.copytree(FIXTURES / "news", sites["fixtures"][0])
    for finding in json.loads((FIXTURES / "news.manifest.json").read_text("utf-8"))["findings"]:
        (sites["fixtures"][0] / finding["path"]).unlink(missing_ok=True)
    jekyll_build(dict(sites.values()))
    return sites


@needs_jekyll
@pytest.mark.parametrize("variant", [*VARIANTS, "fixtures"])
def test_jekyll_builds_what_the_model_says(built: dict[str, tuple[Path, Path]], variant: str) -> None:
    source, destination = built[variant]
    ours, theirs = modelled(source), files_below(destination)
    assert sorted(ours - theirs) == sorted(theirs - ours) == []
    assert ours


IDS = [
    "## A & B\n\n## A & B\n\n<h2>Raw</h2>\n\n> # `code` *x* ![y](z) &copy; a--b\n", "* a\n{:toc}\n\n# A\n\n## B\n{: #own}\n\n## C\n{:.no_toc}\n",
    "a[^1] b[^1]\n\n[^1]: Note\n[^2]: unused\n\n<div markdown='1'>\n## In 中文\n\n## D\n</div>\n\n## D\n",
    "{% if page.title %}\nSetext\n======\n{% endif %}\n\n{% if page.none %}x{% endif %}## Behind a tag\n", "{% if page.title %}## In a line{% endif %}\n",
    "## {{ page.title }}\n\n## Known\n", "## A {%- assign a = 1 -%}\n{: #no-id}\n\n## B\n", "text {%- assign a = 1 -%}\n\n## Text\n",
    "{% raw %}\n## A\n{% endraw %}\n\n  {% comment %}\n## No\n{% endcomment %}\n## B {{ 'c' }}\n", "{{ page.title }}\n## After {{ page.none }}\n\n# Next\n",
    "{%- for a in (1..2) -%}\n\n## Same\n\n{%- endfor -%}\n", "1. # In a list\n   ## Below\n\n- {: #item} x\n\n{:auto_ids}\nterm\n: meaning\n",
]


@needs_jekyll
@pytest.mark.parametrize("kramdown", [{}, {"input": "kramdown"}, {"auto_id_prefix": "x-", "toc_levels": "2..3"}, {"auto_ids": False}], ids=str)
def test_ids_are_those_that_jekyll_makes(tmp_path: Path, kramdown: dict[str, object]) -> None:
    source, destination = tmp_path / "site", tmp_path / "built"
    source.mkdir()
    (source / "_config.yml").write_text(yaml.safe_dump({"kramdown": kramdown}), "utf-8")
    for number, text in enumerate(IDS):
        (source / f"{number}.md").write_text(f"---\ntitle: Fog\n---\n{text}", "utf-8")
    jekyll_build({source: destination})
    repository = Repository([source], Settings())
    for number, text in enumerate(IDS):
        document = repository.document(f"{number}.md")
        built = set(re.findall(r'id="([^"]+)"', (destination / f"{number}.html").read_text("utf-8")))
        assert (text, own_anchors(document) - built) == (text, set())
        assert (text, anchors_of(document)) in ((text, None), (text, built))


# What plug-ins make of a site: its configuration, its files with their heads (None: none), and the URLs that no file stands for.
POSTS: dict[str, str | None] = {
    "_posts/2024-01-31-a.md": "categories: [Tide, 港口 志]\ntags: low high-water", "sub/_posts/2024-02-01-b.md": "tag: low",
    "_posts/2024-02-01-c.md": "date: 2024-02-01 23:30:00 -0500\ncategory: 2.5", "_posts/2024-03-01-d.md": "published: false\ncategory: never"}
PLUGINS: list[tuple[dict[str, object], dict[str, str | None], str]] = [
    ({"plugins": ["jekyll-sitemap"]}, {}, "/sitemap.xml /robots.txt"), ({"plugins": ["jekyll-sitemap"]}, {"robots.txt": None}, "/sitemap.xml"),
    ({"plugins": ["jekyll-feed"]}, {}, "/feed.xml"), ({"gems": ["jekyll-feed"], "feed": {"path": "atom.xml"}}, {}, "/atom.xml"),
    ({"plugins": ["jekyll-feed"], "feed": {"categories": ["Tide"], "collections": ["guides"]}}, {}, "/feed.xml /feed/Tide.xml /feed/guides.xml"),
    ({"plugins": ["jekyll-feed"], "feed": {"collections": {"guides": {"path": "/g.xml", "categories": ["a"]}}}}, {}, "/feed.xml /g.xml /feed/guides/a.xml"),
    ({"plugins": ["jekyll-feed"], "feed": {"tags": True}}, POSTS, "/feed.xml /feed/by_tag/low.xml"),
    ({"plugins": ["jekyll-feed"], "feed": {"tags": {"except": ["low"], "path": "/t/"}}}, POSTS, "/feed.xml"),
    ({"plugins": ["jekyll-redirect-from"]}, {"a.md": "redirect_from: [/b, c/, d.html]"}, "/redirects.json /b /c/ /d.html"),
    ({"plugins": ["jekyll-redirect-from"], "redirect_from": {"json": False}}, {}, ""), ({"plugins": ["jekyll-archives"]}, POSTS, ""),
    ({"plugins": ["jekyll-archives"], "jekyll-archives": {"enabled": ["categories"]}}, POSTS, "/category/tide/ /category/港口-志/ /category/sub/ /category/2-5/"),
    ({"plugins": ["jekyll-archives"], "jekyll-archives": {"enabled": ["tags", "year"], "permalinks": {"tag": "/t/:name.html"}}}, POSTS,
     "/t/low.html /t/high-water.html /2024/"),
    ({"plugins": ["jekyll-archives"], "jekyll-archives": {"enabled": 5}}, POSTS, ""),
    ({"plugins": ["jekyll-archives"], "timezone": "UTC", "jekyll-archives": {"enabled": ["month", "day"]}}, POSTS,
     "/2024/01/ /2024/01/31/ /2024/02/ /2024/02/01/ /2024/02/02/"),
    ({"plugins": ["jekyll-paginate"], "paginate": 2}, {"index.html": "", **POSTS}, "/page2/"),
    ({"plugins": ["jekyll-paginate"], "paginate": 2}, {"index.html": "", "_posts/2024-02-02-h.md": "hidden: true", "_posts/2024-02-02-i.md": "hidden: false", **POSTS},
     "/page2/"), ({"plugins": ["jekyll-paginate"], "paginate": 3}, {"index.html": "", "_posts/2024-02-02-h.md": "hidden: true", **POSTS}, ""),
    ({"plugins": ["jekyll-paginate"], "paginate": 1, "paginate_path": "/sub/p:num/"}, {"index.html": "", "sub/index.html": "", **POSTS}, "/sub/p2/ /sub/p3/"),
    ({"plugins": ["jekyll-paginate"], "paginate": 1}, {"index.md": "", "sub/index.html": "", **POSTS}, ""),
    ({"plugins": ["jekyll-paginate"], "paginate": 1}, {"index.html": "permalink: /home/", **POSTS}, ""), ({"paginate": 1}, {"index.html": "", **POSTS}, ""),
    ({"plugins": ["jekyll-readme-index"]}, {"README.md": None, "sub/readme.md": None, "sub/index.html": ""}, "/"),
    ({"plugins": ["jekyll-optional-front-matter"]}, {"a.md": None, "README.md": None}, ""),
    ({"plugins": ["jekyll-optional-front-matter"], "optional_front_matter": {"remove_originals": True}}, {"a.md": None}, ""), ({}, {"a.md": None}, ""),
]


@pytest.mark.parametrize(("config", "heads", "made"), PLUGINS)
def test_what_plugins_make(tmp_path: Path, config: dict[str, object], heads: dict[str, str | None], made: str) -> None:
    for name, head in heads.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Notes.\n" if head is None else f"---\n{head}\n---\nNotes.\n", "utf-8")
    (tmp_path / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")
    found = list(urls([tmp_path]))
    again = [one for number, one in enumerate(found) if one.source and one.kind == "page" and one.source in {other.source for other in found[:number]}]
    assert sorted(unquote(one.url) for one in (*again, *(one for one in found if one.kind == "generated"))) == sorted(made.split())


def test_where_redirects_and_pages_without_front_matter_lie(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("plugins: [jekyll-redirect-from, jekyll-optional-front-matter]\ntimezone: UTC\n")
    (tmp_path / "a.md").write_text("---\nredirect_from: [/b, /v1.2, /c/]\n---\n")
    (tmp_path / "d.md").write_text("# D\n")
    (tmp_path / "README.md").write_text("# Copied as it is\n")
    found = list(urls([tmp_path]))
    assert {one.source: one.ids for one in found if one.ids} == {"d.md": ("d",)}
    assert {(one.url, one.file, one.kind) for one in found if one.source != "README.md"} == {
        ("/a.html", "/a.html", "page"), ("/b", "/b.html", "generated"), ("/v1.2", "/v1.2", "generated"), ("/c/", "/c/index.html", "generated"),
        ("/d.html", "/d.html", "page"), ("/d.md", "/d.md", "static"), ("/redirects.json", "/redirects.json", "generated")}


def test_pages_that_are_made_of_a_file_have_it_as_their_source(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("plugins: [jekyll-paginate, jekyll-readme-index]\npaginate: 1\npaginate_path: /news/p:num/\n")
    for name in ("README.md", "news/index.html", "_posts/2024-01-01-a.md", "_posts/2024-01-02-b.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# Fog\n" if name == "README.md" else "---\n---\n")
    found = [(one.source, one.url, one.kind, one.ids) for one in urls([tmp_path]) if one.source and not one.source.startswith("_")]
    assert found == [("README.md", "/README.md", "static", ()), ("news/index.html", "/news/", "page", ()), ("news/index.html", "/news/p2/", "page", ()),
                     ("README.md", "/", "page", ("fog",))]


def test_ids_of_another_engine_are_not_known(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("markdown: redcarpet\n")
    (tmp_path / "a.md").write_text("---\n---\n## A & B\n")
    repository = Repository([tmp_path], Settings())
    assert repository.anchors("a.md") is None
    assert repository.templates.own_anchors(repository.document("a.md")) == set()


def test_packages_below_other_folders_are_published_and_no_content(tmp_path: Path) -> None:
    for name in ("node_modules/a.js", "lib/node_modules/b.js", "lib/node_modules/c.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("---\n---\n")
    (tmp_path / "_config.yml").write_text("title: x\n")
    repository = Repository([tmp_path], Settings())
    assert [one.url for one in urls([tmp_path])] == ["/lib/node_modules/b.js", "/lib/node_modules/c.html"]
    assert repository.targets() == []


@pytest.mark.parametrize(("name", "stem", "suffix"), [
    ("a.md", "a", ".md"), ("a.b.md", "a.b", ".md"), ("a", "a", ""), (".htaccess", ".htaccess", ""), ("..x", "..x", ""),
    ("a...md", "a", ".md"), ("a.", "a", "."), (".a.md", ".a", ".md"),
])
def test_a_name_is_split_as_ruby_splits_it(name: str, stem: str, suffix: str) -> None:
    assert split_name(name) == (stem, suffix)


@pytest.mark.parametrize(("text", "slug", "pretty"), [
    ("Hello World & more!", "hello-world-more", "Hello-World-&-more!"), ("A_B--c'd (2)", "a-b-c-d-2", "A_B-c'd-(2)"),
    ("港口 日志（一）", "港口-日志-一", "港口-日志-一"), ("！", "", ""), ("Σίγμας", "σίγμας", "Σίγμας"), ("ΑΣ", "ασ", "ΑΣ"),
    ("--a--", "a", "a"), ("① ½ Ⅳ", "", ""), ("हिन्दी", "हिन्दी", "हिन्दी"), ("e\u0301", "e\u0301", "e\u0301"), ("a%20b", "a-20b", "a-20b"),
])
def test_slugs(text: str, slug: str, pretty: str) -> None:
    assert (slugify(text), slugify(text, pretty=True)) == (slug, pretty)


@pytest.mark.parametrize(("path", "url"), [
    ("a/b-c.d", "a/b-c.d"), ("a b", "a%20b"), ("港", "%E6%B8%AF"), ("c#", "c%23"), ("c#d#", "c%23d#"), ("100%", "100%25"),
    ("a~!$&'()*+,;=:@b", "a~!$&'()*+,;=:@b"), ("[x]", "%5Bx%5D"), ("", ""),
])
def test_escapes(path: str, url: str) -> None:
    assert escaped(path) == url
