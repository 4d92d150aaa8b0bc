"""Pictures of the web in a folder: where each of them lies."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit


def mirrored(folder: Path, url: str) -> Path | None:
    """Where a folder keeps what is at an address: `HOST/PATH`, with `@QUERY` if it has one; None for one that would lead
    out of the folder.
    """
    parts = urlsplit(url)
    name = unquote(parts.path).lstrip("/") + (f"@{quote(parts.query, safe='=&')}" if parts.query else "")
    if not (parts.hostname or "").strip(".") or not name or name.endswith("/") or "\0" in name:
        return None
    place = Path(os.path.realpath(folder / str(parts.hostname) / name))
    return place if place.is_relative_to(os.path.realpath(folder / str(parts.hostname))) else None
