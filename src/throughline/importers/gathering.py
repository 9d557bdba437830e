"""The items of an export as one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl

from throughline.communications import table
from throughline.domain.communication import Communication, Problem
from throughline.importers.base import Item

_AT_A_TIME = 10_000


def gather(items: Iterable[Item], on_problem: Callable[[Problem], object]) -> pl.DataFrame:
    """Every communication of an export, in its order; each problem is told to `on_problem` when it is met."""
    frames, values = [table.empty()], list[Communication]()
    for item in items:
        if isinstance(item, Problem):
            on_problem(item)
            continue
        if isinstance(item, Communication):
            values.append(item)
        # Values become columns a few thousand at a time, in the order of the export also where tables come between.
        if values and (len(values) >= _AT_A_TIME or not isinstance(item, Communication)):
            frames.append(table.from_values(values))
            values.clear()
        if not isinstance(item, Communication):
            frames.append(item)
    return pl.concat([*frames, table.from_values(values)])
