"""The client: one request, one reply, in bounds of time and size. aiohttp is imported here alone.

A name is looked up once, all addresses behind it have to be public, and the connection goes to one of these: what the name stands for a
moment later changes nothing. Redirects, cookies, and passwords of `.netrc` are not the client's business. Where a proxy is asked, it looks up
names itself.
"""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self
from urllib.request import getproxies, proxy_bypass

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from ... import __version__
from ..networks import are_public
from ..settings.external import Asking
from .addresses import Address
from .pages import Page
from .replies import Reply, Trouble

_PIECE = 1 << 16
_BEGINNING = 1 << 14                   # bytes of a page that is looked at for walls
_LONGEST_LINE = 1 << 16                # of a header: policies of security are long
_IDLE = 0.5                            # seconds that a connection is kept for the next request: of many hosts, many are kept
_NAMES_AT_ONCE = 32                    # that are looked up
_NOBODY = (socket.EAI_NONAME,)
_ACCEPT = "text/html,application/xhtml+xml,*/*;q=0.8"

# The addresses behind a name, or socket.gaierror.
Resolve = Callable[[str], Awaitable[list[str]]]


class _Refused(OSError):
    """A name that leads into a private network."""


class Network:
    """Sends requests, as long as it is open."""

    def __init__(self, asking: Asking, resolve: Resolve | None = None) -> None:
        self._asking = asking
        self._names = ThreadPoolExecutor(_NAMES_AT_ONCE, "names")
        self._resolve = resolve or self._looked_up
        self._proxies = {"http": asking.proxy, "https": asking.proxy} if asking.proxy else getproxies()
        self._agent = asking.user_agent or f"newsconv/{__version__}"

    async def __aenter__(self) -> Self:
        context = ssl.create_default_context()
        self._direct = self._session(_Guard(self._resolve, allows_private=self._asking.allow_private), context)
        self._by_proxy = self._session(_Guard(self._resolve, allows_private=True), context)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._direct.close()
        await self._by_proxy.close()
        self._names.shutdown(wait=False, cancel_futures=True)

    def _session(self, guard: AbstractResolver, context: ssl.SSLContext) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, resolver=guard, ttl_dns_cache=None, ssl=context, keepalive_timeout=_IDLE),
            cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, trust_env=False, max_line_size=_LONGEST_LINE, max_field_size=_LONGEST_LINE,
            timeout=aiohttp.ClientTimeout(total=self._asking.timeout, sock_connect=self._asking.connect_timeout),
            headers={"User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"})

    async def _looked_up(self, host: str) -> list[str]:
        found = await asyncio.get_running_loop().run_in_executor(self._names, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    async def request(self, method: str, address: Address, *, ids: Iterable[str] = (), cookies: Mapping[str, str] | None = None) -> Reply:
        """Ask for an address, and in its page for ids; Trouble when no reply comes."""
        proxy = self._proxy_of(address)
        headers = self._headers_for(address.host)
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        session = self._by_proxy if proxy else self._direct
        try:
            async with session.request(method, URL(address.url, encoded=True), allow_redirects=False, proxy=proxy, headers=headers) as answer:
                return await self._read(answer, method, ids)
        except (OSError, aiohttp.ClientError, ValueError) as error:
            raise self._trouble(error, address.host) from error

    async def _read(self, answer: aiohttp.ClientResponse, method: str, ids: Iterable[str]) -> Reply:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        cookies = {name: morsel.value for name, morsel in answer.cookies.items()}
        reply = Reply(answer.status, headers, cookies=cookies)
        if method == "HEAD" or 300 <= answer.status < 400:
            return reply
        beginning, page = b"", None
        try:
            page = Page(ids, headers, self._asking.max_body * 1024) if ids and answer.status < 300 else None
            while (page and not page.is_read) or (not page and len(beginning) < _BEGINNING):
                piece = await answer.content.read(_PIECE)
                if not piece:
                    if page:
                        page.is_whole = True
                    break
                beginning += piece[:_BEGINNING - len(beginning)]
                if page:
                    page.feed(piece)
        except (OSError, aiohttp.ClientError, ValueError):
            pass                                 # the status is known, and of the body whatever came in time
        plain = "content-encoding" not in headers or headers["content-encoding"].lower() == "identity"
        return reply._replace(beginning=beginning.decode("latin-1") if plain else "", page=page)

    def _headers_for(self, host: str) -> dict[str, str]:
        """What the settings say that a host is sent: what is said of it by name goes over what is said of all."""
        found: dict[str, str] = {}
        for pattern, said in sorted(self._asking.headers.items(), key=lambda item: len(item[0])):
            if pattern in ("*", host) or (pattern.startswith("*.") and host.endswith(pattern[1:])):
                found |= said
        return found

    def _proxy_of(self, address: Address) -> str | None:
        proxy = self._proxies.get(address.scheme) or self._proxies.get("all")
        if not proxy or (not self._asking.proxy and proxy_bypass(address.host)):
            return None
        proxy = proxy if "://" in proxy else f"http://{proxy}"
        if not proxy.startswith(("http://", "https://")):
            raise Trouble("proxy", f"the proxy {proxy.partition('://')[0]}:// is of a kind that newsconv does not know")
        return proxy

    def _trouble(self, error: Exception, host: str) -> Trouble:
        """What kept a reply from coming, in our words."""
        cause = getattr(error, "os_error", error)
        if isinstance(cause, _Refused):
            return Trouble("refused", f"{host} is in a private network, which is not asked")
        if isinstance(cause, socket.gaierror):
            return Trouble("nobody", f"there is no host {host}") if cause.errno in _NOBODY else \
                Trouble("names", f"the name {host} cannot be looked up now")
        if isinstance(error, aiohttp.ConnectionTimeoutError):
            return Trouble("connection", f"no connection comes about within {self._asking.connect_timeout:g} seconds")
        if isinstance(error, TimeoutError):
            return Trouble("time", f"no answer comes within {self._asking.timeout:g} seconds")
        if isinstance(error, aiohttp.ClientHttpProxyError):
            return Trouble("proxy", f"the proxy answers {error.status}")
        if isinstance(error, aiohttp.ClientProxyConnectionError):
            return Trouble("proxy", "the proxy cannot be reached")
        if isinstance(error, aiohttp.ClientConnectorCertificateError):
            reason = getattr(error.certificate_error, "verify_message", "") or "it is not valid"
            return Trouble("tls", f"the certificate of its host cannot be trusted: {reason}")
        if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
            return Trouble("tls", "no safe connection comes about (TLS)")
        if isinstance(error, aiohttp.ClientConnectorError):
            return Trouble("connection", f"its host cannot be reached: {os.strerror(error.errno).lower() if error.errno else 'no connection'}")
        if isinstance(error, OSError | aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError):
            return Trouble("protocol", "the connection breaks off before there is an answer")
        return Trouble("protocol", "what comes back is no HTTP")


class _Guard(AbstractResolver):
    """Looks names up, and refuses those of private networks."""

    def __init__(self, resolve: Resolve, *, allows_private: bool) -> None:
        self._resolve = resolve
        self._allows_private = allows_private

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        """The addresses behind a name."""
        addresses = await self._resolve(host)
        if not self._allows_private and not are_public(addresses):
            raise _Refused(host)
        return [ResolveResult(hostname=host, host=address, port=port, proto=0, flags=socket.AI_NUMERICHOST,
                              family=socket.AF_INET6 if ":" in address else socket.AF_INET) for address in addresses]

    async def close(self) -> None:
        """Nothing is open."""
