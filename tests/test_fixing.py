"""What can be mended is mended, nothing else changes, and a second time there is nothing to do."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import convert
from convert.cli import main
from convert.engine import fixing
from convert.engine.difference import difference
from convert.engine.fixing import Fixes, fix
from convert.engine.repository import Repository
from convert.model.body import text_of
from convert.model.document import Document
from convert.rules import rule_names

FIXTURES = Path(__file__).parent.parent / "fixtures"
HEAD = "---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\n"
CONFIG = "title: x\ntimezone: Asia/Shanghai\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / "_posts").mkdir()
    return tmp_path


def put(site: Path, text: str | bytes) -> Path:
    path = site / "_posts" / "2022-02-15-a.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# What a file holds, and what it holds then; equal when nothing may be done.
CASES = {
    "inner quotes, comments and order stay": (
        '---\nlayout: post   # as ever\ntitle: "The "fog" lifts"\ndate: 2022-02-15 09:00:00 +0800\ntags: [a,  b]\n---\nx\n',
        "---\nlayout: post   # as ever\ntitle: 'The \"fog\" lifts'\ndate: 2022-02-15 09:00:00 +0800\ntags: [a,  b]\n---\nx\n"),
    "two faults, one behind the other": (
        "---\ntitle: @fog: now\ndate: 2022-02-15 09:00:00\n---\nx\n", "---\ntitle: '@fog: now'\ndate: 2022-02-15 09:00:00 +0800\n---\nx\n"),
    "line ends of Windows": (
        "---\r\ntitle: Fog\r\ndate: 2022-02-15 09:00:00\r\n---\r\nx\r\n", "---\r\ntitle: Fog\r\ndate: 2022-02-15 09:00:00 +0800\r\n---\r\nx\r\n"),
    "controls": (HEAD + "a\x08b [x](https://a.example/\u200bb)\n", HEAD + "ab [x](https://a.example/b)\n"),
    "a mark of byte order": (b"\xef\xbb\xbf" + HEAD.encode() + b"x\n", HEAD + "x\n"),
    "blank lines above": ("\n\n" + HEAD + "x\n", HEAD + "x\n"),
    "text above stays": ("Text.\n" + HEAD + "x\n", "Text.\n" + HEAD + "x\n"),
    "one that is not safe, one that is": ("\x08---\n[a](https;//x.example/) \x08b\n", "\x08---\n[a](https://x.example/) b\n"),
    "what is ignored": (HEAD + "<!-- newsconv: ignore -->\n[x](https;//a.example/b)\n", HEAD + "<!-- newsconv: ignore -->\n[x](https;//a.example/b)\n"),
    "what shows its address": (HEAD + "<https:/a.example/b>\n", HEAD + "<https:/a.example/b>\n"),
    "another encoding": (HEAD.encode() + "[x](https;//a.example/) é\n".encode("latin-1"), HEAD.encode() + "[x](https;//a.example/) é\n".encode("latin-1")),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_mended(site: Path, case: str) -> None:
    before, after = CASES[case]
    path = put(site, before)
    fix([site])
    assert path.read_bytes() == (after if isinstance(after, bytes) else after.encode())
    assert fix([site]).rules == {}


def test_the_fixture_site(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "news", tmp_path / "news")
    before = {one.path.name: texts(one) for one in documents(tmp_path / "news")}
    faults = convert.validate([tmp_path / "news"]).summary.rules
    fixes = fix([tmp_path / "news"])
    assert dict(fixes.rules) == {"date-no-timezone": 3, "fm-implicit-type": 2, "fm-missing": 1, "fm-syntax": 5, "html-empty-element": 3, "link-case": 2,
                                 "link-encoding": 1, "link-hop": 1, "link-malformed": 4, "text-encoding": 1, "text-invisible": 1}
    left = convert.validate([tmp_path / "news"]).summary.rules
    assert {rule: faults[rule] - left.get(rule, 0) for rule in faults if faults[rule] != left.get(rule, 0)} == dict(fixes.rules)
    assert fix([tmp_path / "news"]).rules == {}
    for one in documents(tmp_path / "news"):
        if not one.path.name.startswith(("2022-03-06", "2022-06-13")):      # there, the head was text, an invisible character went
            assert texts(one) == before[one.path.name], one.path.name


class Read:
    """A file and its document."""

    def __init__(self, path: Path, document: Document) -> None:
        self.path = path
        self.document = document


def documents(site: Path) -> list[Read]:
    repository = Repository([site])
    return [Read(site / name, repository.document(name)) for name in repository.targets()]


def texts(one: Read) -> tuple[str, int]:
    return "".join(text_of(one.document.body).split()), len(one.document.links)


def test_a_difference_is_shown_and_nothing_done(site: Path) -> None:
    path = put(site, "---\ntitle: Fog\ndate: 2022-02-15 09:00:00\n---\nx\n")
    done = CliRunner().invoke(main, ["validate", "--diff"], prog_name="newsconv")
    assert done.output == (
        "--- _posts/2022-02-15-a.md\n+++ _posts/2022-02-15-a.md\n@@ -1,5 +1,5 @@\n ---\n title: Fog\n-date: 2022-02-15 09:00:00\n"
        "+date: 2022-02-15 09:00:00 +0800\n ---\n x\nWould mend 1 finding in 1 file: date-no-timezone (1).\n")
    assert done.exit_code == 1
    assert "+0800" not in path.read_text()


def test_fix_says_what_it_did_then_what_is_left(site: Path) -> None:
    put(site, "---\ntitle: Fog\ndate: 2022-02-15 09:00:00\n---\n[x]()\n")
    done = CliRunner().invoke(main, ["validate", "--fix", "--format", "concise"], prog_name="newsconv")
    assert done.output.splitlines()[0] == "Mended 1 finding in 1 file: date-no-timezone (1)."
    assert [line.split(" ")[1] for line in done.output.splitlines()[1:-1]] == ["warning[link-empty]"]
    put(site, "---\ntitle: Fog\ndate: 2022-02-15 09:00:00\n---\n[x]()\n")
    assert CliRunner().invoke(main, ["validate", "--fix-only"], prog_name="newsconv").output == "Mended 1 finding in 1 file: date-no-timezone (1).\n"


def test_only_what_is_selected_is_mended(site: Path) -> None:
    path = put(site, "---\ntitle: Fog\ndate: 2022-02-15 09:00:00\n---\n[x](https;//a.example/)\n")
    CliRunner().invoke(main, ["validate", "--fix-only", "--select", "link"], prog_name="newsconv")
    assert "09:00:00\n" in path.read_text()
    assert "(https://a.example/)" in path.read_text()


def test_rights_stay_and_links_are_left_alone(site: Path) -> None:
    path = put(site, "---\ntitle: Fog\ndate: 2022-02-15 09:00:00\n---\nx\n")
    path.chmod(0o640)
    (site / "_posts" / "2022-02-16-b.md").symlink_to(path)
    fixes = fix([site / "_posts"])
    assert path.stat().st_mode & 0o777 == 0o640
    assert fixes.failed == ("_posts/2022-02-16-b.md: is a symbolic link, and was left alone",) or fixes.files == 1
    assert (site / "_posts" / "2022-02-16-b.md").is_symlink()


def test_a_file_that_changes_meanwhile_is_left_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(site, "---\ntitle: Fog\ndate: 2022-02-15 09:00:00\n---\nx\n")
    judge = fixing.difference

    def changes(*arguments: object) -> str | None:
        put(site, "Somebody else's.\n")
        return judge(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(fixing, "difference", changes)
    fixes = fix([site])
    assert fixes == Fixes(fixes.rules, 0, (), ("_posts/2022-02-15-a.md: was changed meanwhile, and was left alone",))
    assert path.read_text() == "Somebody else's.\n"
    assert not [name for name in os.listdir(site / "_posts") if name.endswith(".tmp")]


@pytest.mark.parametrize(("old", "new", "said"), [
    ("a b", "a  b", None), ("a b", "a c", "the text would be another"), ("[a](/x)", "a", "there would be more or fewer links"),
    ("[a](/x)", "[a](/y)", None)])
def test_what_is_safe(old: str, new: str, said: str | None) -> None:
    assert difference(convert.reads(HEAD + old), convert.reads(HEAD + new), ["link-malformed"], []) == said
    assert difference(convert.reads(HEAD + "x"), convert.reads(HEAD.replace("Fog", "Sun") + "x"), ["x"], []) == "the front matter would say something else"
    assert difference(convert.reads(HEAD + "x"), convert.reads(HEAD.replace("Fog", "Sun") + "x"), ["x"], ["title"]) is None
    assert difference(convert.reads(HEAD + "x"), convert.reads(HEAD.replace("Fog", "'") + "x"), ["x"], ["title"]) == "the front matter cannot be read any more"


PIECES = st.sampled_from(["---\n", "title: a \"b\" c\n", 'title: "a "b" c"\n', "title: @x: y\n", "date: 2022-02-15 09:00:00\n", "\tx: y\n", "\n", "Text. ",
                          "[a](https;//x.example/) ", "<a href='http:/x.example/'>b</a> ", "\x08", "\u200b", "<!-- newsconv: ignore -->\n", "港口\r\n", "{{ x }} "])


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_the_file_a_second_time_there_is_nothing_to_do(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    site = tmp_path_factory.mktemp("site")
    (site / "_config.yml").write_text(CONFIG)
    path = site / "2022-02-15-a.md"
    path.write_bytes(text.encode())
    fix([site])
    mended = path.read_bytes()
    assert fix([site]).rules == {}
    assert path.read_bytes() == mended


def test_every_rule_with_a_fix_shows_it() -> None:
    from convert.rules import load_rule
    from convert.testing import examples_of
    fixing_rules = {name for name in rule_names() if any(example.fixed for example in examples_of(load_rule(name)))}
    assert fixing_rules == {
        "date-empty", "date-filename-mismatch", "date-format", "date-no-timezone", "date-offset", "filename-chars", "filename-date", "fm-duplicate-key",
        "fm-implicit-type", "fm-missing", "fm-syntax", "fm-unclosed", "html-empty-element", "html-hidden-text", "html-obsolete", "image-missing",
        "link-broken", "link-case", "link-empty", "link-encoding", "link-external-dead", "link-external-moved", "link-fragment", "link-hop", "link-malformed", "link-own-host",
        "link-protocol-relative", "media-insecure", "schema-type", "schema-unknown-key", "taxonomy-path", "taxonomy-split", "taxonomy-unknown", "text-attribution",
        "text-invisible", "text-mojibake", "unsafe-markup"}


# What a file holds, and what it holds when fixes may change what it says.
UNSAFE = {
    "a fence that is missing": ("---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n\nx\n", HEAD + "\nx\n"),
    "a key that stands twice, and what hangs on it": (
        HEAD.replace("title", "tags:\n- a\n  # b\n\n- c\ntitle").replace("+0800\n", "+0800\ntags: [d]\n"),
        HEAD.replace("+0800\n", "+0800\ntags: [d]\n")),
    "a link to nowhere": (HEAD + "[a [b]]() <a href=''>c <b>d</b></a> ![e]()\n\n<>\n\nf\n", HEAD + "a [b] c <b>d</b> ![e]()\n\n\nf\n"),
    "another encoding": ("---\ntitle: Café\ndate: 2022-02-15 09:00:00 +0800\n---\nC'est l'été à la côte, déjà.\n".encode("latin-1"),
                         "---\ntitle: Café\ndate: 2022-02-15 09:00:00 +0800\n---\nC'est l'été à la côte, déjà.\n"),
    "a code": (HEAD + "<p onclick=\"a('x')\" id=p ONLOAD='b()'>x</p>\n<script>\nif (a < b) {}\n</script>\n", HEAD + "<p id=p>x</p>\n\n"),
    "links that run code": (HEAD + "[a *b* [c]](javascript:x('y'))  <a href='vbscript:z' class=k>d <i>e</i></a>\n", HEAD + "a *b* [c]  d <i>e</i>\n"),
    "a page that is near": (HEAD + "[x](/abuot.html?a#b) ![x](/abuot.png)\n", HEAD + "[x](/about.html?a#b) ![x](/abuot.png)\n"),
}


@pytest.mark.parametrize("case", UNSAFE)
def test_what_is_mended_when_it_may_say_something_else(site: Path, case: str) -> None:
    (site / "about.md").write_text("---\ntitle: About\n---\nx\n")
    before, after = UNSAFE[case]
    path = put(site, before)
    fix([path], unsafe=True)
    assert path.read_text() == after
    assert fix([path], unsafe=True).rules == {}


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_an_encoding_that_the_file_names_itself_is_changed_safely(site: Path, codec: str) -> None:
    path = put(site, (HEAD + "港口\n").encode(codec))
    assert fix([site]).rules == {"text-encoding": 1}
    assert path.read_bytes() == (HEAD + "港口\n").encode()


SCHEMA = """{"properties": {"title": {"type": "string"}, "author": {"type": "array"}, "tags": {"type": "array"}, "tide": {"enum": ["ebb", "flow", "#1"]}}}"""


@pytest.mark.parametrize(("before", "after", "left"), [
    ("author: Ada Lyle", "author: [Ada Lyle]", "author: [Ada Lyle]"), ("author: 'a: b'", "author: ['a: b']", "author: ['a: b']"),
    ("tags: far away", "tags: far away", "tags: far away"), ("tags: a, b", "tags: a, b", "tags: a, b"),
    ("tide: eb", "tide: eb", "tide: ebb"), ("tide: '#11'", "tide: '#11'", "tide: '#1'")])
def test_values_of_a_schema(site: Path, before: str, after: str, left: str) -> None:
    (site / "s.json").write_text(SCHEMA)
    (site / "newsconv.toml").write_text('schemas = {"*.md" = "s.json"}\nselect = ["schema"]\n')
    path = put(site, HEAD.replace("Fog\n", f"Fog\n{before}\n"))
    fix([path])
    assert path.read_text() == HEAD.replace("Fog\n", f"Fog\n{after}\n")
    fix([path], unsafe=True)
    assert path.read_text() == HEAD.replace("Fog\n", f"Fog\n{left}\n")


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.sampled_from(["[x]() ", "<>\n", "<a href=''>", "</a>", "tags: a b\n", "title: x\n", "- y\n", "<script>", "</script>"]), max_size=14).map("".join))
def test_fixes_that_may_change_a_post_come_to_an_end_too(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    site = tmp_path_factory.mktemp("site")
    (site / "_config.yml").write_text(CONFIG)
    (site / "_posts").mkdir()
    path = site / "_posts" / "2022-02-15-a.md"
    path.write_bytes(text.encode())
    fix([site], unsafe=True)
    mended = path.read_bytes()
    assert fix([site], unsafe=True).rules == {}
    assert path.read_bytes() == mended


def test_the_fixture_site_and_all_that_can_be_done_for_it(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "news", tmp_path / "news")
    faults = convert.validate([tmp_path / "news"]).summary
    fixes = fix([tmp_path / "news"], unsafe=True)
    assert sum(fixes.rules.values()) == faults.fixable
    assert fixes.failed == ()
    left = convert.validate([tmp_path / "news"]).summary
    assert (left.fixable, sum(left.rules.values())) == (0, sum(faults.rules.values()) - faults.fixable)
