"""Front matter: where it begins and ends, what it says, and where each word of it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judges import Ruby, needs_ruby

from convert.model.finding import KeyPath
from convert.model.front_matter import FrontMatter
from convert.model.source import Source, Span
from convert.readers import read
from convert.readers.encoding import decode


def head_of(text: str) -> FrontMatter:
    return read(Source(text), "markdown").front_matter


# A file, the syntax of its head ("" where there is none), what is between the fences, and the body.
ENDS = [
    # YAML
    ("---\na: 1\n---\nbody", "yaml", "a: 1\n", "body"), ("---\na: 1\n...\nbody", "yaml", "a: 1\n", "body"),
    ("---\na: 1\n---", "yaml", "a: 1\n", ""), ("---\na: 1\n---\n", "yaml", "a: 1\n", ""),
    ("--- \t\na: 1\n---\t \nbody", "yaml", "a: 1\n", "body"), ("---\na: 1\n---\n\n\nbody", "yaml", "a: 1\n", "\n\nbody"),
    ("---\r\na: 1\r\n---\r\nbody", "yaml", "a: 1\r\n", "body"), ("---\ra: 1\r---\rbody", "yaml", "a: 1\r", "body"),
    ("---\r\na: 1\n---\nbody", "yaml", "a: 1\n", "body"), ("---\n---\nbody", "yaml", "", "body"), ("---\n\n---\n", "yaml", "\n", ""),
    ("---\n---", "yaml", "", ""), ("---\na: 1\n---\nx\n---\ny\n", "yaml", "a: 1\n", "x\n---\ny\n"),
    ("---\na: 1\n---\n---\nb: 2\n---\n", "yaml", "a: 1\n", "---\nb: 2\n---\n"),
    ("---\na: 1\n----\nb: 2\n---\nx", "yaml", "a: 1\n----\nb: 2\n", "x"), ("---\na: |\n  x\n  ---\n---\nx", "yaml", "a: |\n  x\n  ---\n", "x"),
    ("---\na: 1\n--- # end\n---\n", "yaml", "a: 1\n--- # end\n", ""), ("---\na: 1\n ---\n---\n", "yaml", "a: 1\n ---\n", ""),
    # TOML and JSON
    ("+++\na = 1\n+++\nbody", "toml", "a = 1\n", "body"), ("+++ \r\na = 1\r\n+++ \r\nbody", "toml", "a = 1\r\n", "body"),
    ("+++\ra = 1\r+++\rbody", "toml", "a = 1\r", "body"), ("+++\n+++\nbody", "toml", "", "body"),
    ("+++\na = 1\n---\n+++\nbody", "toml", "a = 1\n---\n", "body"),
    ('{"a": 1}\nbody', "json", '{"a": 1}', "body"), ('{\n  "a": {"b": "}"}\n}\r\n\nbody', "json", '{\n  "a": {"b": "}"}\n}', "\nbody"),
    ("{}\nbody", "json", "{}", "body"), ('{"a": 1} body', "json", '{"a": 1}', "body"),
    # no head
    ("", "", "", ""), ("body", "", "", "body"), ("\n---\na: 1\n---\n", "", "", "\n---\na: 1\n---\n"),
    (" ---\na: 1\n---\n", "", "", " ---\na: 1\n---\n"), ("----\na: 1\n----\n", "", "", "----\na: 1\n----\n"),
    ("--- a\nb: 1\n---\n", "", "", "--- a\nb: 1\n---\n"), ("***\n", "", "", "***\n"), ("++++\n", "", "", "++++\n"),
    ("{{ page.title }}\n", "", "", "{{ page.title }}\n"), ("{% include x %}\n", "", "", "{% include x %}\n"),
    ("{: .lead}\nbody", "", "", "{: .lead}\nbody"), ('{"a": 1', "", "", '{"a": 1'), ("[x](y)\n", "", "", "[x](y)\n"),
]


@pytest.mark.parametrize(("text", "syntax", "inner", "body"), ENDS)
def test_where_a_head_ends(text: str, syntax: str, inner: str, body: str) -> None:
    document = read(Source(text), "markdown")
    head = document.front_matter
    assert (head.syntax, document.source.slice(head.inner), text[document.body_start:]) == (syntax, inner, body)
    assert not head.unclosed
    assert bool(head) == bool(syntax)


@pytest.mark.parametrize(("text", "syntax"), [
    ("---", "yaml"), ("--- ", "yaml"), ("---\n", "yaml"), ("---\na: 1\n", "yaml"), ("---\na: 1\n----\n", "yaml"), ("---\na: 1\n+++\n", "yaml"),
    ("---\r\na: 1\r\nbody", "yaml"), ("+++", "toml"), ("+++\na = 1\n---\n", "toml"),
])
def test_a_head_that_is_never_closed(text: str, syntax: str) -> None:
    document = read(Source(text), "markdown")
    head = document.front_matter
    assert (head.syntax, head.unclosed, head.readable, head.values, document.body_start) == (syntax, True, False, {}, 0)
    assert document.source.slice(head.block) == text[:3]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    source = decode(b"\xef\xbb\xbf---\na: 1\n---\nbody")
    head = read(source, "markdown").front_matter
    assert (head.values, source.position(head.key_span(("a",)).start)) == ({"a": 1}, (2, 1))


# YAML and its values, for Ruby.
YAML: list[tuple[str, dict[str, Any]]] = [
    ("", {}), ("# nothing\n", {}), ("~\n", {}), ("false\n", {}), ("a:\n", {"a": None}), ("a: ''\n", {"a": ""}),
    ("title: Tide\n", {"title": "Tide"}), ("title: 'It''s'\n", {"title": "It's"}), ('title: "a\\tb\\u00e9\\n"\n', {"title": "a\tbé\n"}),
    ("title: 中文：标题\n", {"title": "中文：标题"}), ("title: 🎉\n", {"title": "🎉"}), ("a: 1.10\nb: '1.10'\n", {"a": 1.1, "b": "1.10"}),
    ("a: no\nb: 012\nc: +0800\nd: 1:30\n", {"a": False, "b": 10, "c": "+0800", "d": 5400}),
    ("a: [x, 'y', 3]\n", {"a": ["x", "y", 3]}), ("a:\n- x\n- y\n", {"a": ["x", "y"]}), ("a:\n  b:\n    c: 1\n", {"a": {"b": {"c": 1}}}),
    ("a: {b: 1, c: [2]}\n", {"a": {"b": 1, "c": [2]}}), ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}), ("a: >-\n  one\n  two\n", {"a": "one two"}),
    ("a: one\n  two\n", {"a": "one two"}), ("a: x # y\n", {"a": "x"}), ("a: x#y\n", {"a": "x#y"}), ("a: http://x/y\n", {"a": "http://x/y"}),
    ("1: x\ntrue: y\n", {"1": "x", "true": "y"}), ("a: 1\na: 2\n", {"a": 2}), ("? a\n: b\n", {"a": "b"}),
    ("a: &x 1\nb: *x\n", {"a": 1, "b": 1}), ("a: &x {p: 1}\nb:\n  <<: *x\n  q: 2\n", {"a": {"p": 1}, "b": {"p": 1, "q": 2}}),
    ("a: &x {p: 1}\nb:\n  p: 3\n  <<: *x\n", {"a": {"p": 1}, "b": {"p": 1}}),
    ("a: &x {p: 1}\nc: &y {p: 2, q: 2}\nb:\n  <<: [*x, *y]\n", {"a": {"p": 1}, "c": {"p": 2, "q": 2}, "b": {"p": 1, "q": 2}}),
    ("a: !!str 012\nb: !!int 012\nc: !!float 1\nd: !!int '7'\n", {"a": "012", "b": 10, "c": 1.0, "d": 7}),
    ("a: '\n\n  x'\n", {"a": "\nx"}), ("a:\tx\n", {"a": "x"}), ("a: 'x'   \n", {"a": "x"}), ('{"a": 1, "b": [true, null]}\n', {"a": 1, "b": [True, None]}),
]


@pytest.mark.parametrize(("text", "values"), YAML)
def test_yaml(text: str, values: dict[str, Any]) -> None:
    head = head_of(f"---\n{text}---\n")
    assert (head.error, head.not_mapping) == (None, "")
    assert json.dumps(head.values) == json.dumps(values)


@needs_ruby
def test_ruby_reads_the_table_so(ruby: Ruby) -> None:
    assert json.dumps([answer or {} for answer in ruby.ask("head", [f"---\n{text}" for text, _ in YAML])]) == \
        json.dumps([values for _, values in YAML])


@pytest.mark.parametrize(("text", "kind"), [("- a\n- b\n", "list"), ("[a]\n", "list"), ("just text\n", "text"), ("42\n", "text"), ("'a: b'\n", "text")])
def test_a_head_that_holds_no_keys(text: str, kind: str) -> None:
    head = head_of(f"---\n{text}---\n")
    assert (head.not_mapping, head.values, head.readable, bool(head)) == (kind, {}, False, True)


TOML = """+++
title = "1.10"
number = 1.10
hex = 0x1F
big = 1_000
draft = true
date = 2022-02-15T19:12:03+08:00  # a note
day = 2022-02-15
spaced = 2022-02-15 19:12:03
'quoted key' = 'C:\\x'
"escaped\\u0020key" = 1
a.b . c = 1
tags = ["x", # [
  "y]",
  [1, 2],
]
point = {x = 1, y = {z = "}"}}
text = \"\"\"
no = "key"
\\"\"\" ]\"\"\"\"
raw = '''
[no.table]'''

