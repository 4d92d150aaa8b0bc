"""What the YAML readers of Ruby (Psych, in Jekyll) and Go (in Hugo) make of an unquoted scalar.

Psych: lib/psych/scalar_scanner.rb of psych 4; Go: the core schema of YAML 1.2.2, section 10.3.2, and what Go's
libraries read beyond it: octal numbers with a bare 0, binary ones, underscores between digits.
Time stamps stay strings here: their meaning is `model.dates`' affair.
"""

from __future__ import annotations

import math
import re
from typing import Literal, TypeAlias

Dialect: TypeAlias = Literal["ruby", "go"]
Scalar: TypeAlias = "str | int | float | bool | None"

_BARE = re.compile(r"\w(?:[\w .&/+-]*\w)?")
_PLAINLY_TEXT = re.compile(r"[^\d.:+\-~=<nNtTyYfFoO]|.*[^\x00-\x7f]")
_WORDS_END = 6      # the longest word that Psych looks up has five letters
_RUBY_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "yes": True, "true": True, "on": True,
                                  "no": False, "false": False, "off": False, ".inf": math.inf, "+.inf": math.inf,
                                  "-.inf": -math.inf, ".nan": math.nan}
_RUBY_INT = re.compile(r"[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)\Z")
_RUBY_OCTAL = re.compile(r"[-+]?0[0-7_,]+\Z")
_RUBY_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][-+][0-9]+)?\Z")
_RUBY_SIXTY = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}(\.[0-9_]*)?\Z")
_RUBY_NUMBER = re.compile(r"[-+]?\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?")     # what `to_i` and `to_f` read at the start of a text
_HEX_OR_BINARY = re.compile(r"([-+]?)0(?:x([0-9a-fA-F_,]+)|b([01_,]+))\Z")
_GO_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True,
                                "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_GO_WORDS |= {sign + word: number for word in (".inf", ".Inf", ".INF")
              for sign, number in (("", math.inf), ("+", math.inf), ("-", -math.inf))}
_GO_WORDS |= dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan)
_GO_INT = re.compile(r"[-+]?[0-9][0-9_]*\Z")
_GO_OCTAL = re.compile(r"([-+]?0)o?([0-7]+)\Z")
_GO_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_LONGEST_NUMBER = 300   # Python refuses to read integers of thousands of digits, and nobody writes them


def resolve(text: str, dialect: Dialect = "ruby") -> Scalar:
    """The value of a plain (unquoted) YAML scalar; time stamps and symbols stay the text they are."""
    if dialect == "ruby" and len(text) < _WORDS_END and (word := text.casefold()) in _RUBY_WORDS:
        return _RUBY_WORDS[word]
    if _PLAINLY_TEXT.match(text) or len(text) > _LONGEST_NUMBER:
        return text
    return _ruby(text) if dialect == "ruby" else _go(text)


def literal(text: str, syntax: str = "yaml") -> str:
    """A text as front matter has it: bare in YAML where it stays that text, else in quotes."""
    if syntax != "yaml":
        from json import dumps
        return dumps(text, ensure_ascii=False)
    is_bare = _BARE.fullmatch(text) and all(isinstance(resolve(text, dialect), str) for dialect in ("ruby", "go"))
    return text if is_bare else "'" + text.replace("'", "''") + "'"


def _ruby(text: str) -> Scalar:
    if _RUBY_INT.match(text):
        return int(_digits(text))
    if _RUBY_OCTAL.match(text):
        return int(_digits(text), 8)
    if _RUBY_FLOAT.match(text):
        digits = re.sub(r"\.(?=[eE]|\Z)", "", _digits(text))
        return float(digits) if digits.lstrip("+-.")[:1].isdigit() else text     # “.” and “.e+1” are none
    if sixty := _RUBY_SIXTY.match(text):
        return _base_sixty(text, is_float=sixty[1] is not None)
    return _based(text)


def _digits(text: str) -> str:
    return text.replace(",", "").replace("_", "")


def _based(text: str) -> int | str:
    match = _HEX_OR_BINARY.match(text)
    if not match:
        return text
    sign, sixteen, two = match.groups()
    digits = _digits(sixteen or two)
    return int(sign + digits, 16 if sixteen else 2) if digits else text


def _base_sixty(text: str, *, is_float: bool) -> int | float:
    """Hours, minutes and seconds as Psych adds them up: the sign belongs to the hours, and two parts are hours and minutes."""
    total: int | float = 0
    for power, part in zip((3600, 60, 1), text.split(":"), strict=False):
        number = _RUBY_NUMBER.match(part)
        written = number[0].replace("_", "") if number else "0"
        total += (float(written) if is_float else int(written)) * power
    return total


def _go(text: str) -> Scalar:
    if text in _GO_WORDS:
        return _GO_WORDS[text]
    digits = text.replace("_", "")
    if octal := _GO_OCTAL.match(digits):
        return int(octal[1] + octal[2], 8)
    if _GO_INT.match(text):
        return int(digits)
    if _GO_FLOAT.match(text):
        return float(text)
    return text if "," in text else _based(text)
