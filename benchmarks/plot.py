"""A plot of lines over a logarithmic axis, as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _BELOW, _ABOVE, _RIGHT = 640, 320, 70, 50, 40, 80
_COLOURS = ("#0b62a4", "#c8501e", "#3a7d44", "#7a3b8f")
_STEPS = 5


def plot(title: str, unit: str, across: Sequence[float], lines: Mapping[str, Sequence[float]]) -> str:
    """Lines by their names; `across` are the places of their points, the axis up begins at 0 and is in a unit."""
    top = _rounded(max(max(line) for line in lines.values()))
    low, high = math.log(min(across)), math.log(max(across))

    def x(value: float) -> float:
        return round(_LEFT + (math.log(value) - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(_HEIGHT - _BELOW - value / top * (_HEIGHT - _BELOW - _ABOVE), 1)

    parts = [f'<text x="{_WIDTH / 2}" y="20" text-anchor="middle">{escape(title)}</text>']
    parts += [f'<path d="M{_LEFT} {y(value)}H{_WIDTH - _RIGHT}" stroke="#ddd"/>'
              f'<text x="{_LEFT - 8}" y="{y(value) + 4}" text-anchor="end">{value:,.0f} {unit}</text>'
              for value in (top * step / _STEPS for step in range(_STEPS + 1))]
    parts += [f'<text x="{x(value)}" y="{_HEIGHT - _BELOW + 20}" text-anchor="middle">{value:,.0f}</text>' for value in across]
    for colour, (name, line) in zip(_COLOURS, lines.items(), strict=False):
        points = " ".join(f"{x(at)},{y(value)}" for at, value in zip(across, line, strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
                     f'<text x="{_WIDTH - _RIGHT + 8}" y="{y(line[-1]) + 4}" fill="{colour}">{escape(name)}</text>')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12">\n'
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n")


def _rounded(value: float) -> float:
    """The next number above of one figure."""
    unit = 10 ** math.floor(math.log10(value))
    return math.ceil(value / unit) * unit