[params]
key = "k"  # = "x"

[[items]]
name = "one"

[[items]]
name = "two"
[items.more]
deep = [{n = 1}, {n = 2}]
+++
body
"""
JSON = """{
\t"title": "1.10",
\t"number": 1.10,
\t"date": "2022-02-15T19:12:03+08:00",
\t"draft": false, "none": null,
\t"emoji": "\\ud83c\\udf89", "lone": "\\ud83c",
\t"a/b": {"c": ["x", {"d": -0.0}]},
\t"empty": {}, "": "no name"
}
body
"""
YAML_HEAD = """---
title: "1.10"
number: 1.10
no: no
octal: 012
zone: +0800
date:   2022-02-15 19:12:03 +0800   # a note
empty:
# between
tags: [x, 'y', "z"]
list:
  - one
  # within
  - two: 2
    three:
      - 3
# behind
map: {p: 1, q: {r: [2, 3]}}
nested:
  deep:
    deeper: 深
  last: z
block: |
  one
    two

folded: >-
  one
  two
plain: one
  two
中文: 值
"quoted key": v
anchor: &x [5]
alias: *x
last: end
---
body
"""

# A path into the head, its key and its value as they are written (None where there is none), and the scalar as written.
PLACES: list[tuple[str, KeyPath, str | None, str | None, str | None]] = [
    (YAML_HEAD, ("title",), "title", '"1.10"', "1.10"), (YAML_HEAD, ("number",), "number", "1.10", "1.10"), (YAML_HEAD, ("no",), "no", "no", "no"),
    (YAML_HEAD, ("octal",), "octal", "012", "012"), (YAML_HEAD, ("zone",), "zone", "+0800", "+0800"),
    (YAML_HEAD, ("date",), "date", "2022-02-15 19:12:03 +0800", "2022-02-15 19:12:03 +0800"), (YAML_HEAD, ("empty",), "empty", None, ""),
    (YAML_HEAD, ("tags",), "tags", "[x, 'y', \"z\"]", None), (YAML_HEAD, ("tags", 0), None, "x", "x"), (YAML_HEAD, ("tags", 1), None, "'y'", "y"),
    (YAML_HEAD, ("list",), "list", "- one\n  # within\n  - two: 2\n    three:\n      - 3", None), (YAML_HEAD, ("list", 0), None, "one", "one"),
    (YAML_HEAD, ("list", 1), None, "two: 2\n    three:\n      - 3", None), (YAML_HEAD, ("list", 1, "two"), "two", "2", "2"),
    (YAML_HEAD, ("list", 1, "three", 0), None, "3", "3"), (YAML_HEAD, ("map",), "map", "{p: 1, q: {r: [2, 3]}}", None),
    (YAML_HEAD, ("map", "p"), "p", "1", "1"), (YAML_HEAD, ("map", "q", "r", 1), None, "3", "3"),
    (YAML_HEAD, ("nested",), "nested", "deep:\n    deeper: 深\n  last: z", None), (YAML_HEAD, ("nested", "deep", "deeper"), "deeper", "深", "深"),
    (YAML_HEAD, ("nested", "last"), "last", "z", "z"), (YAML_HEAD, ("block",), "block", "|\n  one\n    two", "one\n  two\n"),
    (YAML_HEAD, ("folded",), "folded", ">-\n  one\n  two", "one two"), (YAML_HEAD, ("plain",), "plain", "one\n  two", "one two"),
    (YAML_HEAD, ("中文",), "中文", "值", "值"), (YAML_HEAD, ("quoted key",), '"quoted key"', "v", "v"),
    (YAML_HEAD, ("anchor",), "anchor", "&x [5]", None), (YAML_HEAD, ("alias",), "alias", "*x", None), (YAML_HEAD, ("last",), "last", "end", "end"),
    (TOML, ("title",), "title", '"1.10"', "1.10"), (TOML, ("number",), "number", "1.10", "1.10"), (TOML, ("hex",), "hex", "0x1F", "0x1F"),
    (TOML, ("big",), "big", "1_000", "1_000"), (TOML, ("draft",), "draft", "true", "true"),
    (TOML, ("date",), "date", "2022-02-15T19:12:03+08:00", "2022-02-15T19:12:03+08:00"), (TOML, ("day",), "day", "2022-02-15", "2022-02-15"),
    (TOML, ("spaced",), "spaced", "2022-02-15 19:12:03", "2022-02-15 19:12:03"), (TOML, ("quoted key",), "'quoted key'", "'C:\\x'", "C:\\x"),
    (TOML, ("escaped key",), '"escaped\\u0020key"', "1", "1"), (TOML, ("a", "b", "c"), "a.b . c", "1", "1"), (TOML, ("a", "b"), "a.b . c", None, None),
    (TOML, ("tags",), "tags", '["x", # [\n  "y]",\n  [1, 2],\n]', None), (TOML, ("tags", 1), None, '"y]"', "y]"), (TOML, ("tags", 2, 1), None, "2", "2"),
    (TOML, ("point", "y", "z"), "z", '"}"', "}"), (TOML, ("text",), "text", '"""\nno = "key"\n\\""" ]""""', 'no = "key"\n""" ]"'),
    (TOML, ("raw",), "raw", "'''\n[no.table]'''", "[no.table]"), (TOML, ("params",), "params", None, None), (TOML, ("params", "key"), "key", '"k"', "k"),
    (TOML, ("items", 0, "name"), "name", '"one"', "one"), (TOML, ("items", 1, "name"), "name", '"two"', "two"), (TOML, ("items", 1), "items", None, None),
    (TOML, ("items", 1, "more", "deep", 1, "n"), "n", "2", "2"),
    (JSON, ("title",), '"title"', '"1.10"', "1.10"), (JSON, ("number",), '"number"', "1.10", "1.10"), (JSON, ("draft",), '"draft"', "false", "false"),
    (JSON, ("none",), '"none"', "null", None), (JSON, ("emoji",), '"emoji"', '"\\ud83c\\udf89"', "🎉"), (JSON, ("lone",), '"lone"', '"\\ud83c"', "\ufffd"),
    (JSON, ("a/b", "c", 0), None, '"x"', "x"), (JSON, ("a/b", "c", 1, "d"), '"d"', "-0.0", "-0.0"), (JSON, ("a/b", "c"), '"c"', '["x", {"d": -0.0}]', None),
    (JSON, ("empty",), '"empty"', "{}", None), (JSON, ("",), '""', '"no name"', "no name"),
]


