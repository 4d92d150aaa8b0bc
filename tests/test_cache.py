"""What is remembered is what would be found: a run with a memory says what a run without one says, whatever happened in between."""

from __future__ import annotations

import os
import pickle
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from click.testing import CliRunner

from convert.cli import main
from convert.engine import circumstances
from convert.engine.cache import FOLDER, Cache, packed, unpacked
from convert.engine.repository import Repository
from convert.engine.settings import load
from convert.engine.validation import validate
from convert.model.finding import Diagnostic, Fix, Report
from convert.model.source import Place

FIXTURES = Path(__file__).parent.parent / "fixtures"
POST = "---\ntitle: Post {}\ndate: 2022-05-{:02} 09:00:00 +0800\n---\nThe text of number {}, with [a link](/about.html#top) and [another](/2022/05/01/post-1.html).\n"
CONFIG = "title: x\nurl: https://news.example.org\ntimezone: Asia/Shanghai\npermalink: /:year/:month/:day/:title.html\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of more files than are read faster than a cache."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_layouts").mkdir()
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / "about.md").write_text("---\ntitle: About\n---\n## Top\n")
    (tmp_path / "_layouts" / "post.html").write_text("<p id=\"foot\">{{ content }}</p>\n")
    for number in range(1, 121):
        day = (number - 1) % 28 + 1
        (tmp_path / "_posts" / f"2022-05-{day:02}-post-{number}.md").write_text(POST.format(number, day, number))
    age(tmp_path)
    return tmp_path


def age(folder: Path) -> None:
    """Make all files old enough for their times to be trusted."""
    for path in folder.rglob("*"):
        if path.is_file() and FOLDER not in path.parts:
            os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns - 10_000_000_000))


def said(*, remembers: bool, paths: tuple[Path, ...] = (Path(),)) -> tuple[Diagnostic, ...]:
    report: Report = validate(paths, load(Path()), remembers=remembers)
    return report.diagnostics


