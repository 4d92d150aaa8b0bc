"""Small sites for Hugo, each for one matter; Hugo itself says which files they have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LAYOUTS = {"layouts/_default/list.html": "<p>{{ .Content }}", "layouts/_default/single.html": "<p>{{ .Content }}"}       # Hugo writes no empty file
BARE = 'disableKinds = ["RSS", "sitemap"]\n'

MOUNT = '[[module.mounts]]\nsource = "{}"\ntarget = "{}"\n'
MOUNTED: dict[str, dict[str, Any] | str] = {
    "content/a.md": "x", "static/s.txt": "x", "pub/p.txt": "x", "pub/Sub Dir/q.txt": "x", "docs/d.md": "x", "docs/i.png": "x", "assets/x.css": "x",
    "hugo_stats.json": "{}", "one.txt": "x"}
TONGUES = 'defaultContentLanguage = "en"\n[languages.en]\nweight = 1\n[languages.de]\nweight = 2\ntitle = "D"\n'

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
    "sharps": (BARE + '[permalinks]\nposts = "/p/:slug/"\ntags = "/t/:slug/"\n', {
        "content/posts/a.md": {"title": "C#"}, "content/posts/b.md": {"title": "C# x"}, "content/posts/c.md": {"title": "d", "slug": "D#"},
        "content/t.md": {"tags": ["F#", "g#h"], "slug": "t#"}, "content/S#p/a.md": {"aliases": ["al", "/al/C#/"]}, "content/S#p/b/index.md": "x",
        "content/S#p/b/i#.png": "x", "content/S#p/j.png": "x", "content/per%20c/k/index.md": "x", "content/per%20c/k/i.png": "x"}),
    "headless pages": (BARE, {
        "content/a.md": {"headless": True, "tags": ["x"]}, "content/s/_index.md": {"headless": True}, "content/s/b.md": "x", "content/s/i.png": "x",
        "content/b/index.md": {"headless": True}, "content/b/i.png": "x"}),
    "terms of pages that are not rendered": (BARE, {
        "content/a.md": {"build": {"render": "never"}, "tags": ["a"]}, "content/s/_index.md": {"build": {"render": "never"}, "tags": ["b"]},
        "content/s/c.md": {"build": {"render": "never", "list": "local"}, "tags": ["c"]}}),
    "dates in names with points": (BARE + '[frontmatter]\ndate = [":filename", ":default"]\n', {
        "content/2024-03-04-v1.2.md": {"title": "T"}, "content/2024-03-04-a.b.c.md": {"title": "T"}, "content/2024-03-05-x.de.md": {"title": "T"},
        "content/2024-03-06-w.x/index.md": {"title": "T"}}),
    "blanks where case is kept": (BARE + 'disablePathToLower = true\n[permalinks]\nposts = "/p/:section/:sections[last]/:slug"\n', {
        "content/A  b.md": {"tags": ["R & B"]}, "content/posts/Inner/_index.md": "x", "content/posts/Inner/C D.md": {"title": "E"}, "content/X & Y/z.md": "x"}),
    "files of lists that are not made": ('disableKinds = ["RSS", "sitemap", "section"]\n', {
        "content/s/a.md": "x", "content/s/i.png": "x", "content/j.png": "x", "content/t/_index.md": "x", "content/t/k.png": "x", "content/u/only.png": "x"}),
    "files of no home": ('disableKinds = ["RSS", "sitemap", "home"]\n', {"content/s/a.md": "x", "content/s/i.png": "x", "content/j.png": "x", "content/u/only.png": "x"}),
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
    "places in patterns": (
        BARE + '[permalinks]\nposts = "/P Q/:year/:slug"\nf = "/f/:filename/"\nd = "/d/:06/:2006-01/:Jan/:slugorfilename"\ns = "/:section/:sections/x/:title"\n'
        'tags = "/t/:slug/"\ncategories = "/c/:title"\n', {
            "content/posts/a+b c.md": {"title": "A+b: c%20d \\ e", "date": "2024-02-03"}, "content/posts/s.md": {"slug": "x+y Z/W", "date": "2024-02-03"},
            "content/posts/nt.md": "x", "content/posts/b/index.md": {"title": "Bund"}, "content/posts/b/i.png": "x", "content/posts/c.md": {"title": "C++"},
            "content/posts/v.md": {"title": "-v- 50%2B"}, "content/posts/w.md": {"slug": "-w-"}, "content/posts/m.md": {"title": "m//n"},
            "content/f/a+b & c.md": "x", "content/f/B/index.md": "x", "content/d/e.md": {"date": "2024-02-03"}, "content/s/T U/v.md": {"title": "W"},
            "content/s/k/_index.md": "x", "content/s/k/l.md": {"title": "W"}, "content/R & B/a & b.md": "x", "content/R & B/C & d/e.md": "x",
            "content/t.md": {"tags": ["A b", "R & B", "x/y", "C++", "L+m"], "categories": ["New s", "C D"]},
            "content/tags/own/_index.md": {"title": "Other One", "slug": "sl"}}),
    "patterns for deeper sections": (BARE + '[permalinks]\nposts = "/p/:slug"\n"a/b" = "/ab/:slug"\n', {
        "content/posts/index.md": {"title": "Leaf"}, "content/x/index.md": {"title": "X", "slug": "yy"}, "content/a/b/2.md": {"title": "t2"},
        "content/a/1.md": {"title": "t1"}, "content/3.md": {"title": "t3"}}),
    "patterns in a list": (
        BARE + '[[permalinks]]\npattern = "/p/:slug"\n[permalinks.target]\nkind = "page"\npath = "/a/**"\n[[permalinks]]\npattern = "/q/:slug"\n'
        '[permalinks.target]\nkind = "page"\n', {"content/a/1.md": {"title": "t1"}, "content/b/2.md": {"title": "t2"}}),
    "dates in names": (BARE + '[frontmatter]\ndate = [":filename", ":default"]\n[permalinks]\nposts = "/:year/:month/:slug"\n', {
        "content/posts/2024-03-04_Some Name.md": {"title": "T"}, "content/posts/2024-03-05.md": {"title": "T5"}, "content/posts/2024-03-06-w/index.md": {"title": "T6"},
        "content/z/2024-03-07-s.md": {"slug": "own"}, "content/z/2099-03-07-s.md": "x", "content/z/2024-03-08-a b.md": {"title": "T"}}),
    "dates behind other keys": (
        BARE + '[frontmatter]\ndate = ["mydate", ":default"]\npublishDate = ["go"]\nexpiryDate = ["end", ":default"]\n[permalinks]\nposts = "/:year/:slug"\n', {
            "content/posts/a.md": {"mydate": "2023-01-01", "title": "a"}, "content/posts/b.md": {"go": "2099-01-01", "title": "b"},
            "content/posts/c.md": {"publishDate": "2099-01-01", "title": "c"}, "content/posts/d.md": {"end": "2023-01-01", "title": "d"},
            "content/posts/e.md": {"unpublishdate": "2023-01-01", "title": "e"}, "content/posts/f.md": {"publishDate": "2022-01-01", "title": "f"},
            "content/posts/g.md": {"modified": "2022-01-01", "title": "g"}, "content/posts/h.md": {"pubdate": "2022-01-01", "title": "h"}}),
    "published": (BARE, {"content/b.md": {"published": "2024-01-01"}, "content/d.md": {"published": "2099-01-01"}}),
    "unpublished": (BARE, {"content/a.md": {"published": False}, "content/b.md": {"published": True}, "content/c.md": {"published": False, "draft": False}}),
    "built by the old name": (BARE, {
        "content/a.md": {"_build": {"list": "never"}, "tags": ["nl"]}, "content/b/index.md": {"_build": {"publishResources": False}}, "content/b/i.png": "",
        "content/c.md": {"_build": {"render": "link"}, "tags": ["rl"]}, "content/d.md": {"_build": {"render": "never", "list": "never"}, "tags": ["rn"]},
        "content/f/_index.md": {"_build": {"render": "never"}}, "content/f/g.md": {"tags": ["ok"]}, "content/h/x.md": {"_build": {"render": "never"}},
        "content/bb.md": {"_build": {"render": False, "list": False}, "tags": ["fa"]}, "content/e/index.md": {"_build": {"render": "never"}}, "content/e/i.png": ""}),
    "HTML pages": (BARE, {"content/a.html": "---\ntitle: x\n---\n<p>x</p>\n", "content/c.htm": "---\ntitle: x\n---\nx\n", "content/e/a.html": "<html>x"}),
    "sections": (BARE, {
        "content/a/b/c/d.md": "x", "content/a/b/r.txt": "x", "content/a/x.JPG": "", "content/Cap/_index.md": "x", "content/Cap/Sub/p.md": "x",
        "content/Cap/Sub/R S.txt": "", "content/Cap/T u.txt": "", "content/Cap/Lf/index.md": "x", "content/Cap/Lf/Y Z.png": "", "content/Cap/Lf/W/v.png": "",
        "content/only/x.txt": "", "content/deep/a/b/index.md": "x", "content/deep/a/b/i.png": "", "content/leaf/index.md": "x", "content/leaf/sub/z.md": "x"}),
    "sections that are drafts": (BARE, {
        "content/a/_index.md": {"draft": True}, "content/a/p.md": {"tags": ["q"]}, "content/a/b/_index.md": "x", "content/a/b/r.md": "x", "content/a/b/f.txt": "",
        "content/c/_index.md": "x", "content/c/d.md": {"draft": True}, "content/g/h/i.md": {"draft": True}, "content/g/h/_index.md": "x"}),
    "slugs of lists": (BARE, {
        "content/a/_index.md": {"slug": "AA"}, "content/a/b/_index.md": {"title": "Bee"}, "content/a/b/p.md": {"slug": "own"}, "content/a/b/l/index.md": "x",
        "content/a/b/l/i.png": "", "content/a/c/q.md": {"url": "rel"}, "content/a/d/_index.md": {"slug": "D D", "url": "/Dee é/"}, "content/a/d/e.md": "x",
        "content/a/al.md": {"aliases": ["old"]}, "content/a/f/_index.md": {"slug": "x/y"}, "content/a/f/g.md": "x", "content/a/r.txt": "",
        "content/tags/_index.md": {"slug": "lab"}, "content/n.md": {"tags": ["q", "r"]}, "content/tags/q/_index.md": {"slug": "quu"}}),
    "more terms": (BARE, {"content/t.md": {"tags": [
        "A  b", " c ", "d.e", "f_g", "ß", "İ", "e\u0301", "a+b", "x@y", "~z", "50%", "k'l", "m—n", "o/p q", "R & B"]}}),
    "more aliases": (BARE, {
        "content/a.md": {"aliases": ["/x.html", "y.html", "/z.htm", "/a b/C", "/d/../e", "../f", "/g/index.html", "/h/", "i?j", "k#l", "/m.php", "/n//o", "/ü/ö"]},
        "content/s/b.md": {"aliases": ["x", "../f2", "./g"], "slug": "other"}, "content/s/c/index.md": {"aliases": ["bx"]}}),
    "ugly aliases": ("uglyURLs = true\n" + BARE, {
        "content/s/b.md": {"aliases": ["x", "/y/", "/z/w.html", "../f2"]}, "content/s/_index.md": {"aliases": ["sx", "/sy"]}, "content/s/c/index.md": {"aliases": ["bx"]},
        "content/u.md": {"url": "/uu/v"}, "content/u2.md": {"url": "/uu/w/"}, "content/sl.md": {"slug": "My Slug"}}),
    "a path of a format": (
        ('disableKinds = ["sitemap"]\n[outputFormats.mobile]\nmediaType = "text/html"\npath = "m"\nbaseName = "index"\n[outputs]\npage = ["html", "mobile"]\n'
        'section = ["html", "mobile"]\nhome = ["html", "mobile"]\n'), {
            "content/a.md": "x", "content/s/b.md": {"slug": "Q r"}, "content/s/c.md": {"url": "/own/x.html"}, "content/s/d.md": {"url": "/own/y/"}}),
    "no sections": ('disableKinds = ["section", "RSS"]\n', {
        "content/s/a.md": {"tags": ["x"]}, "content/s/_index.md": "x", "content/s/r.txt": "", "content/s/l/index.md": "x", "content/s/l/i.png": ""}),
    "a cascade": (BARE, {
        "content/a/_index.md": {"cascade": {"draft": True}}, "content/a/p.md": {"draft": False}, "content/a/q.md": "x",
        "content/a/b/_index.md": {"cascade": {"draft": False}}, "content/a/b/r.md": "x", "content/a/b/c/s.md": "x",
        "content/t/_index.md": {"cascade": {"tags": ["given"], "aliases": ["/al/"]}}, "content/t/q.md": {"tags": ["own"]}, "content/t/r.md": "x",
        "content/n/_index.md": {"cascade": {"build": {"render": "never"}}}, "content/n/p.md": "x", "content/n/b/q.md": {"build": {"list": "never"}},
        "content/n/d/e/index.md": "x", "content/n/d/e/i.png": "", "content/n/r.txt": ""}),
    "a cascade in parts": (BARE, {
        "content/a/_index.md": {"cascade": [
            {"_target": {"path": "/a/b/**"}, "outputs": ["html", "json"]}, {"_target": {"path": "{/a/p,/a/p/**}"}, "slug": "pslug"},
            {"_target": {"path": "/A/Q*", "kind": "page"}, "slug": "qslug"}, {"_target": {"lang": "en", "path": "**/l"}, "slug": "lang"},
            {"_target": {"environment": "development"}, "slug": "env"}]},
        "content/a/p.md": "x", "content/a/Q x.md": "x", "content/a/b/r.md": "x", "content/a/b/l.md": "x", "content/a/c/_index.md": "x", "content/a/bu/index.md": "x",
        "layouts/_default/single.json": "x", "layouts/_default/list.json": "x"}),
    "a cascade of the site": (
        BARE + '[[cascade]]\nslug = "cs"\n[cascade._target]\npath = "/x/**"\n[[cascade]]\ndraft = true\n[cascade._target]\nkind = "term"\n', {
            "content/x/p.md": {"tags": ["t"]}, "content/z.md": {"tags": ["u"]}, "content/tags/u/_index.md": {"draft": False}}),
    "a cascade for lists": (BARE + '[cascade.build]\nrender = "never"\n[cascade.target]\nkind = "section"\n', {
        "content/x/p.md": {"tags": ["t"]}, "content/y/_index.md": "x", "content/y/z.md": "x"}),
    "cascades below each other": (BARE, {
        "content/_index.md": {"cascade": {"slug": "fromhome", "outputs": ["json"]}}, "content/a/_index.md": {"cascade": {"slug": "froma"}}, "content/a/p.md": "x",
        "content/b/q.md": "x", "content/c.md": "x", "layouts/_default/single.json": "x", "layouts/_default/list.json": "x", "layouts/index.json": "x"}),
    "languages by name": (TONGUES, {
        "content/a.md": {"tags": ["x"]}, "content/a.de.md": {"tags": ["x", "y"]}, "content/only.de.md": {"aliases": ["/alt/", "rel"]}, "content/_index.de.md": "x",
        "content/s/b.md": {"url": "/abs/"}, "content/s/b.de.md": {"url": "/abs-de/"}, "content/s/c.de.md": {"url": "rel-de/"}, "content/bu/index.md": "x",
        "content/bu/index.de.md": "x", "content/bu/i.png": "", "content/bu/j.de.png": "", "content/bu/inner.md": "x", "content/bo/index.de.md": "x",
        "content/bo/k.png": "", "content/be/index.md": "x", "content/be/k.png": "", "content/se/_index.md": "x", "content/se/_index.de.md": "x", "content/se/r.txt": "",
        "content/sn/p.de.md": "x", "content/sn/q.txt": "", "content/f.fr.md": "x", "layouts/404.html": "x", "static/s.txt": "", "content/c.en.md": "x",
        "content/t/index.en.md": {"slug": "tslug"}, "content/t/index.de.md": {"slug": "tde"}, "content/t/i.png": "", "content/t/n.en.png": "", "content/t/n.de.png": ""}),
    "languages in folders of the site": ("defaultContentLanguageInSubdir = true\n" + TONGUES, {
        "content/a.md": "x", "content/a.de.md": {"aliases": ["/alt/", "rel"]}, "content/bu/index.md": "x", "content/bu/i.png": "", "layouts/404.html": "x",
        "content/s/b.md": {"url": "/abs/"}}),
    "languages by folder": (BARE + 'defaultContentLanguage = "en"\n[languages.en]\ncontentDir = "content/en"\n[languages.de]\ncontentDir = "content/de"\n', {
        "content/en/a.md": "x", "content/de/a.md": "x", "content/en/bu/index.md": "x", "content/en/bu/i.png": "", "content/de/bu/index.md": "x",
        "content/de/bu/j.png": "", "content/c.md": "x", "content/en/r.txt": "", "content/de/r.txt": "", "content/de/s/_index.md": "x"}),
    "languages with settings": (
        ('defaultContentLanguage = "en"\n[permalinks]\ns = "/p/:slug/"\n[languages.en]\n[languages.de]\n[languages.de.permalinks]\ns = "/q/:slug/"\n'
        '[languages.de.taxonomies]\nmark = "marken"\n[languages.fr]\ndisabled = true\n'), {
            "content/s/a.md": {"title": "T", "tags": ["x"]}, "content/s/a.de.md": {"title": "T", "marken": ["x"], "tags": ["y"]}, "content/s/a.fr.md": "x"}),
    "languages of regions": (BARE + 'defaultContentLanguage = "de"\n[languages.en]\n[languages.de]\n[languages.zh-cn]\n[languages.pt-BR]\n', {
        "content/a.md": "x", "content/a.en.md": "x", "content/b.zh-cn.md": "x", "content/c.pt-br.md": "x", "content/e.zh.md": "x"}),
    "mounts for templates": (BARE + MOUNT.format("assets", "assets") + MOUNT.format("hugo_stats.json", "assets/watching/hugo_stats.json"), MOUNTED),
    "mounts of static files": (BARE + MOUNT.format("static", "static") + MOUNT.format("pub", "static/lib") + MOUNT.format("one.txt", "static/f/two.txt"), MOUNTED),
    "a mount in place of static files": (BARE + MOUNT.format("./pub", "static"), MOUNTED),
    "a mount in place of the content": (BARE + MOUNT.format("docs", "content"), MOUNTED),
    "an adapter": (BARE, {"content/a/_content.gotmpl": "", "content/b.md": "x", "content/c/_content.gotmpl": ""}),
    "languages, one left": (BARE + '[languages.en]\n[languages.de]\ndisabled = true\n', {"content/a.md": "x", "content/b.de.md": "x"}),
    "languages, one left out": (BARE + 'disableAliases = true\ndisableLanguages = ["de"]\n[languages.en]\n[languages.de]\n[languages.fr]\n', {
        "content/a.md": "x", "content/b.de.md": "x"}),
    "languages with formats": (
        'disableKinds = ["RSS", "sitemap"]\n[outputs]\npage = ["html", "amp", "json"]\n[languages.en]\n[languages.de]\n', {
            "content/a.md": "x", "content/b.de.md": "x", "layouts/_default/single.amp.html": "x", "layouts/_default/single.json": "x"}),
    "languages with files": (BARE + "[languages.en]\n[languages.de]\n", {
        "content/b/index.md": "x", "content/b/index.de.md": "x", "content/b/x.de.png": "", "content/b/sub/y.png": "", "content/c/_index.de.md": "x",
        "content/c/z.png": "", "content/c/z.de.png": "", "content/q.txt": "", "content/q2.de.txt": ""}),
}


def laid_out(folder: Path, config: str, files: Files) -> Path:
    for path, text in {"hugo.toml": 'baseURL = "https://almanac.example/"\n' + config, **LAYOUTS, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text if isinstance(text, str) else f"---\n{json.dumps(text, ensure_ascii=False)}\n---\nx\n", "utf-8")
    return folder
