"""Which addresses are of the public Internet: what a post names is not trusted, and no server of somebody's own network is asked for it.

What counts is the address behind a name (RFC 6890 and the registries of IANA), also one that is wrapped in an address of IPv6: mapped
(RFC 4291, 2.5.5.2), by NAT64 (RFC 6052), 6to4 (RFC 3056) or Teredo (RFC 4380).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """An address is one of the public Internet; ValueError when it is none at all."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and (inner := _wrapped(found)) is not None:
        return is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


def are_public(addresses: Iterable[str]) -> bool:
    """All addresses behind a name are: of several, nobody knows which one is asked."""
    return all(map(is_public, addresses))


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
