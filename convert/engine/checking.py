"""One file and the rules that look at it: findings, and facts for the rules of the site. All that comes out is plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from typing import Any, NamedTuple, TypeAlias

from ..model.document import Document
from ..model.finding import Diagnostic, Finding
from ..model.pages import PageFacts
from ..model.site import SiteIndex
from ..model.web import Web
from ..rules import Rule, load_rule
from ..schema import BadSchema
from .facts import address
from .noting import Noted
from .repository import Repository, Unreadable
from .stamping import Stamp
from .suppression import MARK

_Seen: TypeAlias = "Document | PageFacts | SiteIndex | Web"
_UNREADABLE = "file-unreadable"
DEADLY = Finding("the process that read this file died, and so did the next one",
                 help="it may need more memory than there is; if it does not, this is a bug in newsconv: please report it with the file")
_MUCH = 1_000_000              # characters of files that are open at a time
_SAME_TOMORROW = ("", "post", "page", "static")          # of drafts and their like, URLs may hold the day of the build


class Checked(NamedTuple):
    """What is known of a file: what its rules `found`, its `facts` for those of the site (None: there are no such rules, or it cannot
    be read; or they are `noted` already), whether it `speaks` of its own findings, and what stands for its bytes (`digest`) if all that is the same
    while they are.
    """

    path: str
    found: tuple[Diagnostic, ...]
    facts: PageFacts | None = None
    speaks: bool = False
    digest: bytes = b""
    noted: Noted | None = None


class _Opened(NamedTuple):
    """A file that is being checked, and what was found in it so far."""

    path: str
    document: Document
    digest: bytes
    found: list[Diagnostic]


class Checker:
    """Runs the rules of a repository."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.in_force = repository.settings.by_path
        self.asks_site = any(load_rule(name).scope != "page" for name in self.in_force.anywhere)
        self.stamp = Stamp(repository.settings, repository.shown(""))

    def pages(self, paths: Iterable[str]) -> Iterator[Checked]:
        """Run the page rules on files, whatever these do to us.

        Each rule looks at some files before the next one does: what it works with stays in the caches of the processor, which saves a sixth of the time.
        """
        lot, size = list[_Opened | Checked](), 0
        for path in paths:
            lot.append(one := self._opened(path))
            size += len(one.document.source.text) if isinstance(one, _Opened) else 0
            if size > _MUCH:
                yield from self._checked(lot)
                lot, size = [], 0
        yield from self._checked(lot)

    def page(self, path: str) -> Checked:
        """The same for one."""
        return next(self.pages([path]))

    def _opened(self, path: str) -> _Opened | Checked:
        """A file at which rules of pages look; all that is to be known of another."""
        try:
            data = self.repository.bytes_of(path)
            document = self.repository.document(path, data)
            if self.repository.templates.is_one(path):
                return Checked(path, (), self.repository.templates.facts(document), MARK in document.source.text, digest_of(data))
        except Exception as error:  # noqa: BLE001 - whatever a file does to us, it is said of that file
            return Checked(path, self.fault(path, error))
        return _Opened(path, document, digest_of(data), [])

    def _checked(self, lot: Iterable[_Opened | Checked]) -> Iterator[Checked]:
        by_rules: dict[int, list[_Opened]] = defaultdict(list)
        for one in lot:
            if isinstance(one, _Opened):
                by_rules[id(self.in_force[one.path])].append(one)
        for files in by_rules.values():
            documents = [(file.document,) for file in files]
            for rule in self.in_force[files[0].path].page_rules:
                for number, finding in found_by(rule, documents):
                    files[number].found.append(self._stamped(rule, files[number].document, finding))
        return (self._told_by(one) if isinstance(one, _Opened) else one for one in lot)

    def _told_by(self, file: _Opened) -> Checked:
        path, document, digest, found = file
        try:
            facts = self.repository.facts(path, document) if self.asks_site else PageFacts(path, "", None)
            return Checked(path, tuple(found), facts, MARK in document.source.text, digest if self._lasts(document, found) else b"")
        except Exception as error:  # noqa: BLE001 - see above
            return Checked(path, (*found, *self.fault(path, error)))

    def address(self, path: str) -> Checked:
        """What others need to know of a file that nobody asked to check."""
        facts, data = address(self.repository, path)
        is_known = data is not None and (facts.kind == "" or (facts.url is not None and facts.kind in _SAME_TOMORROW and not facts.expires))
        return Checked(path, (), facts, digest=digest_of(data) if is_known and data is not None else b"")

    def _lasts(self, document: Document, found: Iterable[Diagnostic]) -> bool:
        """Nothing that is known of a file depends on the time: it is published, for good."""
        return lasts(self.repository, document) and not any(one.rule == "date-future" for one in found)

    def site(self, facts: PageFacts, index: SiteIndex) -> tuple[Diagnostic, ...]:
        """Run the site rules on the facts of a file; it is read again only when one of them finds something."""
        return self._told(facts, list(findings(self.in_force[facts.path].site_rules, facts, index)))

    def web(self, facts: PageFacts, index: SiteIndex, web: Web) -> tuple[Diagnostic, ...]:
        """Run the rules on what the web answered."""
        return self._told(facts, list(findings(self.in_force[facts.path].web_rules, facts, index, web)))

    def _told(self, facts: PageFacts, found: list[tuple[Rule, Finding | Exception]]) -> tuple[Diagnostic, ...]:
        if not found:
            return ()
        if facts.kind == "template":             # which is written by hand: --fix mends posts and pages
            found = [(rule, one._replace(fix=None) if isinstance(one, Finding) else one) for rule, one in found]
        try:
            document = self.repository.document(facts.path)
            return tuple(self._stamped(rule, document, finding) for rule, finding in found)
        except Exception as error:  # noqa: BLE001 - see above
            return self.fault(facts.path, error)

    def _stamped(self, rule: Rule, document: Document, found: Finding | Exception) -> Diagnostic:
        """What a rule found; that it failed is an error, however little its findings weigh: nobody knows what it would have found."""
        try:
            if isinstance(found, Finding):
                return self.stamp(rule.name, document, found)
        except Exception as error:  # noqa: BLE001 - a place that there is not, or whatever it made of a finding
            found = error
        finding = fault_of(found, document.context.path, "the rule itself failed", rule.package)
        return self.stamp(rule.name, document, finding)._replace(severity="error")

    def lost(self, path: str) -> Checked:
        """What is known of a file that kills whoever reads it."""
        return Checked(path, (self.stamp.without_text(_UNREADABLE, self.repository.shown(path), DEADLY),))

    def fault(self, path: str, error: Exception) -> tuple[Diagnostic, ...]:
        """What is said of a file that cannot be read, or at which we fail; BadSchema is no file's fault."""
        if isinstance(error, BadSchema):
            raise error
        if isinstance(error, Unreadable):
            is_told = _UNREADABLE in self.in_force[path].names
            return (self.stamp.without_text(_UNREADABLE, self.repository.shown(path), error.finding),) if is_told else ()
        return (self.stamp.without_text(_UNREADABLE, self.repository.shown(path), fault_of(error, path, "newsconv failed on this file")),)


