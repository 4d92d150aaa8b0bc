"""Writes what the documentation takes from the program: `python -m tests.readme`.

The table of rules in README.md between its two marks, and a page for each rule in `docs/rules/`, both from the
docstrings of the rules. `tests/test_docs.py` compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from convert.engine import manual

HOME = Path(__file__).parent.parent
PAGES = HOME / "docs" / "rules"
TABLE = re.compile(r"(?<=<!-- rules: begin -->\n).*?(?=<!-- rules: end -->)", re.S)


def table() -> str:
    """The rules as a table of Markdown, each with a link to its page."""
    rows = [f"| [`{entry.name}`](docs/rules/{entry.name}.md) | {entry.severity} | {entry.summary} |"
            for entry in manual.entries()]
    return "\n".join(["| Rule | Severity | What it says |", "| --- | --- | --- |", *rows, ""])


def documents() -> Iterator[tuple[Path, str]]:
    """Each file that is written, with what it should hold."""
    readme = HOME / "README.md"
    yield readme, TABLE.sub(lambda _: table(), readme.read_text("utf-8"))
    for entry in manual.entries():
        yield PAGES / f"{entry.name}.md", manual.page(entry.name)


def main() -> None:
    """Write them, and take away the pages of rules that are gone."""
    PAGES.mkdir(parents=True, exist_ok=True)
    wanted = dict(documents())
    for gone in set(PAGES.glob("*.md")) - set(wanted):
        gone.unlink()
    for path, text in wanted.items():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
