"""`newsconv validate --external`, on a site on disk and a web of this machine: what is said, what is remembered, and what is not mixed up."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from disk import HEAD, Site
from loopback import PROXIES, Loopback, Said, html, many, to

from convert.cli import main
from convert.engine.external import asking
from convert.engine.external.pace import Clock

HOME = Path(__file__).parent.parent
SETTINGS = "[external]\nallow-private = true\nspacing = 0\nretries = 0\n"
HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")


@pytest.fixture
def server() -> Iterator[Loopback]:
    running = Loopback(HOSTS)
    yield running
    running.close()


@pytest.fixture
def quay(site: Site, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with links to the web of this machine."""
    monkeypatch.setattr(asking, "_BEFORE_THE_VERDICT", 0)
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    server.routes |= {"/gone": Said(410), "/walled": Said(403), "/old": to("/new"), "/ids": html("<p id=x>")}
    site.put("newsconv.toml", SETTINGS)
    site.post("fog", f"[a]({server.url('/fine')}) [b]({server.url('/gone')})\n\n[c]({server.url('/walled')}), "
                     f"<a href='{server.url('/old')}#y'>d</a> ![e]({server.url('/ids')}) [f]({server.url('/ids#x')}), [g]({server.url('/ids#z')})\n")
    return site


def said(output: str) -> list[str]:
    """Places and rules."""
    return [f"{place} {rule}" for place, rule in re.findall(r"^_posts/\S+?:(\d+:\d+): \w+\[(link-external-[\w-]+)\]", output, re.M)]


FOUND = ["5:38 link-external-dead", "7:5 link-external-unverified", "7:43 link-external-moved", "7:151 link-external-fragment"]


def test_findings_stand_where_the_links_do(quay: Site, server: Loopback) -> None:
    result = quay.validate("--external")
    assert result.exit_code == 1
    assert [line.split(" ")[1] for line in said(result.output)] == [line.split(" ")[1] for line in FOUND]
    for line in result.output.splitlines():
        if found := re.match(r"(_posts/\S+?):(\d+):(\d+): \w+\[link-external-[\w-]+\] (\S+)", line):
            text = (quay.folder / found[1]).read_text().splitlines()[int(found[2]) - 1]
            assert text[int(found[3]) - 1:].startswith(server.url("/"))
    assert result.output.splitlines()[-1].endswith("External links: 5 asked, 1 unverified.")
    assert quay.validate().exit_code == 0


def test_the_report_for_programs_counts(quay: Site) -> None:
    result = CliRunner().invoke(main, ["validate", "--external", "--format", "json"], prog_name="newsconv")
    report = json.loads(result.stdout)
    assert report["summary"]["external"] == {"asked": 5, "remembered": 0, "unverified": 1, "left_out": 0}
    jsonschema.validate(report, json.loads((HOME / "schemas" / "diagnostics.schema.json").read_text("utf-8")))
    quay.put("_posts/2022-02-15-more.md", HEAD + "[a](https://example.org/) [b](https://www.example.com/)")
    quay.put("newsconv.toml", SETTINGS.replace("true", "false"))
    report = json.loads(CliRunner().invoke(main, ["validate", "--external", "--format", "json"], prog_name="newsconv").stdout)
    assert report["summary"]["external"] == {"asked": 0, "remembered": 0, "unverified": 0, "left_out": 7}
    assert "external" not in json.loads(CliRunner().invoke(main, ["validate", "--format", "json"], prog_name="newsconv").stdout)["summary"]


def test_what_does_not_work_for_certain_alone_fails(quay: Site, server: Loopback) -> None:
    server.routes["/gone"] = Said(503)
    assert quay.validate("--external").exit_code == 0
    assert quay.validate("--external", "--fail-on", "info").exit_code == 1


def test_pictures_of_srcset_and_front_matter_are_asked_for(quay: Site, server: Loopback) -> None:
    picture = f'<img src="{server.url("/small.png")}" srcset="{server.url("/large.png")} 2x" alt="x">\n'
    quay.put("_posts/2022-02-15-fog.md", HEAD.replace("title: Fog\n", f"title: Fog\nimage: {server.url('/cover.png')}\n") + picture)
    server.routes |= {f"/{name}.png": Said(404) for name in ("cover", "small", "large")}
    assert said(quay.validate("--external", "--select", "link-external-dead").output) == [
        "3:8 link-external-dead", "6:11 link-external-dead", f"6:{picture.index('srcset=') + 9} link-external-dead"]


# Memory

