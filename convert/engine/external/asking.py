"""Asking for one address until it is clear what is to be said of it: by HEAD, else by GET; over redirects; again after troubles.

Nothing is called dead by one answer: what is gone is asked for once more, by GET and after a pause. A host that does not answer any more is
left alone for the rest of the run, and so is one that says so; where nobody has answered yet and many were asked, there is no network.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import Protocol

from ..settings.external import Asking
from .addresses import Address, joined
from .admission import Admission
from .judging import BUSY, FAILING, LASTING, MOVED, answer, judge, wall_of
from .pace import Host, Pace
from .replies import SILENT, Outcome, Reply, Trouble, Way

_BEFORE_THE_VERDICT = 2.0              # seconds
_GIVEN_UP_AFTER = 5                    # addresses of a host in a row without a usable answer


class Client(Protocol):
    """Sends one request: `network.Network`."""

    async def request(self, method: str, address: Address, *, ids: Collection[str] = (), cookies: dict[str, str] | None = None) -> Reply:
        """A reply, or Trouble."""


class Asker:
    """Asks by a client, in the pace of hosts; `own` are the hosts of the site itself, which are never asked."""

    def __init__(self, client: Client, asking: Asking, admission: Admission, pace: Pace, own: Collection[str] = ()) -> None:
        self._client = client
        self._asking = asking
        self._admission = admission
        self._pace = pace
        self._own = own
        self._silent = set[str]()
        self._fine: dict[str, int] = {}          # where detours end, many links may lead: statuses of what was asked for already
        self.heard = False                       # anybody, of anything
        self.witnesses: list[Address] = []       # who answered in earlier runs, and may tell whether there is a network in this one

    async def ask(self, address: Address, ids: Collection[str] = ()) -> Outcome:
        """What came of an address, and of ids in its page."""
        way = await self._way("GET" if ids else "HEAD", address, ids)
        if not ids and not self._is_fine(way) and self._may_help(way):
            way = await self._way("GET", address, ids)
        if way.is_gone and self._is_new(way):
            await self._pace.clock.sleep(_BEFORE_THE_VERDICT)
            way = await self._way("GET", address, ids)
            if way.is_gone and isinstance(way.end, Trouble):
                self._pace[way.steps[-1].host].given_up = way.end
        self._note(way)
        return judge(way, self._asking)

    def _is_fine(self, way: Way) -> bool:
        return isinstance(way.end, Reply) and self._asking.accepts(way.end.status) and not wall_of(way.end)

    def _may_help(self, way: Way) -> bool:
        """Another request may tell more: it is the method that was wrong, or the server's mood."""
        return isinstance(way.end, Reply) or way.end.kind in ("protocol", "time")

    def _is_new(self, way: Way) -> bool:
        """Nobody has asked twice yet whether there is such a host."""
        return isinstance(way.end, Reply) or self._pace[way.steps[-1].host].given_up is not way.end

    def _note(self, way: Way) -> None:
        """Give a host up of which nothing usable comes any more."""
        host = self._pace[way.steps[-1].host]
        if isinstance(way.end, Reply) and way.end.status not in BUSY:
            host.failures = 0
        elif isinstance(way.end, Reply) or way.end.kind in SILENT:
            host.failures += 1
            if host.failures >= _GIVEN_UP_AFTER and host.given_up is None:
                said = way.end.said if isinstance(way.end, Trouble) else f"its host answers {answer(way.end.status)} to all that it is asked"
                host.given_up = Trouble("given up", said)

    # the way to the end

    async def _way(self, method: str, address: Address, ids: Collection[str]) -> Way:
        """Ask for an address, and for what it leads to."""
        steps, lasting, cookies = [address], 0, dict[str, dict[str, str]]()
        while True:
            here = steps[-1]
            if not ids and here.url in self._fine:
                return Way(tuple(steps), lasting, Reply(self._fine[here.url], {}))
            try:
                reply = await self._asked(method, here, ids, cookies.get(here.host))
            except Trouble as trouble:
                return Way(tuple(steps), 0, trouble)
            target = joined(here.url, reply.headers.get("location", "")) if reply.status in MOVED and "location" in reply.headers else None
            if target is None:
                way = Way(tuple(steps), lasting, reply)
                if self._is_fine(way):
                    self._fine[here.url] = reply.status
                return way
            if reply.status in LASTING and lasting == len(steps) - 1:
                lasting += 1
            if reply.cookies:
                cookies[here.host] = cookies.get(here.host, {}) | dict(reply.cookies)
            steps.append(target)
            if target.host in self._own:
                return Way(tuple(steps), lasting, Reply(200, {}))
            if end := self._end_before(steps, cookies=bool(reply.cookies)):
                return Way(tuple(steps[:-1]), 0, end)

    def _end_before(self, steps: list[Address], *, cookies: bool) -> Trouble | None:
        """Why the last step is not gone; a page that sets a cookie may be right to send readers back to itself, once."""
        last = steps[-1]
        came = sum(step.url == last.url for step in steps[:-1])
        if came > cookies:
            return Trouble("detour", f"it sends readers round in a circle, by way of {steps[-2].url}")
        if len(steps) > self._asking.max_redirects + 1:
            return Trouble("detour", f"it sends readers on and on, more than {self._asking.max_redirects} times")
        if refusal := self._admission.refusal_of_host(last.host):
            return Trouble("detour", f"it sends readers on to {last.url}, which is {refusal}")
        return None

    async def _asked(self, method: str, address: Address, ids: Collection[str], cookies: dict[str, str] | None) -> Reply:
        """Send a request, and send it again when there are troubles that may pass."""
        host, attempt = self._pace[address.host], 0
        while True:
            if host.given_up is not None:
                raise host.given_up
            try:
                await self._stop_where_nobody_is()
                async with host.turn():
                    reply = await self._client.request(method, address, ids=ids, cookies=cookies)
            except Trouble as trouble:
                self._hear(address.host, trouble)
                if attempt or not self._asking.retries or method == "HEAD" or trouble.kind not in ("names", "protocol"):
                    raise
                await self._pace.clock.sleep(self._pace.pause(attempt))
            else:
                self._hear(address.host, None)
                if reply.status not in FAILING or self._asking.accepts(reply.status) or wall_of(reply) or not await self._waits(host, method, reply, attempt):
                    return reply
            attempt += 1

    async def _waits(self, host: Host, method: str, reply: Reply, attempt: int) -> bool:
        """Wait before something is asked again; whether it is."""
        asked_for = reply.headers.get("retry-after", "")
        pause = self._pace.pause(attempt, asked_for)
        is_last = method == "HEAD" or attempt >= self._asking.retries
        if reply.status in BUSY and (asked_for or not is_last):
            if not host.rest(pause):
                host.given_up = Trouble("given up", f"its host answers {answer(reply.status)}, and wants to be left alone for longer than newsconv waits")
                return False
        elif not is_last:
            await self._pace.clock.sleep(pause)
        return not is_last

    # whether there is a network at all

    def _hear(self, host: str, trouble: Trouble | None) -> None:
        if trouble is None or trouble.kind in ("tls", "protocol"):
            self.heard = True
        elif trouble.kind in SILENT and not self.heard:
            self._silent.add(host)

    async def _stop_where_nobody_is(self) -> None:
        """As many hosts as are asked at once, and nobody has answered: those that could have done so were all asked."""
        if len(self._silent) >= self._asking.at_once and not await self.hears_anybody():
            raise Trouble("connection", "there is no network")

    async def hears_anybody(self) -> bool:
        """Somebody has answered, or does so now: where all that is asked for is dead, who is known to be alive tells that there is a network."""
        while not self.heard and self.witnesses:
            with suppress(Trouble):
                await self._asked("HEAD", self.witnesses.pop(), (), None)
        return self.heard
