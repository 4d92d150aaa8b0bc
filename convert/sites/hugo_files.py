"""What Hugo makes of each file (`hugolib/pages_capture.go`, `common/paths/pathparser.go`, `hugofs/files`): bundles, sections, copies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

from .hugo_configuration import NEWEST, REWRITTEN, Version, table
from .hugo_urls import texts

_ADAPTER = "_content.gotmpl"
_INDEXES = ("index", "_index")
CONTENT = ("md", "markdown", "mdown", "html", "htm", "adoc", "asciidoc", "ad", "org", "rst", "pandoc", "pdc")


class Place(NamedTuple):
    """Where a content file lies: its `folder` below the content, its `stem` without the language, as one of the names that make bundles."""

    folder: str
    stem: str

    @property
    def is_list(self) -> bool:
        """It is the page of a section, a taxonomy, a term, or the home page (a branch bundle)."""
        return self.stem == "_index"

    @property
    def is_bundle(self) -> bool:
        """The other files of its folder belong to it (a leaf bundle)."""
        return self.stem == "index"

    @property
    def name(self) -> str:
        """What a page is called: by its file, by its folder where that is a bundle."""
        return self.folder.rpartition("/")[2] if self.is_bundle or self.is_list else self.stem


class Files:
    """The files of a site by its settings; `listed` gives the paths of all of them, of which some decide over others."""

    def __init__(self, config: dict[str, Any], listed: Callable[[], Iterable[str]], themes: Iterable[str] = (), version: Version = NEWEST) -> None:
        mounts = _mounts(config)
        content = [source for source, target in mounts if target.split("/")[0] == "content"]
        self.content = f"{(content[0] if content else str(config.get('contentdir') or 'content')).strip('./')}/"
        static = [(source, target) for source, target in mounts if target.split("/")[0] == "static"]
        folders = static or [(folder.strip("./"), "static") for folder in texts(config.get("staticdir") or "static")]
        self._static = [(source, target.removeprefix("static")) for source, target in (*folders, *((f"{theme}/static", "static") for theme in themes))]
        self.is_told = len(content) < 2 and ("content" in [target for _, target in mounts] or not content)       # of mounts
        self._listed = listed
        self._has_adapters = version >= (0, 126)
        self._is_exact = version < REWRITTEN          # names are what they are in small letters alone, and no language is left out but the site's
        self._language = f".{str(config.get('defaultcontentlanguage') or 'en').lower()}"
        self._left_out = tuple(f".{code.lower()}" for code in texts(config.get("disablelanguages")))
        self._ignored = _patterns(texts(config.get("ignorefiles")))
        self.taxonomies = _taxonomies(config)
        self._leaf_above: dict[str, str | None] = {}

    def kind(self, path: str) -> str | None:
        """What is made of a file: a page, a copy, or nothing."""
        if self.static_url(path):
            return "static"
        if not path.startswith(self.content):
            return None
        rest = path[len(self.content):]
        if any(part[0] in ".#" or part[-1] == "~" for part in rest.split("/") if part) or any(pattern.search(path) for pattern in self._ignored):
            return None
        if self._left_out and rest.rpartition(".")[0].lower().endswith(self._left_out):
            return None
        if rest.rpartition("/")[2] == _ADAPTER and self._has_adapters:
            return None
        return "page" if is_content(rest) and not (self._is_exact and rest.rpartition(".")[2] not in CONTENT) else "static"

    def static_url(self, path: str) -> str:
        """Where a static file goes; empty for any other."""
        return next((f"{target}{path[len(source):]}" for source, target in self._static if path == source or path.startswith(f"{source}/")), "")

    def place(self, path: str) -> Place:
        """Where a content file lies."""
        folder, _, name = path[len(self.content):].rpartition("/")
        stem = name.rpartition(".")[0]
        if stem.lower().endswith(self._language) and len(stem) > len(self._language):
            stem = stem[:-len(self._language)]
        if self._is_exact:
            return Place(folder, next((index for index in _INDEXES if stem.startswith(f"{index}.")), stem))
        return Place(folder, stem.lower() if stem.lower() in _INDEXES else stem)

    def is_inside(self, place: Place) -> bool:
        """A file belongs to a leaf bundle, and is no page of its own."""
        leaf = self._leaf_of(place.folder)
        return leaf is not None and not (leaf == place.folder and place.is_bundle)

    def _leaf_of(self, folder: str) -> str | None:
        """The outermost leaf bundle that a folder is in."""
        if folder not in self._leaf_above:
            above = self._leaf_of(folder.rpartition("/")[0]) if folder else None
            self._leaf_above[folder] = folder if above is None and folder in self.leaves else above
        return self._leaf_above[folder]

    @cached_property
    def _told(self) -> tuple[set[str], dict[str, str], set[str], set[str]]:
        """The folders of leaf bundles, of branch bundles, of adapters; the render hooks."""
        leaves, branches, adapters, hooks = set[str](), dict[str, str](), set[str](), set[str]()
        for path in self._listed():
            name = path.rpartition("/")[2]
            if "/_markup/render-" in path:
                hooks.add(name.removeprefix("render-").partition(".")[0])
            elif path.startswith(self.content) and name == _ADAPTER and self._has_adapters:
                adapters.add(self.place(path).folder)
            elif "index." in name.lower() and path.startswith(self.content) and self.kind(path) == "page":
                place = self.place(path)
                if place.is_list:
                    branches.setdefault(place.folder, path)
                elif place.is_bundle:
                    leaves.add(place.folder)
        return leaves, branches, adapters, hooks

    @property
    def leaves(self) -> set[str]:
        """The folders of leaf bundles."""
        return self._told[0]

    @property
    def branches(self) -> dict[str, str]:
        """The folders whose lists have a page of their own, with its file."""
        return self._told[1]

    @property
    def adapters(self) -> set[str]:
        """The folders below which templates make pages."""
        return self._told[2]

    @property
    def hooks(self) -> set[str]:
        """What templates render otherwise than Goldmark does: links, images, headings."""
        return self._told[3]

    def holds(self, path: str) -> bool:
        """A file lies in a leaf bundle, or beside the page of a list."""
        folder = path.removeprefix(self.content).rpartition("/")[0]
        return self._leaf_of(folder) is not None or folder in self.branches

    @property
    def inside(self) -> list[str]:
        """The content files that are no pages because of others."""
        return [path for path in self._listed() if path.startswith(self.content) and is_content(path) and self.is_inside(self.place(path))]

    def sections(self, folder: str) -> tuple[str, ...]:
        """The sections that a folder lies in, and is: of those below the first, only folders with a page of their own."""
        parts = folder.split("/") if folder else []
        return tuple(part for depth, part in enumerate(parts, 1) if depth == 1 or "/".join(parts[:depth]) in self.branches)

    def kind_of_list(self, folder: str) -> str:
        """Which list a folder's page is."""
        if not folder:
            return "home"
        top, _, below = folder.lower().partition("/")
        return ("term" if below else "taxonomy") if top in self.taxonomies.values() else "section"


