"""`newsconv rules`."""

from __future__ import annotations

import sys

import click

from .terminal import write_text


@click.command(name="rules")
@click.argument("rule", required=False)
def command(rule: str | None) -> None:
    """List the rules, or explain one.

    RULE is a rule's name, such as link-broken, or a family, such as link.
    """
    from ..engine.manual import explain
    write_text(explain(rule), sys.stdout)
