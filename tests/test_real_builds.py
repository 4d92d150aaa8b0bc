"""Our own sites, built by the real Jekyll: what the model says of them is what was built, in URLs, files, ids and broken links."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from built import Built
from judges import files_below, jekyll_build, jekyll_urls, needs_jekyll

from convert import validate
from convert.engine.built import Difference, differences
from convert.engine.listing import Listed, urls
from convert.engine.settings import Settings

FIXTURES = Path(__file__).parent.parent / "fixtures"
RULES = ("link-broken", "link-fragment", "link-case", "link-escapes-site", "link-unpublished", "image-missing")
# What is no address for other reasons, of which `link-malformed` speaks: the page, and what a browser makes of it.
MALFORMED: dict[str, set[tuple[str, str]]] = {
    "harbour": set(), "news": {("/markets/2022/04/11/HB202204112079422131.html", "/markets/2022/04/11/https;/data.example.org/lq/2022q1.pdf")}}
ADDRESSES = {"harbour": "https://harbour.example", "news": "https://news.example.org"}

pytestmark = needs_jekyll


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Built]]:
    """The sources and the built site of each fixture; of those with faults at which Jekyll stops, or goes by the day, without these files."""
    home = tmp_path_factory.mktemp("real")
    for name in ADDRESSES:
        shutil.copytree(FIXTURES / name, home / name)
    for finding in json.loads((FIXTURES / "news.manifest.json").read_text("utf-8"))["findings"]:
        if not finding["rule"].startswith(("link", "image")) or finding["rule"] == "link-template":
            (home / "news" / finding["path"]).unlink(missing_ok=True)
    jekyll_build({home / name: home / f"{name}-built" for name in ADDRESSES})
    return {name: (home / name, Built(home / f"{name}-built", address)) for name, address in ADDRESSES.items()}


def listed(source: Path) -> list[Listed]:
    return [*urls([source], Settings())]


@pytest.mark.parametrize("name", ADDRESSES)
def test_urls_and_files(built: dict[str, tuple[Path, Built]], name: str) -> None:
    source, there = built[name]
    ours = listed(source)
    assert {one.file.lstrip("/") for one in ours} == files_below(there.folder)
    assert {(one.source, unquote(one.url)) for one in ours if one.source} == {(path, unquote(url)) for path, url in jekyll_urls(there.folder)}


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_differs_from_what_was_built(built: dict[str, tuple[Path, Built]], name: str) -> None:
    source, there = built[name]
    assert differences(listed(source), there.folder) == []
    (there.folder / "more.html").write_text("x")
    assert differences(listed(source), there.folder) == [Difference("/more.html", is_built=True)]
    (there.folder / "more.html").unlink()


@pytest.mark.parametrize("name", ADDRESSES)
def test_ids(built: dict[str, tuple[Path, Built]], name: str) -> None:
    source, there = built[name]
    of_layouts = {"page", "menu-top", "foot", "boat"}
    ours = {one.file: set(one.ids) for one in listed(source) if one.file.endswith(".html")}
    assert {page: there.ids(page) - of_layouts for page in there.pages} == {page: ids - of_layouts for page, ids in ours.items()}


@pytest.mark.parametrize("name", ADDRESSES)
def test_broken_links(built: dict[str, tuple[Path, Built]], name: str) -> None:
    source, there = built[name]
    files = {one.source: one.file for one in listed(source)}
    found = validate([source], Settings(select=RULES, served_by="nginx")).diagnostics
    root = f"{found[0].path.split(f'{name}/', 1)[0]}{name}/"
    ours, everywhere = set[tuple[str, str]](), set[str]()
    for one in found:
        path = one.path.removeprefix(root)
        if path.startswith("_layouts/"):
            everywhere.add(there.resolved("/", one.target or ""))
        elif (file := files.get(path)) and (address := there.resolved(file, one.target or "")):
            ours.add((file, address))
    assert ours == {(page, address) for page, address in there.broken() if address not in everywhere} - MALFORMED[name]
    assert ours
