"""What an author says of findings that are meant: in comments of a file, or in its front matter.

    <!-- newsconv: ignore link-broken, date -- why -->      alone on its line: on the next line that is not blank
    [map](/map) <!-- newsconv: ignore link-broken -->       behind something: on its own line
    <!-- newsconv: ignore-start html --> … <!-- newsconv: ignore-end -->
    <!-- newsconv: ignore-file link -->                     anywhere: in the whole file
    # newsconv: ignore date-no-timezone                     the same in YAML or TOML
    newsconv: {ignore: [link, date]}                        a key of the front matter: in the whole file

The grammar, in words: a comment of one line, `newsconv:`, one of the four verbs, then names of rules or families with commas
or blanks between, then perhaps ` -- ` and what is for people. Without a name all rules are meant. Blocks nest; one that is
not ended goes to the end of the file. A finding stands on the line on which it begins. What is shown as code is no comment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ..model.document import Document
from ..model.finding import Diagnostic, Edit, Finding, Fix, NthLink
from ..model.source import Span
from ..registry import did_you_mean
from ..rules import foreign_names, load_rule, rule_names
from .settings.choice import family_of, ours_and_foreign

MARK = "newsconv:"
UNUSED = "unused-suppression"
COMMENT = re.compile(r"<!--[ \t]*newsconv:[ \t]*(?P<what>ignore(?:-[a-z]+)?)\b(?P<names>[^\n]*?)(?:[ \t]--[ \t][^\n]*?)?[ \t]*-->")
_IN_HEAD = re.compile(r"(?<!\S)#[ \t]*newsconv:[ \t]*(?P<what>ignore(?:-[a-z]+)?)\b(?P<names>[^\n#]*?)(?:[ \t]--[ \t][^\n]*)?[ \t]*$", re.M)
_NAME = re.compile(r"[^\s,:]+")
_KINDS = ("ignore", "ignore-start", "ignore-end", "ignore-file")
_BLANK_LINES = 3                     # as many may stand between a comment and the line that it speaks of
_END = 1 << 60


class Name(NamedTuple):
    """A rule or family, and where its name stands."""

    text: str
    span: Span

    def means(self, rule: str) -> bool:
        """The rule, or one of the family."""
        return self.text in (rule, family_of(rule))


class Suppression(NamedTuple):
    """What is ignored: rules or families by their `names` (all, without any), from the line `first` to `last`; where it is
    said, and whether in a comment.
    """

    names: tuple[Name, ...]
    first: int
    last: int
    span: Span
    is_comment: bool = True

    def hides(self, found: Diagnostic) -> bool:
        """A finding stands where it is ignored."""
        return self.first <= found.place.line <= self.last and (not self.names or any(name.means(found.rule) for name in self.names))


class Suppressions:
    """Those of one file, with what has to be said of them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.wrong: list[Finding] = []
        self.all = [one for one in (*self._in_comments(), *self._in_front_matter()) if self._is_known(one)]

    def kept(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The findings that are not ignored; what is said of the comments themselves, only a rule's own name ignores."""
        return [diagnostic for diagnostic in found if not any(
            one.hides(diagnostic) and (one.names or diagnostic.rule != UNUSED) for one in self.all)]

    def _in_comments(self) -> Iterator[Suppression]:
        source, head = self.document.source, self.document.body_start
        opened: list[tuple[tuple[Name, ...], int, Span]] = []
        for match in (*_IN_HEAD.finditer(source.text, 0, head), *self._live(COMMENT.finditer(source.text, head))):
            names = tuple(Name(name[0], Span(*name.span())) for name in _NAME.finditer(source.text, *match.span("names")))
            line, span = source.position(match.start())[0], Span(*match.span())
            match match["what"]:
                case "ignore":
                    yield Suppression(names, line, self._last_line(line, match[0]), span)
                case "ignore-file":
                    yield Suppression(names, 1, _END, span)
                case "ignore-start":
                    opened.append((names, line, span))
                case "ignore-end" if opened:
                    begun = opened.pop()
                    yield Suppression(begun[0], begun[1], line, begun[2])
                case other:
                    ends = other == "ignore-end"
                    said = "nothing to end here" if ends else f"“{other}” is nothing that can be said{did_you_mean(other, _KINDS)}"
                    self.wrong.append(Finding(f"this comment does nothing: {said}", span, subject=source.slice(span), fix=self._without(span) if ends else None))
        for names, line, span in opened:
            yield Suppression(names, line, _END, span)

    def _live(self, found: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
        """The comments that are still comments when the body is rendered: not those that are shown as code."""
        matches = list(found)
        if not matches or self.document.format != "markdown":
            yield from matches
            return
        left = Counter(match[0] for match in COMMENT.finditer(self.document.html))
        for match in matches:
            if left[match[0]] > 0:
                left[match[0]] -= 1
                yield match

    def _last_line(self, line: int, comment: str) -> int:
        """The line that a comment speaks of: its own when something else stands there, too; else the next that is not blank."""
        source = self.document.source
        if source.line(line).strip() != comment.strip():
            return line
        number = line + 1
        while number <= line + _BLANK_LINES and not source.line(number).strip():
            number += 1
        return number

    def _in_front_matter(self) -> Iterator[Suppression]:
        head, path = self.document.front_matter, ("newsconv", "ignore")
        said = head.values.get(path[0])
        names = said.get(path[1]) if isinstance(said, dict) else None
        if isinstance(names, str) and names.strip():
            yield Suppression(tuple(Name(name, head.value_span(path)) for name in _NAME.findall(names)), 1, _END, head.key_span(path), is_comment=False)
        elif isinstance(names, list) and names:
            found = tuple(Name(str(name), head.value_span((*path, index))) for index, name in enumerate(names))
            yield Suppression(found, 1, _END, head.key_span(path), is_comment=False)

    def _is_known(self, one: Suppression) -> bool:
        unknown = [name for name in one.names if not any(map(name.means, rule_names())) and not any(map(name.means, foreign_names()))]
        for name in unknown:
            known = dict.fromkeys(word for rule in ours_and_foreign() for word in (rule, family_of(rule)))
            near = did_you_mean(name.text, [*known])
            self.wrong.append(Finding(f"there is no rule or family “{name.text}” to ignore{near}", name.span, subject=name.text))
        return not one.names or len(unknown) < len(one.names)

    def unused(self, found: Collection[Diagnostic], active: Iterable[str]) -> Iterator[Finding]:
        """What is said of names, and of comments, that hide nothing, as far as all the rules were run that they mean: those
        that only run when they are selected are meant by their own names alone, and those that ask other sites where a link leads there.
        """
        known = {*rule_names(), *active}
        idle = known - set(active) - {UNUSED}
        missed = {name for name in idle if load_rule(name).default}
        silent = {name for name in missed if load_rule(name).scope == "web"}
        missed -= silent
        for one in self.all:
            here = [diagnostic for diagnostic in found if one.hides(diagnostic)]
            if not one.names:
                if not here and not missed and not (silent and self._leads_out(one)):
                    yield self._said(one, (), "any rule")
                continue
            useless = tuple(name for name in one.names if name.text != UNUSED and not any(name.means(diagnostic.rule) for diagnostic in here)
                            and name.text not in idle and not any(map(name.means, missed)) and any(map(name.means, known)))
            if useless and silent and self._leads_out(one):
                useless = tuple(name for name in useless if not any(map(name.means, silent)))
            if useless:
                yield self._said(one, useless, ", ".join(f"“{name.text}”" for name in useless))

    def _leads_out(self, one: Suppression) -> bool:
        """A link to another site stands where a suppression holds."""
        document = self.document
        return any(link.kind in ("external", "template") and one.first <= document.source.place(document.locate(NthLink(index))).line <= one.last
                   for index, link in enumerate(document.links))

    def _said(self, one: Suppression, useless: tuple[Name, ...], what: str) -> Finding:
        """All of a suppression is of no use, or some of its names are."""
        message = f"nothing is ignored here: there is no finding of {what}"
        if len(useless) == len(one.names):
            subject = self.document.source.slice(one.span)
            return Finding(message, one.span, "delete it", subject, fix=self._without(one.span) if one.is_comment else None)
        names = "name" if len(useless) == 1 else "names"
        kept = ", ".join(name.text for name in one.names if name not in useless)
        edit = Edit(Span(one.names[0].span.start, one.names[-1].span.end), kept)
        fix = Fix(f"delete the {names}", (edit,), safe=True) if one.is_comment else None
        return Finding(message, useless[0].span, f"delete the {names}", useless[0].text, fix=fix)

    def _without(self, span: Span) -> Fix:
        """What deletes a comment: with its line, if nothing else stands there, else with the blanks before it."""
        text = self.document.source.text
        start = text.rfind("\n", 0, span.start) + 1
        end = text.find("\n", span.end) + 1 or len(text)
        whole = Span(start, end)
        if text[start:end].strip() != text[span.start:span.end].strip():
            whole = Span(start + len(text[start:span.start].rstrip(" \t")), span.end) if not text[span.end:end].strip() else span
        return Fix("delete the comment", (Edit(whole, ""),), safe=True)
