"""Conversion beyond one machine: the same bytes as here, whoever makes them, and whoever dies meanwhile."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from machines import POISON, Machines, bucket, cluster

from convert.cli import main
from convert.engine.conversion import convert
from convert.engine.delivery import deliver
from convert.engine.run import Job

FIXTURES = Path(__file__).parent.parent / "fixtures"
POSTS = 2000


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Jekyll site of many posts; every hundredth has something to say of."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "_config.yml").write_text("url: https://news.example\ntimezone: Asia/Shanghai\n", "utf-8")
    (folder / "_posts").mkdir()
    for number in range(POSTS):
        body = "\x01" if number % 100 == 0 else "It is *thick*: [see](/x)."
        (folder / "_posts" / f"2022-02-{number % 28 + 1:02}-fog-{number}.md").write_text(
            f"---\ntitle: Fog {number}\ndate: 2022-02-{number % 28 + 1:02} 09:00:00 +0800\n---\n{body}\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def here(posts: Path) -> tuple[bytes, tuple[Any, ...]]:
    """What this machine makes of them, and says of them."""
    pieces = list[bytes]()
    done = convert(Job((posts,), "jsonl", None), pieces.append)
    assert done.converted == POSTS
    return b"".join(pieces), done.report.diagnostics


class Elsewhere(Executor):
    """An executor as anybody may have one: what it is told travels as bytes, and none of our disk is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.under_way = self.most = 0

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future, moved = Future[Any](), self.folder.with_name("moved")
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        sent = pickle.dumps((function, arguments, named))
        self.folder.rename(moved)
        try:
            do, given, more = pickle.loads(sent)
            future.set_result(pickle.loads(pickle.dumps(do(*given, **more))))
        finally:
            moved.rename(self.folder)
        answer = future.result

        def result(timeout: float | None = None) -> Any:
            self.under_way -= 1
            return answer(timeout)
        future.result = result  # type: ignore[method-assign]
        return future

    def ahead(self) -> int:
        """So many lots may be under way."""
        return 3


@pytest.mark.parametrize("site", ["news", "harbour"])
@pytest.mark.parametrize("to", ["markdown", "json", "text", "html"])
def test_any_executor_makes_the_same_without_our_disk(site: str, to: str, tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / site, tmp_path / "site")
    runs = []
    for executor in (None, Elsewhere(tmp_path / "site")):
        out = tmp_path / str(executor is None)
        done = convert(Job((tmp_path / "site",), to, out, into_folder=True), lambda data: None, executor=executor)
        runs.append(({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}, done.converted, done.failed,
                     done.report.diagnostics, done.repairs, done.repaired))
    assert runs[0] == runs[1]
    assert runs[0][1] == {"news": 180, "harbour": 18}[site]


@pytest.mark.parametrize("to", ["markdown", "text"])
def test_what_stands_is_not_made_again(to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FIXTURES / "news", tmp_path / "site")
    monkeypatch.chdir(tmp_path)
    executor = Elsewhere(tmp_path / "site")

    def done() -> tuple[int, int, Any]:
        found = convert(Job((tmp_path / "site",), to, tmp_path / "out", into_folder=True, update=True), lambda data: None, executor=executor)
        return found.converted, found.standing, (found.report.diagnostics, found.repairs)

    first = done()
    made = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.is_file() and ".newsconv_cache" not in path.parts}
    (changed := next(iter(made))).write_bytes(b"another")
    assert first[:2] == (180, 0)
    assert done() == (1, 179, first[2])
    assert {path for path, when in made.items() if path.stat().st_mtime_ns != when} == {changed}


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_what_stands_of_posts_at_a_url_is_known(tmp_path: Path, is_elsewhere: bool) -> None:  # noqa: FBT001
    fsspec = pytest.importorskip("fsspec", reason="newsconv[remote] is not installed")
    bucket = fsspec.filesystem("memory")
    bucket.store.clear()
    for name in "abc":
        bucket.pipe_file(f"/posts/{name}.md", f"---\ntitle: {name}\n---\n*{name}*\n".encode())
    executor = Elsewhere(tmp_path / "none") if is_elsewhere else None
    (tmp_path / "none").mkdir()
    job = Job((), "markdown", tmp_path / "out", into_folder=True, update=True, sources=("memory://posts",))
    assert deliver(job, lambda data: None, executor=executor)[:2] == (3, 0)
    bucket.pipe_file("/posts/b.md", b"another\n")
    done = deliver(job, lambda data: None, executor=executor)
    assert (done.converted, done.standing) == (1, 2)
    assert (tmp_path / "out/b.md").read_bytes() == b"another\n"


