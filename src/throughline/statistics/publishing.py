"""From coded cases to what is published of a quarter, once; and from what was published to what may be shown.

All that `shown` does uses published numbers alone. Whatever is computed from them costs nobody anything more, so rounding, leaving
out, adding quarters and dividing are free, and no difference between two of the results says more than they do.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from throughline.statistics.budget import EPSILON
from throughline.statistics.coding import Coded
from throughline.statistics.noise import cost_of, draw, margin, scale_of
from throughline.statistics.quarters import Quarter
from throughline.statistics.tables import CELLS, EVERYBODY, MOST_CELLS, TABLES, Cell, Table

STEP = 5
"""Numbers are shown in steps of five, so that none looks more exact than it is."""
LEAST_OF_ALL = 6.0
"""Figures are shown once the number of people is this many times its own margin: before, shares of it would be noise."""
LEAST_OF_ONE = 1.5
"""A number is shown once it is this many times its own margin: noise alone gets so far about once in 200 numbers."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was drawn for one quarter: a number for every cell, what it cost and how wide its noise is. Kept, never drawn again."""

    quarter: Quarter
    numbers: Mapping[Cell, int]
    epsilon: float
    scale: float

    def __post_init__(self) -> None:
        if set(self.numbers) != set(CELLS):
            raise ValueError("a quarter is published with every cell, or not at all")


def count(coded: Iterable[Coded]) -> dict[Cell, int]:
    """How many count in each cell, without protection. Never show or keep this."""
    found = Counter(cell for it in coded for cell in it.cells)
    return {cell: found[cell] for cell in CELLS}


def publish(quarter: Quarter, coded: Iterable[Coded], *, epsilon: float = EPSILON) -> Published:
    """Draw the numbers of a quarter. Costs each diary in it epsilon, each time: keep what it gives and never draw it again."""
    true = count(coded)
    drawn = draw([true[cell] for cell in CELLS], most_cells=MOST_CELLS, epsilon=epsilon)
    cost, scale = cost_of(MOST_CELLS, epsilon), scale_of(MOST_CELLS, epsilon)
    return Published(quarter, dict(zip(CELLS, drawn, strict=True)), cost, scale)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that may be shown: about so many people, give or take `margin`, 19 times in 20. `share` is of 100 people counted,
    give or take `share_margin`; None where there are too few people for shares."""

    about: int
    margin: int
    share: int | None = None
    share_margin: int | None = None


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table and the number of each of its answers, None where there are too few to show one. That does not say nobody."""

    table: Table
    rows: tuple[tuple[str, str, Number | None], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of some quarters taken together. `everybody` is None where there are too few people to show anything."""

    quarters: tuple[Quarter, ...]
    everybody: Number | None
    tables: tuple[ShownTable, ...]
    measures: tuple[tuple[str, Number | None], ...]


MEASURES: Mapping[str, Mapping[Cell, int]] = {
    "know": {EVERYBODY: 1, ("relationship", "stranger"): -1, ("relationship", "not_known"): -1},
    "former_partner": {("relationship", "former_partner"): 1},
    "social": {("effects", "social"): 1},
    "police": {("reported", "police"): 1},
}  # fmt: skip
"""The founding page's own measures, and one more, each as cells that are added or taken away."""


def shown(published: Sequence[Published]) -> Shown:
    """What may be shown of quarters taken together, in steps of five, with every small number left out."""
    ordered = tuple(sorted(published, key=lambda it: it.quarter))
    if len({it.quarter for it in ordered}) < len(ordered):
        raise ValueError("a quarter is published once")
    everybody = _number(ordered, {EVERYBODY: 1}, None, least=LEAST_OF_ALL)
    if everybody is None:
        return Shown(tuple(it.quarter for it in ordered), None, (), tuple((code, None) for code in MEASURES))
    total = _total(ordered)
    tables = tuple(
        ShownTable(table, tuple((code, words, _number(ordered, {(table.code, code): 1}, total)) for code, words in table.answers.items()))
        for table in TABLES
    )  # fmt: skip
    measures = tuple((code, _number(ordered, parts, total)) for code, parts in MEASURES.items())
    return Shown(tuple(it.quarter for it in ordered), everybody, tables, measures)


def _total(published: Sequence[Published]) -> int:
    return sum(it.numbers[EVERYBODY] for it in published)


def _number(
    published: Sequence[Published], parts: Mapping[Cell, int], total: int | None, *, least: float = LEAST_OF_ONE
) -> Number | None:
    """A sum of cells over quarters, or None where it is not above `least` times its own margin. With a total, its share as well."""
    if not published:
        return None
    value = sum(sign * it.numbers[cell] for it in published for cell, sign in parts.items())
    scale = max(it.scale for it in published)
    off = margin(scale, len(published) * sum(sign**2 for sign in parts.values()))
    if value <= least * off:
        return None
    about, widest = STEP * round(value / STEP), STEP * math.ceil(off / STEP)
    if total is None:
        return Number(about, widest)
    share = min(1.0, value / total)
    # of the error of a quotient, the part that is linear in the noise of its two numbers
    weights = {**parts, EVERYBODY: parts.get(EVERYBODY, 0) - share}
    share_off = margin(scale, len(published) * sum(it**2 for it in weights.values())) / total
    return Number(about, widest, round(100 * share), math.ceil(100 * share_off))