def test_what_worked_is_remembered_and_the_rest_asked_again(quay: Site, server: Loopback) -> None:
    first = quay.validate("--external")
    server.asked.clear()
    second = quay.validate("--external")
    assert said(second.output) == said(first.output)
    assert set(server.times()) == {"/gone", "/walled", "/ids"}
    assert second.output.splitlines()[-1].endswith("External links: 3 asked, 2 remembered, 1 unverified.")
    server.asked.clear()
    quay.validate("--external", "--no-cache")
    assert set(server.times()) == {"/fine", "/gone", "/walled", "/ids", "/old", "/new"}


def test_the_cache_shows_and_forgets(quay: Site, server: Loopback) -> None:
    quay.validate("--external")
    shown = CliRunner().invoke(main, ["cache"], prog_name="newsconv").output
    assert ", 3 links to other sites." in shown
    CliRunner().invoke(main, ["cache", "--clear"], prog_name="newsconv")
    assert not (quay.folder / ".newsconv_cache").exists()


def test_a_memory_that_is_broken_costs_nothing_but_time(quay: Site, server: Loopback) -> None:
    first = quay.validate("--external").output
    (quay.folder / ".newsconv_cache" / "links.sqlite").write_bytes(b"no base of data" * 999)
    assert quay.validate("--external").output == first
    assert "2 remembered" in quay.validate("--external").output


def test_days_pass(quay: Site, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, since, again in ((1, "", True), (5, "; so it was on 2026-03-01", False), (9, "; so it was on 2026-03-01", True)):
        monkeypatch.setattr(Clock, "today", lambda clock, day=day: datetime(2026, 3, day, 12, tzinfo=UTC))
        server.asked.clear()
        output = quay.validate("--external").output
        assert f"it answers 410 Gone{since}\n" in output
        assert ("/fine" in server.times()) == again
    server.routes["/gone"] = Said()
    assert "link-external-dead" not in quay.validate("--external").output
    server.routes["/gone"] = Said(410)
    quay.validate("--external", "--no-cache")
    CliRunner().invoke(main, ["cache", "--clear"], prog_name="newsconv")
    assert "it answers 410 Gone\n" in quay.validate("--external").output


def test_a_status_that_is_not_accepted_any_more_is_asked_again(quay: Site, server: Loopback) -> None:
    assert "link-external-unverified" not in quay.validate("--external", "--accept", "403,999").output
    assert "7:5 link-external-unverified" in said(quay.validate("--external").output)


def test_a_new_id_of_a_known_page_is_looked_for(quay: Site, server: Loopback) -> None:
    server.routes["/ids"] = html("<p id=x><p id=z>")
    quay.validate("--external")
    server.asked.clear()
    quay.validate("--external")
    assert "/ids" not in server.times()
    quay.post("more", f"[a]({server.url('/ids#other')})")
    server.asked.clear()
    assert "1 asked" in quay.validate("--external", "--select", "link-external-fragment", "_posts/2022-02-15-more.md").output
    assert server.asked == ["GET /ids"]


def test_what_the_web_says_is_not_mixed_with_what_files_say(quay: Site, server: Loopback) -> None:
    """Of many files, so that there is a memory of them."""
    for number in range(120):
        quay.post(f"post-{number}", f"[x]({server.url('/gone')}) [y](/nowhere.html)\n")
    before = quay.validate().output
    with_web = quay.validate("--external").output
    assert with_web.count("link-external-dead") == 121
    assert quay.validate().output == before
    assert server.times()["/gone"] == 3
    quay.put("newsconv.toml", SETTINGS + "max-age = 1\n")
    assert quay.validate().output == before
    assert " files by one setting, 3 links" in CliRunner().invoke(main, ["cache"], prog_name="newsconv").output


# The same machinery as for every rule

def test_a_comment_that_hides_is_not_useless_when_nobody_was_asked(quay: Site, server: Loopback) -> None:
    quay.post("fog", f"[b]({server.url('/gone')}) <!-- newsconv: ignore link-external-dead -->\n\n"
                     f"[a]({server.url('/fine')}) <!-- newsconv: ignore link-external-dead -->\n")
    assert "unused-suppression" not in quay.validate().output
    quay.post("all", f"[b]({server.url('/gone')}) <!-- newsconv: ignore -->\n\n[a]({server.url('/gone')}) <!-- newsconv: ignore link -->\n\n"
                     "Nothing to ask for. <!-- newsconv: ignore link -->\n")
    assert quay.validate().output.count("unused-suppression") == 1
    (quay.folder / "_posts/2022-02-15-all.md").unlink()
    output = quay.validate("--external").output
    assert "link-external-dead]" not in output
    assert output.count("unused-suppression") == 1


def test_a_baseline_keeps_what_was_not_asked(quay: Site) -> None:
    quay.validate("--external", "--write-baseline")
    baseline = quay.folder / ".newsconv-baseline.json"
    before = baseline.read_text()
    assert before.count("link-external-") == 4
    quay.validate("--baseline", baseline.name, "--prune")
    assert baseline.read_text() == before
    result = quay.validate("--external", "--baseline", baseline.name)
    assert result.exit_code == 0
    assert said(result.output) == []


def test_severities_and_selection_hold(quay: Site) -> None:
    quay.put("newsconv.toml", SETTINGS + '[severity]\nlink-external-dead = "info"\n')
    assert quay.validate("--external", "--ignore", "link-external-fragment").exit_code == 0
    only = quay.validate("--external", "--select", "link-external-moved")
    assert [line.split()[1] for line in said(only.output)] == ["link-external-moved"]


def test_a_fix_writes_the_new_address_and_asks_once(quay: Site, server: Loopback) -> None:
    result = quay.validate("--external", "--fix", "--unsafe-fixes")
    assert "Mended 1 finding in 1 file: link-external-moved (1)." in result.output
    assert f"<a href='{server.url('/new')}#y'>d</a>" in (quay.folder / "_posts/2022-02-15-fog.md").read_text()
    assert "link-external-moved]" not in result.output
    assert server.times()["/walled"] == 2         # by HEAD and by GET, and not for the report anew
    assert server.times()["/old"] == 1


def test_a_fix_links_the_copy_of_an_archive(quay: Site, server: Loopback) -> None:
    copy = server.url(f"/web/20220215000000/{server.url('/gone')}", "127.0.0.2")
    server.routes[f"/web/20220215010000/{server.url('/gone')}"] = to(copy, 302)
    quay.put("newsconv.toml", SETTINGS + f'archive = true\narchive-url = "{server.url("/web/", "127.0.0.2")}"\n')
    result = quay.validate("--external", "--diff", "--unsafe-fixes")
    assert f"+[a]({server.url('/fine')}) [b]({copy})" in result.output


def test_a_dump_lists_what_would_be_asked_and_asks_nobody(quay: Site, server: Loopback) -> None:
    result = CliRunner().invoke(main, ["validate", "--external", "--dump"], prog_name="newsconv")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split("\t")[0].removeprefix(server.url("")) for line in lines] == ["/fine", "/gone", "/ids", "/ids", "/ids", "/old", "/walled"]
    assert lines[0].endswith("\t_posts/2022-02-15-fog.md:5:5")
    assert result.stderr == "External links: 5 to be asked for, on 1 host.\n"
    assert server.asked == []
    assert not (quay.folder / ".newsconv_cache").exists()
    quay.validate("--external")
    result = CliRunner().invoke(main, ["validate", "--external", "--dump"], prog_name="newsconv")
    assert result.stderr == "External links: 3 to be asked for, on 1 host; 2 known from an earlier run.\n"


