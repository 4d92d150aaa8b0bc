"""Bad input: a clear finding for each, nothing lost, and the rest of the run goes on."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import convert
from convert.engine.conversion import Job
from convert.engine.conversion import convert as run_job
from convert.writers import STREAMS, WRITERS

SHARED = Path(__file__).parent.parent / "fixtures" / "posts"
GOOD = b"---\ntitle: t\ndate: 2022-03-01\n---\n<p>x</p>\n"


def head(inner: str) -> bytes:
    return f"---\n{inner}\n---\n<p>kept</p>\n".encode()


def post(body: str) -> bytes:
    return GOOD.replace(b"<p>x</p>", body.encode(errors="surrogatepass"))


# What a file holds, and what is found: rule, line, column.
FOUND: dict[str, tuple[bytes, list[tuple[str, int, int]]]] = {
    "nothing": (b"", [("file-empty", 1, 1)]),
    "bytes that are no text": ((SHARED / "binary.md").read_bytes(), [("file-binary", 1, 1)]),
    "no closing fence": (b"---\ntitle: t\n<p>x</p>\n", [("fm-unclosed", 1, 1)]),
    "YAML that does not parse": (head('title: "a "b" c"\ndate: 2022-03-01'), [("fm-syntax", 2, 12)]),
    "a list as head": (head("- a\n- b"), [("fm-not-mapping", 2, 1)]),
    "a text as head": (head("just words"), [("fm-not-mapping", 2, 1)]),
    "aliases that multiply": ((SHARED / "alias-bomb.md").read_bytes(), [("fm-syntax", 1, 1)]),
    "brackets without end": (head("a: " + "[" * 10_000), [("fm-syntax", 2, 103)]),
    "TOML that does not parse": (b"+++\ntitle = \n+++\nx\n", [("fm-syntax", 2, 9)]),
    "NUL in the text": (post("<p>a\0b</p>"), [("text-control-char", 5, 5)]),
    "surrogates in UTF-8": (post("<p>港口港口港口港口港口\ud800</p>"), [("text-encoding", 5, 14)]),
    "a hundred thousand tags": (post("<div>" * 100_000 + "x"), [("html-nesting", 5, 1)]),
}


@pytest.mark.parametrize("case", FOUND)
def test_bad_input_is_found_and_said(case, tmp_path):
    data, expected = FOUND[case]
    (tmp_path / "2022-03-01-bad.md").write_bytes(data)
    (tmp_path / "2022-03-01-good.md").write_bytes(GOOD)
    report = convert.validate([tmp_path])
    found = [(one.rule, one.place.line, one.place.column) for one in report.diagnostics]
    assert found == expected
    assert report.summary.files == 2


@pytest.mark.parametrize("case", FOUND)
@pytest.mark.parametrize("writer", [name for name in WRITERS.names if name not in STREAMS])
def test_bad_input_is_converted_as_far_as_it_can_be(case, writer, tmp_path):
    data, _ = FOUND[case]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2022-03-01-bad.md").write_bytes(data)
    (tmp_path / "in" / "2022-03-01-good.md").write_bytes(GOOD)
    done = run_job(Job((tmp_path / "in",), writer, tmp_path / "out"), lambda data: None)
    hopeless = case in ("nothing", "bytes that are no text")
    assert (done.converted, done.failed) == ((1, 1) if hopeless else (2, 0))
    assert len([path for path in (tmp_path / "out").rglob("*") if path.is_file()]) == done.converted


VISIBLE = {
    "nested tags": "<div>" * 3_000 + "kept" + "</div>" * 3_000,
    "unclosed formatting": "<b><i><u>" * 1_000 + "kept",
    "quotations": ">" * 3_000 + " kept",
    "nested lists": "\n".join("  " * level + "- x" for level in range(300)) + "\n\nkept",
    "open brackets": "[" * 20_000 + "kept",
    "stars": "*a " * 20_000 + "kept",
    "backticks": "x " + "`" * 20_001 + " kept",
    "comments without end": "kept\n\n" + "<!--" * 20_000,
    "template tags without end": "{{" * 10_000 + "{% " * 10_000 + " kept",
    "siblings": "<ul>" + "<li>x</li>" * 20_000 + "</ul>\n\nkept",
    "ampersands": "&" * 50_000 + " kept",
}


@pytest.mark.parametrize("case", VISIBLE)
@pytest.mark.parametrize("writer", ["markdown", "html", "xhtml", "text"])
def test_no_depth_and_no_number_loses_text(case, writer):
    def deep(frames: int) -> str:
        return deep(frames - 1) if frames else convert.write(convert.reads(VISIBLE[case]), writer).text
    assert "kept" in deep(100)


def test_plane_16_characters_come_through_every_writer():
    text = "a \U00100000\U0010fffd {{ b }} \U00100001 c"
    for writer in ("markdown", "html", "xhtml", "text"):
        out = convert.write(convert.reads(f"<p>{text}</p>", "html"), writer).text
        assert text in out


def test_what_is_no_file_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.md").mkdir()
    (tmp_path / "x.md" / "2022-03-01-inside.md").write_bytes(GOOD)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.md").symlink_to(tmp_path / "self.md")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "out.md").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.md")
    report = convert.validate(["."])
    assert [(one.path, one.rule) for one in report.diagnostics] == [
        (name, "file-unreadable") for name in ("gone.md", "out.md", "pipe.md", "self.md")]


@pytest.mark.parametrize("permalink", ["../../../../tmp/x", "/etc/passwd", "..\\..\\x"])
def test_outputs_stay_inside_the_folder(permalink, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_bytes(head(f"title: t\npermalink: '{permalink}'"))
    run_job(Job((tmp_path / "in",), "html", tmp_path / "out"), lambda data: None)
    assert [path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*")] == ["a.html"]


def test_json_holds_no_lone_surrogate_and_no_infinity():
    text = '{"title": "a\\ud800b", "n": 1e999}\nbody'
    record = json.loads(convert.write(convert.reads(text), "json").data)
    assert (record["title"], record["front_matter"]["n"]) == ("a\ufffdb", "inf")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.lists(st.sampled_from(
    [b"---\n", b"+++\n", b"title: x\n", b"{", b"<p>", b"</div>", b"&#0;", b"\xff", b"\xe6", b"\x00", b"{{", b"[a](b", b"```", b"| a |\n",
     b"<svg>", b"<a:b>", b"\xed\xa0\x80", b"<table>", b"<!", b"]]>", "港".encode()])).map(b"".join))
def test_any_bytes_are_read_and_written(data):
    from convert.readers import read
    from convert.readers.encoding import decode
    for form in ("markdown", "html"):
        document = read(decode(data, "x.md"), form)
        for writer in WRITERS.names:
            out = convert.write(document, writer).data
            if writer == "xhtml":
                etree.fromstring(out)
            elif writer in ("json", "jsonl"):
                json.loads(out)
