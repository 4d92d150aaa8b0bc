"""Findings that their author means: hidden where he says so, counted, and said when nothing is there to hide."""

from __future__ import annotations

from pathlib import Path

import pytest

import convert
from convert.model.edits import applied

EMPTY = '[a]()'                      # link-empty, a warning
MISSING = '[b](/no.html)'            # link-broken
HEAD = "---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\n"

# What a file holds → the findings that are left, as line, column and rule.
CASES = {
    "nothing is said": (HEAD + f"{EMPTY}\n{MISSING}\n", ["5:1 link-empty", "6:5 link-broken"]),
    "the next line": (HEAD + f"<!-- newsconv: ignore link-empty -->\n{EMPTY}\n{EMPTY}\n", ["7:1 link-empty"]),
    "the next line that is not blank": (HEAD + f"<!-- newsconv: ignore link-empty -->\n\n{EMPTY}\n", []),
    "its own line": (HEAD + f"{EMPTY} <!-- newsconv: ignore -->\n\n\n\n\n\n{MISSING}\n", ["11:5 link-broken"]),
    "a family": (HEAD + f"<!-- newsconv: ignore link -->\n{EMPTY} {MISSING}\n", []),
    "several, and why": (HEAD + f"<!-- newsconv: ignore link-empty, link-broken -- drafts of the port -->\n{EMPTY} {MISSING}\n", []),
    "another rule": (HEAD + f"<!-- newsconv: ignore date -->\n{EMPTY}\n", ["5:1 unused-suppression", "6:1 link-empty"]),
    "a block": (HEAD + f"<!-- newsconv: ignore-start link -->\n\n{EMPTY}\n\n{MISSING}\n\n<!-- newsconv: ignore-end -->\n\n{EMPTY}\n", ["13:1 link-empty"]),
    "a block to the end": (HEAD + f"{EMPTY}\n\n<!-- newsconv: ignore-start -->\n\n{EMPTY}\n", ["5:1 link-empty"]),
    "the file": (HEAD + f"{EMPTY}\n\n<!-- newsconv: ignore-file link-empty -->\n", []),
    "a comment in the head": ("---\ntitle: Fog\n# newsconv: ignore date-no-timezone\ndate: 2022-02-15 09:00:00\n---\nx\n", []),
    "a comment behind a value": ("---\ntitle: Fog\ndate: 2022-02-15 09:00:00  # newsconv: ignore date\n---\nx\n", []),
    "a key of the front matter": (f"---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\nnewsconv: {{ignore: [link-empty]}}\n---\n{EMPTY}\n", []),
    "a misspelt rule": (HEAD + f"<!-- newsconv: ignore link-emtpy -->\n{EMPTY}\n", ["5:1 unused-suppression", "6:1 link-empty"]),
    "a misspelt word": (HEAD + "<!-- newsconv: ignore-strat link -->\nx\n", ["5:1 unused-suppression"]),
    "an end without a start": (HEAD + "x\n\n<!-- newsconv: ignore-end -->\n", ["7:1 unused-suppression"]),
    "nothing there": (HEAD + "<!-- newsconv: ignore link-empty -->\nx\n", ["5:1 unused-suppression"]),
    "a word in the text": (HEAD + f"newsconv: ignore link\n{EMPTY}\n", ["6:1 link-empty"]),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "_config.yml").write_text("title: x\n")
    (tmp_path / "_posts").mkdir()
    return tmp_path


def validated(site: Path, text: str) -> convert.Report:
    (site / "_posts" / "2022-02-15-a.md").write_text(text)
    return convert.validate([site / "_posts"])


@pytest.mark.parametrize("case", CASES)
def test_findings_that_are_meant(site: Path, case: str) -> None:
    text, expected = CASES[case]
    report = validated(site, text)
    assert [f"{one.place.line}:{one.place.column} {one.rule}" for one in report.diagnostics] == expected


def test_what_is_hidden_is_counted(site: Path) -> None:
    assert validated(site, CASES["a family"][0]).summary.hidden == 2
    assert validated(site, CASES["nothing there"][0]).summary.hidden == 0


@pytest.mark.parametrize(("case", "message"), [
    ("nothing there", "nothing is ignored here: there is no finding of “link-empty”"),
    ("a misspelt rule", "there is no rule or family “link-emtpy” to ignore; did you mean “link-empty”?"),
    ("a misspelt word", "this comment does nothing: “ignore-strat” is nothing that can be said; did you mean “ignore-start”?"),
    ("an end without a start", "this comment does nothing: nothing to end here")])
def test_what_is_said_of_a_comment(site: Path, case: str, message: str) -> None:
    assert [one.message for one in validated(site, CASES[case][0]).diagnostics if one.rule == "unused-suppression"] == [message]


def test_a_comment_for_nothing_can_be_deleted(site: Path) -> None:
    text = HEAD + "One.\n\n<!-- newsconv: ignore link-empty -->\nTwo. <!-- newsconv: ignore -->\n"
    fixes = [one.fix for one in validated(site, text).diagnostics if one.fix]
    assert applied(text, fixes)[0] == HEAD + "One.\n\nTwo. \n"


def test_a_rule_that_did_not_run_may_be_ignored(site: Path) -> None:
    (site / "newsconv.toml").write_text('ignore = ["link-empty"]\n')
    assert validated(site, HEAD + f"<!-- newsconv: ignore link-empty -->\n{EMPTY}\n").diagnostics == ()
