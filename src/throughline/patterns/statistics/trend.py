"""Whether grades rise over an ordered history, by an exact permutation of their order.

The statistic is Kendall's S: over all pairs, how many later ones are graver less how many are lighter (Kendall 1938, Biometrika 30:
81-93). The null is the same grades in any other order, each as likely; it is exact where the history has no direction, however many
grades are equal. In simulation a scan for the best split found no more than this does (patterns.md 2.2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Grades = NDArray[np.int64]

LEAST_GRADES = 8
_FIRST_ORDERS, _MORE_ORDERS = 199, 1800
_HOPELESS = 20
_MOST_GRADES = 400
"""Of a longer history the latest; a rise that four hundred do not show is not to be found in more."""
_LEAST_EACH_SIDE = 3


@dataclass(frozen=True, slots=True)
class Rise:
    """Grades that rise: from index `at` on, `after` of those at or above `grade`, before it `before` of them.

    `first` is the index of the first grade looked at. `chance` is that of a rise at least as strong, were all orders alike.
    """

    first: int
    at: int
    grade: int
    before: int
    after: int
    chance: float


def rise(grades: Grades, *, seed: int) -> Rise | None:
    """Test grades in order of time for a rise. The same grades and seed give the same answer.

    None means nothing can be said: fewer than eight grades, all alike, or no split with graver ones after it.
    """
    first = max(0, grades.size - _MOST_GRADES)
    latest = grades[first:]
    if latest.size < LEAST_GRADES or _kendall(latest[np.newaxis])[0] <= 0:
        return None
    at, grade = _sharpest(latest)
    is_grave = latest >= grade
    return Rise(
        first, first + at, grade, int(is_grave[:at].sum()), int(is_grave[at:].sum()), _chance_of_order(latest, seed)
    )


def _kendall(rows: Grades) -> Grades:
    """Kendall's S of each row: pairs with a graver one later, less pairs with a lighter one later."""
    totals = np.zeros(rows.shape[0], dtype=np.int64)
    for grade in np.unique(rows[0]):
        is_here = rows == grade
        earlier = np.cumsum(is_here, axis=1)
        totals += np.where(rows > grade, earlier, 0).sum(axis=1) - np.where(rows < grade, earlier, 0).sum(axis=1)
    return totals


def _chance_of_order(grades: Grades, seed: int) -> float:
    """Share of random orders with as strong a rise; stops early where it is plainly large (Besag and Clifford 1991)."""
    rng = np.random.default_rng(seed)
    observed = _kendall(grades[np.newaxis])[0]
    as_strong, orders = 0, 0
    for batch in (_FIRST_ORDERS, _MORE_ORDERS):
        shuffled = rng.permuted(np.broadcast_to(grades, (batch, grades.size)), axis=1)
        as_strong += int(np.count_nonzero(_kendall(shuffled) >= observed))
        orders += batch
        if as_strong >= _HOPELESS:
            break
    return (1 + as_strong) / (1 + orders)


def _sharpest(grades: Grades) -> tuple[int, int]:
    """The split, and the grade, at which what came after differs most from what came before."""
    splits = np.arange(_LEAST_EACH_SIDE, grades.size - _LEAST_EACH_SIDE + 1)
    best = (-np.inf, 0, 0)
    for grade in np.unique(grades)[1:]:
        so_far = np.cumsum(grades >= grade)
        before = so_far[splits - 1]
        differ = (so_far[-1] - before) * splits - before * (grades.size - splits)
        sharpness = differ / np.sqrt(splits * (grades.size - splits))
        where = int(np.argmax(sharpness))
        best = max(best, (float(sharpness[where]), int(splits[where]), int(grade)))
    return best[1], best[2]
