"""What Git knows of a repository: which files, and which of their lines, are new since a revision; what is staged.

Git is asked, never a library: names come with `-z`, so that blanks, quotes and line ends in them are what they are.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from .overlay import Overlay

_HUNK = re.compile(rb"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
_HEADER = b"diff --git "             # of a file: nothing that a file holds can begin a line of a difference with it
# Whatever the user's settings say of differences, these are read by a program.
_PLAIN = ("--relative", "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv", "--submodule=short", "--ignore-submodules=all", "--inter-hunk-context=0")
Lines: TypeAlias = "tuple[range, ...]"
ALL: Lines = (range(1, 1 << 60),)


class NoGit(Exception):
    """Git cannot tell; the message says why."""


class Staged(NamedTuple):
    """What is staged: the files that differ from the last commit, and how the repository would be after the next one."""

    files: set[str]
    overlay: Overlay


def changed_files(root: Path, ref: str, *, staged: bool = False) -> set[str]:
    """The files, as paths from a folder, that differ from where this branch left a revision, or that Git does not know yet;
    `staged` are those of them that differ in the index.
    """
    changed = _names(_difference(root, _base(root, ref), "d", "--name-only", "-z", staged=staged))
    return changed if staged else changed | _unknown(root)


def changed_lines(root: Path, ref: str, *, staged: bool = False) -> dict[str, Lines]:
    """The lines of those files that were added or changed since, by path."""
    base = _base(root, ref)
    lines: dict[str, Lines] = {} if staged else dict.fromkeys(_unknown(root), ALL)
    lines |= dict.fromkeys(_names(_difference(root, base, "TUX", "--name-only", "-z", staged=staged)), ALL)
    names = _listed(_difference(root, base, "AM", "--name-only", "-z", staged=staged))
    parts = (b"\n" + _difference(root, base, "AM", "-U0", staged=staged)).split(b"\n" + _HEADER)[1:]
    if len(parts) != len(names):         # a file that only its line ends tell apart is named, and shows no difference
        parts = [_difference(root, base, "AM", "-U0", staged=staged, path=name) for name in names]
    for name, part in zip(names, parts, strict=True):
        hunks = (_HUNK.match(line) for line in part.split(b"\n"))
        lines[name] = tuple(range(int(match[1]), int(match[1]) + int(match[2] or 1)) for match in hunks if match)
    return lines


def staged(root: Path) -> Staged:
    """What is staged, and how the files differ from that which lie in the folder."""
    files = _names(_git(root, "diff", "--cached", "--name-only", "-z", "--diff-filter=d", *_PLAIN, "--"))
    other = _names(_git(root, "diff", "--name-only", "-z", *_PLAIN, "--"))
    blobs = {path: blob for path, blob in _index(root).items() if path in other}
    return Staged(files, Overlay(dict(zip(blobs, _contents(root, blobs.values()), strict=True)), frozenset(_unknown(root))))


def _index(root: Path) -> dict[str, bytes]:
    """The object of each file that is staged; links, and files that are not merged, are left out."""
    found = {}
    for entry in _git(root, "ls-files", "--stage", "-z").split(b"\0"):
        about, _, name = entry.partition(b"\t")
        mode, blob, stage = about.split() or (b"", b"", b"")
        if mode.startswith(b"100") and stage == b"0":
            found[_name(name)] = blob
    return found


def _contents(root: Path, blobs: Iterable[bytes]) -> list[bytes]:
    """What objects hold, read in one go."""
    asked, found, at = [*blobs], list[bytes](), 0
    told = _git(root, "cat-file", "--batch", said=b"\n".join([*asked, b""])) if asked else b""
    for _ in asked:
        end = told.index(b"\n", at)
        size = int(told[at:end].split()[2])
        found.append(told[end + 1:end + 1 + size])
        at = end + size + 2
    return found


def _difference(root: Path, base: str, kinds: str, *arguments: str, staged: bool, path: str | None = None) -> bytes:
    """What Git tells of the files, or of one, that differ from a commit in one of some ways (`--diff-filter`)."""
    only = [] if path is None else [f":(literal){path}"]
    return _git(root, "diff", *(["--cached"] if staged else []), f"--diff-filter={kinds}", *_PLAIN, *arguments, base, "--", *only)


def _base(root: Path, ref: str) -> str:
    """The commit where this branch left a revision; the revision itself where they have none in common."""
    if ref.startswith("-"):
        raise NoGit(f"“{ref}” is no revision")
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    except NoGit as error:
        _git(root, "rev-parse", "--git-dir")             # says it when there is no repository at all
        shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
        raise NoGit(f"Git knows no revision “{ref}”" + ("; this is a shallow clone: fetch more of it" if shallow else "")) from error
    try:
        return _git(root, "merge-base", commit, "HEAD").decode().strip()
    except NoGit:
        return commit


def _unknown(root: Path) -> set[str]:
    return _names(_git(root, "ls-files", "--others", "--exclude-standard", "-z"))


def _names(listed: bytes) -> set[str]:
    return set(_listed(listed))


def _listed(listed: bytes) -> list[str]:
    return [_name(name) for name in listed.split(b"\0") if name]


def _name(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def _git(root: Path, *arguments: str, said: bytes | None = None) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False, input=said, env=_surroundings())  # noqa: S603, S607
    except FileNotFoundError as error:
        raise NoGit("Git is not installed") from error
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().split("\n")[0].removeprefix("fatal: ")
        raise NoGit(f"{root} is in no Git repository" if "not a git repository" in told.lower() else f"Git says: {told or 'nothing'}")
    return done.stdout


def _surroundings() -> dict[str, str]:
    """The environment for Git, in its own language. In a hook, Git names its index from where the hook runs, which is the one
    to read; its folder is found from the root instead, since that may be a folder further down.
    """
    own = {**os.environ, "LC_ALL": "C"}
    if "GIT_INDEX_FILE" in own:
        own["GIT_INDEX_FILE"] = os.path.abspath(own["GIT_INDEX_FILE"])
    if "GIT_WORK_TREE" not in own:
        own.pop("GIT_DIR", None)
    return own
