"""Links to other sites, by a real server on this machine: what comes of each, and how politely it is asked."""

from __future__ import annotations

import gzip
import socket
import ssl
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import trustme
from loopback import PROXIES, FakeClock, Loopback, Said, answers, external, html, many, pages_of, to

from convert.engine.external import session
from convert.engine.external.admission import Admission
from convert.engine.settings.external import Asking
from convert.model.site import SiteIndex
from convert.model.web import Answer


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[Loopback]:
    running = Loopback()
    yield running
    running.close()


def only(server: Loopback, *said: Said, path: str = "/it", fragment: str = "", **asking: object) -> Answer:
    """What comes of a page that answers so, one answer after the other."""
    server.routes[path] = list(said)
    (answer,) = answers(server.url(path + fragment), **asking).values()
    return answer


# What is fine

def test_a_page_that_is_there_is_asked_for_by_head_alone(server: Loopback) -> None:
    assert only(server, Said()) == Answer("alive")
    assert server.asked == ["HEAD /it"]


@pytest.mark.parametrize("status", [403, 404, 405, 501, 500, 400])
def test_a_server_that_knows_no_head_is_asked_by_get(server: Loopback, status: int) -> None:
    assert only(server, Said(status), Said(200)) == Answer("alive")
    assert server.asked == ["HEAD /it", "GET /it"]


def test_a_status_may_be_accepted(server: Loopback) -> None:
    assert only(server, Said(403), accept=(403, 999)) == Answer("alive")
    assert server.asked == ["HEAD /it"]


# What is dead

@pytest.mark.parametrize(("status", "said"), [(404, "it answers 404 Not Found"), (410, "it answers 410 Gone")])
def test_what_is_gone_is_dead_after_it_was_asked_again(server: Loopback, status: int, said: str) -> None:
    clock = FakeClock()
    assert only(server, Said(status), clock=clock) == Answer("dead", said)
    assert server.asked == ["HEAD /it", "GET /it", "GET /it"]
    assert clock.slept == [2.0]


def test_what_comes_back_after_a_pause_is_not_dead(server: Loopback) -> None:
    assert only(server, Said(404), Said(404), Said(200)) == Answer("alive")
    assert only(server, Said(404), Said(404), Said(403), path="/other").state == "unverified"


async def nobody(host: str) -> list[str]:
    """A resolver that knows one host."""
    if host == "here.test":
        return ["127.0.0.1"]
    raise socket.gaierror(socket.EAI_NONAME if host.startswith("gone") else socket.EAI_AGAIN, "x")


def test_a_name_that_leads_to_nobody_is_dead_where_others_answer(server: Loopback) -> None:
    here, gone, lost = server.url("/a", "here.test"), "http://gone.test/a", "http://lost.test/a"
    assert answers(here, gone, "http://gone.test/b", lost, resolve=nobody) == {
        here: Answer("alive"), gone: Answer("dead", "there is no host gone.test"), "http://gone.test/b": Answer("dead", "there is no host gone.test"),
        lost: Answer("unverified", "the name lost.test cannot be looked up now")}


def test_where_nobody_answers_there_is_no_network() -> None:
    asks = external(resolve=nobody, at_once=8)
    links = [f"http://{kind}-{number}.test/" for number in range(200) for kind in ("gone", "lost")]
    assert answers(*links, asks=asks) == {}
    (note,) = asks.notes
    assert note.startswith("No external link could be checked: none of 400 hosts has answered. Is there a network?")
    assert asks.counts.asked == 400
    assert asks.counts.unverified == 400


def test_where_all_that_is_left_is_dead_somebody_who_is_alive_is_asked(server: Loopback, tmp_path: Path) -> None:
    here, gone = server.url("/a", "here.test"), "http://gone.test/a"
    for witnesses in (1, 2):
        asks = external(resolve=nobody, root=tmp_path)
        assert answers(here, gone, asks=asks) == {here: Answer("alive"), gone: Answer("dead", "there is no host gone.test")}
        assert asks.notes == []
        assert server.asked == ["HEAD /a"] * witnesses
    assert asks.counts.asked == asks.counts.remembered == 1


