"""The hooks, run by pre-commit itself on a real commit; and that they are what the command understands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from convert.cli import main

HOME = Path(__file__).parent.parent
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((HOME / ".pre-commit-hooks.yaml").read_text())} if (HOME / ".pre-commit-hooks.yaml").exists() else {}


def test_the_hooks_are_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2022-02-15-a.md").write_text("---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\nx\n")
    assert set(HOOKS) == {"newsconv-validate", "newsconv-fix", "newsconv-links"}
    for hook in HOOKS.values():
        program, *arguments = hook["entry"].split()
        assert program == "newsconv"
        assert CliRunner().invoke(main, [*arguments, "2022-02-15-a.md"]).exit_code == 0


@pytest.mark.skipif(shutil.which("git") is None or find_spec("pre_commit") is None or not (HOME / ".git").exists(),
                    reason="pre-commit, the judge, is not installed, or this is no checkout")
def test_a_commit_is_checked_by_pre_commit(tmp_path: Path) -> None:
    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)

    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_NAME": "A",
                   "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org", "NO_COLOR": "1"}
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GITHUB_ACTIONS"):
        environment.pop(name, None)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=HOME, capture_output=True, text=True, check=True).stdout.strip()
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_config.yml").write_text("title: x\ntimezone: Asia/Shanghai\n")
    (tmp_path / ".gitignore").write_text("home\n")
    post = tmp_path / "_posts" / "2022-02-15-a.md"
    post.write_text("---\ntitle: Fog\ndate: 2022-02-15 09:00:00\n---\n[x](/no.html)\n")
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {HOME}\n    rev: {head}\n    hooks:\n      - id: newsconv-fix\n      - id: newsconv-links\n")
    run("git", "init")
    run("git", "add", ".")
    assert run(sys.executable, "-m", "pre_commit", "install").returncode == 0
    first = run("git", "commit", "-m", "first")
    if "pip install" in first.stdout + first.stderr and "CalledProcessError" in first.stdout + first.stderr and not os.environ.get("CI"):
        pytest.skip("pre-commit could not install newsconv: there is no way to the package index")
    said = first.stdout + first.stderr
    assert first.returncode == 1
    assert "Mended 1 finding in 1 file: date-no-timezone (1)." in said
    assert "error[link-broken]: this site has no page /no.html" in said
    assert "date: 2022-02-15 09:00:00 +0800\n" in post.read_text()
    post.write_text(post.read_text().replace("[x](/no.html)", "x"))
    run("git", "add", ".")
    second = run("git", "commit", "-m", "second")
    assert second.returncode == 0, second.stdout + second.stderr
