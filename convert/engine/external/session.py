"""One time of asking: what is remembered is taken from there, the rest is asked for, and what is learnt is remembered in its turn."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from ..settings.external import Asking
from .addresses import Address
from .admission import Admission
from .archive import Archive
from .asking import Asker
from .line import Line
from .network import Network, Resolve
from .pace import Clock, Pace
from .remembering import Links
from .replies import Learnt

if TYPE_CHECKING:
    from . import DateOf, Progress
    from .gathering import Gathered


_MOST_WITNESSES = 3


class Session:
    """How many addresses, of how many `hosts`, were `asked` for and how many `remembered`, and whether anybody was `heard`."""

    def __init__(self, asking: Asking, root: Path | None, clock: Clock, resolve: Resolve | None, own: Collection[str]) -> None:
        self._asking = asking
        self._clock = clock
        self._links = Links(root, asking, clock.today())
        self._network = Network(asking, resolve)
        self._own = own
        self.asked = self.remembered = 0
        self.heard = False
        self.hosts = 0
        self._witnesses: list[Address] = []

    async def run(self, gathered: Gathered, learnt: Learnt, progress: Progress, date_of: DateOf) -> None:
        """Learn what comes of addresses, but for those of which that is learnt already."""
        outcomes = learnt.outcomes
        unknown = [(gathered.addresses[url].host, url) for url, ids in gathered.wanted() if url not in outcomes and not self._recalls(gathered.addresses[url], ids, learnt)]
        self.hosts = len({host for host, _ in unknown})
        if not unknown:
            return
        async with self._network:
            pace = Pace(self._asking, self._clock)
            asker = Asker(self._network, self._asking, Admission(self._asking), pace, self._own)
            asker.witnesses = self._witnesses

            async def ask(url: str) -> None:
                ids = gathered.ids.get(url, frozenset())
                outcome = outcomes[url] = await asker.ask(gathered.addresses[url], ids)
                self.asked += 1
                if outcome.status:
                    self._learn(url, ids, learnt)
                progress(self.asked, len(unknown))

            await Line(unknown, per_host=self._asking.max_per_host).work(ask, at_once=self._asking.at_once)
            self.heard = await asker.hears_anybody()
            if not self.heard:
                return                           # that there is nobody of a name means nothing then
            for url in [url for _, url in unknown if outcomes[url].state == "dead" and not outcomes[url].status]:
                self._learn(url, (), learnt)
            if self._asking.archive:
                await self._look_for_copies(gathered, learnt, pace, date_of)

    def _learn(self, url: str, ids: Collection[str], learnt: Learnt) -> None:
        day = self._links.learn(url, ids, learnt.outcomes[url])
        if day and learnt.outcomes[url].state == "dead":
            learnt.since[url] = day

    def _recalls(self, address: Address, ids: Collection[str], learnt: Learnt) -> bool:
        known = self._links.known(address.url, ids)
        if known is not None:
            learnt.outcomes[address.url] = known
            self.remembered += 1
            if len(self._witnesses) < _MOST_WITNESSES:
                self._witnesses.append(address)
        return known is not None

    async def _look_for_copies(self, gathered: Gathered, learnt: Learnt, pace: Pace, date_of: DateOf) -> None:
        """Ask the archive for all that is dead."""
        archive = Archive(self._asking.archive_url, self._network, pace)
        dead = [url for url in gathered.addresses if learnt.outcomes[url].state == "dead" and url not in learnt.copies]

        async def look(url: str) -> None:
            learnt.copies[url] = await archive.copy(url, date_of(gathered.first[url]))

        await Line([("", url) for url in dead], per_host=self._asking.max_per_host).work(look, at_once=self._asking.at_once)

    def close(self) -> None:
        """Write down what was learnt."""
        self._links.close()
