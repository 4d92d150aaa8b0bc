"""Bad input: a clear finding for each, nothing lost in silence, and the rest of the run goes on."""

from __future__ import annotations

import io
import json
import re
import signal
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import convert
from convert.engine.conversion import convert as run_job
from convert.engine.run import Job
from convert.engine.settings import Settings
from convert.engine.stamping import Stamp
from convert.model.body import VOCABULARY, VOID, text_of
from convert.readers import InputFormat, read
from convert.readers.encoding import decode
from convert.rules import load_rule, rule_names
from convert.writers import STREAMS, WRITERS

SHARED = Path(__file__).parent.parent / "fixtures" / "posts"
KEPT = "<p>kept</p>\n"
GOOD = f"---\ntitle: t\ndate: 2022-03-01\n---\n{KEPT}".encode()
STRICT = etree.XMLParser(resolve_entities=False, no_network=True)
BOMB = "\n".join(f"c{n}: &c{n} [{', '.join([f'*c{n - 1}' if n else 'x'] * 9)}]" for n in range(40))


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    """A test that takes the square of its input is stopped, and fails."""
    def stop(*_: object) -> None:
        raise TimeoutError
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def head(inner: str) -> bytes:
    return GOOD.replace(b"\n---\n", f"\n{inner}\n---\n".encode())


def toml(inner: str) -> bytes:
    return f"+++\ntitle = 't'\ndate = 2022-03-01\n{inner}\n+++\n{KEPT}".encode()


def with_json(text: str) -> bytes:
    return f'{{"title": "t", "date": "2022-03-01", {text}}}\n{KEPT}'.encode()


def post(body: str) -> bytes:
    return GOOD.replace(KEPT.encode(), f"{body}\n\n{KEPT}".encode(errors="surrogatepass"))


