"""`newsconv schema infer`: what is asked for is what heads show, and no head that it was inferred from is refused."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from convert.engine import evidence as counting
from convert.engine.drafting import Draft, Wishes
from convert.engine.evidence import Evidence, Where, form_of
from convert.engine.inference import infer, told
from convert.model.front_matter import SchemaFile
from convert.schema import Schema


def draft(heads: Iterable[dict[str, Any]], **wishes: Any) -> Draft:
    evidence = Evidence()
    for number, head in enumerate(heads, 1):
        evidence.add(head, Where(f"{number}.md"))
    return Draft(evidence, Wishes(**wishes))


def of(values: Iterable[Any], key: str = "x", **wishes: Any) -> dict[str, Any]:
    """What is inferred of one key, without the evidence."""
    found = draft(({key: value} for value in values), **wishes).schema["properties"][key]
    return {name: value for name, value in found.items() if name not in ("description", "examples")}


def outliers(heads: Iterable[dict[str, Any]], **wishes: Any) -> list[str]:
    return [f"{one.message}: {' '.join(where.file for where, _ in one.places)}" for one in draft(heads, **wishes).outliers]


# what is asked for

@pytest.mark.parametrize(("values", "schema"), [
    ([1, 2], {"type": "integer"}), ([1, 2.5], {"type": "number"}), ([True, False], {"type": "boolean"}), ([None], {"type": "null"}),
    (["a", None, None], {"type": ["string", "null"], "minLength": 1}), (["a", ""], {"type": "string"}),
    (["a", 1, 1], {"type": ["integer", "string"], "minLength": 1}),
    ([["a"], []], {"type": "array", "items": {"description": "1 character", "type": "string", "minLength": 1}}), ([[]], {"type": "array"}),
])
def test_types(values: list[Any], schema: dict[str, Any]) -> None:
    assert of(values) == schema


@pytest.mark.parametrize(("values", "form"), [
    (["2022-02-15"], {"format": "date"}), (["2022-02-15T09:00:00+08:00", "2022-02-15T09:00:00.5Z"], {"format": "date-time"}),
    (["2022-02-15 09:00:00 +0800"], {"pattern": r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{4}$"}),
    (["2022-02-15", "2022-02-15 09:00:00"], {"pattern": r"^\d{4}-\d{2}-\d{2}"}),      # a zone may be added to what has none
    (["https://example.org/a?b=%20#c", "http://x.y"], {"format": "uri"}), (["https://example.org/a b"], {"minLength": 1}), (["https://中文.example/"], {"minLength": 1}),
    (["2022-02-31"], {"pattern": r"^\d{4}-\d{2}-\d{2}"}), (["2022-02-15", "soon"], {"minLength": 1}), (["2022-02-15", ""], {}),
])
def test_forms(values: list[str], form: dict[str, Any]) -> None:
    assert of(values) == {"type": "string", **form}


def test_a_few_words_that_repeat_are_a_choice() -> None:
    assert of(["post"] * 9 + ["page"] * 3) == {"type": "string", "enum": ["post", "page"]}
    assert of(["post"] * 9 + [None]) == {"type": ["string", "null"], "minLength": 1}           # nine are too few
    assert of(["post"] * 10 + [None]) == {"type": ["string", "null"], "enum": ["post", None]}
    assert of([["sea", "land"]] * 6)["items"]["enum"] == ["land", "sea"]


@pytest.mark.parametrize(("values", "key"), [
    (["Weekly notes"] * 30, "title"), (["a long text, with commas, and an end."] * 30, "note"), (["/a"] * 30, "permalink"),
    ([f"word {number % 13}" for number in range(99)], "x"), ([f"word {number % 5}" for number in range(24)], "x"),
])
def test_free_text_is_no_choice(values: list[str], key: str) -> None:
    assert of(values, key) == {"type": "string", "minLength": 1}


def test_a_length_is_asked_for_where_all_have_it() -> None:
    assert of(f"NW{number:04}" for number in range(20)) == {"type": "string", "minLength": 6, "maxLength": 6}
    assert of(f"NW{number:04}" for number in range(19)) == {"type": "string", "minLength": 1}


def test_a_key_is_required_that_all_have_with_something_in_it() -> None:
    heads = [{"a": 1, "b": 1, "c": "", "d": {"e": 1}}] * 98 + [{"a": 1, "c": " ", "d": {"e": 2, "f": 3}}] * 2
    assert draft(heads).schema["required"] == ["a", "d"]
    assert draft(heads, required=0.98).schema["required"] == ["a", "b", "d"]
    assert draft(heads, strict=True).schema["required"] == ["a", "b", "d"]
    assert draft(heads).schema["properties"]["d"]["required"] == ["e"]


def test_other_keys_are_allowed_unless_it_is_closed() -> None:
    heads = [{"a": {"b": 1}}]
    assert "additionalProperties" not in str(draft(heads).schema)
    closed = draft(heads, closed=True).schema
    assert closed["additionalProperties"] is closed["properties"]["a"]["additionalProperties"] is False


def test_the_evidence_stands_beside_what_is_asked_for() -> None:
    keys = draft([{"a": "x", "n": 3, "m": {"k": 1}}] * 11 + [{"a": "y", "n": 5}] * 2 + [{"t": "ab"}, {"t": "abcd"}]).schema["properties"]
    assert keys["a"]["description"] == "in 13 of 15 posts; 2 values: x 11, y 2"
    assert keys["n"]["description"] == "in 13 of 15 posts; 3 to 5"
    assert keys["t"]["description"] == "in 2 of 15 posts; 2 to 4 characters"
    assert keys["m"]["properties"]["k"]["description"] == "in all 11 mappings; 1"


# what stands out

def test_values_of_another_type_are_named_and_a_strict_schema_refuses_them() -> None:
    heads = [{"x": "a"}] * 48 + [{"x": 5}, {"x": ["b"]}]
    assert outliers(heads) == ["x: 2 of 50 are no texts: 49.md 50.md"]
    assert outliers([{"x": True}] * 30 + [{"x": "yes"}]) == ["x: 1 of 31 is neither true nor false: 31.md"]
    assert [what for _, what in draft(heads).outliers[0].places] == ["a whole number", "a list"]
    assert draft(heads).schema["properties"]["x"]["type"] == ["string", "integer", "array"]
    assert draft(heads, strict=True).schema["properties"]["x"]["type"] == "string"
    assert outliers([{"x": "a"}] * 18 + [{"x": 5}] * 2) == []               # a tenth are not few


def test_posts_without_a_key_that_nearly_all_have_are_named() -> None:
    heads = [{"x": "a"}] * 60 + [{}, {"x": ""}]
    assert outliers(heads) == ["x: 2 of 62 have none: 61.md 62.md"]
    assert outliers([{}, *[{"x": "a"}] * 30]) == ["x: 1 of 31 has none: 1.md"]
    assert draft(heads, strict=True).schema["properties"]["x"] == {"description": "in 61 of 62 posts; 2 values: a 60, (empty) 1", "type": "string", "enum": ["a"]}


def test_texts_of_another_form_are_named() -> None:
    heads = [{"date": "2022-02-15 09:00:00 +0800"}] * 30 + [{"date": "2022-02-15"}]
    assert outliers(heads) == ["date: 1 of 31 is not written like 2022-02-15 19:12:03 +0800: 31.md"]
    assert draft(heads).schema["properties"]["date"]["pattern"] == r"^\d{4}-\d{2}-\d{2}"
    assert draft(heads, strict=True).schema["properties"]["date"]["pattern"].endswith(r"[+-]\d{4}$")


def test_slips_of_keys_and_words_are_named() -> None:
    heads = [{"categories": "world"}] * 30 + [{"catagories": "worls"}, {"categories": "worls"}]
    assert outliers(heads) == ["catagories: only 1 of 32 has this key; is “categories” meant?: 31.md", "categories: 1 of 32 has none: 31.md",
                               "categories: “worls” stands only once, “world” 30 times: 32.md"]
    assert list(draft(heads, strict=True).schema["properties"]) == ["categories"]
    assert draft(heads, strict=True).schema["properties"]["categories"]["enum"] == ["world"]
    assert outliers([{"tags": ["a"]}] * 30 + [{"tags": ["a"], "tag": "a"}]) == []         # one for several


# no head is refused

NAMES = st.sampled_from(["title", "date", "tags", "layout", "link", "mapping", "1"])
TEXTS = st.sampled_from(["", " ", "a", "post", "2022-02-15", "2022-02-30", "2022-02-15 09:00:00 +0800", "2022-99-15 99:00:00 +0800", "2022-02-15T09:00:00Z",
                         "2022-02-15T25:00:00Z", "0000-01-01", "2022-02-15T23:59:60Z", "https://example.org/", "https://-", "https://a:99999/%", "http://a//?#", "x\n"]) | st.text(max_size=4)
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
                      lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6)
HEADS = st.lists(st.dictionaries(NAMES, VALUES, max_size=4), min_size=1, max_size=25)


def schema_of(found: Draft, folder: Path) -> Schema:
    (folder / "schema.json").write_text(json.dumps(found.schema))
    return Schema(SchemaFile(str(folder / "schema.json"), str(folder)))


@settings(deadline=None, max_examples=200)
@given(heads=HEADS, closed=st.booleans(), often=st.integers(1, 12))
def test_every_head_has_the_schema_inferred_from_them(tmp_path_factory: pytest.TempPathFactory, *, heads: list[dict[str, Any]], closed: bool, often: int) -> None:
    found = draft(heads * often, closed=closed)
    Draft202012Validator.check_schema(found.schema)
    schema = schema_of(found, tmp_path_factory.mktemp("inferred"))
    assert [(head, error) for head in heads for error in schema.errors(head)] == []


@settings(deadline=None)
@given(heads=HEADS, required=st.floats(0.01, 1), often=st.integers(1, 12))
def test_a_strict_schema_is_one_and_asks_for_no_less(*, heads: list[dict[str, Any]], required: float, often: int) -> None:
    loose, strict = draft(heads * often, required=required).schema, draft(heads * often, required=required, strict=True).schema
    Draft202012Validator.check_schema(strict)
    assert strict["properties"].keys() <= loose["properties"].keys()
    for head in heads:
        if Draft202012Validator(strict).is_valid(head):
            assert Draft202012Validator(loose).is_valid(head)


@settings(deadline=None, max_examples=200)
@given(TEXTS | st.from_regex(r"https?://[ -~]{1,12}", fullmatch=True) | st.from_regex(r"\d{4}-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d:[0-6]\d ?(?:Z|[+-]\d\d:?\d\d))?", fullmatch=True))
def test_a_form_is_that_which_validators_know(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    schema = schema_of(draft([{"x": text}]), tmp_path_factory.mktemp("form"))
    assert list(schema.errors({"x": text})) == [], form_of(text)


def test_another_validator_says_the_same(tmp_path: Path) -> None:
    heads = [{"title": "a", "date": "2022-02-15", "tags": ["x"]}, {"title": "b", "date": "2022-02-16", "tags": []}]
    validator = Draft202012Validator(draft(heads).schema, format_checker=FormatChecker())
    assert all(validator.is_valid(head) for head in heads)
    assert not validator.is_valid({"title": "", "date": "2022-02-15", "tags": []})


# how much is kept

def test_what_is_kept_does_not_grow_with_the_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_MOST_WORDS", 20)
    monkeypatch.setattr(counting, "_MOST_KEYS", 20)
    evidence = Evidence()
    for number in range(500):
        evidence.add({"title": f"Title {number}", "map": {f"key {number}": number}, f"own {number}": 1}, Where(f"{number}.md"))
    title, mapping = evidence.keys["title"], evidence.keys["map"]
    assert (title.words, sum(map(len, title.places.values()))) == (None, 6)
    assert (len(mapping.keys), mapping.is_open, len(evidence.keys), evidence.is_open) == (20, True, 20, True)
    closed = Draft(evidence, Wishes(closed=True)).schema
    assert "additionalProperties" not in closed
    assert "additionalProperties" not in closed["properties"]["map"]


def test_the_same_comes_out_of_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(150):
        Path(f"{number:03}.md").write_text(f"---\ntitle: Fog {number}\nside: {'port' if number % 2 else 'starboard'}\n---\n")
    found = []
    for cores in (1, 4):
        monkeypatch.setattr("convert.engine.pool._cores", lambda cores=cores: cores)
        found.append(infer([Path()], Wishes()))
    assert found[0] == found[1]
    assert found[0].schema["properties"]["side"]["enum"] == ["port", "starboard"]


def test_defaults_of_the_site_count_as_what_posts_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("_config.yml").write_text("defaults:\n  - scope: {path: ''}\n    values: {layout: post}\n")
    Path("_posts").mkdir()
    Path("_posts/2022-02-15-fog.md").write_text("---\ntitle: Fog\n---\n")
    assert infer([Path("_posts")], Wishes()).schema["required"] == ["layout", "title"]


def test_what_was_looked_at_is_told_by_its_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("_config.yml").write_text("collections: {guides: {output: true}}\n")
    for name in ("about.md", "_guides/rope.md", "_guides/bell.md"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("---\ntitle: Fog\n---\n")
    assert next(told(infer([Path()], Wishes()), Wishes())) == "Looked at 2 documents of “guides”, 1 page. Name a folder to describe one kind alone."
