"""Pictures of figures: bars of one table, and how a measure went from quarter to quarter. Each has the same as a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from throughline.patterns.pictures.drawing import (
    FAINT,
    INK,
    LEFT,
    MARK,
    QUIET,
    RIGHT,
    Picture,
    across,
    block,
    dot,
    drawing,
    rule,
    words,
)
from throughline.statistics.publishing import Number, Shown, ShownTable

TOO_FEW = "too few to show"
_TALL = 110.0
_LINE = 48
"""As many letters as fit over the width of a picture."""


def in_100(number: Number | None) -> str:
    """A share as people say it."""
    if number is None or number.share is None or number.share_margin is None:
        return TOO_FEW
    return f"{number.share} in 100, give or take {number.share_margin}"


def people(number: Number | None) -> str:
    """A number as people say it."""
    return TOO_FEW if number is None else f"about {number.about:,}, give or take {number.margin:,}"


def of_table(table: ShownTable) -> Picture:
    """A bar for each answer: how many of 100 people gave it, with how far that may be off as a line over the bar's end."""
    shapes, y = [], 18.0
    for _, answer, number in table.rows:
        for line in wrap(answer, _LINE):
            shapes.append(words(LEFT, y, line, colour=INK))
            y += 16
        shapes += _bar(number, y - 8)
        y += 26
    says = f"{table.table.title}: how many of 100 people"
    rows = tuple((answer, in_100(number), people(number)) for _, answer, number in table.rows)
    return Picture(says, drawing(says, y - 8, shapes), ("Answer", "Share", "People"), rows)


def _bar(number: Number | None, top: float) -> list[str]:
    if number is None or number.share is None or number.share_margin is None:
        return [words(LEFT, top + 12, TOO_FEW)]
    right = RIGHT - 40
    low, high = number.share - number.share_margin, number.share + number.share_margin
    ends = [across(it / 100, LEFT, right) for it in (low, high)]
    return [
        block(LEFT, top, right - LEFT, 14, FAINT),
        block(LEFT, top, across(number.share / 100, LEFT, right) - LEFT, 14, MARK),
        rule(ends[0], top + 7, ends[1], top + 7, "#ffffff", width=4),
        rule(ends[0], top + 7, ends[1], top + 7, INK, width=2),
        words(RIGHT, top + 12, str(number.share), anchor="end", colour=INK),
    ]


def over_quarters(name: str, measure: str, quarters: Sequence[Shown]) -> Picture | None:
    """A measure in each quarter: a dot for how many of 100, a line for how far that may be off. A quarter in which there were too few
    to show has neither; None where that is every one."""
    numbers = [(it.quarters[0], dict(it.measures)[measure]) for it in quarters]
    if all(number is None for _, number in numbers):
        return None
    left, wide = 40.0, (RIGHT - 40.0) / len(numbers)
    shapes = []
    for share in (0, 50, 100):
        y = _height(share)
        shapes += [rule(left, y, RIGHT, y, FAINT), words(left - 6, y + 4, str(share), anchor="end")]
    for at, (_, number) in enumerate(numbers):
        if number is None or number.share is None or number.share_margin is None:
            continue
        x = left + wide * (at + 0.5)
        low, high = max(0, number.share - number.share_margin), min(100, number.share + number.share_margin)
        shapes += [rule(x, _height(low), x, _height(high), QUIET, width=3), dot(x, _height(number.share), MARK, 5)]
    first, last = numbers[0][0].text, numbers[-1][0].text
    foot = _TALL + 32
    shapes.append(words(left, foot, first.replace("-", " ")))
    if first != last:
        shapes.append(words(RIGHT, foot, last.replace("-", " "), anchor="end"))
    says = f"{name}: how many of 100 people in each quarter"
    rows = tuple((quarter.words, in_100(number)) for quarter, number in numbers)
    return Picture(says, drawing(says, foot + 8, shapes), ("Quarter", "Share"), rows)


def _height(share: int) -> float:
    return 12 + _TALL * (1 - share / 100)
