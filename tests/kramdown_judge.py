"""kramdown itself, where it is installed, and the form in which its HTML and ours are compared."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from typing import Any

import html5lib
import pytest

from convert.readers.kramdown import Options, render

# One line of JSON in, one line of JSON out.
_SERVER = r"""
require "json"
require "kramdown"
require "kramdown-parser-gfm"
$stdout.sync = true
while (line = $stdin.gets)
  request = JSON.parse(line)
  options = {input: "GFM", hard_wrap: false, syntax_highlighter: nil}.merge(request["options"].transform_keys(&:to_sym))
  puts JSON.generate(request["texts"].map { |text|
    begin
      Kramdown::Document.new(text, options).to_html
    rescue StandardError, SystemStackError => e
      "\0" + e.class.name
    end
  })
end
"""
_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "--", "—": "---", "«": "<<", "»": ">>"})
_INLINE = frozenset({
    "a", "abbr", "b", "code", "del", "em", "i", "img", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"})


@cache
def is_installed() -> bool:
    """Ruby is here, with both gems."""
    return shutil.which("ruby") is not None and not subprocess.run(
        ["ruby", "-e", 'require "kramdown"; require "kramdown-parser-gfm"'], capture_output=True, check=False).returncode


needs_kramdown = pytest.mark.skipif(not is_installed(), reason="kramdown, the judge, is not installed")


class Kramdown:
    """A Ruby process that renders texts."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(["ruby", "-W0", "-e", _SERVER], text=True, encoding="utf-8", bufsize=1,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def render(self, texts: list[str], **options: Any) -> list[str]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"texts": texts, "options": options}) + "\n")
        self._process.stdin.flush()
        return list(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate()


def normal(html: str) -> list[object]:
    """Elements with their attributes, and text between them: quotes, dashes and dots as typed, white space as one blank."""
    tokens: list[object] = []

    def text(value: str | None, *, is_code: bool) -> None:
        if not value:
            return
        plain = re.sub(r"[ \u00a0]?(<<|>>)[ \u00a0]?", r"\1", value.translate(_TYPOGRAPHY))
        if not is_code:
            plain = re.sub(r"\s+", " ", plain)
        if tokens and isinstance(tokens[-1], str):
            tokens[-1] += plain
        else:
            tokens.append(plain)

    def walk(node: Any, *, is_code: bool) -> None:
        text(node.text, is_code=is_code)
        for child in node:
            if isinstance(child.tag, str):
                tokens.append((child.tag, tuple(sorted(child.attrib.items()))))
                walk(child, is_code=is_code or child.tag == "pre")
                tokens.append(("/", child.tag))
            else:
                tokens.append(("comment", child.text))
            text(child.tail, is_code=is_code)

    walk(html5lib.parseFragment(html, namespaceHTMLElements=False), is_code=False)
    for at, token in enumerate(tokens):
        if isinstance(token, str):
            before = token.lstrip(" \n") if at == 0 or _is_edge(tokens[at - 1]) else token
            tokens[at] = before.rstrip(" \n") if at + 1 == len(tokens) or _is_edge(tokens[at + 1]) else before
    return [token for token in tokens if token]


def _is_edge(token: object) -> bool:
    """White space beside it is nothing."""
    return isinstance(token, tuple) and token[1 if token[0] == "/" else 0] not in _INLINE


def difference(text: str, theirs: str, options: Options = Options()) -> str | None:  # noqa: B008 - a tuple of settings
    """Where our HTML of a text says something else than kramdown's; None when it does not."""
    wanted, got = normal(theirs), normal(render(text, options))
    if wanted == got:
        return None
    at = next((i for i, (a, b) in enumerate(zip(wanted, got, strict=False)) if a != b), min(len(wanted), len(got)))
    return f"kramdown: {wanted[max(at - 1, 0):at + 3]}\n    ours: {got[max(at - 1, 0):at + 3]}"
