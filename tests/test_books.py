"""Books: what is in them, in which order, where their links lead, and that they are the same each time."""

from __future__ import annotations

import os
import posixpath
import re
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from judges import epubcheck, needs_epubcheck
from lxml import etree

from convert.engine import books
from convert.engine.conversion import convert as run_job
from convert.engine.fetching import Fetcher
from convert.engine.run import Conversion, Job
from convert.engine.selection import BadCondition, condition
from convert.readers import read
from convert.readers.encoding import decode
from convert.writers.epub.chapters import chapter_of

FIXTURES = Path(__file__).parent.parent / "fixtures"
CONFIG = "title: The Quay\nurl: https://quay.example\npermalink: /:categories/:title.html\nlang: en\nauthor: The crew\n"
PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
                      "0500017a5eabfc0000000049454e44ae426082")


def post(title: str, body: str = "<p>Text.</p>", date: str = "2022-02-15 09:00:00 +0800", **more: str) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in {"title": f'"{title}"', "date": date, **more}.items())
    return f"---\n{head}---\n{body}\n"


class Shelf:
    """A site on disk, and the books that are made of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.put("_config.yml", CONFIG)

    def put(self, name: str, content: str | bytes) -> None:
        path = self.folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def convert(self, to: str = "epub", out: str = "book.epub", **options: Any) -> Conversion:
        place, pieces = self.folder / out, list[bytes]()
        options.setdefault("into_folder", out.endswith("/"))
        done = run_job(Job((self.folder / "site" / "_posts",), to, place, **options), pieces.append)
        if pieces:
            place.write_bytes(b"".join(pieces))
        return done

    def book(self, **options: Any) -> Book:
        self.convert(**options)
        return Book(self.folder / "book.epub")


class Book:
    """A book as its readers see it."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.infos = archive.infolist()
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.package = self.tree("package.opf")

    def text(self, name: str) -> str:
        return self.files[f"EPUB/{name}"].decode()

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.files[f"EPUB/{name}"])

    def said(self, name: str) -> list[str]:
        return self.package.xpath(f"//*[local-name()='{name}' or @property='{name}']/text()")

    @property
    def posts(self) -> list[str]:
        """The titles of the posts in the order in which they are read."""
        return [re.sub(".*<title>(.*)</title>.*", r"\1", self.text(name), flags=re.S) for name in self.spine if name.startswith("post")]

    @property
    def spine(self) -> list[str]:
        items = {item.get("id"): item.get("href") for item in self.package.iterfind(".//{*}item")}
        return [items[ref.get("idref")] for ref in self.package.iterfind(".//{*}itemref")]

    @property
    def contents(self) -> list[str]:
        """The lines of the table of contents, a part with a colon behind it."""
        toc = self.tree("nav.xhtml").find(".//{*}nav")
        return [element.text + (":" if element.tag.endswith("span") else "") for element in toc.iter("{*}a", "{*}span")]

    def links(self, title: str) -> list[tuple[str, str | None]]:
        """Text and target of each link in a post; of what is no link any more, no target."""
        name = next(name for name in self.spine if name.startswith("post") and f"<title>{title}</title>" in self.text(name))
        return [("".join(link.itertext()), link.get("href")) for link in self.tree(name).iter("{*}a")]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


# Which posts, in which order

@pytest.fixture
def year(shelf: Shelf) -> Shelf:
    """Five posts of three months, two categories and one without a date."""
    for name, title, date, category in [("2022-01-30-a.md", "Ash", "2022-01-30 23:30:00 -0500", "[wood]"),
                                        ("2022-01-31-b.md", "Beech", "2022-01-31 09:00:00 +0800", "[wood, fuel]"),
                                        ("2022-02-15-c.md", "Coal", "2022-02-15", "fuel"),
                                        ("2022-03-01-d.md", "Drift", "2022-03-01 08:00:00 +0800", "[]")]:
        shelf.put(f"_posts/{name}", post(title, date=date, categories=category))
    shelf.put("_posts/undated.md", "---\ntitle: Ember\n---\nNo date.\n")
    return shelf


