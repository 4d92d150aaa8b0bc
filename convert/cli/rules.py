"""`newsconv rules`."""

from __future__ import annotations

import sys

import click

from .completion import rule_names
from .terminal import write_text


@click.command(name="rules")
@click.argument("rule", required=False, shell_complete=rule_names)
def command(rule: str | None) -> None:
    """List the rules, or explain one.

    RULE is a rule's name, such as link-broken, or a family, such as link.
    """
    from ..engine.manual import explain
    write_text(explain(rule), sys.stdout)
