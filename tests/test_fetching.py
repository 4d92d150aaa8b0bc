"""Pictures from the web, by a real server on this machine; and what is never asked."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from convert.engine import fetching
from convert.engine.fetching import Fetcher
from convert.engine.mirror import mirrored
from convert.writers.epub.pictures import Refused


class Server:
    """A web server that counts what it was asked for."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked[self.path] += 1
                if self.path.startswith("/moved"):
                    self.send_response(302)
                    self.send_header("Location", "/p.png" if self.path == "/moved" else self.path + "+")
                    self.end_headers()
                elif self.path == "/large":
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(b"x" * 200)
                elif self.path.startswith("/p"):
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(self.path.encode())
                else:
                    self.send_error(404)

            def log_message(self, *arguments: object) -> None:
                """Nobody reads."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.home = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def test_a_picture_is_fetched_once_and_kept(server: Server, tmp_path: Path) -> None:
    fetcher = Fetcher(tmp_path, private=True)
    urls = [f"{server.home}/p{number}.png?w=9" for number in range(20)]
    fetcher.prefetch(urls * 2)
    assert [fetcher.take(url) for url in urls] == [f"/p{number}.png?w=9".encode() for number in range(20)]
    assert set(server.asked.values()) == {1}
    assert (tmp_path / "127.0.0.1" / "p0.png@w=9").read_bytes() == b"/p0.png?w=9"


@pytest.mark.parametrize(("path", "reason"), [
    ("/none", "it could not be fetched: the server says 404 Not Found"), ("/moved-on-and-on", "it could not be fetched: more than 5 redirects"),
    ("/large", "it is too large: more than 0 MB")])
def test_what_cannot_be_had(server: Server, monkeypatch: pytest.MonkeyPatch, path: str, reason: str) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 100)
    assert Fetcher(private=True).take(server.home + path) == Refused(reason)


def test_redirects_are_followed(server: Server) -> None:
    assert Fetcher(private=True).take(f"{server.home}/moved") == b"/p.png"


def test_a_private_network_is_never_asked(server: Server) -> None:
    port = server.home.rsplit(":", 1)[1]
    for host in ("127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"):
        found = Fetcher().take(f"http://{host}:{port}/p.png")
        assert isinstance(found, Refused), host
        assert "private network" in found.reason or "could not be fetched" in found.reason, host
    assert not server.asked


@pytest.mark.parametrize("url", ["ftp://a.example/p.png", "http://", "http://a.example:99999/p.png", "https://[x/p.png"])
def test_what_is_no_address_is_said(url: str) -> None:
    assert "it could not be fetched" in str(Fetcher().take(url))


def test_nothing_is_fetched_where_nothing_listens() -> None:
    assert Fetcher(private=True).take("http://127.0.0.1:9/p.png") == Refused("it could not be fetched: Connection refused")


@pytest.mark.parametrize(("url", "place"), [
    ("https://pics.example/a/b%20c.png", "pics.example/a/b c.png"), ("https://pics.example/a.png?x=/../1", "pics.example/a.png@x=%2F..%2F1"),
    ("https://pics.example/..%2f..%2fsecret", None), ("https://pics.example/", None), ("https://..", None), ("https://../x.png", None),
    ("https://pics.example/a%00.png", None)])
def test_where_a_folder_keeps_a_picture(tmp_path: Path, url: str, place: str | None) -> None:
    assert mirrored(tmp_path, url) == (tmp_path / place if place else None)
