"""Writes what the documentation takes from the program: `python -m tests.readme`.

The table of rules in README.md between its two marks, and a page for each rule in `docs/rules/`, both from the
docstrings of the rules; the keys of settings in docs/settings.md and their JSON Schema, both from the tables that read them.
`tests/test_docs.py` compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from convert.engine import manual
from convert.engine.settings import schema
from convert.engine.settings.keys import EXTERNAL_KEYS, KEYS, OVERRIDE_KEYS, Key
from convert.engine.settings.options import options_of
from convert.rules import load_rule, rule_names

HOME = Path(__file__).parent.parent
PAGES = HOME / "docs" / "rules"
SETTINGS = re.compile(r"(?<=<!-- keys: begin -->\n).*?(?=<!-- keys: end -->)", re.S)
TABLE = re.compile(r"(?<=<!-- rules: begin -->\n).*?(?=<!-- rules: end -->)", re.S)


def table() -> str:
    """The rules as a table of Markdown, each with a link to its page."""
    rows = [f"| [`{entry.name}`](docs/rules/{entry.name}.md) | {entry.severity} | {entry.summary} |"
            for entry in manual.entries()]
    return "\n".join(["| Rule | Severity | What it says |", "| --- | --- | --- |", *rows, ""])


def keys() -> str:
    """The keys of settings, each with what it says and an example."""
    return "\n".join(line for name, key in KEYS.items() for line in (f"### {name}", "", *_key(key), *_more(name))) + "\n"


def _key(key: Key) -> Iterator[str]:
    yield from (key.about, "", f"{key.kind.noun[:1].upper()}{key.kind.noun[1:]}. By default: {key.default}.", "", "```toml", key.example, "```", "")


def _more(name: str) -> Iterator[str]:
    """The keys within a key."""
    if name in ("overrides", "external"):
        yield from ("| Key | What it says | By default |", "| --- | --- | --- |")
        yield from (f"| `{key.example}` | {key.about} | {key.default} |" for key in (OVERRIDE_KEYS if name == "overrides" else EXTERNAL_KEYS).values())
        yield ""
    elif name == "rules":
        for rule in map(load_rule, rule_names()):
            yield from (f"- [`{rule.name}`](rules/{rule.name}.md): `{option.name}`, {option.about}" for option in options_of(rule))
        yield ""


def documents() -> Iterator[tuple[Path, str]]:
    """Each file that is written, with what it should hold."""
    readme = HOME / "README.md"
    yield readme, TABLE.sub(lambda _: table(), readme.read_text("utf-8"))
    settings = HOME / "docs" / "settings.md"
    yield settings, SETTINGS.sub(lambda _: keys(), settings.read_text("utf-8"))
    yield HOME / "schemas" / "newsconv.schema.json", schema.text()
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
