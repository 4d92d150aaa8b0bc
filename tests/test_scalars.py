"""Plain scalars of YAML: what Ruby makes of them, by Ruby itself, and what Go does, by the core schema of YAML 1.2."""

from __future__ import annotations

import math
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import Ruby, needs_ruby

from convert.model.scalars import resolve

# Pairs of a scalar and its value for Ruby. Symbols and time stamps stay the text they are, by contract.
RUBY = [
    # nothing
    ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nUlL", None), ("nil", "nil"),
    # truth
    ("true", True), ("TRUE", True), ("tRuE", True), ("yes", True), ("Yes", True), ("yEs", True), ("on", True),
    ("ON", True), ("false", False), ("False", False), ("no", False), ("No", False), ("nO", False), ("off", False),
    ("oFF", False), ("y", "y"), ("n", "n"), ("Y", "Y"), ("N", "N"), ("no!", "no!"), ("yeſ", True), ("none", "none"), ("online", "online"),
    # integers
    ("0", 0), ("-0", 0), ("+0", 0), ("7", 7), ("-7", -7), ("+7", 7), ("+0800", "+0800"), ("-0800", "-0800"),
    ("+0700", 448), ("0700", 448), ("-0500", -320), ("012", 10), ("-012", -10), ("000858", "000858"), ("000777", 511),
    ("600160", 600160), ("08", "08"), ("1_000", 1000), ("1,000", 1000), ("1,,000", "1,,000"), ("1_", "1_"), ("1,", "1,"),
    ("1__0", "1__0"), ("0,7", 7), ("0_", 0), ("0,", 0), ("00", 0), ("0x1F", 31), ("0XFF", "0XFF"), ("-0x1f", -31),
    ("0xf,f", 255), ("0x_f", 15), ("0b101", 5), ("0b1,0_1", 5), ("-0b11", -3), ("0b12", "0b12"), ("0o17", "0o17"),
    ("12345678901234567890123", 12345678901234567890123), ("1e3", "1e3"), ("２０２２", "２０２２"),
    # fractions
    ("1.10", 1.1), ("1.", 1.0), (".5", 0.5), ("-.5", -0.5), ("+1.5", 1.5), ("1.5e3", "1.5e3"), ("1.5e+3", 1500.0),
    ("1.5E-3", 0.0015), ("1.e+5", 1e5), ("1,000.5", 1000.5), ("1_0.5", 10.5), ("1.5_0", "1.5_0"), ("1.0.1", "1.0.1"),
    (".", "."), ("+.", "+."), ("..", ".."), ("...", "..."), (".e+1", ".e+1"), ("1.0e+999", math.inf),
    (".inf", math.inf), (".Inf", math.inf), (".iNF", math.inf), ("+.inf", math.inf), ("-.inf", -math.inf),
    (".nan", math.nan), (".NaN", math.nan), ("-.nan", "-.nan"), ("+.nan", "+.nan"), ("inf", "inf"), ("NaN", "NaN"),
    # base sixty
    ("1:30", 5400), ("10:30", 37800), ("-1:30", -1800), ("+1:30", 5400), ("1:30:15", 5415), ("1:2:3:4", "1:2:3:4"),
    ("1:60", "1:60"), ("1:5", 3900), ("190:20:30", 685230), ("1_0:30", 37800), ("1__0:30", 5400), ("1:30.5", 5430.0),
    ("1:30:15.25", 5415.25), ("-1:30.5", -1770.0), ("1:30.", 5400 + 0.0), ("1:30._5", 5400 + 0.0), ("16:9", 58140),
    ("1:30.5:1", "1:30.5:1"), ("08:00", 28800),
    # time stamps and symbols
    ("2022-02-15", "2022-02-15"), ("2022-02-15 19:12:03", "2022-02-15 19:12:03"), ("2022-2-5", "2022-2-5"),
    ("2022-02-15 19:12:03 +0800", "2022-02-15 19:12:03 +0800"), ("2022-02-15T19:12:03Z", "2022-02-15T19:12:03Z"),
    ("2022-02-31 00:00:00", "2022-02-31 00:00:00"), (":symbol", ":symbol"), ("::", "::"), (":1", ":1"),
    # text
    ("Tide", "Tide"), ("-", "-"), ("--", "--"), ("+", "+"), ("=", "="), ("<<", "<<"), ("1a", "1a"), ("a1", "a1"),
    ("第1号", "第1号"), ("1号", "1号"), ("+86 755", "+86 755"), ("3 fish", "3 fish"), ("1 000", "1 000"), ("50%", "50%"),
    ("$5", "$5"), ("1/2", "1/2"), ("HB202202", "HB202202"), ("1.2.3", "1.2.3"), ("9_", "9_"), ("_9", "_9"),
]

