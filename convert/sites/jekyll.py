"""Jekyll's URLs (4.3; the same since 3.10 but where said), from the sources alone.

Where each fact stands in Jekyll: `EntryFilter`, `Reader` (which files), `Document` and `Page` (kinds, dates),
`URL` and `Drops::UrlDrop` (placeholders), `Utils.slugify`, `FrontmatterDefaults`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from .jekyll_time import local_time

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
POST = re.compile(r"(?:.+/)?(\d{2,4})-(\d{1,2})-(\d{1,2})-([^/]*)(\.[^./]+)\Z")
_PLACEHOLDER = re.compile(r":([a-z_]+)")
_MARKDOWN = ("markdown", "mkdown", "mkdn", "mkd", "md")
_DATE_CODES = {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S",
               "short_year": "%y", "short_month": "%b", "long_month": "%B", "short_day": "%a", "long_day": "%A",
               "y_day": "%j", "week": "%V", "w_year": "%G", "w_day": "%u"}
_ALWAYS_EXCLUDED = (".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules",
                    "vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/")
_PLUGIN_URLS = {"jekyll-feed": ("/feed.xml",), "jekyll-sitemap": ("/sitemap.xml", "/robots.txt")}
_PLUGIN_PATTERNS = {
    "jekyll-archives": (r"^/(?:category|categories|tag|tags)/", r"^/\d{4}/(?:\d\d/){0,2}$"),
    "jekyll-paginate": (r"/page\d+/?",), "jekyll-paginate-v2": (r"/page\d+/?", r"^/(?:category|tag|collection)/"),
}


class Jekyll:
    """A Jekyll site by its `_config.yml`."""

    generator = "jekyll"

    def __init__(self, config: dict[str, Any], has: Callable[[str], bool] = lambda path: False) -> None:
        self.config = config
        url = str(config.get("url") or "").rstrip("/")
        self.address = url
        self.baseurl = "/" + str(config.get("baseurl") or "").strip("/") if config.get("baseurl") else ""
        self.baseurl = self.baseurl.rstrip("/")
        host = urlsplit(url).netloc.lower() if url else ""
        self.hosts = frozenset({host, f"www.{host}", host.removeprefix("www.")}) if host else frozenset()
        self.language = str(config["lang"]) if config.get("lang") else None
        self.timezone = str(config["timezone"]) if config.get("timezone") else None
        plugins = {str(plugin) for plugin in [*_list(config.get("plugins")), *_list(config.get("gems"))]}
        self.known = tuple(pattern for plugin in sorted(plugins) for pattern in _PLUGIN_PATTERNS.get(plugin, ()))
        if config.get("theme") or config.get("remote_theme"):
            self.known += (r"^/assets/",)
        self.complete = not has("_plugins")
        self._generated = [url for plugin in sorted(plugins) for url in _PLUGIN_URLS.get(plugin, ())]
        self._permalink = str(config.get("permalink") or "date")
        self._exclude = [*map(str, _list(config.get("exclude"))), *_ALWAYS_EXCLUDED]
        self._include = [str(entry).strip("/") for entry in _list(config.get("include", [".htaccess"]))]
        collections = config.get("collections") or {}
        self._collections: dict[str, dict[str, Any]] = (
            {name: settings or {} for name, settings in collections.items()} if isinstance(collections, dict)
            else {str(name): {} for name in collections})
        self._home = str(config.get("collections_dir") or "").strip("/")

    # which files

    def kind(self, path: str, *, has_head: bool) -> str | None:
        """What Jekyll makes of a file; a file in `_posts` that it would pass over is still meant as a post."""
        parts = path.split("/")
        special = next((index for index, part in enumerate(parts[:-1]) if part.startswith("_")), None)
        if special is not None and (found := self._special_kind(parts, special, has_head=has_head)):
            return None if self._is_excluded(path) else found
        if self._is_excluded(path) or any(map(self._is_hidden, parts)) and not self._is_included(path):
            return None
        return "page" if has_head else "static"

    def _special_kind(self, parts: list[str], special: int, *, has_head: bool) -> str | None:
        name = parts[special]
        if name in ("_posts", "_drafts"):
            if self._home and parts[0] != self._home or any(map(self._is_hidden, parts[special + 1:])):
                return None
            return "post" if name == "_posts" else "draft"
        at_home = "/".join(parts[:special]) == self._home
        if at_home and name[1:] in self._collections and not any(map(self._is_hidden, parts[special + 1:])):
            return f"doc:{name[1:]}" if has_head else "static"
        return None

    @staticmethod
    def _is_hidden(part: str) -> bool:
        return part[:1] in "._#~" or part.endswith("~")

    def _is_excluded(self, path: str) -> bool:
        if self._is_included(path):
            return False
        return any(fnmatchcase(path, entry.lstrip("/")) or path.startswith(entry.lstrip("/"))
                   for entry in self._exclude if entry.strip("/"))

    def _is_included(self, path: str) -> bool:
        name = path.rsplit("/", 1)[-1]
        return any(path == entry or name == entry or path.startswith(entry + "/") for entry in self._include)

    def defaults(self, path: str, kind: str) -> dict[str, Any]:
        """The `defaults` of the configuration for a file, the longest path last (`FrontmatterDefaults`)."""
        types = {"post": "posts", "draft": "drafts", "page": "pages"}.get(kind, kind.removeprefix("doc:"))
        found: list[tuple[int, int, dict[str, Any]]] = []
        for order, entry in enumerate(_list(self.config.get("defaults"))):
            scope = entry.get("scope") if isinstance(entry, dict) else None
            values = entry.get("values") if isinstance(entry, dict) else None
            if not isinstance(scope, dict) or not isinstance(values, dict):
                continue
            place = str(scope.get("path") or "").strip("/")
            wanted = scope.get("type")
            if (wanted is None or wanted == types) and (not place or path.startswith(place) or fnmatchcase(path, place)):
                found.append((len(place) * 2 + (wanted is not None), order, values))
        merged: dict[str, Any] = {}
        for *_, values in sorted(found, key=lambda item: item[:2]):
            merged |= values
        return merged

    # which URLs

    def generated(self) -> list[str]:
        """What plugins make from nothing."""
        return self._generated

    def urls(self, path: str, kind: str, values: dict[str, Any], written_date: str | None) -> list[str]:
        """The URL of a file and those of `redirect_from`."""
        values = {**self.defaults(path, kind), **values}
        if kind == "static":
            return ["/" + path]
        if kind == "draft" or values.get("published", True) in (False, None):
            return []
        url = self._page_url(path, values) if kind == "page" else self._document_url(path, kind, values, written_date)
        aliases = [alias if str(alias).startswith("/") else f"/{alias}" for alias in _list(values.get("redirect_from"))]
        return [url, *map(str, aliases)] if url else []

    def _page_url(self, path: str, values: dict[str, Any]) -> str:
        folder, _, name = path.rpartition("/")
        stem, _, extension = name.rpartition(".")
        output = _output_extension(extension)
        folder = f"/{folder}/" if folder else "/"
        if values.get("permalink"):
            return _clean(_PLACEHOLDER.sub(
                lambda match: {"path": folder.strip("/"), "basename": stem, "output_ext": output}.get(
                    match[1], match[0]), str(values["permalink"])))
        if output != ".html":
            return f"{folder}{stem}{output}"
        if stem == "index":
            return folder
        style = self._permalink
        if style == "pretty" or style.endswith("/"):
            return f"{folder}{stem}/"
        return f"{folder}{stem}.html"

    def _document_url(self, path: str, kind: str, values: dict[str, Any], written_date: str | None) -> str | None:
        match = POST.match(path)
        if kind == "post" and not match:
            return None
        folder, _, name = path.rpartition("/")
        stem, _, extension = name.rpartition(".")
        try:
            when = local_time(written_date, values.get("date"), match, self.timezone)
        except ValueError:
            return None
        settings = self._collections.get(kind.removeprefix("doc:"), {})
        if kind != "post" and not settings.get("output"):
            return None
        template = str(values.get("permalink") or settings.get("permalink")
                       or (STYLES.get(self._permalink, self._permalink) if kind == "post"
                           else "/:collection/:path:output_ext"))
        named = self._placeholders(path, kind, values, match[4] if match else stem)
        named["output_ext"] = _output_extension(extension)
        return _clean(_PLACEHOLDER.sub(lambda found: _filled(found[1], named, when), STYLES.get(template, template)))

    def _placeholders(self, path: str, kind: str, values: dict[str, Any], title: str) -> dict[str, str]:
        slug = str(values.get("slug") or title)
        terms = self.categories(path, values)
        return {"title": slugify(slug, pretty=True), "slug": slugify(slug).lower(),
                "name": slugify(path.rsplit("/", 1)[-1].rsplit(".", 1)[0]).lower(),
                "categories": "/".join(dict.fromkeys(term.lower() for term in terms)),
                "slugified_categories": "/".join(dict.fromkeys(slugify(term).lower() for term in terms)),
                "collection": kind.removeprefix("doc:"),
                "path": path.split("/", 1)[-1].rsplit(".", 1)[0]}

    def categories(self, path: str, values: dict[str, Any]) -> list[str]:
        """The folders above `_posts`, then `categories` (a text is split at blanks), then `category`."""
        above = path.split("_posts", 1)[0].strip("/") if "_posts" in path.split("/") else ""
        several = values.get("categories")
        terms = several.split() if isinstance(several, str) else _list(several)
        return list(dict.fromkeys(str(term) for term in [*filter(None, above.split("/")), *terms,
                                                         *_list(values.get("category"))] if term is not None))


def slugify(text: str, *, pretty: bool = False) -> str:
    """`Utils.slugify`, modes "pretty" and "default", the case kept."""
    kept = "._~!$&'()+,;=@" if pretty else ""
    out: list[str] = []
    for character in text:
        if character in kept or category(character)[0] in "ML" or category(character) == "Nd":
            out.append(character)
        elif not out or out[-1] != "-":
            out.append("-")
    return "".join(out).removeprefix("-").removesuffix("-")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _output_extension(extension: str) -> str:
    lower = extension.lower()
    if lower in _MARKDOWN:
        return ".html"
    return ".css" if lower in ("sass", "scss") else f".{extension}" if extension else ""


def _filled(key: str, named: dict[str, str], when: datetime | None) -> str:
    """What a placeholder stands for; one that is unknown with an underscore behind it is tried without."""
    if key in named:
        return named[key]
    if when and key in _DATE_CODES:
        return when.strftime(_DATE_CODES[key])
    if when and key in ("i_month", "i_day"):
        return str(when.month if key == "i_month" else when.day)
    return _filled(key[:-1], named, when) + "_" if key.endswith("_") and key != "_" else f":{key}"


def _clean(url: str) -> str:
    """`URL.sanitize_url`: one slash at the start, no `..`, no `./`, no doubled slashes."""
    return re.sub("/+", "/", ("/" + url).replace("..", "/").replace("./", ""))
