"""What the tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from disk import Site
from hypothesis import settings
from judges import Ruby

settings.register_profile("unhurried", deadline=None)       # the first example of a test may load a parser
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true",
                     help="write what the commands of fixtures/cases print now into them; read the diff")


@pytest.fixture(scope="session")
def ruby() -> Iterator[Ruby]:
    process = Ruby()
    yield process
    process.close()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site without pages, and the folder that commands run in."""
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "GITHUB_ACTIONS", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    return Site(tmp_path)
