"""`validate --watch`: a real process, and files that really change."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

import pytest
from click.testing import CliRunner

from convert.cli import main
from convert.engine.watching import Change, Watch

HOME = Path(__file__).parent.parent
CLEAN = "---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\nThick.\n"
BROKEN = CLEAN.replace("Thick.", "[Thick](/no.html).")
NOT_FOR_EVER = 120             # seconds, after which a process that says nothing is ended, so that a test fails and does not hang
TIME = re.compile(r"\d\d:\d\d:\d\d  ")
WAITING = "Waiting for changes; Ctrl-C ends it.\n"


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clean post in a site."""
    (tmp_path / "site" / "_posts").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "site")
    Path("_config.yml").write_text("title: x\n")
    path = Path("_posts/2022-02-15-fog.md")
    path.write_text(CLEAN)
    return path


def put(path: Path, text: str) -> None:
    """Write a file in one step, so that nobody sees half of it."""
    whole = Path("..", f"{path.name}.new")             # a name that nobody watches
    whole.write_text(text)
    whole.replace(path)


class Watching:
    """A process that watches this folder, and all that it says: into a pipe, or to a terminal."""

    def __init__(self, *arguments: str, terminal: bool = False) -> None:
        code = "import sys; from convert.cli import main; main(prog_name='newsconv')"
        read, write = os.openpty() if terminal else os.pipe()
        self.process = subprocess.Popen([sys.executable, "-c", code, "validate", "--watch", "--format", "concise", *arguments], stdout=write, stderr=write,
                                        env={**os.environ, "PYTHONPATH": str(HOME), "NO_COLOR": "1", "GITHUB_ACTIONS": "", "TERM": "vt100"})
        os.close(write)
        self.output = os.fdopen(read, encoding="utf-8")
        self.end = Timer(NOT_FOR_EVER, self.process.kill)
        self.end.start()

    def said(self) -> list[str]:
        """What it says until it waits; the time is left out."""
        lines = list[str]()
        for line in self.output:
            if line == WAITING:
                return lines
            lines.append(TIME.sub("", line.rstrip("\n")))
        raise AssertionError(f"it ended: {lines}")

    def close(self) -> None:
        self.end.cancel()
        self.process.kill()
        self.process.wait()
        self.output.close()


@pytest.fixture
def watching() -> Iterator[Callable[..., Watching]]:
    with ExitStack() as began:
        yield lambda *arguments, **options: began.enter_context(closing(Watching(*arguments, **options)))


def test_it_runs_again_when_a_file_changes_until_it_is_interrupted(post: Path, watching: Callable[..., Watching]) -> None:
    watched = watching("--format", "json=found.json")
    assert watched.said() == ["No findings in 1 file."]
    put(post, BROKEN)
    changed, finding, found = watched.said()
    assert changed == "_posts/2022-02-15-fog.md changed"
    assert finding.startswith("_posts/2022-02-15-fog.md:5:9: error[link-broken]")
    assert found == "Found 1 error in 1 file."
    put(Path("no.md"), CLEAN)                    # that it wrote its own report meanwhile is no change
    assert watched.said() == ["no.md changed", "No findings in 2 files."]
    watched.process.send_signal(signal.SIGINT)
    assert watched.output.read() == "newsconv: interrupted; the files that were written are whole\n"
    assert watched.process.wait() == 130


def test_what_is_wrong_with_settings_ends_nothing(post: Path, watching: Callable[..., Watching]) -> None:
    watched = watching()
    watched.said()
    put(Path("newsconv.toml"), 'select = ["lnik"]\n')
    assert watched.said() == ["newsconv.toml changed", "newsconv: newsconv.toml:1: select: there is no rule or family “lnik”; did you mean “link”?"]
    put(Path("newsconv.toml"), 'select = ["link"]\n')
    assert watched.said() == ["newsconv.toml changed", "No findings in 1 file."]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no such terminals")
def test_a_terminal_is_cleared(post: Path, watching: Callable[..., Watching]) -> None:
    watched = watching(terminal=True)
    assert watched.said() == ["No findings in 1 file."]
    put(post, BROKEN)
    assert watched.said()[0] == "\x1b[2J\x1b[1;1H_posts/2022-02-15-fog.md changed"


# what is a change

def changed(watch: Watch) -> tuple[str, ...]:
    return watch.wait().paths


def test_what_comes_goes_and_changes(post: Path) -> None:
    watch = Watch([Path()], [Path("out.json")])
    Path("out.json").write_text("{}")
    Path("new.md").write_text("New.\n")
    assert changed(watch) == ("new.md",)
    Path("new.md").unlink()
    post.write_text(BROKEN)
    assert changed(watch) == ("_posts/2022-02-15-fog.md", "new.md")


def test_what_a_run_does_not_look_at_is_no_change(post: Path) -> None:
    Path(".gitignore").write_text("*.log\n")
    watch = Watch([Path()], [])
    for name in ("a.log", ".newsconv_cache/files.sqlite", "_site/a.html", ".git/index"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("x")
    Path("seen.md").write_text("x")
    assert changed(watch) == ("seen.md",)


def test_settings_beside_the_repository_count(post: Path, tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "ours.toml").write_text("")
    (tmp_path / "newsconv.toml").write_text('extends = "house/ours.toml"\n')
    watch = Watch([Path()], [])
    (tmp_path / "house" / "ours.toml").write_text('select = ["lnik"]\n')
    assert changed(watch) == ("../house/ours.toml",)
    (tmp_path / "newsconv.toml").write_text('extends = "house/ours.toml"   # it is wrong\n')
    assert changed(watch) == ("../newsconv.toml",)


def test_people_are_told_of_a_few() -> None:
    at = datetime(2022, 2, 15, 9, 8, 7, tzinfo=UTC)
    assert str(Change(at, ("a.md",))) == "09:08:07  a.md changed"
    assert str(Change(at, ("a.md", "b.md", "c.md", "d.md", "e.md"))) == "09:08:07  a.md, b.md, c.md and 2 more changed"


@pytest.mark.parametrize("option", ["--fix", "--diff", "--add-ignore", "--write-baseline", "--staged"])
def test_what_does_not_go_with_it(post: Path, option: str) -> None:
    result = CliRunner().invoke(main, ["validate", "--watch", option], prog_name="newsconv")
    assert result.exit_code == 2
    assert "--watch looks on while files change: leave " in result.stderr
    assert option in result.stderr
