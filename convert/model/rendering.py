"""The Rendering: what a writer makes of a Document."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .finding import Finding


class Rendering:
    """What a writer made: `text` (or `data`, for formats that are bytes), the findings of what it could not hold, and
    how often it brought something into order, by kind.
    """

    def __init__(self, text: str = "", losses: tuple[Finding, ...] = (), *, data: bytes | None = None,
                 repairs: Mapping[str, int] = MappingProxyType({})) -> None:
        self.text = text
        self.losses = losses
        self.repairs = repairs
        self._data = data

    @property
    def data(self) -> bytes:
        """The rendering as it is written to a file."""
        return self.text.encode() if self._data is None else self._data
