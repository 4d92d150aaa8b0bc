"""The links of pages that lead out of the site: what is to be asked for, each address once, and what is left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...model.pages import PageFacts
from ...model.site import SiteIndex
from ...model.web import Outgoing, outgoing
from ...rules.link_malformed import fault_of
from ..settings.in_force import ByPath
from .addresses import Address, address_of
from .admission import Admission
from .pages import id_of

_IDS = "link-external-fragment"        # who wants to know of ids
_NO_IDS: frozenset[str] = frozenset()


class Page(NamedTuple):
    """A page whose links are asked for, and whether anybody wants to know of the ids that they name."""

    facts: PageFacts
    wants_ids: bool


def pages(facts: Iterable[PageFacts], in_force: ByPath) -> Iterator[Page]:
    """Those pages that lead anywhere else, as far as rules want to know."""
    for page in facts:
        rules = [rule.name for rule in in_force[page.path].web_rules]
        if rules and any(kind in ("external", "template") for kind in (*(link.kind for link in page.links), *(cover.kind for cover in page.covers))):
            yield Page(page, _IDS in rules)


class Asked(NamedTuple):
    """What a link asks for: an address by its `url`, and an id in its page, or none."""

    url: str
    id: str


class Gathered:
    """The links of some pages: what they ask for, by their targets; of each address the first page that leads to it, and the ids that are looked
    for; the addresses that are left out, with the reason.
    """

    def __init__(self, pages: Iterable[Page], site: SiteIndex, admission: Admission) -> None:
        self.asked: dict[str, Asked] = {}
        self.addresses: dict[str, Address] = {}
        self.ids: dict[str, frozenset[str]] = {}
        self.first: dict[str, str] = {}
        self.left_out: dict[str, str] = {}
        self._admission = admission
        for page in pages:
            for link in outgoing(page.facts, site):
                self._take(page, link)

    def _take(self, page: Page, link: Outgoing) -> None:
        address = None if fault_of(link.target) else address_of(link.target)
        if address is None:
            return                               # `link-malformed` speaks of it
        if reason := self._admission.refusal(address):
            self.left_out[address.url] = reason
            return
        id = id_of(address.fragment) if page.wants_ids and link.is_navigation else ""
        before = self.asked.get(link.target)
        self.asked[link.target] = Asked(address.url, id or (before.id if before else ""))
        self.addresses.setdefault(address.url, address._replace(fragment=""))
        self.first.setdefault(address.url, page.facts.path)
        if id:
            self.ids[address.url] = self.ids.get(address.url, _NO_IDS) | {id}

    def wanted(self) -> Iterator[tuple[str, frozenset[str]]]:
        """The addresses, with the ids that are looked for in their pages."""
        return ((url, self.ids.get(url, _NO_IDS)) for url in self.addresses)
