"""Tables of plug-ins: name → "module:attribute", built in or from an installed entry point.

Installed is not enabled: a foreign entry is only found when it is asked for by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any


class UnknownName(LookupError):
    """No entry has that name; the message names the nearest that there is."""


class Registry:
    """The entries of one kind; `names` imports nothing, `load` one module."""

    def __init__(self, kind: str, built_in: Mapping[str, str]) -> None:
        self.kind = kind
        self.built_in = built_in
        self._loaded: dict[str, Any] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.built_in)

    def load(self, name: str) -> Any:
        """The object behind a name; UnknownName when neither we nor an installed package has it."""
        if name not in self._loaded:
            self._loaded[name] = self._found(name)
        return self._loaded[name]

    def _found(self, name: str) -> Any:
        if name in self.built_in:
            module, _, attribute = self.built_in[name].partition(":")
            return getattr(import_module(module), attribute)
        from importlib.metadata import entry_points
        found = [entry for entry in entry_points(group=f"newsconv.{self.kind}s") if entry.name == name]
        if len(found) > 1:
            owners = " and ".join(sorted(str(entry.dist.name) for entry in found if entry.dist))
            raise UnknownName(f"the {self.kind} “{name}” is offered twice: by {owners}")
        if found:
            return found[0].load()
        raise UnknownName(f"there is no {self.kind} “{name}”{did_you_mean(name, self.names)}")


def did_you_mean(name: str, known: tuple[str, ...] | list[str]) -> str:
    """“; did you mean x?” when a known name is near, else the known names when they are few."""
    from difflib import get_close_matches
    if near := get_close_matches(name, known, 1, 0.6):
        return f"; did you mean “{near[0]}”?"
    return f"; there are {', '.join(known)}" if 0 < len(known) <= 20 else ""
