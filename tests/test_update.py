"""`convert --update`: what it leaves alone is what a run without it would write, whatever happened in between."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from convert.cli import main
from convert.engine import circumstances
from convert.engine.cache import FOLDER, OUTPUTS

POST = "---\ntitle: Post {0}\ndate: 2022-05-{1:02} 09:00:00 +0800\n---\nNumber {0}, [before](/2022/05/01/post-1.html) it ![a bell](/bell.png).\n"
CONFIG = "title: x\nurl: https://news.example.org\ntimezone: Asia/Shanghai\npermalink: /:year/:month/:day/:title.html\n"
PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082")
COUNT = 12
NOTES = Path("out", FOLDER, OUTPUTS)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / "bell.png").write_bytes(PICTURE)
    for number in range(1, COUNT + 1):
        (tmp_path / "_posts" / f"2022-05-{number:02}-post-{number}.md").write_text(POST.format(number, number))
    return tmp_path


def run(*options: str, to: str = "json") -> Result:
    return CliRunner().invoke(main, ["convert", "_posts", "--to", to, "-o", "out/", *options], prog_name="newsconv")


def counts(done: Result) -> tuple[int, int]:
    """How many posts were written, and how many were up to date."""
    found = re.search(r"Converted ([\d,]+) posts? to .*?; ([\d,]+) up to date", done.stderr)
    assert found, done.stderr
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


def outputs(folder: Path = Path("out")) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts}


def wanted(to: str = "json", *options: str) -> dict[str, bytes]:
    """What a run without --update writes into an empty folder."""
    shutil.rmtree("anew", ignore_errors=True)
    CliRunner().invoke(main, ["convert", "_posts", "--to", to, "-o", "anew/", *options], prog_name="newsconv")
    found = outputs(Path("anew"))
    shutil.rmtree("anew")
    return found


def first() -> Path:
    return Path("_posts/2022-05-01-post-1.md")


def rewritten(path: Path, old: str, new: str, *, age: int = 0) -> None:
    """Change a file, and make it as many seconds older."""
    before, text = path.stat(), path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns - age * 10**9))


# What happens between two runs → how many outputs are written then.
EVENTS: dict[str, tuple[Callable[[], object], int]] = {
    "nothing": (lambda: None, 0),
    "a post changes": (lambda: first().write_text(POST.format("one", 1)), 1),
    "a post changes, and neither its size nor its time does": (lambda: rewritten(first(), "Number 1", "Number 9"), 1),
    "a post changes, and is older than it was": (lambda: rewritten(first(), "Number 1", "Number 9", age=10**6), 1),
    "all posts are touched": (lambda: [os.utime(path) for path in Path("_posts").iterdir()], 0),
    "a post comes": (lambda: Path("_posts/2022-05-02-new.md").write_text(POST.format("new", 2)), 1),
    "a post is renamed": (lambda: first().rename("_posts/2022-05-01-other.md"), 1),
    "an output goes": (lambda: Path("out/2022-05-01-post-1.json").unlink(), 1),
    "an output is cut short": (lambda: os.truncate("out/2022-05-01-post-1.json", 100), 1),
    "an output is changed by hand": (lambda: rewritten(Path("out/2022-05-01-post-1.json"), "Post 1", "Post 9"), 1),
    "all outputs are touched": (lambda: [os.utime(path, (0, 0)) for path in Path("out").glob("*.json")], 0),
    "two outputs change places": (lambda: (Path("out/2022-05-01-post-1.json").rename("out/x"), Path("out/2022-05-02-post-2.json").rename("out/2022-05-01-post-1.json"),
                                           Path("out/x").rename("out/2022-05-02-post-2.json")), 2),
    "the site's settings change": (lambda: Path("_config.yml").write_text(CONFIG.replace("/:day", "")), COUNT),
    "our settings change": (lambda: Path("newsconv.toml").write_text('engine = "commonmark"\n'), COUNT),
    "the notes go": (lambda: shutil.rmtree(Path("out", FOLDER)), COUNT),
    "the notes are no notes": (lambda: NOTES.write_bytes(b"nothing of ours " * 1000), COUNT),
    "the notes are cut short": (lambda: os.truncate(NOTES, 4096), COUNT),
}


@pytest.mark.parametrize("event", EVENTS)
def test_written_is_what_would_be_another(site: Path, event: str) -> None:
    assert counts(run("--update")) == (COUNT, 0)
    happen, written = EVENTS[event]
    happen()
    done = run("--update")
    count = len(list(Path("_posts").iterdir()))
    assert counts(done) == (written, count - written)
    assert outputs().items() >= wanted().items()
    assert counts(run("--update")) == (0, count)


def test_other_options_make_it_anew(site: Path) -> None:
    for options in ((), ("--flavor", "kramdown"), ("--reference-links",), ("--no-front-matter",), ("--engine", "gfm"), ()):
        assert counts(run("--update", *options, to="markdown")) == (COUNT, 0)
        assert outputs() == wanted("markdown", *options)
        assert counts(run("--update", *options, to="markdown")) == (0, COUNT)


def test_formats_stand_side_by_side(site: Path) -> None:
    for to in ("json", "text", "html"):
        assert counts(run("--update", to=to)) == (COUNT, 0)
    for to in ("json", "text", "html"):
        assert counts(run("--update", to=to)) == (0, COUNT)


def test_another_newsconv_makes_it_anew(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("--update")
    monkeypatch.setattr(circumstances, "__version__", "0.0.1")
    assert counts(run("--update")) == (COUNT, 0)


def test_a_run_without_it_is_no_harm(site: Path) -> None:
    run("--update")
    rewritten(first(), "Number 1", "Number 9")
    run()
    rewritten(first(), "Number 9", "Number 1")
    assert counts(run("--update")) == (1, COUNT - 1)          # what stands there is of another text
    assert outputs() == wanted()


def test_pages_with_links_and_pictures_go_by_what_is_around_them(site: Path) -> None:
    """An XHTML file shows where links lead and which pictures there are: whatever changes in the repository, all are made anew."""
    assert counts(run("--update", to="xhtml")) == (COUNT, 0)
    assert counts(run("--update", to="xhtml")) == (0, COUNT)
    picture = next(Path("out/images").iterdir())
    picture.write_bytes(picture.read_bytes()[:-1])
    assert counts(run("--update", to="xhtml")) == (1, COUNT - 1)          # the first that shows it brings it for the others
    assert outputs() == wanted("xhtml")
    first().rename("_posts/2022-05-01-other.md")
    Path("out/2022-05-01-post-1.xhtml").unlink()
    assert counts(run("--update", to="xhtml")) == (COUNT, 0)
    assert outputs() == wanted("xhtml")


def test_addresses_that_go_by_the_day_are_made_anew(site: Path) -> None:
    Path("_drafts").mkdir()
    Path("_drafts/soon.md").write_text("---\ntitle: Soon\n---\nText.\n")
    for _ in range(2):
        done = CliRunner().invoke(main, ["convert", "_drafts", "--to", "json", "-o", "out/", "-u"])
        assert counts(done) == (1, 0)


def test_what_was_said_is_said_again(site: Path) -> None:
    """A run in CI that fails on losses fails the second time, too."""
    first().write_text(POST.format(1, 1) + "\n<script>1</script><iframe src='https://example.org/a'></iframe>\n")
    before = run("--update", "--strict", to="text")
    again = run("--update", "--strict", to="text")
    assert before.exit_code == again.exit_code == 1
    assert counts(again) == (0, COUNT)
    assert again.stderr.splitlines()[:-1] == before.stderr.splitlines()[:-1] != []


def test_what_could_not_be_made_is_tried_again(site: Path) -> None:
    first().write_bytes(b"")
    for _ in range(2):
        done = run("--update")
        assert done.exit_code == 1
        assert done.stderr.endswith(" up to date; 1 could not be converted.\n")


def test_where_goes_by_what_is_asked(site: Path) -> None:
    assert counts(run("--update", "--where", "date < 2022-05-04")) == (3, 0)
    assert counts(run("--update", "--where", "date < 2022-05-04")) == (0, 3)
    assert counts(run("--update")) == (COUNT, 0)


@pytest.mark.parametrize(("options", "said"), [
    (("-o", "book.epub", "--to", "epub"), "--update goes post by post, and a book is made as a whole: leave --update out"),
    (("-o", "all.jsonl", "--to", "jsonl"), "--update compares with what stands in a folder: -o FOLDER/; one file of jsonl is made as a whole, without --update"),
    (("--to", "jsonl"), "--update compares with what stands in a folder: -o FOLDER/; one file of jsonl is made as a whole, without --update"),
])
def test_one_file_is_made_as_a_whole(site: Path, options: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(main, ["convert", "_posts", "--update", *options])
    assert (done.exit_code, done.stderr) == (2, f"newsconv: {said}\n")


def test_an_output_never_replaces_an_input_that_looks_up_to_date(site: Path) -> None:
    run("--update")
    Path("out/2022-05-01-post-1.json").unlink()
    os.link(first(), "out/2022-05-01-post-1.json")
    done = run("--update")
    assert "is one of the files that are converted" in done.stderr
    assert first().read_text() == POST.format(1, 1)


def test_notes_that_cannot_be_kept_are_told(site: Path) -> None:
    Path("out").mkdir()
    Path("out", FOLDER).write_text("somebody's file")
    for _ in range(2):
        done = run("--update")
        assert counts(done) == (COUNT, 0)
        assert done.stderr.splitlines()[-1] == f"newsconv: what was written could not be noted in {Path('out', FOLDER)}; the next --update will write it again"


def test_what_is_remembered_is_shown_and_forgotten(site: Path) -> None:
    run("--update")
    shown = CliRunner().invoke(main, ["cache", "out"], prog_name="newsconv").output
    assert shown.startswith("out/.newsconv_cache: 0.0 MB")
    assert shown.endswith(f", {COUNT} outputs of conversions.\n")
    CliRunner().invoke(main, ["cache", "out", "--clear"], prog_name="newsconv")
    assert not Path("out", FOLDER).exists()


# Runs that are killed, and runs at the same time.

MANY = 400


@pytest.fixture
def many(site: Path) -> Iterator[Path]:
    for number in range(1, MANY + 1):
        (site / "_posts" / f"2022-06-{number % 28 + 1:02}-more-{number}.md").write_text(POST.format(number, 1) + "More, and *more*.\n\n" * 30)
    return site


def started(*options: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "convert", "convert", "_posts", "--to", "json", "-o", "out/", "--update", *options],
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)})


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("written", [1, 150, 399])
def test_a_killed_run_leaves_whole_outputs_and_the_next_goes_on(many: Path, jobs: str, written: int) -> None:
    with started("-j", jobs) as process:
        while process.poll() is None and len(list(Path("out").glob("*.json"))) < written:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    whole = wanted()
    assert all(whole[name] == data for name, data in outputs().items() if name.endswith(".json"))
    run("--update", "-j", jobs)
    assert {name: data for name, data in outputs().items() if name.endswith(".json")} == whole
    assert counts(run("--update", "-j", jobs)) == (0, MANY + COUNT)


def test_two_runs_at_once(many: Path) -> None:
    with started("-j", "2") as one, started("-j", "1") as other:
        assert (one.wait(), other.wait()) == (0, 0)
    assert outputs() == wanted()
    assert counts(run("--update")) == (0, MANY + COUNT)


def test_notes_that_are_in_use_cost_time_alone(site: Path) -> None:
    run("--update")
    with sqlite3.connect(NOTES) as base:
        base.execute("BEGIN EXCLUSIVE")
        assert counts(run("--update")) == (COUNT, 0)
    assert counts(run("--update")) == (0, COUNT)
