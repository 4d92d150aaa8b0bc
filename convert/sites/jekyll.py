"""Jekyll's URLs (4.3; the same since 3.10 but where said), from the sources alone.

Where each fact stands in Jekyll: `Document`, `Page`, `StaticFile` and `Collection` (what becomes of a file),
`Publisher` (what is written), `FrontmatterDefaults`. See `jekyll_files` for which files, `jekyll_urls` for templates,
`jekyll_time` for dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from ..model.flavor import OTHER_IDS, Engine
from ..model.front_matter import FrontMatter
from ..model.liquid import Folders
from ..model.pages import Beside, PageFacts
from ..model.source import Source
from .configuration import address, name_in, text_in
from .jekyll_defaults import Defaults
from .jekyll_files import ALWAYS_EXCLUDED, ALWAYS_INCLUDED, Files
from .jekyll_plugins import Plugins
from .jekyll_terms import as_list, categories, is_no, labelled, merged, tags
from .jekyll_time import local_time, moment_of, zone_of
from .jekyll_urls import STYLES, as_text, fill, fill_page, joined, lower, slugify, split_name, suffix_for
from .ruby_time import time_parse

POST = re.compile(r"(?:.+/)?(\d{2,4}-\d{1,2}-\d{1,2})-([^/]*)(\.[^./]+)\Z", re.A | re.S)
_HEAD = re.compile(r"---[^\S\n]*\n")
_MARKDOWN = "markdown,mkdown,mkdn,mkd,md"
_DATA = (".yml", ".yaml")
_HTML = (".html", ".xhtml", ".htm")


class Jekyll:
    """A Jekyll site by its `_config.yml`; `now` says what is in the future, unless the site does (`time`)."""

    generator = "jekyll"
    links_name_files = False
    goes_by: tuple[str, ...] = ()

    def __init__(self, config: dict[str, Any], has: Callable[[str], bool] = lambda path: False,
                 now: datetime | None = None) -> None:
        self.config = config
        self.address = str(config.get("url") or "").rstrip("/")
        self.baseurl = ("/" + str(config.get("baseurl") or "").strip("/")).rstrip("/")
        host = address(self.address).netloc.lower()
        self.hosts = frozenset({host, f"www.{host}", host.removeprefix("www.")}) if host else frozenset()
        self.title, self.author = text_in(config.get("title")), name_in(config.get("author"))
        self.language = str(config["lang"]) if config.get("lang") else None
        self.timezone = str(config["timezone"]) if config.get("timezone") else None
        self._markdown = {f".{name.lower()}" for name in str(config.get("markdown_ext") or _MARKDOWN).split(",")}
        self._plugins = Plugins(config, self._markdown)
        self.known = self._plugins.known
        if is_themed := config.get("theme") or config.get("remote_theme"):
            self.known += (r"^/assets/",)
        self.complete = not has("_plugins")
        self.certain = self.complete and not self._plugins.speaks_languages
        self.redirects_made = "jekyll-redirect-from" in self._plugins.names
        self.shows_future = bool(config.get("future"))
        homes = [str(config.get(f"{name}_dir") or f"_{name}").strip("/") + "/" for name in ("layouts", "includes", "data")]
        brings_data = is_themed or has("_plugins") or has("Gemfile") or not self._plugins.keep_data
        self.templates: Folders | None = Folders(homes[0], homes[1], "" if brings_data else homes[2])
        self.layouts: tuple[str, ...] | None = None if is_themed else (homes[0], homes[1])
        self.engine: Engine | None = _engine(config)
        self._zone = zone_of(self.timezone)
        self._now = moment_of(config.get("time"), self._zone) or (now.astimezone(self._zone) if now else None)
        self._permalink = str(config.get("permalink") or "date")
        collections = config.get("collections") or {}
        self._collections = labelled(collections if isinstance(collections, dict) else dict.fromkeys(as_list(collections)))
        self._files = Files(
            exclude=[*map(str, as_list(config.get("exclude"))), *ALWAYS_EXCLUDED],
            include=map(str, as_list(config.get("include", list(ALWAYS_INCLUDED)))), collections=self._collections,
            home=str(config.get("collections_dir") or "").strip("/"), destination=str(config.get("destination") or "_site").strip("./"))
        self._defaults = Defaults(config.get("defaults"), self._files)

    # which files

    def has_head(self, source: Source, head: FrontMatter) -> bool:
        """A first line of three hyphens makes a page; a byte order mark before it makes it none (`Utils.has_yaml_header?`)."""
        return _HEAD.match(source.text) is not None and not any(trouble.kind == "bom" for trouble in source.troubles)

    def kind(self, path: str, *, has_head: bool) -> str | None:
        """What Jekyll makes of a file; a file in `_posts` that it would pass over is still meant as a post."""
        kind = self._files.kind(path, has_head=has_head)
        return "page" if kind == "static" and self._plugins.becomes_page(path) else kind

    def defaults(self, path: str, kind: str) -> dict[str, Any]:
        """The `defaults` of the configuration for a file; data of a collection have none (`Document#read`)."""
        return {} if kind.startswith("doc:") and path.endswith(_DATA) else self._defaults.of(path, kind)

    # which URLs

    def expires(self, path: str, head: FrontMatter) -> bool:
        """Nothing does."""
        return False

    def beside(self, path: str, kind: str, head: FrontMatter) -> Beside:
        """Archives and feeds by tags of a post; whether the numbered pages of posts leave it out (`hidden`, `Jekyll::Paginate::Pagination#paginate`)."""
        if kind not in ("post", "draft") or not self._plugins.counts_pages or not self.urls(path, kind, head):
            return Beside()
        values, _, when = self._dated(path, kind, head, merged(self.defaults(path, kind), head.values if head.syntax == "yaml" else {}))
        lists = self._plugins.lists(when or (self._now if kind == "post" else None), categories(self._files.within(path), values), tags(values))
        return Beside(tuple(lists), is_hidden=not is_no(values.get("hidden")))

    def generated(self, pages: Iterable[PageFacts]) -> Iterable[PageFacts]:
        """What plugins make."""
        return self._plugins.generated(pages)

    def urls(self, path: str, kind: str, head: FrontMatter) -> list[str]:
        """The URL of a file, then the other addresses that lead to it: of the file it is written to, of `redirect_from`."""
        own = head.values if head.syntax == "yaml" else {}
        defaults = self.defaults(path, kind)
        if kind == "static":
            return [] if is_no(defaults.get("published", True)) else self._static_urls(path)
        if kind == "page":
            if is_no(own.get("published", True)) and not self.config.get("unpublished"):
                return []
            values = {**defaults, **own}
            url = self._page_url(path, values)
            if head.syntax != "yaml" and self._plugins.copies_markdown and self._plugins.becomes_page(path):
                return [url, *self._static_urls(path)]
        else:
            values = merged(defaults, own)
            made = self._document_url(path, kind, head, values) if kind != "draft" or self.config.get("show_drafts") else None
            if made is None:
                return []
            url = made
        return [url, *self._others(path, kind, url, values)]

    def kept(self, posts: Callable[[], Iterable[tuple[str, str, FrontMatter]]]) -> frozenset[str] | None:
        """The newest of the posts that are published, where `limit_posts` says how many; of one date, those whose path is later
        (`Site#limit_posts!`, `Document#<=>`). None, too, where it is not known: with `future`, nobody dates what has no date before it is sorted.
        """
        limit, ranked = self.config.get("limit_posts"), list[tuple[datetime, str]]()
        if type(limit) is not int or limit < 1 or self._now is None:
            return None
        for path, kind, head in posts():
            values = merged(self.defaults(path, kind), head.values if head.syntax == "yaml" else {})
            if (is_unread := _is_unread(head, values)) or self.urls(path, kind, head):
                when = None if is_unread else self._dated(path, kind, head, values)[2]
                if when is None and self.shows_future:
                    return None
                ranked.append((when or self._now, path))
        return frozenset(path for _, path in sorted(ranked)[-limit:])

    def withheld(self, path: str, kind: str, head: FrontMatter) -> tuple[str, str] | None:
        """Drafts whose date is said, what says it is not published, posts of the future; without a reason posts whose front matter needs mending."""
        if kind == "static":
            return self._perhaps_a_page(path)
        own = head.values if head.syntax == "yaml" else {}
        defaults = self.defaults(path, kind)
        is_hidden = is_no({**defaults, **own}.get("published", True))
        reason = "it is a draft" if kind == "draft" else "`published: false` keeps it out" if is_hidden else "its date is in the future"
        if kind == "page" and is_hidden:
            return self._page_url(path, {**defaults, **own}), reason
        if kind not in ("post", "draft") or (kind == "draft" and not own.get("date")):
            return None
        if url := self._document_url(path, kind, head, merged(defaults, own), anyway=True):
            return url, reason
        mended = merged(defaults, {key: value for key, value in own.items() if key not in ("date", "categories")})
        return (url, "") if kind == "post" and (url := self._document_url(path, kind, FrontMatter(), mended, anyway=True)) else None

    def _perhaps_a_page(self, path: str) -> tuple[str, str] | None:
        """Markdown without front matter, which GitHub Pages publishes all the same, and a README as the index of its folder
        (jekyll-optional-front-matter, jekyll-readme-index): whether they run there, no source says.
        """
        stem, suffix = split_name(path)
        if suffix.lower() not in self._markdown:
            return None
        folder, _, name = stem.rpartition("/")
        return (f"/{folder}/" if folder else "/", "") if name.lower() == "readme" else (f"/{stem}.html", "")

    def _others(self, path: str, kind: str, url: str, values: dict[str, Any]) -> Iterator[str]:
        suffix = self._suffix(path, values)
        file = url if url.endswith(suffix) else url + suffix
        if url.endswith("/"):
            file = f"{url}index{suffix if kind == 'page' else '.html'}"
        if file not in (url, f"{url}index.html"):
            yield file
        if kind == "page" and path.endswith((".scss", ".sass")) and (self.config.get("sass") or {}).get("sourcemap") != "never":
            yield self._map_of(path, url, values)
        for alias in as_list(values.get("redirect_from")):
            yield str(alias) if str(alias).startswith("/") else f"/{alias}"

    def _map_of(self, path: str, url: str, values: dict[str, Any]) -> str:
        """The file beside a style sheet: a page with its values, in the folder of its URL as that is written (`SourceMapPage`)."""
        mapped = f"{url.rpartition('/')[0]}/{split_name(path.rpartition('/')[2])[0]}.css.map"
        at, suffix = self._page_url(mapped.lstrip("/"), values), self._suffix(mapped, values)
        return f"{at}index{suffix}" if at.endswith("/") else at if at.endswith(suffix) else at + suffix

    def _suffix(self, path: str, values: dict[str, Any]) -> str:
        """The suffix that a file is written with: of its permalink, else what the converter makes (`Renderer#output_ext`)."""
        permalink = as_text(values.get("permalink") or None)
        if own := "" if permalink.endswith("/") else split_name(permalink.rpartition("/")[2])[1]:
            return own
        suffix = split_name(path.rpartition("/")[2])[1]
        if suffix.lower() in self._markdown:
            return ".html"
        return ".css" if suffix in (".sass", ".scss") else suffix

    def _page_url(self, path: str, values: dict[str, Any]) -> str:
        folder, _, name = path.rpartition("/")
        stem, suffix = split_name(name)[0], self._suffix(path, values)
        if values.get("permalink"):
            template = as_text(values["permalink"])
        elif suffix not in _HTML:
            template = "/:path/:basename:output_ext"
        else:
            template = "/:path/" if stem == "index" else "/:path/:basename" + suffix_for(self._permalink)
        return fill_page(template, {"path": folder and f"/{folder}", "basename": stem, "output_ext": suffix})

    def _static_urls(self, path: str) -> list[str]:
        folder, _, name = path.rpartition("/")
        stem, suffix = split_name(name)
        if label := self._files.collection(path):
            if not self._collections[label].get("output"):
                return []
            below = self._files.within(path).removeprefix(f"_{label}").rpartition("/")[0]
            url = fill_page(self._template(label), {"collection": label, "path": f"{below}/{stem}", "output_ext": "", "name": stem,
                                                    "title": ""})
            return [url.removesuffix("/") + suffix]
        return [f"/{folder}/{stem}{suffix}" if folder else f"/{stem}{suffix}"]

    def _template(self, label: str) -> str:
        """`Collection#url_template`."""
        given = self._collections.get(label, {}).get("permalink")
        if label == "posts":
            return str(given) if given else STYLES.get(self._permalink, self._permalink)
        return "/:collection/:path" + suffix_for(self._permalink) if given is None else str(given)

    def _document_url(self, path: str, kind: str, head: FrontMatter, values: dict[str, Any], *,
                      anyway: bool = False) -> str | None:
        """The URL; None for what is not published, unless it is asked for `anyway`."""
        label = kind.removeprefix("doc:") if kind.startswith("doc:") else "posts"
        named = POST.match(path)
        if (label == "posts" and (path.endswith(_DATA) or not (named or kind == "draft"))) or not (
                label == "posts" or self._collections[label].get("output")):
            return None
        if is_no(values.get("published", True)) and not self.config.get("unpublished") and not anyway:
            return None
        try:
            values, named, when = self._dated(path, kind, head, values)
        except ValueError:
            return None
        if when and self._now and when > self._now and not self.config.get("future") and not anyway:
            return None
        own = values.get("permalink")          # an empty one counts (`Document#permalink`)
        template = self._template(label) if own is None or own is False else as_text(own)
        return fill(template, self._placeholders(path, label, values, named[2] if named else None), when or self._now)

    def _dated(self, path: str, kind: str, head: FrontMatter,
               values: dict[str, Any]) -> tuple[dict[str, Any], re.Match[str] | None, datetime | None]:
        """The values, the name and the date that a document goes by; ValueError when Jekyll would stop at them, or nobody knows the date."""
        named = None if path.endswith(_DATA) else POST.match(path)       # of data, the name tells nothing
        if _is_unread(head, values):
            if not self.config.get("time"):
                raise ValueError("it is published under the day of the build, which tomorrow will be another")
            return self.defaults(path, kind), None, None
        return values, named, self._date(head, values, named[1] if named else None)

    def _date(self, head: FrontMatter, values: dict[str, Any], named: str | None) -> datetime | None:
        """The date of a document; ValueError when Jekyll would stop at it. None stands for the time of the build."""
        written = head.text("date")
        when: datetime | None = None
        if written is not None and head.values.get("date") is not None:
            when = local_time(written, head.values["date"], quoted=head.is_quoted("date"), zone=self._zone)
        elif "date" in values and (when := moment_of(values["date"], self._zone)) is None:
            raise ValueError("no date")
        if named and (when is None or (self._now and int(when.timestamp()) == int(self._now.timestamp()))):
            return time_parse(named, self._zone)      # a date of just now counts as none (`Document#modify_date`)
        return when

    def _placeholders(self, path: str, label: str, values: dict[str, Any], title: str | None) -> dict[str, Callable[[], str]]:
        within = self._files.within(path)
        stem, _ = split_name(path.rpartition("/")[2])
        given = values.get("slug")
        slug = (title or "").rstrip(".") if title is not None else stem
        if given is not None and given is not False:
            slug = as_text(given)
        return {"title": lambda: slugify(slug, pretty=True), "slug": lambda: slugify(slug), "name": lambda: slugify(stem),
                "categories": lambda: joined(map(lower, categories(within, values))),
                "slugified_categories": lambda: joined(map(slugify, categories(within, values))),
                "collection": lambda: label, "output_ext": lambda: self._suffix(path, values),
                "path": lambda: (within.rpartition("/")[0] + "/" + stem).replace(f"_{label}", "", 1)}


def _is_unread(head: FrontMatter, values: dict[str, Any]) -> bool:
    """Jekyll fails at a post's front matter, and publishes the post without it (`Document#read`)."""
    return bool(head.error or head.not_mapping) or not isinstance(values.get("categories"), str | list | None)


def _engine(config: dict[str, Any]) -> Engine:
    """Who renders Markdown: kramdown with the site's settings of it, a CommonMark plug-in, or one whose ids nobody knows (Redcarpet, of Jekyll 3)."""
    name = str(config.get("markdown") or "kramdown").lower()
    if "kramdown" not in name:
        return Engine("gfm", {} if "commonmark" in name else {OTHER_IDS: True})
    settings = config.get("kramdown")
    return Engine("kramdown", {str(key): value for key, value in settings.items()} if isinstance(settings, dict) else {})
