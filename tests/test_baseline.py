"""Only what is new: known findings are hidden, and Git tells which files and lines changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from convert.cli import main

HEAD = "---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\n"
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")


class Site:
    """A site on disk, and what newsconv says of it, run from its root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.put("_config.yml", "title: x\n")

    def put(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def post(self, name: str, body: str) -> None:
        self.put(f"_posts/2022-02-15-{name}.md", HEAD + body)

    def validate(self, *arguments: str) -> Any:
        return CliRunner().invoke(main, ["validate", "--format", "concise", *arguments], prog_name="newsconv")

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", *arguments],
                       cwd=self.folder, check=True, capture_output=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return Site(tmp_path)


def found(output: str) -> list[str]:
    return [line.split(" ")[0] for line in output.splitlines() if line.startswith("_posts/")]


def test_known_findings_are_hidden(site: Site) -> None:
    site.post("a", "[x]()\n\n[y](/no.html)\n")
    done = site.validate("--write-baseline")
    assert (done.output.splitlines(), done.exit_code) == ([
        "No findings in 1 file. 2 hidden.",
        f"Wrote a baseline of 2 findings to {site.folder}/.newsconv-baseline.json; --baseline {site.folder}/.newsconv-baseline.json hides them."], 0)
    done = site.validate("--baseline", ".newsconv-baseline.json")
    assert (done.output, done.exit_code) == ("No findings in 1 file. 2 hidden.\n", 0)
    site.post("a", "A new line.\n\n[x]()\n\n[y](/no.html)\n\n[z]()\n")
    assert found(site.validate("--baseline", ".newsconv-baseline.json").output) == ["_posts/2022-02-15-a.md:11:1:"]


def test_the_setting(site: Site) -> None:
    site.post("a", "[y](/no.html)\n")
    site.put("newsconv.toml", 'baseline = "known.json"\n')
    assert site.validate().exit_code == 2
    site.validate("--write-baseline")
    assert json.loads((site.folder / "known.json").read_text())["findings"][0][:2] == ["_posts/2022-02-15-a.md", "link-broken"]
    assert site.validate().exit_code == 0


def test_a_baseline_is_one_finding_a_line_and_the_same_from_anywhere(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b", "a"):
        site.post(name, "[x]()\n")
    site.validate("--write-baseline")
    text = (site.folder / ".newsconv-baseline.json").read_text()
    assert [line[:30] for line in text.splitlines()] == [
        "{", ' "version": 1,', ' "findings": [', '  ["_posts/2022-02-15-a.md", "', '  ["_posts/2022-02-15-b.md", "', " ]", "}"]
    monkeypatch.chdir(site.folder / "_posts")
    assert site.validate("--baseline", "../.newsconv-baseline.json", ".").output == "No findings in 2 files. 2 hidden.\n"


def test_it_shrinks_by_itself(site: Site) -> None:
    for name in ("a", "b", "c"):
        site.post(name, "[x]()\n")
    site.validate("--write-baseline", "--baseline", "known.json")
    site.post("a", "Mended.\n")
    (site.folder / "_posts" / "2022-02-15-b.md").unlink()
    assert site.validate("--baseline", "known.json").output.splitlines() == [
        "No findings in 2 files. 1 hidden.", "2 of the 3 findings of the baseline are gone, and taken out of known.json."]
    assert len(json.loads((site.folder / "known.json").read_text())["findings"]) == 1
    assert site.validate("--baseline", "known.json", "--select", "date").output == "No findings in 2 files.\n"      # others did not run
    assert len(json.loads((site.folder / "known.json").read_text())["findings"]) == 1


@pytest.mark.parametrize(("text", "said"), [
    (None, "known.json: there is no such baseline; --write-baseline writes one"),
    ("[", "known.json: is no baseline; write it anew with --write-baseline"),
    ('{"version": 9}', "known.json: is of version 9, which this newsconv does not know; write it anew with --write-baseline")])
def test_a_baseline_that_is_none(site: Site, text: str | None, said: str) -> None:
    site.post("a", "x\n")
    if text is not None:
        site.put("known.json", text)
    assert site.validate("--baseline", "known.json").output == f"newsconv: {said}\n"


@pytest.fixture
def tracked(site: Site) -> Site:
    """A repository with two posts that have a fault each, then a branch on which one of them and a new one have another."""
    site.post("old 港口", "[x]()\n")
    site.post("b", "[x]()\n\nSome text.\n")
    site.git("init")
    site.git("add", ".")
    site.git("commit", "-m", "first")
    site.git("checkout", "-b", "work")
    site.post("b", "[x]()\n\nSome other text.\n\n[y](/2022/02/15/new.html) [z]()\n")
    site.post("new", "[x]()\n")
    return site


@needs_git
def test_files_that_changed(tracked: Site) -> None:
    assert found(tracked.validate().output) == ["_posts/2022-02-15-b.md:5:1:", "_posts/2022-02-15-b.md:9:27:", "_posts/2022-02-15-new.md:5:1:",
                                                "_posts/2022-02-15-old"]
    done = tracked.validate("--since", "main")
    assert found(done.output) == ["_posts/2022-02-15-b.md:5:1:", "_posts/2022-02-15-b.md:9:27:", "_posts/2022-02-15-new.md:5:1:"]
    tracked.git("add", ".")
    tracked.git("commit", "-m", "second")
    assert found(tracked.validate("--since", "main").output) == found(done.output)
    assert tracked.validate("--since", "HEAD").output == "No findings in 0 files.\n"


@needs_git
def test_lines_that_changed(tracked: Site) -> None:
    assert found(tracked.validate("--new-only", "main").output) == ["_posts/2022-02-15-b.md:9:27:", "_posts/2022-02-15-new.md:5:1:"]


@needs_git
def test_a_file_of_a_strange_name(tracked: Site) -> None:
    tracked.post("old 港口", "[x]()\n\n[y]()\n")
    assert tracked.validate("--new-only", "main").output.count("old 港口.md:7:1") == 1


@needs_git
@pytest.mark.parametrize(("ref", "said"), [("nowhere", "Git knows no revision “nowhere”"), ("--help", "“--help” is no revision")])
def test_a_revision_that_is_none(tracked: Site, ref: str, said: str) -> None:
    assert tracked.validate(f"--since={ref}").output == f"newsconv: {said}\n"


@needs_git
def test_a_folder_that_is_in_no_repository(site: Site) -> None:
    site.post("a", "x\n")
    done = site.validate("--since", "main")
    assert (done.exit_code, done.output) == (2, f"newsconv: {site.folder} is in no Git repository\n")