def test_posts_stand_in_the_order_of_their_instants(year):
    assert year.book().posts == ["Beech", "Ash", "Coal", "Drift", "Ember"]


@pytest.mark.parametrize(("order", "titles"), [("newest", ["Drift", "Coal", "Ash", "Beech", "Ember"]),
                                               ("title", ["Ash", "Beech", "Coal", "Drift", "Ember"]),
                                               ("path", ["Ash", "Beech", "Coal", "Drift", "Ember"])])
def test_other_orders(year, order, titles):
    assert year.book(order=order).posts == titles


def test_months_are_the_parts_of_a_longer_book(year):
    assert year.book().contents == ["January 2022:", "Beech", "Ash", "February 2022:", "Coal", "March 2022:", "Drift", "undated:", "Ember"]


def test_categories_as_parts_bring_their_posts_together(year):
    book = year.book(book={"parts": "category"})
    assert book.contents == ["fuel:", "Coal", "wood:", "Beech", "Ash", "other:", "Drift", "Ember"]
    assert book.posts == ["Coal", "Beech", "Ash", "Drift", "Ember"]


@pytest.mark.parametrize(("split", "books"), [
    ("month", {"2022-01": 2, "2022-02": 1, "2022-03": 1, "undated": 1}), ("year", {"2022": 4, "undated": 1}),
    ("week", {"2022-W04": 1, "2022-W05": 1, "2022-W07": 1, "2022-W09": 1, "undated": 1}),
    ("day", {"2022-01-30": 1, "2022-01-31": 1, "2022-02-15": 1, "2022-03-01": 1, "undated": 1}),
    ("category", {"fuel": 2, "wood": 2, "other": 2}), ("tag", {"other": 5})])
def test_books_by_what_they_are_split_by(year, split, books):
    year.convert(out="books/", split=split)
    assert {path.stem: len(Book(path).posts) for path in (year.folder / "books").iterdir()} == books


def test_a_book_for_each_post_in_a_folder(year):
    done = year.convert(out="books/")
    assert sorted(path.name for path in (year.folder / "books").iterdir()) == [
        "2022-01-30-a.epub", "2022-01-31-b.epub", "2022-02-15-c.epub", "2022-03-01-d.epub", "undated.epub"]
    assert done.converted == 5
    assert Book(year.folder / "books" / "2022-02-15-c.epub").said("title") == ["Coal"]


DOCUMENT = read(decode(b"---\ntitle: Port of call\ndate: 2022-02-15 19:12:03 +0800\ncategories: [World, Ships]\nwords: 120\ndraft: true\n---\n"
                       b"Text.\n", "_posts/2022-02-15-x.md"), "markdown")
CONDITIONS = {
    "date >= 2022-02-01": True, "date >= 2022-02-15": True, "date > 2022-02-15": False, "date = 2022-02": True, "date < 2022": False,
    "date <= 2022": True, "date != 2022-03": True, "date >= 2022-02-15 19:12": True, "date >= 2022-02-15T19:13": False, "modified = 2022": False,
    "category = World": True, "category=Ships": True, "category = world": False, "category != World": False, "categories = World": True,
    "title ~ PORT": True, "title = 'Port of call'": True, 'title = "Port"': False, "words > 99": True, "words < 99": False, "draft = true": True,
    "path ~ _posts/": True, "author = x": False, "author != x": True, "nothing = ": False,
}


@pytest.mark.parametrize("written", CONDITIONS)
def test_conditions(written):
    assert condition(written).holds(DOCUMENT) is CONDITIONS[written]


@pytest.mark.parametrize(("written", "said"), [
    ("date", "“date” is no condition; one is written like “date >= 2022-02-01” or “category = World”"),
    ("date >= soon", "“date >= soon”: date is compared with a day, a month or a year, like date >= 2022-02-01")])
def test_conditions_that_are_none(written, said):
    with pytest.raises(BadCondition, match=re.escape(said)):
        condition(written)


