"""Who is asked next: the addresses of each host in their order, the hosts in turn, and of none more than may be asked at a time.

So a slow host holds up itself alone, and what waits is a list of addresses, not of tasks.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable


class Line:
    """Addresses, each with its host."""

    def __init__(self, addresses: Iterable[tuple[str, str]], *, per_host: int) -> None:
        self._waiting: dict[str, deque[str]] = {}
        for host, url in addresses:
            self._waiting.setdefault(host, deque()).append(url)
        self._per_host = per_host
        self._asked = Counter[str]()
        self._ready = deque(self._waiting)              # hosts that have somebody waiting, and room for him
        self._changed = asyncio.Condition()

    async def work(self, ask: Callable[[str], Awaitable[None]], *, at_once: int) -> None:
        """Ask for all of them, so many at once."""
        count = min(at_once, sum(map(len, self._waiting.values())))
        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(self._worker(ask))

    async def _worker(self, ask: Callable[[str], Awaitable[None]]) -> None:
        while (host := await self._next_host()) is not None:
            url = self._waiting[host].popleft()
            self._asked[host] += 1
            if self._waiting[host] and self._asked[host] < self._per_host:
                self._ready.append(host)
            elif not self._waiting[host]:
                del self._waiting[host]
            try:
                await ask(url)
            finally:
                await self._done(host)

    async def _next_host(self) -> str | None:
        """The host whose turn it is; None when nobody waits any more."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._ready or not self._waiting)
            return self._ready.popleft() if self._ready else None

    async def _done(self, host: str) -> None:
        async with self._changed:
            was_full = self._asked[host] >= self._per_host
            self._asked[host] -= 1
            if was_full and host in self._waiting:
                self._ready.append(host)
            if self._waiting:
                self._changed.notify()
            else:
                self._changed.notify_all()
