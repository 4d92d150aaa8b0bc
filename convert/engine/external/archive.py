"""The copy of a page in an archive of the web (Memento, RFC 7089): where the archive sends whom asks for the page as it was at a time."""

from __future__ import annotations

from datetime import UTC, datetime

from .addresses import Address, address_of, joined
from .asking import Client
from .judging import MOVED
from .pace import Pace
from .replies import Trouble


class Archive:
    """An archive; what stands before time and address in its URLs is the `base`."""

    def __init__(self, base: str, client: Client, pace: Pace) -> None:
        self._base = base.rstrip("/") + "/"
        self._client = client
        self._pace = pace

    async def copy(self, url: str, when: datetime | None) -> str:
        """The URL of the copy that is nearest to a time (None: now); empty when there is none, or the archive does not answer."""
        moment = (when or self._pace.clock.today()).astimezone(UTC)
        address = address_of(f"{self._base}{moment:%Y%m%d%H%M%S}/{url}")
        if address is None:
            return ""
        try:
            return await self._led_to(address, url)
        except Trouble:
            return ""

    async def _led_to(self, address: Address, url: str) -> str:
        host = self._pace[address.host]
        if host.given_up is not None:
            return ""
        async with host.turn():
            reply = await self._client.request("HEAD", address)
        target = joined(address.url, reply.headers.get("location", "")) if reply.status in MOVED else None
        if reply.status == 200:
            return address.url                             # there is a copy of that very second
        return target.url if target and target.url.startswith(self._base) and target.url != self._base else ""
