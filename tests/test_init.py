"""The first settings of a repository: what is said of it, and that what is written can be used, also without its comment signs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from disk import HEAD, Site

from convert.cli import main
from convert.engine import initial
from convert.engine.settings import Settings, load


def init(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["init", *arguments], prog_name="newsconv")


def suggested(text: str) -> str:
    """The settings with all that they suggest, in place of what they say."""
    suggestions = [line[2:] for line in text.splitlines() if re.match(r'# (?:[a-z-]+ = |\[|")', line)]
    said = {line.split(" = ")[0] for line in suggestions}
    return "\n".join([*(line for line in text.splitlines() if line.split(" = ")[0] not in said), *suggestions])


def test_what_is_written_can_be_used_and_changes_nothing(site: Site, tmp_path: Path) -> None:
    site.post("a", '[x]() <img src="/no.png">\n')
    before = site.validate().output
    done = init()
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1] == "Wrote newsconv.toml."
    assert load(tmp_path) == Settings(select=("default",))
    assert site.validate().output == before


def test_what_is_suggested_can_be_used(site: Site, tmp_path: Path) -> None:
    site.put("_config.yml", "url: https://news.example.org\n")
    site.post("a", '<img src="x.png"> [x](https://www.example.org/)\n' + "".join(f"[x](/search/{number})\n" for number in range(12)))
    for name in "bc":
        site.put(f"_posts/2022-02-15-{name}.md", HEAD.replace("title:", f"categories: [World, {name}]\ntitle:") + f"{name}\n")
    site.put("schemas/post.schema.json", "{}")
    site.put("newsconv.toml", suggested(init("--stdout").stdout))
    settings = load(tmp_path)
    assert settings.select == ("default", "image-alt")
    assert settings.hosts == ("www.example.org",)
    assert settings.known_urls == ("^/search/",)
    assert settings.rules == {"taxonomy-unknown": {"categories": ("World",)}}
    assert list(settings.schemas) == ["_posts/**"]
    assert (settings.overrides[0].paths, settings.overrides[0].ignore) == (("archive/",), ("date",))
    assert settings.baseline == str(tmp_path / ".newsconv-baseline.json")


def test_it_says_what_it_sees(site: Site) -> None:
    site.put("_config.yml", "url: https://news.example.org\nbaseurl: /wire\ntimezone: Asia/Shanghai\n")
    for number in range(1200):
        site.put(f"_posts/2022-02-15-{number}.md", HEAD.replace("---\ntitle", f"---\n{'' if number % 4 else 'tags: x'}\ntitle") + f"{number}\n")
    site.put("about.md", "---\ntitle: x\n---\n")
    assert init().stderr.splitlines() == [
        "Jekyll, 1,200 posts, 1 page, https://news.example.org/wire, zone Asia/Shanghai, Markdown as kramdown reads it.",
        "Front matter: title (all), date (all).", "Findings: none.", "Wrote newsconv.toml."]


def test_rules_that_fire_often_are_for_a_baseline(site: Site) -> None:
    site.post("a", "[x]()\n" * 101 + '<a href="/no.html">y</a>\n')
    said = init("--stdout")
    assert said.stderr.splitlines()[-2:] == [
        "Findings: link-empty 101, link-broken 1.",
        "1 rule fires more than 100 times: “newsconv validate --write-baseline” puts what there is into a baseline, so that only new findings are shown."]
    assert "# More than 100 findings: link-empty 101.\n" in said.stdout


def test_it_needs_neither_posts_nor_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert init().output == "No generator.\nFindings: none.\nWrote newsconv.toml.\n"
    assert load(tmp_path) == Settings(select=("default",))


def test_settings_that_are_there_stay(site: Site, tmp_path: Path) -> None:
    site.put("newsconv.toml", "fail-on = 3\n")
    assert init().exit_code == 2
    assert (tmp_path / "newsconv.toml").read_text() == "fail-on = 3\n"
    assert init("--stdout").exit_code == 0
    assert (tmp_path / "newsconv.toml").read_text() == "fail-on = 3\n"
    assert init("--force").exit_code == 0
    assert load(tmp_path).fail_on == "error"


@pytest.mark.parametrize(("own", "linked", "kin"), [
    ("news.example.org", "www.example.org", True), ("news.example.org", "example.org", True), ("news.example.org", "example.net", False),
    ("news.example.com.cn", "www.example.com.cn", True), ("news.example.com.cn", "other.com.cn", False), ("localhost", "example.org", False)])
def test_hosts_of_the_same_domain_may_be_the_site_itself(site: Site, *, own: str, linked: str, kin: bool) -> None:
    site.put("_config.yml", f"url: https://{own}\n")
    site.post("a", f"[x](https://{linked}/)\n")
    assert (f'# hosts = ["{linked}"]' in init("--stdout").stdout) == kin


def test_of_many_posts_some_are_looked_at(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(initial, "SAMPLE", 2)
    for name in "abcde":
        site.post(name, "x\n")
    seen = initial.look(site.folder)
    assert (seen.looked_at, seen.keys["title"], seen.kinds["post"]) == (2, 2, 5)
    assert seen.found.summary.files == 5
