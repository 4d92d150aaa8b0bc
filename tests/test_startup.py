"""What a run does not need is not imported: asked of fresh interpreters, by what they have loaded in the end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent
HEAVY = {"PIL", "bs4", "charset_normalizer", "frontmatter", "jsonschema_rs", "lxml", "pyromark", "wcwidth", "yaml"}
NETWORK = {"aiohttp", "asyncio", "http.client", "idna", "ssl", "urllib.request", "yarl"}
ELSEWHERE = {"dask", "distributed", "fsspec", "pyarrow", "s3fs"}
NOT_FOR_VALIDATE = ("baseline", "configuration", "git", "initial", "settings.origins", "settings.schema")
COMMAND = """
import sys
from convert.cli import main
try:
    main(sys.argv[1:], prog_name="newsconv")
except SystemExit as end:
    assert not end.code, end.code
finally:
    print(*sys.modules, file=sys.stderr)
"""
CLEAN = "---\ntitle: Fog\ndate: 2022-02-15 09:00:00 +0800\n---\n# Fog\n\nThick, *very* thick: [see](#fog).\n"


def loaded(code: str, *arguments: str, cwd: Path = HOME) -> set[str]:
    """The modules that a fresh interpreter has loaded after some code, which prints them on standard error."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=cwd, capture_output=True, text=True, check=False,
                          encoding="utf-8", env=os.environ | {"PYTHONPATH": str(HOME), "PYTHONWARNINGS": "error"})
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "2022-02-15-fog.md").write_text(CLEAN, "utf-8")
    return tmp_path


@pytest.mark.parametrize("arguments", [
    ["--help"], ["--version"], ["rules", "link"], ["rules", "link-broken"], ["validate", "--help"], ["convert", "--help"], ["config", "--help"], ["init", "--help"],
    ["schema", "infer", "--help"], ["schema", "list"], ["schema", "show", "newsconv:news"],
], ids=" ".join)
def test_help_and_lists_load_nothing_heavy(arguments: list[str]) -> None:
    modules = loaded(COMMAND, *arguments)
    assert not modules & HEAVY
    assert not modules & {"pathspec", "zoneinfo", "importlib.metadata"}


def test_the_package_loads_nothing_heavy() -> None:
    modules = loaded("import sys, convert; print(*sys.modules, file=sys.stderr)")
    assert not modules & HEAVY
    assert {name for name in modules if name.startswith("convert.")} == set()


def test_a_clean_post_is_validated_without_what_it_does_not_need(folder: Path) -> None:
    modules = loaded(COMMAND, "validate", "_posts", cwd=folder)
    assert not modules & {"bs4", "charset_normalizer", "frontmatter", "importlib.metadata"}
    assert not {name for name in modules if name.startswith(("convert.writers", "convert.engine.external"))}
    assert not modules & NETWORK
    assert not modules & {f"convert.engine.{name}" for name in NOT_FOR_VALIDATE}
    assert {name for name in modules if name.startswith("convert.engine.settings.")} == {
        f"convert.engine.settings.{name}" for name in ("choice", "files", "in_force")}


def test_settings_are_read_without_what_explains_them(folder: Path) -> None:
    (folder / "newsconv.toml").write_text('fail-on = "info"\n[severity]\nlink = "info"\n', "utf-8")
    modules = loaded(COMMAND, "validate", "_posts", cwd=folder)
    assert "convert.engine.settings.keys" in modules
    assert not modules & {f"convert.engine.{name}" for name in NOT_FOR_VALIDATE}


def test_markdown_becomes_markdown_without_schemas_and_soup(folder: Path) -> None:
    modules = loaded(COMMAND, "convert", "_posts/2022-02-15-fog.md", "--to", "markdown", cwd=folder)
    assert not modules & {"bs4", "charset_normalizer", "jsonschema_rs", "frontmatter", "importlib.metadata"}
    assert not {name for name in modules if name.startswith("convert.reporters")}
    assert not modules & (NETWORK | ELSEWHERE)
    assert not modules & {f"convert.engine.{name}" for name in ("cluster", "errands", "parts", "remote", "tables")}


def test_what_is_remembered_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("title: x\n", "utf-8")
    (tmp_path / "_posts").mkdir()
    for number in range(120):
        (tmp_path / "_posts" / f"2022-02-15-fog-{number}.md").write_text(CLEAN, "utf-8")
    loaded(COMMAND, "validate", cwd=tmp_path)
    for arguments in (["validate"], ["validate", "_posts/2022-02-15-fog-7.md"]):
        modules = loaded(COMMAND, *arguments, cwd=tmp_path)
        assert not modules & {"lxml", "turbohtml", "pyromark", "jsonschema_rs", "bs4", "multiprocessing", "concurrent.futures", "wcwidth"}
        assert not {name for name in modules if name.startswith(("convert.writers", "convert.readers.kramdown"))}
    (tmp_path / "_posts" / "2022-02-15-fog-7.md").write_text(CLEAN + "More.\n", "utf-8")
    assert not loaded(COMMAND, "validate", cwd=tmp_path) & {"bs4", "multiprocessing", "concurrent.futures", "wcwidth"}
