"""Whether different labels fall on the same days more often than if each label came on its own days.

The null shuffles the labels among neighbouring occasions, so that every day keeps its number of occasions, and every stretch its labels:
a channel that was used in spring only, or much more than the others, stays so. The statistic is the number of pairs of different labels
on one day, summed over the days, so that a day with four ways weighs more than six with two. The shuffle is exact where labels within a stretch come in any order alike; where one label follows itself, as a
channel does until it is blocked, the statistic is smaller than by chance, and finds less.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Marks = NDArray[np.integer]

LEAST_OCCASIONS = 8
MOST_LABELS = 62
_STRETCH = 24
_FIRST_ORDERS, _MORE_ORDERS = 199, 800
_HOPELESS = 20
_MOST_OCCASIONS = 1500
"""Of a longer history the latest, which bounds the time taken."""


def chance_of_days_shared(days: Numbers, labels: Numbers, *, seed: int) -> float | None:
    """The chance of as many different labels on the same days. Takes occasions in order of time: the day of each, and its label.

    Both are small whole numbers from nought. None where nothing can be said: fewer than eight occasions, one label only, or no day
    with two occasions. The same input and seed give the same answer. Raises ValueError where the days are not in
    order, or where there are more than 62 labels.
    """
    if np.any(np.diff(days) < 0):
        raise ValueError("Occasions must be in order of time.")
    days, labels = days[-_MOST_OCCASIONS:], labels[-_MOST_OCCASIONS:]
    _, days = np.unique(days, return_inverse=True)
    kinds, labels = np.unique(labels, return_inverse=True)
    if labels.size < LEAST_OCCASIONS or kinds.size < 2 or days[-1] + 1 == days.size:
        return None
    if kinds.size > MOST_LABELS:
        raise ValueError(f"There must be no more than {MOST_LABELS} labels.")
    marks = np.int64(1) << labels
    opens = np.flatnonzero(np.diff(days, prepend=-1))
    observed = _pairs(opens, marks[:, np.newaxis])[0]
    rng = np.random.default_rng(seed)
    as_many, orders = 0, 0
    for batch in (_FIRST_ORDERS, _MORE_ORDERS):
        as_many += int(np.count_nonzero(_pairs(opens, _shuffled(marks, batch, rng)) >= observed))
        orders += batch
        if as_many >= _HOPELESS:
            break
    return (1 + as_many) / (1 + orders)


def _shuffled(marks: Numbers, orders: int, rng: np.random.Generator) -> Marks:
    """So many columns of the marks, each shuffled within stretches of about 24 occasions."""
    smallest = np.min_scalar_type(int(marks.max()))
    stretches = np.array_split(marks, max(1, marks.size // _STRETCH))
    drawn = (rng.permuted(np.broadcast_to(it, (orders, it.size)), axis=1) for it in stretches)
    return np.concatenate([it.T.astype(smallest, order="C") for it in drawn])


def _pairs(opens: Numbers, columns: Marks) -> Numbers:
    """The pairs of different labels on one day, over all days, of each column. A label is a bit of its own; `opens` says at which
    occasion each day begins."""
    of_days = np.bitwise_or.reduceat(columns, opens, axis=0)
    different = np.bitwise_count(of_days).astype(np.int64)
    totals: Numbers = (different * (different - 1) // 2).sum(axis=0)
    return totals
