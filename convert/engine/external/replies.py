"""What comes back when something is asked for: a reply, or a trouble; and what came of the whole, over all detours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from ...model.web import State
from .addresses import Address
from .pages import Page

# There is nobody of that name; names cannot be looked up now; no connection; no answer in time; no safe connection; what may not be asked; what
# is no HTTP; what a proxy says; that redirects lead nowhere; a host that was given up.
Kind: TypeAlias = Literal["nobody", "names", "connection", "time", "tls", "refused", "protocol", "proxy", "detour", "given up"]
SILENT: tuple[Kind, ...] = ("nobody", "names", "connection", "time", "proxy")          # of these, none shows that there is a network


class Trouble(Exception):
    """Why there is no reply: its kind, and a clause whose subject is the address."""

    def __init__(self, kind: Kind, said: str) -> None:
        super().__init__(said)
        self.kind = kind
        self.said = said


class Reply(NamedTuple):
    """What a server answers: status, headers (by names in small letters), the beginning of the body where it was read, and what of the page was
    looked for.
    """

    status: int
    headers: Mapping[str, str]
    beginning: str = ""
    page: Page | None = None
    cookies: Mapping[str, str] = {}


class Way(NamedTuple):
    """The addresses that were asked one after the other, of which the first so many redirects are `lasting`, and how it ends: with a reply, or
    with a trouble.
    """

    steps: tuple[Address, ...]
    lasting: int
    end: Reply | Trouble

    @property
    def is_gone(self) -> bool:
        """The page is said not to be there, or there is nobody to say so."""
        return self.end.kind == "nobody" if isinstance(self.end, Trouble) else self.end.status in (404, 410)


class Outcome(NamedTuple):
    """What came of an address: see `model.web.Answer`; `missing` are the ids that its page does not have, of those that were looked for."""

    state: State
    said: str = ""
    moved: str = ""
    missing: frozenset[str] = frozenset()
    status: int = 200


class Learnt:
    """What came of addresses, by their URLs: the `outcomes`, the day `since` when what is dead has been so, and `copies` of that in an archive."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self.since: dict[str, str] = {}
        self.copies: dict[str, str] = {}
