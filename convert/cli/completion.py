"""What a shell may complete that click does not know by itself: the names of rules and schemas."""

from __future__ import annotations

import click


def rule_names(_: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Rules, families and groups of them; of several, with commas between, the last is completed."""
    from ..engine.settings.choice import GROUPS, family_of, ours_and_foreign
    before, comma, begun = incomplete.rpartition(",")
    rules = ours_and_foreign()
    names = dict.fromkeys((*(GROUPS if param.name == "select" else ()), *map(family_of, rules), *rules))
    return [f"{before}{comma}{name}" for name in names if name.startswith(begun)]


def schema_names(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The schemas that come along, without “newsconv:”, at whose colon shells divide words."""
    from ..schema.files import names
    return [name for name in names() if name.startswith(incomplete)]
