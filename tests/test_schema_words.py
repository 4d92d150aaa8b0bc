"""What is said of front matter that a schema refuses, and of schemas that are none: where, what is wrong, what was meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import convert
from convert.model.front_matter import SchemaFile
from convert.schema import BadSchema, Schema

TEXT = {"type": "string"}
PICTURE = {"anyOf": [TEXT, {"type": "object", "required": ["src"], "properties": {"src": TEXT, "alt": TEXT}}]}
MEDIA = {"oneOf": [{"properties": {"type": {"const": "image"}, "src": TEXT}, "required": ["type", "src"]},
                   {"properties": {"type": {"const": "video"}, "url": TEXT}, "required": ["type", "url"]}]}
IF_LINK = {"if": {"properties": {"kind": {"const": "link"}}, "required": ["kind"]}}
AUTHORS = {"type": "array", "items": {"type": "object", "required": ["name"], "additionalProperties": False,
                                      "properties": {"name": TEXT, "mail": {"format": "email"}}}}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(home: Path, schema: object, head: str) -> list[str]:
    """Each finding about a head, with its help behind “=”."""
    (home / "newsconv.toml").write_text('schemas = {"*.md" = "post.json"}\nselect = ["schema"]\n')
    (home / "post.json").write_text(json.dumps(schema))
    (home / "post.md").write_text(f"---\n{head}\n---\nx\n")
    found = convert.validate([home / "post.md"]).diagnostics
    return [f"{one.place.line}:{one.place.column} {one.message}{f' = {one.help}' if one.help else ''}" for one in found]


@pytest.mark.parametrize(("schema", "head", "message"), [
    # words, numbers, switches
    ({"enum": ["report", "comment"]}, "x: Report", "2:4 “x” is “Report”, but must be one of report, comment = did you mean “report”?"),
    ({"enum": [1, 2, 3]}, "x: 5", "2:4 “x” is “5”, but must be one of 1, 2, 3"),
    ({"enum": list("abcdefghijklmnop")}, "x: zz", "2:4 “x” is “zz”, but must be one of a, b, c, d, e, f, g, h, i, j, k, l, … (4 more)"),
    ({"const": "en"}, "x: de", "2:4 “x” is “de”, but must be en"),
    ({"const": True}, "x: false", "2:4 “x” is “false”, but must be true"),
    ({"type": "integer"}, "x: 1.5", "2:4 “x” must be a whole number, not 1.5"),
    ({"type": "null"}, "x: 3", "2:4 “x” must be empty, but is a number"),
    ({"type": "boolean"}, 'x: "true"', "2:4 “x” must be true or false, not a text"),
    ({"type": ["string", "null"]}, "x: 7", '2:4 “x” must be a text, not a number = put it in quotes: `"7"`'),
    # forms
    ({"pattern": "^NW[0-9]+$", "description": "NW and the number of the agency."}, "x: abc",
     "2:4 “x” does not have the form `^NW[0-9]+$`: “abc” = the schema says of it: NW and the number of the agency."),
    ({"pattern": "^[0-9]{4}-[0-9]{2}$", "examples": ["2022-02"]}, "x: 02/2022", "2:4 “x” is not written like “2022-02”: “02/2022”"),
    ({"format": "date"}, "x: 2022-02-31", "2:4 “x” is no valid date: “2022-02-31” = one is written like 2022-02-15"),
    ({"format": "uri"}, "x: example.org", "2:4 “x” is no valid address: “example.org” = one is written like https://example.org/page"),
    ({"minLength": 3}, "x: ab", "2:4 “x” is shorter than 3 characters: “ab”"), ({"maxLength": 1}, "x: ab", "2:4 “x” is longer than 1 character: “ab”"),
    ({"minItems": 1}, "x: []", "2:4 “x” is empty"), ({"maxItems": 1}, "x: [a, b]", '2:4 “x” has more than 1 item: “["a", "b"]”'),
    ({"minimum": 1}, "x: 0", "2:4 “x” is less than 1: “0”"), ({"type": "number"}, "x: .inf", ""), ({"type": "number"}, "x: .nan", ""),
    # lists and mappings
    ({"contains": {"const": "news"}}, "x: [a]", "2:4 “x” has no item that is “news”"),
    ({"contains": {"enum": ["a", "b"]}, "minContains": 2}, "x: [a]", "2:4 “x” has fewer than 2 items that are one of a, b"),
    ({"contains": {"pattern": "^a"}, "maxContains": 1}, "x: [a, ab]", "2:4 “x” has more than 1 item that is of the form `^a`"),
    ({"prefixItems": [TEXT], "items": False}, "x: [a, b]", "2:8 item 2 of “x” is an item more than the schema allows"),
    (AUTHORS, "x: [{name: Ann, mail: ann}]", "2:23 “mail” of item 1 of “x” is no valid mail address: “ann” = one is written like name@example.org"),
    (AUTHORS, "x: [{}]", "2:5 item 1 of “x” has no “name” = add the line `name: …`"),
    (AUTHORS, "x: [{name: Bob, nmae: x}]", "2:17 “nmae” of item 1 of “x” is a key that the schema does not know"),
    (AUTHORS, "x: [Eve]", "2:5 item 1 of “x” must be a mapping, not a text"),
    (False, "x: 1", "2:1 “x” is a key that the schema does not allow"),
    # one of several forms
    (PICTURE, "x: [a]", "2:4 “x” must be a text or a mapping, not a list"),
    (PICTURE, "x: {alt: a}", "2:1 “x” has no “src” = add the line `src: …`"),
    (PICTURE, "x: {src: a, alt: 7}", '2:18 “x.alt” must be a text, not a number = put it in quotes: `"7"`'),
    (MEDIA, "x: {type: video, src: a}", "2:1 “x” has no “url” = add the line `url: …`"),
    (MEDIA, "x: {type: vidoe, url: a}", "2:11 “x.type” is “vidoe”, but must be video = did you mean “video”?"),
    ({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}, "x: soon",
     "2:4 “x” must be a date or a date and time with a zone, not “soon”"),
    ({"anyOf": [{"type": "boolean"}, {"const": "auto"}]}, "x: [1]", "2:4 “x” must be true or false or “auto”, not “[1]”"),
    ({"anyOf": [{"type": "boolean"}, {"const": "auto"}]}, "x: aut", "2:4 “x” is “aut”, but must be auto = did you mean “auto”?"),
    ({"oneOf": [TEXT, {"minLength": 1}]}, "x: a", "2:4 “x” is a text and at least 1 character long, of which the schema allows only one: “a”"),
    ({"not": {"enum": ["y", "z"]}}, "x: y", "2:4 “x” may not be one of y, z: “y”"),
])
def test_what_is_said_of_a_value(home: Path, schema: object, head: str, message: str) -> None:
    assert said(home, {"properties": {"x": schema}}, head) == ([message] if message else [])


@pytest.mark.parametrize(("schema", "head", "message"), [
    ({"anyOf": [{"required": ["author"]}, {"required": ["source"]}]}, "x: 1", "1:1 the front matter has neither “author” nor “source”"),
    ({"oneOf": [{"required": ["author"]}, {"required": ["source"]}]}, "author: x\nsource: y",
     "1:1 the front matter has “author” and “source”, of which the schema allows only one"),
    ({**IF_LINK, "then": {"required": ["url"]}}, "kind: link", "1:1 the front matter has no “url” = asked for where “kind” is “link”: add the line `url: …`"),
    ({**IF_LINK, "else": {"required": ["body"]}}, "kind: x", "1:1 the front matter has no “body” = asked for where “kind” is not “link”: add the line `body: …`"),
    ({**IF_LINK, "then": {"properties": {"url": {"minLength": 2}}}}, "kind: link\nurl: a",
     "3:6 “url” is shorter than 2 characters: “a” = asked for where “kind” is “link”"),
    ({"dependentRequired": {"image": ["alt"]}}, "image: a", "1:1 the front matter has no “alt” = “image” asks for it: add the line `alt: …`"),
    ({"dependentSchemas": {"image": {"required": ["alt"]}}}, "image: a",
     "1:1 the front matter has no “alt” = asked for where there is “image”: add the line `alt: …`"),
    ({"not": {"required": ["draft"]}}, "title: x\ndraft: true", "3:1 the front matter may not have “draft”"),
    ({"propertyNames": {"pattern": "^[a-z]+$"}}, "Title: x", "2:1 “Title” is no key that the schema allows: it does not have the form `^[a-z]+$`: “Title”"),
    ({"properties": {"author": {}}, "additionalProperties": False}, "autor: x", "2:1 “autor” is a key that the schema does not know = did you mean “author”?"),
    ({"properties": {"a": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"items": {"maxLength": 1}}}}, "a: [b, cc]", "2:8 item 2 of “a” is longer than 1 character: “cc”"),
    ({"$ref": "newsconv:post"}, "title: [x]", "2:8 “title” must be a text or a number, not a list"),
])
def test_what_is_said_of_keys(home: Path, schema: object, head: str, message: str) -> None:
    assert said(home, schema, head) == [message]


@pytest.mark.parametrize(("text", "message"), [
    ('{\n  "type": "strong"\n}', "2:11: “strong” is no type; did you mean “string”?"),
    ('{"properties": {"a": {"type": ["string", "txt"]}}}', "1:31: “txt” is no type; there are string, number, integer, boolean, null, array, object"),
    ('{"type": "text"}', "1:10: “text” is no type; did you mean “string”?"), ('{"type": "date"}', '1:10: “date” is no type; did you mean “string” with "format": "date"?'),
    ('{"properties": {"a": {"minLength": "x"}}}', "1:36: “minLength” must be a whole number, not a text"),
    ('{"properties": {"a": "string"}}', '1:22: “a” must be a schema, not a text; write {"type": "string"}'),
    ('{"properties": {"a": {"required": true}}}', "1:35: “required” must be a list of keys, beside “properties”, not true or false below one of them"),
    ('{"properties": []}', "1:16: “properties” must be a mapping, not a list"),
    ('{"required": ["a", "a"]}', "1:14: “required” holds “a” twice"), ('{"minItems": -1}', "1:14: “minItems” is less than 0: “-1”"),
    ('{"items": [{}]}', "1:11: “items” must be one schema, for all items; “prefixItems” is a list of them, one for each"),
    ('{"pattern": "("}', "1:13: “(” is no regular expression"), ("7", "1:1: is a number, but a schema is a mapping"),
    ('{"$ref": "#/$defs/noting", "$defs": {"nothing": {}}}', "1:10: refers to #/$defs/noting, which is not there; did you mean “#/$defs/nothing”?"),
    ('{"items": {"$ref": "no.json"}}', "1:20: refers to no.json: there is no file no.json"),
    ('{"$ref": "newsconv:nws"}', "1:10: refers to newsconv:nws: there is no schema “newsconv:nws”; did you mean “newsconv:news”?"),
    ('{"$schema": "https://json-schema.org/draft/2020/schema"}', ("1:13: there is no draft of JSON Schema called “https://json-schema.org/draft/2020/schema”; "
     "did you mean “https://json-schema.org/draft/2020-12/schema”?")),
    ('{"a": 1,}', "1:9: is no JSON: a comma stands before the bracket that closes"), ('{"a": 1 "b": 2}', "1:9: is no JSON: a comma is missing before this"),
    ("{a: 1}", "1:2: is no JSON: a key in double quotes belongs here"), ('{"a" 1}', "1:6: is no JSON: a colon is missing before this"),
    ('{"a": [1}', "1:9: is no JSON: this bracket does not close the one that is open"), ('{"a": 1', "1:8: is no JSON: a bracket is never closed"),
    ("title: x", "1:1: is no JSON: a value belongs here; a text stands in double quotes"), ("", "1:1: is no JSON: the file is empty"),
    ('{"a": "b', '1:7: is no JSON: unterminated string starting at'),
])
def test_what_is_said_of_a_schema_that_is_none(home: Path, text: str, message: str) -> None:
    (home / "post.json").write_text(text)
    with pytest.raises(BadSchema) as raised:
        Schema(SchemaFile("post.json", str(home)))
    assert str(raised.value) == f"post.json:{message}"


def test_a_schema_that_another_refers_to_is_told_by_its_own_place(home: Path) -> None:
    (home / "post.json").write_text('{"$ref": "author.json"}')
    (home / "author.json").write_text('{\n  "type": ,\n}')
    with pytest.raises(BadSchema, match=r"^author\.json:2:11: is no JSON: a value belongs here"):
        Schema(SchemaFile("post.json", str(home)))


def test_a_schema_is_read_whatever_its_mark(home: Path) -> None:
    (home / "post.json").write_bytes(b"\xef\xbb\xbf{}")
    assert Schema(SchemaFile("post.json", str(home))).value == {}
    (home / "post.json").write_bytes(b'{"title": "\xe4"}')
    with pytest.raises(BadSchema, match=r"^post\.json: is no UTF-8"):
        Schema(SchemaFile("post.json", str(home)))
