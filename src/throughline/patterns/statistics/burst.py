"""The windows of an hour, of four hours and of a day in which more contact came than somebody's own pace explains.

A window opens at each contact and closes so many seconds later, or where its run ends. Source of the scan: a sliding window over
the record (Naus 1965, Journal of the American Statistical Association 60: 532-538). The chance is how likely so many would be
in one of that person's windows at their own pace. The pace is that of windows laid one after the other: how many contacts follow
the one that opens each, taken as negative binomial (Poisson where it does not vary more than that), times the number of windows
(Bonferroni). Each window has one vote, however full, and the three fullest count as full as the fourth, so that a burst neither
makes itself usual nor hides another.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.float64]
Counts = NDArray[np.int64]

HOUR = 3600.0
WIDTHS = (HOUR, 4 * HOUR, 24 * HOUR)
LEAST_CONTACTS = 5
MOST_BURSTS = 3
LARGEST_CHANCE = 0.02
ALWAYS_TOLD = 20
"""So many contacts in an hour are told whatever the pace: a person who calls twenty times every hour has no quiet pace."""

_MOST_TILED = 100_000
_RARE = 1e-6
_MOST_TERMS, _NEGLIGIBLE = 100_000, 1e-16


class Burst(NamedTuple):
    """Contacts `first` to `last` (positions, both included) within `seconds`, and the chance of so many in any such window."""

    first: int
    last: int
    seconds: float
    chance: float

    @property
    def number(self) -> int:
        """How many contacts it holds."""
        return self.last - self.first + 1


def find_bursts(times: Seconds, run_ends: Counts) -> list[Burst]:
    """The least likely windows that have no contact in common, in order of time; at most three of each width. Of windows rarer
    than one in a million the shortest is told.

    `times` are seconds in order; `run_ends` of each the position at which its run ends, past its last contact: no window
    reaches over that.
    """
    found: list[Burst] = []
    for width in WIDTHS:
        found += _bursts(times, run_ends, width)
    apart: list[Burst] = []
    for burst in sorted(found, key=lambda it: (max(it.chance, _RARE), it.seconds, it.chance)):
        if all(burst.last < other.first or other.last < burst.first for other in apart):
            apart.append(burst)
    return sorted(apart)


def _bursts(times: Seconds, run_ends: Counts, width: float) -> list[Burst]:
    """The fullest windows that have no contact in common and that the pace does not explain, at most three."""
    ends = np.minimum(np.searchsorted(times, times + width, side="right"), run_ends)
    counts = ends - np.arange(times.size)
    tiles = _tiles(ends)
    windows = tiles.size * max(1.0, times.size / _MOST_TILED)
    found: list[Burst] = []
    while len(found) < MOST_BURSTS and counts.size:
        fullest = int(np.argmax(counts))
        number, end = int(counts[fullest]), int(ends[fullest])
        chance = 1.0 if number < LEAST_CONTACTS else min(1.0, windows * _chance(number, tiles))
        is_always_told = width == HOUR and number >= ALWAYS_TOLD
        if number < LEAST_CONTACTS or (chance > LARGEST_CHANCE and not is_always_told):
            break
        counts[int(np.searchsorted(ends, fullest, side="right")) : end] = 0  # those with a contact in common
        found.append(Burst(fullest, end - 1, width, chance))
    return found


def _tiles(ends: Counts) -> Counts:
    """How many contacts each window holds when one opens at the first contact after the one before has closed.

    Of a long record the last hundred thousand contacts show the pace.
    """
    begins = max(0, ends.size - _MOST_TILED)
    at, closes = 0, (ends[begins:] - begins).tolist()
    opens, number = [0], len(closes)
    while at < number:
        at = closes[at]
        opens.append(at)
    edges = np.array(opens, dtype=np.int64)
    return edges[1:] - edges[:-1]


def _chance(number: int, tiles: Counts) -> float:
    """The chance that one window holds so many, at the pace of the windows one after the other.

    One follower in one more window is added, so that a record without any other contact has a pace too.
    """
    fourth = max(0, tiles.size - 1 - MOST_BURSTS)
    followers = np.minimum(tiles, np.partition(tiles, fourth)[fourth]) - 1
    mean = (followers.sum() + 1) / (followers.size + 1)
    return upper_tail(number - 1, float(mean), float(followers.var()))


def upper_tail(least: int, mean: float, variance: float) -> float:
    """P(X >= least) for a negative binomial with that mean and variance, or for a Poisson where the variance is no larger.

    Summed from its first term on, so that what is very rare keeps its order.
    """
    size = mean * mean / (variance - mean) if variance > mean else math.inf
    again = mean / (size + mean) if variance > mean else 0.0
    term = math.exp(_log_chance(least, mean, size))
    total, k = term, least
    while k < _MOST_TERMS and (k < mean or term > total * _NEGLIGIBLE):
        term *= again * (k + size) / (k + 1) if variance > mean else mean / (k + 1)
        total += term
        k += 1
    return min(1.0, total)


def _log_chance(number: int, mean: float, size: float) -> float:
    """The logarithm of P(X = number); `size` is infinite for a Poisson."""
    if math.isinf(size):
        return number * math.log(mean) - mean - math.lgamma(number + 1)
    share = size / (size + mean)
    ways = math.lgamma(number + size) - math.lgamma(size) - math.lgamma(number + 1)
    return ways + size * math.log(share) + number * math.log1p(-share)
