"""Hugo's URLs, from the sources alone, without its templates; as its versions from 0.111 to 0.169 give them.

See `hugo_files` for which files, `hugo_targets` for where pages go, `hugo_urls` for spelling and patterns, `hugo_dates` for what is published,
`hugo_formats` for feeds and other formats, `hugo_above` for cascades, `hugo_languages` for sites in several languages. What differs by version stands where
it is told. Not told is what templates make on their own (resources, links that render hooks rewrite), and what 0.111 copies into paths of formats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from ..model.flavor import Engine
from ..model.front_matter import FrontMatter
from ..model.liquid import Folders
from ..model.pages import Beside, PageFacts
from ..model.source import Source
from .configuration import address, name_in, text_in
from .hugo_above import Above
from .hugo_configuration import (
    NEWEST,
    REWRITTEN,
    Version,
    engine_of,
    has_other_ids,
    has_own_hooks,
    is_true,
    lowered,
    table,
)
from .hugo_dates import Calendar
from .hugo_files import Files, Place, has_odd_mounts
from .hugo_formats import LISTS_ASIDE, Format, Formats
from .hugo_lists import HEADLESS, NOT_BUILT, made_of
from .hugo_targets import Target, Targets
from .hugo_urls import ALIASES_IN_LANGUAGES, SHORT_SUFFIX, Spelling, alias_url, escaped, texts

_OTHERS: tuple[Version, ...] = ((0, 111), (0, 147))       # that may build a site that does not say its version
_SECTIONS_PLAIN = ((0, 112), (0, 136))           # in which `uglyURLs` for some sections has no effect


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
    target: Target
    urls: tuple[str, ...]


class Tongue(NamedTuple):
    """One language of a site that has several: its code, and what its URLs begin with."""

    code: str = ""
    prefix: str = ""


class Hugo:
    """A Hugo site by its configuration (keys in small letters); `listed` gives the paths of all its files."""

    generator = "hugo"
    templates: Folders | None = None

    def __init__(self, config: dict[str, Any], has: Callable[[str], bool] = lambda path: False, now: datetime | None = None,
                 listed: Callable[[], Iterable[str]] = tuple, *, head: Callable[[str], Mapping[str, Any]] = lambda path: {},
                 version: Version | None = None, tongue: Tongue = Tongue()) -> None:  # noqa: B008 - a tuple
        config = lowered(config)
        self.tongue = tongue
        self.version = version or NEWEST
        self._others = [] if version else [Hugo(config, has, now, listed, head=head, version=other, tongue=tongue) for other in _OTHERS]
        parts = address(config.get("baseurl"))
        self.address = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        self.baseurl = parts.path.rstrip("/") if parts.netloc else ""
        self.hosts = frozenset(filter(None, (parts.netloc.lower(),)))
        self.language = text_in(config.get("languagecode") or config.get("locale") or config.get("defaultcontentlanguage"))
        self.timezone: str | None = str(config["timezone"]) if config.get("timezone") else None
        self.title = text_in(config.get("title"))
        self.author = name_in(table(config, "params").get("author")) or name_in(config.get("author"))
        self.engine: Engine | None = engine_of(table(config, "markup"), emoji=is_true(config.get("enableemoji")), version=version)
        self.redirects_made = not is_true(config.get("disablealiases"))
        self._pager = str(table(config, "pagination").get("path") or config.get("paginatepath") or "page").strip("/")
        themes = [f"{config.get('themesdir') or 'themes'}/{name}" for name in texts(config.get("theme"))]
        homes = ["", *(f"{theme}/" for theme in themes)]
        self.disabled = frozenset(name.lower() for name in texts(config.get("disablekinds")))
        self.formats = Formats(config, self.disabled)
        self.spelling = Spelling(not is_true(config.get("disablepathtolower")), not is_true(config.get("removepathaccents")), self.version)
        self.files = Files(config, listed, themes, self.version)
        self.sitemap = str(table(config, "sitemap").get("filename") or "sitemap.xml").strip("/")
        self.extras = tuple(self._extras(config, has, homes))
        self.calendar = Calendar(config, now, self.version)
        self.shows_future = self.calendar.shows_future
        self.above = Above(config, self.files, head, self.version)
        self.targets = Targets(config.get("permalinks"), self.files, self.spelling, self.calendar, self.above)
        self._last: _Look | None = None
        self._known_terms: dict[str, list[str]] = {}
        self._ugly = config.get("uglyurls")
        self._layouts = tuple(f"{home}layouts/" for home in homes)
        self._is_all_here = _all_here(themes, has)
        goldmark, module = table(table(config, "markup"), "goldmark"), table(config, "module")
        self._has_other_ids = has_other_ids(goldmark)
        self._is_plain = self.files.is_told and not (table(config, "languages") or has_odd_mounts(config) or is_true(config.get("defaultcontentlanguageinsubdir")))
        self.links_name_files = has_own_hooks(goldmark)
        self._is_rewritten = bool(module.get("imports")) or bool(self.baseurl and any(is_true(config.get(name)) for name in ("canonifyurls", "relativeurls")))

    @property
    def certain(self) -> bool:
        """No other languages, and no mount, pattern or cascade that cannot be followed."""
        return self._is_plain and self.targets.is_told and self.above.is_told

    @property
    def complete(self) -> bool:
        """All is told by the settings and the files that are here, and no template makes other links of those that are written."""
        return self.certain and self.formats.complete and self._is_all_here and not self._is_rewritten and self.files.hooks.isdisjoint(("link", "image"))

    @property
    def is_guessed(self) -> bool:
        """Nobody says which version builds the site."""
        return bool(self._others)

    @property
    def layouts(self) -> tuple[str, ...] | None:
        """The layouts of the site and its themes; None when not all are here, or ids come from elsewhere."""
        return self._layouts if self._is_all_here and not self._has_other_ids and "heading" not in self.files.hooks else None

    @property
    def known(self) -> tuple[str, ...]:
        """The further pages of lists, and all that templates make of data."""
        adapters = (f"{self.tongue.prefix}/{self.spelling.of_file(folder)}" if folder else "" for folder in sorted(self.files.adapters))
        return rf"/{re.escape(self._pager)}/\d+(?:/|/index\.html)?$", *(f"^{re.escape(folder)}/" for folder in adapters)

    # which files

    def has_head(self, source: Source, head: FrontMatter) -> bool:
        """Hugo reads YAML, TOML and JSON."""
        return bool(head)

    def kind(self, path: str, *, has_head: bool) -> str | None:
        """Content files are pages, and part of a page in a leaf bundle; other files below `content` and `static` are copied, before the rewrite whole
        HTML pages too.
        """
        kind = self.files.kind(path)
        return "static" if kind == "page" and not has_head and self.version < REWRITTEN and path.endswith((".html", ".htm")) else kind

    def defaults(self, path: str, kind: str) -> dict[str, Any]:
        """What cascades hand down changes no rule's mind: schemas are for what a head says itself."""
        return {}

    @property
    def goes_by(self) -> tuple[str, ...]:
        """The files of which others decide that they are no pages, the sections that patterns name, and what lists hand down."""
        is_named = any(":sections" in pattern for pattern in self.targets.patterns)
        return *self.files.inside, *(sorted(self.files.branches) if is_named else ()), *self.above.goes_by

    # which URLs

    def urls(self, path: str, kind: str, head: FrontMatter) -> list[str]:
        """The URL of a page, or of a file in `static`, and its aliases; what is copied from the content goes with its bundle (`generated`)."""
        if kind != "page":
            url = self.files.static_url(path)
            return [escaped(url)] if url else []
        look = self._look(path, head)
        if look.reason or not self.formats.of(look.kind, look.values.get("outputs")):
            return []
        asked = texts(look.values.get("aliases")) if self.redirects_made else []
        suffixes = (".html", ".htm") if self.version >= SHORT_SUFFIX else (".html",)
        prefix = self.tongue.prefix if self.version >= ALIASES_IN_LANGUAGES else ""
        return [look.urls[0], *(alias_url(prefix + alias if alias.startswith("/") else alias, look.urls[0], ugly=self._is_ugly(look.place), suffixes=suffixes)
                                for alias in asked if alias)]

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
        place = self.files.place(path)
        values = {**self.above.given(place, self._kind_of(place), path), **lowered(head.values)}
        return self.calendar.date(values, place.name, "expirydate") is not None

    def beside(self, path: str, kind: str, head: FrontMatter) -> Beside:
        """The other formats of a page, the pages of its terms and their feeds, and where the files of its bundle go."""
        if kind != "page" or self.files.is_inside(place := self.files.place(path)):
            return Beside()
        look = self._look(path, head)
        if look.kind in self.disabled or (look.reason and (self.calendar.withheld(look.values, place.name) or self._is_dropped(place))):
            return Beside()
        others = () if look.reason else look.urls[1:]
        is_listed = not look.reason or self.version < REWRITTEN or not (
            self._built(look.values, "list") in (False, "never") or self._built(look.values, "render") in (False, "never") or is_true(look.values.get("headless")))
        has_files = (place.is_bundle or place.is_list) and self._built(look.values, "publishresources") is not False
        home = look.target.place
        if look.target.file and self.version < REWRITTEN:
            home = home.rpartition("/")[0]                 # beside the file that `url` names, not below it
        home = home if str(look.values.get("url") or "").startswith("/") else self.tongue.prefix + home
        urls = *others, *(self._terms(look.values) if is_listed else ())
        elsewhere = {url for other in self._others for url in (*other.urls(path, "page", head), *other.beside(path, "page", head).urls)}
        return Beside(urls, escaped(f"{home}/") if has_files else "", tuple(sorted(elsewhere.difference(urls, look.urls))))

    def _look(self, path: str, head: FrontMatter) -> _Look:
        """All that is told of a content file; of the last one it is kept."""
        if self._last is None or self._last.path != path or self._last.head is not head:
            place = self.files.place(path)
            kind = self._kind_of(place)
            values = {**self.above.given(place, kind, path), **lowered(head.values)}
            target = self.targets.of(place, values, kind)
            urls = tuple(self._urls(self.formats.of(kind, values.get("outputs")) or self.formats.named("html"), target, place, kind, values))
            reason = "it belongs to the page of its folder" if self.files.is_inside(place) else self._reason(place, values)
            self._last = _Look(path, head, place, values, kind, reason, target, urls)
        return self._last

    def _urls(self, formats: list[Format], target: Target, place: Place, kind: str, values: dict[str, Any]) -> list[str]:
        """The URLs of a page in its formats; a file that `url` names is of them all."""
        prefix = "" if str(values.get("url") or "").startswith("/") and kind != "home" else self.tongue.prefix
        if target.file:
            return [*dict.fromkeys(prefix + one.of_file(target.file) for one in formats)]
        is_aside = kind in ("page", "term") or self.version >= LISTS_ASIDE
        ugly = self._is_ugly(place) and not values.get("url") and (kind in ("page", "term") or not is_aside)
        return [prefix + one.url(target.place, ugly=ugly, below=kind != "page" and self.version < LISTS_ASIDE) for one in formats]

    def generated(self, pages: Iterable[PageFacts]) -> Iterator[PageFacts]:
        """Lists that have no file of their own, feeds, and the files of bundles."""
        return made_of(self, pages)

    def list_urls(self, folder: str, kind: str) -> list[str]:
        """The URLs of a list that has no file of its own, or would not have one: the page, its feed."""
        if kind in self.disabled or (kind == "taxonomy" and "taxonomyterm" in self.disabled):
            return []
        place, values = Place(folder, "_index"), self.above.of_list(folder, kind)
        if not self.above.has_file(folder) and self._reason(place, values):
            return []
        return self._urls(self.formats.of(kind, values.get("outputs")), Target(self.targets.of_list(folder, kind)), place, kind, values)

    def _reason(self, place: Place, values: dict[str, Any]) -> str:
        """Why there is no page of a content file; empty when there is one."""
        if self._kind_of(place) in self.disabled:
            return "the site has no such pages"
        if is_true(values.get("headless")) and (place.is_bundle or self.version >= REWRITTEN):
            return HEADLESS
        if self._built(values, "render") in (False, "never", "link"):
            return NOT_BUILT
        return self.calendar.withheld(values, place.name) or ("its section is not published" if self._is_dropped(place) else "")

    def _is_dropped(self, place: Place) -> bool:
        """Before the rewrite, what is in a section that is not published is not, either."""
        if self.version >= REWRITTEN:
            return False
        parts = place.folder.split("/")
        folders = ["", *("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))]
        return any(self.calendar.withheld(self.above.of_list(folder, self.files.kind_of_list(folder)), folder.rpartition("/")[2])
                   for folder in folders if folder in self.files.branches)

    def _built(self, values: dict[str, Any], what: str) -> Any:
        """What a head says of how a page is built: `build`, which before the rewrite was `_build` alone."""
        said = values.get("_build") if self.version < REWRITTEN else values.get("build", values.get("_build"))
        return lowered(said).get(what) if isinstance(said, dict) else None

    def _kind_of(self, place: Place) -> str:
        return self.files.kind_of_list(place.folder) if place.is_list else "page"

    def _is_ugly(self, place: Place) -> bool:
        if isinstance(self._ugly, dict):
            begin, end = _SECTIONS_PLAIN
            return not begin <= self.version < end and is_true(self._ugly.get(place.folder.partition("/")[0].lower()))
        return is_true(self._ugly)

    def _extras(self, config: dict[str, Any], has: Callable[[str], bool], homes: list[str]) -> Iterator[str]:
        """What is made of no page: the site map, `robots.txt`, the page for what is not there."""
        if "sitemap" not in self.disabled:
            yield f"/{self.tongue.code}/{self.sitemap}" if self.tongue.code else f"/{self.sitemap}"
        if is_true(config.get("enablerobotstxt")) and "robotstxt" not in self.disabled:
            yield "/robots.txt"
        if "404" not in self.disabled and any(has(f"{home}layouts/404.html") for home in homes):
            yield f"{self.tongue.prefix}/404.html"

    def _terms(self, values: dict[str, Any]) -> Iterator[str]:
        for plural in self.files.taxonomies.values():
            for term in texts(values.get(plural)):
                folder = f"{plural}/{term if self.version >= REWRITTEN else self.spelling.of_text(term)}"
                if folder not in self._known_terms:
                    self._known_terms[folder] = self.list_urls(folder, "term")
                yield from self._known_terms[folder]


def _all_here(themes: Iterable[str], has: Callable[[str], bool]) -> bool:
    """All themes lie in the repository, and add layouts and files alone."""
    return all(has(f"{theme}/layouts") and not has(f"{theme}/content") for theme in themes)
