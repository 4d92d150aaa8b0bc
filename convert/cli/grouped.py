"""Help in which options stand under what they are for."""

from __future__ import annotations

from typing import Any

import click


class Grouped(click.Command):
    """A command whose help shows some options under headings of their own: heading → their names in Python."""

    def __init__(self, *args: Any, groups: dict[str, tuple[str, ...]] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.groups = groups or {}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write all options, those of no group first, under “Options”."""
        shown = {str(option.name): record for option in self.get_params(ctx) if (record := option.get_help_record(ctx))}
        grouped = {name for names in self.groups.values() for name in names}
        for heading, names in {"Options": tuple(name for name in shown if name not in grouped), **self.groups}.items():
            with formatter.section(heading):
                formatter.write_dl([shown[name] for name in names])