def test_conditions_choose_posts_for_every_format(year):
    assert year.book(where=(condition("category = wood"), condition("date < 2022-01-31"))).posts == ["Ash"]
    assert year.convert("text", "texts/", where=(condition("date = 2022-02"),)).converted == 1
    assert [path.name for path in (year.folder / "texts").iterdir()] == ["2022-02-15-c.txt"]


# What a book says of itself

def test_a_book_is_called_what_its_site_is(year):
    book = year.book()
    assert [book.said(name) for name in ("title", "creator", "language", "source", "date")] == [
        ["The Quay"], ["The crew"], ["en"], ["https://quay.example"], ["2022-03-01"]]
    assert book.said("dcterms:modified") == ["2022-03-01T00:00:00Z"]
    assert "30 January 2022 – 1 March 2022" in book.text("title.xhtml")
    assert "5 posts" in book.text("title.xhtml")


def test_what_is_said_goes_before_what_is_found(year):
    year.put("newsconv.toml", '[book]\ntitle = "Settings"\npublisher = "Pier Press"\nrights = "CC BY 4.0"\n')
    book = year.book(book={"title": "Options & more", "identifier": "urn:isbn:9780000000002", "language": "de"})
    assert [book.said(name) for name in ("title", "publisher", "rights", "identifier", "language")] == [
        ["Options & more"], ["Pier Press"], ["CC BY 4.0"], ["urn:isbn:9780000000002"], ["de"]]
    assert book.contents[0] == "Januar 2022:"


def test_the_header_of_a_post(shelf):
    shelf.put("_posts/2022-02-15-a.md", post("Fog & rain", categories="[World, 港口]", tags="x", author="A. Reporter",
                                             source="The Quill", source_url="https://quill.example/?a=1&b=2"))
    text = shelf.book().text("post-0001.xhtml")
    assert re.search("(?s)<header>.*</header>", text)[0] == (
        '<header>\n<h1>Fog &amp; rain</h1>\n<p class="byline"><time datetime="2022-02-15T09:00:00+08:00">2022-02-15 09:00</time> · '
        '<span class="author">A. Reporter</span> · <a href="https://quill.example/?a=1&amp;b=2">The Quill</a></p>\n'
        '<p class="terms">World · 港口 · x</p>\n</header>')


@pytest.mark.parametrize(("body", "title"), [("# A heading\n\nText.", "A heading"), ("Just text.", "Just text."),
                                             ("word " * 40, "word word word word word word word word word word word word…"), ("", "2022-02-15-a")])
def test_a_post_without_a_title_is_called_as_it_begins(shelf, body, title):
    shelf.put("_posts/2022-02-15-a.md", f'---\ntitle: ""\n---\n{body}\n')
    assert shelf.book().contents == [title]


@pytest.mark.parametrize(("body", "said"), [("<p>No picture.</p>", ["textual"]), ('<p><img src="/p.png" alt="A quay"></p>', ["textual", "textual,visual"]),
                                            ('<p><img src="/p.png"></p>', ["textual,visual"])])
def test_a_book_claims_what_is_true(shelf, body, said):
    shelf.put("p.png", PIXEL)
    shelf.put("_posts/2022-02-15-a.md", post("A", body))
    book = shelf.book()
    assert book.said("schema:accessModeSufficient") == (said if "img" in body else [*said, "textual,visual"] if "cover.png" in str(book.files) else said)
    assert ("alternativeText" in book.said("schema:accessibilityFeature")) is ("A quay" in body or ("img" not in body and "cover.png" in str(book.files)))


# Where links lead

LINKS = {
    "by its URL": ("/ships/second.html", "post-0002.xhtml"),
    "without its suffix": ("/ships/second", "post-0002.xhtml"),
    "beside": ("second.html?page=2", "post-0002.xhtml"),
    "up and down": ("../ships/second.html", "post-0002.xhtml"),
    "by the site's own name": ("https://quay.example/ships/second.html", "post-0002.xhtml"),
    "without a scheme": ("//quay.example/ships/second.html", "post-0002.xhtml"),
    "to an id": ("/ships/second.html#crane", "post-0002.xhtml#crane"),
    "to an id that is not there": ("/ships/second.html#no", "post-0002.xhtml"),
    "to a page that is not in the book": ("/about.html?x=1#team", "https://quay.example/about.html?x=1#team"),
    "to what is not there": ("/nowhere.html", "https://quay.example/nowhere.html"),
    "to a file": ("/tariff.pdf", "https://quay.example/tariff.pdf"),
    "to another site": ("https://else.example/a?b=1&amp;c=2#d", "https://else.example/a?b=1&c=2#d"),
    "within the post": ("#own", "#own"),
}


