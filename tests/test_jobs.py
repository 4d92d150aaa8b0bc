"""Several processes: the same outputs and the same words for any number of them, and an end at once when that is asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from convert.engine.conversion import convert
from convert.engine.pool import mapped
from convert.engine.run import Job
from convert.writers import STREAMS, WRITERS

FIXTURES = Path(__file__).parent.parent / "fixtures"


def test_results_come_in_order_whatever_the_number_of_processes() -> None:
    for jobs in (1, 2, 3, 7):
        for count in (0, 1, 99, 100, 101, 523):
            with mapped(range(count), partial(map, lambda number: (number, number * number)), jobs) as found:
                assert list(found) == [(number, number * number) for number in range(count)]


def test_what_a_process_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError), mapped(range(200), partial(map, lambda number: 1 // (150 - number)), 2) as found:
        list(found)


def test_a_process_that_dies_is_done_without() -> None:
    own = os.getpid()
    with mapped(range(400), partial(map, lambda number: number if number != 130 or os.getpid() == own else os.kill(os.getpid(), signal.SIGKILL)), 2) as found:
        assert list(found) == list(range(400))


def test_an_item_that_kills_its_process_twice_is_lost_and_no_other() -> None:
    own, deadly = os.getpid(), {0, 130, 131, 399}

    def do(number: int) -> int:
        if number in deadly:
            assert os.getpid() != own
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with mapped(range(400), partial(map, do), 2, lambda number: -1) as found:
        assert list(found) == [-1 if number in deadly else number for number in range(400)]


def test_an_item_that_kills_its_process_once_is_not_lost(tmp_path: Path) -> None:
    def do(number: int) -> int:
        if number == 130 and not (tmp_path / "killed").exists():
            (tmp_path / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with mapped(range(400), partial(map, do), 2, lambda number: -1) as found:
        assert list(found) == list(range(400))


def test_where_all_processes_die_this_one_does_it() -> None:
    from convert.engine import pool
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "_begun", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        with mapped(range(400), partial(map, lambda number: number), 2, lambda number: -1) as found:
            assert list(found) == list(range(400))


def test_where_there_are_no_locks_or_processes_this_one_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    for place in ("_multiprocessing.SemLock", "os.fork"):
        with monkeypatch.context() as patch:
            patch.setattr(place, refused)
            with mapped(range(400), partial(map, lambda number: number), 2) as found:
                assert list(found) == list(range(400))


ENDLESS = """
import time
from functools import partial
from convert.engine.pool import mapped
with mapped(range(100_000), partial(map, lambda number: time.sleep(0.01)), 2) as found:
    next(found)
    print("begun", flush=True)
    list(found)
"""


def test_processes_end_with_the_one_that_began_them() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(FIXTURES.parent)}) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "begun\n"
        run.kill()
        assert run.communicate(timeout=30) == ("", None)             # the output ends when nobody is left who could write to it


@pytest.mark.parametrize("writer", WRITERS.names)
def test_any_number_of_processes_makes_the_same(writer: str, tmp_path: Path) -> None:
    runs = []
    for jobs in (1, 3):
        out, pieces = tmp_path / str(jobs), list[bytes]()
        done = convert(Job((FIXTURES / "news",), writer, out, into_folder=writer not in STREAMS, jobs=jobs), pieces.append)
        files = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
        runs.append((files, b"".join(pieces), done.converted, done.failed, done.report.diagnostics, done.repairs, done.repaired))
    assert runs[0] == runs[1]
    assert runs[0][2] == 180


def test_an_interrupt_ends_it_at_once_and_leaves_whole_files(tmp_path: Path) -> None:
    posts = tmp_path / "in"
    posts.mkdir()
    for number in range(4000):
        (posts / f"2022-02-15-p{number}.md").write_text("---\ntitle: x\n---\n" + "<p>Text, and <b>more</b>.</p>\n" * 50)
    process = subprocess.Popen([sys.executable, "-m", "convert", "convert", str(posts), "--to", "json", "-o", f"{tmp_path}/out/", "-j", "2"],
                               stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not (tmp_path / "out").is_dir():
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)                  # as a terminal does: to all of them
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "newsconv: interrupted; the files that were written are whole\n")
    assert all(path.read_text().endswith("}\n") for path in (tmp_path / "out").iterdir())
    assert len(list((tmp_path / "out").iterdir())) < 4000