@pytest.mark.parametrize(("text", "path", "key", "value", "written"), PLACES, ids=[f"{text[0]}{path}" for text, path, *_ in PLACES])
def test_places(text: str, path: KeyPath, key: str | None, value: str | None, written: str | None) -> None:
    head, source = head_of(text), Source(text)
    spot = head.spot(path)
    assert spot is not None
    assert (spot.key and source.slice(spot.key), spot.value and source.slice(spot.value)) == (key, value)
    assert head.text(*path) == written


@pytest.mark.parametrize("text", [YAML_HEAD, TOML, JSON], ids=["yaml", "toml", "json"])
def test_every_value_has_its_place(text: str) -> None:
    head = head_of(text)

    def paths(value: Any, path: KeyPath) -> list[KeyPath]:
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [found for name, item in items for found in [(*path, name), *paths(item, (*path, name))]]

    found = paths(head.values, ())
    assert len(found) > 10
    assert [path for path in found if head.spot(path) is None and path != ("items",)] == []
    assert text[head.block.end:].strip() == "body"


@pytest.mark.parametrize("text", [
    "---\na: 'x'\nb: x\nc: |\n  x\nd: !!str x\ne: [x, \"y\"]\n---\n", '+++\na = "x"\nb = 2022-02-15\nc = """x"""\nd = "x"\ne = [1, "y"]\n+++\n',
    '{"a": "x", "b": 1, "c": "x", "d": "y", "e": [null, "y"]}',
], ids=["yaml", "toml", "json"])
def test_quotes(text: str) -> None:
    head = head_of(text)
    assert {path for path in [("a",), ("b",), ("c",), ("d",), ("e", 0), ("e", 1)] if head.is_quoted(*path)} == {("a",), ("c",), ("d",), ("e", 1)}


