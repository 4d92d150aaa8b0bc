"""What Git knows of a repository: which files, and which of their lines, are new since a revision."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TypeAlias

_HUNK = re.compile(rb"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
Lines: TypeAlias = "tuple[range, ...]"
ALL: Lines = (range(1, 1 << 60),)


class NoGit(Exception):
    """Git cannot tell; the message says why."""


def changed_files(root: Path, ref: str) -> set[str]:
    """The files, as paths from a folder, that differ from where this branch left a revision, or that Git does not know yet."""
    base = _base(root, ref)
    changed = _git(root, "diff", "--name-only", "--relative", "--no-renames", "--diff-filter=d", "-z", base, "--")
    return _names(changed) | _unknown(root)


def changed_lines(root: Path, ref: str) -> dict[str, Lines]:
    """The lines of those files that were added or changed since, by path."""
    base = _base(root, ref)
    lines: dict[str, Lines] = dict.fromkeys(_unknown(root), ALL)
    for path in changed_files(root, ref) - lines.keys():
        diff = _git(root, "diff", "-U0", "--relative", "--no-renames", "--no-color", "--no-ext-diff", base, "--", f":(literal){path}")
        lines[path] = tuple(range(int(match[1]), int(match[1]) + int(match[2] or 1)) for line in diff.split(b"\n")
                            if (match := _HUNK.match(line)))
    return lines


def _base(root: Path, ref: str) -> str:
    """The commit where this branch left a revision; the revision itself where they have none in common."""
    if ref.startswith("-"):
        raise NoGit(f"“{ref}” is no revision")
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    except NoGit as error:
        _git(root, "rev-parse", "--git-dir")             # says it when there is no repository at all
        raise NoGit(f"Git knows no revision “{ref}”") from error
    try:
        return _git(root, "merge-base", commit, "HEAD").decode().strip()
    except NoGit:
        return commit


def _unknown(root: Path) -> set[str]:
    return _names(_git(root, "ls-files", "--others", "--exclude-standard", "-z"))


def _names(listed: bytes) -> set[str]:
    return {name.decode("utf-8", "surrogateescape") for name in listed.split(b"\0") if name}


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError as error:
        raise NoGit("Git is not installed") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0].removeprefix("fatal: ")
        raise NoGit(f"{root} is in no Git repository" if "not a git repository" in said else f"Git says: {said or 'nothing'}")
    return done.stdout