def same() -> tuple[Diagnostic, ...]:
    """What both say of the site as it is; it is asked twice, since what is remembered then is remembered again."""
    wanted = said(remembers=False)
    assert said(remembers=True) == wanted
    assert said(remembers=True) == wanted
    return wanted


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read as documents."""
    read: list[str] = []
    document = Repository.document

    def noted(self: Repository, path: str, data: bytes | None = None) -> object:
        read.append(path)
        return document(self, path, data)

    monkeypatch.setattr(Repository, "document", noted)
    monkeypatch.setattr("convert.engine.pool._cores", lambda: 1)
    return read


def first(site: Path) -> Path:
    return site / "_posts" / "2022-05-01-post-1.md"


def rewritten(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def put(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


ABOUT = "---\ntitle: About\n---\n## Top\n\n{% include note.html %}\n"
# What may happen to a site between two runs.
EVENTS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda site: None,
    "a title goes": lambda site: rewritten(first(site), "title: Post 1\n", ""),
    "a text changes": lambda site: rewritten(first(site), "The text", "The words"),
    "a link breaks": lambda site: rewritten(first(site), "/about.html", "/abuot.html"),
    "a page gets another address": lambda site: rewritten(first(site), "title: Post 1\n", "title: Post 1\npermalink: /elsewhere.html\n"),
    "a page goes": lambda site: (site / "about.md").unlink(),
    "a page comes": lambda site: (site / "_posts" / "2022-05-02-new.md").write_text(POST.format("new", 2, "new")),
    "a heading goes that is linked": lambda site: (site / "about.md").write_text("---\ntitle: About\n---\n## Bottom\n"),
    "a post is another's double": lambda site: (site / "_posts" / "2022-05-03-double.md").write_text(
        "---\ntitle: Double\ndate: 2022-05-03 09:00:00 +0800\n---\n" + "The same text. " * 30),
    "two posts are doubles": lambda site: [(site / "_posts" / f"2022-05-0{day}-double.md").write_text(
        f"---\ntitle: Double {day}\ndate: 2022-05-0{day} 09:00:00 +0800\n---\n" + "The same text. " * 30) for day in (3, 4)],
    "a file is renamed": lambda site: first(site).rename(site / "_posts" / "2022-05-01-other.md"),
    "a file is touched": lambda site: os.utime(first(site)),
    "all are touched": lambda site: [os.utime(path) for path in (site / "_posts").iterdir()],
    "the site's settings change": lambda site: (site / "_config.yml").write_text(CONFIG.replace(":title.html", ":title/")),
    "the site's zone changes": lambda site: (site / "_config.yml").write_text(CONFIG.replace("timezone: Asia/Shanghai\n", "")),
    "a layout changes": lambda site: (site / "_layouts" / "post.html").write_text("<p id=\"top\">{{ content }}</p>\n"),
    "our settings change": lambda site: (site / "newsconv.toml").write_text('ignore = ["link-broken"]\nseverity = {link = "info"}\n'),
    "a schema comes": lambda site: ((site / "s.json").write_text('{"required": ["author"]}'),
                                    (site / "newsconv.toml").write_text('schemas = {"_posts/*" = "s.json"}\n')),
    "findings are meant": lambda site: first(site).write_text(first(site).read_text().replace("The text", "<!-- newsconv: ignore link-broken -->\nThe text")),
    "a post of tomorrow": lambda site: (site / "_posts" / "2099-05-02-new.md").write_text(POST.format("new", 2, "new").replace("2022-05-02", "2099-05-02")),
    "a file that is no text": lambda site: first(site).write_bytes(bytes(range(256)) * 4),
    "a picture comes": lambda site: (site / "bell.png").write_bytes(b"\x89PNG"),
    "the server changes": lambda site: ((site / "netlify.toml").write_text(""), rewritten(first(site), "/about.html", "/About/")),
    "who serves the site is said": lambda site: (rewritten(first(site), "/about.html", "/about"), (site / "newsconv.toml").write_text('served-by = "nginx"\n')),
    "the server redirects": lambda site: ((site / "_redirects").write_text("/old /about.html\n"), rewritten(first(site), "/about.html", "/old")),
    "the server redirects no more": lambda site: ((site / "_redirects").write_text("/older /about.html\n"), rewritten(first(site), "/about.html", "/old")),
    "a limit comes": lambda site: (site / "_config.yml").write_text(CONFIG + "limit_posts: 119\n"),
    "a newer post goes below the limit": lambda site: ((site / "_config.yml").write_text(CONFIG + "limit_posts: 119\n"), said(remembers=True),
                                                       (site / "_posts" / "2022-05-28-post-28.md").unlink()),
    "an include changes": lambda site: (put(site / "_includes" / "note.html", '<p id="note">Note</p>'), put(site / "about.md", ABOUT),
                                         rewritten(first(site), "#top", "#note"), said(remembers=True), put(site / "_includes" / "note.html", "<p>Note</p>")),
    "what was built changes": lambda site: (put(site / "out" / "made.html", "x"), (site / "newsconv.toml").write_text('built = "out"\n'),
                                            rewritten(first(site), "/about.html", "/made.html"), said(remembers=True), (site / "out" / "made.html").unlink()),
    "data comes": lambda site: (put(site / "about.md", "---\ntitle: About\n---\n{% for x in site.data.lamps %}\n## {{ x }}\n{% endfor %}\n"), said(remembers=True),
                                put(site / "_data" / "lamps.yml", "[Top]")),
    "a link of a layout breaks": lambda site: (put(site / "_layouts" / "post.html", '<a href="/about.html">About</a>{{ content }}'), said(remembers=True),
                                               (site / "about.md").unlink()),
    "a folder is ignored": lambda site: (site / ".gitignore").write_text("about.md\n"),
}


@pytest.mark.parametrize("event", EVENTS)
def test_a_run_says_what_one_without_memory_says(site: Path, event: str) -> None:
    same()
    EVENTS[event](site)
    same()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_one_after_the_other(site: Path, seed: int) -> None:
    chance = random.Random(seed)
    for event in chance.sample(sorted(EVENTS), len(EVENTS)):
        try:
            EVENTS[event](site)
        except (FileNotFoundError, AssertionError, UnicodeDecodeError):
            continue
        if chance.random() < 0.3:
            age(site)
        assert said(remembers=True) == said(remembers=False), event


def test_a_schema_that_changes_within_another(site: Path) -> None:
    (site / "newsconv.toml").write_text('schemas = {"_posts/*" = "a.json"}\n')
    (site / "a.json").write_text('{"properties": {"title": {"$ref": "b.json"}}}')
    (site / "b.json").write_text('{"type": "string"}')
    same()
    (site / "b.json").write_text('{"type": "number"}')
    assert {one.rule for one in same()} >= {"schema-type"}


def test_pages_that_exist_because_others_do(site: Path) -> None:
    (site / "_config.yml").write_text(CONFIG + """plugins: [jekyll-archives, jekyll-paginate, jekyll-readme-index]
