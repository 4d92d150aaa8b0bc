"""What the site around one file says, for a file that is read on its own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..model.flavor import Engine
from ..sites import CONFIG_FILES, detect
from .files import read_file
from .walk import root_of

_NAMES = tuple(name for names in CONFIG_FILES.values() for name in names)


def engine_around(path: Path) -> Engine | None:
    """Who renders the Markdown of the site that a file lies in; None when it lies in none, or none that can be read."""
    root = root_of([path])
    for name in _NAMES:
        try:
            changed = (root / name).stat().st_mtime_ns
        except OSError:
            continue
        return _engine_of(root, changed)
    return None


@lru_cache(256)
def _engine_of(root: Path, _changed: int) -> Engine | None:
    """The engine that a site's configuration names; `_changed` is when it was written last."""
    try:
        return detect(lambda name: (root / name).exists(), lambda name: read_file(root / name).decode()).engine
    except (OSError, ValueError):
        return None
