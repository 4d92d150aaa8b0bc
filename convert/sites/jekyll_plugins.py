"""The URLs that Jekyll's plug-ins add, each as its generator makes them: jekyll-feed, -sitemap, -archives, -paginate, -redirect-from,
-optional-front-matter, -readme-index.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from ..model.pages import PageFacts
from .jekyll_terms import as_list
from .jekyll_urls import cleaned, escaped, slugify, split_name

# Patterns of URLs that are made of more than is known here, unless all are told: nothing is missing where they match.
_PATTERNS = {
    "jekyll-archives": (r"^/(?:category|categories|tag|tags)/", r"^/\d{4}/(?:\d\d/){0,2}$"),
    "jekyll-paginate": (r"/page\d+/?",), "jekyll-paginate-v2": (r"/page\d+/?", r"^/(?:category|tag|collection)/"),
}
_LANGUAGES = re.compile("polyglot|language|i18n|multi")         # they publish one URL once in each language
_ARCHIVES = {"year": "/:year/", "month": "/:year/:month/", "day": "/:year/:month/:day/", "tag": "/tag/:name/", "category": "/category/:name/"}
# Plug-ins that give templates no data of their own.
_KEEP_DATA = frozenset({"jekyll-feed", "jekyll-sitemap", "jekyll-redirect-from", "jekyll-paginate", "jekyll-archives", "jekyll-seo-tag", "jekyll-gist",
                        "jekyll-mentions", "jemoji", "jekyll-relative-links", "jekyll-optional-front-matter", "jekyll-readme-index",
                        "jekyll-titles-from-headings", "jekyll-default-layout", "jekyll-include-cache"})
_INDEXES = (".html", ".htm", ".xhtml")
_DATES = ("year", "month", "day")
_SIMPLE = re.compile(r"[a-zA-Z0-9_]+")                          # tags that have feeds
_STAY_AS_THEY_ARE = frozenset({"README", "LICENSE", "LICENCE", "COPYING", "CODE_OF_CONDUCT", "CONTRIBUTING", "ISSUE_TEMPLATE",
                               "PULL_REQUEST_TEMPLATE"})


class Plugins:
    """The plug-ins that a configuration names; `markdown` are the suffixes of Markdown."""

    def __init__(self, config: dict[str, Any], markdown: Collection[str]) -> None:
        self._config = config
        self._markdown = markdown
        self.names = frozenset(str(name) for key in ("plugins", "gems") for name in as_list(config.get(key)))
        self.keep_data = self.names <= _KEEP_DATA
        self.speaks_languages = "languages" in config or any(map(_LANGUAGES.search, self.names))
        optional = _table(config.get("optional_front_matter"))
        self._takes_markdown = "jekyll-optional-front-matter" in self.names and optional.get("enabled") is not False
        self.copies_markdown = not optional.get("remove_originals")
        self._takes_readmes = "jekyll-readme-index" in self.names and _table(config.get("readme_index")).get("enabled") is not False
        feed = _table(config.get("feed"))
        self._tag_feeds = _table(feed["tags"]) if "jekyll-feed" in self.names and feed.get("tags") else None
        self._archives = _table(config.get("jekyll-archives")) if "jekyll-archives" in self.names else {}
        told = {"jekyll-archives": self._archives.get("slug_mode") in (None, "default"), "jekyll-paginate": type(config.get("paginate")) in (int, type(None))}
        self.known = tuple(pattern for name in sorted(self.names) if not told.get(name) for pattern in _PATTERNS.get(name, ()))

    def becomes_page(self, path: str) -> bool:
        """Markdown without front matter that is a page all the same (`JekyllOptionalFrontMatter::Generator`)."""
        if not self._takes_markdown:
            return False
        stem, suffix = split_name(posixpath.basename(path))
        return suffix.lower() in self._markdown and (stem.upper() not in _STAY_AS_THEY_ARE or path in as_list(self._config.get("include")))

    @property
    def lists_posts(self) -> bool:
        """There are pages that list posts by what the posts are."""
        return bool(self._archives or self._tag_feeds is not None)

    def lists(self, when: datetime | None, categories: Iterable[str], tags: Iterable[str]) -> Iterator[str]:
        """The URLs of the lists that a post stands in (`Jekyll::Archives`, `JekyllFeed::Generator#generate_feed_by_tag`)."""
        enabled, templates = self._archives.get("enabled"), {**_ARCHIVES, **_table(self._archives.get("permalinks"))}
        enabled = {"categories", "tags", *_DATES} if enabled is True or enabled == "all" else enabled if isinstance(enabled, list) else []
        names = {"category": categories, "tag": tags} if self._archives.get("slug_mode") in (None, "default") else {}
        for kind, key in (("category", "categories"), ("tag", "tags")):
            if key in enabled:
                for name in names.get(kind, ()):
                    yield _filled(templates[kind], {"name": slugify(name), "type": kind})
        for kind in _DATES:
            if when and kind in enabled:
                yield _filled(templates[kind], {"year": f"{when.year:04}", "month": f"{when.month:02}", "day": f"{when.day:02}", "type": kind})
        if (feeds := self._tag_feeds) is not None:
            for name in tags:
                if _SIMPLE.fullmatch(name) and name in as_list(feeds.get("only") or name) and name not in as_list(feeds.get("except")):
                    yield f"{feeds.get('path') or '/feed/by_tag/'}{name}.xml"

    def generated(self, pages: Iterable[PageFacts]) -> Iterator[PageFacts]:
        """What no file stands for alone, of all pages that there are."""
        pages = list(pages) if self.counts_pages else ()
        for url in self._generated(pages):
            yield PageFacts("", "generated", url)
        yield from self._pagination(pages) if "jekyll-paginate" in self.names else ()
        yield from self._indexes(pages) if self._takes_readmes else ()

    @property
    def counts_pages(self) -> bool:
        """What is made depends on which pages there are."""
        return self.lists_posts or self._takes_readmes or "jekyll-paginate" in self.names

    def _generated(self, pages: Iterable[PageFacts]) -> Iterator[str]:
        if "jekyll-feed" in self.names:
            yield from self._feeds()
        if "jekyll-sitemap" in self.names:
            yield from ("/sitemap.xml", "/robots.txt")
        if "jekyll-redirect-from" in self.names and _table(self._config.get("redirect_from")).get("json") is not False:
            yield "/redirects.json"
        yield from dict.fromkeys(url for page in pages for url in page.beside.urls)

    def _feeds(self) -> Iterator[str]:
        """`JekyllFeed::Generator#generate`: of posts and of collections, all of them and by category."""
        feed = _table(self._config.get("feed"))
        collections = feed.get("collections")
        told = {str(name): _table(meta) for name, meta in collections.items()} if isinstance(collections, dict) else {
            str(name): {} for name in as_list(collections)}
        posts = told.setdefault("posts", {})
        told["posts"] = {"path": posts.get("path") or feed.get("path"), "categories": posts.get("categories") or feed.get("categories")}
        for name, meta in told.items():
            prefix = "/feed" if name == "posts" else f"/feed/{name}"
            yield cleaned(str(meta.get("path") or f"{prefix}.xml"))
            yield from (f"{prefix}/{category}.xml" for category in as_list(meta.get("categories")))

    def _indexes(self, pages: Collection[PageFacts]) -> Iterator[PageFacts]:
        """`JekyllReadmeIndex::Generator`: the READMEs of folders that have no other index."""
        taken = {url for page in pages for url in (page.url, *page.aliases) if url}
        for page in pages:
            folder, name = posixpath.split(page.path)
            stem, suffix = split_name(name)
            if page.kind == "static" and page.url and stem.lower() == "readme" and suffix.lower() in self._markdown:
                url = f"/{escaped(folder)}/" if folder else "/"
                if taken.isdisjoint({url, *(f"{url}index{ending}" for ending in _INDEXES)}):
                    yield PageFacts(page.path, "page", url)

    def _pagination(self, pages: Collection[PageFacts]) -> Iterator[PageFacts]:
        """`Jekyll::Paginate::Pagination`: the `index.html` nearest to the pages, unless it has a URL of its own choice, once for so many posts."""
        size, path = self._config.get("paginate"), str(self._config.get("paginate_path") or "/page:num").lstrip("/")
        if type(size) is not int or size < 1 or ":num" not in path:
            return
        home = posixpath.dirname(path.rstrip("/"))
        templates = [page for page in pages if page.kind == "page" and page.url and posixpath.basename(page.path) == "index.html"
                     and f"{home}/".startswith(f"{posixpath.dirname(page.path)}/".lstrip("/"))]
        template = max(templates, key=lambda page: len(page.path), default=None)
        count = sum(page.url is not None and page.kind in ("post", "draft") and not page.beside.is_hidden for page in pages)
        if template and template.url == cleaned(escaped(template.path.removesuffix("index.html"))):
            for number in range(2, -(-count // size) + 1):
                yield PageFacts(template.path, "page", cleaned(f"{path.replace(':num', str(number), 1)}/"))


def _filled(template: Any, values: dict[str, str]) -> str:
    return cleaned(re.sub(r":([a-z]+)", lambda match: escaped(values.get(match[1], match[0])), str(template)))


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
