"""Two keys of the front matter say different things of one matter, and only one of them counts.

Which one depends on the program, and the other is lost without a word: next to ``tag`` Jekyll takes no notice of ``tags``,
next to ``url`` Hugo takes none of ``slug``, and to Jekyll ``draft`` means nothing at all. Of ``category`` and ``categories``
Jekyll takes both, so they do not conflict. Hugo reads keys without regard to capitals, and takes one of two at random.

Bad::

    ---
    title: Chain ferry to stop
    date: 2022-02-15 09:00:00 +0800
    tag: ferry
    tags: [harbour, winter]
    draft: true
    published: true
    ---
    <p>For two days.</p>

Reports::

    5:1 next to `tag` Jekyll takes no notice of `tags`: “harbour” and “winter” are lost
    6:1 `draft` says that this is a draft, `published` that it is none: to Jekyll `draft` means nothing, and it is published

Help::

    put them all behind `tags`

Good::

    ---
    title: Chain ferry to stop
    date: 2022-02-15 09:00:00 +0800
    tags: [harbour, winter]
    category: Ferries
    categories: [Harbour]
    published: true
    ---
    <p>For two days.</p>
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model.document import Document
from ..model.finding import Finding, Key, Related
from . import page_rule

_DRAFT_TAKEN = {"jekyll": "to Jekyll `draft` means nothing, and it is published", "hugo": "Hugo leaves it out"}


@page_rule("warning")
def check(document: Document) -> Iterator[Finding]:
    values, generator = document.front_matter.values, document.context.generator
    if generator == "jekyll" and "tag" in values and "tags" in values and (lost := _lost_tags(values)):
        shown = " and ".join(filter(None, (", ".join(f"“{name}”" for name in lost[:-1]), f"“{lost[-1]}”")))
        yield _beside(f"next to `tag` Jekyll takes no notice of `tags`: {shown} {'is' if len(lost) == 1 else 'are'} lost", "tags", "tag",
                      "put them all behind `tags`")
    if values.get("draft") is True and values.get("published") is True and generator in _DRAFT_TAKEN:
        yield _beside(f"`draft` says that this is a draft, `published` that it is none: {_DRAFT_TAKEN[generator]}", "draft", "published",
                      "keep one of the two; a post is left out by `published: false`" if generator == "jekyll" else "keep `draft` alone")
    if generator == "hugo":
        yield from _of_hugo(values)


def _of_hugo(values: dict[str, Any]) -> Iterator[Finding]:
    url, slug = values.get("url"), values.get("slug")
    if url and slug and str(url).strip("/").rpartition("/")[2] != str(slug):
        yield _beside(f"next to `url` Hugo takes no notice of `slug`: the page is at {url}", "slug", "url", "keep one of the two")
    if len({key.lower() for key in values}) < len(values):
        first: dict[str, str] = {}
        for key, value in values.items():
            if (other := first.setdefault(key.lower(), key)) != key and values[other] != value:
                yield _beside(f"to Hugo `{key}` and `{other}` are one key: it takes either value", key, other, "keep one of the two")


def _beside(message: str, key: str, other: str, help: str) -> Finding:
    return Finding(message, Key((key,)), help, subject=key, related=(Related(f"`{other}` is here", Key((other,))),))


def _lost_tags(values: dict[str, Any]) -> list[str]:
    """The tags that stand behind `tags` only, where Jekyll takes those behind `tag` (`Utils.pluralized_array_from_hash`)."""
    single, several = values["tag"], values["tags"]
    taken = single if isinstance(single, list) else [single]
    if not single or not several:
        return []
    return [str(tag) for tag in (several.split() if isinstance(several, str) else several if isinstance(several, list) else [several])
            if tag not in taken and tag]