def test_the_place_of_what_has_none() -> None:
    head, source = head_of("---\na:\n  b:\n---\n"), Source("---\na:\n  b:\n---\n")
    assert source.slice(head.value_span(("a", "b"))) == "b"
    assert source.slice(head.value_span(("a", "c"))) == "a"
    assert source.slice(head.key_span(("c", "d"))) == "---"
    assert FrontMatter().key_span(("a",)) == Span(0, 0)


@pytest.mark.parametrize(("text", "places"), [
    ("---\na: 1\na: 2\n---\n", [(3, 1)]), ("---\na: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n---\n", [(3, 11), (4, 1), (5, 1)]),
    ("---\na:\n  b: 1\nb: 2\n---\n", []), ("---\n'a': 1\na: 2\n---\n", [(3, 1)]), ('{"a": {"a": 1}, "b": "a",\n "a": 2}\n', [(2, 2)]),
    ('{"a": [{"b": 1, "b": 2}], "b": 3}\n', [(1, 17)]), ("---\na: &x {p: 1}\nb: {<<: *x, p: 2}\n---\n", [(3, 13)]),
])
def test_keys_that_come_twice(text: str, places: list[tuple[int, int]]) -> None:
    assert [Source(text).position(span.start) for span in head_of(text).duplicates] == places