@pytest.mark.parametrize("case", LINKS)
def test_links(shelf, case):
    target, expected = LINKS[case]
    shelf.put("about.html", "---\n---\nWho we are.\n")
    shelf.put("tariff.pdf", b"%PDF-1.4")
    shelf.put("_posts/2022-02-15-first.md", post("First", f'<p id="own"><a href="{target}">there</a></p>', categories="ships"))
    shelf.put("_posts/2022-02-16-second.md", post("Second", '<p id="crane">A crane.</p>', date="2022-02-16", categories="ships"))
    assert shelf.book().links("First") == [("there", expected)]


def test_without_an_address_of_the_site_only_the_text_of_a_link_stays(shelf):
    shelf.put("_config.yml", "title: x\n")
    shelf.put("_posts/2022-02-15-first.md", post("First", '<p><a href="/tariff.pdf">the tariff</a></p>'))
    assert shelf.book().links("First") == []
    assert "the tariff" in shelf.book().text("post-0001.xhtml")


def test_a_file_beside_a_post_is_found_where_there_is_no_site(tmp_path):
    for name, body in (("a.md", "[b](sub/b.md) [c](sub/c.md)"), ("sub/b.md", "[a](../a.md)")):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {name}\n---\n{body}\n")
    pieces: list[bytes] = []
    run_job(Job((tmp_path / "in",), "epub", None), pieces.append)
    (tmp_path / "book.epub").write_bytes(b"".join(pieces))
    book = Book(tmp_path / "book.epub")
    assert (book.links("a.md"), book.links("sub/b.md")) == ([("b", "post-0002.xhtml")], [("a", "post-0001.xhtml")])


# Pictures

def pictures(text: str) -> list[str]:
    return re.findall(r'<img [^>]*src="([^"]*)"', text)


def test_a_local_picture_comes_in_once(shelf):
    shelf.put("assets/p.png", PIXEL)
    shelf.put("assets/same.png", PIXEL)
    for number in (1, 2):
        shelf.put(f"_posts/2022-02-1{number}-a.md", post(f"P{number}", '<p><img src="/assets/p.png" alt="a"><img src="../assets/same.png" alt="b">'
                                                         '<img src="https://quay.example/assets/p.png" alt="c"></p>'))
    book = shelf.book()
    inside = [name for name in book.files if "/images/" in name]
    assert len(inside) == 1
    assert set(pictures(book.text("post-0001.xhtml"))) == {inside[0].removeprefix("EPUB/")}


def test_a_picture_that_is_not_there_leaves_its_text(shelf):
    shelf.put("_posts/2022-02-15-a.md", post("A", '<p><img src="/no.png" alt="A quay at dawn"></p>'))
    done = shelf.convert()
    text = Book(shelf.folder / "book.epub").text("post-0001.xhtml")
    assert pictures(text) == []
    assert "A quay at dawn" in text
    assert [one.rule for one in done.report.diagnostics] == ["loss-image"]


def test_a_picture_of_the_web_is_a_link_unless_it_is_given(shelf):
    shelf.put("_posts/2022-02-15-a.md", post("A", '<p><img src="https://pics.example/2022/p.png?w=9" alt="A quay"></p>'))
    assert shelf.book().links("A") == [("A quay", "https://pics.example/2022/p.png?w=9")]
    shelf.put("../mirror/pics.example/2022/p.png", PIXEL)
    text = shelf.book(book={"images": str(shelf.folder / "mirror")}).text("post-0001.xhtml")
    assert pictures(text)[0].startswith("images/")


