"""Pictures from the web, for those who ask for them: in bounds of size and time, and never from a private network.

What a post names is not trusted: an address is resolved first, every address behind its name has to be one of the public
Internet (`networks`), and it is those addresses that are asked, whatever the name stands for a moment later.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from .. import __version__
from ..writers.epub.pictures import Refused
from .files import replace
from .mirror import mirrored
from .networks import are_public

MOST_BYTES = 32 * 1024 * 1024
_SECONDS = 20
_REDIRECTS = 5
_AT_ONCE = 8
_PIECE = 1 << 16
_MOVED = (301, 302, 303, 307, 308)
_SAFE = "/:@!$&'()*+,;=~%"


class _Trouble(Exception):
    """Why a picture was not fetched, in half a sentence."""


class Fetcher:
    """Fetches pictures, each once, and keeps them in `folder` (`HOST/PATH`) if there is one. `private` networks are asked
    only by those who test this.
    """

    def __init__(self, folder: Path | None = None, *, private: bool = False) -> None:
        self._folder = folder
        self._private = private
        self._known: dict[str, bytes | Refused] = {}

    def prefetch(self, urls: Iterable[str]) -> None:
        """Fetch several pictures at a time."""
        wanted = [url for url in dict.fromkeys(urls) if url not in self._known]
        if not wanted:
            return
        with ThreadPoolExecutor(min(_AT_ONCE, len(wanted))) as pool:
            self._known.update(zip(wanted, pool.map(self._fetched, wanted), strict=True))

    def take(self, url: str) -> bytes | Refused:
        """The bytes at an address, which are forgotten then, or why there are none."""
        self.prefetch([url])
        return self._known.pop(url)

    def _fetched(self, url: str) -> bytes | Refused:
        try:
            data = self._get(url)
        except _Trouble as trouble:
            return Refused(str(trouble))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Refused(f"it could not be fetched: {getattr(error, 'strerror', None) or error or type(error).__name__}")
        self._keep(url, data)
        return data

    def _get(self, url: str) -> bytes:
        for _ in range(_REDIRECTS + 1):
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise _Trouble(f"it could not be fetched: {url} is no address of the web")
            connection = self._connection(parts.scheme, parts.hostname, parts.port)
            try:
                path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE + '?/')}" if parts.query else "")
                connection.request("GET", path, headers={"User-Agent": f"newsconv/{__version__}", "Accept": "image/*"})
                answer = connection.getresponse()
                if answer.status in _MOVED and (target := answer.getheader("Location")):
                    url = urljoin(url, target)
                    continue
                if answer.status != 200:
                    raise _Trouble(f"it could not be fetched: the server says {answer.status} {answer.reason}".rstrip())
                return _read(answer)
            finally:
                connection.close()
        raise _Trouble(f"it could not be fetched: more than {_REDIRECTS} redirects")

    def _connection(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        """A connection to one of the addresses behind a name, which was looked at before."""
        name = host.encode("idna").decode() if not host.isascii() else host
        found = socket.getaddrinfo(name, port or (443 if scheme == "https" else 80), type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not self._private and not are_public(addresses):
            raise _Trouble(f"it is not fetched: {host} is in a private network")
        raw = socket.create_connection((addresses[0], found[0][4][1]), timeout=_SECONDS)
        connection = http.client.HTTPConnection(name, port, timeout=_SECONDS)
        connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=name) if scheme == "https" else raw
        return connection

    def _keep(self, url: str, data: bytes) -> None:
        if self._folder is None:
            return
        place = mirrored(self._folder, url)
        if place is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            replace(place, data)


def _read(answer: http.client.HTTPResponse) -> bytes:
    pieces, size = list[bytes](), 0
    while piece := answer.read(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise _Trouble(f"it is too large: more than {MOST_BYTES // 2**20} MB")
    return b"".join(pieces)