def test_no_more_is_under_way_than_the_executor_says(posts: Path, here: tuple[bytes, Any], tmp_path: Path) -> None:
    executor, pieces = Elsewhere(posts), list[bytes]()
    convert(Job((posts,), "jsonl", None), pieces.append, executor=executor)
    assert b"".join(pieces) == here[0]
    assert executor.most == 3


# clusters

@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    pytest.importorskip("s3fs", reason="newsconv[remote] and s3fs are not installed")
    pytest.importorskip("moto.server", reason="moto[server] is not installed")
    with bucket("news") as found, pytest.MonkeyPatch.context() as patch:
        for name, value in found.items():
            patch.setenv(name, value)
        yield found


@pytest.fixture(scope="module")
def machines(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    pytest.importorskip("distributed", reason="newsconv[dask] is not installed")
    with cluster(tmp_path_factory.mktemp("cluster") / "home", environment, 3) as found:
        yield found


def test_a_worker_that_is_killed_costs_time_alone(machines: Machines, posts: Path, here: tuple[bytes, Any]) -> None:
    from convert.engine.cluster import connected
    pieces = list[bytes]()

    def kill_one(done: int, of: int) -> None:
        if done == POSTS // 4:
            os.kill(machines.workers[0], signal.SIGKILL)

    with connected(machines.address) as executor:
        assert len(machines.workers) == 3
        done = convert(Job((posts,), "jsonl", None), pieces.append, progress=kill_one, executor=executor)
    assert (b"".join(pieces), done.report.diagnostics) == here
    assert (done.converted, done.failed) == (POSTS, 0)


def test_a_post_that_kills_its_workers_is_a_finding(machines: Machines, tmp_path: Path) -> None:
    for name in (*(f"fog-{number}" for number in range(150)), POISON):
        (tmp_path / f"{name}.md").write_text(f"{name}\n", "utf-8")
    done = CliRunner().invoke(main, ["convert", str(tmp_path), "--to", "jsonl", "--scheduler", machines.address])
    assert done.exit_code == 1
    assert done.stdout.count("\n") == 150
    assert f"{POISON}.md" in done.stderr
    assert "the process that converted it died, and so did the next ones: each time with this file alone" in done.stderr
    assert "1 could not be converted" in done.stderr


def test_what_is_interrupted_leaves_whole_parts_and_is_taken_up_again(machines: Machines, posts: Path, here: tuple[bytes, Any], tmp_path: Path) -> None:
    from convert.engine.cluster import connected
    job = Job((posts,), "jsonl", None, parts=f"file://{tmp_path}/out")

    def interrupt(done: int, of: int) -> None:
        if done == POSTS // 2 + 300:
            raise KeyboardInterrupt

    with connected(machines.address) as executor, pytest.raises(KeyboardInterrupt):
        deliver(job, lambda data: None, interrupt, executor)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"part-00000.jsonl", "_part-00000.jsonl.json"}
    first = (tmp_path / "out" / "part-00000.jsonl").stat()
    with connected(machines.address) as executor:
        assert deliver(job, lambda data: None, executor=executor).converted == POSTS
    assert (tmp_path / "out" / "part-00000.jsonl").stat() == first
    assert b"".join((tmp_path / "out" / f"part-{number:05}.jsonl").read_bytes() for number in (0, 1)) == here[0]


# URLs

def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["convert", *arguments])


