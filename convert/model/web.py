"""What came of asking the web for the links of a site: an answer for each, and which links those are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from .finding import At, NthLink
from .pages import CoverFact, LinkFact, PageFacts
from .site import SiteIndex

# Dead is what is certain: everything that may have other reasons is unverified.
State: TypeAlias = Literal["alive", "dead", "unverified"]


class Answer(NamedTuple):
    """What came of asking for one link. `said` tells it in a clause (“it answers 404 Not Found”) where there is more to tell than that all is
    well, `since` the day on which it was found dead first (2026-02-15). `moved` is the link as it is to be written now, when it has moved for
    good, `missing` the id that it names and that its page does not have, `snapshot` the URL of a copy in an archive.
    """

    state: State
    said: str = ""
    moved: str = ""
    missing: str = ""
    snapshot: str = ""
    since: str = ""


class Outgoing(NamedTuple):
    """A link of a page that leads out of the site: its place, the target as written, and as it is with template tags resolved."""

    at: At
    written: str
    target: str
    is_navigation: bool

    @property
    def shown(self) -> str:
        """The target as a message has it, in one line."""
        return " ".join(self.target.split())


class Web:
    """The answers, by the targets of links."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = answers

    def asked(self, page: PageFacts, site: SiteIndex) -> Iterator[tuple[Outgoing, Answer]]:
        """The links of a page that were asked for, with what came of it."""
        for link in outgoing(page, site):
            if (answer := self._answers.get(link.target)) is not None:
                yield link, answer


def outgoing(page: PageFacts, site: SiteIndex) -> Iterator[Outgoing]:
    """The links of a page that lead out of the site: in its text, in its front matter."""
    for index, link in enumerate(page.links):
        if _leads_out(page, link, site):
            yield Outgoing(NthLink(index), link.target, site.target_of(link).strip(), link.is_navigation)
    for cover in page.covers:
        if _leads_out(page, cover, site):
            yield Outgoing(cover.at, cover.target, site.target_of(cover).strip(), is_navigation=False)


def _leads_out(page: PageFacts, link: LinkFact | CoverFact, site: SiteIndex) -> bool:
    return link.kind in ("external", "template") and site.resolve(page, link).verdict == "external"