jekyll-archives: {enabled: [categories], permalinks: {category: "/c/:name/"}}
paginate: 119
paginate_path: /list/:num/
""")
    (site / "list").mkdir()
    (site / "list" / "index.html").write_text("---\n---\n")
    (site / "README.md").write_text("# Read me\n")
    (site / "about.md").write_text("---\ntitle: About\n---\n[a](/c/tide/) [b](/list/2/) [c](/)\n")
    (post := first(site)).write_text(text := post.read_text().replace("title:", "category: tide\ntitle:"))
    age(site)

    def missing() -> list[str]:
        return [one.subject for one in same() if one.rule == "link-broken" and one.path == "about.md"]
    assert missing() == []
    post.write_text(text.replace("tide", "fog"))
    assert missing() == ["/c/tide/"]
    post.unlink()
    (site / "README.md").rename(site / "LICENSE.md")
    assert missing() == ["/c/tide/", "/list/2/", "/"]


def test_the_fixture_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FIXTURES / "news", tmp_path / "news")
    monkeypatch.chdir(tmp_path / "news")
    assert len(same()) > 80


def test_what_is_known_is_not_read(site: Path, reading: list[str]) -> None:
    said(remembers=True)
    assert len(reading) == 120 + 2                                # and a page, and a layout, for where it will be
    reading.clear()
    said(remembers=True)
    assert reading == []
    rewritten(first(site), "The text", "The words")
    said(remembers=True)
    assert reading == ["_posts/2022-05-01-post-1.md"]
    reading.clear()
    said(remembers=True, paths=(site / "_posts" / "2022-05-02-post-2.md",))
    assert reading == []


def test_rules_of_pages_alone_are_remembered_too(site: Path, reading: list[str]) -> None:
    settings = load(Path()).with_options(select=("fm",))
    assert validate([Path()], settings, remembers=True).summary.files == len(reading) > 120
    reading.clear()
    rewritten(first(site), "title:", "tags: x\ntags: y\ntitle:")
    assert [one.rule for one in validate([Path()], settings, remembers=True).diagnostics] == ["fm-duplicate-key"]
    assert reading == ["_posts/2022-05-01-post-1.md"]
    reading.clear()
    assert [one.rule for one in validate([Path()], settings, remembers=True).diagnostics] == ["fm-duplicate-key"]
    assert reading == []


def test_a_page_that_moves_is_read_alone(site: Path, reading: list[str]) -> None:
    said(remembers=True)
    rewritten(first(site), "title: Post 1\n", "title: Post 1\npermalink: /elsewhere.html\n")
    reading.clear()
    found = said(remembers=True)
    assert len(found) == 120                              # all others link to it, and are asked again what they link to
    assert sorted(set(reading)) == sorted({f"_posts/{path.name}" for path in (site / "_posts").iterdir()})


def test_what_posts_with_terms_tell_is_not_read_again(site: Path, reading: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the run that learns it, when memory has let it go, nor when another page moves."""
    for path in (site / "_posts").iterdir():
        rewritten(path, "title: ", "categories: markets\ntags: [fog, bells]\ntitle: ")
    age(site)
    monkeypatch.setattr("convert.engine.recall._LOT", 7)
    said(remembers=True)
    assert sorted(reading) == sorted({*reading})
    reading.clear()
    rewritten(site / "_posts" / "2022-05-02-post-2.md", "title: ", "permalink: /elsewhere.html\ntitle: ")
    said(remembers=True)
    assert reading == ["_posts/2022-05-02-post-2.md"]


