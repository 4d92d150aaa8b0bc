"""The command line: one file a command, each loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from .. import __version__
from .exits import Commands, said

COMMANDS = {
    "cache": "Show what is remembered of a repository, or forget it.",
    "config": "Show which settings hold for a file, and who says so.",
    "convert": "Convert posts to Markdown, HTML, XHTML, JSON, text, EPUB or Parquet.",
    "init": "Write settings from what a repository shows.",
    "inspect": "Show how one post is understood.",
    "rules": "List the rules, or explain one.",
    "schema": "Infer, list, show and check schemas for front matter.",
    "urls": "List the URLs that the site will have, with their sources.",
    "validate": "Check posts: front matter, dates, links, encoding, markup.",
}


class _Commands(Commands):
    """Commands that are imported when they are called; their list is known without them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        with said():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        with said():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="newsconv", message="%(prog)s %(version)s")
def main() -> None:
    """Validate and convert repositories of posts: front matter with HTML or Markdown, as Jekyll and Hugo keep them."""
