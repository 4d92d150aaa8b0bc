"""Where the manual of a rule is to be read."""

from __future__ import annotations

from functools import cache

from ..model.finding import Diagnostic


def manual_of(found: Diagnostic) -> str:
    """The address of the page of a finding's rule; empty while there is none, and for rules of other packages."""
    return "" if found.package else _page(found.rule)


@cache
def _page(rule: str) -> str:
    """The address of a rule's page, below the project's own (`Project-URL: Documentation`); empty while it has none."""
    from importlib.metadata import PackageNotFoundError, metadata
    try:
        urls = metadata("newsconv").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    home = next((url.partition(", ")[2] for url in urls if url.startswith("Documentation, ")), "")
    return f"{home.rstrip('/')}/rules/{rule}.md" if home else ""
