"""How a run ends that is cut short: a reader that goes away, an interrupt, a fault of our own, an unwritable place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from convert.cli import main
from convert.engine import delivery, validation
from convert.engine.repository import Repository

HOME = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("post.md").write_text("All *lit*.\n", "utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="newsconv")


def failing(error: BaseException) -> object:
    def fail(*arguments: object, **options: object) -> None:
        raise error
    return fail


def test_a_fault_of_our_own_is_said_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "validate", failing(ZeroDivisionError("of all things")))
    result = run("validate", "post.md")
    assert result.exit_code == 2
    assert result.stderr.startswith("Traceback")
    assert result.stderr.endswith("ZeroDivisionError: of all things\n"
                                  "newsconv: this is a bug in newsconv; please report it with the lines above\n")


def test_one_bad_file_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("second.md").write_text("", "utf-8")
    monkeypatch.setattr(Repository, "facts", failing(ZeroDivisionError("of all things")))
    result = run("validate", "post.md", "second.md", "--format", "concise")
    assert result.exit_code == 1
    assert result.stdout == (
        "post.md:1:1: error[file-unreadable] newsconv failed on this file: ZeroDivisionError: of all things\n"
        "second.md:1:1: error[file-empty] this file is empty\n"
        "second.md:1:1: error[file-unreadable] newsconv failed on this file: ZeroDivisionError: of all things\n"
        "Found 3 errors in 2 files.\n")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no full device")
@pytest.mark.parametrize("arguments", [["convert", "post.md", "--to", "text"], ["validate"], ["--help"]], ids=" ".join)
def test_a_full_output_is_said(arguments: list[str]) -> None:
    code = "import sys; from convert.cli import main; main(sys.argv[1:], prog_name='newsconv')"
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-c", code, *arguments], stdout=full, stderr=subprocess.PIPE, text=True,
                              check=False, env=os.environ | {"PYTHONPATH": str(HOME)})
    assert (done.returncode, done.stderr) == (2, "newsconv: the output: No space left on device\n")


def test_an_interrupt_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "deliver", failing(KeyboardInterrupt()))
    result = run("convert", "post.md", "--to", "html")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "newsconv: interrupted; the files that were written are whole\n"


def test_a_full_disk_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "convert", failing(delivery.OutputFailed("out/post.html cannot be written: No space")))
    result = run("convert", "post.md", "--to", "html", "-o", "out")
    assert (result.exit_code, result.stderr) == (2, "newsconv: out/post.html cannot be written: No space\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_written_to_and_not_replaced() -> None:
    os.mkfifo("pipe")
    reading = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert run("convert", "post.md", "--to", "text", "-o", "pipe").exit_code == 0
    assert os.read(reading, 100) == b"All lit.\n"
    os.close(reading)
    assert not Path("pipe").is_file()


def test_what_a_link_leads_to_is_replaced() -> None:
    Path("elsewhere").mkdir()
    Path("elsewhere/page.html").write_text("old", "utf-8")
    Path("page.html").symlink_to("elsewhere/page.html")
    assert run("convert", "post.md", "--to", "html", "-o", "page.html").exit_code == 0
    assert Path("page.html").is_symlink()
    assert Path("elsewhere/page.html").read_text("utf-8") == "<p>All <em>lit</em>.</p>\n"


@pytest.mark.skipif(os.name == "nt", reason="a pipe closes otherwise on Windows")
def test_a_reader_that_goes_away_is_no_fault() -> None:
    Path("long.md").write_text("word " * 400_000, "utf-8")
    code = "from convert.cli import main; main(['convert', 'long.md', '--to', 'text'], prog_name='newsconv')"
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, check=False,
                          env=os.environ | {"PYTHONPATH": str(HOME)})
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("arguments", [["convert", "post.md", "--to", "text"], ["inspect", "post.md"]], ids=" ".join)
def test_any_output_is_utf_8(arguments: list[str]) -> None:
    Path("post.md").write_text("# 雾里的灯\n", "utf-8")
    code = "import sys; from convert.cli import main; main(sys.argv[1:], prog_name='newsconv')"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True, env=os.environ | {
        "PYTHONPATH": str(HOME), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert "雾里的灯" in done.stdout.decode("utf-8")


def test_the_number_of_a_file_that_is_gone_may_come_again(tmp_path: Path) -> None:
    from convert.engine.files import Output
    output = Output(tmp_path / "out")
    output.write("shared.png", b"1")
    (tmp_path / "out" / "shared.png").unlink()                # as another process does that writes the same picture
    (tmp_path / "out" / "a.html").write_bytes(b"from before")
    found = (tmp_path / "out" / "a.html").stat()
    output._written[found.st_dev, found.st_ino] = output._written.popitem()[1]
    output.write("a.html", b"2")
    assert (tmp_path / "out" / "a.html").read_bytes() == b"2"
