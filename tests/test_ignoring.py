"""`--add-ignore`: comments for all findings there are, where they change nothing; a second run finds nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from convert.cli import main

HEAD = "---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\n"
NO_ZONE = "date: 2022-02-15 09:00:00"
POST = "_posts/2022-02-15-a.md"

# A file before → and after.
CASES = {
    "behind a line": (HEAD + "See [a]()\nand [b]().\n", HEAD + "See [a]() <!-- newsconv: ignore link-empty -->\nand [b](). <!-- newsconv: ignore link-empty -->\n"),
    "several rules": (HEAD + "See [a]() and [b](/no).\n", HEAD + "See [a]() and [b](/no). <!-- newsconv: ignore link-broken, link-empty -->\n"),
    "a hard break": (HEAD + "See [a]()  \nthis.\n", HEAD + "See [a]() <!-- newsconv: ignore link-empty -->  \nthis.\n"),
    "the end of a file without a line end": (HEAD + "[a]()", HEAD + "[a]() <!-- newsconv: ignore link-empty -->"),
    "a list": (HEAD + "- [a]()\n- b\n", HEAD + "- [a]() <!-- newsconv: ignore link-empty -->\n- b\n"),
    "a table": (HEAD + "| a |\n|---|\n| [x]() |\n", HEAD.replace("title", "# newsconv: ignore-file link-empty\ntitle") + "| a |\n|---|\n| [x]() |\n"),
    "YAML": (f"---\ntitle: Fog\n{NO_ZONE}\n---\nx\n", f"---\ntitle: Fog\n{NO_ZONE}  # newsconv: ignore date-no-timezone\n---\nx\n"),
    "a fence of YAML": ("---\nlang: en\n---\nx\n", "---\n# newsconv: ignore-file schema-required\nlang: en\n---\nx\n"),
    "TOML": ("+++\ntitle = ''\ndate = 2022-02-15T09:00:00Z\n+++\nx\n", "+++\ntitle = ''  # newsconv: ignore schema-empty\ndate = 2022-02-15T09:00:00Z\n+++\nx\n"),
    "JSON": ('{"title": "",\n"date": "2022-02-15T09:00:00Z"}\n\nx\n', '{"title": "",\n"date": "2022-02-15T09:00:00Z"}\n\nx\n\n<!-- newsconv: ignore-file schema-empty -->\n'),
    "no head": ("See [a]().\n", "See [a]().\n\n<!-- newsconv: ignore-file fm-missing, link-empty -->\n"),
    "Windows' line ends": ((HEAD + "[a]()\n").replace("\n", "\r\n"), (HEAD + "[a]() <!-- newsconv: ignore link-empty -->\n").replace("\n", "\r\n")),
    "a byte order mark stays": ("\ufeff" + HEAD + "[a]()\n", None),
    "a tag of several lines": (HEAD + '<p><a\nhref="">x</a></p>\n', None),
    "a heading": (HEAD + "## Fog [a]()\n\n[b](#fog)\n", None),
    "CJK": (HEAD + "见[港口](/没有)。\n", HEAD + "见[港口](/没有)。 <!-- newsconv: ignore link-broken -->\n"),
}


def site(folder: Path, text: str) -> Path:
    (folder / "_config.yml").write_text("title: x\n")
    (folder / "_posts").mkdir()
    post = folder / POST
    post.write_bytes(text.encode())
    return post


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["validate", "--format", "concise", *arguments], prog_name="newsconv")


@pytest.mark.parametrize("case", CASES)
def test_all_findings_are_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    before, after = CASES[case]
    monkeypatch.chdir(tmp_path)
    post = site(tmp_path, before)
    found = run().output.count(POST)
    done = run("--add-ignore")
    assert (done.exit_code, done.output) == (0, f"Hid {found} finding{'s' * (found > 1)} in 1 file, by comments.\n")
    if after is not None:
        assert post.read_bytes().decode() == after
    assert run().output == f"No findings in 1 file. {found} hidden.\n"
    assert run("--add-ignore").output == "Hid nothing.\n"


def test_some_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    post = site(tmp_path, HEAD + "See [a]() and [b](/no).\n")
    assert run("--add-ignore", "--select", "link-broken").exit_code == 0
    assert post.read_text() == HEAD + "See [a]() and [b](/no). <!-- newsconv: ignore link-broken -->\n"


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no symbolic links")
def test_what_cannot_be_hidden_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    post = site(tmp_path, "")
    post.rename(tmp_path / "a.txt")
    (tmp_path / "a.txt").write_text(HEAD + "[a]()\n")
    post.symlink_to(tmp_path / "a.txt")
    done = run("--add-ignore")
    assert (done.exit_code, done.output) == (1, f"Not hidden: {POST}: is a symbolic link, and was left alone\nHid nothing.\n")
