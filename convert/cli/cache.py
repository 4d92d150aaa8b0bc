"""`newsconv cache`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .exits import Existing, Stop
from .terminal import write_text


@click.command(name="cache")
@click.argument("path", type=Existing(), required=False, default=Path())
@click.option("--clear", "clears", is_flag=True, help="Delete it.")
@click.option("--why", "explains", is_flag=True, help="Say which files the next validation reads again, and why.")
def command(*, path: Path, clears: bool, explains: bool) -> None:
    """Show what is remembered of a repository, or forget it.

    PATH is a file or folder of the repository, by default this folder. `newsconv validate` remembers what it learnt of files in
    .newsconv_cache at the root, `newsconv convert --update` what it wrote in that of the output folder; both can be deleted at any time.
    """
    from ..engine.cache import FOLDER, clear, kept, told
    from ..engine.walk import root_of
    if clears and explains:
        raise Stop("--clear leaves nothing of which --why could tell: leave one of them out")
    if explains:
        from ..engine.explaining import lines, missed
        write_text("".join(f"{line}\n" for line in lines(missed([path]))), sys.stdout)
        return
    root = path.absolute() if (path / FOLDER).is_dir() else root_of([path])
    found = kept(root)
    if clears and found:
        clear(root)
    write_text(f"{'Deleted ' if clears and found else ''}{told(found)}\n", sys.stdout)