# What nobody can tell

@pytest.mark.parametrize(("said", "reason"), [
    (Said(401), "it answers 401 Unauthorized"), (Said(403), "it answers 403 Forbidden"), (Said(429), "it answers 429 Too Many Requests"),
    (Said(451), "it answers 451 Unavailable For Legal Reasons"), (Said(500), "it answers 500 Internal Server Error"),
    (Said(503), "it answers 503 Service Unavailable"), (Said(999), "it answers 999"), (Said(304), "it answers 304 Not Modified"),
    (Said(403, headers={"CF-Mitigated": "challenge"}), "Cloudflare wants proof that a person is reading"),
    (Said(404, b"<title>Just a moment...</title>", {"Server": "cloudflare"}), "Cloudflare wants proof that a person is reading"),
    (Said(404, b"<iframe>Request unsuccessful. Incapsula incident ID: 1-2"), "a wall against robots wants proof that a person is reading"),
    (Said(202, headers={"x-amzn-waf-action": "challenge"}), "AWS WAF wants proof that a person is reading"),
    (Said(trick="reset"), "the connection breaks off before there is an answer"),
    (Said(trick="garbage"), "what comes back is no HTTP"),
])
def test_what_may_have_other_reasons_is_never_dead(server: Loopback, said: Said, reason: str) -> None:
    assert only(server, said) == Answer("unverified", reason)


def test_a_host_that_is_not_there_or_says_nothing(server: Loopback) -> None:
    server.routes["/slow"] = Said(trick="hang")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        found = answers(server.url("/slow"), nowhere, server.url("/fine"), timeout=0.3)
    assert found == {server.url("/slow"): Answer("unverified", "no answer comes within 0.3 seconds"), server.url("/fine"): Answer("alive"),
                     nowhere: Answer("unverified", "its host cannot be reached: connection refused")}


def test_certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, others = trustme.CA(), trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.issue_cert("127.0.0.1").configure_cert(context)
    server = Loopback(context=context)
    try:
        for authority, answer in ((ours, Answer("alive")), (others, Answer(
                "unverified", "the certificate of its host cannot be trusted: unable to get local issuer certificate"))):
            authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
            assert answers(server.url("/it")) == {server.url("/it"): answer}
        plain = server.url("/it").replace("https:", "http:")
        assert answers(plain)[plain].state == "unverified"
    finally:
        server.close()


# Redirects

def test_what_has_moved_for_good_is_fine_and_said(server: Loopback) -> None:
    server.routes |= {"/b": to("/c#new", 308), "/c": Said()}
    assert only(server, to("/b")) == Answer("alive", moved=server.url("/c"))
    assert only(server, to("/c", 302), path="/for-now") == Answer("alive")
    server.routes["/mixed"] = to("/for-now")
    assert only(server, to("/mixed"), path="/m") == Answer("alive", moved=server.url("/for-now"))
    assert only(server, to("/c"), path="/with", fragment="#:~:text=x").moved == server.url("/c#:~:text=x")


def test_where_many_links_lead_is_asked_for_once(server: Loopback) -> None:
    server.routes |= {f"/old-{number}": to("/new") for number in range(5)}
    answers(*(server.url(f"/old-{number}") for number in range(5)), server.url("/new"), max_per_host=1)
    assert server.times()["/new"] == 1


@pytest.mark.parametrize(("target", "reason"), [
    ("/that", "it sends readers round in a circle, by way of {home}/that"),
    ("/", "it sends readers on to a front page, {home}/"), ("/en/", "it sends readers on to a front page, {home}/en/"),
    ("/account/login?next=/it", "it sends readers on to a log-in, {home}/account/login?next=/it"),
    ("/404.html", "it sends readers on to {home}/404.html, by its name a page for errors"),
    ("/walled", "it sends readers on to {home}/walled, which answers 403 Forbidden"),
    ("/hop-0", "it sends readers on and on, more than 3 times"),
])
def test_a_detour_that_ends_elsewhere_is_no_verdict(server: Loopback, target: str, reason: str) -> None:
    server.routes |= {"/walled": Said(403), **{f"/hop-{number}": to(f"/hop-{number + 1}", 302) for number in range(9)}}
    assert only(server, to(target, 302), path="/that", max_redirects=3) == Answer("unverified", reason.format(home=server.url("")))


