"""CSS of drawings, reduced to what can be understood at sight: rules of plain declarations, and nothing from elsewhere.

A declaration is kept when it reads as one (CSS Syntax Level 3, 5.4.6) and is allowed in a book (EPUB 3.3, 6.3.1).
"""

from __future__ import annotations

import re

_ELSEWHERE, _STYLES = "files from elsewhere", "styles that cannot be read"
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.S)
_URL = re.compile(r"""\burl\(\s*+(?: "([^"]*)" | '([^']*)' | ([^"'()]*+) )\s*+\)""", re.I | re.X)
_INLINE_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=]+\Z", re.I)
_PIECE = r"""(?: [^;"'(){}\\] | "[^"\\\n]*" | '[^'\\\n]*' | \( (?: [^()"'{}\\] | "[^"\\\n]*" | '[^'\\\n]*' | \([^(){}\\]*\) )*+ \) )"""
_SPLIT = re.compile(rf"{_PIECE}++|.", re.S | re.X)
_DECLARATION = re.compile(rf"\s*(-?[A-Za-z][\w-]*)\s*:\s*(?!:)(?:(?!:){_PIECE})++\Z", re.S | re.X)
_AT_RULE = re.compile(r"@[\w-]+[^{};]*+(?:;|\{(?:[^{}]|\{[^{}]*\})*+\}|\Z)", re.S)
_SELECTOR = re.compile(r"\s*[\w.#*\[:][^@<;\\{}]*\Z")
_FUNCTION = re.compile(r"(?:expression|image|image-set|src|attr|cross-fade|element)\s*\(", re.I)
_FORBIDDEN = {"direction", "unicode-bidi", "behavior", "-moz-binding"}


def urls(value: str) -> tuple[str, set[str]]:
    """A value with `none` for each URL that leads out of its drawing, and what to say of it."""
    if "\\" in value:
        return "none", {_STYLES}
    said: set[str] = set()

    def kept(match: re.Match[str]) -> str:
        target = (match[1] or match[2] or match[3] or "").strip()
        if target.startswith("#") or _INLINE_PICTURE.match(target):
            return f"url({target})"
        said.add(_ELSEWHERE)
        return "none"

    return _URL.sub(kept, value), said


def renamed(value: str, names: dict[str, str]) -> str:
    """A value whose references to ids follow their new names; those that lead nowhere are `none`."""
    return _URL.sub(lambda match: _reference(match[0], match[3] or "", names), value)


def _reference(written: str, target: str, names: dict[str, str]) -> str:
    if not target.startswith("#"):
        return written
    name = names.get(target[1:])
    return f"url(#{name})" if name else "none"


def declarations(text: str) -> tuple[str, set[str]]:
    """Declarations as a `style` attribute holds them, and what to say of those that went."""
    kept: list[str] = []
    said: set[str] = set()
    for piece in _SPLIT.findall(_COMMENT.sub(" ", text)):
        if piece == ";" or not piece.strip():
            continue
        match = _DECLARATION.match(piece)
        if not match or _FUNCTION.search(piece) or match[1].lower() in _FORBIDDEN:
            said.add(_STYLES)
            continue
        value, lost = urls(piece)
        said |= lost
        kept.append(value.strip())
    return "; ".join(kept), said


def sheet(text: str) -> tuple[str, set[str]]:
    """A style sheet: its plain rules, without those of an `@`, and what to say of what went."""
    plain, at_rules = _AT_RULE.subn(" ", _COMMENT.sub(" ", text))
    rules: list[str] = []
    *pieces, rest = plain.split("}")
    said = {_STYLES} if at_rules or rest.strip() else set()
    for piece in pieces:
        selector, _, block = piece.partition("{")
        kept, lost = declarations(block)
        said |= lost
        if kept and _SELECTOR.match(selector):
            rules.append(f"{selector.strip()} {{ {kept} }}")
        elif kept:
            said.add(_STYLES)
    return "\n".join(rules), said
