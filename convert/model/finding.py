"""What a rule says (Finding), how it could be mended (Fix), and what a user reads (Diagnostic)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from .source import Place, Span

if TYPE_CHECKING:
    from lxml.etree import _Element

Severity: TypeAlias = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

KeyPath: TypeAlias = "tuple[str | int, ...]"


class Key(NamedTuple):
    """The key (not the value) that a path of the front matter leads to."""

    path: KeyPath


class Value(NamedTuple):
    """The value that a path of the front matter leads to; the key where nothing is written behind it."""

    path: KeyPath


class Tag(NamedTuple):
    """An element of `Document.markup`, or one attribute of it (its value, or its name with `of="name"`)."""

    element: _Element
    attribute: str | None = None
    of: Literal["value", "name", "tag"] = "value"


class NthLink(NamedTuple):
    """The n-th target (from 0) of a page, as `Document.targets` and `PageFacts.links` count them: a place that survives without a tree."""

    number: int


class Lost(NamedTuple):
    """The n-th thing (from 0) of its `kind` and `detail` that a body does not hold any more (`document.Removed`); of the
    kind "style" no detail stands for all. Kind "target" is the value of an attribute that a writer could not hold.
    """

    kind: str
    detail: str
    number: int = 0


class First(NamedTuple):
    """The first element of the markup that is not hidden, with one of these names, and something in one of these
    `attributes`; no names, or no attributes, stand for any.
    """

    names: tuple[str, ...]
    attributes: tuple[str, ...] = ()


At: TypeAlias = "Span | Key | Value | Tag | NthLink | Lost | First"
START = Span(0, 0)


class Edit(NamedTuple):
    """Replace the text at `span` by `text`."""

    span: Span
    text: str


class Fix(NamedTuple):
    """What mends a finding: edits of the source, or another name for the file (`rename`, a path from the root). `safe` when
    neither front matter, text nor targets change but as intended. Rules of the site, which see no source, give the
    `target` that belongs where the finding is; the engine makes an edit of it.
    """

    title: str
    edits: tuple[Edit, ...] = ()
    safe: bool = False
    rename: str = ""
    target: str = ""


class PlacedEdit(NamedTuple):
    """An edit by lines and columns. `bytes` are the columns of its place as they are when bytes of UTF-8 are counted."""

    place: Place
    text: str
    bytes: tuple[int, int]


class Related(NamedTuple):
    """Another place of the same file that explains a finding, and what is there."""

    message: str
    at: At


class Elsewhere(NamedTuple):
    """A related place as a user reads of it."""

    message: str
    place: Place


class Finding(NamedTuple):
    """What is wrong and where, as a rule, reader or writer says it.

    `message` is one line, `help` says how to mend it, `subject` is what is at fault as written,
    `target` (links only) what the link leads to after template tags are resolved. Only readers and writers name the
    `rule` themselves; for rules the engine does.
    """

    message: str
    at: At = START
    help: str = ""
    subject: str = ""
    target: str | None = None
    fix: Fix | None = None
    rule: str = ""
    related: tuple[Related, ...] = ()


class Diagnostic(NamedTuple):
    """A finding with what the engine knows of it: rule, severity, file and place.

    `snippet` is the text of the line on which the place begins, `edits` are those of the fix, `package` is what the rule comes from when
    it is not ours.
    """

    path: str
    place: Place
    rule: str
    severity: Severity
    message: str
    help: str = ""
    subject: str = ""
    target: str | None = None
    fix: Fix | None = None
    fingerprint: str = ""
    snippet: str = ""
    edits: tuple[PlacedEdit, ...] = ()
    related: tuple[Elsewhere, ...] = ()
    package: str = ""


class External(NamedTuple):
    """The addresses of other sites that a run was about: how many were asked for and how many were known from an earlier run, of how many of
    these nobody can tell whether they work, and how many were left out.
    """

    asked: int = 0
    remembered: int = 0
    unverified: int = 0
    left_out: int = 0


class Summary(NamedTuple):
    """What a run did: files looked at, findings by severity and by rule, how many have a fix and of how many it is not safe, how many
    were hidden; and of the web, if that was asked.
    """

    files: int
    severities: dict[Severity, int]
    rules: dict[str, int]
    fixable: int = 0
    hidden: int = 0
    seconds: float = 0.0
    unsafe: int = 0
    external: External | None = None


class Report(NamedTuple):
    """All that a run has to say: diagnostics sorted by path, place and rule, and their summary. `manuals` are the pages, in
    Markdown, of the rules that found something; `notes` what else there is to say to people.
    """

    diagnostics: tuple[Diagnostic, ...]
    summary: Summary
    manuals: Mapping[str, str] = MappingProxyType({})
    notes: tuple[str, ...] = ()