def test_a_detour_to_what_is_gone_is_dead(server: Loopback) -> None:
    server.routes["/gone"] = Said(410)
    assert only(server, to("/gone")) == Answer("dead", f"it sends readers on to {server.url('/gone')}, which answers 410 Gone")


def test_a_page_may_send_its_reader_back_with_a_cookie(server: Loopback) -> None:
    assert only(server, to("/it", 302, **{"Set-Cookie": "seen=yes; Path=/"}), Said()) == Answer("alive")
    assert server.headers[-1]["cookie"] == "seen=yes"


def test_a_detour_home_is_not_gone(server: Loopback) -> None:
    found = answers(server.url("/it"), hosts=frozenset({"127.0.0.9"}))
    server.routes["/it"] = to(server.url("/home", "127.0.0.9"), 302)
    assert answers(server.url("/it"), hosts=frozenset({"127.0.0.9"})) == found == {server.url("/it"): Answer("alive")}
    assert "/home" not in server.times()


# Ids

PAGE = """<p id=plain><h2 id="grün&amp;co">x</h2><a href=x name='old'>x</a><input name="field"><h3 class=x id="user-content-made">"""


@pytest.mark.parametrize(("fragment", "missing"), [
    ("plain", ""), ("old", ""), ("gr%C3%BCn&co", ""), ("grün&co", ""), ("made", ""), ("field", "field"), ("Plain", "Plain"), ("gr%C3%BCn", "grün"),
    ("top", ""), (":~:text=fog", ""), ("plain:~:text=fog", ""), ("none:~:text=fog", "none"), ("t=10", ""), ("/view", ""), ("!view", ""), ("L10", ""),
])
def test_ids(server: Loopback, fragment: str, missing: str) -> None:
    assert only(server, html(PAGE), fragment=f"#{fragment}") == Answer("alive", missing=missing)


@pytest.mark.parametrize(("said", "missing"), [
    (html("<p>plain</p>"), "x"),
    (html("<div id=root></div><script src=/app.js></script>"), ""),
    (html("<noscript>You need to enable JavaScript to run this app.</noscript>"), ""),
    (Said(200, b"%PDF", {"Content-Type": "application/pdf"}), ""),
    (Said(200, gzip.compress(b"<p id=x>"), {"Content-Type": "text/html", "Content-Encoding": "gzip"}), ""),
    (Said(200, gzip.compress(b"<p id=y>"), {"Content-Type": "text/html", "Content-Encoding": "gzip"}), "x"),
    (Said(200, b"<p id=y>", {"Content-Type": "text/html", "Content-Encoding": "br"}), ""),
    (Said(200, b"<p id=y>", {"Content-Type": "text/html", "Content-Encoding": "gzip"}), ""),
    (html("<p>" + "long " * 600_000), ""),
    (Said(200, b"<p>", {"Content-Type": "text/html"}, "endless"), ""),
])
def test_an_id_is_missing_only_where_the_whole_page_was_seen(server: Loopback, said: Said, missing: str) -> None:
    assert only(server, said, fragment="#x") == Answer("alive", missing=missing)
    assert server.asked == ["GET /it"]


def test_letters_of_other_encodings(server: Loopback) -> None:
    page = "<meta charset=gb2312><p id=港>".encode("gb2312")
    assert only(server, Said(200, page, {"Content-Type": "text/html"}), fragment="#港") == Answer("alive")
    assert only(server, Said(200, "<p id=港>".encode("big5"), {"Content-Type": 'text/html; charset="big5"'}), fragment="#港") == Answer("alive")


def test_a_body_that_stops_costs_the_id_not_the_page(server: Loopback) -> None:
    assert only(server, Said(200, b"<p id=y>", {"Content-Type": "text/html"}, "drip"), fragment="#x", timeout=0.3) == Answer("alive")


