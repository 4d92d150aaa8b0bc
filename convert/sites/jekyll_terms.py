"""What Jekyll makes of several values under one key: categories, tags, defaults below front matter (`Utils`, `Document#read_post_data`)."""

from __future__ import annotations

from typing import Any

from .jekyll_urls import as_text


def as_list(value: Any) -> list[Any]:
    """A list as it is, anything else as its only item."""
    return value if isinstance(value, list) else [] if value is None else [value]


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """`Utils.deep_merge_hashes`, one level deep: nothing does not hide something."""
    both = {**below, **above}
    both |= {key: below[key] for key in below.keys() & above.keys() if above[key] is None}
    if below.get("categories") is not None and above.get("categories") is not None:
        both["categories"] = [*_split(below["categories"]), *_split(above["categories"])]
    return both


def categories(path: str, values: dict[str, Any]) -> list[str]:
    """The folders above `_posts`, then `categories` (a text is split at blanks), then `category`."""
    apart = next((folder for folder in path.split("/") if folder in ("_posts", "_drafts")), None)
    above = path.partition(apart)[0] if apart else ""
    terms = [*_split(values.get("categories")), *as_list(values.get("category") or None)]
    return list(dict.fromkeys([*filter(None, above.split("/")), *map(as_text, terms)]))


def tags(values: dict[str, Any]) -> list[str]:
    """`tag`, else `tags`, of which a text is split at blanks (`Utils.pluralized_array_from_hash`); those that are texts."""
    terms = as_list(values["tag"]) if values.get("tag") else _split(values.get("tags"))
    return [term for term in terms if isinstance(term, str)]


def _split(value: Any) -> list[Any]:
    return value.split() if isinstance(value, str) else as_list(value)
