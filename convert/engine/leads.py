"""Where the links of a page lead, and which pages of the site lead to it."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..model.site import Resolution, SiteIndex
from .repository import Repository
from .settings import load
from .validation import Validation

_SITE_RULE = "link-broken"             # facts are gathered for rules of the site


class Leads(NamedTuple):
    """What the `targets` of a page lead to, in the order of `Document.targets`; and the links of other pages that lead to it, by the paths of these."""

    targets: list[dict[str, Any]]
    backlinks: list[dict[str, Any]]


def leads_of(repository: Repository, path: str) -> Leads:
    """Of a file, by its path from the root. The whole repository is read, or what was learnt of it before is remembered."""
    settings = load(repository.root)
    run = Validation(Repository([repository.root], settings), remembers=True)
    if not run.checker.asks_site:
        run.memory.close()
        run = Validation(Repository([repository.root], settings.with_options(select=(_SITE_RULE,))), remembers=True)
    run.pages(list(dict.fromkeys([*run.repository.targets(), path])))
    index, found = run.memory.index, Leads([], [])
    for page in filter(None, map(run.memory.facts, run.paths)):
        resolutions = index.resolutions(page)
        if page.path == path:
            found.targets.extend(_lead(one, index) for one in resolutions)
        else:
            found.backlinks.extend({"path": run.repository.shown(page.path), "href": link.target} for link, one in zip(page.links, resolutions, strict=True)
                                   if one.verdict == "found" and index.file_of(one.url) == path)
    run.memory.close()
    return found


def _lead(found: Resolution, index: SiteIndex) -> dict[str, Any]:
    path = index.file_of(found.url) if found.verdict == "found" else None
    return {"verdict": found.verdict, "url": index.baseurl + found.url if found.url else None, "file": path or None}
