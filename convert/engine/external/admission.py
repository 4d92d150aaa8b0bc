"""Which addresses are asked for at all, and for what reasons the others are not."""

from __future__ import annotations

import re

from ..networks import is_public
from ..settings.external import Asking
from .addresses import Address

# Names that lead to nobody, or to a network of somebody's own (RFC 2606, RFC 6761, RFC 6762, RFC 8375, RFC 9476).
_RESERVED = re.compile(r"(?:.*\.)?(?:example\.(?:com|org|net)|example|test|invalid|localhost|local|internal|home\.arpa|onion|alt)")


class Admission:
    """What the settings say of it."""

    def __init__(self, asking: Asking) -> None:
        self._include = [re.compile(pattern) for pattern in asking.include]
        self._exclude = [re.compile(pattern) for pattern in asking.exclude]
        self._private = asking.allow_private

    def refusal(self, address: Address) -> str:
        """Why an address is not asked for; empty when it is."""
        if any(pattern.search(address.url) for pattern in self._exclude):
            return "excluded"
        if self._include and not any(pattern.search(address.url) for pattern in self._include):
            return "not included"
        return self.refusal_of_host(address.host)

    def refusal_of_host(self, host: str) -> str:
        """Why a host is not asked, as far as its name says."""
        if self._private:
            return ""
        try:
            return "" if is_public(host) else "in a private network"
        except ValueError:
            pass
        if _RESERVED.fullmatch(host):
            return "an example, or local"
        return "" if "." in host else "in a private network"
