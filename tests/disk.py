"""A site on disk, for tests of what is said of it from its root."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from convert.cli import main

HEAD = "---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\n"


class Site:
    """A site on disk, and what newsconv says of it, run from its root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.put("_config.yml", "title: x\n")

    def put(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def post(self, name: str, body: str) -> None:
        self.put(f"_posts/2022-02-15-{name}.md", HEAD + body)

    def validate(self, *arguments: str, typed: str | None = None) -> Any:
        return CliRunner().invoke(main, ["validate", "--format", "concise", *arguments], prog_name="newsconv", input=typed)

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", *arguments],
                       cwd=self.folder, check=True, capture_output=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})


def found(output: str) -> list[str]:
    """Places of findings: PATH:LINE:COLUMN:."""
    return [line.split(": ")[0] + ":" for line in output.splitlines() if line.startswith("_posts/")]
