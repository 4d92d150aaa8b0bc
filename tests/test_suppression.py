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
    "its own line, and no other": (HEAD + f"{EMPTY} <!-- newsconv: ignore -->\n{MISSING}\n", ["6:5 link-broken"]),
    "blocks in blocks": (HEAD + f"<!-- newsconv: ignore-start link-empty -->\n<!-- newsconv: ignore-start link-broken -->\n{MISSING}\n\n"
                         f"<!-- newsconv: ignore-end -->\n\n{EMPTY}\n\n<!-- newsconv: ignore-end -->\n", []),
    "shown as code": (HEAD + f"```\n<!-- newsconv: ignore link-empty -->\n```\n{EMPTY} `<!-- newsconv: ignore -->`\n", ["8:1 link-empty"]),
    "Windows' line ends": (HEAD.replace("\n", "\r\n") + f"<!-- newsconv: ignore link-empty -->\r\n{EMPTY}\r\n", []),
    "a comment in TOML": ("+++\ntitle = 'Fog'\ndate = '2022-02-31'  # newsconv: ignore date-invalid -- the end of a month\n+++\nx\n", []),
    "the file, from its head": (f"---\n# newsconv: ignore-file link-empty\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\n{EMPTY}\n", []),
    "a text of names in the front matter": (f"---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\nnewsconv:\n  ignore: link, date\n---\n{EMPTY}\n", ["5:11 unused-suppression"]),
    "one name of two": (HEAD + f"<!-- newsconv: ignore link-empty, html -->\n{EMPTY}\n", ["5:35 unused-suppression"]),
    "a comment for nothing that is meant": (HEAD + "<!-- newsconv: ignore-file unused-suppression -->\n\n<!-- newsconv: ignore link-empty -->\nx\n", []),
    "a family": (HEAD + f"<!-- newsconv: ignore link -->\n{EMPTY} {MISSING}\n", []),
    "several, and why": (HEAD + f"<!-- newsconv: ignore link-empty, link-broken -- drafts of the port -->\n{EMPTY} {MISSING}\n", []),
    "another rule": (HEAD + f"<!-- newsconv: ignore date -->\n{EMPTY}\n", ["5:1 unused-suppression", "6:1 link-empty"]),
    "a block": (HEAD + f"<!-- newsconv: ignore-start link -->\n\n{EMPTY}\n\n{MISSING}\n\n<!-- newsconv: ignore-end -->\n\n{EMPTY}\n", ["13:1 link-empty"]),
    "a block to the end": (HEAD + f"{EMPTY}\n\n<!-- newsconv: ignore-start -->\n\n{EMPTY}\n", ["5:1 link-empty"]),
    "the file": (HEAD + f"{EMPTY}\n\n<!-- newsconv: ignore-file link-empty -->\n", []),
    "a comment in the head": ("---\ntitle: Fog\n# newsconv: ignore date-no-timezone\ndate: 2022-02-15 09:00:00\n---\nx\n", []),
    "a comment behind a value": ("---\ntitle: Fog\ndate: 2022-02-15 09:00:00  # newsconv: ignore date\n---\nx\n", []),
    "a key of the front matter": (f"---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\nnewsconv: {{ignore: [link-empty]}}\n---\n{EMPTY}\n", []),
    "a misspelt rule": (HEAD + f"<!-- newsconv: ignore link-emtpy -->\n{EMPTY}\n", ["5:23 unused-suppression", "6:1 link-empty"]),
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


# A body → what it is when what is useless is deleted.
USELESS = {
    "a line": ("One.\n\n<!-- newsconv: ignore link-empty -->\nTwo.\n", "One.\n\nTwo.\n"),
    "behind a text": ("Two. <!-- newsconv: ignore -->\n", "Two.\n"),
    "before a text": ("<!-- newsconv: ignore --> Two.\n", " Two.\n"),
    "the first name": (f"<!-- newsconv: ignore date, link-empty -->\n{EMPTY}\n", f"<!-- newsconv: ignore link-empty -->\n{EMPTY}\n"),
    "the last names": (f"<!-- newsconv: ignore link-empty,date  html -- why -->\n{EMPTY}\n", f"<!-- newsconv: ignore link-empty -- why -->\n{EMPTY}\n"),
    "an end of nothing": ("One.\n\n<!-- newsconv: ignore-end -->\n", "One.\n\n"),
    "a misspelt word stays": ("<!-- newsconv: ignore-strat link -->\nx\n", "<!-- newsconv: ignore-strat link -->\nx\n"),
    "a misspelt rule stays": ("<!-- newsconv: ignore lnik -->\nx\n", "<!-- newsconv: ignore lnik -->\nx\n"),
}


@pytest.mark.parametrize("case", USELESS)
def test_what_is_useless_can_be_deleted(site: Path, case: str) -> None:
    before, after = USELESS[case]
    fixes = [one.fix for one in validated(site, HEAD + before).diagnostics if one.fix and one.rule == "unused-suppression"]
    assert all(fix.safe for fix in fixes)
    assert applied(HEAD + before, fixes)[0] == HEAD + after


def test_a_rule_that_did_not_run_may_be_ignored(site: Path) -> None:
    (site / "newsconv.toml").write_text('ignore = ["link-empty"]\n')
    assert validated(site, HEAD + f"<!-- newsconv: ignore link-empty -->\n{EMPTY}\n").diagnostics == ()


def test_a_comment_for_all_is_not_useless_when_some_did_not_run(site: Path) -> None:
    (site / "newsconv.toml").write_text('ignore = ["link-empty"]\n')
    assert validated(site, HEAD + f"<!-- newsconv: ignore -->\n{EMPTY}\n").diagnostics == ()
