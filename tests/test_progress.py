"""How far a run is: nothing in a pipe, a bar on a terminal, lines where they are asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner

from convert.cli import main
from convert.cli.progress import progress

COMMANDS = {"validate": ("validate", "_posts", "--no-cache"), "convert": ("convert", "_posts", "--to", "json", "-o", "out/")}


@pytest.fixture(autouse=True)
def posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_posts").mkdir()
    for number in range(30):
        (tmp_path / "_posts" / f"2022-05-01-p{number}.md").write_text("---\ntitle: x\ndate: 2022-05-01 09:00:00 +0800\n---\nText.\n")
    return tmp_path


def ticking(step: float) -> Iterator[float]:
    """A clock that goes on by so many seconds whenever it is asked."""
    return (number * step for number in count())


def test_lines_say_how_many_how_fast_and_how_long(capsys: pytest.CaptureFixture[str]) -> None:
    """One in ten seconds, and one in the end: a log of a long run stays short."""
    with progress("Checking", quiet=False, how="plain", clock=ticking(2.5).__next__) as show:
        for done in range(1, 11):
            show(done * 1000, 10_000)
    assert capsys.readouterr().err.splitlines() == [
        "Checking: 4,000 of 10,000 (40%), 400 a second, 15 s left",
        "Checking: 8,000 of 10,000 (80%), 400 a second, 5 s left",
        "Checking: 10,000 of 10,000 (100%), 400 a second, done in 25 s"]


@pytest.mark.parametrize(("seconds", "said"), [(59, "59 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")])
def test_times_are_said_as_people_do(seconds: float, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Checking", quiet=False, how="plain", clock=ticking(seconds).__next__) as show:
        show(1, 1)
    assert capsys.readouterr().err.endswith(f", done in {said}\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_lines_are_for_standard_error_alone(command: str) -> None:
    quiet, plain = (CliRunner().invoke(main, [*COMMANDS[command], "--progress", how]) for how in ("none", "plain"))
    told = [line for line in plain.stderr.splitlines() if " of 30 " in line]
    assert len(told) == 1
    assert told[0].startswith(("Checking: 30 of 30 (100%), ", "Converting: 30 of 30 (100%), "))
    assert " of 30 " not in plain.stdout + quiet.output


@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_gets_none(command: str) -> None:
    done = CliRunner().invoke(main, [*COMMANDS[command]])
    assert "30 of 30" not in done.output
    assert "\r" not in done.output


def test_silence_is_silence() -> None:
    assert CliRunner().invoke(main, [*COMMANDS["convert"], "--progress", "plain", "-q"]).output == ""


SLOW = """
import sys
from convert.cli.progress import progress
times = iter(range(10**6))
with progress("Checking", quiet=False, how=sys.argv[1], clock=lambda: next(times)) as show:
    for done in range(1, 101):
        show(done, 100)
"""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals to ask")
@pytest.mark.parametrize("how", ["auto", "none"])
def test_a_terminal_gets_a_bar_that_goes_away(how: str) -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen([sys.executable, "-c", SLOW, how], stderr=theirs, env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent), "TERM": "xterm"}) as process:
        os.close(theirs)
        said = b""
        try:
            while piece := os.read(ours, 4096):
                said += piece
        except OSError:                      # the terminal is gone
            pass
    os.close(ours)
    assert process.returncode == 0
    assert (b"a second" in said, b"/100" in said, b"\x1b[K" in said) == ((how == "auto",) * 3)