def lasts(repository: Repository, document: Document) -> bool:
    """The address of a page does not depend on the time: it is published, for good."""
    context = document.context
    return context.url is not None and context.kind in _SAME_TOMORROW and not repository.site.expires(context.path, document.front_matter)


def findings(rules: Iterable[Rule], *seen: _Seen) -> Iterator[tuple[Rule, Finding | Exception]]:
    """What rules find, or why one failed; the others go on."""
    return ((rule, found) for rule in rules for _, found in found_by(rule, [seen]))


def found_by(rule: Rule, seen: Iterable[tuple[_Seen, ...]]) -> Iterator[tuple[int, Finding | Exception]]:
    """What a rule finds in what it sees, one after the other, with its number; or why it failed, and goes on with the next."""
    check: Callable[..., Iterable[Any]] = rule.check
    for number, one in enumerate(seen):
        try:
            for finding in check(*one):
                yield number, finding if isinstance(finding, Finding) else TypeError(f"it yields {finding!r}, which is no Finding")
        except BadSchema:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a rule does, the other files are checked
            yield number, error
        except SystemExit:
            yield number, RuntimeError("it wanted to end the run")


def fault_of(error: Exception, path: str, what: str, package: str = "") -> Finding:
    """What to say of an error in our own code, which is a bug, or in that of a package with rules."""
    return Finding(f"{what}: {type(error).__name__}: {error}",
                   help=f"this is a bug in {package or 'newsconv'}: please report it with the file {path}")


def digest_of(data: bytes) -> bytes:
    """Stands for the bytes of a file."""
    return blake2b(data, digest_size=16).digest()
