"""Known findings: a file that names them, so that a run shows only what is new.

One finding a line, sorted: path from the root, rule, fingerprint (`stamping`). A finding keeps its fingerprint when lines are
added above it; when its line is changed, it is a new one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from ..model.finding import Diagnostic
from ..rules import is_rule
from .files import read_file, replace

FILE_NAME = ".newsconv-baseline.json"
VERSION = 1
_Entry: TypeAlias = "tuple[str, str, str]"


class BadBaseline(ValueError):
    """A baseline that cannot be used; the message says why, and what to do."""


class Told(NamedTuple):
    """What is left of some findings, how many are known, and the entries of the baseline that are there no more."""

    found: list[Diagnostic]
    hidden: int
    gone: frozenset[_Entry]


class Baseline:
    """The known findings in a file, of the repository at `root`; `below` is what stands before paths from there, because the
    run began elsewhere. A `new` one need not be there.
    """

    def __init__(self, path: Path, root: Path, below: str = "", *, new: bool = False) -> None:
        self.path = path
        self._root = root
        self._below = below
        try:
            self._entries = self._read()
        except BadBaseline:
            if not new or (path.suffix != ".json" and os.path.lexists(path)):
                raise                        # somebody's file is not overwritten
            self._entries = set()            # it is not there yet, or is written anew

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

    def apply(self, found: Iterable[Diagnostic], files: Iterable[str], rules: Callable[[str], Iterable[str]]) -> Told:
        """Take known findings away. Entries are gone when the files (from the root) were looked at with the rules that
        run on them, and they did not come; or when there is no such file. An entry is of one file: in another it hides nothing.
        """
        diagnostics = list(found)
        entries = {self._entry(one) for one in diagnostics}
        kept = [one for one in diagnostics if self._entry(one) not in self._entries]
        return Told(kept, len(diagnostics) - len(kept), self._gone(entries, files, rules))

    def _gone(self, entries: set[_Entry], files: Iterable[str], rules: Callable[[str], Iterable[str]]) -> frozenset[_Entry]:
        looked_at = set(files)
        return frozenset(entry for entry in self._entries - entries if not os.path.lexists(self._root / entry[0])
                         or (entry[0] in looked_at and (entry[1] in rules(entry[0]) or not is_rule(entry[1]))))

    def tell(self, told: Told, notes: list[str], *, prunes: bool) -> None:
        """Say what was hidden and what is gone, and take that out of the file where it `prunes`; that it cannot be written is no
        reason not to hide.
        """
        gone, count = len(told.gone), len(self._entries)
        if not told.hidden and not gone:
            return
        note = f"{told.hidden:,} hidden by the baseline"
        if gone:
            note += f", {gone:,} of its {count:,} entries {'is' if gone == 1 else 'are'} gone"
            note += self._without(told.gone) if prunes else "; --prune takes them out"
        notes.append(f"{note}.")

    def _without(self, gone: frozenset[_Entry]) -> str:
        """Take entries out of the file; what is to be said of that."""
        shown = os.path.relpath(self.path)
        try:
            _write(self.path, self._entries - gone)
        except OSError as error:
            return f", and {shown} cannot be written: {error.strerror or error}"
        return f" and taken out of {shown}"

    def renew(self, found: Iterable[Diagnostic], files: Iterable[str], rules: Callable[[str], Iterable[str]], notes: list[str]) -> int:
        """Write the baseline with what was found; of files and rules that were not looked at, what it knew stays. How many
        findings there were.
        """
        entries = {self._entry(one) for one in found}
        gone = self._gone(entries, files, rules)
        added, stays = len(entries - self._entries), (self._entries - gone) | entries
        changed = f"; {added:,} came, {len(gone):,} went" if self._entries else ""
        _write(self.path, stays)
        shown = os.path.relpath(self.path)
        notes.append(f"Wrote {len(stays):,} finding{'' if len(stays) == 1 else 's'} into {shown}{changed}; --baseline {shown} hides them.")
        return len(entries)

    def _entry(self, found: Diagnostic) -> _Entry:
        """How a baseline names a finding."""
        return found.path.removeprefix(self._below), found.rule, found.fingerprint


def _write(path: Path, entries: Iterable[_Entry]) -> None:
    lines = ",\n".join(f"  {json.dumps(list(entry), ensure_ascii=False)}" for entry in sorted(entries))
    text = f'{{\n "version": {VERSION},\n "findings": [\n{lines}\n ]\n}}\n' if lines else f'{{\n "version": {VERSION},\n "findings": []\n}}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, text.encode("utf-8", "replace"))