def test_where_times_are_new_bytes_count(site: Path, reading: list[str]) -> None:
    said(remembers=True)
    for path in (site / "_posts").iterdir():
        os.utime(path)
    reading.clear()
    said(remembers=True)
    assert reading == []


def test_a_change_within_the_same_moment(site: Path) -> None:
    rewritten(first(site), "/about.html", "/about.htm")
    state = first(site).stat()
    said(remembers=True)
    rewritten(first(site), "/about.htm#", "/about.tml#")
    os.utime(first(site), ns=(state.st_atime_ns, state.st_mtime_ns))
    assert first(site).stat().st_size == state.st_size
    same()


# Where there is none.

def test_a_few_files_need_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / "a.md").write_text("---\ntitle: a\n---\n")
    said(remembers=True)
    assert not (tmp_path / FOLDER).exists()


def test_a_folder_that_is_no_repository_gets_none(site: Path) -> None:
    (site / "_config.yml").unlink()
    if all(not (folder / ".git").exists() for folder in site.parents):
        said(remembers=True)
        assert not (site / FOLDER).exists()


def test_without_memory_nothing_is_written(site: Path) -> None:
    said(remembers=False)
    assert not (site / FOLDER).exists()


def test_the_folder_says_what_it_is(site: Path) -> None:
    said(remembers=True)
    assert sorted(path.name for path in (site / FOLDER).iterdir()) == [".gitignore", "CACHEDIR.TAG", "files.sqlite"]
    assert (site / FOLDER / ".gitignore").read_text() == "*\n"
    assert (site / FOLDER / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def broken(site: Path) -> None:
    (site / FOLDER / "files.sqlite").write_bytes(b"SQLite format 3\0" + os.urandom(4000))


def cut(site: Path) -> None:
    os.truncate(site / FOLDER / "files.sqlite", 5000)


def emptied(site: Path) -> None:
    os.truncate(site / FOLDER / "files.sqlite", 0)


def of_another_format(site: Path) -> None:
    with sqlite3.connect(site / FOLDER / "files.sqlite") as base:
        base.execute("PRAGMA user_version = 99")


def without_tables(site: Path) -> None:
    with sqlite3.connect(site / FOLDER / "files.sqlite") as base:
        base.execute("DROP TABLE pages")


def with_nonsense(site: Path) -> None:
    with sqlite3.connect(site / FOLDER / "files.sqlite") as base:
        base.execute("UPDATE files SET found = x'00', told = x'01'")
        base.execute("UPDATE pages SET located = x'02', facts = x'03'")
        base.execute("UPDATE keys SET site = x'04'")


def without_facts(site: Path) -> None:
    with sqlite3.connect(site / FOLDER / "files.sqlite") as base:
        base.execute("DELETE FROM pages")
        base.execute("UPDATE keys SET site = NULL")
        base.execute("UPDATE files SET token = NULL")


@pytest.mark.parametrize("harm", [broken, cut, emptied, of_another_format, without_tables, with_nonsense, without_facts])
def test_whatever_became_of_it(site: Path, harm: Callable[[Path], None]) -> None:
    rewritten(first(site), "/about.html", "/abuot.html")
    same()
    harm(site)
    assert same()


def test_a_tree_that_cannot_be_written(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    same()
    assert not (site / FOLDER).exists()


def test_a_cache_that_cannot_be_written_is_read(site: Path) -> None:
    said(remembers=True)
    (site / FOLDER / "files.sqlite").chmod(0o444)
    try:
        rewritten(first(site), "/about.html", "/abuot.html")
        same()
    finally:
        (site / FOLDER / "files.sqlite").chmod(0o644)


def test_nothing_is_written_where_a_link_leads(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (site / FOLDER).symlink_to(elsewhere)
    same()
    assert list(elsewhere.iterdir()) == []


def test_a_cache_that_somebody_else_wrote_runs_nothing(site: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(site / "caught"),)

    for trap in (Trap(), [Trap()], {"a": Trap()}):
        with pytest.raises(ValueError, match="no packed value"):
            unpacked(pickle.dumps(trap))
    said(remembers=True)
    with sqlite3.connect(site / FOLDER / "files.sqlite") as base:
        base.execute("UPDATE files SET found = ?, told = ?", (pickle.dumps(Trap()), pickle.dumps(Trap())))
        base.execute("UPDATE pages SET located = ?, facts = ?", (pickle.dumps(Trap()), pickle.dumps(Trap())))
        base.execute("UPDATE keys SET site = ?, rests = ?", (pickle.dumps(Trap()), pickle.dumps(Trap())))
    same()
    assert not (site / "caught").exists()


def test_only_our_own_tuples_are_made() -> None:
    ours = (Place(1, 2, 3, 4), Fix("x"), frozenset({"a"}), {"k": [1, None, b"x"]})
    assert unpacked(packed(ours)) == ours
    for foreign in (b"cos\nsystem\n(S'true'\ntR.", pickle.dumps(Path()), pickle.dumps(Repository), pickle.dumps(print), b""):
        with pytest.raises(ValueError, match="no packed value"):
            unpacked(foreign)


# Several runs.

CODE = "import sys; from pathlib import Path; from convert.engine.validation import validate; validate([Path()], remembers=True)"


def test_two_runs_at_once(site: Path) -> None:
    for _ in range(3):
        runs = [subprocess.Popen([sys.executable, "-c", CODE], env={**os.environ, "PYTHONPATH": str(FIXTURES.parent)}) for _ in range(3)]
        assert [run.wait() for run in runs] == [0, 0, 0]
        rewritten(first(site), "The text", "The text, again")
        same()


@pytest.mark.parametrize("moment", [0.15, 0.25, 0.35, 0.45, 0.6])
def test_a_run_that_is_killed(site: Path, moment: float) -> None:
    run = subprocess.Popen([sys.executable, "-c", CODE], env={**os.environ, "PYTHONPATH": str(FIXTURES.parent)})
    time.sleep(moment)
    run.send_signal(signal.SIGKILL)
    run.wait()
    rewritten(first(site), "/about.html", "/abuot.html")
    assert same()


@pytest.mark.parametrize("event", ["nothing", "a link breaks", "a page goes", "two posts are doubles", "a heading goes that is linked"])
def test_of_many_files_the_cache_keeps_what_they_tell(site: Path, event: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was put down is let go, so that memory does not grow with what pages tell, and is read back when it is asked for."""
    monkeypatch.setattr("convert.engine.recall._LOT", 7)
    test_a_run_says_what_one_without_memory_says(site, event)
    Path(FOLDER, "files.sqlite").unlink()
    same()


def test_what_could_not_be_put_down_is_kept(site: Path, monkeypatch: pytest.MonkeyPatch, reading: list[str]) -> None:
    monkeypatch.setattr("convert.engine.recall._LOT", 7)
    monkeypatch.setattr(Cache, "put", lambda self, *rows, **more: False)
    wanted = said(remembers=False)
    reading.clear()
    assert said(remembers=True) == wanted
    assert len(reading) == len(set(reading))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_utf_8_is_not_put_down(site: Path) -> None:
    Path(os.fsdecode(os.fsencode(site / "_posts") + b"/2022-05-01-\xff.md")).write_text(POST.format("odd", 1, "odd"))
    same()


def test_only_a_few_settings_are_remembered(site: Path) -> None:
    for number in range(7):
        (site / "newsconv.toml").write_text(f'known-urls = ["x{number}"]\n')
        said(remembers=True)
    with sqlite3.connect(site / FOLDER / "files.sqlite") as base:
        assert base.execute("SELECT count(*) FROM keys").fetchone() == (4,)
        assert base.execute("SELECT count(DISTINCT key) FROM files").fetchone() == (4,)
        assert base.execute("SELECT count(*) FROM pages").fetchone() == base.execute("SELECT count(*) FROM files").fetchone()


def test_other_files_make_a_page_of_hugo_a_part_of_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {f"content/news/{number}.md": "[a](/news/) [b](/set/part/) [c](/set/i.png) [d](/moved/i.png) [e](/tags/kettle/)\n" for number in range(120)}
    files |= {"hugo.toml": 'baseURL = "https://news.example.org/"\n', "content/set/part.md": "x\n", "content/set/i.png": ""}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    age(tmp_path)

    def missing() -> set[str | None]:
        return {one.target for one in same() if one.rule in ("link-broken", "image-missing")}

    assert missing() == {"/moved/i.png", "/tags/kettle/"}
    (tmp_path / "content/set/index.md").write_text("---\nurl: /moved/\ntags: [kettle]\n---\nx\n")
    age(tmp_path)
    assert missing() == {"/set/part/", "/set/i.png"}
    (tmp_path / "content/set/index.md").unlink()
    assert missing() == {"/moved/i.png", "/tags/kettle/"}


def test_lists_of_hugo_and_who_builds_it_change_what_is_known_of_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {f"content/news/{number}.md": "[a](/news/1/) [b](/moved/1/) [c](/a--b/) [d](/a-b/)\n" for number in range(120)}
    files |= {"hugo.toml": 'baseURL = "https://news.example.org/"\n', "content/news/_index.md": "x\n", "content/a & b.md": "x\n", ".hvm": "0.168.0\n"}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)

    def missing() -> set[str | None]:
        age(tmp_path)
        return {one.target for one in same() if one.rule in ("link-broken", "link-unpublished")}

    assert missing() == {"/moved/1/", "/a-b/"}
    (tmp_path / "content/news/_index.md").write_text("---\nslug: moved\n---\nx\n")
    assert missing() == {"/news/1/", "/a-b/"}
    (tmp_path / "content/news/_index.md").write_text("x\n")
    (tmp_path / ".hvm").write_text("0.111.3\n")
    assert missing() == {"/moved/1/", "/a--b/"}


def test_a_page_of_hugo_that_expires_is_asked_again_the_day_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hugo.toml").write_text('baseURL = "https://news.example.org/"\n')
    (tmp_path / "content").mkdir()
    for number in range(120):
        (tmp_path / f"content/{number}.md").write_text("[a](/sale/)\n")
    soon = datetime.now(UTC) + timedelta(hours=1)
    (tmp_path / "content/sale.md").write_text(f"---\nexpiryDate: {soon.isoformat()}\n---\nx\n")
    age(tmp_path)
    one = (Path("content/1.md"),)
    assert said(remembers=True, paths=one) == said(remembers=True, paths=one) == ()

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return soon + timedelta(days=1)

    monkeypatch.setattr("convert.engine.repository.datetime", Tomorrow)
    assert [one.rule for one in said(remembers=True, paths=one)] == ["link-unpublished"]


def test_code_and_libraries_count_by_what_they_are_not_by_when_they_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, libraries = circumstances._code.__wrapped__, circumstances._libraries.__wrapped__
    home = tmp_path / "site-packages"
    (home / "house").mkdir(parents=True)
    (home / "lxml-6.0.dist-info").mkdir()
    (home / "house" / "rule.py").write_text("a = 1\n")
    monkeypatch.setattr(sys, "path", [str(home)])
    before = code((str(home),)), libraries()
    os.utime(home, ns=(1, 1))
    os.utime(home / "house" / "rule.py", ns=(1, 1))
    assert (code((str(home),)), libraries()) == before
    (home / "lxml-6.0.dist-info").rename(home / "lxml-6.1.dist-info")
    assert libraries() != before[1]
    (home / "house" / "rule.py").write_text("a = 2\n")
    assert code((str(home),)) != before[0]


# What a user may ask.

def asked(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["cache", *arguments], prog_name="newsconv")
    assert result.exit_code == 0, result.output
    return result.output


def test_a_user_may_ask_and_clear(site: Path) -> None:
    assert asked() == asked("--clear") == "Nothing is remembered.\n"
    said(remembers=True)
    assert re.fullmatch(r"\.newsconv_cache: 0\.\d MB, 122 files by one setting\.\n", asked())
    (site / "newsconv.toml").write_text('known-urls = ["x"]\n')
    said(remembers=True)
    assert asked("_posts").endswith(" MB, 123 and 122 files by each of 2 settings.\n")
    assert asked("--clear").startswith("Deleted .newsconv_cache: ")
    assert not (site / FOLDER).exists()
    same()


def test_nothing_is_deleted_that_is_not_ours(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "files.sqlite").write_text("somebody else's")
    (site / FOLDER).symlink_to(elsewhere)
    assert asked("--clear") == "Nothing is remembered.\n"
    assert (elsewhere / "files.sqlite").exists()
    (site / FOLDER).unlink()
    said(remembers=True)
    (site / FOLDER / "thesis.md").write_text("mine")
    result = CliRunner().invoke(main, ["cache", "--clear"], prog_name="newsconv")
    assert (result.exit_code, result.stderr) == (2, f"newsconv: {site / FOLDER}: Directory not empty\n")
    assert [path.name for path in (site / FOLDER).iterdir()] == ["thesis.md"]


@pytest.mark.parametrize("make", [lambda path: path.write_text("no base at all, but of some length"), os.mkfifo, lambda path: path.symlink_to("/dev/zero")],
                         ids=["a text", "a pipe", "a link"])
def test_what_is_no_cache_can_be_cleared(site: Path, make: Callable[[Path], object]) -> None:
    (site / FOLDER).mkdir()
    make(site / FOLDER / "files.sqlite")
    assert asked() == ".newsconv_cache: 0.0 MB.\n"
    asked("--clear")
    assert not (site / FOLDER).exists()


# why files are read again

def why(*options: str) -> list[str]:
    done = CliRunner().invoke(main, ["cache", "--why", *options], prog_name="newsconv")
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


@pytest.mark.parametrize(("event", "told"), [
    (lambda: None, ["The next run reads none of 121 files."]),
    (lambda: os.utime("about.md"), ["The next run reads none of 121 files."]),
    (lambda: Path("about.md").write_text("other\n"), ["The next run reads 1 of 121 files:", "about.md: it changed"]),
    (lambda: Path("new.md").write_text("---\n---\n"), ["The next run reads 1 of 122 files:", "new.md: it is new"]),
    (lambda: Path("_posts/2999-01-01-a.md").write_text("---\ntitle: a\n---\n"), [
        "The next run reads 1 of 122 files:",
        "_posts/2999-01-01-a.md: it is never remembered: it goes by the day, as drafts and posts of the future do, or cannot be read"]),
    (lambda: Path("_config.yml").write_text(CONFIG + "permalink: /:title/\n"), ["The next run reads all files: since the last run, the site’s configuration changed."]),
    (lambda: (Path("newsconv.toml").write_text("ignore = ['link']\n"), Path("_layouts/post.html").write_text("<p id='top'>{{ content }}</p>\n")), [
        "The next run reads all files: since the last run, the settings and the site’s layouts and includes changed."]),
    (lambda: shutil.rmtree(FOLDER), ["The next run reads all files: nothing is remembered."]),
    (lambda: os.unlink("_config.yml"), ["The next run reads all files: nothing is remembered where no file like newsconv.toml or _config.yml marks the root of a repository."]),
], ids=["nothing", "a time", "a file", "a new file", "a post of the future", "the configuration", "settings and layouts", "no cache", "no root"])
def test_a_miss_is_explained(site: Path, event: Callable[[], object], told: list[str]) -> None:
    said(remembers=True)
    event()
    assert why() == told


def test_a_small_repository_is_not_remembered(site: Path) -> None:
    for path in sorted(Path("_posts").iterdir())[:40]:
        path.unlink()
    assert why() == ["The next run reads all files: of up to 100 files nothing is remembered, for they are read as fast."]


def test_a_schema_that_changed_is_named(site: Path) -> None:
    Path("newsconv.toml").write_text("[schemas]\n'_posts/**' = 'own.json'\n")
    Path("own.json").write_text("{}")
    said(remembers=True)
    Path("own.json").write_text('{"type": "object"}')
    assert why() == ["The next run reads all files: since the last run, the schema own.json changed."]


def test_the_explanation_is_what_happens(site: Path) -> None:
    said(remembers=True)
    Path("about.md").write_text("other\n")
    before = (Path(FOLDER) / "files.sqlite").read_bytes()
    assert why("_posts") == ["The next run reads none of 120 files."]
    assert why("about.md") == ["The next run reads 1 of 1 files:", "about.md: it changed"]
    assert (Path(FOLDER) / "files.sqlite").read_bytes() == before