def test_pictures_are_fetched_when_that_is_asked(shelf, monkeypatch):
    monkeypatch.setattr(Fetcher, "_get", lambda self, url: PIXEL if url.endswith("p.png") else b"<html>Not here")
    shelf.put("_posts/2022-02-15-a.md", post("A", '<p><img src="//pics.example/p.png" alt="A quay"> <img src="https://pics.example/q.png" alt="A crane"></p>'))
    done = shelf.convert(fetch=True, book={"images": str(shelf.folder / "kept")})
    text = Book(shelf.folder / "book.epub").text("post-0001.xhtml")
    assert len(pictures(text)) == 1
    assert '<a href="https://pics.example/q.png">A crane</a>' in text
    assert [one.message for one in done.report.diagnostics] == ["the picture https://pics.example/q.png is left out: it is a web page, not a picture"]
    assert (shelf.folder / "kept" / "pics.example" / "p.png").read_bytes() == PIXEL


def test_a_mirror_is_not_left(shelf):
    shelf.put("../secret.png", PIXEL)
    shelf.put("../mirror/x", b"")
    shelf.put("_posts/2022-02-15-a.md", post("A", '<p><img src="https://pics.example/..%2f..%2fsecret.png" alt="A quay"></p>'))
    assert pictures(shelf.book(book={"images": str(shelf.folder / "mirror")}).text("post-0001.xhtml")) == []


def test_the_pictures_of_content_documents_come_with_them(shelf):
    shelf.put("assets/p.png", PIXEL)
    shelf.put("_posts/deep/2022-02-15-a.md", post("A", '<p><img src="/assets/p.png" alt="a"> <a href="/b.html">b</a></p>'))
    shelf.put("_posts/2022-02-15-b.md", post("B"))
    shelf.convert("xhtml", "out/")
    text = (shelf.folder / "out/deep/2022-02-15-a.xhtml").read_text()
    found = posixpath.normpath(f"deep/{pictures(text)[0]}")
    assert (shelf.folder / "out" / found).read_bytes() == PIXEL
    assert 'href="../2022-02-15-b.xhtml"' in text


# The file

def test_the_container(year):
    book = year.book()
    first = book.infos[0]
    assert (first.filename, first.compress_type, first.extra, book.files["mimetype"]) == ("mimetype", zipfile.ZIP_STORED, b"", b"application/epub+zip")
    assert {(info.date_time, info.create_system, info.extra) for info in book.infos} == {((1980, 1, 1, 0, 0, 0), 3, b"")}
    assert all(name.isascii() for name in book.files)


def test_two_runs_give_the_same_bytes(year, monkeypatch):
    year.book()
    first = (year.folder / "book.epub").read_bytes()
    year.book()
    assert (year.folder / "book.epub").read_bytes() == first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1650000000")
    assert year.book().said("dcterms:modified") == ["2022-04-15T05:20:00Z"]


def test_other_content_is_another_book(year):
    before = year.book().said("identifier")
    year.put("_posts/2022-02-15-c.md", post("Coal", "<p>Other text.</p>"))
    assert year.book().said("identifier") != before


def test_what_cannot_be_read_is_left_out(year):
    year.put("_posts/2022-02-16-broken.md", b"---\ntitle: x\n---\n\0\0\0\1\2")
    done = year.convert()
    assert (done.converted, done.failed) == (5, 1)
    assert Book(year.folder / "book.epub").posts == ["Beech", "Ash", "Coal", "Drift", "Ember"]


def test_a_post_that_fails_stays_as_its_title_for_the_links_that_lead_to_it(shelf, monkeypatch):
    shelf.put("_posts/2022-02-15-a.md", post("First", '<p><a href="/second.html">there</a></p>'))
    shelf.put("_posts/2022-02-16-second.md", post("Second", date="2022-02-16"))
    monkeypatch.setattr(books, "chapter_of", failing_on("Second"))
    done = shelf.convert()
    book = Book(shelf.folder / "book.epub")
    assert (done.converted, done.failed, book.posts) == (1, 1, ["First", "Second"])
    assert book.links("First") == [("there", "post-0002.xhtml")]
    assert "Text." not in book.text("post-0002.xhtml")


