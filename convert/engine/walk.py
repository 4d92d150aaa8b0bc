"""Which files a run looks at: the root of their repository, and what lies below, as .gitignore has it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

ROOT_MARKS = ("newsconv.toml", "_config.yml", "_config.yaml", "_config.toml", "hugo.toml", "hugo.yaml", "hugo.yml",
              "hugo.json", "pyproject.toml", ".git")
_NEVER = frozenset({".git", ".hg", ".svn", "node_modules", "_site", "__pycache__", ".jekyll-cache", ".sass-cache",
                    ".newsconv_cache", ".venv", "venv", ".tox", ".bundle"})


def root_of(paths: Iterable[Path]) -> Path:
    """The root of the repository that paths lie in: the nearest folder above them all that holds one of ROOT_MARKS,
    a site's configuration before a mark of version control; the paths' common folder when there is none.
    """
    full = [os.path.abspath(path) for path in paths]
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in full]
    common = Path(os.path.commonpath(folders)) if folders else Path.cwd()
    chain = [common, *common.parents]
    return next((folder for folder in chain if any((folder / mark).exists() for mark in ROOT_MARKS)), common)


class Tree:
    """The files below a root, walked once, in order; ignored and hidden ones left out, links never followed out."""

    def __init__(self, root: Path, exclude: Iterable[str] = (), *, without: Iterable[Path] = ()) -> None:
        self.root = root
        self._exclude = GitIgnoreSpec.from_lines(exclude)
        self._without = {str(path.absolute()) for path in without}

    def files(self) -> Iterator[str]:
        """Paths from the root, with forward slashes, sorted by folder and name."""
        yield from self._below(str(self.root), "", ())

    def _below(self, folder: str, prefix: str, ignores: tuple[tuple[str, GitIgnoreSpec], ...]) -> Iterator[str]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            return
        if any(entry.name == ".gitignore" for entry in entries):
            ignores = (*ignores, (prefix, _patterns(os.path.join(folder, ".gitignore"))))
        for entry in entries:
            path = prefix + entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if self._is_left_out(path, entry, ignores, is_folder=is_folder):
                continue
            if is_folder:
                yield from self._below(entry.path, path + "/", ignores)
            else:
                yield path

    def _is_left_out(self, path: str, entry: os.DirEntry[str], ignores: tuple[tuple[str, GitIgnoreSpec], ...], *,
                     is_folder: bool) -> bool:
        if entry.name in _NEVER or entry.path in self._without:
            return True
        shown = path + "/" if is_folder else path
        return self._exclude.match_file(shown) or any(
            spec.match_file(shown.removeprefix(prefix)) for prefix, spec in ignores)

    def leads_out(self, path: str) -> bool:
        """A symbolic link to a place outside the root."""
        full = self.root / path
        return full.is_symlink() and not Path(os.path.realpath(full)).is_relative_to(os.path.realpath(self.root))


def _patterns(path: str) -> GitIgnoreSpec:
    try:
        with open(path, encoding="utf-8", errors="replace") as lines:
            return GitIgnoreSpec.from_lines(lines)
    except (OSError, ValueError):
        return GitIgnoreSpec.from_lines(())