# What cannot be read, how the parser says it, and where.
ERRORS = [
    ('---\ntitle: "a "b" c"\n---\n', "while parsing a block mapping; did not find expected key", (2, 12)),
    ("---\na: [1\n---\n", "while parsing a flow sequence; did not find expected ',' or ']'", (3, 1)),
    ("---\na: 1\n\tb: 2\n---\n", "while scanning a plain scalar; found a tab character that violates indentation", (3, 1)),
    ("---\na: b: c\n---\n", "mapping values are not allowed in this context", (2, 5)),
    ("---\n标题: *x\n---\n", "found undefined alias", (2, 5)),
    ("---\n标题：x\nb: x\n---\n", "mapping values are not allowed in this context", (3, 2)),
    ("---\n标题: a\x07b\n---\n", "control characters are not allowed", (2, 6)),
    ("---\n标题: \ud800\n---\n", "surrogates not allowed", (2, 5)),
    ("---\na: !!x &y &z 1\n---\n", "while parsing a block mapping; did not find expected key", (2, 11)),
    ("---\na: &x [*x]\n---\n", "nested more than 100 deep", (1, 1)),
    ("+++\na = 1\nb = \n+++\n", "Invalid value", (3, 5)), ("+++\n标 = 1\n+++\n", "Invalid statement", (2, 1)),
    ("+++\r\na = 1\r\na = 2\r\n+++\r\n", "Cannot overwrite a value", (3, 6)), ("+++\nx = '\u2028'\na = 1\nb = ]\n+++\n", "Invalid value", (4, 5)),
    ("+++\na = [\n+++\n", "Invalid value", (3, 1)), ("+++\na = 'x\n+++\n", 'Expected "\'"', (3, 1)),
    ('{"a": 1, b}\n', "Expecting property name enclosed in double quotes", (1, 10)), ('{"标": x}\n', "Expecting value", (1, 7)),
]


