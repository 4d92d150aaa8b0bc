"""Sites of Hugo in several languages (`langs`, `hugolib/site_new.go`): one site for each, that share their templates, and whose URLs begin with the language.

A file of the content is of the language that its name ends in (`post.de.md`), or that its folder is for (`contentDir`), else of the default language.
Hugo's own render hooks are on in such sites: a link may name a file of the content, too. Not told are sites of which a language has an address
or other settings of its own that make URLs, those whose folder for one language holds names of another, and which a Hugo before 0.123 builds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from ..model.front_matter import FrontMatter
from ..model.pages import Beside, PageFacts, Withheld
from .configuration import merged
from .hugo import Hugo, Tongue
from .hugo_configuration import REWRITTEN, Version, is_true, lowered, table
from .hugo_lists import made_of
from .hugo_urls import texts

_NOBODY = "-"                       # whose files are left out
_WHOLE = ("taxonomies", "permalinks")         # a language has its own, or those of the site
# What a language may say for itself that is not followed.
_NOT_FOLLOWED = frozenset({"baseurl", "module", "staticdir", "uglyurls", "outputs", "outputformats", "mediatypes", "disablekinds", "frontmatter", "timezone", "sitemap",
                           "cascade", "markup", "disablealiases", "disablepathtolower", "removepathaccents", "paginatepath", "pagination", "theme", "builddrafts",
                           "buildfuture", "buildexpired", "ignorefiles"})


def languages_of(config: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The settings of each language that a site is in, by its code; none for a site in one."""
    out = {code.lower() for code in texts(config.get("disablelanguages"))}
    found = {code: values for code, values in table(config, "languages").items()
             if isinstance(values, dict) and not is_true(values.get("disabled")) and code not in out}
    return found if len(found) > 1 else {}


