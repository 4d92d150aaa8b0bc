"""The options that say what is published besides: those of Jekyll's and Hugo's own commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

import click

_Command: TypeAlias = "Callable[..., Any]"
# The keys of Jekyll's and Hugo's configuration that each option sets; either takes no notice of the other's.
_KEYS = {"drafts": ("show_drafts", "buildDrafts"), "future": ("future", "buildFuture"), "unpublished": ("unpublished", "buildExpired")}
OPTIONS = (
    click.option("--drafts", is_flag=True, help="As if drafts were published, too."),
    click.option("--future", is_flag=True, help="As if what has a date in the future were published, too."),
    click.option("--unpublished", is_flag=True, help="As if what is kept out (“published: false”), or has expired, were published, too."),
)


def publishing(command: _Command) -> _Command:
    """Give a command these options, as one argument `site`: the keys of the site's configuration that they stand for."""
    @wraps(command)
    def packed(**given: Any) -> Any:
        asked = [option for option in _KEYS if given.pop(option)]
        return command(site={key: True for option in asked for key in _KEYS[option]}, **given)
    for option in reversed(OPTIONS):
        packed = option(packed)
    return packed