@pytest.mark.parametrize(("text", "problem", "place"), ERRORS)
def test_errors_have_places(text: str, problem: str, place: tuple[int, int]) -> None:
    head = head_of(text)
    assert head.error is not None
    assert (head.error.problem, Source(text).position(head.error.span.start)) == (problem, place)
    assert (head.readable, head.values) == (False, {})


def bomb(levels: int) -> str:
    """A head in which each list holds the one above ten times."""
    lines = ["a0: &a0 [x]", *(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, levels + 1))]
    return "---\n" + "\n".join(lines) + "\n---\n"


def test_aliases_that_multiply() -> None:
    fine, too_much = head_of(bomb(3)), head_of(bomb(12))
    assert fine.error is None
    assert fine.values["a3"][9][9][9] == ["x"]
    assert too_much.error is not None
    assert too_much.error.problem == "more than 20,000 values: aliases that multiply"


@pytest.mark.parametrize("text", [
    "---\na: " + "[" * 500 + "]" * 500 + "\n---\n", "---\na: " + "{a: " * 150 + "1" + "}" * 150 + "\n---\n",
    "+++\na = " + "[" * 150 + "]" * 150 + "\n+++\n", '{"a": ' + "[" * 150 + "]" * 150 + "}\n", '{"a": ' + "[" * 90_000 + "]" * 90_000 + "}\n",
], ids=["yaml lists", "yaml maps", "toml", "json", "json, very deep"])
def test_what_is_nested_too_deep(text: str) -> None:
    head = head_of(text)
    assert head.error is not None
    assert "deep" in head.error.problem


# Any text

LINES = st.sampled_from(["---", "...", "+++", "----", "--- ", "a: 1", "b: [x, 'y']", "c:\n  - d: é", "a = 1", 'b = ["x"]', "[t]", "{", "}", '{"a": 1}',
                         '{"a": [', "title: \"x", "- x", "# y", "文: 字", "", " ", "\t", "<p>x</p>", "&a [*a]", "a: *b", "\x07", "\ud800", "\U0001f389"])
TEXTS = st.one_of(st.text(), st.lists(LINES, max_size=8).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))))


def spans_of(head: FrontMatter) -> list[Span]:
    values: list[tuple[KeyPath, Any]] = [((), head.values)]
    paths: list[KeyPath] = []
    while values:
        path, value = values.pop()
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        values += [((*path, name), item) for name, item in items]
        paths.append(path)
    spans = [span for path in paths for span in (head.key_span(path), head.value_span(path))]
    return [head.block, head.inner, *head.duplicates, *spans, *([head.error.span] if head.error else [])]


@given(TEXTS, st.sampled_from(["ruby", "go"]))
def test_any_text_has_a_head_or_none(text: str, dialect: Any) -> None:
    document = read(Source(text), "markdown", dialect)
    head, body = document.front_matter, document.body_start
    for span in spans_of(head):
        assert 0 <= span.start <= span.end <= len(text)
    if head and not head.unclosed and body:
        assert head.block.start == 0
        assert text[:head.block.end] + text[head.block.end:body] + text[body:] == text
        assert text[head.block.end:body].strip(" \t\r\n") == ""
        assert head.block.start <= head.inner.start <= head.inner.end <= head.block.end
    else:
        assert body == 0
    if head.readable:
        json.dumps(head.values)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=10)


@given(st.dictionaries(st.text(), VALUES), st.sampled_from([None, 1, "\t"]), st.booleans())
def test_any_json_head_says_what_it_says(values: dict[str, Any], indent: Any, ascii_only: bool) -> None:  # noqa: FBT001
    text = json.dumps(values, indent=indent, ensure_ascii=ascii_only)
    head = head_of(f"{text}\nbody")
    assert head.values == values
    for path in (path for path in [(name,) for name in values]):
        spot = head.spot(path)
        assert spot
        assert spot.key
        assert spot.value
        assert json.loads(text[slice(*spot.key)]) == path[0]
        assert json.loads(text[slice(*spot.value)]) == values[path[0]]