class HugoInLanguages(Hugo):
    """A Hugo site in several languages; what is asked of a file is answered by the site of its language, the rest by that of the default one."""

    def __init__(self, config: dict[str, Any], has: Callable[[str], bool] = lambda path: False, now: datetime | None = None,
                 listed: Callable[[], Iterable[str]] = tuple, *, head: Callable[[str], Mapping[str, Any]] = lambda path: {},
                 version: Version | None = None) -> None:
        config = lowered(config)
        languages = languages_of(config)
        default = str(config.get("defaultcontentlanguage") or "en").lower()
        self._default = default if default in languages else next(iter(languages))
        self._in_folder = is_true(config.get("defaultcontentlanguageinsubdir"))
        told = {code: _settings(config, code, values) for code, values in languages.items()}
        tongues = {code: Tongue(code, f"/{code}" if code != self._default or self._in_folder else "") for code in languages}
        self._owners: dict[str, str | None] = {}
        self._sends_on = not any(is_true(config.get(f"disabledefault{what}redirect")) for what in ("language", "site"))
        self._codes = {*table(config, "languages")}
        self._listed_files = listed
        self._parts: dict[str, Hugo] = {}
        super().__init__(told[self._default], has, now, listed, head=head, version=version, tongue=tongues[self._default])
        self.links_name_files = True
        for code, values in told.items():
            def own(code: str = code) -> list[str]:
                return [path for path in listed() if self._owner(path) in (None, code)]
            self._parts[code] = Hugo(values, has, now, own, head=head, version=version, tongue=tongues[code])
        self._is_followed = not any(values.keys() & _NOT_FOLLOWED for values in languages.values())

    def _owner(self, path: str) -> str | None:
        """The language of a file of the content; None for other files."""
        if path not in self._owners:
            homes = {part.files.content: code for code, part in reversed(self._parts.items())}
            home = max((home for home in homes if path.startswith(home)), key=len, default=None)
            sharing = [code for code, part in self._parts.items() if part.files.content == home]
            suffix = (path.rpartition("/")[2].split(".")[-2:] if path.rpartition("/")[2].count(".") > 1 else [""])[0].lower()
            default = self._default if self._default in sharing or home is None else sharing[0]
            self._owners[path] = None if home is None else suffix if suffix in sharing else _NOBODY if suffix in self._codes else default
        return self._owners[path]

    def _part(self, path: str) -> Hugo:
        return self._parts.get(self._owner(path) or self._default, self._parts[self._default])

    @cached_property
    def _is_told_apart(self) -> bool:
        """No file is of a language that its folder is not for."""
        suffixes = tuple(f".{code}." for code in self._parts)
        return not any(self._owner(path) == _NOBODY and any(suffix in path.lower() for suffix in suffixes) for path in self._listed_files())

    @property
    def certain(self) -> bool:
        """That of all languages."""
        return self._is_followed and self.version >= REWRITTEN and self._is_told_apart and all(part.certain for part in self._parts.values())

    @property
    def complete(self) -> bool:
        """That of all languages."""
        return self.certain and all(part.complete for part in self._parts.values())

    @property
    def known(self) -> tuple[str, ...]:
        """That of all languages."""
        return tuple(dict.fromkeys(pattern for part in self._parts.values() for pattern in part.known))

    @property
    def goes_by(self) -> tuple[str, ...]:
        """That of all languages."""
        return tuple(f"{code} {said}" for code, part in self._parts.items() for said in part.goes_by)

    def kind(self, path: str, *, has_head: bool) -> str | None:
        """As the site of its language has it; nothing for a language that is left out."""
        return None if self._owner(path) == _NOBODY else self._part(path).kind(path, has_head=has_head)

    def urls(self, path: str, kind: str, head: FrontMatter) -> list[str]:
        """As the site of its language has it."""
        return self._part(path).urls(path, kind, head)

    def withheld(self, path: str, kind: str, head: FrontMatter) -> tuple[str, str] | None:
        """As the site of its language has it."""
        return self._part(path).withheld(path, kind, head)

    def expires(self, path: str, head: FrontMatter) -> bool:
        """As the site of its language has it."""
        return self._part(path).expires(path, head)

    def beside(self, path: str, kind: str, head: FrontMatter) -> Beside:
        """As the site of its language has it."""
        return self._part(path).beside(path, kind, head)

    def generated(self, pages: Iterable[PageFacts]) -> Iterator[PageFacts]:
        """What each language has, and what sends on to the default one, or from where it might be; the map of all site maps."""
        found = list(pages)
        homes = {code: self._homes(code, found) for code in self._parts}
        shared = [page.path for page in found if page.kind == "static" and self._owner(page.path) == self._default]
        seen: set[str | None] = set()
        for code, part in self._parts.items():
            elsewhere = frozenset[str]().union(*(others for other, others in homes.items() if other != code))
            own = [page for page in found if self._owner(page.path) in ((None, code) if code == self._default else (code,))]
            for made in made_of(part, own, elsewhere, shared if code != self._default else ()):
                if made.path or made.url is None or made.url not in seen:
                    seen.add(made.url)
                    yield made
                if made.url and part.tongue.prefix and not made.path:        # Hugo's render hook finds a list by its name, which is its URL there
                    yield PageFacts("", "", None, withheld=Withheld(made.url.removeprefix(part.tongue.prefix), ""))
        if "sitemap" not in self.disabled:
            yield PageFacts("", "generated", f"/{self.sitemap}")
        if self._sends_on and "home" not in self.disabled:
            yield PageFacts("", "generated", "/" if self._in_folder else f"/{self._default}/")

    def _homes(self, code: str, pages: list[PageFacts]) -> set[str]:
        """The folders that are lists or bundles in a language."""
        files = self._parts[code].files
        tops = {place.folder.partition("/")[0] for page in pages if page.kind == "page" and self._owner(page.path) == code
                for place in (files.place(page.path),) if place.folder}
        return {*files.leaves, *files.branches, *tops}


def _settings(config: dict[str, Any], code: str, own: dict[str, Any]) -> dict[str, Any]:
    """The settings that hold in one language."""
    site = {key: value for key, value in config.items() if key not in ("languages", "defaultcontentlanguageinsubdir")
            and not (key in _WHOLE and key in own)}
    return {**merged(site, own), "defaultcontentlanguage": code}
