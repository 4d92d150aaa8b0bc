"""What an author says of findings that are meant: in comments of a file, or in its front matter.

    <!-- newsconv: ignore link-broken, date -- why -->      on its own line and on the next one that is not blank
    <!-- newsconv: ignore-start html --> … <!-- newsconv: ignore-end -->
    <!-- newsconv: ignore-file link -->                     anywhere: in the whole file
    # newsconv: ignore date-no-timezone                     in YAML or TOML: on its own line and on the next one
    newsconv: {ignore: [link, date]}                        a key of the front matter: in the whole file

Rules or families are named; none stands for all. What follows `--` is for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..model.document import Document
from ..model.finding import Diagnostic, Edit, Finding, Fix
from ..model.source import Span
from ..registry import did_you_mean
from ..rules import rule_names

MARK = "newsconv:"
_COMMENT = re.compile(r"<!--[ \t]*newsconv:[ \t]*(?P<what>ignore(?:-[a-z]+)?)\b(?P<names>[^\n]*?)(?:[ \t]--[ \t][^\n]*?)?[ \t]*-->")
_IN_HEAD = re.compile(r"(?<!\S)#[ \t]*newsconv:[ \t]*(?P<what>ignore(?:-[a-z]+)?)\b(?P<names>[^\n#]*?)(?:[ \t]--[ \t][^\n]*)?[ \t]*$", re.M)
_SEPARATORS = re.compile(r"[\s,]+")
_KINDS = ("ignore", "ignore-start", "ignore-end", "ignore-file")
UNUSED = "unused-suppression"
_END = 1 << 60


class Suppression(NamedTuple):
    """What is ignored: rules or families by their `names` (all, without any), from the line `first` to `last`; where it is
    said, and as what.
    """

    names: tuple[str, ...]
    first: int
    last: int
    span: Span

    def hides(self, found: Diagnostic) -> bool:
        """A finding stands where it is ignored."""
        return self.first <= found.place.line <= self.last and (
            not self.names or any(found.rule == name or found.rule.split("-", 1)[0] == name for name in self.names))


class Suppressions:
    """Those of one file, with what has to be said of them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.wrong: list[Finding] = []
        self.all = [one for one in (*self._in_comments(), *self._in_front_matter()) if self._is_known(one)]

    def _in_comments(self) -> Iterator[Suppression]:
        source, head = self.document.source, self.document.body_start
        opened: list[tuple[tuple[str, ...], int, Span]] = []
        found = list(_IN_HEAD.finditer(source.text, 0, head)) + list(_COMMENT.finditer(source.text, head))
        for match in found:
            names = tuple(filter(None, _SEPARATORS.split(match["names"].strip(" \t:"))))
            line, span = source.position(match.start())[0], Span(*match.span())
            match match["what"]:
                case "ignore":
                    yield Suppression(names, line, self._next_line(line), span)
                case "ignore-file":
                    yield Suppression(names, 1, _END, span)
                case "ignore-start":
                    opened.append((names, line, span))
                case "ignore-end" if opened:
                    begun = opened.pop()
                    yield Suppression(begun[0], begun[1], line, begun[2])
                case other:
                    said = "nothing to end here" if other == "ignore-end" else f"“{other}” is nothing that can be said{did_you_mean(other, _KINDS)}"
                    self.wrong.append(Finding(f"this comment does nothing: {said}", span, subject=source.slice(span)))
        for names, line, span in opened:
            yield Suppression(names, line, _END, span)

    def _next_line(self, line: int) -> int:
        """The next line that is not blank."""
        source, number = self.document.source, line + 1
        while number <= line + 3 and not source.line(number).strip():
            number += 1
        return number

    def _in_front_matter(self) -> Iterator[Suppression]:
        said = self.document.front_matter.values.get("newsconv")
        names = said.get("ignore") if isinstance(said, dict) else None
        if isinstance(names, str):
            names = _SEPARATORS.split(names.strip())
        if isinstance(names, list) and names:
            yield Suppression(tuple(map(str, names)), 1, _END, self.document.front_matter.key_span(("newsconv", "ignore")))

    def _is_known(self, one: Suppression) -> bool:
        known = [*rule_names()]
        families = {name.split("-", 1)[0] for name in known}
        for name in one.names:
            if name not in known and name not in families:
                near = did_you_mean(name, [*known, *families])
                self.wrong.append(Finding(f"there is no rule or family “{name}” to ignore{near}", one.span, subject=name))
        return not one.names or any(name in known or name in families for name in one.names)

    def unused(self, found: Iterable[Diagnostic], active: Iterable[str]) -> Iterator[Finding]:
        """What is said of those that hide nothing, as far as the rules were run that they name."""
        diagnostics, running = list(found), set(active)
        families = {name.split("-", 1)[0] for name in running}
        for one in self.all:
            if any(map(one.hides, diagnostics)) or not all(name in running or name in families for name in one.names):
                continue
            what = ", ".join(f"“{name}”" for name in one.names) or "any rule"
            source = self.document.source
            fix = Fix("delete the comment", (Edit(self._whole(one.span), ""),), safe=True) if source.text[one.span.start] in "<#" else None
            yield Finding(f"nothing is ignored here: there is no finding of {what}", one.span, help="delete it", subject=source.slice(one.span), fix=fix)

    def _whole(self, span: Span) -> Span:
        """A comment with its line, if nothing else stands there."""
        text = self.document.source.text
        start = text.rfind("\n", 0, span.start) + 1
        end = text.find("\n", span.end) + 1 or len(text)
        return Span(start, end) if text[start:end].strip() == text[span.start:span.end].strip() else span
