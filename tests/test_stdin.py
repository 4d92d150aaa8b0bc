"""Standard input, judged as a file of its repository: what an editor has on its screen."""

from __future__ import annotations

import pytest
from disk import HEAD, Site, found

POST = "_posts/2022-02-15-a.md"
BODY = "[a](/2022/02/15/b.html) [c](/2022/02/15/c.html) [self](/2022/02/15/a.html) [old](/old.html)\n"


def test_what_is_typed_takes_the_place_of_the_file(site: Site) -> None:
    site.post("a", "[x]()\n")
    site.post("b", "x\n")
    done = site.validate("-", "--stdin-filename", POST, typed=HEAD + BODY)
    assert [line.split("] ")[1] for line in done.output.splitlines()[:2]] == ["this site has no page /2022/02/15/c.html", "this site has no page /old.html"]
    assert done.exit_code == 1


def test_the_file_need_not_be_there(site: Site) -> None:
    site.post("b", "x\n")
    assert found(site.validate("-", "--stdin-filename", POST, typed=HEAD + BODY).output) == [f"{POST}:5:29:", f"{POST}:5:82:"]


def test_its_name_says_what_it_is(site: Site) -> None:
    as_markdown, as_html = (site.validate("-", "--stdin-filename", name, typed=HEAD + "[x]()\n").output for name in ("a.md", "a.html"))
    assert as_markdown.startswith("a.md:5:1: warning[link-empty]")
    assert as_html == "No findings in 1 file.\n"


def test_settings_comments_and_baseline_hold(site: Site) -> None:
    site.post("a", "[x]()\n")
    site.validate("--write-baseline")
    known = ("--baseline", ".newsconv-baseline.json")
    assert "1 hidden by the baseline" in site.validate("-", "--stdin-filename", POST, *known, typed="\n\n" + HEAD + "[x]()\n").output
    assert site.validate("-", "--stdin-filename", POST, typed=HEAD + "[x]() <!-- newsconv: ignore -->\n").output == "No findings in 1 file. 1 hidden.\n"


def test_a_run_from_elsewhere(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.post("b", "x\n")
    monkeypatch.chdir(site.folder / "_posts")
    done = site.validate("-", "--stdin-filename", "2022-02-15-a.md", typed=HEAD + BODY)
    assert done.output.splitlines()[0].startswith("../_posts/2022-02-15-a.md:5:29: error[link-broken]")
    monkeypatch.chdir(site.folder.parent)
    done = site.validate("-", "--stdin-filename", str(site.folder / POST), typed=HEAD + BODY)
    assert f"{site.folder.name}/{POST}:5:29: error[link-broken]" in done.output


def test_what_is_typed_is_no_utf_8_or_nothing(site: Site) -> None:
    assert site.validate("-", "--stdin-filename", POST, typed="").output.startswith(f"{POST}:1:1: ")


@pytest.mark.parametrize(("arguments", "said"), [
    (["-"], "“-” needs --stdin-filename: the name that the text has in its repository"),
    (["--stdin-filename", POST], "--stdin-filename goes with “-”, and with no other path"),
    (["-", ".", "--stdin-filename", POST], "--stdin-filename goes with “-”, and with no other path"),
    (["-", "--stdin-filename", POST, "--fix"], "--fix changes the files themselves, --stdin-filename looks at other contents"),
    (["-", "--stdin-filename", POST, "--staged"], "--stdin-filename and --staged are two different contents")])
def test_what_cannot_be_asked_for(site: Site, arguments: list[str], said: str) -> None:
    done = site.validate(*arguments, typed="x")
    assert (done.exit_code, done.output) == (2, f"newsconv: {said}\n")
