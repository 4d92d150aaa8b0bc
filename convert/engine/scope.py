"""How much of a repository a run is about: all that paths name, or what of it is new."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from .overlay import Overlay
from .repository import Repository
from .settings import Settings
from .walk import root_of


class Scope(NamedTuple):
    """What of the findings is wanted: those of files that changed since a revision (`since`), on lines that did (`new_only`),
    in what is `staged`, and none that a `baseline` knows; `writes` says to write the baseline instead, `prunes` whether to
    take out of it what is gone (None: as `shrinks` has it); all that as if it were `now`. `instead` stands in place of the one file that is named, which need not be there.
    """

    since: str | None = None
    new_only: str | None = None
    baseline: Path | None = None
    writes: bool = False
    staged: bool = False
    prunes: bool | None = None
    now: datetime | None = None
    instead: bytes | None = None

    @property
    def shrinks(self) -> bool:
        """What is gone is taken out of the baseline: unless something else is said, by runs that judge the files as they lie
        there, and not in CI, where nobody would commit it.
        """
        if self.prunes is not None:
            return self.prunes
        in_ci = os.environ.get("CI", "").lower() not in ("", "false", "0")
        return not in_ci and not self.staged and self.instead is None

    @property
    def may_be_empty(self) -> bool:
        """That no file is looked at means that nothing changed, not that a path is wrong."""
        return bool(self.since or self.new_only or self.staged)


def within(scope: Scope, paths: Iterable[Path], settings: Settings | None) -> tuple[Repository, list[str]]:
    """The repository as a scope sees it, and the files to look at, from its root. git.NoGit when Git cannot tell."""
    paths = list(paths)
    overlay, wanted = Overlay(), None
    root = root_of(paths)
    if scope.instead is not None:
        overlay = Overlay({os.path.relpath(os.path.abspath(paths[0]), root).replace(os.sep, "/"): scope.instead})
    if scope.staged:
        from .git import staged
        wanted, overlay = staged(root)
    repository = Repository(paths, settings, overlay=overlay, now=scope.now)
    targets = [*repository.targets(), *repository.templates.below(repository.paths)]
    for ref in filter(None, (scope.since, scope.new_only)):
        from .git import changed_files
        changed = changed_files(root, ref, staged=scope.staged)
        wanted = changed if wanted is None else wanted & changed
    return repository, targets if wanted is None else [path for path in targets if path in wanted]
