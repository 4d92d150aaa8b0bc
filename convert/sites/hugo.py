"""Hugo's URLs (as of 0.146), from the sources alone, without its templates.

See `hugo_files` for which files, `hugo_urls` for spelling and patterns, `hugo_dates` for what is published, `hugo_formats` for
feeds and other formats. What templates make on their own (resources, links that render hooks rewrite) is not told from here.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from ..model.flavor import Engine
from ..model.front_matter import FrontMatter
from ..model.liquid import Folders
from ..model.pages import Beside, PageFacts
from ..model.source import Source
from .configuration import address, name_in, text_in
from .hugo_configuration import NEWEST, engine_of, has_other_ids, is_true, lowered, permalinks_of, table
from .hugo_dates import Calendar
from .hugo_files import Files, Place
from .hugo_formats import Formats
from .hugo_lists import made_of
from .hugo_urls import Named, Spelling, alias_url, escaped, expanded, own_url, texts, unknown_tokens

# What a cascade may hand down without another URL for anything.
_HARMLESS = frozenset({"params", "type", "layout", "title", "linktitle", "description", "_target", "target", "weight", "toc", "author", "images"})


class _Look(NamedTuple):
    """What is told of one content file: the values of its head (keys in small letters), its kind, the `reason` why it is no page
    (empty: it is one), its place in the site, and its URLs, one in each format.
    """

    path: str
    head: FrontMatter
    place: Place
    values: dict[str, Any]
    kind: str
    reason: str
    target: str
    urls: tuple[str, ...]


class Hugo:
    """A Hugo site by its configuration (keys in small letters); `listed` gives the paths of all its files."""

    generator = "hugo"
    templates: Folders | None = None

    def __init__(self, config: dict[str, Any], has: Callable[[str], bool] = lambda path: False, now: datetime | None = None,
                 listed: Callable[[], Iterable[str]] = tuple, version: tuple[int, ...] | None = None) -> None:
        config = lowered(config)
        self.version = version or NEWEST
        parts = address(config.get("baseurl"))
        host = parts.netloc.lower()
        self.address = f"{parts.scheme}://{parts.netloc}" if host else ""
        self.baseurl = parts.path.rstrip("/") if host else ""
        self.hosts = frozenset({host}) if host else frozenset()
        self.language = text_in(config.get("languagecode") or config.get("locale") or config.get("defaultcontentlanguage"))
        self.timezone: str | None = str(config["timezone"]) if config.get("timezone") else None
        author = table(config, "params").get("author")
        self.title, self.author = text_in(config.get("title")), name_in(author) or name_in(config.get("author"))
        self.engine: Engine | None = engine_of(table(config, "markup"), emoji=is_true(config.get("enableemoji")))
        self.redirects_made = not is_true(config.get("disablealiases"))
        self._pager = str(table(config, "pagination").get("path") or config.get("paginatepath") or "page").strip("/")
        themes = [f"{config.get('themesdir') or 'themes'}/{name}" for name in texts(config.get("theme"))]
        homes = ["", *(f"{theme}/" for theme in themes)]
        self._disabled = frozenset(name.lower() for name in texts(config.get("disablekinds")))
        self.formats = Formats(config, self._disabled)
        self.spelling = Spelling(lowers=not is_true(config.get("disablepathtolower")), accents=not is_true(config.get("removepathaccents")))
        self.files = Files(config, listed, themes)
        self.extras = tuple(_extras(config, self._disabled, has, homes))
        self._calendar = Calendar(config, now)
        self.shows_future = self._calendar.shows_future
        self._permalinks = permalinks_of(table(config, "permalinks"), self.files.taxonomies.values())
        self._last: _Look | None = None
        self._known_terms: dict[str, list[str]] = {}
        self._ugly = config.get("uglyurls")
        self._layouts = tuple(f"{home}layouts/" for home in homes)
        self._is_all_here = _all_here(themes, has)
        goldmark = table(table(config, "markup"), "goldmark")
        self._has_other_ids = has_other_ids(goldmark)
        module = table(config, "module")
        self.certain = not (table(config, "languages") or module.get("mounts") or is_true(config.get("defaultcontentlanguageinsubdir"))
                            or any(_moves(cascade) for cascade in _tables(config.get("cascade")))
                            or any(unknown_tokens(pattern) for patterns in self._permalinks.values() for pattern in patterns.values()))
        is_rewritten = bool(module.get("imports")) or "renderhooks" in goldmark \
            or (self.baseurl and any(is_true(config.get(name)) for name in ("canonifyurls", "relativeurls")))
        self._is_told = self.certain and self.formats.complete and self._is_all_here and not is_rewritten

    @property
    def complete(self) -> bool:
        """All is told by the settings and the files that are here, and no template makes other links of those that are written."""
        return self._is_told and self.files.hooks.isdisjoint(("link", "image"))

    @property
    def layouts(self) -> tuple[str, ...] | None:
        """The layouts of the site and its themes; None when not all are here, or ids come from elsewhere."""
        return self._layouts if self._is_all_here and not self._has_other_ids and "heading" not in self.files.hooks else None

    @property
    def known(self) -> tuple[str, ...]:
        """The further pages of lists, and all that templates make of data."""
        adapters = (f"/{self.spelling.of_file(folder)}" if folder else "" for folder in sorted(self.files.adapters))
        return rf"/{re.escape(self._pager)}/\d+(?:/|/index\.html)?$", *(f"^{re.escape(folder)}/" for folder in adapters)

    # which files

    def has_head(self, source: Source, head: FrontMatter) -> bool:
        """Hugo reads YAML, TOML and JSON."""
        return bool(head)

    def kind(self, path: str, *, has_head: bool) -> str | None:
        """Content files are pages, and part of a page in a leaf bundle; other files below `content` and `static` are copied."""
        return self.files.kind(path)

    def defaults(self, path: str, kind: str) -> dict[str, Any]:
        """Cascades are not followed."""
        return {}

    @property
    def goes_by(self) -> tuple[str, ...]:
        """The files of which others decide that they are no pages, and the sections that patterns name."""
        is_named = any(":sections" in pattern for patterns in self._permalinks.values() for pattern in patterns.values())
        return *self.files.inside, *(sorted(self.files.branches) if is_named else ())

    # which URLs

    def urls(self, path: str, kind: str, head: FrontMatter) -> list[str]:
        """The URL of a page, or of a file in `static`, and its aliases; what is copied from the content goes with its bundle (`generated`)."""
        if kind != "page":
            below = next((folder for folder in self.files.static if path.startswith(folder)), None)
            return [] if below is None else [escaped("/" + path[len(below):])]
        look = self._look(path, head)
        if look.reason or not self.formats.of(look.kind, look.values.get("outputs")):
            return []
        asked = texts(look.values.get("aliases")) if self.redirects_made else []
        return [look.urls[0], *(alias_url(alias, look.urls[0], ugly=self._is_ugly(look.place)) for alias in asked if alias)]

    def kept(self, posts: Callable[[], Iterable[tuple[str, str, FrontMatter]]]) -> frozenset[str] | None:
        """There is no limit."""
        return None

    def withheld(self, path: str, kind: str, head: FrontMatter) -> tuple[str, str] | None:
        """Drafts, what is later than now or expired, what is not to be rendered."""
        if kind != "page" or self.files.is_inside(self.files.place(path)) or not (look := self._look(path, head)).reason:
            return None
        return look.urls[0], look.reason

    def expires(self, path: str, head: FrontMatter) -> bool:
        """It has an expiry date."""
        return bool(head) and self._calendar.date(lowered(head.values), path, "expirydate") is not None

    def beside(self, path: str, kind: str, head: FrontMatter) -> Beside:
        """The other formats of a page, the pages of its terms and their feeds, and where the files of its bundle go."""
        if kind != "page" or self.files.is_inside(place := self.files.place(path)):
            return Beside()
        look = self._look(path, head)
        if look.kind in self._disabled or (look.reason and self._calendar.withheld(look.values, path)):
            return Beside()
        others = () if look.reason else look.urls[1:]
        is_listed = not look.reason or not (_built(look.values, "list") in (False, "never") or is_true(look.values.get("headless")))
        has_files = (place.is_bundle or place.is_list) and _built(look.values, "publishresources") is not False
        return Beside((*others, *(self._terms(look.values) if is_listed else ())), escaped(f"{look.target}/") if has_files else "")

    def _look(self, path: str, head: FrontMatter) -> _Look:
        """All that is told of a content file; of the last one it is kept."""
        if self._last is None or self._last.path != path or self._last.head is not head:
            place, values = self.files.place(path), lowered(head.values)
            kind = self._kind_of(place)
            target, fixed = self._target(path, place, values)
            ugly = self._is_ugly(place) and kind in ("page", "term") and not values.get("url")
            formats = [] if fixed else self.formats.of(kind, values.get("outputs")) or self.formats.named("html")
            urls = tuple(one.url(target, ugly=ugly) for one in formats) or (escaped(fixed),)
            self._last = _Look(path, head, place, values, kind, self._reason(path, place, values), target, urls)
        return self._last

    def generated(self, pages: Iterable[PageFacts]) -> Iterator[PageFacts]:
        """Lists that have no file of their own, feeds, and the files of bundles."""
        return made_of(self, pages)

    def list_urls(self, folder: str, kind: str) -> list[str]:
        """The URLs of a list that has no file of its own, or would not have one: the page, its feed."""
        if kind in self._disabled or (kind == "taxonomy" and "taxonomyterm" in self._disabled):
            return []
        place = Place(folder, "_index")
        target = self.target_of(folder)
        return [one.url(target, ugly=self._is_ugly(place) and kind == "term") for one in self.formats.of(kind)]

    def target_of(self, folder: str) -> str:
        """The place of a list that has no file of its own, without a last slash."""
        return self._target("", Place(folder, "_index"), {"title": folder.rpartition("/")[2]})[0]

    def _reason(self, path: str, place: Place, values: dict[str, Any]) -> str:
        """Why there is no page of a content file; empty when there is one."""
        if self.files.is_inside(place):
            return "it belongs to the page of its folder"
        if self._kind_of(place) in self._disabled:
            return "the site has no such pages"
        if is_true(values.get("headless")) and place.is_bundle:
            return "it is headless"
        if _built(values, "render") in (False, "never", "link"):
            return "its `build` keeps it out"
        return self._calendar.withheld(values, path)

    def _kind_of(self, place: Place) -> str:
        return self.files.kind_of_list(place.folder) if place.is_list else "page"

    def _is_ugly(self, place: Place) -> bool:
        if isinstance(self._ugly, dict):
            return is_true(self._ugly.get(place.folder.partition("/")[0].lower()))
        return is_true(self._ugly)

    def _target(self, path: str, place: Place, values: dict[str, Any]) -> tuple[str, str]:
        """The place of a page in the site, without a last slash; and its file, where `url` names one."""
        kind, folder = self._kind_of(place), place.folder
        if values.get("url") and kind != "home":
            url = str(values["url"])
            url = own_url(expanded(url, self._named(path, place, values), self.spelling) if ":" in url else url)
            return (url.rstrip("/"), "") if url.endswith("/") else (posixpath.splitext(url)[0], url)
        sections = self.files.sections(folder if place.is_list or not place.is_bundle else folder.rpartition("/")[0])
        key = folder.partition("/")[0].lower() if place.is_list else (sections[0].lower() if sections else "/")
        if pattern := self._permalinks.get(kind, {}).get(key):
            return expanded(pattern, self._named(path, place, values), self.spelling), ""
        parts = [folder] if place.is_list or place.is_bundle else [folder, place.stem]
        spelled = self.spelling.of_file("/".join(filter(None, parts)))
        if values.get("slug"):
            own = self.spelling.of_text(str(values["slug"])).strip("-/")
            spelled = posixpath.join(spelled.rpartition("/")[0], own)
        return (f"/{spelled}" if spelled else ""), ""

    def _named(self, path: str, place: Place, values: dict[str, Any]) -> Named:
        above, _, last = place.folder.rpartition("/")
        sections = tuple(map(self.spelling.of_file, self.files.sections(above if place.is_bundle else place.folder)))
        title = _text(values.get("title"))
        return Named(sections, last if place.is_bundle or place.is_list else place.stem, title, _text(values.get("slug")), self._calendar.date(values, path))

    def _terms(self, values: dict[str, Any]) -> Iterator[str]:
        for plural in self.files.taxonomies.values():
            for term in texts(values.get(plural)):
                folder = f"{plural}/{term.rstrip()}"
                if folder not in self._known_terms:
                    self._known_terms[folder] = self.list_urls(folder, "term")
                yield from self._known_terms[folder]


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _built(values: dict[str, Any], what: str) -> Any:
    """What a head says of how a page is built (`build`, once `_build`)."""
    said = values.get("build", values.get("_build"))
    return lowered(said).get(what) if isinstance(said, dict) else None


def _tables(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _moves(cascade: dict[str, Any]) -> bool:
    return not cascade.keys() <= _HARMLESS


def _all_here(themes: Iterable[str], has: Callable[[str], bool]) -> bool:
    """All themes lie in the repository, and add layouts and files alone."""
    return all(has(f"{theme}/layouts") and not has(f"{theme}/content") for theme in themes)


def _extras(config: dict[str, Any], disabled: frozenset[str], has: Callable[[str], bool], homes: list[str]) -> Iterator[str]:
    """What is made of no page: the site map, `robots.txt`, the page for what is not there."""
    if "sitemap" not in disabled:
        yield "/" + str(table(config, "sitemap").get("filename") or "sitemap.xml").strip("/")
    if is_true(config.get("enablerobotstxt")) and "robotstxt" not in disabled:
        yield "/robots.txt"
    if "404" not in disabled and any(has(f"{home}layouts/404.html") for home in homes):
        yield "/404.html"
