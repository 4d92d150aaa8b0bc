"""The proof of a rule by its own manual: the examples of its docstring, for our rules and for anybody's.

A test calls `check_rule` with the rule, and `check_example` with each of `examples_of` it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from .engine.settings.options import options_of, read_options
from .model.context import Context
from .model.document import Document
from .model.edits import applied, settled
from .model.facts import facts_of, text_key
from .model.finding import Finding
from .model.pages import PageFacts, Withheld
from .model.site import SiteIndex
from .model.source import Source
from .model.taxonomy import Term
from .model.web import Answer, Web
from .readers import format_of, read
from .rules import PageCheck, Rule, SiteCheck, WebCheck
from .schema import shipped
from .sites.jekyll import Jekyll

PATH = "_posts/2022-02-15-example.md"
NOW = datetime(2022, 6, 1, tzinfo=UTC)
SITE = Jekyll({"timezone": "Asia/Shanghai"}, now=NOW)
HOSTS = frozenset({"news.example.org"})
SITE_URLS = ("/", "/category/world.html", "/category/markets.html", "/assets/logo.png")
_KETTLE = (Term("category", "World", ("category",)), Term("tag", "Steam", ("tags",)))
_ROPE = """The rope that held the ferry for eleven years was taken down on Monday, measured and laid out on the quay. It had lost four
strands of its thirty-six, all on the side of the north bank, where the wind comes from. The new one is of the same make,
and a little longer."""
SITE_PAGES = (
    PageFacts("about.md", "page", "/about.html"),
    PageFacts("_posts/2022-02-01-kettle.md", "post", "/kettle", id="kettle-1", terms=_KETTLE),
    PageFacts("_posts/2022-02-03-rope.md", "post", "/2022/02/03/rope.html", text=text_key(_ROPE), terms=_KETTLE[:1]),
    PageFacts("harbour/index.md", "page", "/harbour/", aliases=("/port.html",), redirects=("/port.html",)),
    PageFacts("later.md", "page", None, withheld=Withheld("/later.html", "`published: false` keeps it out")),
)
_CHARTS = "https://charts.example.com"
WEB = Web({
    f"{_CHARTS}/buoys": Answer("alive"), f"{_CHARTS}/buoys#north": Answer("alive"), f"{_CHARTS}/buoys#south": Answer("alive", missing="south"),
    f"{_CHARTS}/moved": Answer("alive", moved=f"{_CHARTS}/buoys"),
    "http://charts.example.com/buoys.php?y=1#north": Answer("alive", moved=f"{_CHARTS}/buoys#north"),
    f"{_CHARTS}/gone": Answer("dead", "it answers 410 Gone"),
    f"{_CHARTS}/gone#north": Answer("dead", "it answers 404 Not Found", snapshot=f"https://web.archive.org/web/20220215190000/{_CHARTS}/gone#north"),
    "//old.example.com/buoy.png": Answer("dead", "there is no host old.example.com", since="2022-05-01"),
    f"{_CHARTS}/members": Answer("unverified", "it answers 403 Forbidden"),
    f"{_CHARTS}/fog": Answer("unverified", f"it sends readers on to a front page, {_CHARTS}/"),
})
_BLOCK = re.compile(r"^(Options|Bad|Reports|Help|Fixed|Good|Shown by)::[ ]*\n\n?((?:[ ]{4}.*(?:\n|\Z)|[ ]*\n)*)", re.M)
_ROUNDS = 10
_INDENT = re.compile("^ {4}", re.M)
_PATH_LINE = re.compile(r"([^\s:][^:]*\.\w+):\Z")
_BARE = ("", "\n", "---\n---\n", "---\ntitle: Head only\n---\n", "A body only.\n", "<p>A body only.</p>\n", "---\n")


class Example(NamedTuple):
    """A file on which a rule reports something (`reports`, one line a finding, and perhaps a `help`), or nothing.

    `fixed` is the file when all fixes are made, one after the other; its new path, and a colon, where it gets another name.
    `options` are those of the rule, as its `Options` block above says them in TOML.
    """

    text: str
    path: str = PATH
    reports: tuple[str, ...] = ()
    help: str | None = None
    fixed: str | None = None
    options: Mapping[str, Any] = MappingProxyType({})


def examples_of(rule: Rule) -> list[Example]:
    """The `Bad` and `Good` examples of a rule's manual, in their order."""
    examples: list[Example] = []
    options: dict[str, Any] = {}
    for kind, text in _blocks(rule):
        if kind == "Options":
            options = read_options(rule, tomllib.loads(text))
        elif kind in ("Bad", "Good"):
            examples.append(_example(text)._replace(options=options))
        elif kind in ("Reports", "Help", "Fixed"):
            assert examples, f"{rule.name}: “{kind}::” stands before any “Bad::”"
            said = text.strip("\n")
            examples[-1] = examples[-1]._replace(reports=tuple(said.split("\n"))) if kind == "Reports" else \
                examples[-1]._replace(help=said) if kind == "Help" else examples[-1]._replace(fixed=said + "\n")
    return examples


