"""A file that gets another name takes its links along, wherever they stand, and never takes the place of another."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import convert
from convert.cli import main
from convert.engine.renaming import rename
from convert.engine.repository import Repository

CONFIG = "title: x\nurl: https://news.example.org\ntimezone: Asia/Shanghai\npermalink: /:year/:month/:day/:title.html\n"
HEAD = "---\ntitle: {}\ndate: {} 09:00:00 +0800\n---\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / "_posts").mkdir()
    return tmp_path


def post(site: Path, name: str, body: str = "x\n", day: str = "2022-03-04") -> Path:
    path = site / "_posts" / name
    path.write_text(HEAD.format(name, day) + body)
    return path


def run(*options: str) -> Result:
    return CliRunner().invoke(main, ["validate", *options], prog_name="newsconv")


def test_a_post_that_jekyll_passes_over_gets_the_name_that_was_meant(site: Path) -> None:
    post(site, "-2022-03-04-tides.md")
    other = post(site, "2022-03-05-eels.md", "[tides](/2022/03/04/tides.html)\n", "2022-03-05")
    assert convert.validate([site]).summary.rules == {"filename-date": 1, "link-broken": 1}
    assert run("--fix-only").output == "Mended nothing.\n"                 # another name may be another address: that is not safe
    assert run("--fix-only", "--unsafe-fixes").output == "Mended 1 finding in 1 file: filename-date (1).\n"
    assert sorted(os.listdir(site / "_posts")) == ["2022-03-04-tides.md", "2022-03-05-eels.md"]
    assert "(/2022/03/04/tides.html)" in other.read_text()
    assert not convert.validate([site]).summary.rules


# A link to /2022/03/04/tides.html in a post of 2022-03-05, as it is written, and as it is when the file is called 2022-03-04-ebb.md.
LINKS = {
    "from the root": ("[x](/2022/03/04/tides.html)", "[x](/2022/03/04/ebb.html)"),
    "from the page": ("[x](../04/tides.html)", "[x](../04/ebb.html)"),
    "without suffix, with a fragment": ("[x](/2022/03/04/tides#a)", "[x](/2022/03/04/ebb#a)"),
    "with the site's own host, in HTML": ('<a href="//news.example.org/2022/03/04/tides.html?a">x</a>', '<a href="//news.example.org/2022/03/04/ebb.html?a">x</a>'),
    "the name of the post": ("[x]({% post_url 2022-03-04-tides %})", "[x]({% post_url 2022-03-04-ebb %})"),
    "the file": ("[x]({% link _posts/2022-03-04-tides.md %}#a)", "[x]({% link _posts/2022-03-04-ebb.md %}#a)"),
    "below the base path": ("[x]({{ site.baseurl }}/2022/03/04/tides.html)", "[x]({{ site.baseurl }}/2022/03/04/ebb.html)"),
    "elsewhere": ("[x](https://example.org/2022/03/04/tides.html) [y](/nowhere)", "[x](https://example.org/2022/03/04/tides.html) [y](/nowhere)"),
}


@pytest.mark.parametrize("case", LINKS)
def test_links_go_along(site: Path, case: str) -> None:
    before, after = LINKS[case]
    post(site, "2022-03-04-tides.md")
    other = post(site, "2022-03-05-eels.md", before + "\n", "2022-03-05")
    renamed = rename(Repository([site]), {"_posts/2022-03-04-tides.md": "_posts/2022-03-04-ebb.md"}, writes=True)
    assert renamed.failed == ()
    assert other.read_text() == HEAD.format("2022-03-05-eels.md", "2022-03-05") + after + "\n"
    assert (renamed.links, renamed.files) == ((1, 1) if before != after else (0, 0))


def test_what_a_page_links_to_stays_what_it_was(site: Path) -> None:
    (site / "a").mkdir()
    (site / "a" / "one.html").write_text("---\n---\n<a href='two.html'>2</a> <a href='#x' id='x'>here</a> <a href='/three.html'>3</a>\n")
    (site / "a" / "two.html").write_text("---\n---\nTwo.\n")
    (site / "three.html").write_text("---\n---\n<a href='a/one.html'>1</a>\n")
    rename(Repository([site]), {"a/one.html": "b/one.html"}, writes=True)
    assert (site / "b" / "one.html").read_text() == "---\n---\n<a href='../a/two.html'>2</a> <a href='#x' id='x'>here</a> <a href='/three.html'>3</a>\n"
    assert (site / "three.html").read_text() == "---\n---\n<a href='b/one.html'>1</a>\n"
    assert not convert.validate([site]).summary.rules


def test_no_file_takes_the_place_of_another(site: Path) -> None:
    post(site, "-2022-03-04-tides.md", "one\n")
    post(site, "--2022-03-04-tides.md", "two\n")
    post(site, "2022-03-05-eels.md", day="2022-03-05")
    post(site, "-2022-03-05-eels.md", day="2022-03-05")
    before = sorted(path.read_text() for path in (site / "_posts").iterdir())
    assert run("--fix-only", "--unsafe-fixes", "--select", "filename-date").output.splitlines() == [
        "Not mended: _posts/-2022-03-04-tides.md: was not renamed to 2022-03-04-tides.md: _posts/--2022-03-04-tides.md gets that name",
        "Not mended: _posts/-2022-03-05-eels.md: was not renamed to 2022-03-05-eels.md: there is a file of that name",
        "Mended 1 finding in 1 file: filename-date (1)."]
    assert sorted(path.read_text() for path in (site / "_posts").iterdir()) == before


def test_a_name_that_is_taken_meanwhile_is_left_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    post(site, "-2022-03-04-tides.md", "one\n")
    link = os.link

    def late(source: Path, target: Path) -> None:
        target.write_text("Somebody else's.\n")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    assert run("--fix-only", "--unsafe-fixes", "--select", "filename-date").output.splitlines()[0].endswith("File exists")
    assert (site / "_posts" / "2022-03-04-tides.md").read_text() == "Somebody else's.\n"
    assert (site / "_posts" / "-2022-03-04-tides.md").exists()


def test_disks_without_second_names_will_do(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    post(site, "-2022-03-04-tides.md", "one\n")

    def never(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", never)
    assert run("--fix-only", "--unsafe-fixes", "--select", "filename-date").output == "Mended 1 finding in 1 file: filename-date (1).\n"


def test_it_is_shown_first(site: Path) -> None:
    post(site, "2022-03-05-tides.md")
    post(site, "2022-03-06-eels.md", "[x]({% post_url 2022-03-05-tides %})\n", "2022-03-06")
    done = run("--diff", "--unsafe-fixes")
    assert done.output == (
        "rename from _posts/2022-03-05-tides.md\nrename to _posts/2022-03-04-tides.md\n"
        "--- _posts/2022-03-06-eels.md\n+++ _posts/2022-03-06-eels.md\n@@ -2,4 +2,4 @@\n title: 2022-03-06-eels.md\n date: 2022-03-06 09:00:00 +0800\n ---\n"
        "-[x]({% post_url 2022-03-05-tides %})\n+[x]({% post_url 2022-03-04-tides %})\n"
        "Would mend 1 finding in 1 file: date-filename-mismatch (1). And 1 link to what got another name, in 1 file.\n")
    assert sorted(os.listdir(site / "_posts")) == ["2022-03-05-tides.md", "2022-03-06-eels.md"]
    assert run("--fix-only", "--unsafe-fixes").output.startswith("Mended 1 finding")
    assert not convert.validate([site]).summary.rules


def test_a_link_that_cannot_be_mended_is_said(site: Path) -> None:
    post(site, "2022-03-04-tides.md")
    post(site, "2022-03-05-eels.md", "<https://news.example.org/2022/03/04/tides.html>\n", "2022-03-05")
    renamed = rename(Repository([site]), {"_posts/2022-03-04-tides.md": "_posts/2022-03-04-ebb.md"}, writes=True)
    only, = renamed.failed
    assert only == ("_posts/2022-03-05-eels.md:5:2: “https://news.example.org/2022/03/04/tides.html” leads to "
                    "_posts/2022-03-04-tides.md, which gets another name; mend it by hand")