# What a file holds, and what is found in it: rule, line, column.
FOUND: dict[str, tuple[bytes, list[str]]] = {
    "nothing": (b"", ["file-empty 1:1"]),
    "bytes that are no text": ((SHARED / "binary.md").read_bytes(), ["file-binary 1:1"]),
    "an opening fence alone": (b"---\n" + KEPT.encode(), ["fm-missing 1:1"]),
    "no closing fence": (f"---\ntitle: t\n{KEPT}".encode(), ["fm-unclosed 1:1"]),
    "no closing fence, TOML": (f"+++\ntitle = 't'\n{KEPT}".encode(), ["fm-unclosed 1:1"]),
    "a list as head": (f"---\n- a\n- b\n---\n{KEPT}".encode(), ["fm-not-mapping 2:1"]),
    "a text as head": (f"---\njust words\n---\n{KEPT}".encode(), ["fm-not-mapping 2:1"]),
    "YAML: inner quotes": (head('name: "a "b" c"'), ["fm-syntax 4:11"]),
    "YAML: a tab": (head("\ta: b"), ["fm-syntax 4:1"]),
    "YAML: a version that nobody reads": (f"---\n%YAML 9.9\na: b\n---\n{KEPT}".encode(), ["fm-syntax 2:1"]),
    "YAML: an alias of nothing": (head("a: *b"), ["fm-syntax 4:4"]),
    "YAML: aliases that multiply": (head(BOMB), ["fm-syntax 1:1"]),
    "YAML: aliases that multiply in a key": (head(f"{BOMB}\n? *c39\n: b"), ["fm-syntax 1:1"]),
    "YAML: a list that holds itself": (head("a: &a [*a]"), ["fm-syntax 1:1"]),
    "YAML: a key that holds itself": (head("? &a [*a]\n: b"), ["fm-syntax 1:1"]),
    "YAML: a mapping merged with itself": (head("a: &a\n  <<: *a"), ["fm-syntax 1:1"]),
    "YAML: brackets without end": (head("a: " + "[" * 100_000), ["fm-syntax 4:103"]),
    "YAML: brackets": (head("a: " + "[" * 100_000 + "]" * 100_000), ["fm-syntax 4:103"]),
    "YAML: braces": (head("a: " + "{a: " * 100_000), ["fm-syntax 4:400"]),
    "YAML: lists on one line": (head("a:\n  " + "- " * 100_000), ["fm-syntax 5:201"]),
    "YAML: keys of keys": (head("? " * 100_000), ["fm-syntax 4:201"]),
    "YAML: a key twice, inside another": (head("a:\n  b: 1\n  b: 2"), ["fm-duplicate-key 6:3"]),
    "YAML: keys that are no texts": (head("1: a\ntrue: b\n~: c\n1.5: d\n2022-01-01: e\n? [f]\n: g"), []),
    "YAML: a merge": (head("a: &a {b: 1}\nc:\n  <<: *a"), []),
    "YAML: tags that run code": (head("a: !!python/object/apply:os.system [echo]\nb: !ruby/object:Gem {}"), []),
    "YAML: tags that are not so": (head("a: !!timestamp x\nb: !!set {c}\nd: !!binary '!'\ne: !!bool maybe"), []),
    "YAML: numbers that nobody counts": (
        head(f"a: {'9' * 5000}\nb: !!int {'9' * 5000}\nc: 0x{'f' * 5000}\nd: .nan\ne: -.inf\nf: 1e999"), []),
    "YAML: NUL": (head("a: \0"), ["text-control-char 4:4"]),
    "YAML: no character": (head("a: \ufffe"), ["text-control-char 4:4"]),
    "TOML: no value": (toml("a ="), ["fm-syntax 4:4"]),
    "TOML: a line separator above": (toml("a = '\u2028'\nb ="), ["text-invisible 4:6", "fm-syntax 5:4"]),
    "TOML: a key twice": (toml("a = 1\na = 2"), ["fm-syntax 5:6"]),
    "TOML: brackets": (toml("a = " + "[" * 100_000), ["fm-syntax 1:1"]),
    "TOML: a key of many parts": (toml("a." * 100_000 + "b = 1"), ["fm-syntax 1:1"]),
    "TOML: a number that nobody counts": (toml("a = " + "9" * 5000), ["fm-syntax 1:1"]),
    "TOML: the same in hexadecimal": (toml("a = 0x" + "f" * 5000), []),
    "JSON: a comma too many": (f'{{"title": "t",}}\n{KEPT}'.encode(), ["fm-syntax 1:15"]),
    "JSON: brackets": (with_json('"a": ' + "[" * 100_000 + "]" * 100_000), ["fm-syntax 1:1"]),
    "JSON: a key twice": (with_json('"title": "u"'), ["fm-duplicate-key 1:38"]),
    "JSON: a key very often": (with_json(", ".join(['"a": 1'] * 2)), ["fm-duplicate-key 1:46"]),
    "JSON: lone surrogates": (with_json('"a": "\\ud800", "\\udc00": 1'), []),
    "JSON: numbers that are none": (with_json(f'"a": NaN, "b": 1e999, "c": {"9" * 5000}'), []),
    "line ends of old Macs": (GOOD.replace(b"\n", b"\r"), []),
    "line ends of all kinds": (b"---\r\ntitle: t\rdate: 2022-03-01\n---\r\na\rb\n\r\nkept\n", []),
    "line ends that are none": (post("a\u2028b\u2029c\x85d"), ["text-invisible 5:2", "text-invisible 5:4"]),
    "a form feed": (post("a\fb"), ["text-control-char 5:2"]),
    "NUL in the text": (post("<p>a\0b</p>"), ["text-control-char 5:5"]),
    "control characters": (post("<p>a\x01\x02\x0e\x0f\x1fb</p>"), ["text-control-char 5:5"]),
    "control characters, by their numbers": (post("<p>a&#1;&#2;&#14;&#15;<b>b</b></p>"), []),
    "a character of a very large number": (post(f"<p>&#{'9' * 5000};<a href=''>a</a></p>"), ["link-empty 5:5007"]),
    "no characters": (post("<p>a\ufffe\uffff&#xfffe;b</p>"), ["text-control-char 5:5"]),
    "surrogates in UTF-8": (post("<p>港口港口港口港口港口\ud800</p>"), ["text-encoding 5:14"]),
    "Latin-1": (GOOD + "<p>café</p>".encode("latin-1"), ["text-encoding 6:7"]),
    "UTF-16": (GOOD.decode().encode("utf-16"), ["text-encoding 1:1"]),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, ["text-encoding 1:1"]),
    "a hundred thousand tags": (post("<div><b><blockquote><ul><li>" * 20_000 + "x"), ["html-nesting 5:1"]),
    "a hundred thousand attributes": (post("<p " + " ".join(f"a{n}" for n in range(100_000)) + ">x</p>"), []),
    "an attribute with a brace, which makes text of the tag": (post("<p {x=1 onclick=2 on{y=3>z</p>"), []),
    "lists that begin nowhere": (post(f'<ol start="²"><li value="--3">x</ol><ol start="{"9" * 5000}"><li>y</ol>'), []),
}
HOPELESS = {"nothing", "bytes that are no text"}


