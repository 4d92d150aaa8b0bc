"""Text as HTML, and the entities that kramdown knows."""

from __future__ import annotations

import re
from html import escape
from html.entities import name2codepoint

from .syntax import REFERENCE

_NO_REFERENCE = re.compile(rf"{REFERENCE}|[<>&]", re.A)
_NO_REFERENCE_IN_ATTRIBUTE = re.compile(rf'{REFERENCE}|[<>&"]', re.A)
_ESCAPED = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}
# HTML 4's names, but for what kramdown mixes up.
_ENTITIES = {**name2codepoint, "apos": 39, "vellip": 8942, "lceil": 8969, "rceil": 8968, "lang": 9002, "rang": 9001}
_WINDOWS = {code: ord(bytes([code]).decode("cp1252", "replace")) for code in range(128, 160)}


def escape_code(text: str) -> str:
    """Escape everything that is markup."""
    return escape(text, quote=False)


def escape_text(text: str) -> str:
    """Escape what is markup; references stay."""
    if "&" not in text:
        return escape(text, quote=False) if "<" in text or ">" in text else text
    return _NO_REFERENCE.sub(lambda match: _ESCAPED.get(match[0], match[0]), text)


def attributes_text(attr: dict[str, str]) -> str:
    """Attributes as they stand in a tag; empty ids are left out, and a template tag in the place of one has no value."""
    return "".join(f" {name}" if not value and name[0] >= "\U00100000" else
                   f' {name}="{_NO_REFERENCE_IN_ATTRIBUTE.sub(lambda match: _ESCAPED.get(match[0], match[0]), value)}"'
                   for name, value in attr.items() if name != "id" or value.strip())


def named_entity(name: str) -> str | None:
    """The character of a name, if kramdown knows it."""
    code = _ENTITIES.get(name)
    return None if code is None else chr(code)


def numbered_entity(code: int) -> str | None:
    """The character of a code point; None when it is none."""
    code = _WINDOWS.get(code, code) if _WINDOWS.get(code) != 0xFFFD else code
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else None
