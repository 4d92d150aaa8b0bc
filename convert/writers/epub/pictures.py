"""Pictures."""
from __future__ import annotations

from typing import NamedTuple


class Picture(NamedTuple):
    data: bytes
    media_type: str
    suffix: str

    @property
    def name(self) -> str:
        import hashlib
        return f"images/{hashlib.sha256(self.data).hexdigest()[:16]}{self.suffix}"


def picture_of(data: bytes) -> Picture | str:
    if data[:4] == b"\x89PNG":
        return Picture(data, "image/png", ".png")
    return "no picture"
