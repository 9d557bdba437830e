"""Whether contact gathers at hours of the day, or on one day of the week, beyond what any usual day or week explains.

Nobody's usual hours are known, so no single day is the null. Every plausible day is: contact that never comes thicker than it
would if it were spread evenly over fourteen hours, whichever those are, together or with breaks between. Of all
such days the even one without a break gathers most (no density below a bound has a longer mean vector), so the chance is taken
under it: that of a mean vector so long. The mean vector is that of Rayleigh (Mardia and Jupp, Directional Statistics, 2000,
section 6.3), with the even day in place of the even round. Each day has one vote, however much came on it, because contact
comes in bursts; a day runs from 5 in the morning to 5 in the morning, so that a night is not cut in two.

Of days of the week the null is every week in which the five workdays are alike and the two days of the weekend are alike,
however much more comes on the one or the other. Given how many fell on workdays, each workday's number is binomial with a
chance of one in five whatever that division is, and so for the weekend.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]
Days = NDArray[np.int64]

LEAST_DAYS = 8
EVEN_HOURS = 14.0
ARC_HOURS = 6
LEAST_SHARE = 2 / 3
"""Hours are told only where so much of the contact, and of the days, lies within six hours."""
DAY_BEGINS = 5.0
TOLD_CHANCE = 0.01
"""Gathering is told at or below this chance, when the days have grown by 30 % (8, 10, 13, 17, …)."""
LEAST_CHANCE = 0.0001

_DAY = 24
_WORKDAYS, _WEEKEND = (0, 1, 2, 3, 4), (5, 6)
_DRAWN_BELOW, _DRAWS = 40, 9_999


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours at which contact gathers: from `begins` for `width` whole hours (0 to 23, over midnight where they pass 24).

    `inside` of `of` times lie there, on `days` days in all. `chance` is the most that any plausible day gives to times gathered
    so closely.
    """

    begins: int
    width: int
    inside: int
    of: int
    days: int
    chance: float


@dataclass(frozen=True, slots=True)
class Weekday:
    """The weekday (0 Monday to 6 Sunday) with most days of contact for its kind: `on` of `of` days."""

    weekday: int
    on: int
    of: int
    chance: float


def day_of(times: Series) -> Days:
    """The day each time (hours on the wall clock from some midnight) belongs to, from 5 in the morning."""
    numbers: Days = np.floor((times - DAY_BEGINS) / _DAY).astype(np.int64)
    return numbers


def gathered_hours(times: Series) -> Hours | None:
    """Test times (hours on the wall clock from some midnight) for gathering within six hours of the day.

    None where nothing can be said: fewer than eight days, or less than two thirds of the times, or of the days' votes, in any
    six hours on the clock. The same times give the same answer.
    """
    moments = np.asarray(times, dtype=np.float64)
    _, which, count = np.unique(day_of(moments), return_inverse=True, return_counts=True)
    if count.size < LEAST_DAYS:
        return None
    clock = moments % _DAY
    begins, width = _fullest_arc(clock, 1.0 / count[which])
    is_inside = (clock - begins) % _DAY < width
    votes = float(np.sum(is_inside / count[which]))
    if min(votes / count.size, float(is_inside.mean())) < LEAST_SHARE:
        return None
    angles = clock * (2 * np.pi / _DAY)
    length = float(np.abs(np.sum(np.exp(1j * angles) / count[which])) / count.size)
    inside = int(np.count_nonzero(is_inside))
    return Hours(
        begins, width, inside, moments.size, count.size, max(LEAST_CHANCE, _chance_of_length(length, count.size))
    )


def _fullest_arc(clock: Series, votes: Series) -> tuple[int, int]:
    """The six hours on the clock with most votes, less the empty hours at their ends."""
    by_hour = np.bincount(np.minimum(clock.astype(np.int64), _DAY - 1), weights=votes, minlength=_DAY)
    round_twice = np.concatenate([by_hour, by_hour])
    arcs = np.array([round_twice[hour : hour + ARC_HOURS].sum() for hour in range(_DAY)])
    first = int(np.argmax(arcs))
    held = np.flatnonzero(round_twice[first : first + ARC_HOURS] > 0)
    return (first + int(held[0])) % _DAY, int(held[-1] - held[0]) + 1


def _chance_of_length(length: float, days: int) -> float:
    """The chance of a mean vector so long, of so many times spread evenly over the hours of the even day."""
    if days < _DRAWN_BELOW:
        drawn = _drawn_lengths(days)
        return float((1 + drawn.size - np.searchsorted(drawn, length - 1e-12)) / (1 + drawn.size))
    half = math.pi * EVEN_HOURS / _DAY
    mean, double = math.sin(half) / half, math.sin(2 * half) / (2 * half)
    along, across = 0.5 + 0.5 * double - mean**2, 0.5 - 0.5 * double
    expected = mean + across / (2 * mean * days)
    return 0.5 * math.erfc((length - expected) / math.sqrt(2 * along / days))


@lru_cache(maxsize=_DRAWN_BELOW)
def _drawn_lengths(days: int) -> Series:
    """Mean vectors' lengths for so many times of an even day, in order: always the same draws."""
    angles = np.random.default_rng(days).uniform(0, 2 * np.pi * EVEN_HOURS / _DAY, size=(_DRAWS, days))
    lengths: Series = np.sort(np.abs(np.exp(1j * angles).mean(axis=1)))
    return lengths


def gathered_weekday(days: Days) -> Weekday | None:
    """Test distinct days (numbered so that day 0 is a Monday) for gathering on one workday, or on one day of the weekend.

    None below eight days. The chance counts all seven days of the week as tried.
    """
    numbers = np.unique(np.asarray(days, dtype=np.int64))
    if numbers.size < LEAST_DAYS:
        return None
    counts = np.bincount(numbers % 7, minlength=7)
    tried = [
        (_upper_tail(int(counts[weekday]), int(counts[list(kind)].sum()), 1 / len(kind)), weekday)
        for kind in (_WORKDAYS, _WEEKEND)
        for weekday in kind
    ]
    chance, weekday = min(tried)
    return Weekday(weekday, int(counts[weekday]), numbers.size, float(np.clip(7 * chance, LEAST_CHANCE, 1.0)))


def _upper_tail(least: int, of: int, share: float) -> float:
    """P(X >= least) for a binomial of so many with that share."""
    every, inside, outside = math.lgamma(of + 1), math.log(share), math.log1p(-share)
    logs = [
        every - math.lgamma(k + 1) - math.lgamma(of - k + 1) + k * inside + (of - k) * outside
        for k in range(least, of + 1)
    ]
    return min(1.0, math.fsum(map(math.exp, logs)))
