"""Addresses of the web: their one spelling, what of them is asked for, and how the pace of a host is kept."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from loopback import FakeClock

from convert.engine.external.addresses import address_of, joined
from convert.engine.external.admission import Admission
from convert.engine.external.judging import judge
from convert.engine.external.line import Line
from convert.engine.external.pace import Pace
from convert.engine.external.replies import Outcome, Reply, Trouble, Way
from convert.engine.networks import is_public
from convert.engine.settings.external import KEYS, Asking


@pytest.mark.parametrize(("target", "url"), [
    ("http://quay.org", "http://quay.org/"), ("HTTP://Quay.ORG:80/A", "http://quay.org/A"), ("//quay.org/a", "https://quay.org/a"),
    ("https://quay.org:443/?b=2&a=1#c", "https://quay.org/?b=2&a=1"), ("https://quay.org:8443", "https://quay.org:8443/"),
    ("https:///quay.org", "https://quay.org/"), ("https://quay.org./a", "https://quay.org/a"), ("http:\\\\quay.org\\a", "http://quay.org/a"), (" https://quay.org/a\n b ", "https://quay.org/a%20b"),
    ("https://例子.测试/港?港#港", "https://xn--fsqu00a.xn--0zwm56d/%E6%B8%AF?%E6%B8%AF"), ("https://faß.de/", "https://xn--fa-hia.de/"),
    ("https://quay.org/%7Ea/%e6%b8%af", "https://quay.org/%7Ea/%E6%B8%AF"), ("https://quay.org/a/./b/../c/%2E%2e/d", "https://quay.org/a/d"),
    ("https://quay.org/../..", "https://quay.org/"), ("https://quay.org//a//", "https://quay.org//a//"), ("https://quay.org/a/..", "https://quay.org/"),
    ("https://ann:secret@quay.org/", "https://quay.org/"), ("https://a@b@quay.org/", "https://quay.org/"), ("http://[::1]:80/", "http://[::1]/"),
    ("http://[0:0::1]:8080/", "http://[::1]:8080/"), ("http://2130706433/", "http://127.0.0.1/"), ("http://0x7f.1/", "http://127.0.0.1/"),
    ("http://017700000001/", "http://127.0.0.1/"), ("https://quay.org/a?b='c'", "https://quay.org/a?b=%27c%27"),
    ("https://web.archive.org/web/2022/https://quay.org/a", "https://web.archive.org/web/2022/https://quay.org/a"),
])
def test_one_spelling(target: str, url: str) -> None:
    address = address_of(target)
    assert address is not None
    assert address.url == url
    assert address_of(url) == address._replace(fragment="")


@pytest.mark.parametrize("target", ["", "/a", "a", "mailto:a@b.org", "ftp://quay.org/", "https://a b/", "https://quay.org:99999/", "https://quay..org/",
                                    "http://1.2.3.4.5/", "http://256.256.256.256/", "http://[::g]/", f"https://{'a' * 64}.org/", "https://quay.org:80a/"])
def test_what_is_no_address(target: str) -> None:
    assert address_of(target) is None


@pytest.mark.parametrize(("target", "url"), [("/b", "https://quay.org/b"), ("c", "https://quay.org/a/c"), ("//pier.org", "https://pier.org/"),
                                             ("?d", "https://quay.org/a/b?d"), ("http://pier.org/#x", "http://pier.org/"), ("mailto:a@b.org", None), ("http://[", None)])
def test_where_a_redirect_leads(target: str, url: str | None) -> None:
    found = joined("https://quay.org/a/b", target)
    assert (found and found.url) == url


@pytest.mark.parametrize(("address", "public"), [
    ("8.8.8.8", True), ("2606:4700::1111", True), ("::ffff:8.8.8.8", True), ("64:ff9b::808:808", True), ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False),
    ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("192.0.2.1", False),
    ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fd00::1", False), ("ff02::1", False), ("::ffff:127.0.0.1", False), ("64:ff9b::7f00:1", False),
    ("2002:7f00:1::", False), ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
])
def test_networks(address: str, *, public: bool) -> None:
    assert is_public(address) == public


@pytest.mark.parametrize(("target", "reason"), [
    ("https://quay.org/", ""), ("https://example.quay.org/", ""), ("https://www.example.com/", "an example, or local"), ("https://a.example/", "an example, or local"),
    ("https://notexample.org/", ""), ("https://x.test/", "an example, or local"), ("https://localhost/", "an example, or local"),
    ("https://printer.local/", "an example, or local"), ("https://intranet/", "in a private network"), ("https://10.0.0.1/", "in a private network"),
    ("https://8.8.8.8/", ""), ("https://[fd00::1]/", "in a private network"), ("https://0xa.1/", "in a private network"),
])
def test_what_is_left_out(target: str, reason: str) -> None:
    address = address_of(target)
    assert address
    assert Admission(Asking()).refusal(address) == reason
    assert Admission(Asking(allow_private=True)).refusal(address) == ""


def test_each_key_of_the_settings_is_heard() -> None:
    assert {key.replace("-", "_") for key in KEYS} == set(Asking._fields)


# Verdicts, by ways that no server plays easily

def way(*urls: str, end: Reply | Trouble | None = None, lasting: int = 0) -> Way:
    return Way(tuple(address for url in urls if (address := address_of(url))), lasting, end or Reply(200, {}))


@pytest.mark.parametrize(("found", "outcome"), [
    (way("http://quay.org/", "https://quay.org/", lasting=1), Outcome("alive", moved="https://quay.org/")),
    (way("http://quay.org/en", "https://quay.org/"), Outcome("alive")),
    (way("http://quay.org/login", "https://quay.org/account/login"), Outcome("alive")),
    (way("http://quay.org/a", "https://quay.org/author/ann"), Outcome("alive")),
    (way("http://quay.org/blog/logins", "https://quay.org/blogs/logins"), Outcome("alive")),
    (way("http://quay.org/a", "https://accounts.quay.org/signin?next=a"), Outcome("unverified", "it sends readers on to a log-in, https://accounts.quay.org/signin?next=a")),
    (way("https://quay.org/a", end=Trouble("tls", "its certificate has expired")), Outcome("unverified", "its certificate has expired", status=0)),
    (way("https://quay.org/a", "https://pier.org/", end=Trouble("nobody", "there is no host pier.org")), Outcome(
        "dead", "it sends readers on to https://pier.org/, and there is no host pier.org", status=0)),
])
def test_verdicts(found: Way, outcome: Outcome) -> None:
    assert judge(found, Asking()) == outcome


# Pace

def test_requests_to_a_host_begin_with_pauses_between_them() -> None:
    clock = FakeClock()
    began: list[float] = []

    async def one(pace: Pace) -> None:
        async with pace["quay.org"].turn():
            began.append(clock.now())

    async def all_at_once() -> None:
        pace = Pace(Asking(spacing=0.5, max_per_host=3), clock)
        await asyncio.gather(*(one(pace) for _ in range(6)))

    asyncio.run(all_at_once())
    assert min(later - earlier for earlier, later in pairwise(began)) >= 0.5


@pytest.mark.parametrize(("attempt", "retry_after", "seconds"), [
    (0, "", 1), (3, "", 8), (0, "120", 120), (2, "0", 0), (1, "soon", 2), (0, "Wed, 25 Feb 2026 12:00:30 GMT", 30), (0, "Wed, 25 Feb 2026 11:00:00 GMT", 0),
    (0, "9" * 400, 999_999_999),
])
def test_pauses(attempt: int, retry_after: str, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    monkeypatch.setattr(clock, "today", lambda: datetime(2026, 2, 25, 12, tzinfo=UTC))
    assert Pace(Asking(), clock).pause(attempt, retry_after) == seconds


def test_a_line_takes_hosts_in_turn_and_none_too_often() -> None:
    began: list[str] = []
    now: dict[str, int] = {}

    async def ask(url: str) -> None:
        host = url[0]
        now[host] = now.get(host, 0) + 1
        assert now[host] <= 2
        began.append(url)
        for _ in range(5 if host == "a" else 1):
            await asyncio.sleep(0)
        now[host] -= 1

    line = Line([*((host, f"{host}{number}") for host in "abc" for number in range(20))], per_host=2)
    asyncio.run(line.work(ask, at_once=5))
    assert sorted(began) == sorted(f"{host}{number}" for host in "abc" for number in range(20))
    assert began[:5] == ["a0", "b0", "c0", "a1", "b1"]
