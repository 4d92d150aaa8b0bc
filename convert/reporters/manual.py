"""Where the manual of a rule is to be read."""

from __future__ import annotations

from functools import cache


@cache
def manual_of(rule: str) -> str:
    """The address of a rule's page, below the project's own (`Project-URL: Documentation`); empty while it has none."""
    from importlib.metadata import PackageNotFoundError, metadata
    try:
        urls = metadata("newsconv").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    home = next((url.partition(", ")[2] for url in urls if url.startswith("Documentation, ")), "")
    return f"{home.rstrip('/')}/rules/{rule}.md" if home else ""