@pytest.mark.parametrize("case", FOUND)
def test_what_is_found(case: str, tmp_path: Path) -> None:
    data, expected = FOUND[case]
    (tmp_path / "2022-03-01-bad.md").write_bytes(data)
    (tmp_path / "2022-03-01-good.md").write_bytes(GOOD)
    report = convert.validate([tmp_path])
    assert [f"{one.rule} {one.place.line}:{one.place.column}" for one in report.diagnostics] == expected
    assert report.summary.files == 2


def unzipped(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if "/post" in name)


@pytest.mark.parametrize("case", FOUND)
def test_what_is_found_is_converted(case: str, tmp_path: Path) -> None:
    data, _ = FOUND[case]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2022-03-01-bad.md").write_bytes(data)
    (tmp_path / "in" / "2022-03-01-good.md").write_bytes(GOOD)
    for writer in WRITERS.names:
        for out in [tmp_path / writer, *([tmp_path / "stream"] if writer in STREAMS else [])]:
            pieces: list[bytes] = []
            done = run_job(Job((tmp_path / "in",), writer, out, into_folder=out.name == writer), pieces.append)
            assert (done.converted, done.failed) == ((1, 1) if case in HOPELESS else (2, 0))
            made = pieces or [path.read_bytes() for path in sorted(out.glob("*"))]
            kept = [unzipped(one).count(b"kept") if one[:2] == b"PK" else one.count(b"kept") for one in made]
            assert sum(kept) >= done.converted
            assert all(kept)


# A word, and what stands beside it in numbers that no reader, tree or writer may choke on; as Markdown and as HTML.
BESIDE = {
    **{f"{tag} × 20,000": f"<{tag}>" * 20_000 + "kept" + f"</{tag}>" * 20_000
       for tag in ("div", "b", "blockquote", "ul><li", "table><tr><td", "a href=x", "ruby><rt", "span", "wbr", "svg", "x-y")},
    "tags × 100,000, never closed": "<div><b><i><p><a href='/x'>t" * 20_000 + "kept",
    **{f"{sign} × 100,000": sign * 100_000 + " kept" for sign in (
        ">", "> ", "[", "](", "![", "*", "*a ", "_a", "**a *b ", "<", "&", "&#", "\\", "|", "{{", "{%", "{% raw %}",
        "}}", "<a ", "</", "#", "]", "(", "!")},
    **{f"{sign} × 100,000, and a line": sign * 100_000 + "\nkept" for sign in "`~"},
    "- × 3,000": "- " * 3_000 + "kept",
    "lists in lists": "\n".join("  " * level + "- x" for level in range(300)) + "\n\nkept",
    "emphasis in emphasis": "*a **b " * 5_000 + "kept" + "c** d*" * 5_000,
    "comments without end": "kept\n\n" + "<!--" * 100_000,
    "comments, then a page": "<!-- -->" * 20_000 + "<html><body>kept",
    "tags without end, and a finding": '<a href="">kept</a>\n\n<p>' + "<a b=" * 20_000,
    "blanks": "<p style='display:none'>" + " " * 50_000 + "</p><table>" + " " * 50_000 + "<tr><td>kept</td></tr></table>",
    "siblings": "<ul>" + "<li>x</li>" * 20_000 + "</ul>\n\nkept",
    "findings": '<a href="">x</a> <img src="" onclick="x"> <script>x</script>\n' * 3_000 + "\n\nkept",
    "emphasis side by side": "<p>" + "<b>中文。</b>后" * 20_000 + "kept</p>",
    "cells": "<table><tr>" + "<th>x</th>" * 20_000 + "</tr></table><table><tr><td>" + "x" * 20_000
             + "</td><td>y</td></tr>" + "<tr><td>x</td><td>kept</td></tr>" * 5_000 + "</table>",
    "hundreds of chances to break a line": "<p>" + "a<wbr>" * 2_000 + "kept</p>",
}
# In HTML the text ends within these, and nobody sees it.
SWALLOWED = {"<a  × 100,000", "</ × 100,000"}


