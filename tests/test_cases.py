"""Each command in `fixtures/cases` prints what stands there; `--accept` writes down what it prints now.

A case is a section of a Markdown file, from its `##` to the next. Fences with names of files in their first line are
written to an empty folder, those above the first `##` for every case of the file. In a `console` fence a line that
begins with `$ ` is run in that folder, and what follows is what it prints, standard output and error as a user would
see them, with `[1]` below for an exit status of 1. Besides newsconv there are `cat FILE…`, `find FOLDER` and
`unzip -p BOOK FILE`, and `< FILE` for standard input.
"""

from __future__ import annotations

import re
import shlex
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from convert.cli import main

FOLDER = Path(__file__).parent.parent / "fixtures" / "cases"
FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=fence)[ ]*$", re.M | re.S)
HEADING = re.compile(r"^## (.+)$", re.M)
SECONDS = re.compile(r'"seconds": [\d.e-]+')


class Case(NamedTuple):
    """A section: the files it begins with, and its consoles by their number in the Markdown file."""

    home: Path
    title: str
    files: tuple[tuple[str, str], ...]
    consoles: tuple[tuple[int, str], ...]


def cases() -> Iterator[Case]:
    for path in sorted(FOLDER.rglob("*.md")):
        yield from cases_in(path)


def cases_in(path: Path) -> Iterator[Case]:
    text = path.read_text("utf-8")
    fences = list(FENCE.finditer(text))
    headings = [match for match in HEADING.finditer(text) if not any(f.start() < match.start() < f.end() for f in fences)]
    starts = [0, *(match.start() for match in headings), len(text)]
    shared: tuple[tuple[str, str], ...] = ()
    for index, start in enumerate(starts[:-1]):
        here = [(number, fence) for number, fence in enumerate(fences) if start <= fence.start() < starts[index + 1]]
        files = tuple((name, fence["text"]) for _, fence in here for name in shlex.split(fence["info"])[1:])
        if not index:
            shared = files
            assert len(files) == len(here), f"{path}: a console stands above the first ##"
            continue
        consoles = tuple((number, fence["text"]) for number, fence in here if fence["info"].strip() == "console")
        assert all(len(shlex.split(fence["info"])) > 1 or fence["info"].strip() == "console" for _, fence in here), f"{path}: a fence has neither a name nor is a console"
        yield Case(path, headings[index - 1][1], shared + files, consoles)


def commands(console: str) -> list[str]:
    return [line[2:] for line in console.splitlines() if line.startswith("$ ")]


def printed(line: str) -> str:
    """What a command prints, its exit status below."""
    words, data = shlex.split(line), b""
    if len(words) > 2 and words[-2] == "<":
        data, words = Path(words[-1]).read_bytes(), words[:-2]
    match words:
        case ["newsconv", *arguments]:
            result = CliRunner().invoke(main, arguments, input=data, prog_name="newsconv")
            output, status = SECONDS.sub('"seconds": 0.01', result.output), result.exit_code
            assert "Traceback" not in output, output
        case ["cat", *names]:
            output, status = "".join(Path(name).read_text("utf-8") for name in names), 0
        case ["unzip", "-p", book, name]:
            with zipfile.ZipFile(book) as archive:
                output, status = archive.read(name).decode(), 0
        case ["find", folder]:
            output, status = "".join(f"{path}\n" for path in sorted(Path(folder).rglob("*")) if path.is_file()), 0
        case _:
            raise AssertionError(f"no such command: {line}")
    if output and not output.endswith("\n"):
        output += "\n"
    return f"$ {line}\n{output}" + (f"[{status}]\n" if status else "")


def accept(case: Case, outputs: list[str]) -> None:
    """Write the consoles of a case anew, in fences that are long enough."""
    text = case.home.read_text("utf-8")
    fences = list(FENCE.finditer(text))
    for (number, _), output in reversed(list(zip(case.consoles, outputs, strict=True))):
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("^`{3,}", output, re.M)), 3)
        start, end = fences[number].span()
        text = f"{text[:start]}{fence}console\n{output}{fence}{text[end:]}"
    case.home.write_text(text, "utf-8")


@pytest.mark.parametrize("case", [
    pytest.param(case, id=f"{case.home.parent.name}/{case.home.stem}: {case.title}") for case in cases()])
def test_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    for name, text in case.files:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    outputs = ["".join(map(printed, commands(console))) for _, console in case.consoles]
    if pytestconfig.getoption("--accept"):
        accept(case, outputs)
    else:
        assert outputs == [console for _, console in case.consoles]


def test_there_are_many_cases() -> None:
    found = list(cases())
    assert len(found) >= 40
    assert {case.home.parent.name for case in found} == {"convert", "validate", "inspect", "rules", "settings", "errors", "schema", "config", "init", "urls", "links"}
    assert all(case.consoles for case in found)
    assert len({(case.home, case.title) for case in found}) == len(found)
