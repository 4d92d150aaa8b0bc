"""The layouts and includes of a Jekyll site: what they add to pages, and the links that stand in them."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..model.document import Document
from ..model.facts import facts_of
from ..model.fragments import anchors_of, own_anchors
from ..model.links import host_of
from ..model.liquid import Liquid
from ..model.pages import LinkFact, PageFacts
from ..readers import format_of
from .facts import ids_in

if TYPE_CHECKING:
    from .repository import Repository

KIND = "template"
_OUTPUT = r"\{\{[^{}<>\n]*\}\}|\{(?!\{)"           # nothing in it begins another: each sign is read once
_BASE = re.compile(rf"""<base\s[^<>]*?href\s*=\s*(?:"((?:{_OUTPUT}|[^"{{])*)"|'((?:{_OUTPUT}|[^'{{])*)'|([^"'\s>]+))""", re.I)
_INCLUDES = re.compile(r"\{%-?\s*include")
_OTHER_SIGNS = re.compile(r"[^a-z0-9]+")


class Templates:
    """The templates of a site, each read once."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self.folders = repository.site.templates
        self._texts: dict[str, str | None] = {}
        self.liquid = Liquid(self._include, self._has_data)

    def is_one(self, path: str) -> bool:
        """A layout or an include that is HTML."""
        return self.folders is not None and path.startswith((self.folders.layouts, self.folders.includes)) and format_of(path) == "html"

    @cached_property
    def _files(self) -> tuple[str, ...]:
        """The files that may be templates, or may have a say in them, of the many of the repository."""
        homes = {*(self._repository.site.layouts or ()), *(filter(None, self.folders) if self.folders else ())}
        return tuple(name for name in self._repository.files if name.startswith(tuple(homes)))

    def below(self, paths: Iterable[Path]) -> list[str]:
        """The templates in the folders that paths name; one that is named itself is a target anyway."""
        root = os.path.abspath(self._repository.root)
        folders = tuple(os.path.join(os.path.abspath(path), "") for path in paths if os.path.isdir(path))
        return [name for name in self._files if self.is_one(name) and os.path.join(root, name).startswith(folders)]

    @cached_property
    def ids(self) -> frozenset[str] | None:
        """The ids that layouts hold, with what they include; None when they cannot all be seen."""
        site = self._repository.site
        if site.layouts is None:
            return None
        files = [name for name in self._files if site.layouts and name.startswith(site.layouts) and format_of(name) == "html"]
        if self.folders is not None:
            made = [self.liquid.expanded(self._text(name) or "").text for name in files if name.startswith(self.folders.layouts)]
            if not any(map(_INCLUDES.search, made)):                  # else any include may be meant
                return _all(map(ids_in, made))
        return _all(None if (text := self._text(name)) is None else ids_in(text) for name in files)

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """What `base` elements of layouts name, as it is written."""
        layouts = self._repository.site.layouts
        files = [name for name in self._files if name.startswith(layouts) and format_of(name) == "html"] if layouts else ()
        found = (match[1] or match[2] or match[3] or "" for name in files for match in _BASE.finditer(self._text(name) or ""))
        return tuple(dict.fromkeys(found))

    @cached_property
    def state(self) -> bytes:
        """Stands for all that pages get from here."""
        digest = blake2b(digest_size=16)
        if self.folders is not None:
            for name in self._files:
                if name.startswith(self.folders.includes) or (self.folders.data and name.startswith(self.folders.data)):
                    digest.update(f"{name}\0{self._text(name) if name.startswith(self.folders.includes) else ''}\0".encode(errors="surrogatepass"))
        return digest.digest()

    def facts(self, document: Document) -> PageFacts:
        """The links of a template that are there whatever is the case, and lead to one place from whichever page is made of it; the others
        stand in their order, and are followed by nobody.
        """
        sure = Counter(link.target for link in self._read(document, self.liquid.outside).targets)
        links = list[LinkFact]()
        for link in facts_of(document).links:
            sure[link.target] -= 1
            links.append(link if sure[link.target] >= 0 and _is_from_root(link) else link._replace(kind="other"))
        return PageFacts(document.context.path, KIND, None, links=tuple(links))

    def anchors(self, document: Document) -> frozenset[str] | None:
        """The places in a page that links can lead to; None when nobody knows."""
        if self.folders is None or not document.islands:
            return anchors_of(document)
        made = self.liquid.expanded(document.source.text[document.body_start:])
        return anchors_of(self._read(document, lambda text: made.text), is_told=True) if made.is_told else None

    def own_anchors(self, document: Document) -> frozenset[str]:
        """Those of them that are certain."""
        if self.folders is None or not document.islands:
            return own_anchors(document)
        return own_anchors(self._read(document, lambda text: self.liquid.expanded(text).text))

    def _read(self, document: Document, change: Callable[[str], str]) -> Document:
        """A document as it would be with another body."""
        text, start = document.source.text, document.body_start
        changed = change(text[start:])
        return document if changed == text[start:] else self._repository.reread(document, text[:start] + changed, document.context.path)

    def _include(self, name: str) -> str | None:
        return self._text(f"{self.folders.includes}{name}") if self.folders and ".." not in name else None

    def _has_data(self, name: str) -> bool:
        """There may be data of a name: Jekyll takes signs out of the names of files."""
        if self.folders is None or not self.folders.data:
            return True
        return any(_plain(part) == _plain(name) for part in self._data)

    @cached_property
    def _data(self) -> frozenset[str]:
        """The names of files and folders with data, with and without their suffixes."""
        folder = self.folders.data if self.folders else ""
        names = {path.removeprefix(folder).partition("/")[0] for path in self._files if path.startswith(folder)}
        return frozenset(names | {PurePosixPath(name).stem for name in names})

    def _text(self, path: str) -> str | None:
        if path not in self._texts:
            try:
                self._texts[path] = self._repository.bytes_of(path).decode("utf-8-sig", "replace").replace("\r\n", "\n")
            except Exception:  # noqa: BLE001 - one that cannot be read is none; who asks for the file itself is told why
                self._texts[path] = None
        return self._texts[path]


def _all(found: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All ids together; None when some are not known."""
    together: set[str] = set()
    for ids in found:
        if ids is None:
            return None
        together |= ids
    return frozenset(together)


def _is_from_root(link: LinkFact) -> bool:
    """A link that leads to one place from whichever page; of tags, whoever follows the link finds out."""
    return link.kind in ("external", "template") or (link.kind == "site" and (link.target.strip().startswith("/") or host_of(link.target.strip()) is not None))


def _plain(name: str) -> str:
    return _OTHER_SIGNS.sub("", name.lower())
