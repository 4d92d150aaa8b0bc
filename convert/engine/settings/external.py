"""How the web is asked for external links: the table `[external]` of settings, what holds where it says nothing, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from . import BadSettings, inside
from .values import PATTERNS, STRING, TRUTH, Kind, as_toml, list_of, shown, table

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")                 # RFC 9110, 5.6.2
_HEADER_VALUE = re.compile(r"[\t -~\x80-\xff]*")
_HOST = re.compile(r"\*|(?:\*\.)?[^\s/*:]+")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+.*", re.I)


class Asking(NamedTuple):
    """How the web is asked; times are in seconds, `max_age` is in days, `max_body` in kilobytes."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    accept: tuple[int, ...] = ()
    max_age: float = 7
    max_per_host: int = 4
    at_once: int = 64
    spacing: float = 0.05
    connect_timeout: float = 10
    timeout: float = 30
    retries: int = 2
    max_wait: float = 60
    max_redirects: int = 10
    max_body: int = 2048
    user_agent: str = ""
    headers: Mapping[str, Mapping[str, str]] = {}
    proxy: str = ""
    allow_private: bool = False
    archive: bool = False
    archive_url: str = "https://web.archive.org/web/"

    @classmethod
    def of(cls, said: Mapping[str, Any], **given: Any) -> Asking:
        """What a table of settings says, and on top of that what is given and not None."""
        return cls(**{key.replace("-", "_"): value for key, value in said.items()}
                   | {name: value for name, value in given.items() if value is not None})

    def accepts(self, status: int) -> bool:
        """A status says that all is well."""
        return 200 <= status < 300 or status in self.accept


def default_of(key: str) -> str:
    """What holds of a key that nobody says, as TOML writes it."""
    return as_toml(Asking._field_defaults[key.replace("-", "_")])


# kinds of values

def _codes(value: Any) -> tuple[int, ...]:
    codes = value if isinstance(value, list) else [value]
    for code in codes:
        if not isinstance(code, int) or isinstance(code, bool) or not 100 <= code <= 999:
            raise BadSettings(f"must be a list of HTTP's status codes, as [403, 503], is {shown(value)}")
    return tuple(codes)


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 1e9:
        raise BadSettings(f"must be a number that is not negative, is {shown(value)}")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadSettings(f"must be a whole number of at least 1, is {shown(value)}")
    return value


def _times(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadSettings(f"must be a whole number that is not negative, is {shown(value)}")
    return value


def _address(value: Any) -> str:
    if not isinstance(value, str) or not _WEB_ADDRESS.fullmatch(value):
        raise BadSettings(f"must be an address that begins with http:// or https://, is {shown(value)}")
    return value


def _headers(value: Any) -> dict[str, dict[str, str]]:
    headers: dict[str, dict[str, str]] = {}
    for host, said in table(value, "host = table of headers").items():
        with inside(host):
            if not _HOST.fullmatch(host):
                raise BadSettings("is no host: write its name, `*.name` for all below it, or `*` for any")
            for name, text in table(said, "headers").items():
                with inside(name):
                    if not _TOKEN.fullmatch(name) or not _HEADER_VALUE.fullmatch(STRING.read(text)):
                        raise BadSettings("is no header of HTTP")
            headers[host.lower()] = said
    return headers


CODES = Kind("list of status codes", _codes, lambda: list_of({"type": "integer", "minimum": 100, "maximum": 999}))
NUMBER = Kind("number", _number, lambda: {"type": "number", "minimum": 0})
COUNT = Kind("whole number, at least 1", _count, lambda: {"type": "integer", "minimum": 1})
TIMES = Kind("whole number", _times, lambda: {"type": "integer", "minimum": 0})
ADDRESS = Kind("address", _address, lambda: {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/]+"})
HEADERS = Kind("table: host = table of headers", _headers, lambda: {
    "type": "object", "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}}})

# key: what it says, of which kind it is, and an example
KEYS: Mapping[str, tuple[str, Kind, str]] = {
    "include": ("Only links in which one of these expressions is found are asked for.", PATTERNS, 'include = ["^https://"]'),
    "exclude": ("Links in which one of these expressions is found are not asked for.", PATTERNS, 'exclude = ["://intranet\\\\."]'),
    "accept": ("Status codes that are fine, besides 200 to 299.", CODES, "accept = [403, 999]"),
    "max-age": ("Days for which a link that worked is not asked for again.", NUMBER, "max-age = 1"),
    "max-per-host": ("Requests to one host at the same time.", COUNT, "max-per-host = 2"),
    "at-once": ("Links that are asked for at the same time, of all hosts.", COUNT, "at-once = 32"),
    "spacing": ("Seconds between the beginnings of two requests to one host.", NUMBER, "spacing = 0.5"),
    "connect-timeout": ("Seconds to wait for a connection.", NUMBER, "connect-timeout = 5"),
    "timeout": ("Seconds to wait for a whole answer.", NUMBER, "timeout = 60"),
    "retries": ("How often a host that has troubles (429, 5xx) is asked again, after a pause that doubles each time.", TIMES, "retries = 0"),
    "max-wait": ("The longest pause, in seconds, that a host may ask for (`Retry-After`); one that asks for more is left alone.", NUMBER, "max-wait = 300"),
    "max-redirects": ("The most redirects that are followed for one link.", TIMES, "max-redirects = 5"),
    "max-body": ("Kilobytes of a page in which an id is looked for.", COUNT, "max-body = 8192"),
    "user-agent": ("How newsconv calls itself; unless it is said, `newsconv/` and its version.", STRING, 'user-agent = "quay-links (+https://quay.example.org/bot)"'),
    "headers": ("Headers that a host is sent, by its name, `*.name` for those below it, or `*` for any.", HEADERS,
                'headers = {"api.example.org" = {Accept-Language = "en"}}'),
    "proxy": ("The proxy that is asked in the place of hosts; without it those of the environment count (`HTTPS_PROXY`, `NO_PROXY`).", ADDRESS,
              'proxy = "http://proxy.example.org:3128"'),
    "allow-private": ("Ask hosts of private networks and those that only examples have, too.", TRUTH, "allow-private = true"),
    "archive": ("For what is dead, ask an archive for the copy nearest to the date of the post.", TRUTH, "archive = true"),
    "archive-url": ("What stands before time and address in the archive's URLs.", ADDRESS, 'archive-url = "https://web.archive.org/web/"'),
}
