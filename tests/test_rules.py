"""Rules: each is proven by the examples of its manual; here is what examples cannot show."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert.model.context import Context
from convert.model.document import Document
from convert.model.finding import Finding
from convert.model.front_matter import SchemaFile
from convert.readers import read
from convert.readers.encoding import decode
from convert.rules import Rule, file_unreadable, load_rule, rule_names
from convert.testing import Example, check_example, check_rule, document_of, examples_of, findings_of, shown_by

EXPECTED = [
    "content-duplicate", "date-empty", "date-filename-mismatch", "date-format", "date-future", "date-invalid",
    "date-no-timezone", "date-offset", "date-order", "file-binary", "file-empty", "file-unreadable", "file-unverified",
    "file-unwritable", "filename-chars", "filename-date", "fm-conflicting-keys", "fm-duplicate-key", "fm-implicit-type",
    "fm-missing", "fm-not-mapping", "fm-syntax", "fm-unclosed", "html-empty-element", "html-hidden-text", "html-nesting",
    "html-obsolete", "html-unbalanced", "id-duplicate", "image-alt", "image-missing", "link-broken", "link-case", "link-empty",
    "link-encoding", "link-escapes-site", "link-external-dead", "link-external-fragment", "link-external-moved", "link-external-unverified",
    "link-fragment", "link-hop", "link-malformed", "link-own-host", "link-protocol-relative", "link-template", "link-unpublished",
    "media-insecure", "permalink-case", "permalink-duplicate", "permalink-invalid", "redirect-conflict", "schema-empty", "schema-required", "schema-type", "schema-unknown-key",
    "schema-unmatched", "schema-value", "taxonomy-path", "taxonomy-split", "taxonomy-unknown", "taxonomy-variant",
    "template-syntax", "text-attribution", "text-control-char", "text-empty-body", "text-encoding", "text-invisible",
    "text-mojibake", "unchecked-link", "unsafe-markup", "unused-suppression",
]
WARNINGS = {
    "content-duplicate", "date-filename-mismatch", "date-future", "date-offset", "date-order", "filename-chars",
    "fm-conflicting-keys", "fm-implicit-type", "html-hidden-text", "html-nesting", "html-obsolete", "image-alt", "link-case",
    "link-empty", "link-encoding", "link-escapes-site", "link-external-fragment", "link-fragment", "link-protocol-relative",
    "link-template", "link-unpublished", "media-insecure", "schema-unknown-key", "taxonomy-path", "taxonomy-unknown", "taxonomy-variant",
    "text-empty-body", "text-invisible", "text-mojibake",
}
INFOS = {
    "date-format", "html-empty-element", "link-external-moved", "link-external-unverified", "link-hop", "link-own-host", "schema-unmatched",
    "text-attribution", "unchecked-link", "unused-suppression",
}
ONLY_WHEN_SELECTED = {
    "date-format", "date-offset", "html-obsolete", "image-alt", "link-own-host", "link-protocol-relative", "schema-unmatched",
    "text-attribution", "unchecked-link",
}
RULES = [load_rule(name) for name in rule_names()]
EXAMPLES = [pytest.param(rule, example, id=f"{rule.name}-{number}")
            for rule in RULES for number, example in enumerate(examples_of(rule), 1)]
BYTE_ORDER_MARK = ("1:1 this file begins with a byte order mark: Jekyll takes no notice, other tools take it for text "
                   "and miss the front matter")
HEAD = "---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\n"


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_examples(rule: Rule, example: Example) -> None:
    check_example(rule, example)


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_rules(rule: Rule) -> None:
    check_rule(rule)
    assert rule.severity == ("warning" if rule.name in WARNINGS else "info" if rule.name in INFOS else "error")
    assert rule.default == (rule.name not in ONLY_WHEN_SELECTED)
    assert set(shown_by(rule)) <= set(globals())
    sentence, blank, *_ = rule.manual.split("\n")
    assert sentence.endswith(".")
    assert not blank


def test_the_folder_is_the_list() -> None:
    assert list(rule_names()) == EXPECTED


def test_rules_load_no_parser() -> None:
    names = [f"convert.rules.{name.replace('-', '_')}" for name in EXPECTED]
    code = f"import importlib, sys; [importlib.import_module(name) for name in {names!r}]; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"lxml", "lxml.etree", "yaml", "jsonschema_rs", "bs4", "pyromark", "zoneinfo"} & set(loaded)


# What text cannot show

def said(name: str, document: Document) -> list[str]:
    """The findings of a rule as LINE:COLUMN message."""
    return [f"{line}:{column} {finding.message}" for finding in findings_of(load_rule(name), document)
            for line, column, *_ in [document.source.place(document.locate(finding.at))]]


def from_bytes(data: bytes, path: str = "_posts/2022-02-15-example.md") -> Document:
    document = read(decode(data, path), "markdown")
    document.context = document_of("", path).context
    return document


@pytest.mark.parametrize(("data", "reports"), [
    (HEAD.encode() + "<p>Café</p>\n".encode("windows-1252"),
     ["5:7 this file is not UTF-8, it was read as windows-1252: Jekyll leaves it out of the site"]),
    (HEAD.encode("utf-16"),
     ["1:1 this file is not UTF-8, it was read as UTF-16: Jekyll leaves it out of the site"]),
    (HEAD.encode() + "<p>潮水与雾，潮水与灯，".encode() + b"It\x92s</p>\n",
     ["5:16 the byte 0x92 is not UTF-8: Jekyll leaves it out of the site"]),
    (HEAD.encode() + "<p>潮水与雾，潮水与灯，桥与船与海，".encode() + b"It\x92s\x92</p>\n",
     ["5:22 the byte 0x92 is not UTF-8, nor is 1 more: Jekyll leaves it out of the site"]),
    (b"\xef\xbb\xbf" + HEAD.encode(),
     [BYTE_ORDER_MARK]),
    (HEAD.encode() + "<p>Café\u2028</p>\n".encode(), []),
])
def test_text_encoding(data: bytes, reports: list[str]) -> None:
    assert said("text-encoding", from_bytes(data)) == reports


def test_text_control_char() -> None:
    body = "Low\x08 water,\x0c\x0b high\ufffe\twater\u2028.\r\n"
    assert said("text-control-char", document_of(HEAD + body)) == [
        "5:4 the control character U+0008 (backspace) stands here: no feed and no book may hold it",
        "5:12 2 control characters, U+000C (form feed) first, stand here: no feed and no book may hold it",
        "5:19 the control character U+FFFE stands here: no feed and no book may hold it"]
    many = said("text-control-char", document_of(HEAD + "\x01 " * 25))
    assert len(many) == 21
    assert many[-1] == "5:41 from here on 5 more control characters"


def test_a_control_character_in_the_head_is_one_fault() -> None:
    document = document_of("---\ntitle: Low\x08 water\n---\n")
    assert everything(document) == {"text-control-char"}
    assert said("text-control-char", document) == [
        "2:11 the control character U+0008 (backspace) stands here: no YAML may hold it"]


def test_html_nesting() -> None:
    assert said("html-nesting", document_of(HEAD + "<div>" * 300 + "deep")) == [
        "5:1 elements are nested more than 128 deep: most of their tags were left out"]
    assert said("html-nesting", document_of(HEAD + "<div>" * 100 + "deep")) == []


def everything(document: Document) -> set[str]:
    return {rule.name for rule in RULES if findings_of(rule, document)}


@pytest.mark.parametrize("path", ["_posts/2022-02-15-example.md", "_posts/notes.md", "about.md"])
def test_empty_and_binary_files(path: str) -> None:
    assert everything(from_bytes(b"", path)) == {"file-empty"}
    assert everything(from_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, path)) == {"file-binary"}


def test_file_unreadable() -> None:
    error = PermissionError(errno.EACCES, "Permission denied")
    assert file_unreadable.finding(error) == Finding("this file cannot be read: permission denied")
    assert file_unreadable.finding(OSError()).message == "this file cannot be read: OSError"


def test_file_unverified() -> None:
    assert said("file-unverified", document_of(HEAD)) == []


def test_file_unwritable() -> None:
    assert said("file-unwritable", document_of(HEAD)) == []


@pytest.mark.parametrize(("head", "report", "help"), [
    ("tags:\n\t- fog", "3:1 a tab cannot indent YAML", "indent it with blanks: `  - fog`"),
    ("title: 'it's fog'", "2:12 the inner quotes end the title early: YAML expects a new key here",
     "write `title: 'it''s fog'`"),
    ('tags:\n  - "fog" again', "3:11 the inner quotes end the text early: YAML expects a new key here",
     "put the value between single quotes: '…'"),
    ('title: "fog": again', "2:13 the inner quotes end the title early: no “:” may follow them",
     "write `title: '\"fog\": again'`"),
    ("title: `fog`", "2:8 a value cannot begin with ` unless it is quoted", "write `title: '`fog`'`"),
    ("title: *fog*", "2:12 a value cannot begin with * unless it is quoted", "write `title: '*fog*'`"),
    ("title: > fog", "2:10 a value cannot begin with > unless it is quoted", "write `title: '> fog'`"),
    ("title: - fog", "2:8 a value cannot begin with - unless it is quoted", "write `title: '- fog'`"),
    ('title: "C:\\q"', "2:11 `\\q` means nothing between double quotes", "put the value between single quotes: '…'"),
    ('title: "fog', "3:1 a quotation mark of the front matter is never closed",
     "close it, or quote the value with '…'"),
    ("tags: [fog", "3:1 a [ of the front matter is never closed", "close it, or quote the value with '…'"),
    ("title: Fog\n  more: fog", "3:7 YAML expects no key here: the line above is a whole value already", ""),
    ("title: 'Fog'\n date: x", "3:2 YAML expects a new key here, indented like the keys above", ""),
    ("title: Fog\ndate", "4:1 a line of the front matter is no `key: value`", ""),
    ("title: !<fog", "2:13 a value cannot begin with ! unless it is quoted", "write `title: '!<fog'`"),
    ("- a\nb: c", "3:1 the front matter is no valid YAML: did not find expected '-' indicator", ""),
])
def test_fm_syntax(head: str, report: str, help: str) -> None:
    document = document_of(f"---\n{head}\n---\n")
    assert said("fm-syntax", document) == [report]
    assert findings_of(load_rule("fm-syntax"), document)[0].help == help
    assert everything(document) == {"fm-syntax"}


def test_fm_syntax_of_toml_and_json() -> None:
    assert said("fm-syntax", document_of('+++\ntitle = "Fog"\ntitle = "More"\n+++\n')) == [
        "3:15 the front matter is no valid TOML: Cannot overwrite a value"]
    assert said("fm-syntax", document_of('{"title": "Fog",, "draft": true}\n')) == [
        "1:17 the front matter is no valid JSON: Expecting property name enclosed in double quotes"]


@pytest.mark.parametrize("text", [
    "# How to\n\n```yaml\n---\ntitle: x\n---\n```\n",                        # front matter shown, not meant
    "Signed,\n\n---\nP.S.: no.\n---\n",
    "---\n\nA page between two rules, and no key in sight.\n",
    "\n\nOnly text.\n",
])
def test_pages_without_front_matter(text: str) -> None:
    assert everything(document_of(text, "notes.md")) == set()


def test_one_fault_is_one_finding() -> None:
    assert everything(document_of("---\ntitle:\ndate:\ncategories: fog\n---\nFog.\n")) == {"schema-empty", "date-empty"}
    assert everything(document_of("---\ntitle: Fog\ndate: true\n---\nFog.\n")) == {"date-invalid"}
    assert everything(document_of("---\ntitle: Fog\ndate: [2022-02-15]\n---\nFog.\n")) == {"schema-type"}
    assert everything(document_of(HEAD + "[x](https;//example.org/a) [y]() <a href='javascript:y()'>y</a>")) == {
        "link-malformed", "link-empty", "unsafe-markup"}


def test_schema_value(tmp_path: Path) -> None:
    schema = tmp_path / "news.json"
    schema.write_text(json.dumps({
        "required": ["title", "kind"], "additionalProperties": False,
        "properties": {
            "title": {"type": "string", "maxLength": 12, "minLength": 1, "pattern": "^[A-Z]"}, "note": {"minLength": 2},
            "kind": {"enum": ["report", "comment"]}, "rank": {"type": "integer", "maximum": 5}, "date": {},
            "mail": {"format": "email"}, "tags": {"uniqueItems": True, "maxItems": 9}, "lang": {"const": "en"},
            "author": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        }}))
    document = document_of("---\ntitle: a title too long\nkind: repord\nrank: 7\nmail: nobody\ntags: [fog, fog]\n"
                           "lang: de\nnote: ''\nauthor: {nam: Ann}\ncolour: grey\n---\n")
    document.context = document.context._replace(schemas=(SchemaFile(str(schema), str(tmp_path)),))
    assert sorted(said("schema-value", document)) == [
        "10:1 “colour” is a key that the schema does not know",
        "2:8 “title” is longer than 12 characters: “a title too long”",
        "3:7 “kind” is “repord”, but must be one of report, comment",
        "4:7 “rank” is more than 5: “7”",
        "5:7 “mail” is no valid mail address: “nobody”",
        "6:7 “tags” holds “fog” twice",
        "7:7 “lang” is “de”, but must be en",
        "8:7 “note” is empty"]
    assert said("schema-required", document) == ["9:1 “author” has no “name”"]
    document = document_of("---\ntitle: Fog\nkind: report\nautor: {name: Ann}\nhue: 1\n---\n")
    document.context = document.context._replace(schemas=(SchemaFile(str(schema), str(tmp_path)),))
    assert [one.help for one in findings_of(load_rule("schema-value"), document)] == ["did you mean “author”?", ""]
    empty = document_of("---\ntitle: ''\nkind:\n---\n")
    empty.context = empty.context._replace(schemas=(SchemaFile(str(schema), str(tmp_path)),))
    assert said("schema-value", empty) == said("schema-type", empty) == []
    assert said("schema-empty", empty) == ["2:8 “title” is empty: Jekyll publishes the post without a title",
                                           "3:1 “kind” is empty"]


def test_schema_unmatched() -> None:
    document = in_context(HEAD, generator="jekyll", schema_globs=("_posts/*", "docs/"))
    assert said("schema-unmatched", document) == ["1:1 no schema covers this file: the settings name `_posts/*`, `docs/`"]
    for covered in ({"schemas": ("post.json",)}, {"kind": "static"}, {"schema_globs": ()}):
        document.context = Context("x.md", kind="post", schema_globs=("_posts/*",))._replace(**covered)
        assert said("schema-unmatched", document) == []


def in_context(text: str, **values: object) -> Document:
    document = document_of(text)
    document.context = Context("_posts/2022-02-15-example.md", kind="post")._replace(**values)
    return document


def test_what_jekyll_does_is_said_of_jekyll_sites_only() -> None:
    bad = {"filename-date": "_posts/notes.md", "date-no-timezone": "date: 2022-02-15 10:00:00",
           "fm-missing": "No head.", "taxonomy-split": "categories: a b", "fm-unclosed": "---\ntitle: x\n"}
    for name, fault in bad.items():
        text = f"---\n{fault}\n---\n" if fault[0] in "dc" else fault
        for generator in ("plain", "hugo"):
            document = in_context(text, generator=generator)
            if fault.endswith(".md"):
                document.context = document.context._replace(path=fault)
            for message in said(name, document):
                assert "Jekyll" not in message or "Jekyll would" in message


@pytest.mark.parametrize(("written", "zone", "report"), [
    ("2022-03-01 23:30:00", None,
     "has no time zone: Jekyll takes it for UTC and shows it in the zone of the machine that builds the site"),
    ("2022-03-01 01:30:00", "America/New_York",
     "has no time zone: Jekyll takes it for UTC, the post and its URL move to 2022-02-28, 20:30"),
    ("2022-03-01 23:30", "Nowhere/At_All", "has no time zone: Jekyll takes it for the time in Nowhere/At_All"),
    ("2022-03-01 11:30 pm", "Asia/Shanghai", "has no time zone: Jekyll takes it for the time in Asia/Shanghai"),
    ("2022-03-01 23:30:00 JST", "Asia/Shanghai",
     "has no time zone but “JST”, which Jekyll ignores: Jekyll takes it for the time in Asia/Shanghai"),
    ("2022-03-01 23:30:00 Z", "Asia/Shanghai", None),
    ("2022-03-01T23:30:00.5-08:00", None, None),
    ("2022-03-01", None, None),
    ("9999-12-31 23:30:00", "Asia/Shanghai",
     "has no time zone: Jekyll takes it for UTC and shows it in Asia/Shanghai"),
])
def test_date_no_timezone(written: str, zone: str | None, report: str | None) -> None:
    document = in_context(f"---\ndate: {written}\n---\n", generator="jekyll", timezone=zone)
    assert said("date-no-timezone", document) == ([f"2:7 “{written}” {report}"] if report else [])


@pytest.mark.parametrize(("name", "help"), [
    ("2022-3-harbour.md", "rename it to `2022-02-15-harbour.md`, or move it out of `_posts`"),
    ("20220407-oysters.md", "rename it to `2022-04-07-oysters.md`"),
    ("2022-04-07.md", "rename it to `2022-04-07-title.md`"),
    ("2022_04_07 oysters.md", "rename it to `2022-04-07-oysters.md`"),
    ("README.md", "rename it to `2022-02-15-README.md`, or move it out of `_posts`"),
    ("2022-04-07-.md", "rename it to `2022-04-07-title.md`"),
    ("2022-13-07-oysters.md", "correct the day, and rename the file"),
    ("22-4-7-oysters.md", None), ("2022-04-07-oysters.tar.gz", None), ("999-04-07-oysters.md", None),
])
def test_filename_date(name: str, help: str | None) -> None:
    document = document_of(HEAD, f"archive/_posts/old/{name}")
    assert [finding.help for finding in findings_of(load_rule("filename-date"), document)] == ([help] if help else [])


@pytest.mark.parametrize(("target", "meant"), [
    ("https//example.org/x", "https://example.org/x"), ("http:example.org", "http://example.org"),
    ("http:///example.org", ""), ("htttps://example.org", "https://example.org"), ("hhtp://a.b", "http://a.b"),
    ("https：//example.org", "https://example.org"), ("https:https://example.org", "https://example.org"),
    ("http://https//example.org", "https://example.org"), ("https://exa\u00admple.org", "https://example.org"),
    ("\u200bhttps://example.org", "https://example.org"), ("//example.org:80:80/", ""), ("https://", ""),
    ("http.//example.org", "http://example.org"),
])
def test_link_malformed(target: str, meant: str) -> None:
    document = document_of(f'{HEAD}<a href="{target}">x</a>')
    (finding,) = findings_of(load_rule("link-malformed"), document)
    assert document.source.slice(document.locate(finding.at)) == finding.subject == target
    assert finding.help == (f"write `{meant}`" if meant else "")
    assert not findings_of(load_rule("link-broken"), document)


@pytest.mark.parametrize("target", [
    "http.html", "https/", "httpd-2.4.html", "http", "hxxps://example.org", "ftp://example.org", "a:b", "//example.org",
    "https://example.org:/", "https://u:p@example.org:8080/", "https://[2001:db8::1]/", "https://example.org/a b",
    "https://example.org/http://b.c", "?page=2", "#top", "data:image/png;base64,AAAA", "{{ site.url }}https;//", "sftp://h",
    "https://example.org/%E2%80%8B", "https://example.org/a%5Cb", "https://http.example.org", "news:x", "https://例子.测试/",
])
def test_no_link_malformed(target: str) -> None:
    for text in (f'{HEAD}<a href="{target}">x</a>', f"{HEAD}[x](<{target}>)"):
        assert findings_of(load_rule("link-malformed"), document_of(text)) == []


# No text makes a rule fail

PIECES = st.sampled_from([
    "---\n", "+++\n", '{"', "title: ", "date: 2022-02-31", "date: ", " 10:30:00", " +0800", "categories: a b\n",
    "\t- x\n", "layout: [post]\n", "last_modified_at: ", "&a", "*a", '"', "'", ": ", "- ",
    "<p>", "</p>", '<a href="', '">', "<script>", "</script>", "<img src=''>", ' onclick="', "<http://x.y>",
    "<svg><a xlink:href='javascript:x'>", "<form action=javascript:x>", "<base href=", "<template>",
    "javascript:", "https;//", "http:/", "<>", "[x](", ")", "](<", ">", "[[x]]", "`", "```\n",
    "{{ x }}", "{% raw %}", "{{", "\x00", "\ufffe", "\u200b", "\n", "\r\n", "\r", "\U00100000", "中文",
])
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=25).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["_posts/2022-02-15-x.md", "_posts/2022-02-30-.html", "a.md", "b.html", "_posts/x.md"]),
       st.sampled_from(["jekyll", "hugo", "plain"]))
def test_no_text_makes_a_rule_fail(text: str, path: str, generator: str) -> None:
    document = document_of(text, path)
    document.context = document.context._replace(generator=generator)
    for rule in RULES:
        for finding in findings_of(rule, document):
            document.source.place(document.locate(finding.at))
            assert "\n" not in finding.message


def test_unused_suppression() -> None:
    """See tests/test_suppression.py: what is unused is known when all rules have run."""
    assert said("unused-suppression", document_of("<!-- newsconv: ignore link -->")) == []
