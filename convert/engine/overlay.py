"""Contents that take the place of those on the disk: what is staged in Git, what an editor has on its screen, what lies on another machine."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Overlay(NamedTuple):
    """`contents` of files, by their paths from the root, and files that are on the disk and are `gone` here.

    `shown` is what stands before these paths in messages, where the root is no place that users know.
    """

    contents: Mapping[str, bytes] = MappingProxyType({})
    gone: frozenset[str] = frozenset()
    shown: str | None = None


NOTHING = Overlay()
