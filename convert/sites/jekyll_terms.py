"""What Jekyll makes of values: several under one key (categories, tags), defaults below front matter, names of collections (`Utils`, `Document`)."""

from __future__ import annotations

import re
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


def labelled(collections: dict[Any, Any]) -> dict[str, dict[str, Any]]:
    """Collections by what Jekyll and their folders call them; to one that it renames, its settings are lost (`Collection#sanitize_label`)."""
    labels = {str(name): re.sub(r"[^A-Za-z0-9_.-]", "", str(name)) for name in collections}
    return {label: settings if name == label and isinstance(settings := collections.get(name), dict) else {} for name, label in labels.items()}


def is_no(value: Any) -> bool:
    """What keeps a file out when `published` says so: false and nothing, but not 0."""
    return value is None or value is False


def categories(path: str, values: dict[str, Any]) -> list[str]:
    """The folders above `_posts`, then `categories` (a text is split at blanks), then `category`."""
    apart = next((folder for folder in path.split("/") if folder in ("_posts", "_drafts")), None)
    above = path.partition(apart)[0] if apart else ""
    terms = [*_split(values.get("categories")), *_flat(_first(values, "category", "categories"))]
    return list(dict.fromkeys([*filter(None, above.split("/")), *map(as_text, terms)]))


def tags(values: dict[str, Any]) -> list[str]:
    """`tag`, else `tags`, of which a text is split at blanks (`Utils.pluralized_array_from_hash`); those that are texts."""
    return [term for term in _flat(_first(values, "tag", "tags")) if isinstance(term, str)]


def _first(values: dict[str, Any], one: str, many: str) -> list[Any]:
    """What stands under the key of one, be it an empty text, else under that of many (`Utils.pluralized_array_from_hash`)."""
    given = values.get(one)
    return _split(values.get(many)) if given is None or given is False else [given]


def _split(value: Any) -> list[Any]:
    return value.split() if isinstance(value, str) else as_list(value)


def _flat(value: Any) -> list[Any]:
    """The items of lists within lists, but what is nothing."""
    return [one for item in value for one in _flat(item)] if isinstance(value, list) else as_list(value)
