"""External links: the one room that asks other sites, and only when that is asked for (`newsconv validate --external`).

    links of pages ─gathering→ addresses, each once ─remembering→ those that nobody knows yet
        ─line→ whose turn it is ─pace→ when ─asking→ requests by the network ─judging→ outcomes ─→ answers for the rules (`model.web`)

Bodies of pages go by and are not kept; what is kept of an address is what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ...model.finding import External as Counts
from ...model.site import SiteIndex
from ...model.web import Answer, Web
from ..settings.external import Asking

if TYPE_CHECKING:
    from .gathering import Gathered, Page
    from .network import Resolve
    from .pace import Clock
    from .session import Session

# Told how many addresses are done, of how many; and who is, for as long as they are asked for.
Progress: TypeAlias = "Callable[[int, int], None]"
Shown: TypeAlias = "Callable[[], AbstractContextManager[Progress]]"
# The date of a page, by its path.
DateOf: TypeAlias = "Callable[[str], datetime | None]"


class NoClient(Exception):
    """What asks the web is not installed; the message says how it is."""


class External:
    """The web, as one command asks it: each address once, however often its rules look. `root` is the repository in whose cache is remembered
    what worked (None: nowhere). `resolve` looks names up, and `clock` has the time, for those who test this. NoClient when what asks is not installed.
    """

    def __init__(self, asking: Asking, *, root: Path | None = None, shown: Shown = lambda: nullcontext(lambda done, of: None),
                 resolve: Resolve | None = None, clock: Clock | None = None) -> None:
        try:
            from . import network  # noqa: F401
        except ImportError as error:
            raise NoClient(f"--external needs {error.name}, which is not installed: pip install “newsconv[external]” brings it") from error
        from .pace import Clock
        from .replies import Learnt
        self.asking = asking
        self.notes: list[str] = []
        self.counts = Counts()
        self._root = root
        self._shown = shown
        self._resolve = resolve
        self._clock = clock or Clock()
        self._learnt = Learnt()

    def gather(self, pages: Iterable[Page], site: SiteIndex) -> Gathered:
        """What the links of pages ask for."""
        from .admission import Admission
        from .gathering import Gathered
        return Gathered(pages, site, Admission(self.asking))

    def unknown(self, gathered: Gathered) -> list[str]:
        """The addresses that would be asked for: those that nobody knows yet."""
        from .remembering import Links
        links = Links(self._root, self.asking, self._clock.today(), makes=False)
        try:
            return [url for url, ids in gathered.wanted() if links.known(url, ids) is None]
        finally:
            links.close()

    def web(self, pages: Iterable[Page], site: SiteIndex, date_of: DateOf) -> Web:
        """Ask for the links of pages."""
        import asyncio
        gathered = self.gather(pages, site)
        asyncio.run(self._ask(gathered, site, date_of))
        return Web({target: self._answer(asked.url, asked.id, target) for target, asked in gathered.asked.items() if asked.url in self._learnt.outcomes})

    async def _ask(self, gathered: Gathered, site: SiteIndex, date_of: DateOf) -> None:
        from .session import Session
        session = Session(self.asking, self._root, self._clock, self._resolve, own=site.hosts)
        try:
            with self._shown() as progress:
                await session.run(gathered, self._learnt, progress, date_of)
        finally:
            session.close()
        self._tell(gathered, session)

    def _tell(self, gathered: Gathered, session: Session) -> None:
        """Count, and say so when there was nobody to ask: then nothing is known of any link."""
        unverified = sum(self._learnt.outcomes[url].state == "unverified" for url in gathered.addresses)
        self.counts = Counts(self.counts.asked + session.asked, self.counts.remembered or session.remembered, unverified, len(gathered.left_out))
        if session.asked and not session.heard:
            silence = f"none of {session.hosts:,} hosts has answered" if session.hosts > 1 else "their only host has not answered"
            self.notes = [f"No external link could be checked: {silence}. Is there a network? Behind a proxy, HTTPS_PROXY or --proxy names it."]
            for url in [url for url in gathered.addresses if self._learnt.outcomes[url].state != "alive"]:
                del self._learnt.outcomes[url]

    def _answer(self, url: str, id: str, target: str) -> Answer:
        """What came of a link."""
        from urllib.parse import unquote
        outcome = self._learnt.outcomes[url]
        fragment = target.partition("#")[2]
        end = f"#{fragment}" if fragment else ""
        moved = f"{outcome.moved}{end}" if outcome.moved else ""
        copy = self._learnt.copies.get(url, "")
        return Answer(outcome.state, outcome.said, moved, unquote(id) if id in outcome.missing else "", f"{copy}{end}" if copy else "",
                      self._learnt.since.get(url, ""))
