"""What the benchmarks write is well made; how fast anything is, no test asks."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from lxml import etree

HOME = Path(__file__).parent.parent
sys.path.insert(0, str(HOME))

from benchmarks.measuring import Table, cost, ratio  # noqa: E402
from benchmarks.plot import plot  # noqa: E402

TABLE = Table("Start", "Some commands.", ("command", "least"), [("newsconv --version", "38 ms"), ("newsconv", "9 ms")])


def test_a_table_is_for_terminals_and_for_the_documentation() -> None:
    assert TABLE.text() == "Start\nSome commands.\n\ncommand             least\nnewsconv --version  38 ms\nnewsconv             9 ms\n"
    assert TABLE.markdown() == "## Start\n\nSome commands.\n\n| command | least |\n| --- | ---: |\n| newsconv --version | 38 ms |\n| newsconv | 9 ms |\n"


def test_a_ratio_has_its_spread() -> None:
    assert ratio([2.0, 3.0], [1.0, 2.0]) == "2.00 (1.50–2.00)"


def test_a_plot_is_svg_with_all_points_inside() -> None:
    picture = etree.fromstring(plot("Time & posts", "µs", [1000, 16000, 100_000], {"cold": [2500, 2400, 2450], "warm": [40, 30, 35]}).encode())
    width, height = map(float, picture.get("viewBox").split()[2:])
    lines = [line.get("points") for line in picture.iter("{*}polyline")]
    assert len(lines) == 2
    for line in lines:
        points = [tuple(map(float, point.split(","))) for point in line.split()]
        assert len(points) == 3
        assert all(0 < x < width and 0 < y < height for x, y in points)


def test_a_command_that_fails_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cost([sys.executable, "-c", "raise SystemExit(3)"]).megabytes > 1
    assert re.fullmatch(r"failed with 3: .+\n", capsys.readouterr().err)
