"""The `defaults` of Jekyll's configuration: the values that it gives the front matter of files (`FrontmatterDefaults`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .jekyll_files import Files
from .jekyll_terms import as_list


class Defaults:
    """The defaults as they are `said`, for the files of a site."""

    def __init__(self, said: Any, files: Files) -> None:
        self._said = said
        self._files = files

    def of(self, path: str, kind: str) -> dict[str, Any]:
        """The values for a file (`FrontmatterDefaults#all`): of a longer path before those of a shorter, of a type before those of any."""
        wanted = {"post": "posts", "draft": "posts", "page": "pages", "static": self._files.collection(path) or None}
        own = wanted.get(kind, kind.removeprefix("doc:"))
        found: dict[str, Any] = {}
        before: tuple[int, bool] | None = None
        for scope, values in self._scopes():
            place, has_type = str(scope.get("path") or ""), "type" in scope
            if (has_type and _plural(scope["type"]) != own) or not _is_below(self._files.within(path), self._files.within(place)):
                continue
            rank = (len(place.lstrip("/")), has_type)
            if before is None or rank >= before:
                found, before = _over(found, values), rank
            else:
                found = _over(values, found)
        return found

    def _scopes(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        for entry in as_list(self._said):
            if isinstance(entry, dict) and isinstance(entry.get("values"), dict):
                scope = entry.get("scope")
                yield scope if isinstance(scope, dict) else {}, entry["values"]


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """One default over another, categories too; nothing does not hide something (`Utils.deep_merge_hashes`)."""
    return {**below, **{key: value for key, value in above.items() if value is not None or key not in below}}


def _plural(kind: Any) -> str:
    return {"page": "pages", "post": "posts", "draft": "drafts"}.get(str(kind), str(kind))


def _is_below(path: str, place: str) -> bool:
    """The scope of a default: the beginning of a path, or a pattern that such a beginning matches."""
    if "*" not in place:
        return path.startswith(place)
    pattern = re.sub(r"\\\*\\\*/|\\\*|\\\?", lambda match: {r"\*\*/": "(?:[^/]+/)*", r"\*": "[^/]*", r"\?": "[^/]"}[match[0]],
                     re.escape(place.rstrip("/")))
    return re.match(pattern + r"(?=/|\Z)", path) is not None
