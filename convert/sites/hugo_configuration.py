"""The settings of a Hugo site (`config/allconfig`): one file at the root, or several in `config/_default` and `config/production`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from ..model.flavor import Engine
from .configuration import load, merged

Version: TypeAlias = tuple[int, ...]

NEWEST: Version = (0, 169)
REWRITTEN: Version = (0, 123)          # "a rewrite of the Hugo core" (its release notes): paths, sections and bundles are made anew
WRITTEN: Version = (0, 131)            # so long, ids were surely made of headings as they are written; from the other on, of what they show
SHOWN: Version = (0, 147)
_TRUE = ("true", "True", "TRUE", "1", "t", "T")
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
        languages = config.pop("languages")
        config["defaultcontentlanguage"] = next(key for key, values in languages.items() if values in used)
        config["disablelanguages"] = [key for key, values in languages.items() if values not in used]
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


def is_true(value: Any) -> bool:
    """A value that Hugo takes for true, a text too."""
    return value is True or value in _TRUE


def engine_of(markup: dict[str, Any], *, emoji: bool, version: Version | None) -> Engine | None:
    """Goldmark with what Hugo's settings of it say of HTML and ids; None where another renders Markdown. Where the version does not tell
    which ids are made, both may be.
    """
    if str(markup.get("defaultmarkdownhandler") or "goldmark").lower() != "goldmark":
        return None
    goldmark = table(markup, "goldmark")
    parser, typographer = table(goldmark, "parser"), table(goldmark, "extensions").get("typographer", True)
    return Engine("goldmark", {
        "unsafe": is_true(table(goldmark, "renderer").get("unsafe")), "auto": parser.get("autoheadingid") is not False,
        "emoji": emoji, "written": _written(version), "type": str(parser.get("autoidtype") or parser.get("autoheadingidtype") or "github"),
        "typographer": typographer is not False and not is_true(typographer.get("disable") if isinstance(typographer, dict) else None)})


def _written(version: Version | None) -> bool | None:
    if version is None or WRITTEN < version[:2] < SHOWN:
        return None
    return version < SHOWN


def has_own_hooks(goldmark: dict[str, Any]) -> bool:
    """Hugo's own render hooks are on, which find pages and files by their names (`markup.goldmark.renderHooks`)."""
    hooks = table(goldmark, "renderhooks")
    return any(is_true(table(hooks, name).get("enabledefault")) or table(hooks, name).get("useembedded") in ("always", "fallback") for name in ("link", "image"))


def has_other_ids(goldmark: dict[str, Any]) -> bool:
    """Ids are made that are not modelled: of terms that are defined, of notes with a prefix."""
    return is_true(table(goldmark, "parser").get("autodefinitiontermid")) or isinstance(table(goldmark, "extensions").get("footnote"), dict)
