"""The record of a post: what its front matter says comes back, whatever it says, and the schema holds."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from documents import documents
from hypothesis import given
from hypothesis import strategies as st
from jsonschema.validators import Draft202012Validator

import convert
from convert.schema.files import HOME

SCHEMA = Draft202012Validator(json.loads((HOME / "export.schema.json").read_text("utf-8")))


def no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def unequal(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len({key for key, _ in pairs}) == len(pairs)
    return dict(pairs)


def record(text: str, form: str = "markdown", to: str = "json", **options: Any) -> Any:
    """The record of a post, as a strict reader of JSON reads it."""
    data = convert.write(convert.reads(text, form), to, **options).data
    made = json.loads(data.decode(), parse_constant=no_constant, object_pairs_hook=unequal)
    SCHEMA.validate(made)
    return made


# Front matter → what the record says of it.
HEADS = {
    "offsets": ("a: 2022-02-15 19:12:03 +0800\nb: 2022-02-15T19:12:03.25-03:30\nc: 2022-02-15",
                {"a": "2022-02-15 19:12:03 +0800", "b": "2022-02-15T19:12:03.25-03:30", "c": "2022-02-15"}),
    "numbers": ("a: 123456789012345678901234567890\nb: 0x1F\nc: -0.0\nd: 1.0e+3\ne: 1_000",
                {"a": 123456789012345678901234567890, "b": 31, "c": -0.0, "d": 1000.0, "e": 1000}),
    "texts that look like others": ("a: '000858'\nb: '7'\nc: 'true'\nd: '~'\ne: ''",
                                    {"a": "000858", "b": "7", "c": "true", "d": "~", "e": ""}),
    "no finite number": ("a: .nan\nb: -.inf\nc: [.inf]", {"a": "nan", "b": "-inf", "c": ["inf"]}),
    "keys that are no texts": ("1: a\n2.5: b\ntrue: c\n2022-01-01: d", {"1": "a", "2.5": "b", "true": "c", "2022-01-01": "d"}),
    "order": ("z: 1\na: {y: 1, b: 2}\nm: [{d: 1, c: 2}]", {"z": 1, "a": {"y": 1, "b": 2}, "m": [{"d": 1, "c": 2}]}),
    "aliases": ("a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}", {"a": {"b": 1}, "c": {"b": 1}, "d": {"b": 1, "e": 2}}),
    "collections": ("a: !!set {x, y}\nb: !!omap [q: 1, p: 2]", {"a": {"x": None, "y": None}, "b": [{"q": 1}, {"p": 2}]}),
    "binary": ("a: !!binary aGVsbG8=", {"a": "aGVsbG8="}),
    "any letters": ("a: \"\\u2028\\0\\U0001F600\"\nb: 船", {"a": "\u2028\0\U0001f600", "b": "船"}),
    "a key that stands twice": ("a: 1\na: 2", {"a": 2}),
}


@pytest.mark.parametrize("case", HEADS)
@pytest.mark.parametrize("to", ["json", "jsonl"])
def test_front_matter_comes_back(case, to):
    head, said = HEADS[case]
    made = record(f"---\n{head}\n---\nText.\n", to=to)["front_matter"]
    assert json.dumps(made) == json.dumps(said)


@pytest.mark.parametrize(("head", "said"), [
    ("a = 1979-05-27T07:32:00.5-07:00\nb = 07:32:00\nc = 1979-05-27", {"a": "1979-05-27T07:32:00.5-07:00", "b": "07:32:00", "c": "1979-05-27"}),
    ("a = inf\nb = -nan\nc = 0xFF", {"a": "inf", "b": "nan", "c": 255}),
    ("z = 1\n[m]\nq = 1\n[[b]]\nc = 'x'\n[[b]]\nc = 2.5", {"z": 1, "m": {"q": 1}, "b": [{"c": "x"}, {"c": 2.5}]}),
])
def test_toml_comes_back(head, said):
    assert json.dumps(record(f"+++\n{head}\n+++\nText.\n")["front_matter"]) == json.dumps(said)


LETTERS = st.characters(exclude_categories=[]) | st.sampled_from("\0\x85\u2028\u2029\ufeff\U0001f600\ud800\udfff'\"\\{%")
TEXTS = st.text(LETTERS, max_size=8)
NUMBERS = st.integers(-2**80, 2**80) | st.floats()
VALUES = st.recursive(st.none() | st.booleans() | NUMBERS | TEXTS,
                      lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8)


def sayable(value: Any) -> Any:
    """What JSON can say of a value: no lone surrogate, no number that is none."""
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {sayable(key): sayable(item) for key, item in value.items()}
    return [sayable(item) for item in value] if isinstance(value, list) else value


def is_distinct(values: Any) -> bool:
    """No two keys of a mapping become the same."""
    inner = values.values() if isinstance(values, dict) else values if isinstance(values, list) else ()
    return (not isinstance(values, dict) or len(sayable(values)) == len(values)) and all(map(is_distinct, inner))


@given(st.dictionaries(TEXTS, VALUES, max_size=4).filter(is_distinct), st.sampled_from(["json", "jsonl"]))
def test_any_json_head_comes_back(values, to):
    made = record(json.dumps(values) + "\nText.\n", to=to)["front_matter"]
    assert json.dumps(made) == json.dumps(sayable(json.loads(json.dumps(values))))


@given(st.text(LETTERS, max_size=40), st.sampled_from(["markdown", "html"]))
def test_any_text_has_a_record(text, form):
    record(text, form)
    line = convert.write(convert.reads(text, form), "jsonl").text
    assert line.splitlines(keepends=True) == [line]


@given(documents())
def test_any_document_has_a_record(html):
    made = record(html, "html")
    assert convert.reads(made["body"]["html"], "html").html == made["body"]["html"]


@pytest.mark.parametrize(("text", "counts"), [
    ("", (0, 0, 0)),
    ("one two", (6, 2, 1)),
    ("don’t re-enter 3.14 x_y", (20, 4, 1)),
    ("港口 port", (6, 3, 1)),
    ("港port口", (6, 3, 1)),
    ("한국어 글", (4, 2, 1)),
    ("я " * 440, (440, 440, 2)),
    ("字" * 1000, (1000, 1000, 2)),
    ("字" * 500 + " word" * 221, (1384, 721, 3)),
])
def test_counts(text, counts):
    made = record(f"<p>{text}</p>", "html")["counts"]
    assert (made["characters"], made["words"], made["minutes"]) == counts


def test_pictures_of_a_figure_share_its_caption():
    made = record("<figure><img src=a.png alt=A><p><img src=b.png></p><figcaption>Two <b>boats</b></figcaption></figure>"
                  "<figure><img src=c.png><figcaption> </figcaption></figure><p><img src=d.png></p>", "html")["images"]
    assert made == [{"src": "a.png", "alt": "A", "caption": "Two boats"}, {"src": "b.png", "alt": "", "caption": "Two boats"},
                    {"src": "c.png", "alt": "", "caption": None}, {"src": "d.png", "alt": "", "caption": None}]
