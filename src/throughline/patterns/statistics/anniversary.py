"""Whether contact falls on listed dates more often than on other days near them.

A date is hit when there was contact on it; or, tried as well, on it or within a day of it. The null is that each date might as
well have been any other day of the weeks around it: contact is taken as it was, with its bursts and its pace, and only the
dates are placed anew, so the chance is right whatever process contact comes by. With one pace throughout, the number of hits of
dates placed at random is hypergeometric (of so many days, so many have contact, and so many are dates). Here each date has its
own weeks, so that dates that lie where there was more contact anyway show nothing, and the number of hits is the sum of unlike
chances (Poisson's binomial, by convolution).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughline.patterns.statistics.looks import latest_look

Days = NDArray[np.int64]
Series = NDArray[np.float64]

WITHIN = (0, 1)
"""Days either side of a date that count as the date; each is tried, and the chance counts both."""
LEAST_DATES = 3
LEAST_HITS = 3
TOLD_CHANCE = 0.01
"""Told at or below this chance, at the looks of `dates_hit_at_latest_look`."""
LEAST_CHANCE = 0.0001
_AROUND = 28


@dataclass(frozen=True, slots=True)
class DatesHit:
    """Which of the first `of` dates were hit (positions), within how many days, and the chance of as many."""

    hit: tuple[int, ...]
    of: int
    within: int
    chance: float


def dates_hit_at_latest_look(contact_days: Days, dates: Days, until: int) -> DatesHit | None:
    """`dates_hit` as it stood when the latest look's last date was over: when there had been 3, 4, 5, 6, 8, 10, … dates.

    Takes distinct day numbers in order, and the last day of the record. Only dates from the first contact on count.
    """
    over = int(np.count_nonzero(np.asarray(dates) + max(WITHIN) <= until))
    look = latest_look(over, first=LEAST_DATES)
    if look is None:
        return None
    then = int(dates[look - 1]) + max(WITHIN)
    return dates_hit(contact_days[contact_days <= then], dates[:look], then)


def dates_hit(contact_days: Days, dates: Days, until: int) -> DatesHit | None:
    """Test dates for contact on them, or within a day of them, against the 28 days on either side.

    Takes distinct day numbers in order; the record runs from the first day of contact to `until`, and every date lies in it.
    None with fewer than three dates or hits. Raises ValueError for a date outside the record.
    """
    if contact_days.size == 0 or dates.size < LEAST_DATES:
        return None
    first = int(contact_days[0])
    if dates[0] < first or dates[-1] > until:
        raise ValueError("Every date must lie in the record.")
    tried = []
    for within in WITHIN:
        is_near = _near_contact(contact_days - first, until - first + 1, within)
        hit = np.flatnonzero(is_near[dates - first])
        shares = np.array([_share_around(is_near, int(date), dates - first, within) for date in dates - first])
        chance = len(WITHIN) * _at_least(shares, hit.size)
        tried.append((min(1.0, max(LEAST_CHANCE, chance)), within, tuple(hit.tolist())))
    chance, within, hits = min(tried)
    return DatesHit(hits, dates.size, within, chance) if len(hits) >= LEAST_HITS else None


def _near_contact(days: Days, size: int, within: int) -> NDArray[np.bool_]:
    """Of each day of the record, whether there was contact on it or within so many days of it."""
    is_near = np.zeros(size, dtype=bool)
    for step in range(-within, within + 1):
        moved = days + step
        is_near[moved[(moved >= 0) & (moved < size)]] = True
    return is_near


def _share_around(is_near: NDArray[np.bool_], date: int, dates: Days, within: int) -> float:
    """The share of the days within 28 of a date that are near contact.

    Days near this date or another are left out, because contact there is what is looked for; the date itself is counted as one
    more day near contact.
    """
    around = np.arange(max(0, date - _AROUND), min(is_near.size, date + _AROUND + 1))
    is_other = np.abs(around[:, np.newaxis] - dates).min(axis=1) > 2 * within
    return float((np.count_nonzero(is_near[around[is_other]]) + 1) / (np.count_nonzero(is_other) + 1))


def _at_least(shares: Series, hits: int) -> float:
    """The chance of at least so many successes of independent trials with these chances."""
    distribution = np.array([1.0])
    for share in shares:
        distribution = np.convolve(distribution, [1.0 - share, share])
    return float(distribution[hits:].sum())
