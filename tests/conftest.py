"""What the tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
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
