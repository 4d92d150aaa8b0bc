"""A repository: its root, its settings, its site, and what each of its files is."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from ..model.context import Context
from ..model.document import Document
from ..model.facts import facts_of, located
from ..model.finding import Finding
from ..model.flavor import Engine, Flavor
from ..model.links import ascii_host
from ..model.pages import PageFacts, Withheld
from ..model.scalars import Dialect
from ..model.source import Source
from ..readers import InputFormat, format_of, read
from ..readers.encoding import decode
from ..readers.front_matter import split
from ..rules import file_unreadable
from ..schema import forget
from ..sites import detect
from ..sites.serving import Rules, rules_of, server_of
from .built import urls_in
from .facts import is_not_utf_8, posts_in
from .files import NoFile, TooLarge, read_file, replace, within_limit
from .overlay import NOTHING, Overlay
from .schema_map import Schemas
from .settings import BadSettings, Settings, load
from .templates import Templates
from .walk import PACKAGES, Tree, root_of

STANDARD_INPUT = "-"
_LIMITED = "`limit_posts` keeps newer posts alone"
BYTE_LIMIT = 64 * 1024 * 1024        # of one file: a post of more is no post, and costs many times that in memory
_IN_PACKAGES = f"/{PACKAGES}/"


class Unreadable(Exception):
    """A file that cannot be read; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Repository:
    """The files around some paths. `standard_input` is what the path `-` stands for: bytes, and their format.

    Posts later than `now` (the clock's time unless given) are not published yet, where the generator leaves them out.
    `engine` renders Markdown in the place of the one that settings or site name; `overlay` takes the place of what lies on the disk.
    """

    def __init__(self, paths: Iterable[Path], settings: Settings | None = None, *, without: Iterable[Path] = (),
                 standard_input: tuple[bytes, InputFormat] | None = None, now: datetime | None = None,
                 engine: Flavor | None = None, overlay: Overlay = NOTHING) -> None:
        self.paths = list(paths)
        self.standard_input = standard_input
        self.root = root_of(self.paths)
        self.overlay = overlay
        from_here = os.path.relpath(self.root).replace(os.sep, "/")
        self._prefix = ("" if from_here == "." else from_here + "/") if overlay.shown is None else overlay.shown
        self.settings = load(self.root) if settings is None else settings
        self.configuration: dict[str, str] = {}           # the files that the site is told by, as they were read
        try:
            self.now = datetime.now(UTC) if now is None else now
            self.site = detect(self._has, self._config_text, self.now, self._listed, head=self._head, names=self._names,
                               told=self.settings.site, version=self.settings.generator_version)
        except ValueError as error:
            raise BadSettings(str(error)) from error
        apart = [*without, *([Path(self.settings.built)] if self.settings.built else [])]
        self.tree = Tree(self.root, self.settings.exclude, below=self.settings.below, without=apart, publishes=self.site.generator == "jekyll")
        self.engine = self._engine(engine or self.settings.engine)
        self.hosts = frozenset(map(ascii_host, self.site.hosts | {*self.settings.hosts}))
        forget()
        self.templates = Templates(self)
        self.schemas = Schemas(self.root, self.settings)
        self._files: tuple[str, ...] | None = None
        self._anchors: dict[str, frozenset[str] | None] = {}

    def _engine(self, named: Flavor | None) -> Engine | None:
        """Who renders Markdown: what was named, with the site's settings where they are of the same engine."""
        site = self.site.engine
        return site if not named or (site and site.flavor == named) else Engine(named)

    def _listed(self) -> tuple[str, ...]:
        return self.files

    def _has(self, name: str) -> bool:
        return name in self.overlay.contents or (name not in self.overlay.gone and os.path.exists(self.root / name))

    def _config_text(self, name: str) -> str:
        try:
            self.configuration[name] = self.read(name).decode()
            return self.configuration[name]
        except OSError as error:
            raise ValueError(f"{name}: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise ValueError(f"{name}: is no UTF-8: byte {error.start:,} is 0x{error.object[error.start]:02X}") from error

    def _text(self, name: str) -> str:
        """What a file holds that is not the site's configuration; what cannot be read says nothing."""
        try:
            return self.read(name, BYTE_LIMIT).decode("utf-8", "replace")
        except OSError:
            return ""

    def _names(self, folder: str) -> set[str]:
        """What lies in a folder, files that are passed over elsewhere too."""
        added = {path.removeprefix(f"{folder}/") for path in self.overlay.contents if path.startswith(f"{folder}/")}
        here = set(os.listdir(self.root / folder)) if os.path.isdir(self.root / folder) else set()
        return {name for name in here | added if f"{folder}/{name}" not in self.overlay.gone}

    def _head(self, path: str) -> Mapping[str, object]:
        """The values of a file's head that count for other files; none where it cannot be read."""
        try:
            return split(decode(self.bytes_of(path), path), "go")[0].values
        except Unreadable:
            return {}

    def read(self, name: str, most: int | None = None) -> bytes:
        """What a file holds, or its beginning; OSError as `files.read_file`."""
        data = self.overlay.contents.get(name)
        return read_file(self.root / name, most) if data is None else data[:most]

    # files

    @property
    def files(self) -> tuple[str, ...]:
        """All files of the repository, from its root, in order."""
        if self._files is None:
            self._files = tuple(self.tree.files())
            if self.overlay != NOTHING:
                self._files = tuple(sorted({*self._files, *self.overlay.contents} - self.overlay.gone))
        return self._files

    @cached_property
    def kept(self) -> frozenset[str] | None:
        """The posts that are published, where the site has a limit; None where it has none."""
        return self.site.kept(lambda: posts_in(self))

    @cached_property
    def built(self) -> tuple[str, ...]:
        """The URLs of the site as it was built, where the settings say in which folder it is."""
        return tuple(urls_in(Path(self.settings.built))) if self.settings.built else ()

    def is_kept(self, path: str, kind: str) -> bool:
        """The file is no post that the site's limit leaves out."""
        return kind not in ("post", "draft") or self.kept is None or path in self.kept

    @cached_property
    def served_by(self) -> str | None:
        """The name of the server: that the settings say, or the site's files show."""
        return self.settings.served_by or server_of(self._has, self._text, self.site.address)

    @cached_property
    def rules(self) -> Rules:
        """The redirects that the server makes."""
        return rules_of(self._has, self._text, self.site.baseurl)

    def targets(self) -> list[str]:
        """The files that the paths name: a file as it is, of a folder those that are content."""
        root = os.path.abspath(self.root)
        found: dict[str, None] = {}
        for path in self.paths:
            full = os.path.abspath(path)
            if self.standard_input and str(path) == STANDARD_INPUT:
                found[STANDARD_INPUT] = None
                continue
            if not os.path.isdir(full):
                found[os.path.relpath(full, root).replace(os.sep, "/")] = None
                continue
            inside = "" if full == root else os.path.relpath(full, root).replace(os.sep, "/") + "/"
            found |= dict.fromkeys(name for name in self.files if name.startswith(inside) and self.is_content(name))
            found |= dict.fromkeys(name for name in self.tree.unreadable if f"{name}/".startswith(inside))
        return list(found)

    def is_content(self, path: str) -> bool:
        """A file that is read when its folder is: a post or page by its suffix, not what the generator passes over."""
        return format_of(path) is not None and _IN_PACKAGES not in path and self.site.kind(path, has_head=True) is not None

    def shown(self, path: str) -> str:
        """A path from the root as messages show it: from where the run began."""
        return path if self.standard_input and path == STANDARD_INPUT else self._prefix + path

    # documents

    def document(self, path: str, data: bytes | None = None, *, has_address: bool = True) -> Document:
        """Read a file, of which the bytes may be given, and say what the repository knows of it, its addresses too unless nobody wants them;
        Unreadable when the bytes cannot be had.
        """
        dialect: Dialect = "go" if self.site.generator == "hugo" else "ruby"
        if self.standard_input and path == STANDARD_INPUT:
            data, form = self.standard_input
            if len(data) > BYTE_LIMIT:
                raise Unreadable(file_unreadable.too_large(len(data), BYTE_LIMIT))
            return read(decode(data, path), form, dialect, self.engine)
        source = decode(self.bytes_of(path) if data is None else data, self.shown(path))
        document = read(source, format_of(path) or "markdown", dialect, self.engine)
        document.context = self._context(path, document, has_address=has_address)
        return document

    def reread(self, before: Document, text: str, path: str) -> Document:
        """A document as it would be with another text; the same place in the repository, the same troubles but its mark."""
        dialect: Dialect = "go" if self.site.generator == "hugo" else "ruby"
        document = read(Source(text, before.source.path, encoding=before.source.encoding), before.format if before.format != "page" else "html",
                        dialect, self.engine)
        document.context = self._context(path, document)
        return document

    def rewrite(self, path: str, before: Document, text: str, *, recodes: bool = False, keeps_mark: bool = True) -> None:
        """Put a text in place of a document's, in one step; what is not UTF-8 only becomes so where that is asked for.

        OSError when it cannot be, or may not: it is a symbolic link, or was changed since the document was read.
        """
        full = self.root / path
        if full.is_symlink():
            raise OSError(0, "is a symbolic link, and was left alone")
        data = read_file(full)
        if decode(data).text != before.source.text:
            raise OSError(0, "was changed meanwhile, and was left alone")
        if not recodes and is_not_utf_8(before.source):
            raise OSError(0, "is not UTF-8, and was left alone")
        mark = codecs.BOM_UTF8 if keeps_mark and data.startswith(codecs.BOM_UTF8) else b""
        replace(full, mark + text.encode())

    def bytes_of(self, path: str) -> bytes:
        """What a file holds; Unreadable when it cannot be had, or is outside the repository and not named."""
        full = f"{self.root}/{path}"
        try:
            if (data := self.overlay.contents.get(path)) is not None:
                return within_limit(data, BYTE_LIMIT)
            if path in self.tree.unreadable:
                raise Unreadable(file_unreadable.finding(self.tree.unreadable[path]))
            if self.tree.leads_out(path) and not any(os.path.abspath(given) == full for given in self.paths):
                raise Unreadable(file_unreadable.leads_out(os.path.realpath(full)))
            return read_file(full, limit=BYTE_LIMIT)
        except TooLarge as error:
            raise Unreadable(file_unreadable.too_large(error.size, BYTE_LIMIT)) from error
        except NoFile as error:
            raise Unreadable(file_unreadable.no_file()) from error
        except OSError as error:
            raise Unreadable(file_unreadable.finding(error)) from error

    def _context(self, path: str, document: Document, *, has_address: bool = True) -> Context:
        taken = self.kind(path, document)
        kind, urls = taken or "static", self._urls(path, taken, document) if has_address else []
        return Context(path=path, generator=self.site.generator, kind=kind, url=urls[0] if urls else None, aliases=tuple(urls[1:]),
                       site=self.site.address + self.site.baseurl, hosts=self.hosts, language=self.site.language,
                       timezone=self.site.timezone, schemas=self.schemas.of(path, kind),
                       defaults=self.site.defaults(path, kind),
                       now=None if self.site.shows_future else self.now, layout_ids=self.templates.ids, schema_globs=tuple(self.settings.schemas))

    def kind(self, path: str, document: Document) -> str | None:
        return self.site.kind(path, has_head=self.site.has_head(document.source, document.front_matter))

    def _urls(self, path: str, kind: str | None, document: Document) -> list[str]:
        if kind is None or not self.is_kept(path, kind):
            return []
        if kind == "post" and is_not_utf_8(document.source):
            return []                    # Jekyll leaves it out of the site
        return self.site.urls(path, kind, document.front_matter)

    # the site

    def facts(self, path: str, document: Document) -> PageFacts:
        """What other pages need to know of a document."""
        return self._completed(path, document, facts_of(document, self.templates.anchors))

    def anchors(self, path: str) -> frozenset[str] | None:
        """The places in a file of the site that links can lead to; None when they are not known, or it is no page."""
        if path not in self._anchors:
            try:
                self._anchors[path] = self.templates.anchors(self.document(path)) if format_of(path) else None
            except Exception:  # noqa: BLE001 - whoever asks for the file itself is told why it cannot be read
                self._anchors[path] = None
        return self._anchors[path]

    def located(self, path: str, document: Document) -> PageFacts:
        """The facts of a document as far as its URL goes."""
        return self._completed(path, document, located(document))

    def _completed(self, path: str, document: Document, facts: PageFacts) -> PageFacts:
        """The facts with what the site says of the file: why it is not published, what is made because of it."""
        if not self.is_kept(path, facts.kind):
            url = next(iter(self.site.urls(path, facts.kind, document.front_matter)), None)
            return facts._replace(path=path, withheld=Withheld(url, _LIMITED) if url else None)
        if (facts.url is None or facts.kind == "static") and (found := self.site.withheld(path, facts.kind, document.front_matter)):
            facts = facts._replace(withheld=Withheld(found[0], "" if is_not_utf_8(document.source) else found[1]))
        if (beside := self.site.beside(path, facts.kind, document.front_matter)) != facts.beside:
            facts = facts._replace(beside=beside)
        if facts.url is not None and self.site.expires(path, document.front_matter):
            facts = facts._replace(expires=True)
        return facts if facts.path == path else facts._replace(path=path)
