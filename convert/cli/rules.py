"""`newsconv rules`."""

from __future__ import annotations

import sys

import click

from .terminal import run, write_text


@click.command(name="rules")
@click.argument("rule", required=False)
def command(rule: str | None) -> None:
    """List the rules, or explain one.

    RULE is a rule's name, such as link-broken, or a family, such as link.
    """
    with run():
        from ..registry import UnknownName, did_you_mean
        from ..rules import load_rule, rule_names
        from ..writers.losses import LOSSES
        names = tuple(rule_names())
        if rule in LOSSES or rule == "loss":
            for name in (str(rule),) if rule in LOSSES else tuple(LOSSES):
                message = LOSSES[name].message.format(n="some elements")
                write_text(f"{name} (info): in a conversion, {message}; {LOSSES[name].help}.\n", sys.stdout)
            return
        if rule in names:
            found = load_rule(str(rule))
            write_text(f"{found.name} ({found.severity})\n\n{found.manual}\n", sys.stdout)
            return
        chosen = [name for name in names if rule is None or name.split("-", 1)[0] == rule]
        if not chosen:
            raise UnknownName(f"there is no rule “{rule}”{did_you_mean(str(rule), names)}")
        width = max(map(len, chosen))
        lines = (f"{name:{width}}  {load_rule(name).severity:7}  {load_rule(name).summary}\n" for name in chosen)
        write_text("".join(lines), sys.stdout)
