"""What a run prints: the screens of `full`, the lines of `concise`, and the object of `json`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from convert.engine.validation import report_of
from convert.model.cells import cells, visible
from convert.model.finding import Diagnostic, Edit, Fix, Report, Severity, Summary
from convert.model.source import Source, Span
from convert.reporters import REPORTERS

SCHEMA = Path(__file__).parent.parent / "schemas" / "diagnostics.schema.json"
NOTHING = Summary(files=1, severities={}, rules={})


def finding(text: str, subject: str | Span, **changes: Any) -> Diagnostic:
    """A finding in a file of this text, at the first occurrence of the subject, or at a span."""
    source = Source(text, "a.md")
    if isinstance(subject, str):
        start = text.index(subject)
        subject = Span(start, start + len(subject))
    place = source.place(subject)
    return Diagnostic("a.md", place, "some-rule", "error", "what is wrong", subject=source.slice(subject),
                      snippet=source.line(place.line))._replace(**changes)


def printed(name: str, *found: Diagnostic, summary: Summary = NOTHING, color: bool = False,
            width: int = 80) -> list[str]:
    return list(REPORTERS.load(name)(Report(found, summary), color=color, width=width))


def screen(found: Diagnostic, *, color: bool = False, width: int = 80) -> str:
    """What `full` prints of one finding."""
    *lines, blank, closing = printed("full", found, color=color, width=width)
    assert (blank, closing) == ("", "No findings in 1 file.")
    return "\n".join(lines)


def same(actual: str, expected: str) -> None:
    assert actual == dedent(expected).strip("\n")


class TestFull:
    def test_a_finding_shows_its_line_and_how_to_mend_it(self) -> None:
        text = "---\ntitle: News\ndate: 2022-03-01 10:00\n---\n"
        fix = Fix("add the zone of the site, +0800", (Edit(Span(38, 38), " +0800"),), safe=True)
        same(screen(finding(text, "2022-03-01 10:00", rule="date-no-timezone", severity="warning", fix=fix,
                            message="the date has no time zone", help="write an offset behind the time: +0800")), """
            warning[date-no-timezone]: the date has no time zone
             --> a.md:3:7
              |
            3 | date: 2022-03-01 10:00
              |       ^^^^^^^^^^^^^^^^
              = help: write an offset behind the time: +0800
              = safe fix: add the zone of the site, +0800 (--fix does it)
            """)

    def test_the_carets_stand_under_wide_characters_and_are_as_wide(self) -> None:
        link = "//news.example.org/category/nosuch.html"
        line = f"[返回新闻]({link})｜[返回首页](//news.example.org/)"
        same(screen(finding("\n" * 26 + line, link, rule="link-broken", path="_posts/2022-03-01-x.md",
                            message="no page or file of this site is at /category/nosuch.html",
                            help="did you mean /category/world.html?"), width=100), """
            error[link-broken]: no page or file of this site is at /category/nosuch.html
              --> _posts/2022-03-01-x.md:27:8
               |
            27 | [返回新闻](//news.example.org/category/nosuch.html)｜[返回首页](//news.example.org/)
               |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
               = help: did you mean /category/world.html?
            """)
        same(screen(finding(line, "返回首页")), """
            error[some-rule]: what is wrong
             --> a.md:1:50
              |
            1 | …](//news.example.org/category/nosuch.html)｜[返回首页](//news.example.org/)
              |                                               ^^^^^^^^
            """)

    def test_tabs_take_four_cells(self) -> None:
        same(screen(finding("\ta\t<b>\tc", "<b>\t")), """
            error[some-rule]: what is wrong
             --> a.md:1:4
              |
            1 |     a    <b>    c
              |          ^^^^^^^
            """)

    def test_a_long_line_is_cut_on_the_right(self) -> None:
        same(screen(finding("the fault is early " + "and on it goes " * 10, "fault"), width=60), """
            error[some-rule]: what is wrong
             --> a.md:1:5
              |
            1 | the fault is early and on it goes and on it goes and on…
              |     ^^^^^
            """)

    def test_a_long_line_is_cut_on_the_left(self) -> None:
        same(screen(finding("on and on it goes, " * 10 + "and the fault is late", "fault"), width=60), """
            error[some-rule]: what is wrong
             --> a.md:1:199
              |
            1 | …nd on it goes, on and on it goes, and the fault is late
              |                                            ^^^^^
            """)

    def test_a_long_line_is_cut_on_both_sides_and_never_through_a_wide_character(self) -> None:
        same(screen(finding("新闻" * 40 + "<错>" + "财经" * 40, "<错>"), width=60), """
            error[some-rule]: what is wrong
             --> a.md:1:81
              |
            1 | …闻新闻新闻新闻新闻新闻新闻<错>财经财经财经财经财经财经…
              |                            ^^^^
            """)

    def test_a_cut_leaves_no_mark_without_its_letter(self) -> None:
        shown = screen(finding("e\u0301" * 80 + "<x>" + "e\u0301" * 80, "<x>"), width=60).split("\n")[3]
        assert shown == "1 | …" + "e\u0301" * 26 + "<x>" + "e\u0301" * 25 + "…"

    def test_of_a_subject_too_long_for_the_screen_the_beginning_shows(self) -> None:
        link = "http://example.org/" + "x" * 200
        same(screen(finding("see " * 10 + link + " for more", link), width=60), """
            error[some-rule]: what is wrong
             --> a.md:1:41
              |
            1 | …e see http://example.org/xxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
              |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            """)

    def test_an_empty_file_has_no_line_to_show(self) -> None:
        same(screen(finding("", "")), """
            error[some-rule]: what is wrong
             --> a.md:1:1
            """)

    def test_the_end_of_a_line_has_a_place_too(self) -> None:
        same(screen(finding("title: \ndate:\n", Span(13, 13))), """
            error[some-rule]: what is wrong
             --> a.md:2:6
              |
            2 | date:
              |      ^
            """)

    def test_of_several_lines_the_first_is_underlined_to_its_end(self) -> None:
        same(screen(finding("some <b>bold\ntext</b> here", "<b>bold\ntext</b>")), """
            error[some-rule]: what is wrong
             --> a.md:1:6
              |
            1 | some <b>bold
              |      ^^^^^^^
            """)

    def test_what_cannot_be_seen_shows_as_a_picture_of_one_cell(self) -> None:
        text = "a\0b \x1b[31m \u202eright\u200b to left"
        same(screen(finding(text, "left", message="no \x1b[2J and no\nsecond line")), """
            error[some-rule]: no ␛[2J and no␊second line
             --> a.md:1:22
              |
            1 | a␀b ␛[31m ␦right␦ to left
              |                      ^^^^
            """)

    def test_a_mark_is_pointed_at_where_it_is_seen(self) -> None:
        same(screen(finding("cafe\u0301 noir", "\u0301")), """
            error[some-rule]: what is wrong
             --> a.md:1:5
              |
            1 | cafe\u0301 noir
              |    ^
            """)

    def test_help_may_have_several_lines(self) -> None:
        same(screen(finding("a", "a", help="write one of\n  this\n  that")), """
            error[some-rule]: what is wrong
             --> a.md:1:1
              |
            1 | a
              | ^
              = help: write one of
                        this
                        that
            """)

    def test_colours(self) -> None:
        found = finding("one two", "two", help="three")
        same(screen(found, color=True).replace("\x1b", "␛"), """
            ␛[1;31merror[some-rule]␛[0m␛[1m: what is wrong␛[0m
             ␛[1;34m-->␛[0m a.md:1:5
              ␛[1;34m|␛[0m
            ␛[1;34m1␛[0m ␛[1;34m|␛[0m one two
              ␛[1;34m|␛[0m     ␛[1;31m^^^␛[0m
              ␛[1;34m=␛[0m ␛[1mhelp:␛[0m three
            """)

    @pytest.mark.parametrize(("severity", "style"), [("error", "1;31"), ("warning", "1;33"), ("info", "1;36")])
    def test_each_severity_has_its_colour(self, severity: Severity, style: str) -> None:
        shown = screen(finding("a", "a", severity=severity), color=True)
        assert shown.startswith(f"\x1b[{style}m{severity}[some-rule]\x1b[0m")
        assert shown.endswith(f"\x1b[{style}m^\x1b[0m")


class TestConcise:
    def test_a_line_for_each_finding_and_one_for_the_run(self) -> None:
        text = "---\ntitle: 新闻\n---\n"
        found = finding(text, "新闻"), finding(text, "title", severity="info", message="one\ntwo\x07")
        assert printed("concise", *found, summary=Summary(2, {"error": 1, "info": 1}, {"some-rule": 2})) == [
            "a.md:2:8: error[some-rule] what is wrong",
            "a.md:2:1: info[some-rule] one␊two␇",
            "Found 1 error and 1 info in 2 files.",
        ]

    def test_colours(self) -> None:
        assert printed("concise", finding("a", "a", severity="warning"), color=True)[0] == (
            "a.md:1:1: \x1b[1;33mwarning[some-rule]\x1b[0m what is wrong")


@pytest.mark.parametrize("name", ["full", "concise"])
@pytest.mark.parametrize(("summary", "sentence"), [
    (Summary(64, {"error": 3, "warning": 1}, {}), "Found 3 errors and 1 warning in 64 files."),
    (Summary(64, {"error": 1, "warning": 2, "info": 3}, {}), "Found 1 error, 2 warnings and 3 infos in 64 files."),
    (Summary(1, {"info": 1, "error": 0}, {}), "Found 1 info in 1 file."),
    (Summary(64, {}, {}), "No findings in 64 files."),
    (Summary(0, {"error": 0}, {}), "No findings in 0 files."),
    (Summary(9, {"error": 3}, {}, fixable=2), "Found 3 errors in 9 files. 2 fixable with --fix."),
    (Summary(9, {"error": 3}, {}, fixable=2, hidden=4), "Found 3 errors in 9 files. 2 fixable with --fix, 4 hidden."),
    (Summary(9, {"error": 3}, {}, fixable=2, unsafe=1), "Found 3 errors in 9 files. 1 fixable with --fix, 1 more with --unsafe-fixes."),
    (Summary(9, {"error": 3}, {}, fixable=2, unsafe=2), "Found 3 errors in 9 files. 2 fixable with --unsafe-fixes."),
    (Summary(9, {}, {}, hidden=1), "No findings in 9 files. 1 hidden."),
])
def test_the_last_line_sums_up(name: str, summary: Summary, sentence: str) -> None:
    assert printed(name, summary=summary) == [sentence]


class TestJson:
    def test_all_that_is_known_of_a_finding(self) -> None:
        text = "---\nlink: x\n---\n[新闻]({{ site.baseurl }}/nosuch)"
        link = "{{ site.baseurl }}/nosuch"
        found = finding(text, link, rule="link-broken", help="mend it", target="/blog/nosuch", fingerprint="0f",
                        fix=Fix("link to /such", (Edit(Span(21, 46), "/such"),), safe=True))
        summary = Summary(3, {"error": 1}, {"link-broken": 1}, fixable=1, hidden=2, seconds=0.25)
        assert parsed([found], summary) == {
            "version": 1,
            "diagnostics": [{
                "rule": "link-broken", "severity": "error", "message": "what is wrong", "help": "mend it",
                "path": "a.md", "start": {"line": 4, "column": 6}, "end": {"line": 4, "column": 31},
                "subject": link, "target": "/blog/nosuch",
                "fix": {"title": "link to /such", "safety": "safe",
                        "edits": [{"start": 21, "end": 46, "text": "/such"}], "rename": None},
                "related": [], "url": "docs/rules/link-broken.md", "fingerprint": "0f"}],
            "summary": {
                "files": 3, "severities": {"error": 1, "warning": 0, "info": 0}, "rules": {"link-broken": 1},
                "fixable": 1, "hidden": 2, "seconds": 0.25}}

    def test_what_is_not_known_is_null_or_empty(self) -> None:
        only, = parsed([finding("", "")], NOTHING)["diagnostics"]
        assert (only["fix"], only["target"], only["help"], only["related"]) == (None, None, "", [])

    def test_text_stays_readable_and_half_characters_are_replaced(self) -> None:
        found = finding("新闻", "新闻", message='“新闻” \ud800 \u2028 \x1b "')
        assert any('"message": "“新闻” \ufffd \u2028 \\u001b \\""' in line for line in printed("json", found))

    @given(st.lists(st.tuples(st.text(), st.characters(), st.text() | st.none())))
    def test_any_text_makes_an_object_of_the_schema(self, texts: list[tuple[str, str, str | None]]) -> None:
        found = [finding(message, "")._replace(message=message, subject=subject, target=target,
                                               fix=Fix(message, (Edit(Span(0, 1), subject),)))
                 for message, subject, target in texts]
        assert len(parsed(found, Summary(1, {"error": len(found)}, {}))["diagnostics"]) == len(texts)


def parsed(found: Iterable[Diagnostic], summary: Summary) -> Any:
    """What `json` prints, read back from UTF-8, after a look at it with the schema."""
    lines = printed("json", *found, summary=summary)
    assert not any("\n" in line for line in lines)
    read = json.loads("\n".join(lines).encode().decode())
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(read)
    return read


@pytest.mark.parametrize(("text", "number"), [
    ("", 0), ("abc", 3), ("新闻", 4), ("ﾃﾚﾋﾞ", 4), ("ＡＢ", 4), ("한글", 4), ("\u1112\u1161\u11ab", 2), ("e\u0301", 1),
    ("か\u3099", 2), ("…·“”", 4), ("\t", 4), ("a\tb", 6), ("\0\x1b\x7f\x85", 4), ("\u200b\ufeff\u202e", 3), ("🙂", 2),
    ("क\u094dष", 2), ("می\u200cخواهم", 7), ("\ud800", 1), ("𠮷", 2), ("\u3000", 2),
])
def test_cells(text: str, number: int) -> None:
    assert cells(text) == number


@given(st.text(st.characters()))
def test_what_is_shown_is_one_line_as_wide_as_said(text: str) -> None:
    shown = visible(text)
    assert len((shown + ".").splitlines()) == 1
    assert "\t" not in shown
    assert cells(shown) == cells(text)
    assert visible(shown) == shown
    shown.encode()      # or UnicodeEncodeError


# Characters of every width and kind; ⌖ begins the subject, and stands nowhere else.
ODD = st.text(st.sampled_from("a é新闻，｜🙂\t\0\x1b\u0301\u200d\u200b\u202e\ud800ﾞ…") | st.characters(), max_size=120)
BEGIN = "⌖"


@given(before=ODD, rest=ODD, after=ODD, width=st.integers(0, 130), number=st.integers(1, 10**6))
def test_the_carets_stand_under_the_subject(before: str, rest: str, after: str, width: int, number: int) -> None:
    assume(BEGIN not in before + rest + after)
    line = before + BEGIN + rest + after
    found = finding("x", "x", snippet=line)
    found = found._replace(place=found.place._replace(
        line=number, end_line=number, column=len(before) + 1, end_column=len(before) + 2 + len(rest)))
    lines = screen(found, width=width).split("\n")
    assert len(lines) == 5
    assert all(cells(printed_line) <= max(width, 40) for printed_line in lines)

    shown, carets = lines[3:]
    first = carets.index("^")
    assert first == cells(shown[:shown.index(BEGIN)])
    whole, seen = cells(BEGIN + rest), carets.count("^")
    assert carets == carets[:first] + "^" * seen
    assert seen == whole or (seen < whole and shown.endswith("…") and first + seen == cells(shown))


@given(line=ODD, start=st.integers(0, 130), length=st.integers(0, 130), width=st.integers(0, 130))
def test_any_span_of_any_line_is_shown(line: str, start: int, length: int, width: int) -> None:
    assume(line)
    found = finding("x", "x", snippet=line)
    found = found._replace(place=found.place._replace(column=start + 1, end_column=start + length + 1))
    lines = screen(found, width=width).split("\n")
    assert len(lines) == 5
    assert all(cells(printed_line) <= max(width, 40) for printed_line in lines)
    assert "^" in lines[4]
    if cells(line) + len("1 | ") < width:
        assert lines[3] == f"1 | {visible(line)}".rstrip()


def test_findings_of_one_place_stay_in_the_order_in_which_they_were_made() -> None:
    found = [finding("Fog.\n", "Fog", fingerprint=str(number)) for number in range(20)]
    assert report_of([*found, *found], files=1).diagnostics == tuple(found)
