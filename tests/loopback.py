"""A web of this machine: a server that plays what it is told, and writes down what it was asked for."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from convert.engine.external import External
from convert.engine.external.gathering import Page
from convert.engine.external.pace import Clock
from convert.engine.settings.external import Asking
from convert.model.links import kind_of
from convert.model.pages import LinkFact, PageFacts
from convert.model.site import SiteIndex
from convert.model.web import Answer

PROXIES = [form for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy") for form in (name, name.upper())]


class Said(NamedTuple):
    """What a path answers. `trick`: `hang` never answers, `drip` begins a body and stops, `endless` never ends it, `reset` cuts the connection,
    `garbage` is no HTTP.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = {}
    trick: str = ""


def html(body: str, **headers: str) -> Said:
    """A page."""
    return Said(200, body.encode(), {"Content-Type": "text/html; charset=utf-8", **headers})


def to(target: str, status: int = 301, **headers: str) -> Said:
    """A redirect."""
    return Said(status, b"", {"Location": target, **headers})


class Loopback:
    """A server on some addresses of this machine, the same port on each. Of several answers for a path each is given once, the last from then on; a path of
    which nothing is said answers 200. `peak` is the most requests that each address has had at a time.
    """

    def __init__(self, hosts: tuple[str, ...] = ("127.0.0.1",), context: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Said | list[Said]] = {}
        self.asked: list[str] = []               # "METHOD /path"
        self.headers: list[dict[str, str]] = []
        self.answered: list[str] = []
        self.peak = Counter[str]()
        self.gate: threading.Semaphore | None = None        # so many answers are given; the others wait
        self.held = threading.Event()
        self.pause = 0.0                         # seconds before each answer
        self._now = Counter[str]()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._servers: list[asyncio.Server] = []
        self._writers = set[asyncio.StreamWriter]()
        self.port = 0
        for host in hosts:
            if host != "127.0.0.1":
                self._skip_without(host)
            self._servers.append(self._run(asyncio.start_server(self._serve, host, self.port, ssl=context)))
            self.port = self.port or self._servers[0].sockets[0].getsockname()[1]
        self._scheme = "https" if context else "http"

    def _skip_without(self, host: str) -> None:
        """Not every system gives itself all addresses of its network."""
        try:
            with socket.socket() as probe:
                probe.bind((host, 0))
        except OSError:
            self.close()
            pytest.skip(f"this machine has no address {host}")

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self._scheme}://{host}:{self.port}{path}"

    @property
    def waiting(self) -> int:
        """The requests that are not answered yet."""
        return sum(self._now.values())

    def times(self) -> Counter[str]:
        """How often each path was asked for, by whatever method."""
        return Counter(line.split(" ", 1)[1] for line in self.asked)

    def close(self) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        for writer in self._writers:
            writer.transport.abort()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.01)                # transports close

    def _run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        self._writers.add(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                method, path, _ = head[0].split(" ")
                self.asked.append(f"{method} {path}")
                self.headers.append({name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])})
                self._now[host] += 1
                self.peak[host] = max(self.peak[host], self._now[host])
                try:
                    await self._play(method, path, writer)
                finally:
                    self._now[host] -= 1
        self._writers.discard(writer)
        writer.close()

    async def _play(self, method: str, path: str, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self.pause)          # others may come meanwhile
        while self.gate is not None and not self.gate.acquire(blocking=False):
            self.held.set()
            await asyncio.sleep(0.005)
        said = self.routes.get(path, Said())
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        if said.trick in ("hang", "reset", "garbage"):
            await self._misbehave(said.trick, writer)
        length = {} if said.trick else {"Content-Length": str(len(said.body))}
        lines = [f"HTTP/1.1 {said.status} X", *(f"{name}: {value}" for name, value in {**length, **said.headers}.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode() + (said.body if method != "HEAD" else b""))
        await writer.drain()
        self.answered.append(path)
        if said.trick == "drip" and method != "HEAD":
            await asyncio.sleep(3600)
        while said.trick == "endless" and method != "HEAD":
            writer.write(b"<p>on and on</p>" * 4096)
            await writer.drain()

    async def _misbehave(self, trick: str, writer: asyncio.StreamWriter) -> None:
        if trick == "hang":
            await asyncio.sleep(3600)
        if trick == "garbage":
            writer.write(b"I am no server of the web\r\n\r\n")
            await writer.drain()
        writer.transport.abort()
        raise ConnectionResetError


class FakeClock(Clock):
    """A clock that is put forward by those who wait; what they waited for is written down."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)


# As fast as it goes; private networks are what this is about.
FAST: Mapping[str, Any] = {"allow_private": True, "spacing": 0.0, "timeout": 20.0}
PATH = "_posts/2022-02-15-fog.md"


def pages_of(links: Any, path: str = PATH, hosts: frozenset[str] = frozenset()) -> list[Page]:
    """A page with some links."""
    facts = tuple(LinkFact(link, kind_of(link, hosts), is_navigation=True) for link in links)
    return [Page(PageFacts(path, "post", "/fog.html", links=facts), wants_ids=True)]


def external(**asking: Any) -> External:
    """What asks, with a clock that does not wait, and settings as they are said."""
    named = {name: asking.pop(name) for name in ("root", "resolve", "clock", "shown") if name in asking}
    return External(Asking(**{**FAST, **asking}), **{"clock": FakeClock(), **named})


def answers(*links: str, asks: External | None = None, hosts: frozenset[str] = frozenset(), **asking: Any) -> dict[str, Answer]:
    """What comes of links, by these."""
    page, = pages_of(links, hosts=hosts)
    site = SiteIndex([page.facts], hosts=hosts)
    web = (asks or external(**asking)).web([page], site, lambda path: None)
    return {link.target: answer for link, answer in web.asked(page.facts, site)}


def many(server: Loopback, count: int, hosts: tuple[str, ...]) -> Iterator[str]:
    """The URLs of so many pages, on these hosts in turn."""
    return (server.url(f"/page-{number}", host) for number, host in zip(range(count), itertools.cycle(hosts), strict=False))
