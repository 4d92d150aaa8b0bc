"""Which files a run looks at: the root of their repository, and what lies below, as .gitignore has it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from pathspec import GitIgnoreSpec

from .files import read_file

ROOT_MARKS = ("newsconv.toml", "_config.yml", "_config.yaml", "_config.toml", "hugo.toml", "hugo.yaml", "hugo.yml",
              "hugo.json", "pyproject.toml", ".git")
_Ignores: TypeAlias = "tuple[tuple[str, GitIgnoreSpec], ...]"      # each with the folder below which it holds
PACKAGES = "node_modules"
NEVER = frozenset({".git", ".hg", ".svn", PACKAGES, "_site", "__pycache__", ".jekyll-cache", ".sass-cache",
                    ".newsconv_cache", ".venv", "venv", ".tox", ".bundle"})


def root_of(paths: Iterable[Path]) -> Path:
    """The root of the repository that paths lie in: the nearest folder above them all that holds one of ROOT_MARKS,
    a site's configuration before a mark of version control; the paths' common folder when there is none.
    """
    full = [os.path.abspath(path) for path in paths]
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in full]
    common = Path(os.path.commonpath(folders)) if folders else Path.cwd()
    chain = [common, *common.parents]
    return next(filter(is_marked, chain), common)


def is_marked(root: Path) -> bool:
    """A folder is a repository's root, not merely where paths lie."""
    return any(os.path.exists(root / mark) for mark in ROOT_MARKS)


class Tree:
    """The files below a root, walked once, in order; ignored and hidden ones left out, links never followed out.

    What `exclude` matches are paths with `below` before them; packages are left out at the root alone where a site `publishes` those that lie deeper.
    `unreadable` are the folders that could not be listed on the way, with the reason.
    """

    def __init__(self, root: Path, exclude: Iterable[str] = (), *, below: str = "", without: Iterable[Path] = (), publishes: bool = False) -> None:
        self.root = root
        self._publishes = publishes
        self._below = below
        self._exclude = GitIgnoreSpec.from_lines(patterns) if (patterns := list(exclude)) else None
        self._without = {str(path.absolute()) for path in without}
        self.unreadable: dict[str, OSError] = {}

    def files(self) -> Iterator[str]:
        """Paths from the root, with forward slashes, sorted by folder and name."""
        waiting = [self._entries("", ())]           # the rest of each folder above, the innermost last
        while waiting:
            for path, entry, ignores in waiting[-1]:
                is_folder = entry.is_dir(follow_symlinks=False)
                if self._is_left_out(path, entry, ignores, is_folder=is_folder):
                    continue
                if is_folder:
                    waiting.append(self._entries(path + "/", ignores))
                    break
                yield path
            else:
                waiting.pop()

    def _entries(self, prefix: str, ignores: _Ignores) -> Iterator[tuple[str, os.DirEntry[str], _Ignores]]:
        """What a folder holds, in order, with its path and the patterns that hold there."""
        folder = os.path.join(self.root, prefix)
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self.unreadable[prefix.rstrip("/")] = error
            return
        if any(entry.name == ".gitignore" for entry in entries):
            ignores = (*ignores, (prefix, _patterns(os.path.join(folder, ".gitignore"))))
        for entry in entries:
            yield prefix + entry.name, entry, ignores

    def _is_left_out(self, path: str, entry: os.DirEntry[str], ignores: _Ignores, *,
                     is_folder: bool) -> bool:
        if (entry.name in NEVER and not (self._publishes and entry.name == PACKAGES != path)) or (self._without and entry.path in self._without):
            return True
        shown = path + "/" if is_folder else path
        return (self._exclude is not None and self._exclude.match_file(self._below + shown)) or (bool(ignores) and any(
            spec.match_file(shown.removeprefix(prefix)) for prefix, spec in ignores))

    def leads_out(self, path: str) -> bool:
        """A symbolic link to a place outside the root."""
        full = f"{self.root}/{path}"
        return os.path.islink(full) and not Path(os.path.realpath(full)).is_relative_to(os.path.realpath(self.root))


def _patterns(path: str) -> GitIgnoreSpec:
    """The patterns of a `.gitignore`; of a line that is none, Git says nothing either."""
    try:
        lines = read_file(path).decode(errors="replace").replace("\r\n", "\n").split("\n")
    except OSError:
        return GitIgnoreSpec.from_lines(())
    return GitIgnoreSpec.from_lines(filter(_is_pattern, lines))


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
