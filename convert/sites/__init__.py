"""Site models: which URL each file of a repository will have, as the generator would give it, without running it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol

from ..model.flavor import Engine
from ..model.front_matter import FrontMatter
from ..model.site import PageFacts
from ..model.source import Source
from .configuration import load


class Site(Protocol):
    """A repository as its generator sees it. Paths are from its root, with forward slashes."""

    generator: str
    title: str | None                # what the site calls itself
    author: str | None
    address: str                     # scheme and host, without a last slash; empty when the site does not say
    baseurl: str
    hosts: frozenset[str]
    language: str | None
    timezone: str | None
    complete: bool                   # every URL of the site can be told from its sources
    certain: bool                    # the URLs that it tells are those that the generator gives
    redirects_made: bool             # pages that send on are made where a head asks for them
    known: tuple[str, ...]           # patterns of URLs that plugins make
    shows_future: bool               # what is later than now is published all the same
    layouts: tuple[str, ...] | None  # the folders of its layouts; None when they are not all there
    engine: Engine | None            # who renders its Markdown; None when the site does not say

    def has_head(self, source: Source, head: FrontMatter) -> bool:
        """The generator, too, takes what a file begins with for front matter."""

    def kind(self, path: str, *, has_head: bool) -> str | None:
        """What a file is: "post", "draft", "page", "doc:NAME", "static"; None when the generator passes it over."""

    def defaults(self, path: str, kind: str) -> dict[str, Any]:
        """The values that the site gives a file's front matter."""

    def urls(self, path: str, kind: str, head: FrontMatter) -> list[str]:
        """The URL of a file and its aliases, below the baseurl; empty when it is not published."""

    def withheld(self, path: str, kind: str, head: FrontMatter) -> tuple[str, str] | None:
        """The URL that a file would have that is not published, and why it is not (empty: for a fault of the file, which others tell); None when
        that is not known.
        """

    def lists(self, path: str, kind: str, head: FrontMatter) -> Iterable[str]:
        """The URLs that exist because a file that is published does, and perhaps because of others: of archives that it stands in."""

    def generated(self, pages: Iterable[PageFacts]) -> Iterable[str]:
        """URLs that no file of the repository stands for, of all pages that there are: what these list, too."""


CONFIG_FILES = {"jekyll": ("_config.yml", "_config.yaml", "_config.toml"),
                "hugo": ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml")}


def detect(has: Callable[[str], bool], read: Callable[[str], str], now: datetime | None = None) -> Site:
    """The model of a repository, by the configuration at its root.

    `has` says whether a path exists below the root, `read` gives a file's text; what is later than `now` is not
    published yet, where the generator leaves such posts out. A configuration that cannot be read
    raises ValueError with a message.
    """
    for name in CONFIG_FILES["jekyll"]:
        if has(name):
            from .jekyll import Jekyll
            return Jekyll(load(name, read(name)), has, now)
    for name in CONFIG_FILES["hugo"]:
        if has(name) and (name != "config.toml" or has("content")):
            from .hugo import Hugo
            return Hugo(load(name, read(name)))
    from .plain import Plain
    return Plain()