def below(frames: int, work: Callable[[], object]) -> object:
    """Do a work as deep in the stack as a library may be called."""
    return below(frames - 1, work) if frames else work()


@pytest.mark.parametrize("case", BESIDE)
@pytest.mark.parametrize("form", ["markdown", "html"])
def test_no_depth_and_no_number_loses_text(case: str, form: InputFormat) -> None:
    def work() -> None:
        document = convert.reads(BESIDE[case], form)
        for rule in (load_rule(name) for name in rule_names()):
            if rule.scope == "page":
                for finding in rule.check(document):
                    document.locate(finding.at)
        for writer in WRITERS.names:
            rendering = convert.write(document, writer)
            seen = rendering.losses[0].subject if form == "html" and case in SWALLOWED else rendering.text
            assert "kept" in "".join(seen.split())               # the text writer breaks words that no line can hold
            assert len(rendering.text) < 400 * len(BESIDE[case])
    assert sys.getrecursionlimit() <= 1000
    below(150, work)


WORD = re.compile(r"w\d+q")
PIECES = [*(f"<{tag}>" for tag in sorted(VOCABULARY)), *(f"</{tag}>" for tag in sorted(VOCABULARY - VOID)),
          "<center>", "<font color=red>", "<image>", "<form>", "<xmp>", "<select>", "<option>", "<o:p>", "<plaintext>", "</font>",
          "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "```\n", "| a |\n|---|\n| ", "*", "_", "`", "{{ x }}", "&amp;", "<!-- c -->"]


@pytest.mark.parametrize("seed", range(8))
def test_text_survives_any_tags_in_its_order(seed: int) -> None:
    random = Random(seed)
    for number in range(40):
        text = "".join(random.choice(PIECES) if random.random() < 0.7 else f" w{place}q" for place in range(25))
        form: InputFormat = "html" if number % 2 else "markdown"
        wanted = WORD.findall(text_of(convert.reads(text, form).body))
        for writer in ("markdown", "html", "xhtml", "text"):
            written = convert.write(convert.reads(text, form), writer, front_matter=False).text
            left = iter(WORD.findall(written))
            assert all(any(word == other for other in left) for word in wanted), (writer, form, text, written)


# What nobody sees of a text is left out, and said.
UNSEEN = {
    "a comment that is never closed": "<p>seen</p>\n\n<!-- lost <p>too</p>\n",
    "a quotation mark that is never closed": '<p>seen</p>\n\n<p><b class="x>lost</b> <i>too</i></p>\n',
    "a tag that is never closed": "<p>seen</p>\n\n<p lost too\n",
    "a style that is never closed": "<p>seen</p>\n\n<style>lost <p>too</p>\n",
    "a template": "<p>seen</p>\n\n<template>lost <p>too</p></template>\n",
    "a paragraph that is hidden": "<p>seen</p>\n\n<p hidden>lost too</p>\n",
    "hidden parts, and a tag of that name": "<p>seen</p>\n\n<hidden>seen</hidden><p style='display: none'>lost too</p>\n",
}


@pytest.mark.parametrize("case", UNSEEN)
@pytest.mark.parametrize("form", ["markdown", "html"])
def test_what_nobody_sees_is_lost_with_a_word(case: str, form: InputFormat) -> None:
    for writer in ("markdown", "text", "html", "xhtml"):
        rendering = convert.write(convert.reads(UNSEEN[case], form), writer)
        assert rendering.text.count("seen") == UNSEEN[case].count("seen")
        assert "lost" not in rendering.text
        (loss,) = [loss for loss in rendering.losses if loss.rule != "loss-element"]       # of a tag that no book knows
        assert (loss.rule, "lost" in loss.message, "too" in loss.subject) == ("loss-hidden", True, True)


def test_plane_16_characters_come_through_every_writer() -> None:
    text = "a \U00100000\U0010fffd {{ b }} \U00100001 {% c %} d"
    for form, escaped in (("markdown", ""), ("html", " %F4%80%80%80")):
        for writer in WRITERS.names:
            assert text + escaped in convert.write(convert.reads(f"<p>{text}{escaped}</p>", form), writer).text


def test_more_templates_than_there_are_masks() -> None:
    text = "".join(f"{{{{{number}}}}}" for number in range(70_000)) + "\U00100000 kept"
    assert convert.write(convert.reads(f"<p>{text}</p>", "html"), "html").text == f"<p>{text}</p>\n"


@pytest.mark.parametrize("form", ["markdown", "html"])
@pytest.mark.parametrize("text", ["a\ud800b", "---\ntitle: a\ud800b\n---\na\ud800b", "<a href='\udfff'>\ud800</a>"])
def test_lone_surrogates_are_replaced(text: str, form: InputFormat) -> None:
    for writer in WRITERS.names:
        convert.write(convert.reads(text, form), writer).text.encode()


def test_json_says_numbers_that_json_has_none_for() -> None:
    text = f'{{"title": "a\\ud800b", "n": 1e999, "m": {"9" * 5000}}}\nbody'
    record = json.loads(convert.write(convert.reads(text), "json").data)
    assert record["title"] == "a\ufffdb"
    assert record["front_matter"] == {"title": "a\ufffdb", "n": "inf", "m": "9" * 5000}


MARKS = [b"---\n", b"+++\n", b"title: x\n", b"{", b"}", b"<p>", b"</div>", b"&#0;", b"&#1;", b"\xff", b"\xe6", b"\x00", b"\x01", b"{{", b"%}",
         b"[a](b", b"```", b"| a |\n", b"<svg>", b"<a:b>", b"\xed\xa0\x80", b"<table>", b"<!", b"]]>", b"<b c=\"", b"<http://a.b>",
         b"\r", b"\n", b"- ", b": ", b"'", b'"', b"\xef\xbf\xbe", b"\xf4\x80\x80\x80", b"\xe2\x80\xa8", "港".encode()]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.lists(st.sampled_from(MARKS)).map(b"".join))
def test_any_bytes_are_read_checked_and_written(data: bytes) -> None:
    for form in ("markdown", "html"):
        source = decode(data, "x.md")
        document = read(source, form)
        ends = [len(line) + 1 for line in re.split("\r\n|\n|\r", source.text)]
        for rule in (load_rule(name) for name in rule_names()):
            for finding in rule.check(document) if rule.scope == "page" else ():
                line, column, last, behind = Stamp(Settings())(rule.name, document, finding).place
                assert column <= ends[line - 1]
                assert (line, column) <= (last, behind)
                assert behind <= ends[last - 1]
        for writer in WRITERS.names:
            out = convert.write(document, writer).text
            if writer in ("xhtml", "epub"):
                etree.fromstring(out.encode(), STRICT)
            elif writer in ("json", "jsonl"):
                json.loads(out, parse_constant=pytest.fail)
            out.encode()
