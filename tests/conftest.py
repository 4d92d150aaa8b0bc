"""What the tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from judges import Ruby


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true",
                     help="write what the commands of fixtures/cases print now into them; read the diff")


@pytest.fixture(scope="session")
def ruby() -> Iterator[Ruby]:
    process = Ruby()
    yield process
    process.close()