def test_where_there_is_no_network_that_is_said_once(quay: Site, server: Loopback) -> None:
    server.close()
    server.port = 1
    quay.post("fog", " ".join(f"[x]({server.url(f'/{number}', host)})" for number in range(30) for host in HOSTS))
    result = CliRunner().invoke(main, ["validate", "--external", "--format", "concise"], prog_name="newsconv")
    assert said(result.stdout) == []
    assert result.stderr.startswith("No external link could be checked: none of 3 hosts has answered. Is there a network?")
    assert result.exit_code == 0
    server.__init__(HOSTS)         # for the fixture to close


@pytest.mark.parametrize(("arguments", "line"), [
    (["--dump"], "--dump goes with --external"), (["--accept", "403"], "--accept goes with --external"),
    (["--external", "--accept", "ok"], "--accept takes status codes of HTTP, as 403,503, not “ok”"),
    (["--external", "--proxy", "here:80"], "--proxy takes an address that begins with http:// or https://, not “here:80”"),
    (["--external", "--watch"], "--watch looks again at each change: leave --external out, other sites are not asked that often"),
    (["--external", "--select", "date"], "--external asks for the rules link-external-…, and none of them is selected"),
])
def test_what_cannot_be_asked_for(quay: Site, arguments: list[str], line: str) -> None:
    result = quay.validate(*arguments)
    assert result.exit_code == 2
    assert result.output == f"newsconv: {line}\n"


