"""Known findings: hidden by a baseline, and told when they are gone."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from disk import HEAD, Site, found


def entries(site: Site, name: str) -> int:
    return len(json.loads((site.folder / name).read_text())["findings"])


def test_known_findings_are_hidden(site: Site) -> None:
    site.post("a", "[x]()\n\n[y](/no.html)\n")
    done = site.validate("--write-baseline")
    assert (done.output.splitlines(), done.exit_code) == ([
        "No findings in 1 file. 2 hidden.",
        "Wrote 2 findings into .newsconv-baseline.json; --baseline .newsconv-baseline.json hides them."], 0)
    done = site.validate("--baseline", ".newsconv-baseline.json")
    assert (done.output, done.exit_code) == ("No findings in 1 file. 2 hidden.\n2 hidden by the baseline.\n", 0)
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
    assert site.validate("--baseline", "../.newsconv-baseline.json", ".").output == "No findings in 2 files. 2 hidden.\n2 hidden by the baseline.\n"


LEFT_ALONE = "1 hidden by the baseline, 2 of its 3 entries are gone; --prune takes them out."
TAKEN_OUT = "1 hidden by the baseline, 2 of its 3 entries are gone and taken out of known.json."


def mended(site: Site) -> None:
    """Three findings are known, then one is mended and the file of another goes."""
    for name in ("a", "b", "c"):
        site.post(name, "[x]()\n")
    site.validate("--write-baseline", "--baseline", "known.json")
    site.post("a", "Mended.\n")
    (site.folder / "_posts" / "2022-02-15-b.md").unlink()


def test_a_baseline_shrinks_by_itself(site: Site) -> None:
    mended(site)
    assert site.validate("--baseline", "known.json").output.splitlines() == ["No findings in 2 files. 1 hidden.", TAKEN_OUT]
    assert entries(site, "known.json") == 1
    assert site.validate("--baseline", "known.json").output.splitlines()[1] == "1 hidden by the baseline."
    site.validate("--baseline", "known.json", "--select", "date")      # others did not run
    assert entries(site, "known.json") == 1


@pytest.mark.parametrize(("ci", "arguments", "said"), [
    ("true", [], LEFT_ALONE), ("1", [], LEFT_ALONE), ("woodpecker", [], LEFT_ALONE), ("false", [], TAKEN_OUT), ("0", [], TAKEN_OUT),
    ("", [], TAKEN_OUT), ("", ["--no-prune"], LEFT_ALONE), ("true", ["--prune"], TAKEN_OUT)])
def test_in_ci_or_when_it_is_told_to_a_run_leaves_the_baseline_alone(
        site: Site, monkeypatch: pytest.MonkeyPatch, ci: str, arguments: list[str], said: str) -> None:
    mended(site)
    monkeypatch.setenv("CI", ci)
    assert site.validate("--baseline", "known.json", *arguments).output.splitlines()[1] == said
    assert entries(site, "known.json") == (3 if said == LEFT_ALONE else 1)


def test_a_baseline_that_cannot_be_written_hides_all_the_same(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    mended(site)

    def refuse(path: Path, data: bytes) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")
    monkeypatch.setattr("convert.engine.baseline.replace", refuse)
    done = site.validate("--baseline", "known.json")
    assert (done.exit_code, done.output.splitlines()[1]) == (
        0, "1 hidden by the baseline, 2 of its 3 entries are gone, and known.json cannot be written: Permission denied.")


def test_a_text_that_is_not_saved_mends_nothing(site: Site) -> None:
    site.post("a", "[x]()\n")
    site.validate("--write-baseline", "--baseline", "known.json")
    done = site.validate("--baseline", "known.json", "-", "--stdin-filename", "_posts/2022-02-15-a.md", typed=HEAD + "x\n")
    assert done.output.splitlines()[1] == "0 hidden by the baseline, 1 of its 1 entries is gone; --prune takes them out."
    assert entries(site, "known.json") == 1


def test_of_files_and_rules_that_were_not_looked_at_all_stays_known(site: Site) -> None:
    for name in ("a", "b"):
        site.post(name, "[x]()\n[y](/no.html)\n")
    site.validate("--write-baseline")
    site.post("a", "[x]()\n")
    assert site.validate("--write-baseline", "--select", "link-empty").output.splitlines()[1].startswith("Wrote 4 findings into")
    assert site.validate("--write-baseline", "_posts/2022-02-15-a.md").output.splitlines()[1].startswith(
        "Wrote 3 findings into .newsconv-baseline.json; 0 came, 1 went;")
    before = (site.folder / ".newsconv-baseline.json").read_bytes()
    site.validate("--write-baseline")
    assert (site.folder / ".newsconv-baseline.json").read_bytes() == before


def test_a_file_that_moves_is_new(site: Site) -> None:
    site.post("a", "[x]()\n")
    site.validate("--write-baseline")
    (site.folder / "_posts/2022-02-15-a.md").rename(site.folder / "_posts/2022-02-15-b.md")
    done = site.validate("--baseline", ".newsconv-baseline.json")
    assert found(done.output) == ["_posts/2022-02-15-b.md:5:1:"]
    assert "0 hidden by the baseline, 1 of its 1 entries is gone" in done.output


def test_one_more_of_the_same_is_new(site: Site) -> None:
    site.post("a", "[x]()\n\nText.\n")
    site.validate("--write-baseline")
    site.post("a", "[x]()\n\n[x]()\n")
    assert found(site.validate("--baseline", ".newsconv-baseline.json").output) == ["_posts/2022-02-15-a.md:7:1:"]


def test_a_file_of_somebody_is_not_overwritten(site: Site) -> None:
    site.post("a", "[x]()\n")
    assert site.validate("--write-baseline", "--baseline", "_posts/2022-02-15-a.md").exit_code == 2
    assert (site.folder / "_posts/2022-02-15-a.md").read_text() == HEAD + "[x]()\n"


@pytest.mark.parametrize(("arguments", "said"), [
    (["--no-prune"], "--no-prune needs a baseline: --baseline FILE, or the setting “baseline”"),
    (["--prune"], "--prune needs a baseline: --baseline FILE, or the setting “baseline”"),
    (["--prune", "--write-baseline"], "--write-baseline takes out what is gone anyway: leave --prune out"),
    (["--new-only", "main", "--write-baseline"], "--write-baseline writes all findings of a file: leave --new-only out")])
def test_what_cannot_be_asked_for(site: Site, arguments: list[str], said: str) -> None:
    site.post("a", "x\n")
    assert site.validate(*arguments).output == f"newsconv: {said}\n"


@pytest.mark.parametrize(("text", "said"), [
    (None, "known.json: there is no such baseline; --write-baseline writes one"),
    ("[", "known.json: is no baseline; write it anew with --write-baseline"),
    ('{"version": 9}', "known.json: is of version 9, which this newsconv does not know; write it anew with --write-baseline")])
def test_a_baseline_that_is_none(site: Site, text: str | None, said: str) -> None:
    site.post("a", "x\n")
    if text is not None:
        site.put("known.json", text)
    assert site.validate("--baseline", "known.json").output == f"newsconv: {said}\n"
