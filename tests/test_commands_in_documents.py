"""Each command that the documentation shows is one: it is run in the fixture site, and is not wrong usage."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from disk import Site

from convert.cli import main

HOME = Path(__file__).parent.parent
DOCUMENTS = [HOME / "README.md", *sorted((HOME / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
IN_OTHER_LANGUAGES = {"groovy": re.compile(r"sh '(newsconv .+)'"), "yaml": re.compile(r"- script: (newsconv .+)"), "sh": re.compile(r"^(?:exec )?(newsconv .+)$", re.M)}
ENDLESS = "--watch"
ASKS_OTHERS = "--external"           # which no test does
ELSEWHERE = ("s3://", "--scheduler")    # which tests of their own do; here, that there are such options
POST = "---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\nThick.\n"


def commands() -> Iterator[tuple[str, str]]:
    for path in DOCUMENTS:
        for language, text in FENCE.findall(path.read_text("utf-8")):
            for command in IN_OTHER_LANGUAGES[language].findall(text) if language in IN_OTHER_LANGUAGES else ():
                yield path.name, command


COMMANDS = [*dict.fromkeys(commands())]


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture site in a repository of Git, with what commands of the documentation name."""
    folder = tmp_path_factory.mktemp("posts") / "site"
    shutil.copytree(HOME / "fixtures" / "news", folder)
    (folder / "post.md").write_text(POST, "utf-8")
    (folder / ".newsconv-baseline.json").write_text('{"version": 1, "findings": []}', "utf-8")
    (folder / "_site").mkdir()
    (folder / "_site" / "index.html").write_text("<p>Home</p>", "utf-8")
    site = Site.__new__(Site)
    site.folder = folder
    for arguments in (("init",), ("add", "."), ("commit", "-m", "first")):
        site.git(*arguments)
    return folder


def test_there_are_some_in_each_document_that_has_any() -> None:
    assert {"README.md", "ci.md"} <= {name for name, _ in COMMANDS}
    assert len(COMMANDS) > 30


@pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")
@pytest.mark.parametrize(("document", "command"), COMMANDS, ids=lambda value: value)
def test_a_command_is_one(document: str, command: str, posts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(posts, tmp_path / "site")
    monkeypatch.chdir(tmp_path / "site")
    for name in ("CI", "GITHUB_ACTIONS", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    program, *arguments = shlex.split(command, comments=True)
    assert program == "newsconv"
    if "parquet" in arguments:
        pytest.importorskip("pyarrow", reason="newsconv[remote] is not installed")
    if ENDLESS in arguments or any(word in command for word in ELSEWHERE):
        arguments = [*arguments, "--help"]
    if ASKS_OTHERS in arguments:
        arguments = [*arguments, "--dump"]
    result = CliRunner().invoke(main, arguments, prog_name="newsconv", input=POST)
    assert result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("text", [pytest.param(text, id=f"{path.name} {number}") for path in DOCUMENTS
                                  for number, (language, text) in enumerate(FENCE.findall(path.read_text("utf-8"))) if language == "yaml"])
def test_what_is_called_yaml_is(text: str) -> None:
    assert yaml.safe_load(text)
