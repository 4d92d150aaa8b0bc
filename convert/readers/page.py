"""What a whole HTML page says of itself in its head; read by beautifulsoup4, whatever the page's state."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

_HEAD_TAGS = ("html", "title", "meta", "link", "script")
_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "description": ("description", "og:description", "twitter:description"),
    "author": ("author", "article:author", "dc.creator"),
    "published": ("article:published_time", "date", "pubdate", "publishdate", "dc.date", "datepublished"),
    "modified": ("article:modified_time", "og:updated_time", "last-modified", "datemodified"),
    "language": ("og:locale", "content-language", "dc.language"),
    "canonical": ("og:url",),
    "site": ("og:site_name",),
}
_ARTICLES = {"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "WebPage"}


def read_head(text: str) -> dict[str, object]:
    """Title, description, author, published, modified, language, canonical URL of a page, as far as it says.

    What the page's article data (JSON-LD, https://schema.org/Article) says comes first, then `<meta>` (Open Graph
    and the older names), then the elements that browsers read.
    """
    soup = BeautifulSoup(text, "lxml", parse_only=SoupStrainer(list(_HEAD_TAGS)))
    named = _named_values(soup)
    head: dict[str, object] = {key: value for key, names in _META.items()
                               if (value := next((named[name] for name in names if name in named), None))}
    if isinstance(title := soup.find("title"), Tag) and title.get_text(strip=True):
        head.setdefault("title", title.get_text(" ", strip=True))
    if isinstance(root := soup.find("html"), Tag) and root.get("lang"):
        head["language"] = str(root["lang"])
    if isinstance(canonical := soup.find("link", rel="canonical"), Tag) and canonical.get("href"):
        head["canonical"] = str(canonical["href"])
    if "language" in head:
        head["language"] = str(head["language"]).replace("_", "-")
    return head | _article_data(soup)


def _named_values(soup: BeautifulSoup) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if name and (content := str(meta.get("content") or "").strip()):
            named.setdefault(str(name).lower(), content)
    return named


def _article_data(soup: BeautifulSoup) -> dict[str, object]:
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.string or "")
        except (json.JSONDecodeError, RecursionError):
            continue
        for item in _items(data):
            if _ARTICLES & {*(item["@type"] if isinstance(item.get("@type"), list) else [item.get("@type")])}:
                return _from_article(item)
    return {}


def _items(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, dict) and isinstance(data.get("@graph"), list):
        data = data["@graph"]
    return [item for item in (data if isinstance(data, list) else [data]) if isinstance(item, dict)]


def _from_article(item: dict[str, Any]) -> dict[str, object]:
    wanted = {"title": item.get("headline") or item.get("name"), "description": item.get("description"),
              "published": item.get("datePublished"), "modified": item.get("dateModified"),
              "language": item.get("inLanguage"), "author": item.get("author")}
    return {key: value for key, value in wanted.items()
            if value and (isinstance(value, str) or (key == "author" and isinstance(value, dict | list)))}
