"""Schemas that a repository brings along: drafts, references, and how their own faults are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

import convert
from convert.model.front_matter import SchemaFile
from convert.schema import BadSchema, Schema, shipped

HEAD = "---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n{}---\nx\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "site"
    (home / "schemas").mkdir(parents=True)
    monkeypatch.chdir(home)
    (home / "newsconv.toml").write_text('schemas = {"*.md" = "schemas/post.json"}\nselect = ["schema"]\n')
    (tmp_path / "outside.json").write_text("{}")
    return home


def said(site: Path, schema: object, head: str, **others: object) -> list[str]:
    """What the schema, with other files beside it, says of a post with these lines in its front matter."""
    (site / "schemas" / "post.json").write_text(json.dumps(schema))
    for name, other in others.items():
        (site / "schemas" / f"{name}.json").write_text(json.dumps(other))
    (site / "post.md").write_text(HEAD.format(head))
    return [f"{one.place.line}:{one.place.column} {one.message}" for one in convert.validate([site / "post.md"]).diagnostics]


# How a reference to author.json is written, the `$id` of the schema, and that of the other.
REFERENCES = [("author.json", None, None), ("author.json#/$defs/whole", None, None), ("./author.json", "post.json", None),
              ("author.json", "https://example.org/schemas/post.json", "https://example.org/schemas/author.json"),
              ("https://example.org/schemas/author.json", "https://example.org/schemas/post.json", None), ("/schemas/author.json", "https://example.org/schemas/post.json", None)]


@pytest.mark.parametrize(("reference", "own", "other"), REFERENCES)
def test_a_reference_leads_to_a_file_beside_the_schema(site: Path, reference: str, own: str | None, other: str | None) -> None:
    whole = {"required": ["name"], "properties": {"name": {"type": "string"}, "side": {"enum": ["port", "starboard"]}}}
    schema = {"properties": {"author": {"$ref": reference}}} | ({"$id": own} if own else {})
    assert said(site, schema, "author: {name: [Ann], side: porto}\n", author={**whole, "$defs": {"whole": whole}} | ({"$id": other} if other else {})) == [
        "4:16 “author.name” must be a text, not a list", "4:29 “author.side” is “porto”, but must be one of port, starboard"]


@pytest.mark.parametrize(("reference", "own"), [
    ("../../outside.json", None), ("https://example.org/author.json", None), ("file:///etc/hostname", None), ("//example.org/a.json", None),
    ("https://example.com/a.json", "https://example.org/post.json"), ("../../outside.json", "https://example.org/a/b/c/post.json")])
def test_no_reference_leads_out_of_the_repository(site: Path, reference: str, own: str | None) -> None:
    with pytest.raises(BadSchema, match=r"schemas/post\.json:1:\d+: refers to \S+: it is not in this repository"):
        said(site, {"$ref": reference} | ({"$id": own} if own else {}), "")


def test_a_link_out_of_the_repository_is_not_followed(site: Path) -> None:
    (site / "schemas" / "author.json").symlink_to(site.parent / "outside.json")
    with pytest.raises(BadSchema, match="it is not in this repository"):
        said(site, {"$ref": "author.json"}, "")


@pytest.mark.parametrize(("draft", "schema", "head", "message"), [
    ("http://json-schema.org/draft-04/schema#", {"properties": {"rank": {"maximum": 5, "exclusiveMaximum": True}}}, "rank: 5\n", ["4:7 “rank” is not less than 5: “5”"]),
    ("http://json-schema.org/draft-07/schema#", {"dependencies": {"rank": ["of"]}}, "rank: 5\n", ["1:1 the front matter has no “of”"]),
    ("https://json-schema.org/draft/2020-12/schema", {"dependentRequired": {"rank": ["of"]}}, "rank: 5\n", ["1:1 the front matter has no “of”"]),
    (None, {"properties": {"day": {"format": "date"}, "mail": {"format": "email"}}}, "day: 2022-02-31\nmail: x\n",
     ["4:6 “day” is no valid date: “2022-02-31”", "5:7 “mail” is no valid mail address: “x”"]),
    (None, {"properties": {"a": {"properties": {"1": {"type": "string"}}}}}, "a: {1: 2}\n", ["4:8 “a.1” must be a text, not a number"]),
    (None, {"not": {"required": ["draft"]}}, "draft: true\n", ["4:1 the front matter may not have “draft”"])])
def test_drafts_and_keywords(site: Path, draft: str | None, schema: dict[str, object], head: str, message: list[str]) -> None:
    found = said(site, schema | ({"$schema": draft} if draft else {}), head)
    assert [one[:len(wanted)] for one, wanted in zip(found, message, strict=True)] == message


VALUES = st.recursive(st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(["", " ", "x", "2022-02-15", "a b"]),
                      lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2), max_leaves=5)
KEYS = st.sampled_from(["title", "date", "layout", "permalink", "categories", "tags", "published", "lang", "other"])


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_another_validator_says_the_same_of_our_own_schema(values: dict[str, object]) -> None:
    other = Draft202012Validator(json.loads(Path(shipped("post").path).read_text()), format_checker=FormatChecker())
    ours = sorted((error.kind, *map(str, error.path), error.missing) for error in Schema(shipped("post")).errors(values))
    theirs = sorted((str(error.validator), *map(str, error.absolute_path), error.message.split("'")[1] if error.validator == "required" else "")
                    for error in other.iter_errors(values))
    assert ours == theirs


def test_what_a_schema_is_told_by() -> None:
    only, = Schema(shipped("post")).errors({"title": "", "date": "x", "zz": 1, "tags": "a"} | {"title": "x", "layout": 3})
    assert (only.kind, only.path, only.value, only.expected) == ("type", ("layout",), 3, ["string", "boolean", "null"])
    assert shipped("post") == SchemaFile(shipped("post").path, str(Path(shipped("post").path).parent))


def test_a_date_that_is_asked_for_is_offered(site: Path) -> None:
    (site / "schemas" / "post.json").write_text('{"required": ["date"]}')
    (site / "2022-03-01-rope.md").write_text("---\ntitle: Rope\n---\n")
    only, = convert.validate([site / "2022-03-01-rope.md"]).diagnostics
    assert only.message == "the front matter has no “date”"
    assert only.help == "add the line `date: 2022-03-01`, the day of the file name, with the right time"
