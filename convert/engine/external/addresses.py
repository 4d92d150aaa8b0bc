"""Addresses of the web in one spelling, so that each is asked for once: as the URL Standard (https://url.spec.whatwg.org) parses and writes
them, with escapes in capitals (RFC 3986, 6.2.2.1), and without what no server is told: name and password, and the fragment.
"""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import quote, unquote

_PARTS = re.compile(r"(?:(https?):)?[/\\]{2,}([^/\\?#]*)([^?#]*)(\?[^#]*)?(?:#(.*))?\Z", re.I | re.S)
_DROPPED = re.compile("[\t\r\n\u200b\ufeff]")
_AUTHORITY = re.compile(r"(?:.*@)?(\[[0-9A-Fa-f:.]+\]|[^:\[\]]*)(?::(\d*))?\Z", re.S)
_ESCAPE = re.compile("%[0-9a-fA-F]{2}")
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")          # URL Standard, 3.1
_IN_PATH = "/:@!$&'()*+,;=~%[]|"                                          # 1.3, "path percent-encode set", and what Python leaves anyway
_IN_QUERY = _IN_PATH.replace("'", "") + "?{}^`\\"
_DOTS = {".": ".", "%2e": ".", "..": "..", ".%2e": "..", "%2e.": "..", "%2e%2e": ".."}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LARGEST_PORT = 65535
_LONGEST_LABEL = 63                    # RFC 1035, 2.3.4


class Address(NamedTuple):
    """What is asked for: the `url`, its `scheme` and `host` (of IPv6 without its brackets); and the fragment of the link, as written."""

    url: str
    scheme: str
    host: str
    fragment: str = ""


def address_of(target: str) -> Address | None:
    """The address that a link leads to, `//host` by https; None when it is none of the web, or none at all."""
    match = _PARTS.match(_DROPPED.sub("", target.strip()))
    authority = _AUTHORITY.match(match[2]) if match else None
    if not match or not authority:
        return None
    scheme, host, port = (match[1] or "https").lower(), _host(authority[1]), int(authority[2] or 0)
    if not host or port > _LARGEST_PORT:
        return None
    shown = f"[{host}]" if ":" in host else host
    origin = f"{scheme}://{shown}" + (f":{port}" if authority[2] and port != _DEFAULT_PORTS[scheme] else "")
    query = _escaped(match[4], _IN_QUERY) if match[4] else ""
    return Address(origin + _path(match[3]) + query, scheme, host, match[5] or "")


def joined(base: str, target: str) -> Address | None:
    """Where a `Location` (RFC 9110, 10.2.2) leads that came from an address."""
    from urllib.parse import urljoin
    try:
        return address_of(urljoin(base, _DROPPED.sub("", target.strip()).replace("\\", "/")))
    except ValueError:
        return None


def _host(written: str) -> str:
    """A host in small letters, of IDNA in ASCII (UTS 46), numbers of IPv4 with their points; empty when it is none."""
    if written.startswith("["):
        try:
            return str(ipaddress.IPv6Address(written[1:-1]))
        except ValueError:
            return ""
    host = unquote(written, errors="replace").rstrip(".").lower()
    if not host.isascii():
        import idna
        try:
            host = idna.encode(host, uts46=True).decode()
        except UnicodeError:
            return ""
    if _FORBIDDEN_IN_HOST.search(host) or ".." in host or any(len(label) > _LONGEST_LABEL for label in host.split(".")):
        return ""
    return _ipv4(host) if re.fullmatch(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)", host) else host


def _ipv4(host: str) -> str:
    """Numbers as browsers take them for an address (3.5, "IPv4 parser"): `127.1`, `0x7f.1`, `2130706433`; empty when they do not."""
    parts = host.split(".")
    try:
        numbers = [int(part[2:] or "0", 16) if part.startswith("0x") else int(part, 8) if part.startswith("0") and part != "0" else int(part)
                   for part in parts]
        if len(parts) > 4 or any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(parts)):
            return ""
    except ValueError:
        return ""
    return str(ipaddress.IPv4Address(sum(number << 8 * (3 - place) for place, number in enumerate(numbers[:-1])) + numbers[-1]))


def _path(written: str) -> str:
    """A path without `.` and `..`, escaped where it must be."""
    parts: list[str] = []
    steps = _escaped(written.replace("\\", "/"), _IN_PATH).split("/")[1:] or [""]
    for number, step in enumerate(steps):
        dots, is_last = _DOTS.get(step.lower()), number == len(steps) - 1
        if dots == "..":
            parts = parts[:-1]
        if dots is None:
            parts.append(step)
        elif is_last:
            parts.append("")
    return "/" + "/".join(parts)


def _escaped(text: str, safe: str) -> str:
    return _ESCAPE.sub(lambda escape: escape[0].upper(), quote(text, safe, errors="replace"))