def failing_on(title: str, fail: Callable[[], object] = lambda: 1 / 0):
    """Makes chapters as ever, but fails on the post with a title."""
    def make(document, *rest):
        if document.meta.title == title:
            fail()
        return chapter_of(document, *rest)
    return make


@pytest.fixture
def many(shelf: Shelf) -> Shelf:
    shelf.put("p.png", PIXEL)
    for number in range(230):
        shelf.put(f"_posts/2022-{number % 12 + 1:02}-01-p{number:03}.md", post(
            f"Post {number:03}", f'<p><a href="/p{(number + 7) % 230:03}.html#x">on</a> <img src="/{"p" if number % 2 else "no"}.png" alt="a"> <b><p>x</b>',
            date=f"2022-{number % 12 + 1:02}-01"))
    return shelf


def test_any_number_of_processes_makes_the_same_book(many):
    runs = []
    for jobs in (1, 2, 5):
        done = many.convert(out=f"{jobs}.epub", jobs=jobs)
        runs.append(((many.folder / f"{jobs}.epub").read_bytes(), done.converted, done.failed, done.report.diagnostics, dict(done.repairs)))
    assert runs[0] == runs[1] == runs[2]
    assert runs[0][1:3] == (230, 0)
    assert len(runs[0][3]) == 115


def test_a_post_that_fails_in_another_process_is_said(many, monkeypatch):
    monkeypatch.setattr(books, "chapter_of", failing_on("Post 101"))
    done = many.convert(jobs=2)
    assert (done.converted, done.failed) == (229, 1)
    assert [one.message for one in done.report.diagnostics if one.severity == "error"] == [
        "newsconv failed on this file: ZeroDivisionError: division by zero"]


def test_a_process_that_dies_costs_nothing(many, monkeypatch):
    killed = many.folder / "killed"
    monkeypatch.setattr(books, "chapter_of", failing_on("Post 101", lambda: killed.exists() or (killed.touch(), os.kill(os.getpid(), signal.SIGKILL))))
    done = many.convert(jobs=2)
    assert killed.exists()
    assert (done.converted, done.failed) == (230, 0)
    assert len(Book(many.folder / "book.epub").posts) == 230


def test_a_post_at_which_processes_die_is_said(many, monkeypatch):
    own = os.getpid()
    monkeypatch.setattr(books, "chapter_of", failing_on("Post 101", lambda: os.getpid() == own or os.kill(os.getpid(), signal.SIGKILL)))
    done = many.convert(jobs=2)
    assert (done.converted, done.failed) == (229, 1)
    assert [one.message for one in done.report.diagnostics if one.severity == "error"] == ["the process that read this file died, and so did the next one"]


def test_no_file_where_there_is_no_post(shelf):
    shelf.put("_posts/2022-02-16-broken.md", b"\0\0\0\1\2")
    assert shelf.convert().failed == 1
    assert not (shelf.folder / "book.epub").exists()


@needs_epubcheck
def test_epubcheck_has_nothing_to_say(tmp_path, year):
    pieces: list[bytes] = []
    run_job(Job((FIXTURES / "news",), "epub", None), pieces.append)
    (tmp_path / "fixtures.epub").write_bytes(b"".join(pieces))
    year.convert(book={"parts": "category"})
    assert epubcheck(tmp_path / "fixtures.epub") == []
    (tmp_path / "all").mkdir()
    for path in [*(FIXTURES / "posts").iterdir(), *(FIXTURES / "kramdown").iterdir()]:        # whatever a file holds
        (tmp_path / "all" / f"{path.stem}.md").write_bytes(path.read_bytes())
    pieces.clear()
    run_job(Job((tmp_path / "all",), "epub", None), pieces.append)
    (tmp_path / "all.epub").write_bytes(b"".join(pieces))
    assert epubcheck(tmp_path / "all.epub") == []
    assert epubcheck(year.folder / "book.epub") == []
