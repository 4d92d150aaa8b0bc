"""What a whole HTML page says of itself in its head; read by beautifulsoup4, whatever the page's state."""

from __future__ import annotations

import json
import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

_HEAD_TAGS = ("html", "title", "meta", "link", "script", "svg")       # pictures have titles of their own
_DATA_TYPE = re.compile(r"\s*application/ld\+json\s*(?:;|\Z)", re.I)
_XML = re.compile(r"\A\s*<\?xml\b[^>]*>")
_LONGEST_LIST = 1000
_URL = re.compile(r"(?:https?:)?//", re.I)
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
# https://schema.org/Article and what is below it; a page says the same of itself, with less right.
_ARTICLE = re.compile(r"(?:\w*Article|\w*BlogPosting|SocialMediaPosting|Report)\Z", re.A)
_PAGES = re.compile(r"(?:Web|Item|About|Collection)Page\Z", re.A)


def read_head(text: str) -> dict[str, object]:
    """Title, description, author, published, modified, language, canonical URL of a page, as far as it says.

    What the page's article data (JSON-LD, https://schema.org/Article) says comes first, then `<meta>` (Open Graph
    and the older names), then the elements that browsers read.
    """
    text = _XML.sub("", text, count=1)        # it is read as the HTML that it is, too
    soup = BeautifulSoup(text, "lxml", parse_only=SoupStrainer(list(_HEAD_TAGS)))
    named = _named_values(soup)
    head: dict[str, object] = {key: value for key, names in _META.items()
                               if (value := next((named[name] for name in names if name in named), None))}
    title = next((title for title in soup.find_all("title") if not title.find_parent("svg")), None)
    if title and (text := " ".join(title.get_text().split())):
        head.setdefault("title", text)
    if isinstance(root := soup.find("html"), Tag) and root.get("lang"):
        head["language"] = str(root["lang"])
    if isinstance(canonical := soup.find("link", rel="canonical"), Tag) and canonical.get("href"):
        head["canonical"] = str(canonical["href"])
    if "language" in head:
        head["language"] = str(head["language"]).replace("_", "-")
    data = _article_data(soup)
    if "canonical" in head:
        data.pop("canonical", None)
    return head | data


def _named_values(soup: BeautifulSoup) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = str(meta.get("content") or "").strip()
        if name and content and not (str(name).lower() == "article:author" and _URL.match(content)):
            named.setdefault(str(name).lower(), content)
    return named


def _article_data(soup: BeautifulSoup) -> dict[str, object]:
    items: list[dict[str, Any]] = []
    for script in soup.find_all("script", type=_DATA_TYPE):
        try:
            items += _items(json.loads(script.string or "", strict=False))
        except (json.JSONDecodeError, RecursionError):
            continue
    for wanted in (_ARTICLE, _PAGES):
        for item in items:
            if any(wanted.match(kind) for kind in _kinds(item)):
                return _from_article(item, {str(other["@id"]): other for other in items if "@id" in other})
    return {}


def _items(data: Any) -> list[dict[str, Any]]:
    """The objects of a JSON-LD text: one, or those of a list or of a `@graph`."""
    if isinstance(data, list):
        return [item for part in data for item in _items(part)] if len(data) < _LONGEST_LIST else []
    if not isinstance(data, dict):
        return []
    return [data, *_items(data["@graph"])] if isinstance(data.get("@graph"), list) else [data]


def _kinds(item: dict[str, Any]) -> list[str]:
    """The types of an object, without `https://schema.org/` or `schema:` before them."""
    kinds = item.get("@type")
    return [re.split("[/:#]", kind)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _from_article(item: dict[str, Any], named: dict[str, dict[str, Any]]) -> dict[str, object]:
    author = item.get("author") or item.get("creator")
    people = [_named(person, named) for person in (author if isinstance(author, list) else [author])]
    wanted = {"title": item.get("headline") or item.get("name"), "description": item.get("description"),
              "published": item.get("datePublished"), "modified": item.get("dateModified"),
              "language": item.get("inLanguage"), "canonical": item.get("url")}
    found: dict[str, object] = {key: value for key, value in wanted.items() if isinstance(value, str) and value}
    if people := [person for person in people if isinstance(person, str | dict) and person]:
        found["author"] = people
    return found


def _named(person: Any, named: dict[str, dict[str, Any]]) -> Any:
    """Who is meant by a reference to another object of the page."""
    if isinstance(person, dict) and not person.get("name"):
        return named.get(str(person.get("@id")), {})
    return person
