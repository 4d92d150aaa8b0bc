"""Which files Jekyll takes, and for what: `Reader`, `EntryFilter`, `PostReader` and `Collection`, without a disk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

ALWAYS_EXCLUDED = (".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules",
                   "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/")
ALWAYS_INCLUDED = (".htaccess",)
_SPECIAL = "._#~"
_READ_APART = {"_posts": "post", "_drafts": "draft"}


class Files:
    """The rules by which a site takes files; all paths are from its root.

    `home` is the folder that holds posts and collections (`collections_dir`; empty: the root), `destination` the
    folder that the site is built into.
    """

    def __init__(self, *, exclude: Iterable[str], include: Iterable[str], home: str = "", collections: Iterable[str] = (),
                 destination: str = "_site") -> None:
        self._include = _Patterns(include)
        self._exclude = _Patterns(entry for entry in exclude if entry not in self._include.written)
        self._home = home
        self._collections = frozenset(collections) - {"posts", "data"}
        self._destination = destination
        self._ways: dict[str, tuple[str, str | None]] = {}       # of folders

    def kind(self, path: str, *, has_head: bool) -> str | None:
        """What a file is: "post", "draft", "doc:NAME", "page" or "static"; None when Jekyll passes it over.

        A file in `_posts` whose name is not that of a post is still meant as one.
        """
        plain = "page" if has_head else "static"
        if path in self._include.written:
            return plain
        if self._collections:
            inside = path.removeprefix(self._home).lstrip("/") if self._is_at_home(path) else ""
            label, _, entry = inside.partition("/")
            if entry and label[0] == "_" and label[1:] in self._collections:
                taken = self._takes(entry, inside)
                return (f"doc:{label[1:]}" if has_head else "static") if taken else None
        folder, _, name = path.rpartition("/")
        if (way := self._ways.get(folder)) is None:
            way = self._ways[folder] = self._way(folder)
        kind, below = way
        return (kind or plain) if below is not None and self._takes(below + name, path) and not (kind and name[0] == ".") else None

    def _way(self, folder: str) -> tuple[str, str | None]:
        """How the files of a folder are read: as what, if they are read apart, and the path below the folder that is; None when Jekyll passes them over."""
        parts = folder.split("/") if folder else []
        for depth, part in enumerate(parts, 1):
            place = "/".join(parts[:depth])
            if part in _READ_APART:
                below = parts[depth:]
                is_read = self._is_at_home(f"{folder}/") and not any(part[0] == "." for part in below)
                return _READ_APART[part], "".join(f"{part}/" for part in below) if is_read else None
            if place == self._destination or not self._takes(part, place, is_folder=True):
                return "", None
        return "", ""

    def collection(self, path: str) -> str:
        """The name of the collection that a file lies in; empty when it lies in none."""
        inside = path.removeprefix(self._home).lstrip("/") if self._is_at_home(path) else ""
        label = inside.partition("/")[0]
        return label[1:] if label[:1] == "_" and label[1:] in self._collections else ""

    def within(self, path: str) -> str:
        """A path as documents know it: from the folder that holds posts and collections."""
        return path.removeprefix(f"{self._home}/") if self._home else path

    def _is_at_home(self, path: str) -> bool:
        return path.startswith(f"{self._home}/") if self._home else True

    def _takes(self, entry: str, path: str, *, is_folder: bool = False) -> bool:
        """`EntryFilter#filter`: an entry as it is listed, and the path that it has from the root."""
        name = entry.rpartition("/")[2]
        if entry.endswith("."):
            return False
        is_special = entry[0] in _SPECIAL or name[0] in _SPECIAL or entry.endswith("~")
        if not is_special and not self._exclude.match(path, is_folder=is_folder):
            return True
        return self._include.match(entry, is_folder=is_folder) or (name != entry and self._include.match(name, is_folder=is_folder))


class _Patterns:
    """Entries of `include` or `exclude`, of which a configuration may have thousands."""

    def __init__(self, entries: Iterable[str]) -> None:
        patterns = [entry.lstrip("/") for entry in entries if entry.strip("/")]
        self.written = frozenset(patterns)
        self._starts = tuple(patterns)
        self._globs = [re.compile(translate(pattern)).match for pattern in patterns if re.search(r"[*?\[]", pattern)]

    def match(self, path: str, *, is_folder: bool = False) -> bool:
        """`glob_include?`: a pattern whose `*` crosses folders, the beginning of a path, or a folder with its slash."""
        return (path.startswith(self._starts) or (bool(self._globs) and any(glob(path) for glob in self._globs))
                or (is_folder and f"{path}/" in self.written))
