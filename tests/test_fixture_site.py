"""The fixture site: all that its manifest says is found and nothing else, from wherever the run begins."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from convert import Diagnostic, validate

HOME = Path(__file__).parent.parent
SITE = HOME / "fixtures" / "news"
MANIFEST = json.loads((SITE.parent / "news.manifest.json").read_text("utf-8"))["findings"]
# One faulty file of each rule.
SINGLE = sorted({entry["rule"]: entry["path"] for entry in reversed(MANIFEST)}.values())


class Fault(NamedTuple):
    """A line of the manifest."""

    path: str
    rule: str
    line: int
    column: int
    subject: str = ""


@cache
def diagnostics() -> tuple[Diagnostic, ...]:
    """What there is to say of the site, run inside it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(SITE)
        return validate([Path()]).diagnostics


def test_the_manifest_is_found_and_nothing_else() -> None:
    wanted = sorted(Fault(**entry) for entry in MANIFEST)
    found = sorted(Fault(one.path, one.rule, one.place.line, one.place.column, one.subject) for one in diagnostics())
    assert [fault._replace(subject="") for fault in found] == [fault._replace(subject="") for fault in wanted]
    assert [(fault, one.subject) for fault, one in zip(wanted, found, strict=True)
            if fault.subject and fault.subject != one.subject] == []


def test_each_finding_says_what_it_is_about() -> None:
    for one in diagnostics():
        assert one.message == one.message.strip()
        assert "\n" not in one.message
        assert one.fingerprint
        assert one.severity in {"error", "warning", "info"}
    assert len({one.fingerprint for one in diagnostics()}) == len(diagnostics())


def test_without_the_files_it_names_all_is_quiet(tmp_path: Path) -> None:
    copy = tmp_path / "news"
    shutil.copytree(SITE, copy)
    for entry in MANIFEST:
        (copy / entry["path"]).unlink(missing_ok=True)
    assert validate([copy]).diagnostics == ()


@pytest.mark.parametrize(("start", "path", "below"), [
    (HOME, "fixtures/news", "fixtures/news/"),
    (HOME, str(SITE), "fixtures/news/"),
    (SITE / "_posts", "..", "../"),
], ids=["from the root of the repository", "by its whole path", "from one of its folders"])
def test_where_the_run_begins_changes_the_paths_alone(start: Path, path: str, below: str,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(start)
    found = validate([path]).diagnostics
    assert found == tuple(one._replace(path=below + one.path) for one in diagnostics())


def test_all_files_one_by_one_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SITE)
    files = sorted({entry["path"] for entry in MANIFEST}, reverse=True)
    assert validate(files).diagnostics == diagnostics()


@pytest.mark.parametrize("path", SINGLE)
def test_a_single_file_says_the_same(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SITE)
    assert validate([path]).diagnostics == tuple(one for one in diagnostics() if one.path == path)