def _mounts(config: dict[str, Any]) -> list[tuple[str, str]]:
    """What is mounted where (`module.mounts`), source and target from the root; those for templates alone left out."""
    said = table(config, "module").get("mounts")
    mounts = [one for one in (said if isinstance(said, list) else []) if isinstance(one, dict)]
    return [(str(one.get("source") or "").strip("./"), str(one.get("target") or "").strip("/")) for one in mounts]


def has_odd_mounts(config: dict[str, Any]) -> bool:
    """Files of the content, or static ones, are mounted for one language alone, or not all of a folder, or from elsewhere."""
    said = table(config, "module").get("mounts")
    return any(isinstance(one, dict) and str(one.get("target") or "").strip("/").split("/")[0] in ("content", "static")
               and (not one.keys() <= {"source", "target", "disablewatch"} or ".." in str(one.get("source"))) for one in (said if isinstance(said, list) else []))


def is_content(path: str) -> bool:
    """A file that pages are made of, by its suffix."""
    return path.rpartition(".")[2].lower() in CONTENT


def _taxonomies(config: dict[str, Any]) -> dict[str, str]:
    """The key in heads by which each taxonomy is filled is the plural; here by its singular."""
    if "taxonomies" in config:
        return {single: str(plural).lower() for single, plural in table(config, "taxonomies").items()}
    return {"category": "categories", "tag": "tags"}


def _patterns(written: list[str]) -> list[re.Pattern[str]]:
    """Go's patterns, as far as Python reads them, too."""
    found = []
    for pattern in written:
        try:
            found.append(re.compile(pattern))
        except re.error:
            continue
    return found
