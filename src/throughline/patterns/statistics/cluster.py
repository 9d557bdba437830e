"""Contact days that stand closer together than the others: a burst that lasts for days, and not for weeks.

A cluster is at most two weeks long, and a third of the history, so that a faster pace which lasts is none. It is the window, opened at
one contact day and closed at another, whose likelihood under a rate of its own gains most over one rate throughout (the
scan of Kulldorff, 1997, Communications in Statistics 26: 1481-1496).
How likely chance alone would show as much comes from days spread evenly at random over the same time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int64]
Gains = NDArray[np.float64]

LEAST_DAYS = 4
LONGEST_DAYS = 14
_LONGEST_SHARE = 1 / 3
_LARGEST_CHANCE = 0.05
_DRAWS = 199
_MOST_DAYS, _LARGEST_SHARE = 400, 0.8


class Cluster(NamedTuple):
    """Contact days `first` to `last` (positions, both included), and the chance of one so dense in days at random."""

    first: int
    last: int
    chance: float


def find_cluster(days: Days, *, seed: int) -> Cluster | None:
    """The densest cluster of sorted, distinct contact days, where chance would seldom (1 time in 20) show one as dense.

    Nothing is said of fewer than eight days or more than 400, nor of a history of which four in five days are contact days.
    """
    span = int(days[-1] - days[0]) + 1 if days.size else 0
    if not 2 * LEAST_DAYS <= days.size <= min(_MOST_DAYS, _LARGEST_SHARE * span):
        return None
    gains, firsts, numbers = _densest(days[np.newaxis], span)
    drawn = _densest(_at_random(np.random.default_rng(seed), days.size, span), span)[0]
    chance = float(1 + np.count_nonzero(drawn >= gains[0])) / (1 + _DRAWS)
    if gains[0] <= 0 or chance > _LARGEST_CHANCE:
        return None
    return Cluster(int(firsts[0]), int(firsts[0] + numbers[0] - 1), chance)


def _at_random(rng: np.random.Generator, size: int, span: int) -> Days:
    """Rows of so many distinct days in order, the first and the last of the span among them."""
    inner = rng.permuted(np.broadcast_to(np.arange(1, span - 1), (_DRAWS, span - 2)), axis=1)[:, : size - 2]
    return np.sort(np.pad(inner, ((0, 0), (1, 1)), constant_values=((0, 0), (0, span - 1))), axis=1)


def _densest(rows: Days, span: int) -> tuple[Gains, Days, Days]:
    """The largest gain in each row, and the window it belongs to: its first position and how many days it holds."""
    size, longest = rows.shape[1], min(LONGEST_DAYS, int(span * _LONGEST_SHARE))
    best = np.zeros(rows.shape[0])
    first, number = np.zeros_like(rows[:, 0]), np.ones_like(rows[:, 0])
    for inside in range(LEAST_DAYS, min(LONGEST_DAYS, size - 1) + 1):
        lengths = rows[:, inside - 1 :] - rows[:, : size - inside + 1] + 1
        expected = np.minimum(size * lengths / span, inside)
        gain = inside * np.log(inside / expected) + (size - inside) * np.log((size - inside) / (size - expected))
        gain = np.where((lengths <= longest) & (expected < inside), gain, 0.0)
        at = gain.argmax(axis=1)
        gain = np.take_along_axis(gain, at[:, np.newaxis], axis=1)[:, 0]
        is_better = gain > best
        best, first, number = (
            np.where(is_better, new, old) for new, old in ((gain, best), (at, first), (inside, number))
        )
    return best, first, number
