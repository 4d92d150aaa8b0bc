"""The order of the house: sizes, names, who may import what, and that every writer knows every word."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from convert import reads
from convert.cli import COMMANDS, main
from convert.cli.convert import FORMATS
from convert.model.body import BLOCKS, ROOT, VOCABULARY, VOID
from convert.reporters import REPORTERS
from convert.writers import STREAMS, SUFFIXES, WRITERS, write

HOME = Path(__file__).parent.parent / "convert"
ROOMS = {"cli", "engine", "model", "readers", "reporters", "rules", "schema", "sites", "writers"}
DRAWERS_FOR_EVERYTHING = {"utils", "util", "helpers", "common", "base", "core", "misc", "types", "constants"}
# Which room, or file, may import which package. Types alone may be named anywhere.
THIRD_PARTIES = {
    "PIL": {"writers"},
    "aiohttp": {"engine"},
    "bs4": {"readers"},
    "distributed": {"engine"},
    "fsspec": {"engine"},
    "pyarrow": {"engine"},
    "click": {"cli"},
    "frontmatter": {"readers", "writers"},
    "idna": {"engine"},
    "jsonschema_rs": {"schema"},
    "lxml": {"readers", "writers", "rules", "testing.py"},
    "pathspec": {"engine"},
    "pyromark": {"readers"},
    "turbohtml": {"readers"},
    "wcwidth": {"model", "writers"},
    "yaml": {"readers", "sites"},
    "yarl": {"engine"},
}
# What every run pays for is imported by these alone when they are loaded; the others import it when they need it.
HEAVY_AT_THE_TOP = {"lxml": {"readers", "writers"}, "bs4": {"readers"}, "pyromark": {"readers"}, "turbohtml": {"readers"},
                    "PIL": set(), "jsonschema_rs": set(), "wcwidth": set()}


@cache
def modules() -> dict[str, ast.Module]:
    return {path.relative_to(HOME).as_posix(): ast.parse(path.read_text("utf-8"), str(path))
            for path in sorted(HOME.rglob("*.py"))}


def room(module: str) -> str:
    return module.split("/", 1)[0]


def third_parties(tree: ast.Module, *, at_the_top: bool = False) -> set[str]:
    """The packages that a module imports when it runs; type checkers' imports are left out."""
    for_types = {id(inside) for node in ast.walk(tree) if isinstance(node, ast.If)
                 and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING" for inside in ast.walk(node)}
    names: set[str] = set()
    for node in tree.body if at_the_top else ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(str(node.module))
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names


def test_the_rooms_are_those_of_the_plan() -> None:
    assert {path.name for path in HOME.iterdir() if (path / "__init__.py").exists()} == ROOMS
    assert {name for name in modules() if "/" not in name} == {
        "__init__.py", "__main__.py", "api.py", "registry.py", "testing.py"}


def test_files_are_short() -> None:
    assert {name: lines for name in modules() if (lines := len((HOME / name).read_text("utf-8").splitlines())) > 300} == {}


def test_functions_are_short() -> None:
    long = {f"{name}:{node.lineno} {node.name}": length for name, tree in modules().items() for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (length := (node.end_lineno or 0) - node.lineno + 1) > 40}
    assert long == {}


def test_no_drawer_is_for_everything() -> None:
    parts = {part for name in modules() for part in name.removesuffix(".py").split("/")}
    assert not parts & DRAWERS_FOR_EVERYTHING


@pytest.mark.parametrize("module", modules())
def test_third_parties_stay_in_their_rooms(module: str) -> None:
    tree = modules()[module]
    for package in third_parties(tree):
        assert room(module) in THIRD_PARTIES[package]
    for package in third_parties(tree, at_the_top=True) & set(HEAVY_AT_THE_TOP):
        assert room(module) in HEAVY_AT_THE_TOP[package]


def test_one_file_speaks_to_the_network() -> None:
    assert {name for name, tree in modules().items() if third_parties(tree) & {"aiohttp", "yarl"}} == {"engine/external/network.py"}


def test_every_file_says_what_it_is_for() -> None:
    assert [name for name, tree in modules().items() if not ast.get_docstring(tree) and name != "py.typed"] == []


def said() -> Iterator[tuple[str, str]]:
    """Every text of the program that is no docstring, with its module."""
    for name, tree in modules().items():
        docstrings = {id(node.body[0].value) for node in ast.walk(tree)
                      if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
                      and isinstance(node.body[0], ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield name, node.value


def test_users_read_one_name() -> None:
    own = re.compile(r"python -m|\bconvert:|\bconvert (?:validate|inspect|rules|--)|\bnews-conv|\bNewsconv|\bNewsConv")
    assert [(name, text) for name, text in said() if own.search(text)] == []
    for arguments in ([], *([command] for command in COMMANDS)):
        shown = CliRunner().invoke(main, [*arguments, "--help"], prog_name="newsconv").output
        assert shown.startswith(" ".join(["Usage: newsconv", *arguments]))


def test_the_tables_agree() -> None:
    assert set(FORMATS) == set(WRITERS.names) == set(SUFFIXES)
    assert set(WRITERS.names) >= STREAMS
    for registry in (WRITERS, REPORTERS):
        assert all(callable(registry.load(name)) for name in registry.names)


# Where an element may stand: what is around it, from the outside.
AROUND = {
    "li": ("ul",), "dt": ("dl",), "dd": ("dl",), "figcaption": ("figure",), "summary": ("details",),
    "caption": ("table",), "colgroup": ("table",), "thead": ("table",), "tbody": ("table",), "tfoot": ("table",),
    "tr": ("table", "tbody"), "td": ("table", "tbody", "tr"), "th": ("table", "thead", "tr"),
    "rt": ("p", "ruby"), "rp": ("p", "ruby"), "col": ("table", "colgroup"),
    "source": ("p", "video"), "track": ("p", "video"), "a": ("p",),
}
# What must stand inside an element before text may.
WITHIN = {"ul": ("li",), "ol": ("li",), "dl": ("dd",), "table": ("tbody", "tr", "td"), "thead": ("tr", "th"),
          "tbody": ("tr", "td"), "tfoot": ("tr", "td"), "tr": ("td",)}
HOLDS_NO_TEXT = VOID | {"colgroup"}


def body_with(tag: str) -> etree._Element:
    """A body with the element in its place, holding a word, with words before and behind."""
    body = parent = etree.Element(ROOT)
    etree.SubElement(body, "p").text = "Before"
    for outer in AROUND.get(tag, () if tag in BLOCKS else ("p",)):
        parent = etree.SubElement(parent, outer)
    element = etree.SubElement(parent, tag, lang="la")      # a bare span would be unwrapped
    if tag not in HOLDS_NO_TEXT:
        for inner in WITHIN.get(tag, ()):
            element = etree.SubElement(element, inner)
        element.text = "within"
    etree.SubElement(body, "p").text = "behind"
    return body


@pytest.mark.parametrize("writer", WRITERS.names)
@pytest.mark.parametrize("tag", sorted(VOCABULARY - {ROOT}))
def test_each_writer_writes_each_element(writer: str, tag: str) -> None:
    document = reads("---\ntitle: T\n---\n" + etree.tostring(body_with(tag), encoding="unicode", method="html"), "html")
    assert document.body.find(f".//{tag}") is not None
    text = write(document, writer).text
    words = ["Before", *([] if tag in HOLDS_NO_TEXT else ["within"]), "behind"]
    places = [text.find(word) for word in words]
    assert min(places) >= 0
    assert places == sorted(places)


def test_what_a_body_holds_is_in_the_vocabulary() -> None:
    assert ROOT in VOCABULARY
    assert VOID <= VOCABULARY
    assert {*AROUND, *WITHIN} <= VOCABULARY
