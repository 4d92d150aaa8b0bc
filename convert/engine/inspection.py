"""`newsconv inspect`: what is understood of one post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..model import dates
from ..model.document import Document
from ..model.finding import NthLink
from ..model.fragments import heading_ids
from ..model.links import Link
from ..writers.json import record_of
from .repository import Repository

# What a file may be, as `kind` and `format` name it, in words.
_KINDS = {"post": "a post of", "draft": "a draft of", "page": "a page of", "static": "copied as it is by"}
_ENGINES = {"commonmark": "CommonMark", "gfm": "GitHub", "kramdown": "kramdown", "goldmark": "Goldmark"}
_FORMATS = {"markdown": "Markdown", "html": "HTML", "page": "a whole HTML page"}
_AS_RECORDED = ("title", "description", "published", "modified", "url", "language", "authors", "source", "categories",
                "tags", "counts")


def inspect(file: Path, *, follows: bool = False) -> dict[str, Any]:
    """What a file is read as, for programs; keys that the JSON record of a post has mean the same here. One that `follows` says of all that leads
    somewhere where that is, and which other pages lead here.

    repository.Unreadable when the file cannot be read.
    """
    repository = Repository([file])
    (target,) = repository.targets()
    document = repository.document(target)
    record, context = record_of(document), document.context
    links, backlinks = list(_links(document, document.links)), {}
    if follows:
        from .leads import leads_of
        leads = leads_of(repository, target)
        links = [{**link, **lead} for link, lead in zip(_links(document, document.targets), leads.targets, strict=True)]
        backlinks = {"backlinks": leads.backlinks}
    return {
        "path": document.source.path,
        "format": document.format,
        "engine": document.engine.flavor if document.engine else None,
        "kind": context.kind,
        "generator": context.generator,
        "encoding": document.source.encoding,
        "front_matter": _head(document),
        **{key: record[key] for key in _AS_RECORDED},
        "aliases": list(context.aliases),
        "date_of_name": _is_date_of_name(document),
        "ids": [*dict.fromkeys([*map(str, document.body.xpath("//@id")), *heading_ids(document.body)])],
        "links": links,
        **backlinks,
        "losses": record["losses"],
    }


def lines(facts: dict[str, Any]) -> Iterator[str]:
    """The same for people: a name and a value on each line, more values below each other."""
    said = _in_words(facts)
    width = max(map(len, said))
    for name, values in said.items():
        for index, value in enumerate(values or ["–"]):
            yield f"{name if not index else '':{width}}  {value}"


def _head(document: Document) -> dict[str, Any]:
    head = document.front_matter
    problem = "never closed" if head.unclosed else f"unreadable: {head.error.problem}" if head.error else \
        "but no keys with values" if head.not_mapping else None
    return {"syntax": head.syntax or None, "problem": problem, "keys": list(head.values), "date": head.text("date")}


def _is_date_of_name(document: Document) -> bool:
    """The date of publication is that of the file's name, because nothing else gives one."""
    day = dates.file_name_day(document.source.path.rsplit("/", 1)[-1])
    if day is None or document.meta.published != dates.Moment(day):
        return False
    try:
        return dates.parse(document.front_matter.text("date") or "").day != day
    except dates.InvalidDate:
        return True


def _links(document: Document, links: Iterable[Link]) -> Iterator[dict[str, Any]]:
    for number, link in enumerate(links):
        line, _ = document.source.position(document.locate(NthLink(number)).start)
        yield {"href": link.target, "kind": link.kind, "line": line}


def _in_words(facts: dict[str, Any]) -> dict[str, list[str]]:
    def one(key: str) -> list[str]:
        return [facts[key]] if facts[key] else []

    return {
        "file": one("path"),
        "read as": [_kind_in_words(facts)],
        "encoding": one("encoding"),
        "front matter": [_head_in_words(facts["front_matter"])],
        "title": one("title"),
        "description": one("description"),
        "published": _date_in_words(facts),
        "modified": one("modified"),
        "URL": one("url") or _why_no_url(facts),
        "aliases": facts["aliases"],
        "language": one("language"),
        "authors": [author["name"] for author in facts["authors"]],
        "source": [text for text in (facts["source"] or {}).values() if text],
        "categories": facts["categories"],
        "tags": facts["tags"],
        "ids": facts["ids"],
        "links": [f"line {link['line']}: {link['href'] or '(empty)'} ({link['kind']}){_lead_in_words(link)}" for link in facts["links"]],
        **({"linked from": [f"{link['path']}: {link['href']}" for link in facts["backlinks"]]} if "backlinks" in facts else {}),
        "size": [", ".join(f"{count:,} {name.removesuffix('s') if count == 1 else name}"
                           for name, count in facts["counts"].items())],
        "left out": [loss["message"] for loss in facts["losses"]],
    }


def _kind_in_words(facts: dict[str, Any]) -> str:
    kind: str = facts["kind"]
    what = _KINDS.get(kind) or f"a document of the collection “{kind.removeprefix('doc:')}” of"
    is_plain = facts["generator"] == "plain"
    place = what.rpartition(" ")[0] if is_plain else f"{what} a {facts['generator'].title()} site"
    by = f" as {_ENGINES[facts['engine']]} reads it" if facts["engine"] else ""
    return f"{_FORMATS[facts['format']]}{by}, {place}"


def _lead_in_words(link: dict[str, Any]) -> str:
    match link.get("verdict"):
        case "found":
            return f" → {link['file'] or link['url']}"
        case "missing":
            return f" → nothing: there is no {link['url']}"
        case _:
            return ""


def _head_in_words(head: dict[str, Any]) -> str:
    if not head["syntax"]:
        return "none"
    problem = f", {head['problem']}" if head["problem"] else f": {', '.join(head['keys'])}" if head["keys"] else ", empty"
    return f"{head['syntax'].upper()}{problem}"


def _date_in_words(facts: dict[str, Any]) -> list[str]:
    written, published = facts["front_matter"]["date"], facts["published"]
    unreadable = [f"“{written}” cannot be read"] if written and (facts["date_of_name"] or not published) else []
    said = ["from the file's name"] * facts["date_of_name"] + unreadable
    if not published:
        return unreadable
    return [f"{published} ({'; '.join(said)})" if said else published]


def _why_no_url(facts: dict[str, Any]) -> list[str]:
    if facts["generator"] == "plain":
        return []
    return ["none: the front matter cannot be read" if facts["front_matter"]["problem"] else "none: it is not published"]
