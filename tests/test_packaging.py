"""What is built is what is meant: exact contents, and a wheel that works on its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

import convert

HOME = Path(__file__).parent.parent
KEPT_OUT = ("__pycache__", ".venv", "out/", ".git/", ".hypothesis")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the checkout."""
    return built(WheelBuilder, HOME, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(SdistBuilder, HOME, tmp_path_factory.mktemp("sdist"))


def built(builder: type[WheelBuilder | SdistBuilder], home: Path, folder: Path) -> Path:
    made, = builder(str(home)).build(directory=str(folder), versions=["standard"])
    return Path(made)


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_the_package_and_its_schemas(wheel: Path) -> None:
    dist_info = f"newsconv-{convert.__version__}.dist-info"
    wanted = {path.relative_to(HOME).as_posix() for path in (HOME / "convert").rglob("*.py")}
    wanted |= {f"convert/schemas/{path.name}" for path in (HOME / "schemas").glob("*.json")}
    wanted |= {"convert/py.typed", *(f"{dist_info}/{name}" for name in (
        "METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"))}
    assert set(contents(wheel)) == wanted


def test_the_wheel_installs_one_command(wheel: Path) -> None:
    files = contents(wheel)
    entry_points = next(text for name, text in files.items() if name.endswith("entry_points.txt"))
    assert entry_points.decode().split("\n")[:2] == ["[console_scripts]", "newsconv = convert.cli:main"]
    metadata = next(text for name, text in files.items() if name.endswith("METADATA")).decode()
    assert f"\nVersion: {convert.__version__}\n" in metadata
    assert (HOME / "README.md").read_text("utf-8") in metadata


def test_the_sdist_builds_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = archive.getnames()
        archive.extractall(tmp_path, filter="data")
    assert [name for name in names if any(part in name for part in KEPT_OUT)] == []
    unpacked, = tmp_path.iterdir()
    fixtures = {path.relative_to(HOME) for path in (HOME / "fixtures").rglob("*") if path.is_file() and ".newsconv_cache" not in path.parts}
    assert {path for path in fixtures if not (unpacked / path).is_file()} == set()
    for name in ("README.md", "CHANGELOG.md", "LICENSE", "run", "tests/conftest.py", "fixtures/news.manifest.json"):
        assert (unpacked / name).is_file()
    assert contents(built(WheelBuilder, unpacked, tmp_path / "dist")) == contents(wheel)


def test_the_wheel_works_on_its_own(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "here")
    (tmp_path / "elsewhere").mkdir()
    code = ("import convert.schema as schema; print(schema.__file__); "
            "print(*(schema.schema_of(schema.shipped(name)) and name for name in ('post', 'news', 'export')))")
    for arguments, wanted in ((["-c", code], [str(tmp_path / "here" / "convert" / "schema" / "__init__.py"), "post news export"]),
                              (["-m", "convert", "--version"], [f"newsconv {convert.__version__}"])):
        done = subprocess.run([sys.executable, *arguments], cwd=tmp_path / "elsewhere", text=True, check=True,
                              capture_output=True, env=os.environ | {"PYTHONPATH": str(tmp_path / "here")})
        assert done.stdout.splitlines() == wanted
