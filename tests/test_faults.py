"""What fails around a run: a process of it is killed, the disk is full. What it leaves is whole, and the next run is right."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from convert.cli import main
from convert.engine.repository import Repository
from convert.model.document import Document

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks Linux for the processes of a run")
COUNT = 600
HEAD = "---\ntitle: Post {0}\ndate: 2022-05-01 09:00:00 +0800\n---\n# Post {0}\n\n"
LINE = "Some *words*, [a link](/nowhere-{0}.html).\n\n"
LINES = 40                    # of the longest post
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from convert.cli import main
main(sys.argv[2:], prog_name="newsconv")
"""
VALIDATE = ("validate", "--format", "concise")
CONVERT = ("convert", "_posts", "--to", "json", "-o", "out/", "--update")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_config.yml").write_text("title: x\n")
    for number in range(COUNT):
        (tmp_path / "_posts" / f"2022-05-01-post-{number}.md").write_text((HEAD + LINE * (number % LINES + 1)).format(number))
    return tmp_path


def run(*command: str, limit: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command; with a limit, no file may become larger, as on a disk that is full."""
    start = ["-c", LIMITED, str(limit)] if limit else ["-m", "convert"]
    return subprocess.run([sys.executable, *start, *command], capture_output=True, text=True, check=False)


def findings(said: str) -> list[str]:
    """What was found, without the closing line, which tells how long it took."""
    return said.splitlines()[:-1]


def outputs() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in Path("out").glob("*.json")}


def workers(process: subprocess.Popen[str]) -> list[int]:
    return [int(number) for number in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def with_a_process_killed(*command: str, after: float) -> tuple[int, str]:
    """Run a command in two processes, of which one is killed; exit status and standard output."""
    with subprocess.Popen([sys.executable, "-m", "convert", *command, "-j", "2"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        while not (found := workers(process)) and process.poll() is None:
            time.sleep(0.005)
        time.sleep(after)
        with suppress(ProcessLookupError):             # it was done before
            os.kill((workers(process) or found)[-1], signal.SIGKILL)
        said, _ = process.communicate(timeout=60)
    return process.returncode, said


@pytest.mark.parametrize("after", [0.0, 0.1, 0.3])
def test_a_process_that_is_killed_changes_nothing(site: Path, after: float) -> None:
    plain = run(*VALIDATE, "--no-cache")
    assert len(findings(plain.stdout)) == sum(number % LINES + 1 for number in range(COUNT))
    status, said = with_a_process_killed(*VALIDATE, after=after)
    assert (status, findings(said)) == (1, findings(plain.stdout))
    assert findings(run(*VALIDATE).stdout) == findings(plain.stdout)
    assert with_a_process_killed(*CONVERT, after=after) == (0, "")
    killed = outputs()
    assert run("convert", "_posts", "--to", "json", "-o", "out/").returncode == 0
    assert killed == outputs()
    assert f"Converted 0 posts to json in out; {COUNT} up to date.\n" in run(*CONVERT).stderr


@pytest.mark.parametrize(("command", "closing"), [
    (("convert", "_posts", "--to", "json", "-o", "out/"), f"Converted {COUNT - 1} posts to json in out; 1 could not be converted."),
    (("validate", "--select", "file", "--format", "concise"), f"Found 1 error in {COUNT} files.")], ids=["json", "validate"])
def test_a_post_that_kills_its_processes_is_a_finding(site: Path, command: tuple[str, ...], closing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    own, read = os.getpid(), Repository.document

    def deadly(repository: Repository, path: str, *given: Any, **more: Any) -> Document:
        if path.endswith("post-7.md") and os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(repository, path, *given, **more)

    monkeypatch.setattr(Repository, "document", deadly)
    done = CliRunner().invoke(main, [*command, "-j", "2"], prog_name="newsconv")
    assert done.exit_code == 1
    assert closing in done.output
    assert [word in done.output for word in ("file-unreadable", "_posts/2022-05-01-post-7.md:1:1", "the process that read this file died, and so did the next one")] == [True] * 3


def test_a_full_disk_leaves_whole_files(site: Path) -> None:
    wanted = (run("convert", "_posts", "--to", "json", "-o", "out/"), outputs())[1]
    for path in Path("out").iterdir():
        path.unlink()
    limit = sorted(len(text.encode()) for text in wanted.values())[COUNT // 2]
    done = run(*CONVERT, limit=limit)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert 0 < len(outputs()) < COUNT
    assert outputs().items() <= wanted.items()
    assert not list(Path("out").glob(".*.tmp"))
    assert run(*CONVERT).returncode == 0
    assert outputs() == wanted
    assert f"Converted 0 posts to json in out; {COUNT} up to date.\n" in run(*CONVERT).stderr


def test_what_a_killed_run_had_begun_is_taken_away_by_a_later_one(site: Path) -> None:
    Path("out").mkdir()
    names = [".newsconv-0123456789abcdef.tmp", ".newsconv-fedcba9876543210.tmp", ".another.tmp"]
    for name in names:
        Path("out", name).write_text("{")
        os.utime(Path("out", name), (0, 0))
    os.utime(Path("out", names[1]))                        # which somebody may be writing
    assert run("convert", "_posts", "--to", "json", "-o", "out/").returncode == 0
    assert sorted(path.name for path in Path("out").glob(".*")) == sorted(names[1:])


@pytest.mark.parametrize("limit", [1, 5000, 50_000])
def test_a_cache_on_a_full_disk_tells_nothing_wrong(site: Path, limit: int) -> None:
    plain = findings(run(*VALIDATE, "--no-cache").stdout)
    assert findings(run(*VALIDATE, limit=limit).stdout) == plain
    assert findings(run(*VALIDATE).stdout) == plain
    assert findings(run(*VALIDATE).stdout) == plain
