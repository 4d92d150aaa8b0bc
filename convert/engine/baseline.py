"""Known findings: a file that names them, so that a run shows only what is new.

One finding a line, sorted: path from the root, rule, fingerprint (`stamping`). A finding keeps its fingerprint when lines are
added above it; when its line is changed, it is a new one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from ..model.finding import Diagnostic
from .files import read_file, replace

FILE_NAME = ".newsconv-baseline.json"
VERSION = 1
_Entry: TypeAlias = "tuple[str, str, str]"


class BadBaseline(ValueError):
    """A baseline that cannot be used; the message says why, and what to do."""


class Told(NamedTuple):
    """What is left of some findings, how many are known, and how many of the baseline's are there no more."""

    found: list[Diagnostic]
    hidden: int
    gone: int
    all: int


class Baseline:
    """The known findings in a file, of the repository at `root`; `below` is what stands before paths from there, because the
    run began elsewhere.
    """

    def __init__(self, path: Path, root: Path, below: str = "") -> None:
        self.path = path
        self._root = root
        self._below = below
        self._entries = self._read()

    def _read(self) -> set[_Entry]:
        try:
            data = json.loads(read_file(self.path))
            if data["version"] != VERSION:
                raise BadBaseline(f"{self.path}: is of version {data['version']}, which this newsconv does not know; write it anew with --write-baseline")
            return {(str(path), str(rule), str(fingerprint)) for path, rule, fingerprint in data["findings"]}
        except FileNotFoundError as error:
            raise BadBaseline(f"{self.path}: there is no such baseline; --write-baseline writes one") from error
        except OSError as error:
            raise BadBaseline(f"{self.path}: {error.strerror or error}") from error
        except (ValueError, TypeError, KeyError) as error:
            if isinstance(error, BadBaseline):
                raise
            raise BadBaseline(f"{self.path}: is no baseline; write it anew with --write-baseline") from error

    def apply(self, found: Iterable[Diagnostic], files: Iterable[str], rules: Iterable[str]) -> Told:
        """Take known findings away. Entries are gone when the files (from the root) were looked at with the rules, and they
        did not come.
        """
        diagnostics = list(found)
        entries = {entry_of(one, self._below): one for one in diagnostics}
        kept = [one for one in diagnostics if entry_of(one, self._below) not in self._entries]
        looked_at, ran = set(files), set(rules)
        gone = {entry for entry in self._entries - entries.keys() if entry[1] in ran and (entry[0] in looked_at or not os.path.exists(self._root / entry[0]))}
        told = Told(kept, len(diagnostics) - len(kept), len(gone), len(self._entries))
        self._entries -= gone
        return told

    def shrink(self) -> None:
        """Take what is gone out of the file."""
        _write(self.path, self._entries)


def entry_of(found: Diagnostic, below: str) -> _Entry:
    """How a baseline names a finding."""
    return found.path.removeprefix(below), found.rule, found.fingerprint


def write(path: Path, found: Iterable[Diagnostic], below: str = "") -> int:
    """Write a baseline of all findings; how many there are."""
    entries = {entry_of(one, below) for one in found}
    _write(path, entries)
    return len(entries)


def _write(path: Path, entries: Iterable[_Entry]) -> None:
    lines = ",\n".join(f"  {json.dumps(list(entry), ensure_ascii=False)}" for entry in sorted(entries))
    text = f'{{\n "version": {VERSION},\n "findings": [\n{lines}\n ]\n}}\n' if lines else f'{{\n "version": {VERSION},\n "findings": []\n}}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, text.encode("utf-8", "replace"))
