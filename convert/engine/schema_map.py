"""Which schemas the front matter of a file is held against."""

from __future__ import annotations

import os
from pathlib import Path

from pathspec import GitIgnoreSpec

from ..model.front_matter import SchemaFile
from ..schema.files import PREFIX, for_heads, shipped
from .settings import Settings


class Schemas:
    """The schemas that settings name for globs; without any, posts are held against ours."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self._root = root
        self._below = settings.below
        self._by_glob = [(GitIgnoreSpec.from_lines([glob]), tuple(map(self._file, names))) for glob, names in settings.schemas.items()]

    def of(self, path: str, kind: str) -> tuple[SchemaFile, ...]:
        """Those for a file, by its path from the root."""
        if self._by_glob:
            return tuple(name for spec, names in self._by_glob if spec.match_file(self._below + path) for name in names)
        return (shipped("post"),) if kind == "post" else ()

    @property
    def files(self) -> tuple[SchemaFile, ...]:
        """All that files may be held against."""
        return tuple(name for _, names in self._by_glob for name in names) or (shipped("post"),)

    def _file(self, name: str) -> SchemaFile:
        """One of ours, or a file; one that lies beside the repository, as its settings do, may refer to what lies beside it."""
        if name.startswith(PREFIX):
            return for_heads(name)
        path, root = os.path.join(self._root, name), str(self._root)
        return SchemaFile(path, root if Path(path).is_relative_to(root) else os.path.dirname(path))
