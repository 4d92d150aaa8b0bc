"""What the YAML readers of Ruby (Psych, in Jekyll) and Go (in Hugo) make of an unquoted scalar.

Psych: lib/psych/scalar_scanner.rb of psych 4; Go: the core schema of YAML 1.2.2, section 10.3.2, with time stamps.
Time stamps stay strings here: their meaning is `model.dates`' affair.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Dialect: TypeAlias = Literal["ruby", "go"]
Scalar: TypeAlias = "str | int | float | bool | None"

_PLAINLY_TEXT = re.compile(r"[^\d.:+\-~=<nNtTyYfFoO]|.*[^\x00-\x7f]")
_RUBY_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "yes": True, "true": True, "on": True,
                                  "no": False, "false": False, "off": False}
_RUBY_INT = re.compile(r"[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)\Z")
_RUBY_OCTAL = re.compile(r"[-+]?0[0-7_,]+\Z")
_RUBY_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_,]*)?\.[0-9]*(?:[eE][-+][0-9]+)?\Z")
_RUBY_SIXTY = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9]){1,2}(\.[0-9_]*)?\Z")
_HEX_OR_BINARY = re.compile(r"([-+]?)0(?:x([0-9a-fA-F_]+)|b([01_]+))\Z")
_GO_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True,
                                "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_GO_INT = re.compile(r"[-+]?[0-9][0-9_]*\Z")
_GO_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_LONGEST_NUMBER = 300   # Python refuses to read integers of thousands of digits, and nobody writes them
_INFINITE: dict[str, float] = {".inf": float("inf"), "+.inf": float("inf"), "-.inf": float("-inf"),
                               ".nan": float("nan")}


def resolve(text: str, dialect: Dialect = "ruby") -> Scalar:
    """The value of a plain (unquoted) YAML scalar; time stamps and symbols stay the text they are."""
    if _PLAINLY_TEXT.match(text) or len(text) > _LONGEST_NUMBER:
        return text
    value = _ruby(text) if dialect == "ruby" else _go(text)
    return _INFINITE.get(text.lower(), value) if isinstance(value, str) else value


def _based(text: str) -> int | None:
    match = _HEX_OR_BINARY.match(text)
    if not match:
        return None
    sign, sixteen, two = match.groups()
    digits = (sixteen or two).replace("_", "")
    return int(sign + digits, 16 if sixteen else 2) if digits else None


def _ruby(text: str) -> Scalar:
    if len(text) < 6:
        word = text.lower()
        if word in _RUBY_WORDS:
            return _RUBY_WORDS[word]
    if _RUBY_INT.match(text):
        return int(text.replace(",", "").replace("_", ""))
    if _RUBY_OCTAL.match(text):
        digits = text.replace("_", "").replace(",", "")
        return int(digits, 8) if digits.strip("+-0") else 0
    if _RUBY_FLOAT.match(text) and text.strip("+-") != ".":
        digits = re.sub(r"\.(?=[eE]|\Z)", "", text.replace(",", "").replace("_", ""))
        return float(digits)
    if sixty := _RUBY_SIXTY.match(text):
        return _base_sixty(text, is_float=sixty[1] is not None)
    based = _based(text)
    return text if based is None else based


def _base_sixty(text: str, *, is_float: bool) -> int | float:
    total = 0.0
    for part in text.replace("_", "").lstrip("+-").split(":"):
        total = total * 60 + float(part)
    total = -total if text.startswith("-") else total
    return total if is_float else int(total)


def _go(text: str) -> Scalar:
    if text in _GO_WORDS:
        return _GO_WORDS[text]
    if _GO_INT.match(text):
        digits = text.replace("_", "")
        octal = re.match(r"[-+]?0[0-7]+\Z", digits)
        return int(digits, 8) if octal else int(digits)
    if _GO_FLOAT.match(text):
        return float(text)
    based = _based(text)
    return text if based is None else based
