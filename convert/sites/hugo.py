"""Hugo's URLs for regular pages; what themes, taxonomies and render hooks add is not told from here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from unicodedata import category

from ..model.flavor import Engine
from ..model.front_matter import FrontMatter
from ..model.site import PageFacts
from ..model.source import Source
from .configuration import address, name_in, text_in

# Settings by which pages get other URLs than their places give them.
_MOVE_PAGES = frozenset({"languages", "permalinks", "module", "contentdir", "cascade", "disablepathtolower", "removepathaccents"})
_CONTENT = ("md", "markdown", "mdown", "html", "htm")


class Hugo:
    """A Hugo site by its configuration."""

    generator = "hugo"
    known: tuple[str, ...] = ()
    complete = False
    redirects_made = True
    layouts: tuple[str, ...] | None = None          # those of themes are not seen
    engine: Engine | None = Engine("goldmark")

    def __init__(self, config: dict[str, Any]) -> None:
        lowered = {str(key).lower(): value for key, value in config.items()}
        parts = address(lowered.get("baseurl"))
        host = parts.netloc.lower()
        self.address = f"{parts.scheme}://{parts.netloc}" if host else ""
        self.baseurl = parts.path.rstrip("/") if host else ""
        self.hosts = frozenset({host}) if host else frozenset()
        language = lowered.get("languagecode") or lowered.get("defaultcontentlanguage")
        self.language: str | None = str(language) if language else None
        zone = lowered.get("timezone")
        self.timezone: str | None = str(zone) if zone else None
        params = lowered.get("params")
        self.title = text_in(lowered.get("title"))
        self.author = name_in(params.get("author") if isinstance(params, dict) else None) or name_in(lowered.get("author"))
        self.shows_future = bool(lowered.get("buildfuture"))
        self.certain = _MOVE_PAGES.isdisjoint(lowered)
        self._ugly = bool(lowered.get("uglyurls"))

    def has_head(self, source: Source, head: FrontMatter) -> bool:
        """Hugo reads YAML, TOML and JSON."""
        return bool(head)

    def kind(self, path: str, *, has_head: bool) -> str | None:
        """Content files are pages; other files below `content` and `static` are copied."""
        top, _, rest = path.partition("/")
        if top == "static":
            return "static"
        if top != "content" or any(part.startswith(".") for part in rest.split("/")):
            return None
        return "page" if path.rsplit(".", 1)[-1].lower() in _CONTENT else "static"

    def defaults(self, path: str, kind: str) -> dict[str, Any]:
        """Cascades are not followed."""
        return {}

    def urls(self, path: str, kind: str, head: FrontMatter) -> list[str]:
        """The URL of a content file and its aliases."""
        rest, values = path.partition("/")[2], head.values
        if kind == "static":
            return ["/" + rest]
        if values.get("draft") is True:
            return []
        folder, _, name = rest.rpartition("/")
        stem = name.rsplit(".", 1)[0]
        if values.get("url"):
            url = str(values["url"])
            return [url if url.startswith("/") else f"/{url}"]
        base = f"/{urlize(folder)}/" if folder else "/"
        if stem in ("index", "_index"):
            return [base]
        own = urlize(str(values.get("slug") or stem))
        return [f"{base}{own}.html" if self._ugly else f"{base}{own}/", *_aliases(values, base)]

    def withheld(self, path: str, kind: str, head: FrontMatter) -> tuple[str, str] | None:
        """Drafts."""
        if head.values.get("draft") is not True:
            return None
        published = FrontMatter(values={**head.values, "draft": False})
        return next(((url, "it is a draft") for url in self.urls(path, kind, published)), None)

    def lists(self, path: str, kind: str, head: FrontMatter) -> Iterable[str]:
        """Taxonomies are not followed."""
        return ()

    def generated(self, pages: Iterable[PageFacts]) -> Iterable[str]:
        """The home page and its feeds."""
        return ["/", "/index.xml", "/sitemap.xml"]


def _aliases(values: dict[str, Any], base: str) -> list[str]:
    aliases = values.get("aliases")
    found = aliases if isinstance(aliases, list) else [aliases] if isinstance(aliases, str) else []
    return [alias if str(alias).startswith("/") else base + str(alias) for alias in found]


def urlize(path: str) -> str:
    """`helpers.PathSpec.MakePathSanitized`: lower case, blanks as hyphens, punctuation out."""
    kept = "".join(character for character in path.strip()
                   if character in "./_-#+~ \\" or category(character)[0] in "LMN")
    return re.sub(r"\s+", "-", kept).lower()
