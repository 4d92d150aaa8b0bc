"""Site models: which URL each file of a repository will have, as the generator would give it, without running it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

from ..model.flavor import Engine
from ..model.front_matter import FrontMatter
from ..model.liquid import Folders
from ..model.pages import Beside, PageFacts
from ..model.source import Source
from .configuration import load, merged
from .hugo_configuration import FILES as HUGO_FILES
from .hugo_configuration import lowered, settings_of


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
    links_name_files: bool           # links of Markdown may name files of the content, as template tags do
    redirects_made: bool             # pages that send on are made where a head asks for them
    shows_future: bool               # what is later than now is published all the same
    templates: Folders | None        # where its templates in Liquid lie, if it has such
    engine: Engine | None            # who renders its Markdown; None when the site does not say

    @property
    def certain(self) -> bool:
        """The URLs that it tells are those that the generator gives."""

    @property
    def complete(self) -> bool:
        """Every URL of the site can be told from its sources."""

    @property
    def known(self) -> tuple[str, ...]:
        """Patterns of URLs that plugins make."""

    @property
    def layouts(self) -> tuple[str, ...] | None:
        """The folders of its layouts; None when they are not all there."""

    @property
    def goes_by(self) -> Sequence[str]:
        """What decides over the URLs of files, besides their heads and the configuration."""

    def has_head(self, source: Source, head: FrontMatter) -> bool:
        """The generator, too, takes what a file begins with for front matter."""

    def kind(self, path: str, *, has_head: bool) -> str | None:
        """What a file is: "post", "draft", "page", "doc:NAME", "static"; None when the generator passes it over."""

    def defaults(self, path: str, kind: str) -> dict[str, Any]:
        """The values that the site gives a file's front matter."""

    def urls(self, path: str, kind: str, head: FrontMatter) -> list[str]:
        """The URL of a file and its aliases, below the baseurl; empty when it is not published."""

    def kept(self, posts: Callable[[], Iterable[tuple[str, str, FrontMatter]]]) -> frozenset[str] | None:
        """Of all posts (path, kind and head), those that are published where the site has a limit; None where it has none."""

    def withheld(self, path: str, kind: str, head: FrontMatter) -> tuple[str, str] | None:
        """The URL that a file would have that is not published, and why it is not (empty: for a fault of the file, which others tell); None when
        that is not known.
        """

    def expires(self, path: str, head: FrontMatter) -> bool:
        """A page that is published will not be some day."""

    def beside(self, path: str, kind: str, head: FrontMatter) -> Beside:
        """What is made because of a page, besides it."""

    def generated(self, pages: Iterable[PageFacts]) -> Iterable[PageFacts]:
        """What no file of the repository stands for alone, of which all `pages` are given; a path is said where a file is copied."""


CONFIG_FILES = {"jekyll": ("_config.yml", "_config.yaml", "_config.toml"), "hugo": HUGO_FILES}


def detect(has: Callable[[str], bool], read: Callable[[str], str], now: datetime | None = None,
           listed: Callable[[], Iterable[str]] = tuple, *, head: Callable[[str], Mapping[str, Any]] = lambda path: {},
           names: Callable[[str], Iterable[str]] = lambda folder: (), told: Mapping[str, Any] = MappingProxyType({}), version: str | None = None) -> Site:
    """The model of a repository, by the configuration at its root.

    `has` says whether a path exists below the root, `read` gives a file's text, `head` the values of its head, `names` those in a folder, `listed` all files; what is later than `now` is not
    published yet, where the generator leaves such posts out. What the generator is `told` besides goes over its configuration; its `version` is
    a current one unless it is said here or by those who build the site. A configuration that cannot be read raises ValueError with a message.
    """
    for name in CONFIG_FILES["jekyll"]:
        if has(name):
            from .jekyll import Jekyll
            return Jekyll(merged(load(name, read(name)), told), has, now)
    for name in CONFIG_FILES["hugo"]:
        if has(name) and (not name.startswith("config.") or has("content")):
            from .hugo import Hugo
            from .hugo_languages import HugoInLanguages, languages_of
            from .hugo_version import version_told
            config = merged(settings_of(name, has, read), lowered(told))
            made = HugoInLanguages if languages_of(config) else Hugo
            return made(config, has, now, listed, head=head, version=_numbers(version) or version_told(has, read, names))
    from .plain import Plain
    return Plain()


def _numbers(version: str | None) -> tuple[int, ...] | None:
    """The numbers of a version; they compare as versions do."""
    return tuple(map(int, version.split("."))) if version else None