def shown_by(rule: Rule) -> list[str]:
    """The tests that stand for the `Bad` examples of a rule about bytes or files, which no text can show."""
    return [name for kind, text in _blocks(rule) if kind == "Shown by" for name in text.split()]


def check_example(rule: Rule, example: Example) -> None:
    """An example is as its rule's manual says: findings, places and wording; the trees are not touched.

    AssertionError says what differs.
    """
    rule = rule.with_options(example.options)
    document = document_of(example.text, example.path)
    before = _trees(document)
    findings = sorted(findings_of(rule, document), key=lambda finding: document.locate(finding.at))
    assert _trees(document) == before, f"{rule.name} changes the tree of the document"
    found = "\n".join(_said(document, finding) for finding in findings)
    wanted = "\n".join(example.reports)
    assert found == wanted, f"{rule.name} reports\n{found or 'nothing'}\n\nbut its manual says\n{wanted or 'nothing'}"
    _check_fixes(rule, example, findings)
    if example.help is not None and findings:
        assert findings[0].help == example.help, f"{rule.name} helps “{findings[0].help}”, its manual “{example.help}”"


def _check_fixes(rule: Rule, example: Example, findings: list[Finding]) -> None:
    """Fixes lead to what the manual says, and then there are none any more."""
    fixes = [finding.fix for finding in findings if finding.fix]
    assert bool(fixes) == (example.fixed is not None), f"{rule.name}: a fix and a “Fixed::” belong together"
    names = [f"{fix.rename}:\n" for fix in fixes if fix.rename]
    text = example.text
    for _ in range(_ROUNDS):
        again = findings_of(rule, document_of(text, example.path))
        text, made = applied(text, [finding.fix for finding in again if finding.fix])
        if not made:
            break
    else:
        raise AssertionError(f"{rule.name}: fixes do not come to an end")
    found = names[0] if names else text if fixes else None
    assert found == example.fixed, f"{rule.name} makes of it\n{found}\nbut its manual says\n{example.fixed}"


def check_rule(rule: Rule) -> None:
    """A rule has its examples, and fails neither on an empty document nor on one without head or body."""
    examples = examples_of(rule)
    if not shown_by(rule):
        assert any(example.reports for example in examples), f"{rule.name} has no bad example"
        assert any(not example.reports for example in examples), f"{rule.name} has no good example"
    assert any(example.options for example in examples) == bool(options_of(rule)), f"{rule.name}: options and an “Options::” block belong together"
    kinds = ["", *(kind for kind, _ in _blocks(rule)), ""]
    for kind, following in pairwise(kinds):
        assert (kind == "Bad") == (following == "Reports"), f"{rule.name}: to each “Bad::” belongs one “Reports::”"
    for text in _BARE:
        for path in (PATH, "index.html", "about.md"):
            document = document_of(text, path)
            for finding in findings_of(rule, document):
                document.source.place(document.locate(finding.at))


def document_of(text: str, path: str = PATH) -> Document:
    """A document as it would stand in a small Jekyll site in Shanghai: below `_posts` a post, elsewhere a page."""
    document = read(Source(text, path), format_of(path) or "markdown")
    is_post = "_posts" in path.split("/")
    kind = "post" if is_post else "page"
    urls = SITE.urls(path, kind, document.front_matter)
    document.context = Context(path, "jekyll", kind, urls[0] if urls else None, tuple(urls[1:]), site="https://news.example.org",
                               hosts=HOSTS, timezone="Asia/Shanghai", schemas=(shipped("post"),) if is_post else (),
                               now=NOW)
    return document


def findings_of(rule: Rule, document: Document) -> list[Finding]:
    """What a rule says of a document; rules of the site see it among a few other pages, those of the web what `WEB` answers."""
    return [settled(found, document.source, document.locate(found.at)) if found.fix else found for found in _found(rule, document)]


def _found(rule: Rule, document: Document) -> list[Finding]:
    if rule.scope == "page":
        return list(cast("PageCheck", rule.check)(document))
    page = facts_of(document)
    others = [*(PageFacts(url.strip("/"), "page", url) for url in SITE_URLS), *SITE_PAGES]
    site = SiteIndex([*others, page], hosts=HOSTS, anchors=lambda path: frozenset({"staff"}) if path == "about.md" else None)
    return list(cast("WebCheck", rule.check)(page, site, WEB) if rule.scope == "web" else cast("SiteCheck", rule.check)(page, site))


def _blocks(rule: Rule) -> Iterable[tuple[str, str]]:
    for match in _BLOCK.finditer(rule.manual):
        yield match[1], _INDENT.sub("", match[2])


def _example(text: str) -> Example:
    first, _, rest = text.partition("\n")
    if path := _PATH_LINE.match(first):
        return Example(rest.rstrip("\n") + "\n", path[1])
    return Example(text.rstrip("\n") + "\n")


def _said(document: Document, finding: Finding) -> str:
    line, column, *_ = document.source.place(document.locate(finding.at))
    return f"{line}:{column} {finding.message}"


def _trees(document: Document) -> tuple[bytes, bytes]:
    from lxml import etree
    return etree.tostring(document.markup), etree.tostring(document.body)