def test_a_bomb_bursts_in_bounds(server: Loopback) -> None:
    bomb = gzip.compress(b"<p>" + b"\0" * 200_000_000, 9)
    tracemalloc.start()
    assert only(server, Said(200, bomb, {"Content-Type": "text/html", "Content-Encoding": "gzip"}), fragment="#x") == Answer("alive")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000


# What is asked, and how often

def test_one_address_is_asked_once_however_it_is_spelt(server: Loopback) -> None:
    home = f"127.0.0.1:{server.port}"
    spellings = [f"http://{home}/a/%e6%b8%af?q=1", f"HTTP://{home}/a/%E6%B8%AF?q=1", f"http://{home}/a/港?q=1#top", f"http://{home}/b/../a/./港?q=1",
                 f"http://user:secret@{home}/a/港?q=1", f"http://0x7f.1:{server.port}/a/港?q=1"]
    assert set(answers(*spellings).values()) == {Answer("alive")}
    assert server.asked == ["HEAD /a/%E6%B8%AF?q=1"]
    assert "authorization" not in server.headers[0]
    answers(f"http://{home}/a/港?q=2")
    assert len(server.asked) == 2


def test_ids_of_one_page_are_looked_for_together(server: Loopback) -> None:
    server.routes["/it"] = html(PAGE)
    found = answers(*(server.url(f"/it#{name}") for name in ("plain", "none", "old")), server.url("/it"))
    assert [answer.missing for answer in found.values()] == ["", "none", "", ""]
    assert server.asked == ["GET /it"]


def test_private_networks_and_examples_are_never_asked(server: Loopback) -> None:
    async def inside(host: str) -> list[str]:
        return ["93.184.215.14", "127.0.0.1"] if host == "mixed.quay.org" else ["127.0.0.1"]
    links = [server.url("/"), "http://localhost/", "http://10.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/",
             "https://www.example.com/", "http://a.test/", "http://printer.local/", "http://intranet/", "http://169.254.169.254/latest"]
    asks = external(allow_private=False, resolve=inside)
    assert answers(*links, asks=asks) == {}
    assert asks.counts.left_out == len(links)
    behind = [server.url("/", "rebound.quay.org"), server.url("/", "mixed.quay.org")]
    found = answers(*behind, allow_private=False, resolve=inside)
    assert [found[link].said for link in behind if link in found] == []          # nobody was heard
    assert server.asked == []


def test_a_detour_into_a_private_network_is_not_taken(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = Admission(Asking())
    monkeypatch.setattr(session, "Admission", lambda asking: strict)           # of detours, not of what links name
    server.routes["/it"] = to("http://metadata.internal/", 302)
    assert answers(server.url("/it")) == {
        server.url("/it"): Answer("unverified", "it sends readers on to http://metadata.internal/, which is an example, or local")}
    server.routes["/it"] = to(server.url("/inside"), 302)
    assert answers(server.url("/it"))[server.url("/it")].said.endswith("/inside, which is in a private network")
    assert "/inside" not in server.times()


def test_patterns_choose(server: Loopback) -> None:
    found = answers(*(server.url(path) for path in ("/a", "/a/private", "/b")), include=("/a",), exclude=("private$",))
    assert list(found) == [server.url("/a")]
    assert server.times() == {"/a": 1}


def test_headers_go_to_their_host_alone(server: Loopback) -> None:
    two = Loopback(("127.0.0.2",))
    try:
        server.routes["/it"] = to(two.url("/there", "127.0.0.2"), 302)
        answers(server.url("/it"), headers={"127.0.0.1": {"X-Key": "ours"}, "*": {"X-All": "yes"}}, user_agent="quay")
        assert [(one.get("x-key"), one.get("x-all"), one["user-agent"]) for one in (*server.headers, *two.headers)] == [
            ("ours", "yes", "quay"), (None, "yes", "quay")]
    finally:
        two.close()


def test_a_proxy_is_asked_for_names_that_only_it_knows(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    link = "http://far.quay.org/it"
    assert answers(link, proxy=server.url(""), allow_private=False) == {link: Answer("alive")}
    assert server.asked == [f"HEAD {link}"]
    monkeypatch.setenv("http_proxy", server.url(""))
    assert answers("http://far.quay.org/by-environment") == {"http://far.quay.org/by-environment": Answer("alive")}
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert answers(server.url("/past")) == {server.url("/past"): Answer("alive")}
    assert server.asked[1:] == ["HEAD http://far.quay.org/by-environment", "HEAD /past"]


# Troubles that pass, and hosts that want to be left alone

def test_a_server_in_trouble_is_asked_again_after_pauses_that_double(server: Loopback) -> None:
    clock = FakeClock()
    assert only(server, Said(500), Said(502), Said(504), Said(200), clock=clock) == Answer("alive")
    assert clock.slept == [1.0, 2.0]
    assert only(server, Said(500), path="/never", retries=1).state == "unverified"
    assert server.times()["/never"] == 3          # by HEAD, by GET, and once more


def test_a_host_rests_as_long_as_it_says(server: Loopback) -> None:
    clock = FakeClock()
    assert only(server, Said(429, headers={"Retry-After": "7"}), Said(200), clock=clock) == Answer("alive")
    assert clock.slept == [7.0]
    clock = FakeClock()
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=31), usegmt=True)
    assert only(server, Said(503, headers={"Retry-After": later}), Said(200), clock=clock, path="/date") == Answer("alive")
    assert 25 < sum(clock.slept) <= 31