def test_posts_of_a_bucket_become_parts_of_it(machines: Machines, posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fsspec
    monkeypatch.setattr("convert.engine.parts._POSTS", 100)
    bucket = fsspec.filesystem("s3")
    names = ["_config.yml", *(f"_posts/2022-02-{number + 1:02}-fog-{number}.md" for number in range(28)),
             *(f"_posts/2022-02-01-fog-{number}.md" for number in range(28, POSTS // 4, 28)), "_posts/2022-02-02-fog-1000.md"]
    names = [name for name in names if (posts / name).exists()]
    for name in names:
        bucket.pipe_file(f"news/site/{name}", (posts / name).read_bytes())
    bucket.pipe_file("news/site/../outside.md", b"not below its root\n")
    here = list[bytes]()
    convert(Job(tuple(posts / name for name in sorted(names[1:])), "jsonl", None), here.append)
    done = run("s3://news/site/_posts", "--to", "jsonl", "-o", "s3://news/out/", "--scheduler", machines.address)
    assert done.exit_code == 0, done.output
    bucket.invalidate_cache()
    parts = bucket.glob("news/out/part-*")
    assert b"".join(map(bucket.cat_file, parts)) == b"".join(here)
    assert b"not below" not in b"".join(map(bucket.cat_file, parts))
    times = [bucket.info(part)["LastModified"] for part in parts]
    assert run("s3://news/site/_posts", "--to", "jsonl", "-o", "s3://news/out/").exit_code == 0
    bucket.invalidate_cache()
    assert [bucket.info(part)["LastModified"] for part in parts] == times


def test_a_scheduler_that_dies_ends_the_run_with_a_word(environment: dict[str, str], posts: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="newsconv[dask] is not installed")
    from convert.engine.cluster import NoCluster, connected
    with cluster(tmp_path / "cluster", environment, 1) as found:
        def kill(done: int, of: int) -> None:
            if done == 1:
                found.scheduler.kill()
        with pytest.raises(NoCluster, match="went away; the outputs that were written are whole"), connected(found.address) as executor:
            convert(Job((posts,), "jsonl", None), lambda data: None, progress=kill, executor=executor)


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith("part-")}


def test_a_part_is_made_again_when_its_posts_or_the_options_are_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fsspec", reason="newsconv[remote] is not installed")
    monkeypatch.setattr("convert.engine.parts._POSTS", 2)
    posts, out = tmp_path / "posts", tmp_path / "out"
    posts.mkdir()
    for name in "abcde":
        (posts / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n{name}\n", "utf-8")
    command = (str(posts), "--to", "jsonl", "-o", out.as_uri())
    assert "Converted 5 posts to jsonl" in run(*command).stderr
    assert sorted(read(out)) == ["part-00000.jsonl", "part-00001.jsonl", "part-00002.jsonl"]
    for part in out.glob("part-*"):
        part.write_bytes(b"as it was\n")
    (posts / "c.md").write_text("another\n", "utf-8")
    (posts / "e.md").unlink()
    assert "Converted 4 posts to jsonl" in run(*command).stderr
    assert {name: data == b"as it was\n" for name, data in read(out).items()} == {"part-00000.jsonl": True, "part-00001.jsonl": False}
    run(*command, "--where", "title = a")
    assert [data.count(b"\n") for _, data in sorted(read(out).items())] == [1, 0]


def test_a_part_of_which_a_post_failed_is_made_and_said_again(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="newsconv[remote] is not installed")
    (tmp_path / "a.md").write_text("a\n", "utf-8")
    (tmp_path / "b.md").write_bytes(b"")
    runs = [run(str(tmp_path), "--to", "jsonl", "-o", (tmp_path / "out").as_uri()) for _ in range(2)]
    assert [(done.exit_code, "file-empty" in done.stderr) for done in runs] == [(1, True), (1, True)]


def test_a_part_with_an_address_that_goes_by_the_day_is_made_again(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="newsconv[remote] is not installed")
    (tmp_path / "_config.yml").write_text("url: https://news.example\n", "utf-8")
    (tmp_path / "_posts").mkdir()
    made = []
    for year in (2022, 2999):
        (tmp_path / "_posts" / f"{year}-05-01-a.md").write_text("a\n", "utf-8")
        for _ in range(2):
            run(str(tmp_path / "_posts"), "--to", "jsonl", "-o", (tmp_path / "out").as_uri())
            made.append((tmp_path / "out/part-00000.jsonl").stat().st_mtime_ns)
    assert made[0] == made[1] < made[2] < made[3]


def test_a_table_has_the_columns_of_a_record(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="newsconv[remote] is not installed")
    import json
    lines = run(str(FIXTURES / "news"), "--to", "jsonl").stdout.splitlines()
    assert run(str(FIXTURES / "news"), "--to", "parquet", "-o", str(tmp_path)).exit_code == 0
    rows = parquet.read_table(tmp_path / "part-00000.parquet").to_pylist()
    assert [{**row, "front_matter": json.loads(row["front_matter"])} for row in rows] == list(map(json.loads, lines))


@pytest.mark.parametrize(("arguments", "package", "said"), [
    (("s3://news/posts", "--to", "jsonl"), "fsspec", "s3://news/posts needs fsspec, which is not installed: pip install “newsconv[remote]” brings it"),
    (("{}", "--to", "jsonl", "-o", "memory://out"), "fsspec", "memory://out needs fsspec, which is not installed: pip install “newsconv[remote]” brings it"),
    (("{}", "--to", "parquet", "-o", "out"), "pyarrow", "--to parquet needs pyarrow, which is not installed: pip install “newsconv[remote]” brings it"),
    (("{}", "--to", "json", "-o", "out", "--scheduler", "tcp://x:1"), "distributed", "--scheduler needs distributed, which is not installed: pip install “newsconv[dask]” brings it"),
])
def test_what_is_not_installed_is_named(arguments: tuple[str, ...], package: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if package == "pyarrow":
        pytest.importorskip("fsspec", reason="newsconv[remote] is not installed")
    for module in (package, "fsspec.core" if package == "fsspec" else package):
        monkeypatch.setitem(sys.modules, module, None)
    done = run(*(one.format(FIXTURES / "news") for one in arguments))
    assert (done.exit_code, done.stderr) == (2, f"newsconv: {said}\n")


@pytest.mark.parametrize(("arguments", "said"), [
    (("memory://nothing/here", "--to", "jsonl"), "there is no file or folder “memory://nothing/here”"),
    (("memory://a", "{}", "--to", "jsonl"), "URLs and paths of this machine cannot be converted together"),
    (("memory://a", "file:///b", "--to", "jsonl"), "URLs of one repository begin alike; memory://a and file:///b do not"),
    (("simplecache::memory://a", "--to", "jsonl"), "URLs of one repository begin alike; simplecache::memory://a do not"),
    (("nosuch://a", "--to", "jsonl"), "nosuch://a cannot be opened: Protocol not known: nosuch"),
    (("{}", "--to", "markdown", "-o", "memory://out"),
     "-o memory://out takes --to jsonl or parquet, which put many posts into one part; --to markdown makes a file of each: convert into a folder, and copy that"),
    (("{}", "--to", "parquet"), "--to parquet makes parts, which need a folder or a URL to go to: -o FOLDER"),
    (("{}", "--to", "epub", "-o", "x.epub", "--scheduler", "tcp://x:1"), "--scheduler is not for --to epub: that is made with pictures and pages beside the post, which are here"),
])
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], said: str) -> None:
    pytest.importorskip("fsspec", reason="newsconv[remote] is not installed")
    done = run(*(one.format(FIXTURES / "news") for one in arguments))
    assert (done.exit_code, done.stderr) == (2, f"newsconv: {said}\n")


def test_a_scheduler_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="newsconv[dask] is not installed")
    monkeypatch.setattr("convert.engine.cluster._SECONDS", 1)
    done = run(str(FIXTURES / "news"), "--to", "jsonl", "--scheduler", "tcp://127.0.0.1:1")
    assert done.exit_code == 2
    assert done.stderr.startswith("newsconv: no Dask scheduler answers at tcp://127.0.0.1:1: ")
