"""What shells complete, asked as their scripts ask."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_startup import HEAVY, HOME

NEWSCONV = [sys.executable, "-c", "import sys; from convert.cli import main; main(prog_name='newsconv')"]
DOCUMENT = (HOME / "docs" / "completion.md").read_text("utf-8")


def run(instruction: str, code: list[str] = NEWSCONV, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(code, capture_output=True, text=True, check=False, encoding="utf-8",
                          env={**os.environ, "PYTHONPATH": str(HOME), "_NEWSCONV_COMPLETE": instruction, **environment})


def completed(line: str) -> list[str]:
    """What bash offers for the last word of a line."""
    done = run("bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(line.split()) if line.endswith(" ") else len(line.split()) - 1))
    assert done.stderr == ""
    return [offer.partition(",")[2] for offer in done.stdout.split()]


@pytest.mark.parametrize(("line", "offers"), [
    ("newsconv val", ["validate"]),
    ("newsconv validate --sel", ["--select"]),
    ("newsconv validate --select link-b", ["link-broken"]),
    ("newsconv validate --select link-broken,image-m", ["link-broken,image-missing"]),
    ("newsconv validate --select defa", ["default"]),
    ("newsconv validate --ignore fm-sy", ["fm-syntax"]),
    ("newsconv schema ", ["check", "infer", "list", "show"]), ("newsconv schema show ne", ["news", "newsconv"]),
    ("newsconv rules taxonomy", ["taxonomy", "taxonomy-path", "taxonomy-split", "taxonomy-unknown", "taxonomy-variant"]),
    ("newsconv validate --format s", ["statistics", "sarif", "statistics-json"]),
    ("newsconv convert --to x", ["xhtml"]),
    ("newsconv convert a.md --flavor g", ["gfm", "goldmark"]),
    ("newsconv nothing-of-the-kind x", []),
])
def test_what_is_completed(line: str, offers: list[str]) -> None:
    assert completed(line) == offers


def test_files_are_left_to_the_shell() -> None:
    done = run("bash_complete", COMP_WORDS="newsconv validate _po", COMP_CWORD="2")
    assert done.stdout == "file,_po\n"


def test_a_shell_does_not_wait_for_what_it_does_not_need() -> None:
    code = [sys.executable, "-X", "importtime", "-c", NEWSCONV[2]]
    done = run("bash_complete", code, COMP_WORDS="newsconv validate --format s", COMP_CWORD="3")
    modules = set(re.findall(r"\| +(\S+)$", done.stderr, re.M))
    assert "convert.cli.completion" in modules
    assert not modules & {*HEAVY, "pathspec", "convert.rules", "importlib.metadata"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_documentation_names_what_each_shell_reads(shell: str) -> None:
    assert f"_NEWSCONV_COMPLETE={shell}_source newsconv" in DOCUMENT
    done = run(f"{shell}_source")
    assert done.returncode == 0
    assert f"_NEWSCONV_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_itself(tmp_path: Path) -> None:
    command = tmp_path / "newsconv"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{NEWSCONV[2]}" "$@"\n')
    command.chmod(0o755)
    source = re.findall("`(eval .+bash_source newsconv\\)\")`", DOCUMENT)[0]
    script = f'{source}\nCOMP_WORDS=(newsconv rules link-bro); COMP_CWORD=2; _newsconv_completion newsconv; echo "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, check=False,
                          env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(HOME)})
    assert done.stdout == "link-broken\n", done.stderr
