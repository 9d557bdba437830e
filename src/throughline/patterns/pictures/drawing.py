"""The few shapes that pictures are made of, as SVG that needs no style sheet, no script and no font of its own.

Everything is 360 points wide, so that it is readable on a telephone; a page scales it. Colours are ink, a quiet grey, and one deep teal
for what the finding is about; the pattern is never told by colour alone. Words are escaped here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

WIDTH = 360.0
LEFT, RIGHT = 8.0, 352.0
INK, QUIET, MARK, FAINT = "#1d2226", "#4b5359", "#0b4f55", "#d9d4ca"
_LETTER = 13


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and the same in numbers: `heads` and `rows` of a table. `says` is what a screen reader reads for the drawing."""

    says: str
    svg: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def drawing(says: str, height: float, shapes: Iterable[str]) -> str:
    """The whole drawing. `says` is read out for it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-label={quoteattr(says)} '
        f'font-family="Atkinson Hyperlegible, sans-serif" font-size="{_LETTER}">{"".join(shapes)}</svg>'
    )


def words(x: float, y: float, text: str, *, anchor: str = "start", colour: str = QUIET) -> str:
    """A line of words with its foot at y; anchored at its start, middle or end."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def block(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def rule(
    x1: float, y1: float, x2: float, y2: float, colour: str = FAINT, *, width: float = 1, is_dashed: bool = False
) -> str:
    """A straight line."""
    dashes = ' stroke-dasharray="4 3"' if is_dashed else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width:g}"{dashes}/>'


def dot(x: float, y: float, colour: str, radius: float = 4) -> str:
    """A filled circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}"/>'


def across(share: float, left: float = LEFT, right: float = RIGHT) -> float:
    """Where a share of the way lies between two sides."""
    return left + (right - left) * min(1.0, max(0.0, share))


def bars(counts: list[int], top: float, height: float, marked: range | set[int]) -> Iterable[str]:
    """Bars over the whole width, the tallest as high as `height`; those marked in teal, the others grey."""
    wide, most = (RIGHT - LEFT) / len(counts), max(max(counts), 1)
    for at, number in enumerate(counts):
        tall = height * number / most
        if number:
            colour = MARK if at in marked else QUIET
            yield block(LEFT + wide * at + wide * 0.1, top + height - tall, max(1.0, wide * 0.8), tall, colour)
    yield rule(LEFT, top + height, RIGHT, top + height, QUIET)
