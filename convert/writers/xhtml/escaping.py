"""Text as XML writes it (XML 1.0, 2.4 and 3.3.3). The standard library's functions for it load its network client."""

from __future__ import annotations

_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_QUOTES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def escape(text: str) -> str:
    """Text for an element."""
    return text.translate(_IN_TEXT)


def quoteattr(text: str) -> str:
    """A value of an attribute, in its quotes."""
    return f'"{text.translate(_IN_QUOTES)}"'