def test_without_the_client_it_is_said_how_it_comes(quay: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    monkeypatch.delitem(sys.modules, "convert.engine.external.network", raising=False)
    import convert.engine.external
    monkeypatch.delattr(convert.engine.external, "network", raising=False)
    result = quay.validate("--external")
    assert result.exit_code == 2
    assert result.output == "newsconv: --external needs aiohttp, which is not installed: pip install “newsconv[external]” brings it\n"


@pytest.mark.parametrize(("line", "message"), [
    ("acept = 403", "external: there is no setting “acept”; did you mean “accept”?"),
    ("accept = 4", "external.accept: must be a list of HTTP's status codes, as [403, 503], is 4"),
    ("max-per-host = 0", "external.max-per-host: must be a whole number of at least 1, is 0"),
    ("spacing = -1", "external.spacing: must be a number that is not negative, is -1"),
    ('include = ["("]', "external.include: “(” is no regular expression"),
    ('proxy = "here"', "external.proxy: must be an address that begins with http:// or https://, is “here”"),
    ('headers = {"a/b" = {X = "y"}}', 'external.headers."a/b": is no host: write its name, `*.name` for all below it, or `*` for any'),
    ('headers = {"a.org" = {"X Y" = "y"}}', 'external.headers."a.org"."X Y": is no header of HTTP'),
    ('headers = {"a.org" = {X = "y\\r\\nZ: 1"}}', 'external.headers."a.org".X: is no header of HTTP'),
])
def test_settings_that_cannot_be_used(quay: Site, line: str, message: str) -> None:
    quay.put("newsconv.toml", f"[external]\n{line}\n")
    result = quay.validate()
    assert result.exit_code == 2
    assert message in result.output


# Many, in a process of their own

def posts_with(site: Site, links: list[str]) -> None:
    for number, at in enumerate(range(0, len(links), 100)):
        site.post(f"many-{number}", "\n".join(f"[x]({link}#x)" for link in links[at:at + 100]))


# The most memory that a process had (Linux alone tells what is its own since it began), in kB, behind all that it says.
MEASURED = """import re, sys
from convert.cli import main
try:
    main(sys.argv[1:], prog_name="newsconv")
finally:
    try:
        print(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
    except OSError:
        print(0, file=sys.stderr)
"""


def started(site: Site, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", MEASURED, "validate", "--external", "--format", "json", "-j", "1", *arguments], cwd=site.folder, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(HOME)})


def test_ten_thousand_links_on_three_hosts(quay: Site, server: Loopback) -> None:
    """Each once, no host more than it may have, and of ten times as many no more is kept than their addresses: of the pages (20 kB each), nothing."""
    page = html("<p id=x>" + "fog " * 5000)
    (quay.folder / "_posts/2022-02-15-fog.md").unlink()
    kilobytes = {}
    for count in (1_000, 10_000):
        server.asked.clear()
        links = [*many(server, count, HOSTS)]
        server.routes = {f"/page-{number}": page for number in range(count)}
        posts_with(quay, links)
        process = started(quay, "--no-cache", "--max-per-host", "8", "--select", "link-external-dead,link-external-unverified,link-external-fragment")
        output, errors = process.communicate(timeout=100)
        report = json.loads(output)
        assert report["summary"]["external"] == {"asked": count, "remembered": 0, "unverified": 0, "left_out": 0}
        assert report["diagnostics"] == []
        assert len(server.asked) == count
        assert set(server.times().values()) == {1}
        kilobytes[count] = int(errors.split()[-1])
    assert max(server.peak.values()) <= 8
    print(f"\n10,000 links: peaks {dict(server.peak)}, memory {kilobytes} kB")
    assert kilobytes[10_000] - kilobytes[1_000] < 9_000 * 4          # kB a link; their pages would be 20 each


def test_an_interrupted_run_goes_on_where_it_was(quay: Site, server: Loopback) -> None:
    (quay.folder / "_posts/2022-02-15-fog.md").unlink()
    posts_with(quay, [*many(server, 600, HOSTS)])
    server.gate = threading.Semaphore(250)
    process = started(quay)
    assert server.held.wait(30)
    while len(server.answered) < 250 or server.waiting < 12:
        server.held.wait(0.01)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted" in errors
    first = set(server.answered)
    assert len(first) == 250
    server.gate = None
    server.asked.clear()
    again = started(quay)
    report, _ = again.communicate(timeout=60)
    asked = {line.split(" ")[1] for line in server.asked}
    assert not asked & first
    assert json.loads(report)["summary"]["external"] == {"asked": 350, "remembered": 250, "unverified": 0, "left_out": 0}
    print(f"\ninterrupted: {len(first)} answered, then {len(server.asked)} asked")
