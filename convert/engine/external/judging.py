"""What a reply means for a link. Dead is only what is said to be gone; walls, log-ins, troubles of servers and networks are no verdicts.

Statuses: RFC 9110, 15; 999 is LinkedIn's. What walls look like, their makers' documentation says, or their pages do.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import urlsplit

from ..settings.external import Asking
from .replies import Outcome, Reply, Trouble, Way

BUSY = (429, 503)                      # the whole host wants to be left alone for a while
FAILING = (408, 425, 500, 502, 504, 520, 521, 522, 523, 524, *BUSY)
LASTING = (301, 308)
MOVED = (301, 302, 303, 307, 308)
# Who asks for proof that a person reads: by a header (name, and what is in it), or by a text near the beginning of the page; nothing that the same
# makers put into pages that they let pass.
_WALLS_BY_HEADER = (("cf-mitigated", "challenge", "Cloudflare"), ("x-amzn-waf-action", "", "AWS WAF"),
                    ("x-vercel-mitigated", "challenge", "Vercel"), ("x-sucuri-block", "", "Sucuri"), ("x-px-blocked", "", "HUMAN"))
_WALLS_BY_TEXT = ("<title>just a moment...", "_cf_chl_opt", "incapsula incident id", "px-captcha", "captcha-delivery.com",
                  "<title>access denied</title>", "re not a bot</title>", "re not a bot!</title>", "<title>security check", "<title>robot check",
                  "<title>attention required", "awswafcookiedomainlist")
_LOG_IN = re.compile(r"(?:^|[/._-])(?:log-?in|sign-?in|sso|oauth2?|auth|saml|accounts?)(?:[/._-]|$)", re.I)
_ERROR_PAGE = re.compile(r"/(?:404|410|error|not-?found|page-?not-?found|missing)(?:[/.]|$)", re.I)
_LANGUAGE = re.compile(r"/[a-z]{2}(?:[-_][a-z]{2,4})?/?", re.I)
_FRONT = ("", "/", "/index.html", "/index.htm", "/index.php", "/home", "/home/", "/default.aspx")


def judge(way: Way, asking: Asking) -> Outcome:
    """What came of an address, by the way of asking for it."""
    led = f"it sends readers on to {way.steps[-1].url}, " if len(way.steps) > 1 else ""
    if isinstance(way.end, Trouble):
        led = "" if way.end.kind == "detour" else led
        return Outcome("unverified" if way.end.kind != "nobody" else "dead", f"{led and f'{led}and '}{way.end.said}", status=0)
    status = way.end.status
    if wall := wall_of(way.end):
        return Outcome("unverified", f"{led and f'{led}and '}{wall} wants proof that a person is reading", status=status)
    if not asking.accepts(status):
        return Outcome("dead" if way.is_gone else "unverified", f"{f'{led}which' if led else 'it'} answers {answer(status)}", status=status)
    if hint := _hint(way):
        return Outcome("unverified", hint, status=status)
    missing = way.end.page.missing if way.end.page else frozenset[str]()
    return Outcome("alive", moved=way.steps[way.lasting].url if way.lasting else "", missing=missing, status=status)


def answer(status: int) -> str:
    """A status with its words."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status}"


def wall_of(reply: Reply) -> str:
    """Whose wall against robots an answer is; empty when it is none."""
    for name, value, maker in _WALLS_BY_HEADER:
        if name in reply.headers and value in reply.headers[name]:
            return maker
    beginning = reply.beginning.lower()
    if any(text in beginning for text in _WALLS_BY_TEXT):
        return "Cloudflare" if "cloudflare" in reply.headers.get("server", "").lower() else "a wall against robots"
    return ""


def _hint(way: Way) -> str:
    """That the page at the end of a detour is hardly the one that was meant; empty when nothing says so."""
    if len(way.steps) < 2:
        return ""
    first, last = urlsplit(way.steps[0].url), urlsplit(way.steps[-1].url)
    if not _is_front(first.path) and not first.query and _is_front(last.path) and not last.query:
        return f"it sends readers on to a front page, {way.steps[-1].url}"
    if _ERROR_PAGE.search(last.path) and not _ERROR_PAGE.search(first.path):
        return f"it sends readers on to {way.steps[-1].url}, by its name a page for errors"
    if _LOG_IN.search(last.path) and not _LOG_IN.search(first.path):
        return f"it sends readers on to a log-in, {way.steps[-1].url}"
    return ""


def _is_front(path: str) -> bool:
    return path.lower() in _FRONT or bool(_LANGUAGE.fullmatch(path))
