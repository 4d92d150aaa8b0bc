"""`newsconv validate --external --dump`: what would be asked for, and from where it is linked; nobody is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ...model.document import Document
from ...model.site import SiteIndex
from ...model.web import outgoing
from ..scope import Scope, within
from ..settings import Settings
from ..validation import Validation
from . import External
from .gathering import Gathered, Page


class Listed(NamedTuple):
    """A line for each place of each address (`URL`, a tab, `PATH:LINE:COLUMN`), by addresses, and the sum of it for people."""

    lines: tuple[str, ...]
    sum: str


def listed(paths: Iterable[Path], settings: Settings, scope: Scope, external: External, *, remembers: bool, jobs: int | None = None) -> Listed:
    """What would be asked for, for the files that paths name; what is known from an earlier run is not."""
    repository, targets = within(scope, paths, settings)
    run = Validation(repository, remembers=remembers and scope.now is None)
    run.pages(targets, jobs)
    asking, index = run.asking(), run.memory.index
    run.memory.close()
    gathered = external.gather(asking, index)
    unknown = set(external.unknown(gathered))
    places = sorted(place for page in asking for place in _places(repository.document(page.facts.path), page, index, gathered, unknown))
    return Listed(tuple(f"{url}\t{path}:{line}:{column}" for url, path, line, column in places), _sum(gathered, unknown))


def _places(document: Document, page: Page, index: SiteIndex, gathered: Gathered, unknown: set[str]) -> Iterator[tuple[str, str, int, int]]:
    for link in outgoing(page.facts, index):
        asked = gathered.asked.get(link.target)
        if asked and asked.url in unknown:
            line, column, *_ = document.source.place(document.locate(link.at))
            yield asked.url, document.source.path, line, column


def _sum(gathered: Gathered, unknown: set[str]) -> str:
    hosts = len({gathered.addresses[url].host for url in unknown})
    known, reasons = len(gathered.addresses) - len(unknown), Counter(gathered.left_out.values())
    said = [f"{len(unknown):,} to be asked for, on {hosts:,} host{'s' * (hosts != 1)}"]
    said += [f"{known:,} known from an earlier run"] if known else []
    said += [f"{sum(reasons.values()):,} left out ({', '.join(f'{reason}: {count:,}' for reason, count in sorted(reasons.items()))})"] if reasons else []
    return f"External links: {'; '.join(said)}."
