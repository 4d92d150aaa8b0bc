"""The documentation says what the program does: written from it where it can be, compared where it cannot."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from readme import HOME, PAGES, TABLE, documents

from convert.cli import COMMANDS, main
from convert.cli.convert import FORMATS
from convert.engine import manual
from convert.engine.settings.keys import KEYS
from convert.reporters import REPORTERS
from convert.rules import rule_names
from convert.writers.losses import LOSSES

README = (HOME / "README.md").read_text("utf-8")
CONTRIBUTING = (HOME / "CONTRIBUTING.md").read_text("utf-8")
LINK = re.compile(r"\]\(([^)#:]+)\)")


def commands() -> list[tuple[str, click.Command]]:
    context = click.Context(main, info_name="newsconv")
    found = [(name, main.get_command(context, name)) for name in COMMANDS]
    return [(name, command) for name, command in found if command]


def all_commands() -> list[tuple[str, click.Command]]:
    """The commands, and those below them."""
    below = [(f"{name} {inner}", command) for name, group in commands() if isinstance(group, click.Group) for inner, command in group.commands.items()]
    return [*commands(), *below]


def test_what_is_written_from_the_program_is_fresh() -> None:
    stale = [path for path, text in documents() if not path.is_file() or path.read_text("utf-8") != text]
    assert [path.relative_to(HOME).as_posix() for path in stale] == [], "python -m tests.readme writes them"
    assert {path.stem for path in PAGES.iterdir()} == {*rule_names(), *LOSSES}


def test_the_table_of_rules_is_whole() -> None:
    found = TABLE.search(README)
    assert found
    assert re.findall(r"^\| \[`([\w-]+)`\]", found[0], re.M) == [*rule_names(), *LOSSES]


@pytest.mark.parametrize("name", [*rule_names(), *LOSSES])
def test_a_page_reads_well(name: str) -> None:
    page = manual.page(name)
    assert page.startswith(f"# {name}\n\nSeverity: ")
    assert page.endswith("\n")
    assert "\n\n\n\n" not in page
    assert "``" not in re.sub(r"^`{3,}.*?^`{3,}$", "", page, flags=re.M | re.S)
    assert not re.search(r"^\w+::", page, re.M)


@pytest.mark.parametrize(("name", "command"), all_commands(), ids=[name for name, _ in all_commands()])
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    assert command.get_short_help_str(limit=200) == COMMANDS.get(name) or command.help
    assert command.help
    assert command.help.split("\n")[0].endswith(".")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"
            assert parameter.help[0].isupper()
            assert re.search(r"\.(  \[[\w: ]+\])?$", parameter.help)
        else:
            assert parameter.human_readable_name in command.help or len(command.params) == 2


def test_the_list_of_commands_says_what_their_help_says() -> None:
    for name, command in commands():
        sentence = " ".join((command.help or "").split("\n\n")[0].split())
        assert sentence.split(":")[0].rstrip(".") == COMMANDS[name].split(":")[0].rstrip(".")


def test_the_readme_names_every_command_format_and_setting() -> None:
    for name, _ in all_commands():
        assert f"newsconv {name}" in README
    for name in (*FORMATS, *REPORTERS.names):
        assert re.search(rf"\b{name}\b", README), name
    for key in KEYS:
        assert re.search(rf"^\[*{key}\b", README, re.M), key


@pytest.mark.parametrize("document", [
    path for path in (*HOME.glob("*.md"), *HOME.glob("docs/**/*.md"), HOME / "fixtures" / "README.md") if path.parent != PAGES],
    ids=lambda path: path.relative_to(HOME).as_posix())
def test_links_of_the_documentation_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


def test_contributors_are_told_of_every_room() -> None:
    rooms = {path.parent.name for path in (HOME / "convert").glob("*/__init__.py")}
    assert set(re.findall(r"^  (\w+)/ ", CONTRIBUTING, re.M)) == rooms


def test_changes_are_kept() -> None:
    changes = (HOME / "CHANGELOG.md").read_text("utf-8")
    assert changes.startswith("# Changes\n")
    entries = re.findall(r"^- (.+(?:\n  .+)*)", changes, re.M)
    assert entries
    assert all(entry.endswith(".") for entry in entries)