# The core schema of YAML 1.2.2 (section 10.3.2); Go's libraries also read 012 as octal, 0b1 as binary, and 1_000.
GO = [
    ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nUlL", "nUlL"),
    ("true", True), ("True", True), ("TRUE", True), ("tRUE", "tRUE"), ("false", False), ("False", False),
    ("FALSE", False), ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("y", "y"), ("n", "n"),
    ("0", 0), ("7", 7), ("-7", -7), ("+7", 7), ("012", 10), ("-012", -10), ("0o14", 12), ("0o8", "0o8"), ("0x1F", 31),
    ("0b101", 5), ("1_000", 1000), ("1,000", "1,000"), ("+0800", 800), ("08", 8), ("1:30", "1:30"),
    ("0.", 0.0), ("1.10", 1.1), (".5", 0.5), ("-.5", -0.5), ("+1.5", 1.5), ("1e3", 1000.0), ("1.5e3", 1500.0),
    ("12e-1", 1.2), ("1.5e+3", 1500.0), (".", "."), ("e3", "e3"), ("1.0.1", "1.0.1"),
    (".inf", math.inf), (".Inf", math.inf), (".INF", math.inf), ("+.inf", math.inf), ("-.INF", -math.inf),
    (".iNF", ".iNF"), (".nan", math.nan), (".NaN", math.nan), (".NAN", math.nan), ("-.nan", "-.nan"),
    ("2022-02-15", "2022-02-15"), ("2022-02-15T19:12:03Z", "2022-02-15T19:12:03Z"), (":symbol", ":symbol"),
    ("Tide", "Tide"), ("第1号", "第1号"), ("-", "-"), ("0x", "0x"), ("0b", "0b"), ("1_", 1), ("_1", "_1"),
]


def exact(value: Any) -> Any:
    """A value that equals another only when it is the same: 1 is not 1.0, nor True, and NaN is NaN."""
    if isinstance(value, float) and math.isnan(value):
        return "float", "nan"
    return type(value).__name__, repr(value)


@pytest.mark.parametrize(("text", "value"), RUBY)
def test_ruby_by_the_table(text: str, value: Any) -> None:
    assert exact(resolve(text, "ruby")) == exact(value)


@pytest.mark.parametrize(("text", "value"), GO)
def test_go_by_the_table(text: str, value: Any) -> None:
    assert exact(resolve(text, "go")) == exact(value)


def judged(text: str, value: Any) -> Any:
    """Our value as Ruby, the judge, says it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return ["int", str(value)]
    if isinstance(value, float):
        return ["float", "nan" if math.isnan(value) else struct.pack(">d", value).hex()]
    assert value == text
    return ["text"]


def agree(ruby: Ruby, texts: list[str]) -> None:
    """All of some texts that are plain scalars mean the same to Ruby and to us; what Ruby refuses is text to us."""
    for text, answer in zip(texts, ruby.ask("scalar", texts), strict=True):
        if answer != ["other"]:
            assert judged(text, resolve(text, "ruby")) == answer, text


@needs_ruby
def test_ruby_reads_the_table_so(ruby: Ruby) -> None:
    agree(ruby, [text for text, _ in RUBY])


PIECES = st.sampled_from(["0", "1", "7", "8", "9", "12", "60", "00", "0x", "0b", "0o", "f", "e", "E", "e+", "e-1", "+", "-", ".",
                          ",", "_", ":", ":3", ":59", "inf", "nan", "~", "=", "/", "yes", "no", "on", "off", "true", "null",
                          "y", "2022-", "02-", "15", "T", "Z", " ", "+08:00", "号", "é", "ſ"])
NUMERIC = st.text("0123456789+-.,_:eExXbBaf", min_size=1, max_size=12)
NUMBERS = st.one_of(
    st.from_regex(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}(\.[0-9_]*)?", fullmatch=True),
    st.from_regex(r"[-+]?([0-9][0-9_,]*)?\.[0-9]*([eE][-+][0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"[-+]?0(b[01_,]+|x[0-9a-fA-F_,]+|[0-7_,]+)", fullmatch=True),
    st.from_regex(r"[-+]?[1-9]([0-9]|,[0-9]|_[0-9])*", fullmatch=True))
WORDS = st.sampled_from(["null", "yes", "true", "on", "no", "false", "off", "~", ".inf", "-.inf", "+.inf", ".nan"]).flatmap(
    lambda word: st.tuples(*(st.sampled_from([letter, letter.upper()]) for letter in word)).map("".join))


@needs_ruby
@settings(max_examples=800, deadline=None)
@given(st.one_of(NUMERIC, NUMBERS, WORDS, st.lists(PIECES, min_size=1, max_size=5).map("".join)))
def test_ruby_agrees(ruby: Ruby, text: str) -> None:
    agree(ruby, [text])


@given(st.text(max_size=20))
def test_any_text_has_a_value(text: str) -> None:
    for dialect in ("ruby", "go"):
        assert resolve(text, dialect) is None or isinstance(resolve(text, dialect), str | int | float)


@pytest.mark.parametrize("text", ["9" * 5000, "1." + "0" * 5000, "0x" + "f" * 5000, "1:" * 5000])
def test_numbers_that_nobody_writes_stay_text(text: str) -> None:
    assert resolve(text, "ruby") == resolve(text, "go") == text
