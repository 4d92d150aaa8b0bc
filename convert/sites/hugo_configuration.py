"""The settings of a Hugo site (`config/allconfig`): one file at the root, or several in `config/_default` and `config/production`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .configuration import load, merged

_WHOLE = ("hugo", "config")
_PARTS = ("params", "permalinks", "taxonomies", "outputs", "outputFormats", "mediaTypes", "module", "markup", "sitemap", "frontmatter",
          "cascade", "languages", "uglyURLs", "build")
_SUFFIXES = (".toml", ".yaml", ".yml", ".json")
_FOLDERS = ("config/_default", "config/production")
FILES = (*(f"hugo{suffix}" for suffix in _SUFFIXES), *(f"config{suffix}" for suffix in _SUFFIXES),
         *(f"{_FOLDERS[0]}/{name}{suffix}" for name in _WHOLE for suffix in _SUFFIXES))


def settings_of(name: str, has: Callable[[str], bool], read: Callable[[str], str]) -> dict[str, Any]:
    """All settings, of which `name` is the first file; keys in small letters. ValueError with a message for a file that cannot be read."""
    config = {} if name.startswith("config/") else lowered(load(name, read(name)))
    for folder in filter(has, _FOLDERS):
        for part, path in _files_in(folder, has):
            values = lowered(load(path, read(path)))
            config = merged(config, values if part in _WHOLE else {part.lower(): values})
    languages = config.get("languages")
    used = [values for values in languages.values() if isinstance(values, dict) and not values.get("disabled")] if isinstance(languages, dict) else []
    if len(used) == 1:                # the settings of the only language are those of the site
        config = merged(config, used[0])
        config["defaultcontentlanguage"] = next(key for key, values in config.pop("languages").items() if isinstance(values, dict) and not values.get("disabled"))
    return config


def _files_in(folder: str, has: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    for part in (*_WHOLE, *_PARTS):
        for suffix in _SUFFIXES:
            if has(path := f"{folder}/{part}{suffix}"):
                yield part, path


def lowered(value: Any) -> Any:
    """A value whose keys are in small letters, as deep as they go: Hugo takes no notice of capitals there."""
    if isinstance(value, dict):
        return {str(key).lower(): lowered(inner) for key, inner in value.items()}
    return [lowered(inner) for inner in value] if isinstance(value, list) else value


def table(config: dict[str, Any], key: str) -> dict[str, Any]:
    """A table of the settings; empty when there is none."""
    value = config.get(key)
    return value if isinstance(value, dict) else {}
