"""A folder of posts without a generator: files as they lie."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from ..model.flavor import Engine
from ..model.front_matter import FrontMatter
from ..model.liquid import Folders
from ..model.pages import Beside, PageFacts
from ..model.source import Source

_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")


class Plain:
    """Every file is at its own path; where the root of a web site would be, nobody knows."""

    generator = "plain"
    shows_future = True
    links_name_files = False
    layouts: tuple[str, ...] | None = ()
    title: str | None = None
    author: str | None = None
    address = ""
    baseurl = ""
    hosts: frozenset[str] = frozenset()
    language: str | None = None
    timezone: str | None = None
    complete = True
    certain = True
    redirects_made = False
    known: tuple[str, ...] = ()
    templates: Folders | None = None
    engine: Engine | None = None
    goes_by: tuple[str, ...] = ()

    def has_head(self, source: Source, head: FrontMatter) -> bool:
        """Whatever stands there counts."""
        return bool(head)

    def kind(self, path: str, *, has_head: bool) -> str | None:
        """A file in `_posts`, or whose name begins with a date, is a post; any other with a head is a page."""
        folders, _, name = path.rpartition("/")
        if "_posts" in folders.split("/") or _DATED.match(name):
            return "post"
        return "page" if has_head else "static"

    def defaults(self, path: str, kind: str) -> dict[str, Any]:
        """There are none."""
        return {}

    def urls(self, path: str, kind: str, head: FrontMatter) -> list[str]:
        """The path itself."""
        return ["/" + path]

    def kept(self, posts: Callable[[], Iterable[tuple[str, str, FrontMatter]]]) -> frozenset[str] | None:
        """There is no limit."""
        return None

    def withheld(self, path: str, kind: str, head: FrontMatter) -> tuple[str, str] | None:
        """All is published."""
        return None

    def expires(self, path: str, head: FrontMatter) -> bool:
        """Nothing does."""
        return False

    def beside(self, path: str, kind: str, head: FrontMatter) -> Beside:
        """Nothing is made."""
        return Beside()

    def generated(self, pages: Iterable[PageFacts]) -> Iterable[PageFacts]:
        """There are none."""
        return ()
