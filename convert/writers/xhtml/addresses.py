"""URLs."""
from __future__ import annotations


def valid_url(url: str) -> str | None:
    """A URL."""
    from .content import _valid_url
    return _valid_url(url) if url.startswith("http") else None