def test_a_host_that_wants_longer_is_left_alone(server: Loopback) -> None:
    server.routes |= {f"/{number}": Said(429, headers={"Retry-After": "86400"}) for number in range(50)}
    found = answers(*(server.url(f"/{number}") for number in range(50)), max_per_host=1)
    assert set(found.values()) == {Answer(
        "unverified", "its host answers 429 Too Many Requests, and wants to be left alone for longer than newsconv waits")}
    assert len(server.asked) == 1


def test_a_host_of_which_nothing_comes_is_given_up(server: Loopback) -> None:
    server.routes |= {f"/{number}": Said(429) for number in range(50)}
    found = answers(*(server.url(f"/{number}") for number in range(50)), max_per_host=1, retries=0)
    assert {answer.state for answer in found.values()} == {"unverified"}
    assert len(server.times()) == 5
    assert found[server.url("/49")].said == "its host answers 429 Too Many Requests to all that it is asked"


# An archive

def test_a_copy_of_what_is_dead(server: Loopback) -> None:
    stamp = "20220215010000"
    gone, copy = server.url("/gone?a=1"), server.url(f"/web/20220214235959/{server.url('/gone?a=1')}")
    server.routes |= {"/gone?a=1": Said(404), f"/web/{stamp}/{gone}": to(copy, 302), "/lost": Said(404), f"/web/{stamp}/{server.url('/lost')}": Said(404)}
    asks = external(archive=True, archive_url=server.url("/web/"))
    page, = pages_of([f"{gone}#x", server.url("/lost"), server.url("/fine")])
    web = asks.web([page], SiteIndex([page.facts]), lambda path: datetime(2022, 2, 15, 1, tzinfo=UTC))
    found = [answer.snapshot for _, answer in web.asked(page.facts, SiteIndex([page.facts]))]
    assert found == [f"{copy}#x", "", ""]


# Many

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")


def test_a_host_to_which_others_lead_has_no_more_requests_than_it_may() -> None:
    three = Loopback(HOSTS)
    three.pause = 0.003
    try:
        links = [*many(three, 120, HOSTS[:2])]
        three.routes = {f"/page-{number}": to(three.url(f"/end-{number}", HOSTS[2]), 302) for number in range(120)}
        assert set(answers(*links, max_per_host=3).values()) == {Answer("alive")}
        assert dict(three.peak) == dict.fromkeys(HOSTS, 3)
    finally:
        three.close()


def test_no_host_has_more_requests_than_it_may() -> None:
    three = Loopback(HOSTS)
    three.pause = 0.003
    try:
        found = answers(*many(three, 600, HOSTS), max_per_host=3)
        assert len(found) == 600
        assert dict(three.peak) == dict.fromkeys(HOSTS, 3)
        assert set(three.times().values()) == {1}
    finally:
        three.close()
