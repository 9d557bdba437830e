"""Curves of the table's values against the number of contacts, as SVG: one picture for each thing measured at three sizes or more.

Ours is drawn full, the methods beside it dashed; a bar is the 95 % interval, a short line across the goal at that size.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from figures import Figure
from table import limits

LEAST_SIZES = 3
_WIDTH, _HEIGHT = 760, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 470, 40, 330
_COLOURS = (
    "#1b5e7d",
    "#b3541e",
    "#4d7c2a",
    "#7a3b8f",
    "#8a6d00",
    "#a3294a",
    "#2f6f62",
    "#5b5b5b",
    "#3c4fa0",
    "#9a5a7a",
)
Series = dict[tuple[str, str], list[Figure]]


def draw(topic: str, figures: Sequence[Figure], folder: Path) -> list[Path]:
    """Write the pictures of a topic into a folder, and give where they lie."""
    written = []
    for what in dict.fromkeys(figure.what for figure in figures):
        series = _series(figure for figure in figures if figure.what == what and figure.n)
        if series:
            folder.mkdir(parents=True, exist_ok=True)
            written.append(folder / f"{topic}-{re.sub(r'[^a-z0-9]+', '-', what.lower()).strip('-')}.svg")
            written[-1].write_text(_svg(what, series), "utf-8")
    return written


def _series(figures: Iterable[Figure]) -> Series:
    """The curves with three sizes or more, each in order of size."""
    curves: Series = {}
    for figure in figures:
        curves.setdefault((figure.method, figure.family), []).append(figure)
    return {
        name: sorted(curve, key=lambda figure: figure.n or 0)
        for name, curve in curves.items()
        if len({figure.n for figure in curve}) >= LEAST_SIZES
    }


def _svg(what: str, series: Series) -> str:
    sizes = sorted({figure.n or 1 for curve in series.values() for figure in curve})
    highest = max(1.0, *(figure.high for curve in series.values() for figure in curve if math.isfinite(figure.high)))
    ours = next(iter(series))[0]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-family="sans-serif" font-size="12">',
        f"<title>{escape(what)}, by number of contacts</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="22" font-size="15">{escape(what)}</text>',
        *_axes(sizes, highest),
    ]
    for number, ((method, family), curve) in enumerate(series.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        parts += _curve(curve, sizes, highest, colour, is_ours=method == ours)
        named = family if method == ours else f"{method}, {family}"
        parts += _legend(number, named, colour, is_ours=method == ours)
    return "\n".join([*parts, "</svg>", ""])


def _across(size: int, sizes: Sequence[int]) -> float:
    low, high = math.log(sizes[0]), math.log(sizes[-1])
    return _LEFT + 12 + (math.log(size) - low) / (high - low) * (_RIGHT - _LEFT - 24)


def _up(value: float, highest: float) -> float:
    return _BOTTOM - max(0.0, min(value, highest)) / highest * (_BOTTOM - _TOP)


def _axes(sizes: Sequence[int], highest: float) -> list[str]:
    parts = []
    for step in range(6):
        value = highest * step / 5
        y = _up(value, highest)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="#dddddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:.2g}</text>')
    for size in sizes:
        x = _across(size, sizes)
        parts.append(f'<text x="{x:.1f}" y="{_BOTTOM + 18}" text-anchor="middle">{size:,}</text>')
    middle = (_LEFT + _RIGHT) / 2
    return [*parts, f'<text x="{middle}" y="{_BOTTOM + 38}" text-anchor="middle">contacts (n)</text>']


def _curve(curve: Sequence[Figure], sizes: Sequence[int], highest: float, colour: str, *, is_ours: bool) -> list[str]:
    points = [(_across(figure.n or 1, sizes), figure) for figure in curve]
    path = " ".join(f"{x:.1f},{_up(figure.value, highest):.1f}" for x, figure in points)
    parts = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{_dashes(is_ours)}/>']
    for x, figure in points:
        low, high = _up(figure.low, highest), _up(figure.high, highest)
        parts.append(f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="{colour}"/>')
        parts.append(f'<circle cx="{x:.1f}" cy="{_up(figure.value, highest):.1f}" r="3" fill="{colour}"/>')
        goals = [goal for goal in limits(figure.goal) or () if math.isfinite(goal)]
        parts += [f'<path d="M{x - 9:.1f} {_up(goal, highest):.1f}h18" stroke="#000000"/>' for goal in goals]
    return parts


def _legend(number: int, named: str, colour: str, *, is_ours: bool) -> list[str]:
    y = _TOP + 8 + number * 18
    return [
        f'<path d="M{_RIGHT + 16} {y}h24" stroke="{colour}" stroke-width="2"{_dashes(is_ours)}/>',
        f'<text x="{_RIGHT + 48}" y="{y + 4}">{escape(named)}</text>',
    ]


def _dashes(is_ours: bool) -> str:
    return "" if is_ours else ' stroke-dasharray="5 4"'
