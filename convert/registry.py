"""Tables of plug-ins: name → "module:attribute", built in or from an installed entry point.

Installed is not enabled: a foreign entry is only found when it is asked for by name. What lies in the folder that newsconv runs in is not
installed, whatever it says of itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


class UnknownName(LookupError):
    """No entry has that name, or none that can be used; the message says why, or names the nearest that there is."""


class Offer(NamedTuple):
    """What an installed package has to offer: where a name leads, and the package with its version."""

    entry: EntryPoint
    package: str


class Registry:
    """The entries of one kind; `names` imports nothing, `load` one module."""

    def __init__(self, kind: str, built_in: Mapping[str, str]) -> None:
        self.kind = kind
        self.built_in = built_in
        self._loaded: dict[str, Any] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.built_in)

    @property
    def offers(self) -> Mapping[str, tuple[Offer, ...]]:
        """What installed packages offer, by name; of one name there should be one offer."""
        return _offers(f"newsconv.{self.kind}s")

    def load(self, name: str) -> Any:
        """The object behind a name; UnknownName when neither we nor an installed package has it."""
        if name not in self._loaded:
            self._loaded[name] = self._found(name)
        return self._loaded[name]

    def _found(self, name: str) -> Any:
        if name in self.built_in:
            module, _, attribute = self.built_in[name].partition(":")
            return getattr(import_module(module), attribute)
        offer = self.offer(name)
        try:
            return offer.entry.load()
        except (Exception, SystemExit) as error:
            raise UnknownName(f"the {self.kind} “{name}” of {offer.package} cannot be loaded: {type(error).__name__}: {error}") from error

    def offer(self, name: str) -> Offer:
        """The one offer of a name."""
        offers = self.offers.get(name, ())
        if not offers:
            raise UnknownName(f"there is no {self.kind} “{name}”{did_you_mean(name, self.names)}")
        if len(offers) > 1:
            raise UnknownName(f"the {self.kind} “{name}” is offered twice: by {' and by '.join(offer.package for offer in offers)}; uninstall one of them")
        return offers[0]


@cache
def _offers(group: str) -> Mapping[str, tuple[Offer, ...]]:
    from importlib.metadata import distributions
    here = os.path.realpath(os.curdir)
    found: dict[str, dict[str, Offer]] = {}
    for package in distributions(path=[place for place in sys.path if place and os.path.realpath(place) != here]):
        for entry in package.entry_points.select(group=group):
            found.setdefault(entry.name, {}).setdefault(package.name, Offer(entry, f"{package.name} {package.version}"))
    return {name: tuple(sorted(offers.values(), key=lambda offer: offer.package)) for name, offers in sorted(found.items())}


def did_you_mean(name: str, known: tuple[str, ...] | list[str]) -> str:
    """“; did you mean x?” when a known name is near, else the known names when they are few."""
    from difflib import get_close_matches
    if near := get_close_matches(name, known, 1, 0.6):
        return f"; did you mean “{near[0]}”?"
    return f"; there are {', '.join(known)}" if 0 < len(known) <= 20 else ""
