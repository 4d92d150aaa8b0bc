"""How fast a host is asked: so many requests at a time, so long between them, and not while it wants to be left alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ..settings.external import Asking
from .replies import Trouble

_FIRST_PAUSE = 1.0                     # seconds; doubled each time


class Clock:
    """The time, for those who wait; tests have another."""

    def now(self) -> float:
        """Seconds, from some moment on."""
        return time.monotonic()

    def today(self) -> datetime:
        """The date and time."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class Host:
    """One host; `failures` counts the addresses in a row of which nothing usable came, `given_up` says why it is asked no more."""

    def __init__(self, asking: Asking, clock: Clock) -> None:
        self._clock = clock
        self._spacing = asking.spacing
        self._max_wait = asking.max_wait
        self._free = asyncio.Semaphore(asking.max_per_host)
        self._next = clock.now()
        self.failures = 0
        self.given_up: Trouble | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """The time of one request: it begins when it may."""
        async with self._free:
            while (wait := self._next - self._clock.now()) > 0:
                await self._clock.sleep(wait)
            self._next = self._clock.now() + self._spacing
            yield

    def rest(self, seconds: float) -> bool:
        """Ask it nothing for so long; whether that is not longer than anybody waits."""
        if seconds <= self._max_wait:
            self._next = max(self._next, self._clock.now() + seconds)
        return seconds <= self._max_wait


class Pace:
    """All hosts."""

    def __init__(self, asking: Asking, clock: Clock) -> None:
        self._asking = asking
        self.clock = clock
        self._hosts: dict[str, Host] = {}

    def __getitem__(self, host: str) -> Host:
        if host not in self._hosts:
            self._hosts[host] = Host(self._asking, self.clock)
        return self._hosts[host]

    def pause(self, attempt: int, retry_after: str = "") -> float:
        """The seconds before something is asked again, the first time after `attempt` 0: what `Retry-After` says (RFC 9110, 10.2.3: seconds, or
        a date), else twice as long each time.
        """
        asked = retry_after.strip()
        if asked.isascii() and asked.isdigit():
            return float(asked[:9])
        if asked:
            try:
                date = parsedate_to_datetime(asked)
            except ValueError:
                return _FIRST_PAUSE * float(2 ** attempt)
            return max(0.0, ((date if date.tzinfo else date.replace(tzinfo=UTC)) - self.clock.today()).total_seconds())
        return _FIRST_PAUSE * float(2 ** attempt)
